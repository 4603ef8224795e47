"""People carried from one cycle into the next: chosen, consents checked, nothing doubled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions import consents
from registry.enums import CardSource, MenteeStatus, MentorStatus
from registry.models import Cycle, MenteeCard, MentorCard, Request
from registry.permissions.cards import may_take_card
from registry.queries.carrying import carried_mentees, carried_mentors

MENTOR_KEPT = (
    "form_id",
    "competences_text",
    "achievements",
    "interests",
    "life_experience",
    "is_alumnus",
    "labels",
    "wanted_age",
    "wanted_age_from",
    "wanted_age_to",
    "time_resource",
    "capacity",
)
MENTEE_KEPT = (
    "form_id",
    "audience",
    "channel",
    "wants_mentor",
    "wanted_kind_id",
    "asked_by_id",
)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it: who went on, and whose consent is asked for first."""

    mentors: int
    mentees: int
    waiting: int
    """Mentees who went on and wait for their consent."""
    left: tuple[str, ...]
    """Mentors who stayed behind: their consent does not stand and is asked for."""


@transaction.atomic
def carry(
    *,
    source: Cycle,
    target: Cycle,
    mentors: Collection[int],
    mentees: Collection[int],
    by: User,
) -> Carried:
    """Open cards of the next cycle for the chosen cards of this one (R-281, R-292).

    A mentor goes on from the long-term base with a consent that still stands (E.1); a
    mentee whose consent lapsed goes on and waits for it. Who is in the next cycle
    already is left alone, so repeating doubles nobody. Needs go on as old as they are: a
    new cycle asks nobody anything (R-267).
    """
    may_take_card(by, target).require()
    if source.pk == target.pk or source.organisation_id != target.organisation_id:
        raise Refused("Переносят из одного цикла организации в другой.")
    # Two forms sent at once: the second waits here and finds everybody carried.
    Cycle.objects.select_for_update(of=("self",)).get(pk=target.pk)
    old_mentors = list(
        carried_mentors(source, target)
        .filter(pk__in=mentors)
        .prefetch_related("competences", "pools")
    )
    old_mentees = list(
        carried_mentees(source, target)
        .filter(pk__in=mentees)
        .prefetch_related("requests__competences")
    )
    people = {card.person_id: card.person for card in (*old_mentors, *old_mentees)}
    lacking = consents.require_for_all(people=list(people.values()), by=by)
    going = [card for card in old_mentors if card.person_id not in lacking]
    _carry_mentors(going, target, by)
    _carry_mentees(old_mentees, target, lacking, by)
    return Carried(
        mentors=len(going),
        mentees=len(old_mentees),
        waiting=sum(card.person_id in lacking for card in old_mentees),
        left=tuple(
            card.person.full_name for card in old_mentors if card.person_id in lacking
        ),
    )


def _carry_mentors(old: Sequence[MentorCard], target: Cycle, by: User) -> None:
    new = MentorCard.objects.bulk_create(
        [
            MentorCard(
                organisation_id=target.organisation_id,
                cycle=target,
                person=card.person,
                group=card.person.group,
                source=CardSource.CARRIED,
                status=MentorStatus.YEAR_BASE,
                **{name: getattr(card, name) for name in MENTOR_KEPT},
            )
            for card in old
        ],
        batch_size=AT_ONCE,
    )
    tags, pools = MentorCard.competences.through, MentorCard.pools.through
    tags.objects.bulk_create(
        [
            tags(mentorcard_id=fresh.pk, competence_id=tag.pk)
            for card, fresh in zip(old, new, strict=True)
            for tag in card.competences.all()
        ],
        batch_size=AT_ONCE,
    )
    pools.objects.bulk_create(
        [
            pools(mentorcard_id=fresh.pk, mentorpool_id=pool.pk)
            for card, fresh in zip(old, new, strict=True)
            for pool in card.pools.all()
        ],
        batch_size=AT_ONCE,
    )
    _note(new, old, "mentor.carried", by)


def _carry_mentees(
    old: Sequence[MenteeCard], target: Cycle, lacking: Collection[int], by: User
) -> None:
    new = MenteeCard.objects.bulk_create(
        [
            MenteeCard(
                organisation_id=target.organisation_id,
                cycle=target,
                person=card.person,
                group=card.person.group,
                source=CardSource.CARRIED,
                status=MenteeStatus.CONSENT_WAIT
                if card.person_id in lacking
                else MenteeStatus.IN_BASE,
                refreshed_on=card.refreshed_on,
                **{name: getattr(card, name) for name in MENTEE_KEPT},
            )
            for card in old
        ],
        batch_size=AT_ONCE,
    )
    asked = [
        (request, fresh)
        for card, fresh in zip(old, new, strict=True)
        for request in card.requests.all()
        if request.closed_on is None
    ]
    requests = Request.objects.bulk_create(
        [
            Request(
                organisation_id=target.organisation_id,
                card=fresh,
                text=request.text,
                kind=request.kind,
                channel=request.channel,
                is_urgent=request.is_urgent,
                asked_on=request.asked_on,
            )
            for request, fresh in asked
        ],
        batch_size=AT_ONCE,
    )
    tags = Request.competences.through
    tags.objects.bulk_create(
        [
            tags(request_id=fresh.pk, competence_id=tag.pk)
            for (request, _), fresh in zip(asked, requests, strict=True)
            for tag in request.competences.all()
        ],
        batch_size=AT_ONCE,
    )
    _note(new, old, "mentee.carried", by)


def _note(
    new: Sequence[MentorCard] | Sequence[MenteeCard],
    old: Sequence[MentorCard] | Sequence[MenteeCard],
    what: str,
    by: User,
) -> None:
    """Write into every card's history whence it came."""
    by_status: dict[str, list[MentorCard | MenteeCard]] = {}
    for card in new:
        by_status.setdefault(card.status, []).append(card)
    for status, cards in by_status.items():
        audit.record_each(
            by=by,
            what=what,
            on=cards,
            after={"status": status},
            remark=f"Из цикла «{old[0].cycle.title}»",
        )
