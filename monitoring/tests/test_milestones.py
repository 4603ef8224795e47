"""On which days a deadline speaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitoring.milestones import (
    Track,
    deadline_words,
    fallen,
    first_working_day_of_week,
    repeated,
    working_day_before,
    yearly_or_monthly,
)

DUE = date(2026, 11, 20)
TRACK = Track(ahead=(7, 3, 0), late_after=1, every=7)


def day(number: int) -> date:
    return DUE + timedelta(days=number)


def spoken_on(track: Track, *, first: int, last: int) -> list[int]:
    """Days relative to the deadline on which something is due, without catching up."""
    return [
        days
        for days in range(first, last + 1)
        if track.spoken(DUE, day(days), day(days))
    ]


def test_a_deadline_speaks_seven_and_three_days_ahead_on_its_day_and_weekly_after():
    assert spoken_on(TRACK, first=-10, last=16) == [-7, -3, 0, 1, 8, 15]


def test_an_escalation_speaks_only_when_long_overdue():
    track = Track(ahead=(), late_after=14, every=7)

    assert spoken_on(track, first=-10, last=30) == [14, 21, 28]


def test_some_deadlines_are_never_too_late():
    assert spoken_on(Track(ahead=(3,), late_after=None), first=-5, last=9) == [-3]


def test_days_not_told_yet_are_caught_up():
    found = TRACK.spoken(DUE, since=day(-8), today=day(-5))

    assert found is not None
    assert (found.code, found.day) == ("7", day(-7))


def test_days_told_already_are_not():
    assert TRACK.spoken(DUE, since=day(-6), today=day(-5)) is None


def test_the_later_of_two_milestones_counts():
    found = TRACK.spoken(DUE, since=day(-3), today=day(1))

    assert found is not None
    assert found.code == "late-0"


@pytest.mark.parametrize("since", range(-3, 1))
def test_the_days_that_speak_are_those_with_a_milestone(since):
    """The set the database is asked for is what the rule says of every single day."""
    for track in (TRACK, Track((), 14, 7), Track((30,), None), Track((1,), 3, 2)):
        asked = set(track.days_that_speak(day(since), DUE, 100))
        ruled = {
            due_on
            for due_on in (day(days) for days in range(-90, 60))
            if track.spoken(due_on, day(since), DUE)
        }

        assert {due_on for due_on in asked if due_on >= day(-90)} == ruled


def test_something_repeats_from_its_first_day_on():
    days = [m.day.day for m in repeated(date(2026, 11, 1), every=7, until=DUE)]

    assert days == [1, 8, 15]


def test_of_repeated_days_the_latest_counts():
    days = list(repeated(date(2026, 11, 1), every=7, until=DUE))

    assert fallen(days, date(2026, 11, 1), DUE) == days[-1]
    assert fallen(days, date(2026, 11, 16), DUE) is None


def test_duties_fall_due_every_year_or_every_month():
    found = yearly_or_monthly(["10-01", "31"], date(2026, 9, 1), date(2026, 10, 31))

    assert [f"{day:%d.%m}" for day in found] == ["30.09", "01.10", "31.10"]


def test_days_off_are_known():
    """4 November is a holiday, 1 to 8 January are."""
    assert working_day_before(date(2026, 11, 5)) == date(2026, 11, 3)
    assert working_day_before(date(2026, 11, 16)) == date(2026, 11, 13)
    assert first_working_day_of_week(date(2026, 11, 21)) == date(2026, 11, 16)
    assert first_working_day_of_week(date(2027, 1, 3)) != date(2026, 12, 31)


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
