"""What a psychologist keeps of the mentees assigned, and what others see of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from accounts.enums import Role
from accounts.models import AuditEvent, Organisation, User
from accounts.queries import holders
from accounts.roles import Permission
from registry.enums import ConsentKind
from registry.models import (
    Diagnostic,
    MenteeCard,
    Person,
    PsychologistAssignment,
    PsychologistNote,
)
from registry.models.consent import needs_representative
from registry.queries.consents import (
    has_valid_consent,
    local_day,
    people_without_consent,
)
from registry.queries.psychologist_notes import notes_about

OPENED = "mentee.opened"


def is_assigned(user: User, card: MenteeCard) -> bool:
    """Tell whether the psychologist works with the mentee today."""
    return MenteeCard.objects.assigned_to(user).filter(pk=card.pk).exists()


def assigned_list(user: User, organisation: Organisation) -> QuerySet[MenteeCard]:
    """Return the mentees a psychologist works with."""
    return (
        MenteeCard.objects.assigned_to(user)
        .filter(organisation=organisation)
        .select_related("person__group", "cycle")
        .annotate(diagnostic_count=Count("diagnostics"))
        .order_by("person__last_name", "person__first_name", "pk")
    )


def reasons_of_assignments(user: User) -> dict[int, str]:
    """Return why each mentee was entrusted to the psychologist, by the key of the card."""
    mine = PsychologistAssignment.objects.in_force().filter(psychologist=user)
    return dict(mine.values_list("card_id", "reason"))


def psychologists_of(organisation: Organisation) -> QuerySet[User]:
    """Return who may be assigned: the psychologists of today."""
    return holders(organisation.pk, [Role.PSYCHOLOGIST])


def is_analysis_open(person: Person, on: date) -> bool:
    """Tell whether the consents a diagnostic stands on are valid (invariant 16)."""
    if people_without_consent([person], on):
        return False
    return not needs_representative(person, on) or has_valid_consent(
        person, ConsentKind.NEEDS_ANALYSIS, on
    )


def released_diagnostics(card: MenteeCard, on: date) -> list[Diagnostic]:
    """Return what the participants may read, while the consent to it stands."""
    rows = list(
        Diagnostic.objects.filter(card=card, released_at__isnull=False)
        .exclude(released_text="")
        .only("technique", "made_on", "released_text", "released_at", "card_id")
    )
    return rows if rows and is_analysis_open(card.person, on) else []


@dataclass(frozen=True, slots=True)
class Opened:
    """An assignment with how often, and when last, the psychologist opened the card."""

    assignment: PsychologistAssignment
    count: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Support:
    """What one user may see of a psychologist's work with a mentee."""

    is_mine: bool = False
    is_open: bool = False
    is_counted: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    released: list[Diagnostic] = field(default_factory=list)
    notes: list[PsychologistNote] = field(default_factory=list)
    assignments: list[Opened] = field(default_factory=list)
    count: int = 0
    last_on: date | None = None


def support_of(card: MenteeCard, user: User) -> Support:
    """Gather the user's cell of the matrix: all, a count, what was released, or nothing.

    The assigned psychologist sees diagnostics and his own notes; the curator how many
    techniques there are and who is assigned; the mentee and the parent what is released.
    """
    day = local_day(card.organisation)
    if is_assigned(user, card):
        is_open = is_analysis_open(card.person, day)
        return Support(
            is_mine=True,
            is_open=is_open,
            diagnostics=list(card.diagnostics.select_related("made_by"))
            if is_open
            else [],
            notes=list(notes_about(card.person, user)),
        )
    if user.has(Permission.DIAGNOSTIC_COUNT, card.organisation_id):
        made = card.diagnostics.aggregate(count=Count("pk"), last_on=Max("made_on"))
        return Support(is_counted=True, assignments=_opened(card), **made)
    if Person.objects.in_care_of(user).filter(pk=card.person_id).exists():
        return Support(released=released_diagnostics(card, day))
    return Support()


def _opened(card: MenteeCard) -> list[Opened]:
    """Return the assignments of the card with the openings the audit trail keeps."""
    rows = list(card.psychologist_assignments.select_related("psychologist"))
    events = AuditEvent.objects.filter(
        organisation_id=card.organisation_id,
        what=OPENED,
        object_kind=PsychologistAssignment._meta.label_lower,
        object_id__in=[row.pk for row in rows],
    )
    counted = events.order_by().values("object_id")
    openings = {
        row["object_id"]: row for row in counted.annotate(n=Count("pk"), last=Max("at"))
    }
    nothing: dict[str, Any] = {"n": 0, "last": None}
    return [
        Opened(row, found["n"], found["last"])
        for row in rows
        for found in [openings.get(row.pk, nothing)]
    ]
