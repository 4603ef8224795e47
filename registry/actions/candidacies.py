"""A mentor's application in the cabinet: drafted, sent, taken back; and nomination (R-318)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from registry.actions import consents
from registry.actions.cards import CANDIDACY_FIELDS, follow_mentee, follow_mentor
from registry.actions.competences import recognise
from registry.actions.consents.rows import curators
from registry.enums import CardSource, MenteeStatus, MentorStatus
from registry.letters import CardSubmitted, MentorNominated
from registry.models import (
    Cycle,
    MentorCard,
    MentorPool,
    Person,
    UsefulSurvey,
)
from registry.permissions.candidacies import (
    may_apply_for,
    may_change_candidacy,
    may_join_cycle,
    may_nominate,
    may_withdraw_candidacy,
)
from registry.permissions.card_guards import mentor_guard
from registry.queries.candidacies import candidacy_of, completed_cards
from registry.queries.consents import local_day, people_without_consent
from registry.queries.cycles import current_cycle

FORMER_MENTEE = "in_former_mentee"


@transaction.atomic
def save_candidacy(
    *, person: Person, values: Mapping[str, object], by: User
) -> MentorCard:
    """Keep the application as far as it is written; nobody is told of a draft.

    `values` holds fields of CANDIDACY_FIELDS. A nominated candidate writes into the
    card of his nomination.
    """
    person = lock_person(person)
    may_apply_for(by, person).require()
    card = candidacy_of(person)
    if card is None:
        card = _drafted(person, by)
    else:
        card = MentorCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
        may_change_candidacy(by, card).require()
    _write(card, values)
    return card


@transaction.atomic
def submit_candidacy(
    *,
    person: Person,
    values: Mapping[str, object],
    by: User,
    is_agreed: bool = False,
) -> MentorCard:
    """Send the application with the consent (R-264, R-265); a nominated one agrees so.

    `is_agreed` signs the consent in the same step when it is the applicant's to give. A
    mentee who completed a programme becomes a candidate on his own card too (R-088).
    """
    # Consents come before cards, as everywhere: a withdrawal waits, or has come first.
    consents.hold(people=[person])
    card = save_candidacy(person=person, values=values, by=by)
    give_consent(card.person, by, is_agreed=is_agreed)
    verdict = mentor_guard(card, MentorStatus.SUBMITTED)
    if not verdict:
        raise Refused(verdict.refusal)
    card = follow_mentor(card=card, to=MentorStatus.SUBMITTED, by=by)
    _begin_survey(card)
    _go_on_from_mentee(card, by)
    tell_curators(card, by)
    return card


@transaction.atomic
def withdraw_candidacy(*, card: MentorCard, remark: str, by: User) -> MentorCard:
    """Take the application back, or decline the nomination, with the reason."""
    card = MentorCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    may_withdraw_candidacy(by, card).require()
    return follow_mentor(
        card=card, to=MentorStatus.WITHDRAWN, by=by, remark=told_reason(remark)
    )


@transaction.atomic
def nominate(*, cycle: Cycle | None, person: Person, note: str, by: User) -> MentorCard:
    """Nominate somebody with a note; he confirms in his cabinet or declines (R-318)."""
    person = lock_person(person)
    may_nominate(by, person, cycle).require()
    assert cycle is not None  # noqa: S101 -- the verdict says so
    if MentorCard.objects.filter(cycle=cycle, person=person).exists():
        raise Refused(f"{person.full_name}: карточка наставника в этом цикле уже есть.")
    consents.require_for_all(people=[person], by=by)
    card = MentorCard.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        person=person,
        source=CardSource.NOMINATION,
        status=MentorStatus.NOMINATED,
        nominated_by=by,
        nomination_note=note,
    )
    audit.record(
        by=by,
        what="mentor.nominated",
        on=card,
        after={"status": card.status},
        remark=note,
    )
    if person.user is not None:
        notify(
            letter=MentorNominated,
            to=[person.user],
            organisation=cycle.organisation,
            key=f"mentor.nominated:{card.pk}",
            path=link(
                "registry:my_candidacy",
                organisation=cycle.organisation.slug,
                pk=person.pk,
            ),
            context={"card": card},
        )
    return card


def told_reason(remark: str) -> str:
    """Return why an application is taken back; nothing is no reason."""
    reason = remark.strip()
    if not reason:
        raise Refused("Напишите причину: куратору важно её знать.")
    return reason


def lock_person(person: Person) -> Person:
    """Hold the person: two forms sent at once make one card."""
    rows = Person.objects.select_for_update(of=("self",))
    return rows.get(pk=person.pk)


def give_consent(person: Person, by: User, *, is_agreed: bool) -> bool:
    """Ask for the consent to take part and sign it at once when agreed to; tell if lacking."""
    lacks = person.pk in consents.require_for_all(people=[person], by=by)
    if lacks and is_agreed:
        consents.sign_participation(person=person, by=by)
        lacks = person.pk in consents.require_for_all(people=[person], by=by)
    return lacks


def tell_curators(card: MentorCard, by: User) -> None:
    """Let the curators know of a mentor's application."""
    notify(
        letter=CardSubmitted,
        to=curators(card.organisation).exclude(pk=by.pk),
        organisation=card.organisation,
        key=f"mentor.submitted:{card.pk}:{card.changed_at:%Y%m%d%H%M%S}",
        path=link(
            "registry:mentor_detail", organisation=card.organisation.slug, pk=card.pk
        ),
        context={"base": "наставники"},
    )


def _drafted(person: Person, by: User) -> MentorCard:
    cycle = current_cycle(person.organisation)
    may_join_cycle(cycle).require()
    assert cycle is not None  # noqa: S101 -- the verdict says so
    card = MentorCard.objects.create(
        organisation_id=person.organisation_id,
        cycle=cycle,
        person=person,
        source=CardSource.CABINET,
        status=MentorStatus.DRAFT,
    )
    audit.record(by=by, what="mentor.drafted", on=card, after={"status": card.status})
    return card


def _write(card: MentorCard, values: Mapping[str, object]) -> None:
    """Write what the applicant has written, and recognise its topics."""
    for name in CANDIDACY_FIELDS:
        if name in values:
            setattr(card, name, values[name])
    card.save(update_fields=[*CANDIDACY_FIELDS, "changed_at"])
    card.competences.set(
        recognise(organisation=card.organisation, text=card.competences_text)
    )


def _begin_survey(card: MentorCard) -> None:
    """Begin the survey on what one may be useful for with what was written (R-157).

    Not before the consent stands: no questionnaire is there without it (invariant 16).
    """
    if people_without_consent([card.person], local_day(card.organisation)):
        return
    UsefulSurvey.objects.get_or_create(
        card=card,
        defaults={
            "organisation_id": card.organisation_id,
            "help_offered": card.competences_text,
            "audience": card.wanted_age,
            "time_offered": card.time_resource,
        },
    )


def _go_on_from_mentee(card: MentorCard, by: User) -> None:
    completed = completed_cards(card.person)
    for mentee in completed:
        follow_mentee(card=mentee, to=MenteeStatus.MENTOR_CANDIDATE, by=by)
    if completed:
        card.pools.add(*MentorPool.objects.filter(code=FORMER_MENTEE))
