"""Questions about classes and those who have left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Length

from accounts.models import Organisation, User
from registry.models import Group, MenteeCard, MentorCard, Person
from registry.promotion import Promotion, promoted
from registry.queries.consents import local_day, people_without_consent
from registry.queries.cycles import current_cycle

PRESENT = Q(persons__departure="")


@dataclass(frozen=True, slots=True)
class Pupil:
    """One of a class: how he takes part and whether the consent stands."""

    person: Person
    mentee: MenteeCard | None
    mentor: MentorCard | None
    lacks_consent: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A class before promotion, and what is proposed."""

    group: Group
    people: int
    proposed: Promotion


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list of who left is narrowed by."""

    words: str = ""
    why: str = ""
    year: int | None = None


def group_list(user: User, year: int) -> QuerySet[Group]:
    """Return the classes of the year the user sees, with `people` present in each."""
    rows = Group.objects.visible_to(user).filter(school_year=year)
    # The shorter name first: 5А stands before 10А.
    return (
        rows.select_related("class_teacher")
        .annotate(people=Count("persons", filter=PRESENT))
        .order_by(Length("name"), "name")
    )


def school_years(user: User) -> list[int]:
    """Return the school years there are classes of, the newest first."""
    rows = Group.objects.visible_to(user).order_by("-school_year")
    return list(rows.values_list("school_year", flat=True).distinct())


def pupils_of(group: Group) -> list[Pupil]:
    """Return who is in the class, with their cards of the cycle that goes on."""
    cycle = current_cycle(group.organisation)
    people = list(group.persons.filter(departure=""))
    mentees = {
        card.person_id: card
        for card in MenteeCard.objects.filter(cycle=cycle, person__in=people)
    }
    mentors = {
        card.person_id: card
        for card in MentorCard.objects.filter(cycle=cycle, person__in=people)
    }
    taking_part = [row for row in people if row.pk in mentees or row.pk in mentors]
    today = local_day(group.organisation)
    lacking = {person.pk for person in people_without_consent(taking_part, today)}
    return [
        Pupil(row, mentees.get(row.pk), mentors.get(row.pk), row.pk in lacking)
        for row in people
    ]


def year_to_promote(organisation: Organisation) -> int | None:
    """Return the newest school year with classes that have people and no successor."""
    waiting = Group.objects.filter(organisation=organisation, promoted_to=None)
    with_people = waiting.filter(PRESENT)
    newest: int | None = with_people.aggregate(newest=Max("school_year"))["newest"]
    return newest


def to_promote(organisation: Organisation, year: int) -> list[Carried]:
    """Return the classes of the year that wait for promotion, with the new names."""
    rows = Group.objects.filter(
        organisation=organisation, school_year=year, promoted_to=None
    )
    counts = Counter(rows.filter(PRESENT).values_list("pk", flat=True))
    return [
        Carried(row, counts[row.pk], promoted(row.name))
        for row in rows.order_by(Length("name"), "name")
        if counts[row.pk]
    ]


def departed(user: User, chosen: Chosen) -> QuerySet[Person]:
    """Return who graduated or left, of those the user may see."""
    rows = Person.objects.visible_to(user).exclude(departure="")
    if chosen.words:
        rows = rows.search(chosen.words)
    if chosen.why:
        rows = rows.filter(departure=chosen.why)
    if chosen.year is not None:
        rows = rows.filter(departed_on__year=chosen.year)
    return rows.select_related("group")
