"""Deadlines: every kind, every raw form of the five source roadmaps (requirements C.1)."""

from __future__ import annotations

from datetime import date

import pytest

from common.strict_yaml import FixtureError
from programmes.deadlines import (
    UNSPECIFIED,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Operator,
    Recurrence,
    Span,
    add_months,
    due_on,
    parse,
    spans,
    starts_on,
    state,
    state_words,
)
from programmes.tests.deadline_table import TABLE, TO_ORDER, YEAR, in_months, to_start


@pytest.mark.parametrize(
    ("deadline", "first", "last"), TABLE.values(), ids=TABLE.keys()
)
def test_a_deadline_gives_its_days_in_the_cycle(deadline, first, last):
    around = {**YEAR, "order_on": date(2023, 9, 25)}

    assert starts_on(deadline, **around) == first
    assert due_on(deadline, **around) == last


@pytest.mark.parametrize("deadline", [row[0] for row in TABLE.values()], ids=TABLE)
def test_a_deadline_survives_json(deadline):
    assert Deadline.from_json(deadline.to_json()) == deadline


def test_the_table_shows_every_kind():
    assert {row[0].kind for row in TABLE.values()} == set(DeadlineKind)


def test_json_holds_plain_values_and_nothing_empty():
    deadline = in_months(DeadlineKind.MONTH_RANGE, "12", "2024-06", raw="Декабрь Июнь")

    assert deadline.to_json() == {
        "kind": "month_range",
        "raw": "Декабрь Июнь",
        "months": ["12", "2024-06"],
    }


def test_a_deadline_that_waits_for_its_order_has_no_day():
    assert due_on(TO_ORDER, **YEAR) is None
    assert state_words(TO_ORDER, **YEAR) == "ждёт приказа"


@pytest.mark.parametrize(
    ("start", "end", "month", "first"),
    [
        (date(2023, 9, 1), date(2024, 6, 30), "05", date(2024, 5, 1)),
        (date(2023, 9, 15), date(2024, 6, 30), "09", date(2023, 9, 1)),
        (date(2024, 1, 1), date(2024, 12, 31), "05", date(2024, 5, 1)),
        (date(2020, 12, 1), date(2021, 12, 1), "11", date(2021, 11, 1)),
        (date(2023, 9, 1), date(2024, 6, 30), "08", date(2024, 8, 1)),
    ],
)
def test_a_month_without_a_year_is_the_first_one_the_cycle_reaches(
    start, end, month, first
):
    deadline = in_months(DeadlineKind.MONTH, month)

    assert starts_on(deadline, cycle_start=start, cycle_end=end) == first


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        (("12", "06"), date(2023, 12, 1), date(2024, 6, 30)),
        (("2023-12", "06"), date(2023, 12, 1), date(2024, 6, 30)),
        (("12", "2024-06"), date(2023, 12, 1), date(2024, 6, 30)),
        (("05", "2024-06"), date(2024, 5, 1), date(2024, 6, 30)),
        (("01", "02"), date(2024, 1, 1), date(2024, 2, 29)),
    ],
)
def test_a_range_of_months_borrows_the_missing_year(months, first, last):
    deadline = in_months(DeadlineKind.MONTH_RANGE, *months)

    assert spans(deadline, **YEAR) == (Span(first, last),)


def test_a_list_of_months_has_a_span_for_each():
    deadline = in_months(DeadlineKind.MONTH_LIST, "05", "12")

    assert spans(deadline, **YEAR) == (
        Span(date(2023, 12, 1), date(2023, 12, 31)),
        Span(date(2024, 5, 1), date(2024, 5, 31)),
    )


def test_a_quarterly_duty_falls_due_every_three_months_and_at_the_end():
    deadline = Deadline(DeadlineKind.RECURRING, every=Recurrence.QUARTER)

    found = spans(deadline, **YEAR)

    assert [span.last_on for span in found] == [
        date(2023, 11, 30),
        date(2024, 2, 29),
        date(2024, 5, 31),
        date(2024, 6, 30),
    ]


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        (date(2023, 8, 15), date(2024, 6, 30), date(2024, 8, 31)),
        (date(2024, 1, 9), date(2024, 5, 31), date(2024, 8, 31)),
        (date(2024, 4, 1), date(2025, 5, 31), date(2025, 8, 31)),
    ],
)
def test_the_academic_year_is_the_one_most_of_the_cycle_lies_in(start, end, last):
    deadline = Deadline(DeadlineKind.ACADEMIC_YEAR)

    assert due_on(deadline, cycle_start=start, cycle_end=end) == last


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2023, 9, 25), 1, date(2023, 10, 25)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2023, 8, 31), 1, date(2023, 9, 30)),
        (date(2023, 9, 1), 12, date(2024, 9, 1)),
        (date(2023, 9, 1), 0, date(2023, 9, 1)),
    ],
)
def test_months_are_added_up_to_the_last_day_of_a_shorter_one(day, count, result):
    assert add_months(day, count) == result


