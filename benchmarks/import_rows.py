"""How long a table of 10,000 mentors takes, beside two other ways, in one run.

    python benchmarks/import_rows.py [rows] [--ours]

All start from the same file, on the database of DATABASE_URL (SQLite in memory of the
test runner without it). Ours reads, checks, matches people, writes people, cards, tags,
consents, verdicts and the audit event. «Bare» reads the same file with calamine and
bulk-creates the very rows ours wrote, knowing beforehand what to write. The library saves
people and cards with their foreign keys and tags, validated, as `import_data` does with
its defaults. The search for known people is timed apart, for half the rows and for all.
With --ours the other two are left out: for big tables and for memory.
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import io
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django
import python_calamine
import tablib  # noqa: TID253 -- a script, not a page

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from import_export import resources

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.tests.factories import make_member, make_organisation
from common.links import link
from common.tables import workbook
from common.tenancy import everywhere, within
from registry.actions import cycles, imports
from registry.actions.reference import load_reference
from registry.enums import TableKind
from registry.importing.checking import found_for
from registry.importing.stored import mentor_line
from registry.models import (
    Competence,
    Consent,
    Cycle,
    ImportBatch,
    ImportRow,
    MentorCard,
    Person,
)
from registry.queries.people import known_people
from registry.spreadsheets.columns import MENTOR_COLUMNS
from registry.spreadsheets.lines import Line
from registry.spreadsheets.table import Cell
from registry.tasks import run_import

TOPICS = ("математика; шахматы", "физика", "робототехника; дизайн", "театр")


def invented_rows(count: int) -> list[dict[str, Cell]]:
    """Mentors who differ in name and telephone."""
    return [
        {
            "number": number,
            "full_name": f"Орлов{_letters(number)} Олег Ильич",
            "contacts": f"+7 9{number:09d}",
            "workplace": "Учитель",
            "competences": TOPICS[number % len(TOPICS)],
            "desired_age": "7–9 классы",
            "time_resource": "2 часа в неделю",
            "joined_on": date(2026, 9, 1),
        }
        for number in range(1, count + 1)
    ]


def _letters(number: int) -> str:
    return "".join(chr(ord("а") + int(digit)) for digit in str(number))


def as_file(rows: list[dict[str, Cell]]) -> bytes:
    """The rows as a school sends them."""
    titles = [column.title for column in MENTOR_COLUMNS]
    cells = [[row.get(column.code) for column in MENTOR_COLUMNS] for row in rows]
    return workbook("База", titles, cells)


def our_way(cycle: Cycle, kira: User, content: bytes, count: int) -> None:
    """Upload, check, confirm, write: what the pages and the worker do."""
    file = SimpleUploadedFile("a.xlsx", content)
    started = time.perf_counter()
    batch = imports.upload(cycle=cycle, kind=TableKind.MENTORS, upload=file, by=kira)
    run_import(batch.pk)
    batch.refresh_from_db()
    print(f"  checked after {time.perf_counter() - started:.1f} s")
    imports.confirm(batch=batch, by=kira)
    run_import(batch.pk)
    batch.refresh_from_db()
    if batch.accepted_count != count or MentorCard.objects.count() != count:
        raise SystemExit(
            f"Not all rows came through: {batch.accepted_count} {batch.refusal}"
        )


def search_for_known(school: Organisation, lines: list[Line]) -> float:
    """Seconds to find every line among the people of the school."""
    started = time.perf_counter()
    people = known_people(school)
    found = [found_for(line, people).key for line in lines]
    if None in found:
        raise SystemExit("Somebody known was not found")
    return time.perf_counter() - started


def bare_way(
    source: Cycle, cycle: Cycle, content: bytes, *, with_verdicts: bool
) -> float:
    """Seconds to read the file and bulk-create the rows of `source` for another cycle."""
    school = cycle.organisation
    people = list(Person.objects.filter(mentorcards__cycle=source).order_by("pk"))
    cards = list(MentorCard.objects.filter(cycle=source).order_by("person_id"))
    at = {card.pk: index for index, card in enumerate(cards)}
    links = list(MentorCard.competences.through.objects.filter(mentorcard_id__in=at))
    consents = list(Consent.objects.filter(person__in=people).order_by("person_id"))
    verdicts = list(ImportRow.objects.filter(batch__cycle=source).order_by("pk"))
    started = time.perf_counter()
    python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    with transaction.atomic():
        for row in (*people, *cards, *consents, *verdicts):
            row.pk, row.organisation_id = None, school.pk
        Person.objects.bulk_create(people, batch_size=500)
        for card, consent, person in zip(cards, consents, people, strict=True):
            card.person_id, card.cycle_id, consent.person_id = (
                *(person.pk, cycle.pk),
                person.pk,
            )
        MentorCard.objects.bulk_create(cards, batch_size=500)
        Consent.objects.bulk_create(consents, batch_size=500)
        through = MentorCard.competences.through
        through.objects.bulk_create(
            [
                through(
                    mentorcard_id=cards[at[link.mentorcard_id]].pk,
                    competence_id=link.competence_id,
                )
                for link in links
            ],
            batch_size=1000,
        )
        if with_verdicts:
            batch = ImportBatch.objects.get(cycle=source)
            batch.pk, batch.organisation, batch.cycle = None, school, cycle
            batch.save()
            for verdict, person in zip(verdicts, people, strict=True):
                verdict.batch_id, verdict.person_id = batch.pk, person.pk
            ImportRow.objects.bulk_create(verdicts, batch_size=500)
    return time.perf_counter() - started


class PersonResource(resources.ModelResource):
    """People with the library's defaults, validated."""

    class Meta:
        model = Person
        fields = ("id", "organisation", "last_name", "first_name", "phone")
        clean_model_instances = True


