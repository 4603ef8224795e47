"""People whose consent stands, and what they answer; plain."""

from __future__ import annotations

from accounts.models import Organisation, User
from registry.actions import questionnaires
from registry.actions.questionnaires import Answers
from registry.enums import AnswerKind, ConsentKind, ConsentStatus, MenteeStatus
from registry.models import MenteeCard, MentorCard, OwnQuestion
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

PRIMARY = {
    "competences_text": "Физика; шахматы",
    "time_resource": "2 часа в неделю",
    "wanted_age_from": 10,
    "wanted_age_to": 14,
}


def consented_mentor(
    school: Organisation, user: User | None = None, **values
) -> MentorCard:
    """A mentor whose own consent stands."""
    name = values.pop("name", "Морозов Максим Ильич")
    card = make_mentor_card(make_person(school, name, user=user), **values)
    make_consent(card.person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return card


def consented_mentee(
    school: Organisation, user: User | None = None, parent: User | None = None
) -> MenteeCard:
    """Mia, for whom her father has consented."""
    child = make_child(school, user=user)
    make_guardian(child, parent)
    make_consent(child, ConsentKind.REPRESENTATIVE, ConsentStatus.VERIFIED)
    return make_mentee_card(child, MenteeStatus.IN_BASE)


def told(version: int = 0, own: dict[str, str] | None = None, **values) -> Answers:
    """Answers standing on a version."""
    return Answers(version, values, own or {})


def filled(card, kind: str, by: User, **values):
    """A questionnaire submitted at once."""
    return questionnaires.submit(card=card, kind=kind, answers=told(**values), by=by)


def make_own_question(school: Organisation, of: str = "primary", **values):
    """A question of the school's own."""
    return OwnQuestion.objects.create(
        **{
            "organisation": school,
            "questionnaire": of,
            "text": "Что для вас наставничество?",
            "kind": AnswerKind.TEXT,
            **values,
        }
    )
