"""How long a list of 20,000 mentors takes to leave as XLSX, beside bare XlsxWriter.

    python benchmarks/export_list.py [rows]

Both write the same cells in one run, three times, medians; ours reads them from the
database of DATABASE_URL (SQLite of the test runner without it) on the way. Memory is that
of Python while the book is written, for a quarter of the rows and for all.
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import io
import os
import sys
import time
import tracemalloc
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django

django.setup()

from datetime import date

from django.db.models import QuerySet
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from xlsxwriter import Workbook  # noqa: TID253 -- a script, not a page

from accounts.tests.factories import make_organisation
from common.tables import Cell, workbook
from common.tenancy import within
from registry.models import Cycle, MentorCard, Person
from registry.resources import MentorResource


def invented_cards(count: int) -> QuerySet[MentorCard]:
    """So many cards with something in most columns."""
    school = make_organisation()
    with within(school.pk):
        cycle = Cycle.objects.create(
            organisation=school,
            title="Год",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
        )
        people = Person.objects.bulk_create(
            [
                Person(
                    organisation=school,
                    last_name=f"Орлов{number}",
                    first_name="Олег",
                    patronymic="Ильич",
                    phone=f"+7 9{number:09d}",
                    workplace="Учитель математики",
                )
                for number in range(count)
            ],
            batch_size=500,
        )
        MentorCard.objects.bulk_create(
            [
                MentorCard(
                    organisation=school,
                    cycle=cycle,
                    person=person,
                    competences_text="математика; шахматы",
                    achievements="Победители олимпиады",
                    interests="туризм",
                    wanted_age="7–9 классы",
                    time_resource="2 часа в неделю",
                    joined_on=date(2026, 9, 1),
                )
                for person in people
            ],
            batch_size=500,
        )
    cards = MentorCard._base_manager.filter(cycle=cycle)
    return cards.select_related("person__group", "form")


def our_way(cards: QuerySet[MentorCard]) -> bytes:
    """The list as the page hands it over."""
    resource = MentorResource()
    return workbook(resource.title, resource.headings, resource.rows(cards))


def bare_way(headings: list[str], rows: list[list[Cell]]) -> bytes:
    """The same cells by XlsxWriter's own `write_row`."""
    out = io.BytesIO()
    with Workbook(out, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def peak_megabytes(cards: QuerySet[MentorCard]) -> float:
    """The most memory Python holds while the list is written."""
    tracemalloc.start()
    our_way(cards)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return peak


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        cards = invented_cards(count)
        headings = MentorResource().headings
        rows = list(MentorResource().rows(cards))
        ours, bare = [], []
        for _ in range(3):
            started = time.process_time()
            our_way(cards)
            ours.append(time.process_time() - started)
            started = time.process_time()
            bare_way(headings, rows)
            bare.append(time.process_time() - started)
        print(f"{count} rows of {len(headings)} columns, processor time")
        print(f"ours {median(ours):.2f} s, bare XlsxWriter {median(bare):.2f} s")
        print(f"ratio: {median(ours) / median(bare):.2f}")
        part, whole = (peak_megabytes(cards[:many]) for many in (count // 4, count))
        print(f"memory: a quarter of the rows {part:.1f} MB, all {whole:.1f} MB")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
