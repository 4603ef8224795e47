"""Charts are laid out in whole units, and say the truth at their edges."""

from __future__ import annotations

from datetime import date

import pytest

from common.badges import Tone
from common.charts import (
    BAR_ROOM,
    LABEL_LETTERS,
    Bar,
    Change,
    Span,
    bar_chart,
    before_after_chart,
    heat_map,
    number_text,
    period_text,
    timeline,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3"), (3.0, "3"), (3.14, "3,1"), (12345, "12\xa0345"), (0, "0")],
)
def test_figures_are_written_in_russian(value, text):
    assert number_text(value) == text


def test_bars_are_as_long_as_their_share_of_the_greatest():
    chart = bar_chart("Пары", [Bar("8А", 40), Bar("8Б", 10), Bar("8В", 0)])

    assert [row.stroke.width for row in chart.rows] == [BAR_ROOM, BAR_ROOM // 4, 0]


def test_bars_may_be_measured_against_a_whole_and_a_goal():
    chart = bar_chart("Охват", [Bar("8А", 25)], unit=" %", maximum=100, goal=50)

    assert chart.rows[0].stroke.width == BAR_ROOM // 4
    assert chart.rows[0].stroke.text == "25 %"
    assert (chart.goal_x, chart.goal) == (BAR_ROOM // 2, "50 %")


def test_a_chart_of_nothing_is_still_a_chart():
    assert bar_chart("Пусто", []).height == 1
    assert bar_chart("Нули", [Bar("8А", 0)]).rows[0].stroke.width == 0
    assert before_after_chart("Пусто", []).height == 1
    assert heat_map("Пусто", [], []).rows == ()


def test_a_long_label_is_wrapped_and_pushes_the_next_row_down():
    long_label = "Дети, которым трудно учиться после переезда в другой город и школу"

    chart = bar_chart("Охват", [Bar(long_label, 1), Bar("8А", 1)])

    assert len(chart.rows[0].lines) == 2
    assert all(len(line.text) <= LABEL_LETTERS for line in chart.rows[0].lines)
    assert chart.rows[1].lines[0].y > chart.rows[0].stroke.y + chart.bar_height


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [(3, 4.5, "+1,5"), (4, 3, "\N{MINUS SIGN}1"), (4, 4, "0"), (None, 4, "—")],
)
def test_before_and_after_are_compared(before, after, difference):
    chart = before_after_chart("Баллы", [Change("Интерес", before, after)])

    assert chart.rows[0].difference == difference


def test_what_was_not_measured_is_said():
    chart = before_after_chart("Баллы", [Change("Интерес", 4, None)])

    assert chart.rows[0].after == "не измеряли"
    assert "после — не измеряли" in chart.description


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 9, 1), date(2026, 10, 30), "01.09.2026 — 30.10.2026"),
        (None, date(2026, 10, 30), "до 30.10.2026"),
        (date(2026, 9, 1), None, "с 01.09.2026, без срока"),
        (date(2026, 9, 1), date(2026, 9, 1), "01.09.2026"),
        (None, None, "без срока"),
    ],
)
def test_a_term_is_written_as_far_as_it_is_known(start, end, text):
    assert period_text(start, end) == text


def year(*spans: Span, today: date = date(2026, 11, 1)):
    return timeline(
        "План", spans, since=date(2026, 9, 1), until=date(2027, 5, 31), today=today
    )


def test_a_timeline_has_equal_months_and_names_each_year_once():
    chart = year()

    assert chart.width == 900
    assert [m.year for m in chart.months if m.is_first_of_year] == [2026, 2027]
    assert chart.months[0].title == "сен"


def test_a_span_covers_its_last_day():
    row = year(Span("Октябрь", date(2026, 10, 1), date(2026, 10, 31))).rows[0]

    assert (row.x, row.width) == (100, 100)


@pytest.mark.parametrize(
    "span",
    [
        Span("Без срока", None, None),
        Span("Раньше", date(2025, 1, 1), date(2025, 2, 1)),
        Span("Позже", date(2027, 9, 1), date(2027, 9, 2)),
        Span("Наоборот", date(2026, 12, 1), date(2026, 10, 1)),
    ],
)
def test_what_cannot_be_drawn_keeps_its_words_only(span):
    row = year(span).rows[0]

    assert row.x is None
    assert row.period


def test_a_span_is_cut_at_the_edges_and_one_day_can_be_seen():
    wide, day, last = year(
        Span("Весь год", date(2026, 1, 1), date(2028, 1, 1)),
        Span("День", None, date(2026, 10, 1), "overdue"),
        Span("Последний день", None, date(2027, 5, 31)),
    ).rows

    assert (wide.x, wide.width) == (0, 900)
    assert day.width >= 12
    assert day.tone == Tone.DANGER
    assert last.x + last.width == 900


def test_today_stands_only_within_the_chart():
    assert year(today=date(2026, 10, 1)).today_x == 100
    assert year(today=date(2026, 8, 31)).today_x is None
    assert year(today=date(2027, 6, 1)).today_x is None


def test_heat_grows_with_the_count_and_nothing_stays_cold():
    chart = heat_map("Встречи", ["сен", "окт", "ноя"], [("Пара", [0, 1, 8])])

    assert [cell.level for cell in chart.rows[0].cells] == [0, 1, 4]


def test_a_heat_row_may_open_what_it_counts_and_a_long_name_is_cut():
    chart = heat_map(
        "Встречи", ["сен"], [("Рябов — Лугова, Ким и Орлов", [1])], urls=["/pairs/1/"]
    )

    assert chart.rows[0].url == "/pairs/1/"
    assert chart.rows[0].short_label.endswith("…")


def test_a_heat_row_of_the_wrong_length_is_a_bug():
    with pytest.raises(ValueError, match="zip"):
        heat_map("Встречи", ["сен", "окт"], [("Пара", [1])])
