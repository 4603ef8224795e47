"""Who has filled in a questionnaire and who has not, in one cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.russian.names import normalise
from registry.enums import (
    PARTICIPATION,
    QuestionnaireKind,
    QuestionnaireStatus,
)
from registry.models import Consent, Cycle, Group, MenteeCard, MentorCard
from registry.queries.questionnaires import CLOSED
from registry.questions import DESIGNS, Design

STATES = {
    "": "Любое",
    "submitted": "Заполнена",
    "draft": "Заполняется",
    "not_started": "Не начата",
    "unfilled": "Не заполнена или заполняется",
}
ORDERS = {
    "name": ("person__last_name", "person__first_name", "person__patronymic"),
    "group": ("person__group__name", "person__last_name"),
}


@dataclass(frozen=True, slots=True)
class QuestionnairesChosen:
    """What the list is narrowed by; an empty value narrows nothing."""

    kind: str = QuestionnaireKind.PRIMARY
    words: str = ""
    state: str = ""
    group: Group | None = None

    @property
    def design(self) -> Design:
        return DESIGNS[self.kind]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are asked, have filled in, are filling in."""

    asked: int
    filled: int
    drafts: int

    @property
    def not_filled(self) -> int:
        return self.asked - self.filled


def questionnaire_list(
    user: User, cycle: Cycle, chosen: QuestionnairesChosen, on: date
) -> QuerySet[MentorCard] | QuerySet[MenteeCard]:
    """Return the cards whose people are asked, each with its questionnaire."""
    cards = _asked(user, cycle, chosen.design).filter(_narrowed(chosen))
    relation = chosen.design.relation
    return cards.select_related("person__group", relation).annotate(
        has_consent=Exists(
            Consent.objects.valid_on(on).filter(
                person=OuterRef("person_id"), kind__in=PARTICIPATION
            )
        )
    )


def questionnaire_counts(user: User, cycle: Cycle, design: Design) -> Counts:
    """Count over the whole cycle, whatever the list is narrowed by."""
    cards = _asked(user, cycle, design)
    status = f"{design.relation}__status"
    filled = cards.filter(**{status: QuestionnaireStatus.SUBMITTED}).count()
    drafts = cards.filter(**{status: QuestionnaireStatus.DRAFT}).count()
    return Counts(asked=cards.count(), filled=filled, drafts=drafts)


def _asked(
    user: User, cycle: Cycle, design: Design
) -> QuerySet[MentorCard] | QuerySet[MenteeCard]:
    """Those who take part or may yet; who was refused or left is asked no more."""
    if design.is_for_mentors:
        mentors = MentorCard.objects.visible_to(user).filter(cycle=cycle)
        return mentors.exclude(status__in=CLOSED)
    mentees = MenteeCard.objects.visible_to(user).filter(cycle=cycle)
    return mentees.exclude(status__in=CLOSED)


def _narrowed(chosen: QuestionnairesChosen) -> Q:
    found = Q()
    for word in normalise(chosen.words).split():
        found &= Q(person__search__contains=word)
    if chosen.group:
        found &= Q(person__group=chosen.group)
    status = f"{chosen.design.relation}__status"
    if chosen.state == "unfilled":
        found &= ~Q(**{status: QuestionnaireStatus.SUBMITTED})
    elif chosen.state == "not_started":
        found &= Q(**{chosen.design.relation: None})
    elif chosen.state:
        found &= Q(**{status: chosen.state})
    return found