def test_the_first_month_from_the_31st_ends_with_the_shorter_month():
    end = due_on(
        to_start(1, 1), cycle_start=date(2023, 8, 31), cycle_end=date(2024, 5, 31)
    )

    assert end == date(2023, 9, 30)


def test_the_second_month_begins_a_month_after_the_start():
    deadline = to_start(2, 2)

    assert spans(deadline, **YEAR) == (Span(date(2023, 10, 1), date(2023, 10, 31)),)


def test_days_are_counted_from_the_start_and_after_the_order():
    start = Deadline(DeadlineKind.RELATIVE_TO_START, anchor="start", days_to=14)
    order = Deadline(DeadlineKind.RELATIVE_TO_ORDER, anchor="order", days_to=3)

    assert due_on(start, **YEAR) == date(2023, 9, 14)
    assert due_on(order, **YEAR, order_on=date(2023, 9, 25)) == date(2023, 9, 28)


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("до 15 октября", None, date(2023, 10, 15)),
        ("1 марта", date(2024, 3, 1), date(2024, 3, 1)),
        ("28 декабря – 8 января", date(2023, 12, 28), date(2024, 1, 8)),
        ("29 февраля", date(2024, 2, 29), date(2024, 2, 29)),
        ("ежегодно в мае", date(2024, 5, 1), date(2024, 5, 31)),
        ("ежегодно до 1 октября", None, date(2023, 10, 1)),
    ],
)
def test_a_day_without_a_year_is_the_first_one_the_cycle_reaches(raw, first, last):
    assert starts_on(parse(raw), **YEAR) == first
    assert due_on(parse(raw), **YEAR) == last


@pytest.mark.parametrize(
    ("raw", "count", "first", "last"),
    [
        ("2 раза в год", 2, date(2024, 2, 29), date(2024, 6, 30)),
        ("каждую четверть", 4, date(2023, 10, 31), date(2024, 5, 31)),
        ("ежемесячно до 5 числа", 10, date(2023, 9, 5), date(2024, 6, 5)),
        ("ежемесячно до 31 числа", 10, date(2023, 9, 30), date(2024, 6, 30)),
        ("каждый понедельник", 43, date(2023, 9, 4), date(2024, 6, 24)),
        ("еженедельно", 44, date(2023, 9, 7), date(2024, 6, 30)),
        ("ежедневно", 304, date(2023, 9, 1), date(2024, 6, 30)),
        ("5 раз в год", 1, date(2024, 6, 30), date(2024, 6, 30)),
    ],
)
def test_a_recurring_duty_has_its_days(raw, count, first, last):
    found = spans(parse(raw), **YEAR)

    assert (len(found), found[0].last_on, found[-1].last_on) == (count, first, last)


def test_a_term_looks_up_the_order_it_names():
    term = parse("в течение недели после приказа о закреплении пар")
    introduced = {"order_cmn_introduction": date(2023, 9, 25)}

    assert due_on(term, **YEAR, order_on=introduced) is None
    assert state_words(term, **YEAR, order_on=introduced) == "ждёт приказа"
    both = {**introduced, "order_pairs": date(2023, 10, 16)}
    assert due_on(term, **YEAR, order_on=both) == date(2023, 10, 23)


def test_working_days_follow_the_calendar_and_its_corrections():
    three = parse("в течение 3 рабочих дней после издания приказа о внедрении ЦМН")
    around = {**YEAR, "order_on": date(2023, 11, 2)}

    assert due_on(three, **around) == date(2023, 11, 8)  # 4–6 November are off
    moved = {date(2023, 11, 4): True, date(2023, 11, 8): False}
    assert due_on(three, **around, corrections=moved) == date(2023, 11, 7)


def test_the_school_year_starts_on_its_own_day_whenever_the_cycle_begins():
    deadline = parse("в течение месяца с начала учебного года")

    assert due_on(
        deadline, cycle_start=date(2024, 1, 9), cycle_end=date(2024, 12, 31)
    ) == date(2023, 9, 30)


def test_what_is_done_when_needed_waits_for_no_event():
    assert state_words(parse("по мере необходимости"), **YEAR) == (
        "по мере необходимости"
    )


def test_a_day_off_is_not_moved():
    saturday = Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 30))

    assert due_on(saturday, **YEAR) == date(2023, 9, 30)


