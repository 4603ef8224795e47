"""Questions about interviews: times kept free, talks to come and held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from accounts.roles import ROLE_PERMISSIONS, Permission
from registry.enums import InterviewStatus
from registry.models import Cycle, Interview, InterviewSlot, MentorCard, Person

TAKEN = (InterviewStatus.APPOINTED, InterviewStatus.HELD)


def moment_told(moment: datetime) -> str:
    """Return the moment as people say it, by the organisation's clock."""
    return f"{timezone.localtime(moment):%d.%m.%Y, %H:%M}"


def last_held(card: MentorCard) -> Interview | None:
    """Return the talk the candidate is judged by: the last one held."""
    held = Interview.objects.filter(card=card, status=InterviewStatus.HELD)
    return held.order_by("-held_on", "-pk").first()


def is_last_held(interview: Interview) -> bool:
    """Tell whether the candidate is judged by this talk."""
    return last_held(interview.card) == interview


def interviewers_of(organisation: Organisation) -> QuerySet[User]:
    """Return who conducts interviews today, by name."""
    return _holders(organisation, Permission.INTERVIEW_HOLD)


def psychologists_of(organisation: Organisation) -> QuerySet[User]:
    """Return the psychologists who may be invited to a talk."""
    return holders(organisation.pk, [Role.PSYCHOLOGIST]).order_by("name", "pk")


def _holders(organisation: Organisation, right: Permission) -> QuerySet[User]:
    roles = [role for role, rights in ROLE_PERMISSIONS.items() if right in rights]
    return holders(organisation.pk, roles).order_by("name", "pk")


def free_slots(cycle: Cycle) -> QuerySet[InterviewSlot]:
    """Return the times to come that nobody has."""
    taken = Interview.objects.filter(slot=OuterRef("pk"), status__in=TAKEN)
    return (
        InterviewSlot.objects.filter(
            ~Exists(taken), cycle=cycle, starts_at__gt=timezone.now()
        )
        .select_related("interviewer", "cycle")
        .order_by("starts_at", "pk")
    )


def slots_to_come(user: User, cycle: Cycle) -> QuerySet[InterviewSlot]:
    """Return the free times the user may take back: his own, or all for who selects."""
    slots = free_slots(cycle)
    if user.has(Permission.SELECTION_VIEW, cycle.organisation_id):
        return slots
    return slots.filter(interviewer=user)


def interviews_of(user: User, cycle: Cycle) -> QuerySet[Interview]:
    """Return the interviews of the cycle the user may see, with what a list shows."""
    return (
        Interview.objects.visible_to(user)
        .filter(card__cycle=cycle)
        .select_related(
            "card__person__group",
            "card__cycle__organisation",
            "organisation",
            "slot__interviewer",
            "psychologist",
            "recorded_by",
        )
    )


ORDERS = {
    "name": ("card__person__last_name", "card__person__first_name"),
    "when": ("appointed_at",),
    "status": ("status", "appointed_at"),
}


def interviews_told(
    user: User, cycle: Cycle, status: str = "", words: str = ""
) -> QuerySet[Interview]:
    """Return the interviews of a list: those to come first, then the latest."""
    rows = interviews_of(user, cycle)
    if status:
        rows = rows.filter(status=status)
    for word in words.split():
        rows = rows.filter(card__person__search__contains=word)
    return rows.order_by("status", "appointed_at", "pk")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A talk appointed to somebody, told to himself or to his representative."""

    person: Person
    interview: Interview


def invitations_of(people: Iterable[Person]) -> list[Invitation]:
    """Return the talks these people are invited to and that are still to come."""
    appointed = (
        Interview.objects.filter(
            card__person__in=list(people), status=InterviewStatus.APPOINTED
        )
        .select_related("card__person")
        .order_by("appointed_at", "pk")
    )
    return [Invitation(each.card.person, each) for each in appointed]


def conductors_told(interview: Interview) -> str:
    """Return who conducts the talk, as it is printed."""
    names = [interview.interviewers]
    if interview.slot is not None:
        names.insert(0, interview.slot.interviewer.name)
    if interview.psychologist is not None:
        names.append(f"{interview.psychologist.name} (педагог-психолог)")
    told = ", ".join(filter(None, dict.fromkeys(names)))
    return told or (interview.recorded_by.name if interview.recorded_by else "")


def waiting_for(user: User, cycle: Cycle) -> int:
    """Count the talks appointed that the user sees."""
    return (
        Interview.objects.visible_to(user)
        .filter(Q(card__cycle=cycle), status=InterviewStatus.APPOINTED)
        .count()
    )
