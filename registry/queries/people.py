"""Questions about people."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from registry.enums import Audience
from registry.importing.identity import Identity, People, identity_in_text
from registry.models import Group, Person
from registry.models.person import ADULT_AGE


def known_people(organisation: Organisation) -> People:
    """Return everybody of the organisation, ready to be compared with."""
    rows = Person.objects.filter(organisation=organisation).values_list(
        "pk",
        "last_name",
        "first_name",
        "patronymic",
        "birth_on",
        "birth_year",
        "phone",
        "email",
        "contacts",
    )
    staff = Person.objects.filter(organisation=organisation, is_staff_member=True)
    known = (
        (
            pk,
            identity_in_text(
                f"{last} {first} {patronymic}", birth_on or birth_year, *contacts
            ),
        )
        for pk, last, first, patronymic, birth_on, birth_year, *contacts in rows.iterator()
    )
    adults_born_by = timezone.localdate().year - ADULT_AGE
    pupils = Person.objects.filter(
        Q(group__isnull=False) | Q(birth_year__gt=adults_born_by),
        organisation=organisation,
        is_staff_member=False,
    )
    return People(
        known,
        dict(staff.values_list("pk", "post")),
        pupils.values_list("pk", flat=True),
    )


def identity_of_person(person: Person) -> Identity:
    """Return what the person is known by."""
    return identity_in_text(
        person.full_name, person.birth, person.phone, person.email, person.contacts
    )


def same_person(person: Person) -> Person | None:
    """Return the person of the registry who is this one beyond doubt, if there is."""
    namesakes = {
        other.pk: other
        for other in Person.objects.filter(
            organisation_id=person.organisation_id,
            search__startswith=_first_word(person),
        ).exclude(pk=person.pk)
    }
    people = People((pk, identity_of_person(other)) for pk, other in namesakes.items())
    finding = people.find(identity_of_person(person))
    return namesakes[finding.key] if finding.key is not None else None


def usual_audience(person: Person) -> str:
    """Return who a mentee most likely is, by what the registry knows; else nothing."""
    if person.is_staff_member:
        return Audience.TEACHER
    if person.group_id is not None:
        is_college = person.organisation.kind == OrganisationKind.COLLEGE
        return Audience.STUDENT if is_college else Audience.PUPIL
    is_minor = person.is_minor_on(timezone.localdate())
    return Audience.PUPIL if is_minor else ""


def groups_of(organisation: Organisation) -> list[Group]:
    """Return the classes of all school years, the newest of a name first."""
    groups = Group.objects.filter(organisation=organisation)
    return list(groups.order_by("name", "-school_year"))


def _first_word(person: Person) -> str:
    return person.search_words.split(" ", 1)[0]
