"""The arithmetic: shares, marks, and what must not be told."""

from __future__ import annotations

from itertools import product

import pytest

from monitoring.indicators import (
    Scale,
    hidden_codes,
    percent,
    percent_text,
    told,
    total_of,
)

FAMILY = (("all", "with", "without"),)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 5, 0), (5, 5, 100), (1, 3, 33), (999, 1000, 99), (1, 1000, 1)],
)
def test_a_share_never_says_all_or_nothing_when_it_is_not(part, whole, share):
    assert percent(part, whole) == share


def test_nothing_to_divide_by_is_no_data_and_not_zero():
    assert percent_text(0, 0) == "нет данных"


def test_marks_come_to_a_mean_and_the_satisfied_by_the_threshold():
    scale = Scale.of([6, 7, 10], satisfied_from=7)

    assert (scale.answered, scale.mean, scale.satisfied_share) == (3, 7.7, 67)


def test_no_marks_have_no_mean():
    scale = Scale.of([], satisfied_from=7)

    assert (scale.mean, scale.satisfied_share) == (None, None)


def test_a_small_part_takes_its_complement_with_it():
    assert told({"all": 40, "with": 38, "without": 2}, FAMILY, below=5) == {
        "all": 40,
        "with": None,
        "without": None,
    }


def test_parts_large_enough_are_told():
    values = {"all": 40, "with": 30, "without": 10}

    assert told(values, FAMILY, below=5) == values


def test_a_small_whole_is_hidden_with_its_parts():
    values = {"all": 4, "with": 4, "without": 0}

    assert hidden_codes(values, FAMILY, below=5) == {"all", "with", "without"}


@pytest.mark.parametrize("whole", range(5, 16))
def test_no_hidden_part_can_be_computed_from_what_is_told(whole):
    """Whoever knows the whole and that the parts are hidden keeps several guesses."""
    for part in range(whole + 1):
        values = {"all": whole, "with": part, "without": whole - part}
        shown = told(values, FAMILY, below=5)
        guesses = {
            guess
            for guess in range(whole + 1)
            if told(
                {"all": whole, "with": guess, "without": whole - guess}, FAMILY, below=5
            )
            == shown
        }
        if min(part, whole - part) < 5:
            assert len(guesses) > 1


def test_three_parts_hide_together():
    family = (("all", "a", "b", "c"),)
    for a, b, c in product(range(8), repeat=3):
        shown = told({"all": a + b + c, "a": a, "b": b, "c": c}, family, below=5)
        if min(a, b, c) < 5:
            assert [shown[code] for code in "abc"] == [None, None, None]


def test_a_total_sums_what_was_told_and_says_that_it_is_partial():
    total = total_of([10, None, 7])

    assert (total.value, total.is_partial) == (17, True)


def test_a_total_of_everything_told_is_whole():
    total = total_of([10, 7])

    assert (total.value, total.is_partial) == (17, False)
