"""The content of the curator's report, taken once from the figures (R-211, R-364)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from common.charts import number_text
from common.russian.dates import date_range, long_date
from common.russian.names import FullName
from documents.numbering import local_day
from documents.payloads import BarChart, Signature
from documents.queries import blank_payload
from monitoring.enums import QuestionKind, SurveyAudience
from monitoring.indicators import percent_text
from monitoring.payloads import (
    CuratorReportPayload,
    Figure,
    FormCount,
    SurveyMean,
)
from monitoring.queries.families import MENTEES, MENTORS, PAIRS, PLAN_ROWS, REQUESTS
from monitoring.queries.figures import CycleFigures, figures_of
from monitoring.queries.surveys import QuestionResult, SurveyResults
from monitoring.reference import SATISFACTION_GOAL
from programmes.enums import MeetingStatus
from programmes.models import Meeting, Pair, PairMember
from registry.models import Cycle

CURATOR_POST = "Куратор программы наставничества"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What the curator says himself; line feeds part the points."""

    period_from: date
    period_to: date
    conclusions: str
    suggestions: str


def report_payload(cycle: Cycle, words: ReportWords, by: User) -> CuratorReportPayload:
    """Return the report as it will be printed, with the figures of this moment."""
    organisation = cycle.organisation
    figures = figures_of(cycle, by)
    today = local_day(timezone.now(), organisation.time_zone)
    paper = blank_payload(organisation, f"Отчёт куратора: {cycle.title}")
    return {
        **paper,
        "place": ", ".join(
            filter(None, [organisation.locality, f"{words.period_to.year}"])
        ),
        "date": long_date(today),
        "signature": _signature(by),
        "has_title_page": False,
        "heading": f"о реализации программы наставничества: {cycle.title}",
        "period": date_range(words.period_from, words.period_to),
        "summary": _summary(figures, words),
        "figures": _figures(figures, words),
        "charts": _charts(figures),
        "by_form": _by_form(figures, by),
        "by_form_total": _form_count(figures, by, "Всего", None),
        "surveys": [row for survey in figures.surveys for row in _means(survey)],
        "conclusions": _points(words.conclusions),
        "proposals": _points(words.suggestions),
    }


def _signature(by: User) -> Signature:
    name = by.name
    return {
        "method": "wet_ink",
        "post": CURATOR_POST,
        "name": FullName.parse(name).short() if name else "",
        "stamp": None,
    }


def _points(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _held(cycle: Cycle, words: ReportWords) -> int:
    return Meeting.objects.filter(
        pair__cycle=cycle,
        status=MeetingStatus.HELD,
        held_on__range=(words.period_from, words.period_to),
    ).count()


def _summary(figures: CycleFigures, words: ReportWords) -> str:
    fixed = figures.value(PAIRS, "fixed")
    completed = figures.value(PAIRS, "completed")
    early = figures.value(PAIRS, "ended_early")
    return (
        f"В цикле закреплено приказом наставнических пар и групп: {fixed}."
        f" Завершили программу: {completed}, прекратили досрочно: {early},"
        f" продолжают работу: {figures.value(PAIRS, 'working')}."
    )


def _figures(figures: CycleFigures, words: ReportWords) -> list[Figure]:
    value = figures.value
    rows = [
        ("Наставников в базе", f"{value(MENTORS, 'all')}"),
        ("Наставляемых в базе", f"{value(MENTEES, 'all')}"),
        (
            "Наставляемых, получивших наставника",
            _of(value(MENTEES, "with-pair"), value(MENTEES, "all")),
        ),
        (
            "Запросов, обеспеченных наставником",
            _of(value(REQUESTS, "covered"), value(REQUESTS, "all")),
        ),
        ("Закреплено пар и групп", f"{value(PAIRS, 'fixed')}"),
        (
            "Завершили программу",
            _of(value(PAIRS, "completed"), value(PAIRS, "fixed")),
        ),
        ("Проведено встреч за период", f"{_held(figures.cycle, words)}"),
        (
            "Выполнено мероприятий планов",
            _of(value(PLAN_ROWS, "done"), value(PLAN_ROWS, "all")),
        ),
    ]
    printed: list[Figure] = [
        {"name": name, "value": text, "target": ""} for name, text in rows
    ]
    return [*printed, *(_satisfaction(survey) for survey in figures.surveys)]


def _of(part: int, whole: int) -> str:
    return f"{part} ({percent_text(part, whole)})" if whole else f"{part}"


def _audience(results: SurveyResults) -> str:
    return str(SurveyAudience(results.survey.audience).label)


def _satisfaction(results: SurveyResults) -> Figure:
    overall = results.satisfaction
    is_told = overall is not None and overall.satisfied_share is not None
    return {
        "name": f"Удовлетворённость, {_audience(results).lower()}:"
        f" ответили {results.answered} из {results.invited}",
        "value": f"{overall.satisfied_share} %" if overall and is_told else "",
        "target": f"не менее {SATISFACTION_GOAL} %",
    }


def _charts(figures: CycleFigures) -> list[BarChart]:
    by_form = figures.by_form(PAIRS)
    charts: list[BarChart] = []
    if by_form:
        charts.append(
            {
                "title": "Пары по формам наставничества",
                "maximum": 0,
                "bars": [
                    {
                        "label": figure.title,
                        "value": figure.value,
                        "text": f"{figure.value}",
                    }
                    for figure in by_form
                ],
            }
        )
    measured = [results for results in figures.surveys if _overall_mean(results) > 0]
    if measured:
        charts.append(
            {
                "title": "Удовлетворённость участников, средний балл из 10",
                "maximum": 10,
                "bars": [
                    {
                        "label": _audience(results),
                        "value": _overall_mean(results),
                        "text": number_text(_overall_mean(results)),
                    }
                    for results in measured
                ],
            }
        )
    return charts


def _overall_mean(results: SurveyResults) -> float:
    overall = results.satisfaction
    return (overall.mean or 0) if overall is not None else 0


def _by_form(figures: CycleFigures, by: User) -> list[FormCount]:
    return [
        _form_count(figures, by, form.title, form.pk)
        for form in figures.forms
        if figures.value(PAIRS, f"form-{form.pk}")
    ]


def _form_count(
    figures: CycleFigures, by: User, title: str, form: int | None
) -> FormCount:
    """Count pairs and people of a form; in the total everybody counts once."""
    only: Mapping[str, object] = {} if form is None else {"form": form}
    fixed = PAIRS.slices[0].condition
    pairs = Pair.objects.filter(fixed, cycle=figures.cycle, **only)
    members = PairMember.objects.filter(pair__in=pairs)
    return {
        "form": title,
        "pairs": pairs.count(),
        "mentors": pairs.order_by().values("mentor_card").distinct().count(),
        "mentees": members.order_by().values("mentee_card").distinct().count(),
    }


def _means(results: SurveyResults) -> list[SurveyMean]:
    return [
        _mean(_audience(results), question)
        for question in results.questions
        if question.question.kind == QuestionKind.SCALE
    ]


def _mean(audience: str, result: QuestionResult) -> SurveyMean:
    is_told = result.mean is not None
    return {
        "audience": audience,
        "question": result.question.text,
        "answered": result.answered,
        "mean": f"{number_text(result.mean)} из 10" if result.mean is not None else "",
        "satisfied": f"{result.satisfied_share} %" if is_told else "",
    }
