"""Printed deadlines are read as people print them, and nothing is guessed in silence."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from programmes import roadmap_templates
from programmes.deadlines import Deadline, DeadlineKind, describe, parse, readings
from programmes.tests.parsing_table import OTHER_READINGS, TABLE


def printed():
    """Every deadline of every plan the project carries: where it stands, what it is."""
    for code, *_ in roadmap_templates.available():
        plan = roadmap_templates.load(code)
        for section in plan.sections:
            yield f"{code} section {section.ordinal}", section.deadline
        for measure in plan.measures():
            yield measure.code, measure.deadline.deadline
            for item in measure.items:
                yield f"{measure.code} item", item.deadline


@pytest.mark.parametrize(
    ("raw", "expected", "words"),
    [(raw, *row) for raw, row in TABLE.items()],
    ids=[repr(raw) for raw in TABLE],
)
def test_a_printed_deadline_is_understood(raw, expected, words):
    understood = parse(raw)

    assert understood == replace(expected, raw=raw)
    assert describe(understood) == words


def test_every_deadline_of_the_plans_is_read_as_its_fixture_says():
    differing = [
        f"{where}: {deadline.raw!r} is read as {parse(deadline.raw).to_json()}"
        for where, deadline in printed()
        if parse(deadline.raw) != deadline
    ]

    assert differing == []


def test_the_table_shows_every_kind():
    assert {row[0].kind for row in TABLE.values()} == set(DeadlineKind)


@pytest.mark.parametrize("raw", TABLE, ids=repr)
def test_what_was_understood_survives_json(raw):
    assert Deadline.from_json(parse(raw).to_json()) == parse(raw)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda raw: f"  {raw}\u00a0",
        lambda raw: raw.replace(" ", "\u00a0"),
        lambda raw: raw.replace("-", "—").replace("–", "—"),
        lambda raw: f"**{raw}**",
    ],
    ids=["upper", "lower", "spaces", "hard spaces", "dashes", "markdown"],
)
def test_case_spaces_dashes_and_emphasis_change_nothing(change):
    plain = [
        row for row in TABLE.items() if row[1][0].kind is not DeadlineKind.COMPOUND
    ]
    for raw, (expected, _) in plain:
        assert parse(change(raw)) == replace(expected, raw=change(raw))


@pytest.mark.parametrize(
    ("raw", "words"), OTHER_READINGS.items(), ids=[repr(raw) for raw in OTHER_READINGS]
)
def test_other_readings_are_offered(raw, words):
    first, *others = readings(raw)

    assert first == parse(raw)
    assert tuple(describe(other) for other in others) == words
    assert all(other.raw == raw for other in others)


def test_prose_in_the_column_is_not_a_deadline_and_costs_little():
    prose = "Проведение мероприятий с участием наставников и наставляемых, " * 40

    assert parse(prose).kind is DeadlineKind.ILLEGIBLE
    assert readings(prose) == (parse(prose),)


@pytest.mark.parametrize(
    "raw", ["в течение 0 дней", "ежемесячно до 0 числа", "0.00.0000", "13 месяц 0 г."]
)
def test_a_form_without_sense_is_not_understood(raw):
    assert parse(raw).kind is DeadlineKind.ILLEGIBLE


def test_no_text_breaks_the_reader():
    dice = random.Random(20260901)
    words = [word for raw in TABLE for word in raw.split()] + list("0-–.,;()«»\n№")
    for _ in range(1500):
        raw = " ".join(dice.choices(words, k=dice.randint(1, 9)))
        for reading in readings(raw):
            assert Deadline.from_json(reading.to_json()) == reading
            assert describe(reading)
