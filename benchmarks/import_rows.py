"""How long a table of 10,000 mentors takes, beside django-import-export's own way.

    python benchmarks/import_rows.py [rows]

Both ways start from the same cells, in one run, on the database of DATABASE_URL (SQLite
in memory of the test runner without it). Ours reads, checks, matches people, writes
cards, tags, consents and the audit event; the other only saves people and cards row by
row, as `ModelResource.import_data` does with its defaults.
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django
import tablib  # noqa: TID253 -- a script, not a page

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from import_export import resources

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.tests.factories import make_member, make_organisation
from common.tables import workbook
from common.tenancy import within
from registry.actions import cycles, imports
from registry.actions.reference import load_reference
from registry.enums import TableKind
from registry.models import Cycle, MentorCard, Person
from registry.spreadsheets.columns import MENTOR_COLUMNS
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


def our_way(cycle: Cycle, kira: User, rows: list[dict[str, Cell]]) -> None:
    """Upload, check, confirm, write: what the pages and the worker do."""
    titles = [column.title for column in MENTOR_COLUMNS]
    cells = [[row.get(column.code) for column in MENTOR_COLUMNS] for row in rows]
    file = SimpleUploadedFile("a.xlsx", workbook("База", titles, cells))
    started = time.perf_counter()
    batch = imports.upload(cycle=cycle, kind=TableKind.MENTORS, upload=file, by=kira)
    run_import(batch.pk)
    batch.refresh_from_db()
    print(f"  checked after {time.perf_counter() - started:.1f} s")
    imports.confirm(batch=batch, by=kira)
    run_import(batch.pk)
    batch.refresh_from_db()
    if batch.accepted_count != len(rows) or MentorCard.objects.count() != len(rows):
        raise SystemExit(f"Not all rows came through: {batch.accepted_count}")


class PersonResource(resources.ModelResource):
    """People with the library's defaults."""

    class Meta:
        model = Person
        fields = ("id", "organisation", "last_name", "first_name", "phone")


class CardResource(resources.ModelResource):
    """Cards with the library's defaults."""

    class Meta:
        model = MentorCard
        fields = ("id", "organisation", "cycle", "person", "competences_text")


def library_way(cycle: Cycle, rows: list[dict[str, Cell]]) -> None:
    """Save people, then their cards, row by row."""
    school = cycle.organisation_id
    import_all(
        PersonResource,
        [["", school, row["full_name"], "", row["contacts"]] for row in rows],
    )
    people = Person.objects.order_by("pk")
    import_all(
        CardResource,
        [
            ["", school, cycle.pk, person.pk, row["competences"]]
            for person, row in zip(people, rows, strict=True)
        ],
    )


def import_all(resource: Any, rows: list[list[Cell]]) -> None:  # noqa: ANN401 -- the library has no types
    """Import the rows with the resource's defaults."""
    table = tablib.Dataset(*rows, headers=resource.Meta.fields)  # type: ignore[attr-defined, no-untyped-call]  # the library has no types
    resource().import_data(table, raise_errors=True)


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


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        load_reference()
        rows = invented_rows(count)
        print(f"{count} rows")
        school, cycle, kira = new_cycle()
        with within(school.pk):
            ours = timed("upload, check, write", lambda: our_way(cycle, kira, rows))
        school, cycle, _ = new_cycle()
        with within(school.pk):
            theirs = timed("import-export defaults", lambda: library_way(cycle, rows))
        print(f"ratio: {theirs / ours:.1f}")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
