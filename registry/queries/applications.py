"""Applications from outside: those waiting, and who the applicant may already be."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from common.russian.names import normalise
from registry.enums import ApplicationStatus
from registry.models import Application, Person


def waiting_applications(organisation: Organisation) -> QuerySet[Application]:
    """Return what waits for a decision, the oldest first."""
    return Application.objects.waiting().filter(organisation=organisation)


def decided_applications(organisation: Organisation) -> QuerySet[Application]:
    """Return what was decided, the latest first."""
    return (
        Application.objects.filter(organisation=organisation)
        .exclude(status=ApplicationStatus.SUBMITTED)
        .select_related("person", "decided_by")
        .order_by("-decided_at", "-pk")
    )


def namesakes_of(application: Application) -> list[Person]:
    """Return people of the registry who may be the applicant, the likeliest first.

    The same normalised name; a different day of birth excludes, an unknown one does not.
    """
    name = normalise(application.name)
    words = Q(organisation_id=application.organisation_id)
    for word in name.split():
        words &= Q(search__contains=word)
    found = [
        person
        for person in Person.objects.filter(words).select_related("group")
        if normalise(person.full_name) == name and _may_be_born(person, application)
    ]
    return sorted(
        found, key=lambda person: (person.birth_on != application.birth_on, person.pk)
    )


def _may_be_born(person: Person, application: Application) -> bool:
    if person.birth_on is not None:
        return person.birth_on == application.birth_on
    return person.birth_year in {None, application.birth_on.year}
