"""Mentors selected in the middle of the year: criteria, talks, the register by order."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import User
from documents import actions as documents
from documents.models import Document
from mentoring.demo.cast import crowd
from mentoring.demo.clock import on
from mentoring.headless import record_consents
from registry.actions import (
    cards,
    criteria,
    enrolment,
    interview_slots,
    interviews,
    mentor_register,
    psychologist_notes,
)
from registry.actions.interview_slots import SlotRow
from registry.actions.interviews import Record, When
from registry.enums import (
    InterviewConclusion,
    MentorStatus,
    Readiness,
    SelectionDecision,
)
from registry.models import Criterion, Cycle, MentorCard
from registry.queries.cards import offered_forms
from registry.queries.interviews import free_slots
from registry.queries.mentor_register import people_leaving, people_to_enter
from registry.queries.mentor_register_paper import usual_texts

if TYPE_CHECKING:
    from mentoring.demo.story import Story

BEGUN = 22
OFFERS = (
    "Робототехника; проекты",
    "Публичные выступления; дебаты",
    "Математика; подготовка к экзаменам",
    "Английский язык",
    "Журналистика; работа с текстом",
    "Химия; олимпиады",
    "Спорт; режим дня",
)
# Points by the typical criteria; what came of the talk.
HEARD = (
    ((5, 5, 4, 4), InterviewConclusion.RECOMMENDED, ""),
    ((4, 4, 5, 3), InterviewConclusion.RECOMMENDED, ""),
    ((4, 5, 4, 5), InterviewConclusion.RECOMMENDED, ""),
    ((3, 4, 4, 2), InterviewConclusion.RECOMMENDED, ""),
    ((2, 3, 4, 4), InterviewConclusion.RECOMMENDED, ""),
    ((2, 2, 4, 3), InterviewConclusion.RESERVE, "Нужно поучиться объяснять"),
)
NOTES = (
    "Рассказал, как готовил ребят к конкурсу. Спокойно отвечает на трудные вопросы,"
    " готов встречаться раз в неделю."
)


def select_mentors(story: Story, cycle: Cycle) -> None:
    """Two are in the register, one more is to enter it, one leaves; others wait."""
    curator = story.staff.curator
    with on(story.day(BEGUN)):
        documents.register_external(
            organisation=story.organisation,
            kind="regulation",
            title="Положение о программе наставничества",
            number="7",
            signed_on=story.started_on,
            by=curator,
        )
        criteria.offer_typical(cycle=cycle, by=curator)
        candidates = _candidates(story, cycle)
    with on(story.day(BEGUN + 1)):
        record_consents(cycle=cycle, signed_on=story.day(BEGUN), by=curator)
    for number, candidate in enumerate(candidates[: len(HEARD)]):
        _hear(story, candidate, number)
    with on(story.day(BEGUN + 6)):
        _approve(story, cycle)
    _decide(story, candidates)
    with on(story.day(BEGUN + 9)):
        cards.move_mentor(
            card=MentorCard.objects.get(pk=candidates[1].pk),
            to=MentorStatus.WITHDRAWN,
            by=curator,
            remark="Переезд в другой город",
        )
        _draft(cycle, curator)
    _keep_time(story, cycle)


def _candidates(story: Story, cycle: Cycle) -> list[MentorCard]:
    form = offered_forms(cycle)[0]
    people = islice(crowd(story.institution.seed + 700), len(OFFERS))
    return [
        enrolment.add_mentor(
            cycle=cycle,
            person_values={
                "last_name": one.last,
                "first_name": one.first,
                "patronymic": one.patronymic,
                "birth_on": date(1980 + number, 3, 14),
                "birth_year": 1980 + number,
                "post": "Учитель",
                "workplace": story.organisation.short_name,
            },
            values={
                "competences_text": OFFERS[number],
                "capacity": 2,
                "form": form,
            },
            by=story.staff.curator,
        )
        for number, one in enumerate(people)
    ]


def _hear(story: Story, candidate: MentorCard, number: int) -> None:
    curator = story.staff.curator
    points, conclusion, reason = HEARD[number]
    day = story.day(BEGUN + 3)
    with on(story.day(BEGUN + 2)):
        talk = interviews.appoint(
            card=candidate,
            when=When(at=_at(day, time(10 + number)), place="Кабинет 24"),
            by=curator,
        )
    kept = list(Criterion.objects.filter(cycle=candidate.cycle_id))
    with on(day, time(17)):
        interviews.record(
            interview=talk,
            told=Record(
                held_on=day,
                conclusion=conclusion,
                points={
                    criterion.pk: (given, "")
                    for criterion, given in zip(kept, points, strict=True)
                },
                readiness=Readiness.READY if not reason else Readiness.AFTER_TRAINING,
                notes=NOTES,
                conclusion_reason=reason,
            ),
            by=curator,
        )
        if number < 2:
            interviews.decide(
                interview=talk,
                decision=SelectionDecision.SELECTED,
                reason="",
                by=curator,
            )


def _approve(story: Story, cycle: Cycle) -> None:
    document = _draft(cycle, story.staff.curator)
    mentor_register.submit_order(document=document, by=story.staff.curator)
    documents.sign(document=document, by=story.staff.director)


def _draft(cycle: Cycle, curator: User) -> Document:
    return mentor_register.prepare_order(
        cycle=cycle,
        entering=list(people_to_enter(cycle)),
        leaving={line.pk: "Переезд в другой город" for line in people_leaving(cycle)},
        texts=usual_texts(cycle),
        by=curator,
    )


def _decide(story: Story, candidates: list[MentorCard]) -> None:
    curator = story.staff.curator
    with on(story.day(BEGUN + 8)):
        for candidate, decision, reason in (
            (candidates[2], SelectionDecision.SELECTED, ""),
            (candidates[4], SelectionDecision.RESERVE, "Пока хватает наставников"),
        ):
            interviews.decide(
                interview=candidate.interviews.latest("pk"),
                decision=decision,
                reason=reason,
                by=curator,
            )


def _keep_time(story: Story, cycle: Cycle) -> None:
    since = _at(story.today + timedelta(days=3), time(14))
    interview_slots.keep_slots(
        cycle=cycle,
        interviewer=story.staff.curator,
        row=SlotRow(since, since + timedelta(hours=2), 30, place="Кабинет 24"),
        by=story.staff.curator,
    )


def invite_to_talk(cycle: Cycle, psychologist: User, curator: User) -> None:
    """The last of the candidates is to be heard, the psychologist sitting by."""
    candidate = (
        MentorCard.objects.filter(cycle=cycle, status=MentorStatus.YEAR_BASE)
        .order_by("pk")
        .last()
    )
    slot = free_slots(cycle).first()
    if candidate is None or slot is None:
        return
    interviews.appoint(
        card=candidate,
        when=When(slot=slot),
        psychologist=psychologist,
        by=curator,
    )
    psychologist_notes.write_note(
        person=candidate.person,
        text="Перед беседой: спросить об опыте работы с подростками.",
        by=psychologist,
    )


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
