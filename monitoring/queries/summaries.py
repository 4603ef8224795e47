"""Figures for the municipal centre: what is sent, and what the centre reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation, User
from common.russian.dates import school_year_start
from common.tables import Cell
from common.tenancy import within
from monitoring.enums import SummaryStatus, SurveyAudience
from monitoring.indicators import Total, told, total_of
from monitoring.models import Answer, Summary
from monitoring.queries.families import (
    MEETINGS,
    MENTEES,
    MENTORS,
    PAIRS,
    PLAN_ROWS,
    REQUESTS,
    Family,
)
from monitoring.queries.figures import CycleFigures, figures_of
from monitoring.queries.surveys import SurveyResults
from monitoring.reference import HIDDEN_BELOW, SATISFIED_FROM
from registry.models import Cycle

HIDDEN = "менее 5*"
HIDDEN_TOTAL = "скрыто*"
HIDDEN_NOTE = (
    "* Значение меньше 5 либо такое, из которого его можно вычислить:"
    " организация его не передаёт."
)

# Code, title in the table, where the number is counted.
COUNTED: tuple[tuple[str, str, Family, str], ...] = (
    ("mentors", "Наставники", MENTORS, "all"),
    ("mentors_paired", "Наставники в паре", MENTORS, "with-pair"),
    ("mentors_free", "Наставники без пары", MENTORS, "without-pair"),
    ("mentees", "Наставляемые", MENTEES, "all"),
    ("mentees_paired", "Наставляемые с наставником", MENTEES, "with-pair"),
    ("mentees_free", "Наставляемые без наставника", MENTEES, "without-pair"),
    ("requests", "Запросы", REQUESTS, "all"),
    ("requests_covered", "Запросы обеспечены", REQUESTS, "covered"),
    ("requests_uncovered", "Запросы без наставника", REQUESTS, "uncovered"),
    ("pairs", "Пары по приказу", PAIRS, "fixed"),
    ("pairs_working", "Пары работают", PAIRS, "working"),
    ("pairs_completed", "Пары завершены", PAIRS, "completed"),
    ("pairs_ended_early", "Пары прекращены", PAIRS, "ended_early"),
    ("meetings", "Проведено встреч", MEETINGS, "held"),
    ("plan_rows", "Мероприятия планов", PLAN_ROWS, "all"),
    ("plan_rows_done", "Мероприятия выполнены", PLAN_ROWS, "done"),
    ("plan_rows_planned", "Мероприятия впереди", PLAN_ROWS, "planned"),
)
SURVEYED = (
    (SurveyAudience.MENTORS, "mentors_answered", "Ответили наставники"),
    (SurveyAudience.MENTEES, "mentees_answered", "Ответили наставляемые"),
)
SECTIONS = (
    ("Наставники", ("mentors", "mentors_paired", "mentors_free")),
    ("Наставляемые", ("mentees", "mentees_paired", "mentees_free")),
    ("Запросы", ("requests", "requests_covered", "requests_uncovered")),
    ("Пары", ("pairs", "pairs_working", "pairs_completed", "pairs_ended_early")),
    (
        "Встречи и планы",
        ("meetings", "plan_rows", "plan_rows_done", "plan_rows_planned"),
    ),
    *(
        (
            f"Удовлетворённость, {audience.label.lower()}",
            (code, f"{code}_satisfied", f"{code}_unsatisfied"),
        )
        for audience, code, _ in SURVEYED
    ),
)
# A whole and the parts that add up to it.
FAMILIES = (
    ("mentors", "mentors_paired", "mentors_free"),
    ("mentees", "mentees_paired", "mentees_free"),
    ("requests", "requests_covered", "requests_uncovered"),
    ("pairs", "pairs_working", "pairs_completed", "pairs_ended_early"),
    ("plan_rows", "plan_rows_done", "plan_rows_planned"),
    *((code, f"{code}_satisfied", f"{code}_unsatisfied") for _, code, _ in SURVEYED),
)
TITLES: Mapping[str, str] = {
    **{code: title for code, title, _, _ in COUNTED},
    **{
        code_of: words
        for _, code, title in SURVEYED
        for code_of, words in (
            (code, title),
            (f"{code}_satisfied", f"{title} — довольны"),
            (f"{code}_unsatisfied", f"{title} — не довольны"),
        )
    },
}


def summary_figures(cycle: Cycle, user: User) -> dict[str, dict[str, object]]:
    """Return what would be sent now: aggregates alone, the small ones left out."""
    values = _values(figures_of(cycle, user))
    safe = told(values, FAMILIES, below=HIDDEN_BELOW)
    return {
        code: {"title": TITLES[code], "value": safe[code]}
        for code in TITLES
        if code in safe
    }


def _values(figures: CycleFigures) -> dict[str, int]:
    values = {code: figures.value(family, part) for code, _, family, part in COUNTED}
    by_audience = {results.survey.audience: results for results in figures.surveys}
    for audience, code, _ in SURVEYED:
        if audience in by_audience and not by_audience[audience].is_open:
            values |= _satisfaction(code, by_audience[audience])
    return values


def _satisfaction(code: str, results: SurveyResults) -> dict[str, int]:
    marks = Answer.objects.filter(
        response__survey=results.survey,
        question__is_satisfaction=True,
        number__isnull=False,
    )
    answered = marks.count()
    satisfied = marks.filter(number__gte=SATISFIED_FROM).count()
    return {
        code: answered,
        f"{code}_satisfied": satisfied,
        f"{code}_unsatisfied": answered - satisfied,
    }


def shown(value: object) -> str:
    """Write a cell: a number, or that it is not told."""
    return HIDDEN if value is None else f"{value}"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An institution and what it has sent; `summary` None when it has not."""

    organisation: Organisation
    summary: Summary | None
    is_current: bool

    def value(self, code: str) -> int | None:
        """Return one number; None when it is hidden or was not asked about."""
        figures = self.summary.figures if self.summary is not None else {}
        value = figures.get(code, {}).get("value")
        return value if isinstance(value, int) else None

    def has(self, code: str) -> bool:
        """Tell whether the institution has such a figure at all."""
        return self.summary is not None and code in self.summary.figures

    def text(self, code: str) -> str:
        """Write a cell; a dash where there is no such figure."""
        return shown(self.value(code)) if self.has(code) else "—"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the centre's table that fits a screen: titles, rows of texts, sums."""

    title: str
    titles: tuple[str, ...]
    lines: tuple[tuple[SummaryRow, tuple[tuple[str, str], ...]], ...]
    totals: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> str:
        """The headings as the table component takes them."""
        return "|".join(["Организация", "На дату", *self.titles])


