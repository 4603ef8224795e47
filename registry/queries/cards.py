"""The bases as lists: found, sifted, counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from accounts.models import Organisation, User
from common.russian.names import normalise
from registry.enums import PARTICIPATION, WITH_MENTOR
from registry.models import (
    Competence,
    Consent,
    Cycle,
    Group,
    MenteeCard,
    MentorCard,
    MentoringForm,
    MentoringKind,
    MentorPool,
    Partner,
    Request,
)
from registry.models.card import CardQuerySet, MenteeCardQuerySet
from registry.queries.ageing import aged_mentees
from registry.queries.levels import (
    condition_of,
    mentee_levels,
    mentor_levels,
    sent_mentees,
    sent_mentors,
)
from registry.queries.people import groups_of

ORDERS = {
    "name": ("person__last_name", "person__first_name", "person__patronymic"),
    "group": ("person__group__name", "person__last_name"),
    "form": ("form__title", "person__last_name"),
    "status": ("status", "person__last_name"),
    "capacity": ("capacity", "person__last_name"),
    "birth": ("person__birth_year", "person__birth_on"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a list is narrowed by; an empty value narrows nothing.

    `consent` and `covered` are "yes" or "no".
    """

    words: str = ""
    status: str = ""
    form: MentoringForm | None = None
    group: Group | None = None
    competence: Competence | None = None
    consent: str = ""
    covered: str = ""
    level: str = ""
    contour: str = ""
    pool: MentorPool | None = None
    partner: Partner | None = None
    audience: str = ""
    channel: str = ""
    kind: MentoringKind | None = None


def mentor_list(
    user: User, cycle: Cycle, chosen: Chosen, on: date
) -> QuerySet[MentorCard]:
    """Return the mentors of the cycle the user may see, with what their list shows."""
    level = condition_of(mentor_levels(on), chosen.level)
    cards = mentors_found(user, cycle, chosen, on).filter(level, _at_home(cycle))
    return cards.for_list().annotate(has_consent=_consented(on))


def _at_home(cycle: Cycle) -> Q:
    """Say of the people what is so anyway: then their index gives the rows in order."""
    return Q(person__organisation=cycle.organisation_id)


def mentors_found(user: User, cycle: Cycle, chosen: Chosen, on: date) -> CardQuerySet:
    """Return the same of every level."""
    cards = MentorCard.objects.visible_to(user).filter(cycle=cycle)
    if chosen.competence:
        offering = MentorCard.competences.through.objects.filter(
            mentorcard_id=OuterRef("pk"), competence=chosen.competence
        )
        cards = cards.filter(Exists(offering))
    if chosen.pool:
        cards = cards.filter(Exists(_pooled(pk=chosen.pool.pk)))
    if chosen.contour:
        cards = cards.filter(Exists(_pooled(contour=chosen.contour)))
    if chosen.partner:
        cards = cards.filter(person__partner=chosen.partner)
    return sent_mentors(cards.filter(_narrowed(chosen, on)))


def _pooled(**of_pool: object) -> QuerySet[Any]:
    """Return the links of a card to pools that are so."""
    narrowed = {f"mentorpool__{name}": value for name, value in of_pool.items()}
    return MentorCard.pools.through.objects.filter(
        mentorcard_id=OuterRef("pk"), **narrowed
    )


def mentee_list(
    user: User, cycle: Cycle, chosen: Chosen, on: date
) -> QuerySet[MenteeCard]:
    """Return the mentees of the cycle the user may see, with what their list shows."""
    level = condition_of(mentee_levels(on), chosen.level)
    cards = mentees_found(user, cycle, chosen, on).filter(level, _at_home(cycle))
    return cards.for_list().annotate(
        has_consent=_consented(on), is_covered=_covered(cycle)
    )


