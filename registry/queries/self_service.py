"""Oneself and one's children, as one's own pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from registry.enums import CycleStatus, MenteeStatus, MentorStatus
from registry.models import Guardianship, MenteeCard, MentorCard, Person
from registry.queries.ageing import cards_to_refresh
from registry.queries.consents import (
    current_guardianships,
    guardians_of_all,
    people_without_consent,
)
from registry.queries.cycles import current_cycle
from registry.queries.questionnaires import (
    CLOSED,
    MENTEE_RELATIONS,
    MENTOR_RELATIONS,
    Line,
    lines_for,
)


@dataclass(frozen=True, slots=True)
class Mine:
    """A person with the cards of open cycles and who represents him."""

    person: Person
    mentor_cards: list[MentorCard]
    mentee_cards: list[MenteeCard]
    guardians: list[Guardianship]
    lacks_consent: bool
    questionnaires: list[Line]
    to_refresh: list[MentorCard | MenteeCard]
    is_taking: bool = False

    @property
    def candidacy_title(self) -> str:
        """What the way to the mentor's application says; nothing when there is none."""
        return self._title(
            [card.status for card in self.mentor_cards],
            {
                MentorStatus.DRAFT: "Дописать заявку наставника",
                MentorStatus.NOMINATED: "Ответить на выдвижение в наставники",
                MentorStatus.WITHDRAWN: "Подать заявку наставника снова",
                MentorStatus.SUBMITTED: "Заявка наставника",
            },
            "Стать наставником",
        )

    @property
    def wish_title(self) -> str:
        """The same of the mentee's."""
        return self._title(
            [card.status for card in self.mentee_cards],
            {
                MenteeStatus.DRAFT: "Дописать и отправить заявку",
                MenteeStatus.WITHDRAWN: "Попросить наставника снова",
                MenteeStatus.SUBMITTED: "Заявка на наставника",
                MenteeStatus.CONSENT_WAIT: "Заявка на наставника",
            },
            "Попросить наставника",
        )

    def _title(self, statuses: list[str], titles: Mapping[str, str], first: str) -> str:
        if not self.is_taking:
            return ""
        return titles.get(statuses[0], "") if statuses else first


def my_people(user: User, on: date) -> tuple[Mine | None, list[Mine]]:
    """Return the user's own person, if he is one here, and those he represents."""
    own = Person.objects.filter(user=user).select_related("group", "organisation")
    wards = current_guardianships(on).filter(guardian__user=user)
    keys = {*wards.values_list("child_id", flat=True)}
    children = Person.objects.filter(pk__in=keys).select_related(
        "group", "organisation"
    )
    people = [*own, *(child for child in children if child.user_id != user.pk)]
    found = _gathered(people, on)
    mine = [each for each in found if each.person.user_id == user.pk]
    others = [each for each in found if each.person.user_id != user.pk]
    return next(iter(mine), None), others


def _gathered(people: list[Person], on: date) -> list[Mine]:
    keys = [person.pk for person in people]
    open_cards = {"person__in": keys}
    mentors = list(
        MentorCard.objects.filter(**open_cards)
        .exclude(cycle__status=CycleStatus.CLOSED)
        .select_related("cycle", "form", *MENTOR_RELATIONS)
    )
    mentees = list(
        MenteeCard.objects.filter(**open_cards)
        .exclude(cycle__status=CycleStatus.CLOSED)
        .select_related("cycle", "form", *MENTEE_RELATIONS)
        .prefetch_related("requests")
    )
    guardians = guardians_of_all(keys, on)
    cycle = current_cycle(people[0].organisation) if people else None
    is_taking = cycle is not None and cycle.status != CycleStatus.CLOSED
    lacking = {person.pk for person in people_without_consent(people, on)}
    cards: list[MentorCard | MenteeCard] = [*mentors, *mentees]
    to_refresh = cards_to_refresh(cards, on)
    return [
        Mine(
            person=person,
            mentor_cards=[card for card in mentors if card.person_id == person.pk],
            mentee_cards=[card for card in mentees if card.person_id == person.pk],
            guardians=guardians[person.pk],
            lacks_consent=person.pk in lacking,
            to_refresh=to_refresh,
            is_taking=is_taking and not person.departure,
            questionnaires=[
                line
                for card in cards
                if card.person_id == person.pk and card.status not in CLOSED
                for line in lines_for(card)
            ],
        )
        for person in people
    ]
