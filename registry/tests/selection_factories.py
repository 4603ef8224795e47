"""Criteria, candidates and talks, plain."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from documents import actions as documents
from documents.models import DocumentKind
from registry.actions import criteria, interviews
from registry.actions.interview_slots import SlotRow, keep_slots
from registry.actions.interviews import Record, When
from registry.enums import InterviewConclusion, MentorStatus, SelectionDecision
from registry.models import Criterion, MentorCard
from registry.queries.mentor_register_paper import usual_texts
from registry.tests.consent_factories import make_mentor_card, make_person

RECOMMENDED = InterviewConclusion.RECOMMENDED


def tomorrow(hour=10, days=1):
    """A moment of a day to come, by the clock of the test."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def make_criteria(cycle, by) -> list[Criterion]:
    """Experience of weight 1 without a threshold, skills of weight 2 with three."""
    return [
        criteria.add_criterion(cycle=cycle, values=values, by=by)
        for values in (
            {"title": "Опыт", "max_points": 5, "weight": 1, "threshold": None},
            {"title": "Навыки", "max_points": 5, "weight": 2, "threshold": 3},
        )
    ]


def make_candidate(cycle, name="", **values) -> MentorCard:
    """A mentor of the year's base, to be invited."""
    person = make_person(cycle.organisation, name, post="Учитель")
    return make_mentor_card(
        person,
        **{
            "cycle": cycle,
            "status": MentorStatus.YEAR_BASE,
            "competences_text": "Физика",
            **values,
        },
    )


def make_slots(cycle, interviewer, count=2, by=None):
    """Half-hours of tomorrow from ten o'clock on."""
    row = SlotRow(
        since=tomorrow(), until=tomorrow() + timedelta(minutes=30 * count), minutes=30
    )
    return keep_slots(
        cycle=cycle, interviewer=interviewer, row=row, by=by or interviewer
    )


def make_appointed(card, by, **values):
    """A talk tomorrow at noon."""
    when = values.pop("when", None) or When(at=tomorrow(12), place="Кабинет 12")
    return interviews.appoint(card=card, when=when, by=by, **values)


def told(points=(4, 4), conclusion=RECOMMENDED, **values) -> Record:
    """A record of today with points by the cycle's criteria in their order."""
    kept = Criterion.objects.order_by("ordinal", "pk")
    given = dict(zip([each.pk for each in kept], points, strict=False))
    return Record(
        **{
            "held_on": timezone.localdate(),
            "conclusion": conclusion,
            "points": {key: (number, "") for key, number in given.items()},
            **values,
        }
    )


def make_held(card, by, points=(4, 4), conclusion=RECOMMENDED, **values):
    """A talk that has taken place and is written down."""
    talk = make_appointed(card, by)
    return interviews.record(
        interview=talk, told=told(points, conclusion, **values), by=by
    )


def make_selected(cycle, by, name=""):
    """A candidate heard and selected."""
    card = make_candidate(cycle, name)
    talk = make_held(card, by)
    interviews.decide(
        interview=talk, decision=SelectionDecision.SELECTED, reason="", by=by
    )
    card.refresh_from_db()
    return card


def make_order_kinds():
    """The kinds the register needs, as the reference data bring them."""
    for code, title, register in (
        ("order_mentor_register", "Приказ об утверждении реестра", "orders"),
        ("regulation", "Положение о наставничестве", "acts"),
    ):
        DocumentKind.objects.get_or_create(
            code=code, defaults={"title": title, "register": register}
        )


def make_regulation(organisation, by):
    """The Regulation on paper, registered from outside."""
    make_order_kinds()
    return documents.register_external(
        organisation=organisation,
        kind="regulation",
        title="О программе наставничества",
        number="4",
        signed_on=date(2026, 8, 20),
        by=by,
    )


def words(cycle):
    """The words the order begins with."""
    return usual_texts(cycle)