@dataclass(frozen=True, slots=True)
class Municipal:
    """The centre's table: who has sent what, and the sums of what was told."""

    rows: tuple[SummaryRow, ...]

    @property
    def sent(self) -> tuple[SummaryRow, ...]:
        return tuple(row for row in self.rows if row.summary is not None)

    @property
    def silent(self) -> tuple[SummaryRow, ...]:
        """Who has sent nothing in this school year."""
        return tuple(row for row in self.rows if not row.is_current)

    def total(self, code: str) -> Total:
        """Sum a column over those who have it."""
        return total_of(row.value(code) for row in self.sent if row.has(code))

    def total_text(self, code: str) -> str:
        """Write the sum of a column; a lower bound where something is hidden."""
        total = self.total(code)
        if not total.is_partial:
            return f"{total.value}"
        return f"не менее {total.value}" if total.value else HIDDEN_TOTAL

    @property
    def sections(self) -> tuple[Section, ...]:
        """The table in parts, each figure beside what it is a part of."""
        return tuple(
            Section(
                title,
                tuple(TITLES[code] for code in codes),
                tuple(
                    (row, tuple((TITLES[code], row.text(code)) for code in codes))
                    for row in self.sent
                ),
                tuple((TITLES[code], self.total_text(code)) for code in codes),
            )
            for title, codes in SECTIONS
        )


def municipal_of(centre: Organisation, today: date) -> Municipal:
    """Return the standing summaries of the centre's institutions, and nothing else.

    The scope is opened on the children for this one query; no other row of theirs is
    read (invariant 13).
    """
    children = list(centre.children.institutions().order_by("short_name", "pk"))
    with within(*(child.pk for child in children)):
        standing = list(
            Summary.objects.filter(status=SummaryStatus.SUBMITTED).order_by(
                "as_of", "submitted_at", "pk"
            )
        )
    latest = {summary.organisation_id: summary for summary in standing}
    return Municipal(
        tuple(
            SummaryRow(
                child, latest.get(child.pk), _is_current(latest.get(child.pk), today)
            )
            for child in children
        )
    )


def _is_current(summary: Summary | None, today: date) -> bool:
    return summary is not None and school_year_start(
        summary.as_of
    ) == school_year_start(today)


def municipal_table(municipal: Municipal) -> tuple[list[str], list[list[Cell]]]:
    """Return headings and rows of the table as a file: what the page shows."""
    headings = ["Организация", "По состоянию на", *TITLES.values()]
    rows: list[list[Cell]] = [
        [
            row.organisation.short_name,
            row.summary.as_of if row.summary is not None else "не отправлена",
            *(row.text(code) for code in TITLES),
        ]
        for row in municipal.rows
    ]
    return headings, [
        *rows,
        ["Итого", "", *(municipal.total_text(code) for code in TITLES)],
    ]