def mentees_found(
    user: User, cycle: Cycle, chosen: Chosen, on: date
) -> MenteeCardQuerySet:
    """Return the same of every level."""
    cards = MenteeCard.objects.visible_to(user).filter(cycle=cycle)
    if chosen.competence:
        asking = Request.objects.filter(
            card=OuterRef("pk"), competences=chosen.competence
        )
        cards = cards.filter(Exists(asking))
    if chosen.covered:
        is_covered = Q(_covered(cycle)) | Q(status__in=WITH_MENTOR)
        cards = cards.filter(is_covered if chosen.covered == "yes" else ~is_covered)
    if chosen.audience:
        cards = cards.filter(audience=chosen.audience)
    if chosen.channel:
        cards = cards.filter(channel=chosen.channel)
    if chosen.kind:
        cards = cards.filter(wanted_kind=chosen.kind)
    return sent_mentees(cards.filter(_narrowed(chosen, on))).annotate(
        is_stale=Case(When(aged_mentees(on), then=True), default=False)
    )


def _narrowed(chosen: Chosen, on: date) -> Q:
    found = Q()
    for word in normalise(chosen.words).split():
        found &= Q(person__search__contains=word)
    if chosen.status:
        found &= Q(status=chosen.status)
    if chosen.form:
        found &= Q(form=chosen.form)
    if chosen.group:
        found &= Q(person__group=chosen.group)
    if chosen.consent:
        is_given = Q(_consented(on))
        found &= is_given if chosen.consent == "yes" else ~is_given
    return found


def _consented(on: date) -> Exists:
    """Whether a consent to take part was given and checked, and its term goes on."""
    return Exists(
        Consent.objects.valid_on(on).filter(
            person=OuterRef("person_id"), kind__in=PARTICIPATION
        )
    )


def _covered(cycle: Cycle) -> Exists:
    """Whether some mentor of the cycle offers what a request asks for."""
    return Exists(
        Request.objects.filter(
            card=OuterRef("pk"),
            closed_on=None,
            competences__mentor_cards__cycle=cycle,
        )
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a list offer, from what is there."""

    forms: list[MentoringForm] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    competences: list[Competence] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    pools: list[MentorPool] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    kinds: list[MentoringKind] = field(default_factory=list)


def mentor_choices(cycle: Cycle) -> Choices:
    """Return the values that occur among the mentors of the cycle."""
    used = MentorCard.objects.filter(cycle=cycle)
    offered = MentorCard.competences.through.objects.filter(
        competence=OuterRef("pk"), mentorcard__cycle=cycle
    )
    choices = _choices(
        cycle,
        MentoringForm.objects.filter(pk__in=used.values("form_id")),
        Competence.objects.filter(Exists(offered)),
    )
    return replace(
        choices,
        pools=list(MentorPool.objects.all()),
        partners=offered_partners(cycle.organisation),
    )


def mentee_choices(cycle: Cycle) -> Choices:
    """Return the values that occur among the mentees of the cycle."""
    used = MenteeCard.objects.filter(cycle=cycle)
    asked = Request.competences.through.objects.filter(
        competence=OuterRef("pk"), request__card__cycle=cycle
    )
    choices = _choices(
        cycle,
        MentoringForm.objects.filter(pk__in=used.values("form_id")),
        Competence.objects.filter(Exists(asked)),
    )
    return replace(choices, kinds=list(MentoringKind.objects.all()))


def _choices(
    cycle: Cycle, forms: QuerySet[MentoringForm], competences: QuerySet[Competence]
) -> Choices:
    return Choices(
        forms=list(forms),
        groups=groups_of(cycle.organisation),
        competences=list(competences),
        cycles=list(Cycle.objects.filter(organisation_id=cycle.organisation_id)),
    )


def offered_partners(organisation: Organisation) -> list[Partner]:
    """Return the partners the curator keeps."""
    return list(Partner.objects.filter(organisation=organisation))


def offered_forms(cycle: Cycle) -> list[MentoringForm]:
    """Return the forms a card or pair may have: the common and the own ones.

    Those the imported tables named stay on offer though none of the first choice.
    """
    named = Q(pk__in=MentorCard.objects.filter(cycle=cycle).values("form"))
    named |= Q(pk__in=MenteeCard.objects.filter(cycle=cycle).values("form"))
    return list(
        MentoringForm.objects.filter(
            Q(organisation=None) | Q(organisation_id=cycle.organisation_id),
            Q(is_active=True) | named,
        )
    )
