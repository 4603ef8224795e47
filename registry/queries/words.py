"""Of whom somebody may tell, and what was told (R-090, R-094, R-100, R-101, R-150)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Organisation, User
from common.russian.dates import school_year_start
from common.russian.names import normalise
from registry.enums import Channel
from registry.models import MenteeCard, Person, PsychologistAssignment, ThirdPartyWord
from registry.queries.consents import current_guardianships, local_day

SHOWN = 50


def people_known_to(
    user: User, organisation: Organisation, words: str = ""
) -> QuerySet[Person]:
    """Return whom the user may tell of: own children, class, department, mentees.

    A psychologist finds anybody of the organisation by the full name alone.
    """
    known = Person.objects.filter(organisation=organisation, departure="")
    found = _known(user, organisation)
    if words and Role.PSYCHOLOGIST in user.roles_in(organisation.pk):
        found |= Q(pk__in=_exactly_named(organisation, words))
    for word in normalise(words).split():
        known = known.filter(search__contains=word)
    return known.filter(found).exclude(user=user).select_related("group", "department")


def people_to_tell_of(user: User, organisation: Organisation) -> QuerySet[Person]:
    """Return of whom the user may tell; a psychologist of anybody he can name."""
    people = Person.objects.filter(organisation=organisation)
    if Role.PSYCHOLOGIST in user.roles_in(organisation.pk):
        return people
    return people.filter(_known(user, organisation))


def channel_of(user: User, person: Person) -> Channel | None:
    """Return as whom the user tells of the person; None when he may not."""
    organisation = person.organisation
    for channel, condition in _channels(user, organisation).items():
        if Person.objects.filter(condition, pk=person.pk).exists():
            return channel
    if Role.PSYCHOLOGIST in user.roles_in(organisation.pk):
        return Channel.PSYCHOLOGIST
    return None


def _known(user: User, organisation: Organisation) -> Q:
    known = Q(pk__in=())
    for condition in _channels(user, organisation).values():
        known |= condition
    return known


def _channels(user: User, organisation: Organisation) -> dict[Channel, Q]:
    """Return the people of each of the user's channels; a role ended tells nothing."""
    day = local_day(organisation)
    wards = current_guardianships(day).filter(guardian__user=user)
    found = {Channel.PARENT: Q(pk__in=wards.values("child_id"))}
    roles = user.roles_in(organisation.pk)
    if Role.CLASS_TEACHER in roles:
        found[Channel.CLASS_TEACHER] = Q(
            group__class_teacher__user=user, group__school_year=school_year_start(day)
        )
    if Role.DEPARTMENT_HEAD in roles:
        found[Channel.DEPARTMENT_HEAD] = Q(department__head__user=user)
    if Role.PSYCHOLOGIST in roles:
        mine = PsychologistAssignment.objects.in_force().filter(psychologist=user)
        found[Channel.PSYCHOLOGIST] = Q(menteecards__in=mine.values("card_id"))
    return found


def _exactly_named(organisation: Organisation, words: str) -> list[int]:
    name = normalise(words)
    if len(name.split()) < 2:
        return []
    near = Person.objects.filter(
        organisation=organisation, departure="", search__startswith=name
    )
    return [
        person.pk
        for person in near[:SHOWN]
        if normalise(person.full_name) == name
        or normalise(f"{person.last_name} {person.first_name}") == name
    ]


def words_about(card: MenteeCard) -> list[ThirdPartyWord]:
    """Return what others told of the mentee, the latest first."""
    return list(ThirdPartyWord.objects.filter(card=card).select_related("entered_by"))


def words_of(user: User) -> QuerySet[ThirdPartyWord]:
    """Return what the user himself told, with whom it is about."""
    return ThirdPartyWord.objects.filter(source__user=user).select_related(
        "card__person"
    )
