"""How a pair ends, and what of it stays in both banks (R-241, R-289, R-291)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from programmes.actions.pairs.steps import (
    lock_mentees,
    lock_mentors,
    lock_pair,
    move,
    release_members,
)
from programmes.actions.programmes import close
from programmes.enums import (
    EndReason,
    PairStatus,
    ProgrammeStatus,
)
from programmes.letters.pairs import PairEnded
from programmes.models import Pair, Programme
from programmes.permissions.pairs import may_end_pair
from programmes.queries.people import participants
from registry.actions.cards import (
    change_mentee,
    change_mentor,
    follow_mentee,
    follow_mentor,
)
from registry.enums import MenteeStatus, MentorStatus
from registry.models import MenteeCard, MentorCard
from registry.queries.consents import local_day

# Whose wish ends a pair must say what made him wish it.
NEEDS_NOTE = frozenset({EndReason.BY_MENTOR, EndReason.BY_MENTEE, EndReason.MUTUAL})


@transaction.atomic
def end(
    *, pair: Pair, reason: EndReason, by: User, note: str = "", results: str = ""
) -> Pair:
    """End a working pair for one of the five reasons; the results go into both banks.

    «План выполнен» needs every plan row marked (R-305); the wish of a side needs its
    circumstances (R-241). Whoever parted early is not proposed to the other again.
    """
    mentor = lock_mentors([pair.mentor_card_id])[pair.mentor_card_id]
    pair = lock_pair(pair)
    may_end_pair(by, pair).require()
    mentees = lock_mentees(
        pair.members.filter(is_current=True).values_list("mentee_card_id", flat=True)
    )
    _check(pair, reason, note)
    is_done = reason == EndReason.PLAN_DONE
    pair.ended_on = local_day(pair.organisation)
    pair.end_reason = reason
    pair.end_note = note.strip()
    to = PairStatus.COMPLETED if is_done else PairStatus.ENDED_EARLY
    fields = ["ended_on", "end_reason", "end_note"]
    move(pair, to, by, fields=fields, remark=pair.end_note)
    programme = Programme.objects.filter(pair=pair).first()
    if programme is not None:
        close(programme=programme, reason=reason, by=by)
    release_members(pair)
    told = results.strip() or reason.label
    for card in mentees.values():
        _end_for_mentee(card, pair, told, by, is_done=is_done)
    _end_for_mentor(mentor, pair, told, by, is_done=is_done)
    _tell(pair)
    return pair


def _check(pair: Pair, reason: EndReason, note: str) -> None:
    if reason in NEEDS_NOTE and not note.strip():
        raise Refused(
            "Напишите уважительные обстоятельства: без них пару не завершают."
        )
    if reason != EndReason.PLAN_DONE:
        return
    programme = Programme.objects.filter(pair=pair).first()
    if programme is None or programme.status != ProgrammeStatus.ACTIVE:
        raise Refused(
            "План считается выполненным, когда программа пары реализуется. Сначала"
            " утвердите её или выберите другую причину."
        )


def _end_for_mentee(
    card: MenteeCard, pair: Pair, results: str, by: User, *, is_done: bool
) -> None:
    values: dict[str, object] = {
        "results": _added(card.results, results),
        "finished_on": pair.ended_on,
    }
    if is_done:
        values["is_completed_marked"] = True
    change_mentee(card=card, values=values, by=by)
    if card.status == MenteeStatus.WITHDRAWN:
        # The consent was taken back while the pair worked: he seeks nobody any more.
        return
    if is_done and card.status == MenteeStatus.PAIRED:
        follow_mentee(card=card, to=MenteeStatus.IN_PROGRAMME, by=by)
    follow_mentee(
        card=card,
        to=MenteeStatus.COMPLETED if is_done else MenteeStatus.MATCHING,
        by=by,
    )


def _end_for_mentor(
    card: MentorCard, pair: Pair, results: str, by: User, *, is_done: bool
) -> None:
    names = ", ".join(
        member.mentee_card.person.full_name
        for member in pair.members.select_related("mentee_card__person")
    )
    values: dict[str, object] = {"results": _added(card.results, f"{names}: {results}")}
    is_last = not card.pairs.working().exists()
    if is_last:
        values["finished_on"] = pair.ended_on
    change_mentor(card=card, values=values, by=by)
    if is_last and card.status == MentorStatus.IN_PAIR:
        follow_mentor(
            card=card,
            to=MentorStatus.LONG_TERM if is_done else MentorStatus.READY,
            by=by,
        )


def _added(before: str, more: str) -> str:
    return "\n".join(filter(None, (before, more)))


def _tell(pair: Pair) -> None:
    notify(
        letter=PairEnded,
        to=participants(pair, local_day(pair.organisation)),
        organisation=pair.organisation,
        key=f"pair_ended:{pair.pk}",
        path=link("dashboard", organisation=pair.organisation.slug),
        context={"reason": EndReason(pair.end_reason).label.lower()},
    )