class CardResource(resources.ModelResource):
    """Cards with their foreign keys and tags, with the library's defaults, validated."""

    class Meta:
        model = MentorCard
        fields = (
            *("id", "organisation", "cycle", "person", "competences_text"),
            *("wanted_age", "time_resource", "joined_on", "competences"),
        )
        clean_model_instances = True


def library_way(cycle: Cycle, rows: list[dict[str, Cell]]) -> None:
    """Save people, then their cards, row by row."""
    school = cycle.organisation_id
    import_all(
        PersonResource,
        ("id", "organisation", "last_name", "first_name", "phone"),
        [["", school, row["full_name"], "", row["contacts"]] for row in rows],
    )
    people = Person.objects.filter(organisation=school).order_by("pk")
    tags = ",".join(map(str, Competence.objects.values_list("pk", flat=True)[:2]))
    import_all(
        CardResource,
        (
            *("id", "organisation", "cycle", "person", "competences_text"),
            *("wanted_age", "time_resource", "joined_on", "competences"),
        ),
        [
            [
                *("", school, cycle.pk, person.pk, row["competences"]),
                *(row["desired_age"], row["time_resource"], "2026-09-01", tags),
            ]
            for person, row in zip(people, rows, strict=True)
        ],
    )


def import_all(kind: Any, headers: tuple[str, ...], rows: list[list[Cell]]) -> None:  # noqa: ANN401 -- the library has no types
    """Import the rows with the resource's defaults."""
    table = tablib.Dataset(*rows, headers=headers)  # type: ignore[attr-defined, no-untyped-call]  # the library has no types
    kind().import_data(table, raise_errors=True)


def timed(name: str, work: Callable[[], None]) -> float:
    """Run the work and print how long it took, seconds."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{name}: {seconds:.1f} s")
    return seconds


def new_cycle() -> tuple[Organisation, Cycle, User]:
    """A school with its curator and a cycle."""
    school = make_organisation()
    kira = make_member(school, Role.CURATOR, name="Крылова Кира Андреевна")
    with within(school.pk):
        cycle = cycles.open_cycle(
            organisation=school,
            title="Год",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
            by=kira,
        )
    return school, cycle, kira


def peak_megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int, *, ours_alone: bool) -> None:
    """Load the rows in each way and print what it took."""
    rows = invented_rows(count)
    content = as_file(rows)
    print(f"{count} rows, {len(content) / 1024:.0f} KB")
    school, cycle, kira = new_cycle()
    link("registry:import_list", organisation=school.slug)  # loads the addresses
    before = peak_megabytes()
    with within(school.pk):
        ours = timed(
            "upload, check, write", lambda: our_way(cycle, kira, content, count)
        )
        print(f"memory of the worker: +{peak_megabytes() - before:.0f} MB")
        stored = ImportRow.objects.filter(batch__cycle=cycle)
        lines: list[Line] = [mentor_line(row.line) for row in stored.iterator()]
        half, whole = (
            median(search_for_known(school, lines[:many]) for _ in range(3))
            for many in (count // 2, count)
        )
    print(f"search for known people: half the rows {half:.2f} s, all {whole:.2f} s")
    if ours_alone:
        return
    for with_verdicts in (False, True):
        other, second, _ = new_cycle()
        with everywhere():
            bare = bare_way(cycle, second, content, with_verdicts=with_verdicts)
        of_what = "with verdicts" if with_verdicts else "without verdicts"
        print(
            f"bare, {of_what}: {bare:.1f} s, ours is {(ours - whole) / bare:.2f} times"
        )
    other, third, _ = new_cycle()
    with within(other.pk):
        theirs = timed("import-export defaults", lambda: library_way(third, rows))
    print(f"ours is {theirs / ours:.1f} times faster than the library")


def main() -> None:
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [10_000]
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        load_reference()
        measure(counts[0], ours_alone="--ours" in sys.argv)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
