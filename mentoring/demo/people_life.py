"""What people write about themselves: questionnaires, own questions, a portfolio."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mentoring.demo.clock import on
from registry.actions import own_questions, portfolios, questionnaires
from registry.actions.questionnaires import Answers, Paper
from registry.enums import AnswerKind, QuestionnaireKind
from registry.models import Cycle, MenteeCard, MentorCard
from registry.queries.portfolios import sections_of

if TYPE_CHECKING:
    from mentoring.demo.story import Story

K = QuestionnaireKind
USEFUL: dict[str, object] = {
    "help_offered": "Математика; подготовка к олимпиадам; научить не бояться доски",
    "audience": "Ученикам 7–9 классов",
    "meeting_format": "offline",
    "time_offered": "2 часа в неделю",
}
PRIMARY: dict[str, object] = {
    "life_experience": "Двадцать лет в школе, водила туристский кружок.",
    "interests": "Походы, шахматы, театр",
    "competences_text": "Математика; проектная работа; публичные выступления",
    "wanted_age_from": 12,
    "wanted_age_to": 16,
    "time_resource": "2 часа в неделю, после уроков",
}
CANDIDATE: dict[str, object] = {
    "education": "Высшее педагогическое",
    "motivation": "Помню, как помогли мне самой.",
    "strengths": "Терпение",
}
MENTEE: dict[str, object] = {
    "requests_text": "Подтянуть алгебру\nПерестать бояться выступать перед классом",
    "interests": "Рисую, играю в волейбол",
    "goals": "Поступить в колледж на дизайнера",
    "has_had_mentor": False,
}


def fill_in(story: Story, cycle: Cycle) -> None:
    """Let two mentors and a mentee tell of themselves; one of them has only begun.

    They speak of pupils: where pedagogues are mentored nobody fills in.
    """
    if story.institution.is_about_staff:
        return
    curator = story.staff.curator
    mentors = list(MentorCard.objects.filter(cycle=cycle).order_by("pk")[:2])
    mentee = MenteeCard.objects.filter(cycle=cycle).order_by("pk").first()
    if not mentors or mentee is None:
        return
    with on(story.day(14)):
        question = own_questions.add_own_question(
            organisation=story.organisation,
            questionnaire=K.CANDIDATE,
            values={
                "text": "Готовы ли вы проводить встречи в субботу?",
                "hint": "",
                "kind": AnswerKind.YES_NO,
                "options": [],
                "is_required": False,
            },
            by=curator,
        )
        for kind, values in ((K.USEFUL, USEFUL), (K.PRIMARY, PRIMARY)):
            _submit(story, mentors[0], kind, values, story.day(13))
        questionnaires.keep_draft(
            card=mentors[0],
            kind=K.CANDIDATE,
            answers=Answers(0, CANDIDATE, {str(question.pk): "yes"}),
            by=curator,
        )
        _submit(story, mentors[-1], K.PRIMARY, PRIMARY, story.day(14))
        _submit(story, mentee, K.MENTEE, MENTEE, story.day(14))
        _file(story, mentors[0])


def _submit(
    story: Story,
    card: MentorCard | MenteeCard,
    kind: QuestionnaireKind,
    values: dict[str, object],
    day: date,
) -> None:
    questionnaires.submit(
        card=card,
        kind=kind,
        answers=Answers(0, values, {}),
        by=story.staff.curator,
        paper=Paper(day),
    )


def _file(story: Story, card: MentorCard) -> None:
    """Two lines of a portfolio, under a section of the portal and one of one's own."""
    curator = story.staff.curator
    own = portfolios.add_section(
        organisation=story.organisation,
        title="Внеурочная работа",
        hint="Кружки, походы, экскурсии",
        by=curator,
    )
    achievements = sections_of(story.organisation)[0]
    for section, title, day in (
        (
            achievements,
            "Благодарность за подготовку призёра олимпиады",
            story.day(-200),
        ),
        (own, "Туристский кружок «Тропа»", None),
    ):
        portfolios.add_entry(
            person=card.person,
            values={
                "section": section,
                "title": title,
                "text": "",
                "happened_on": day,
                "url": "",
            },
            scan=None,
            by=curator,
        )
