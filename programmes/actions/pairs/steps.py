"""What every step of a pair shares: the locks, the move with its history, the release."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents.models import Document
from programmes.enums import PAIR_TRANSITIONS, PairStatus
from programmes.models import Pair, PairMember
from programmes.queries.order_pairs import Obstacle
from programmes.queries.people import listed_name
from registry.models import MenteeCard, MentorCard

TOLD_OBSTACLES = 5

# Locks are always taken in one order: document, mentors' cards, pairs, mentees' cards,
# each sorted by key, so that no two steps wait for each other.


def lock_mentors(keys: Iterable[int]) -> dict[int, MentorCard]:
    """Lock the mentors' cards until the transaction ends: capacity is counted under it."""
    rows = MentorCard.objects.select_for_update(of=("self",)).filter(pk__in=set(keys))
    return {card.pk: card for card in rows.order_by("pk")}


def lock_mentees(keys: Iterable[int]) -> dict[int, MenteeCard]:
    """Lock the mentees' cards: nobody is taken twice."""
    rows = MenteeCard.objects.select_for_update(of=("self",)).filter(pk__in=set(keys))
    return {card.pk: card for card in rows.order_by("pk")}


def lock_pairs(keys: Iterable[int]) -> list[Pair]:
    """Lock pairs by their keys."""
    rows = Pair.objects.select_for_update(of=("self",)).filter(pk__in=set(keys))
    return list(rows.select_related("cycle", "organisation").order_by("pk"))


def lock_pair(pair: Pair) -> Pair:
    """Lock one pair."""
    return lock_pairs([pair.pk])[0]


def move(
    pair: Pair,
    to: PairStatus,
    by: User | None,
    *,
    fields: Collection[str] = (),
    remark: str = "",
) -> Pair:
    """Move the pair along its table and write the step into its history (31)."""
    PAIR_TRANSITIONS.check(pair.status, to)
    before = pair.status
    pair.status = to
    pair.save(update_fields=["status", *fields])
    audit.record(
        by=by,
        what=f"pair.{to.value}",
        on=pair,
        before={"status": before},
        after={"status": to.value},
        remark=remark,
    )
    return pair


def release_members(pair: Pair) -> None:
    """Let the mentees of the pair be taken by another."""
    PairMember.objects.filter(pair=pair, is_current=True).update(is_current=False)


def lock_people(document: Document) -> list[int]:
    """Lock everybody the order is about; return the keys of its pairs."""
    keys = list(Pair.objects.filter(order=document).values_list("pk", flat=True))
    lock_mentors(Pair.objects.filter(pk__in=keys).values_list("mentor_card", flat=True))
    lock_pairs(keys)
    lock_mentees(
        PairMember.objects.filter(pair__in=keys).values_list("mentee_card", flat=True)
    )
    return keys


def refuse_unless_clear(obstacles: Sequence[Obstacle]) -> None:
    """Raise Refused with the first obstacles in words."""
    if not obstacles:
        return
    told = [_told(obstacle) for obstacle in obstacles[:TOLD_OBSTACLES]]
    if len(obstacles) > TOLD_OBSTACLES:
        told.append(f"и ещё {len(obstacles) - TOLD_OBSTACLES}")
    raise Refused(f"Приказу мешает: {'; '.join(told)}")


def _told(obstacle: Obstacle) -> str:
    if obstacle.pair is None:
        return obstacle.text
    return f"{listed_name(obstacle.pair.mentor_card.person)}: {obstacle.text}"
