from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.enums import YearReset
from accounts.models import AuditDetail
from common.errors import Refused
from documents import actions
from documents.actions.registers import take_number
from documents.enums import RegisterCode
from documents.models import Counter, Document, Register
from documents.numbering import year_of
from documents.queries import journal, register_states
from documents.tests.factories import make_signed, make_submitted

pytestmark = pytest.mark.both


def set_orders(school, by, **values):
    return actions.set_register(
        organisation=school,
        code=RegisterCode.ORDERS,
        by=by,
        **{"number_format": "{n}-ОД", "resets": YearReset.CALENDAR, **values},
    )


def test_a_school_joins_in_mid_year_with_its_own_next_number(school, kira, dina):
    set_orders(school, dina, start=42)

    assert make_signed(kira, dina, school).number == "42-ОД"
    assert make_signed(kira, dina, school).number == "43-ОД"


def test_the_start_may_be_put_right_until_the_first_number(school, kira, dina):
    set_orders(school, dina, start=420)
    set_orders(school, dina, start=42)
    make_signed(kira, dina, school)

    with pytest.raises(Refused, match="больше не меняется"):
        set_orders(school, dina, start=50)
    assert make_signed(kira, dina, school).number == "43-ОД"


def test_saving_the_same_start_again_is_no_change(school, kira, dina):
    set_orders(school, dina, start=42)
    make_signed(kira, dina, school)

    set_orders(school, dina, start=42, number_format="{n}-ОД/{yy}")

    year = timezone.localdate().year % 100
    assert make_signed(kira, dina, school).number == f"43-ОД/{year:02}"


def test_a_refused_start_leaves_the_format_as_it_was(school, kira, dina):
    set_orders(school, dina)
    make_signed(kira, dina, school)

    with pytest.raises(Refused):
        set_orders(school, dina, start=50, number_format="{n}")
    assert Register.objects.get().number_format == "{n}-ОД"


def test_a_register_of_the_school_year_counts_in_its_year(school, kira, dina):
    set_orders(school, dina, resets=YearReset.SCHOOL)

    document = make_signed(kira, dina, school)

    assert document.year == year_of(timezone.localdate(), YearReset.SCHOOL)


def test_a_new_year_begins_at_one(school, kira, dina):
    set_orders(school, dina)
    register = Register.objects.get()
    last_year = timezone.localdate().year - 1
    Counter.objects.create(register=register, year=last_year, last=311)

    assert make_signed(kira, dina, school).number == "1-ОД"


def test_an_aborted_signing_leaves_no_gap(school, kira, dina):
    make_signed(kira, dina, school)
    with transaction.atomic():
        assert take_number(school, RegisterCode.ORDERS).text == "2"
        transaction.set_rollback(True)

    assert make_signed(kira, dina, school).number == "2"


def test_registers_count_apart(school):
    numbers = [
        take_number(school, RegisterCode.ORDERS).text,
        take_number(school, RegisterCode.ACTS).text,
        take_number(school, RegisterCode.ORDERS).text,
    ]

    assert numbers == ["1", "1", "2"]


def test_a_broken_format_and_a_curator_are_refused(school, kira, dina):
    with pytest.raises(Refused, match="порядковый номер"):
        set_orders(school, dina, number_format="ОД")
    with pytest.raises(PermissionDenied):
        set_orders(school, kira)


def test_a_change_of_a_register_is_recorded_with_its_values(school, dina):
    set_orders(school, dina, start=42)

    assert AuditDetail.objects.get().after == {
        "number_format": "{n}-ОД",
        "resets": "calendar",
        "start": 42,
    }


def test_the_settings_tell_the_next_number(school, kira, dina):
    set_orders(school, dina, start=42)
    make_signed(kira, dina, school)

    orders, acts, *_ = register_states(school)

    assert (orders.next_number, orders.is_set) == ("43-ОД", True)
    assert (acts.next_number, acts.is_set) == ("1", False)


def test_the_journal_lists_numbers_in_order(school, kira, dina):
    late = make_submitted(kira, school)
    first = make_signed(kira, dina, school)
    actions.sign(document=late, by=dina)
    actions.annul(document=first, remark="Отмена", by=dina)

    rows = journal(Register.objects.get(), first.year)

    assert [row.serial for row in rows] == [1, 2]
    assert list(rows) == [first, Document.objects.get(pk=late.pk)]


def test_the_set_up_sets_registers_before_the_director_comes(school):
    register = set_orders(school, None, start=12)

    assert take_number(school, RegisterCode.ORDERS).text == "12-ОД"
    assert register.resets == YearReset.CALENDAR


def test_a_number_given_after_midnight_belongs_to_the_new_year(school, monkeypatch):
    moments = iter(
        [
            datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC),
            datetime(2026, 12, 31, 21, 0, 1, tzinfo=UTC),
        ]
    )
    monkeypatch.setattr(timezone, "now", lambda: next(moments))

    number = take_number(school, RegisterCode.ORDERS)

    assert (number.year, number.text) == (2027, "1")
    assert number.given_on == date(2027, 1, 1)