def test_a_cycle_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        due_on(UNSPECIFIED, cycle_start=date(2024, 1, 1), cycle_end=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("30.09.2023", "30 сентября 2023 г."),
        ("до 25.09.2023", "до 25 сентября 2023 г."),
        ("Октябрь", "до 31 октября 2023 г."),
        ("по отдельному графику", "по отдельному графику"),
        (
            "в соответствии со сроками реализации программ наставничества",
            "по срокам программ наставничества",
        ),
        ("после завершения круглого стола", "ждёт события"),
        ("(пустая ячейка)", "срок не указан"),
        ("(обрывок)", "срок не читается, уточните его"),
    ],
)
def test_the_words_tell_the_day_or_why_there_is_none(raw, words):
    assert state_words(TABLE[raw][0], **YEAR) == words


def test_a_compound_without_a_day_speaks_for_its_first_silent_part():
    deadline = Deadline(
        DeadlineKind.COMPOUND, operator=Operator.OR, parts=(UNSPECIFIED, TO_ORDER)
    )

    assert state_words(deadline, **YEAR) == "ждёт приказа"
    assert (
        state(deadline, **YEAR, today=date(2023, 9, 1)) is DeadlineState.WAITING_ORDER
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 9, 10), DeadlineState.AHEAD),
        (date(2023, 9, 11), DeadlineState.SOON),
        (date(2023, 9, 25), DeadlineState.SOON),
        (date(2023, 9, 26), DeadlineState.OVERDUE),
    ],
)
def test_a_deadline_comes_near_and_passes(today, expected):
    deadline = Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 25))

    assert state(deadline, **YEAR, today=today) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("(пустая ячейка)", DeadlineState.NOT_SET),
        ("(обрывок)", DeadlineState.ILLEGIBLE),
        ("по отдельному графику", DeadlineState.WAITING_SCHEDULE),
        ("после завершения круглого стола", DeadlineState.WAITING_EVENT),
    ],
)
def test_a_deadline_without_a_day_says_what_it_waits_for(raw, expected):
    assert state(TABLE[raw][0], **YEAR, today=date(2030, 1, 1)) is expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"kind": "someday"}, "is none of"),
        ({"kind": "by_date"}, "by_date needs day"),
        ({"kind": "by_date", "day": "25.09.2023"}, "Invalid isoformat"),
        ({"kind": "month", "months": ["09", "10"]}, "2 months do not fit"),
        ({"kind": "month", "months": ["13"]}, "there is no month 13"),
        ({"kind": "month_list", "months": ["09"]}, "1 months do not fit"),
        ({"kind": "whole_period", "day": "2023-09-01"}, "whole_period has no day"),
        ({"kind": "recurring"}, "recurring needs every"),
        ({"kind": "relative_to_order", "anchor": "x"}, "months_to or days_to"),
        (
            {
                "kind": "relative_to_start",
                "anchor": "x",
                "months_from": 3,
                "months_to": 2,
            },
            "months_from is later",
        ),
        (
            {"kind": "date_range", "day": "2023-10-04", "last_day": "2023-10-02"},
            "ends before it begins",
        ),
        (
            {"kind": "compound", "operator": "or", "parts": [{"kind": "illegible"}]},
            "one part is no compound",
        ),
        ({"kind": "unspecified", "due": "now"}, "unknown keys due"),
        ({"kind": "by_date", "day": "13-01"}, "there is no month 13"),
        ({"kind": "by_date", "day": "02-30"}, "no day 30 in month 2"),
        (
            {"kind": "date_range", "day": "10-04", "last_day": "2023-10-09"},
            "one end has a year",
        ),
        ({"kind": "recurring", "every": "month", "day": "09-01"}, "every year"),
        ({"kind": "recurring", "every": "year", "weekday": 1}, "every week"),
        ({"kind": "recurring", "every": "year", "day_of_month": 5}, "every month"),
        ({"kind": "recurring", "every": "month", "day_of_month": 32}, "has a day 32"),
        ({"kind": "recurring", "every": "week", "weekday": 8}, "no weekday 8"),
        (
            {"kind": "relative_to_event", "anchor": "x", "in_working_days": True},
            "without their number",
        ),
        (
            {
                "kind": "compound",
                "operator": "or",
                "parts": [{"kind": "illegible"}, {"kind": "by_date"}],
            },
            r"deadline\.parts\[2\]: by_date needs day",
        ),
        ("до пятницы", "a mapping is expected"),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(content, words):
    with pytest.raises(FixtureError, match=words):
        Deadline.from_json(content)
