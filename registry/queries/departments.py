"""One's own people: a head's department, a partner's mentors, the forms entrusted."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from registry.models import (
    Cycle,
    Department,
    FormCuratorship,
    MenteeCard,
    MentorCard,
    Partner,
    Person,
)
from registry.queries.cycles import current_cycle
from registry.queries.levels import sent_mentees, sent_mentors


def departments_of(organisation: Organisation) -> QuerySet[Department]:
    """Return the departments with their heads and how many work there."""
    return (
        Department.objects.filter(organisation=organisation)
        .select_related("head")
        .annotate(people=Count("persons"))
        .order_by("title")
    )


def departments_headed_by(user: User, organisation: Organisation) -> list[Department]:
    """Return the departments whose head the user is."""
    return list(Department.objects.filter(organisation=organisation, head__user=user))


def people_headed_by(user: User, organisation: Organisation) -> QuerySet[Person]:
    """Return the head's people, each with the cards of the cycle that were sent.

    `taking_part_as_mentor` and `taking_part_as_mentee` hold one card or none.
    """
    cycle = current_cycle(organisation)
    as_mentor = sent_mentors(MentorCard.objects.filter(cycle=cycle))
    as_mentee = sent_mentees(MenteeCard.objects.filter(cycle=cycle))
    return (
        Person.objects.filter(
            organisation=organisation, department__head__user=user, departure=""
        )
        .exclude(user=user)
        .select_related("department")
        .prefetch_related(
            Prefetch("mentorcards", as_mentor, to_attr="taking_part_as_mentor"),
            Prefetch(
                "menteecards",
                as_mentee.prefetch_related("requests"),
                to_attr="taking_part_as_mentee",
            ),
        )
    )


def partner_of(user: User, organisation: Organisation) -> Partner | None:
    """Return the partner the user comes from."""
    own = Person.objects.filter(organisation=organisation, user=user)
    return Partner.objects.filter(pk__in=own.values("partner_id")).first()


def mentors_from(partner: Partner) -> QuerySet[MentorCard]:
    """Return the mentors of the cycle who came from the partner."""
    cards = MentorCard.objects.filter(
        cycle=current_cycle(partner.organisation), person__partner=partner
    )
    return sent_mentors(cards).select_related("person")


def curatorships_of(cycle: Cycle) -> QuerySet[FormCuratorship]:
    """Return which forms of the cycle are entrusted to whom."""
    return FormCuratorship.objects.filter(cycle=cycle).select_related(
        "form", "curator", "cycle"
    )


def form_curators(organisation: Organisation) -> QuerySet[User]:
    """Return who may be entrusted with a form: the curators of role models of today."""
    return holders(organisation.pk, [Role.ROLE_MODEL_CURATOR])


def forms_entrusted_to(user: User, cycle: Cycle) -> list[str]:
    """Return the titles of the forms of the cycle entrusted to the user."""
    mine = FormCuratorship.objects.filter(cycle=cycle, curator=user)
    return list(mine.values_list("form__title", flat=True))
