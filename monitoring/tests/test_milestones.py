"""On which days a deadline speaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitoring.milestones import deadline_words, fallen, milestones_of, repeated

DUE = date(2026, 11, 20)


def spoken_on(due_on: date, *, first: int, last: int) -> list[int]:
    """Days relative to the deadline on which something is due, without catching up."""
    return [
        days
        for days in range(first, last + 1)
        if fallen(
            milestones_of(
                due_on, (7, 3, 0), overdue_every=7, until=due_on + timedelta(days=days)
            ),
            due_on + timedelta(days=days),
            catch_up_days=0,
        )
    ]


def test_a_deadline_speaks_seven_and_three_days_ahead_on_its_day_and_weekly_after():
    assert spoken_on(DUE, first=-10, last=16) == [-7, -3, 0, 1, 8, 15]


def test_a_day_of_outage_is_caught_up():
    milestones = milestones_of(
        DUE, (7, 3, 0), overdue_every=7, until=date(2026, 11, 14)
    )

    found = fallen(milestones, date(2026, 11, 14), catch_up_days=1)

    assert found is not None
    assert (found.code, found.day) == ("7", date(2026, 11, 13))


def test_two_days_of_outage_are_not():
    today = date(2026, 11, 15)
    milestones = milestones_of(DUE, (7, 3, 0), overdue_every=7, until=today)

    assert fallen(milestones, today, catch_up_days=1) is None


def test_the_later_of_two_milestones_counts():
    today = DUE + timedelta(days=1)
    milestones = milestones_of(DUE, (7, 3, 0), overdue_every=7, until=today)

    found = fallen(milestones, today, catch_up_days=1)

    assert found is not None
    assert found.code == "late-0"


def test_something_repeats_from_its_first_day_on():
    days = [m.day.day for m in repeated(date(2026, 11, 1), every=7, until=DUE)]

    assert days == [1, 8, 15]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "просрочено на 2 дня"),
        (0, "срок — 20.11.2026, сегодня последний день"),
        (1, "срок — 20.11.2026, остался 1 день"),
        (3, "срок — 20.11.2026, осталось 3 дня"),
        (7, "срок — 20.11.2026, осталось 7 дней"),
    ],
)
def test_words_say_how_the_deadline_stands_today(days, words):
    assert deadline_words(DUE, DUE - timedelta(days=days)) == words
