"""A psychologist's own notes and the people he may keep them of."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from registry.models import (
    Interview,
    Person,
    PsychologistAssignment,
    PsychologistNote,
)


def people_worked_with(user: User) -> QuerySet[Person]:
    """Return the candidates the user talks to and the mentees entrusted to him."""
    talks = Interview.objects.filter(Q(slot__interviewer=user) | Q(psychologist=user))
    entrusted = PsychologistAssignment.objects.in_force().filter(psychologist=user)
    return Person.objects.filter(
        Q(pk__in=talks.values("card__person_id"))
        | Q(pk__in=entrusted.values("card__person_id"))
    )


def noted_people(user: User) -> QuerySet[Person]:
    """Return those people with `notes`, how many the user has written of each."""
    own = PsychologistNote.objects.visible_to(user)
    return (
        people_worked_with(user)
        .annotate(
            notes=Count(
                "psychologist_notes", filter=Q(psychologist_notes__in=own.values("pk"))
            )
        )
        .order_by("last_name", "first_name", "pk")
    )


def notes_about(person: Person, user: User) -> QuerySet[PsychologistNote]:
    """Return the user's own notes about the person, newest first."""
    return PsychologistNote.objects.visible_to(user).filter(person=person)
