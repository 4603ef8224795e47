"""The main job without a browser: from two tables to the signed order's PDF."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Membership
from documents.enums import DocumentStatus
from documents.models import Document
from mentoring.demo.tables import Wanted, bases
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.tests.pair_factories import make_pair_cycle
from registry.actions.reference import load_reference
from registry.models import Cycle, MentorCard
from registry.tests.import_files import mentor, mentors_table

PAPER = ("--paper-consents", "--paper-acceptances")


@pytest.fixture
def cycle(school, kira, dina):
    """An introduced cycle of a school with its curator and director."""
    load_reference()
    return make_pair_cycle(school)


@pytest.fixture
def tables(tmp_path):
    """The words that name both tables, three mentors and four mentees."""
    year = timezone.localdate().year
    made = bases(Wanted(mentors=3, mentees=4, workplace="Школа", year=year, seed=7))
    (tmp_path / "mentors.xlsx").write_bytes(made.mentors)
    (tmp_path / "mentees.xlsx").write_bytes(made.mentees)
    return (
        f"--mentors={tmp_path / 'mentors.xlsx'}",
        f"--mentees={tmp_path / 'mentees.xlsx'}",
    )


def run(organisation, *words):
    said = StringIO()
    call_command(
        "run_cycle", f"--organisation={organisation.slug}", *words, stdout=said
    )
    return said.getvalue()


def refused(organisation, *words):
    """Return what was said before the refusal, and the refusal."""
    said = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(
            "run_cycle", f"--organisation={organisation.slug}", *words, stdout=said
        )
    return f"{said.getvalue()}{refusal.value}"


def test_two_tables_become_a_signed_order(school, cycle, tables, tmp_path):
    pdf = tmp_path / "order.pdf"

    said = run(school, *tables, *PAPER, f"--pdf={pdf}")

    order = Document.objects.get(kind__code="order_pairs")
    pairs = Pair.objects.filter(cycle=cycle)
    assert "строк 3, принято 3, не принято 0" in said
    assert "строк 4, принято 4, не принято 0" in said
    assert f"Приказ подписан: № {order.number}." in said
    assert order.status == DocumentStatus.SIGNED
    assert {pair.status for pair in pairs} == {PairStatus.ACTIVE}
    assert f"Пары предложены: {len(pairs)}." in said
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_later_run_takes_up_where_papers_were_lacking(school, cycle, tables):
    assert "--paper-consents" in refused(school, *tables)
    assert MentorCard.objects.count() == 3

    assert "--paper-acceptances" in refused(school, "--paper-consents")
    assert {pair.status for pair in Pair.objects.all()} == {PairStatus.PROPOSED}


def test_rows_that_do_not_get_in_are_named(school, cycle, tmp_path):
    table = tmp_path / "mentors.xlsx"
    table.write_bytes(mentors_table(mentor(), mentor("Иван4")))

    said = refused(school, f"--mentors={table}")

    assert "строк 2, принято 1, не принято 1" in said
    assert "строка 3: " in said
    assert MentorCard.objects.count() == 1


def test_a_table_that_is_none_is_refused(school, cycle, tmp_path):
    table = tmp_path / "mentors.xlsx"
    table.write_bytes(b"PK not a workbook")

    assert "mentors.xlsx" in refused(school, f"--mentors={table}")
    assert not MentorCard.objects.exists()


def test_what_is_lacking_is_said_before_anything_is_loaded(school, cycle, tables):
    assert "Нет файла" in refused(school, "--mentors=/nowhere/mentors.xlsx")
    Membership.objects.all().delete()
    assert "нужны куратор и директор" in refused(school, *tables)
    Cycle.objects.update(introduction_order=None)
    assert "Нет приказа о внедрении" in refused(school, *tables)
    Cycle.objects.all().delete()
    assert "Сначала откройте цикл" in refused(school, *tables)
    school.slug = "nowhere"
    assert "Нет организации" in refused(school)
    assert not MentorCard.objects.exists()
