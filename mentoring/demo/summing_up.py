"""The first pairs finish: the survey, the case on the page, the news, the summary."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from mentoring.demo.clock import on
from monitoring.actions.summaries import submit_summary
from monitoring.actions.surveys import answer_survey, close_survey, open_survey
from monitoring.enums import QuestionKind, SurveyAudience
from monitoring.models import Question, Survey
from monitoring.queries.surveys import audience_of
from programmes.actions import pairs, plan
from programmes.enums import EndReason
from programmes.models import Pair
from publishing.actions.cases import add_case, publish_case
from publishing.actions.news import add_news
from registry.actions.applications import Applicant, apply
from registry.enums import BaseKind
from registry.models import Cycle

if TYPE_CHECKING:
    from mentoring.demo.story import Story

CASE = {
    "title": "От страха перед доской к победе в районном конкурсе",
    "problem": "Девятиклассник отказывался отвечать у доски и терял отметки.",
    "solution": (
        "Начали с рассказа одному слушателю, потом записывали выступления на видео"
        " и разбирали их вместе, затем вышли на классный час."
    ),
    "result": "Второе место в районном конкурсе проектов и желание помогать другим.",
    "quote": "Самое важное — мне дали время ошибиться.",
    "has_names": False,
}


def sum_up(story: Story, cycle: Cycle) -> None:
    """End one pair, publish its case, ask everybody how it was, send the summary."""
    curator = story.staff.curator
    pair = _longest(cycle)
    if pair is not None:
        with on(story.today - timedelta(days=2)):
            plan.mark_done(
                programme=pair.programme,
                rows=list(pair.programme.rows.filter(status="planned")),
                done_on=story.today - timedelta(days=2),
                by=curator,
            )
            pairs.end(
                pair=pair,
                reason=EndReason.PLAN_DONE,
                by=curator,
                results="Цель достигнута, план выполнен полностью",
            )
            case = add_case(pair=pair, values=CASE, by=curator)
            publish_case(case=case, by=curator)
    for audience in SurveyAudience:
        with on(story.today - timedelta(days=5)):
            survey = open_survey(
                cycle=cycle,
                audience=audience,
                closes_on=story.today + timedelta(days=9),
                by=curator,
            )
        _answer(story, survey)
        if audience == SurveyAudience.MENTORS:
            close_survey(survey=survey, by=curator)
    with on(story.today - timedelta(days=1)):
        add_news(
            organisation=story.organisation,
            title="Первая пара завершила программу",
            text="План выполнен полностью. Опыт пары — в разделе «Кейсы».",
            posted_on=story.today - timedelta(days=1),
            by=curator,
        )
        submit_summary(cycle=cycle, by=curator)
    _apply(story, cycle)


def _apply(story: Story, cycle: Cycle) -> None:
    """A parent has applied on the public page and waits for the curator's answer."""
    applicant = Applicant(
        base=BaseKind.MENTEES,
        name="Лучинин Савва Егорович",
        birth_on=story.today.replace(year=story.today.year - 13, day=1),
        email="",
        phone="+7 900 000-00-00",
        place="7Б",
        wish="Хочет научиться программировать и сделать свою игру",
        representative_name="Лучинина Варвара Петровна",
        relation="мать",
    )
    with on(story.today - timedelta(days=4)):
        apply(cycle=cycle, applicant=applicant, signature=applicant.representative_name)


def _longest(cycle: Cycle) -> Pair | None:
    working = Pair.objects.filter(cycle=cycle, programme__status="active")
    return max(
        working.order_by("pk"), key=lambda pair: pair.meetings.count(), default=None
    )


def _answer(story: Story, survey: Survey) -> None:
    """Three of four answer: paper forms entered by the curator."""
    random = Random(survey.audience)  # noqa: S311 -- invented answers, no secret
    people = list(audience_of(survey).order_by("pk"))
    with on(story.today - timedelta(days=3)):
        for person in people[: len(people) * 3 // 4]:
            answer_survey(
                survey=survey,
                person=person,
                answers={
                    question.code: _invented(question, random)
                    for question in survey.questions.all()
                },
                by=story.staff.curator,
            )


def _invented(question: Question, random: Random) -> object:
    match question.kind:
        case QuestionKind.SCALE:
            return random.choice((6, 7, 8, 8, 9, 9, 10))
        case QuestionKind.YES_NO:
            return random.choice(("да", "да", "да", "нет"))
        case QuestionKind.CHOICE:
            return random.choice(question.choices)
        case _:
            return ""
