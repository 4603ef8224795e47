"""How a pair comes to be: from a proposal or by hand; how it is taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts import audit
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
from programmes.enums import PairSide, PairStatus, ProposalStatus
from programmes.letters.pairs import PairProposed
from programmes.models import Acceptance, Pair, PairMember, Proposal
from programmes.permissions.pairs import (
    may_adopt_proposal,
    may_dissolve_pair,
    may_propose_pair,
)
from programmes.queries.eligibility import (
    Judge,
    form_of,
    reason_of,
    usual_term,
)
from programmes.queries.people import asked_users, listed_name
from programmes.queries.pools import pool_of
from programmes.terms import flaw_of_term
from registry.actions.cards import follow_mentee
from registry.enums import MENTEE_TRANSITIONS, MenteeStatus
from registry.models import Cycle, MenteeCard, MentorCard, MentoringForm, MentoringKind
from registry.queries.consents import local_day

ONE_TO_ONE, IN_GROUP = "traditional", "group"
NO_FORM = "в карточках не указана форма наставничества: укажите её у одной из сторон"


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of proposals: pairs made, and those refused, each with why."""

    pairs: list[Pair] = field(default_factory=list)
    refusals: list[tuple[Proposal, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Making:
    """What a pair is made of."""

    mentor: MentorCard
    mentees: Sequence[MenteeCard]
    form: MentoringForm
    kinds: Collection[MentoringKind]
    starts_on: date
    ends_on: date
    reason: str
    proposal: Proposal | None = None


@transaction.atomic
def adopt(*, proposals: Iterable[Proposal], by: User) -> Adoption:
    """Make pairs of proposals, a separate one for each mentee (R-174, R-320).

    One that cannot be adopted any more stays a proposal and is told with its reason.
    """
    keys = [proposal.pk for proposal in proposals]
    lock_mentors(
        Proposal.objects.filter(pk__in=keys).values_list("mentor_card", flat=True)
    )
    lock_mentees(
        Proposal.objects.filter(pk__in=keys).values_list("mentee_card", flat=True)
    )
    rows = (
        Proposal.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("run__cycle", "mentor_card__form", "mentor_card__person")
        .select_related("mentee_card__form", "mentee_card__person")
        .order_by("-score", "pk")
    )
    adoption, judges = Adoption(), dict[int, Judge]()
    kinds = list(MentoringKind.objects.filter(code=ONE_TO_ONE))
    for proposal in rows:
        may_adopt_proposal(by, proposal).require()
        judge = _judge(judges, proposal.run.cycle)
        form = form_of(proposal.mentor_card, proposal.mentee_card)
        refusal = judge.refusal(
            proposal.mentor_card_id, [proposal.mentee_card_id], by_hand=False
        )
        if form is None or refusal:
            adoption.refusals.append((proposal, refusal or NO_FORM))
        else:
            making = _making_of(proposal, form, kinds, judge)
            adoption.pairs.append(_adopt_one(making, proposal, judge, by))
    return adoption


def _judge(judges: dict[int, Judge], cycle: Cycle) -> Judge:
    if cycle.pk not in judges:
        pool = pool_of(cycle, local_day(cycle.organisation))
        judges[cycle.pk] = Judge(pool=pool, cycle=cycle)
    return judges[cycle.pk]


def _making_of(
    proposal: Proposal,
    form: MentoringForm,
    kinds: Collection[MentoringKind],
    judge: Judge,
) -> Making:
    starts_on, ends_on = usual_term(judge.cycle, judge.pool.day)
    return Making(
        mentor=proposal.mentor_card,
        mentees=[proposal.mentee_card],
        form=form,
        kinds=kinds,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason_of(proposal),
        proposal=proposal,
    )


def _adopt_one(making: Making, proposal: Proposal, judge: Judge, by: User) -> Pair:
    pair = _open(making, by)
    judge.give(proposal.mentor_card_id, [proposal.mentee_card_id])
    proposal.status = ProposalStatus.ADOPTED
    proposal.save(update_fields=["status"])
    return pair


@transaction.atomic
def propose(  # noqa: PLR0913 -- a pair made by hand has this many particulars
    *,
    mentor_card: MentorCard,
    mentee_cards: Sequence[MenteeCard],
    form: MentoringForm,
    starts_on: date,
    ends_on: date,
    by: User,
    kinds: Collection[MentoringKind] = (),
    note: str = "",
) -> Pair:
    """Make a pair by hand; two or more mentees are a group (R-263).

    Wishes about age, form, time and a former refusal may be decided against: the reason
    of the pair says so. Consent, kinship, places and another pair of the mentee may not.
    """
    may_propose_pair(by, mentor_card.cycle).require()
    mentor = lock_mentors([mentor_card.pk])[mentor_card.pk]
    mentees = list(lock_mentees(card.pk for card in mentee_cards).values())
    _check_sides(mentor, mentees)
    if refusal := flaw_of_term(starts_on, ends_on):
        raise Refused(refusal)
    judge = _judge({}, mentor.cycle)
    keys = [card.pk for card in mentees]
    if refusal := judge.refusal(mentor.pk, keys, by_hand=True):
        raise Refused(f"Пару составить нельзя: {refusal}.")
    told = [note.strip(), judge.reason(mentor.pk, keys)]
    return _open(
        Making(
            mentor=mentor,
            mentees=mentees,
            form=form,
            kinds=list(kinds) or _usual_kinds(mentees),
            starts_on=starts_on,
            ends_on=ends_on,
            reason="; ".join(filter(None, told)),
        ),
        by,
    )


def _check_sides(mentor: MentorCard, mentees: Sequence[MenteeCard]) -> None:
    if not mentees:
        raise Refused("Выберите хотя бы одного наставляемого.")
    if any(card.cycle_id != mentor.cycle_id for card in mentees):
        raise Refused("Наставник и наставляемый должны быть в одном цикле.")


def _usual_kinds(mentees: Sequence[MenteeCard]) -> list[MentoringKind]:
    code = IN_GROUP if len(mentees) > 1 else ONE_TO_ONE
    return list(MentoringKind.objects.filter(code=code))


def _open(making: Making, by: User) -> Pair:
    mentor = making.mentor
    pair = Pair.objects.create(
        organisation_id=mentor.organisation_id,
        cycle_id=mentor.cycle_id,
        mentor_card=mentor,
        form=making.form,
        proposal=making.proposal,
        reason=making.reason,
        starts_on=making.starts_on,
        ends_on=making.ends_on,
        created_by=by,
    )
    pair.kinds.set(making.kinds)
    PairMember.objects.bulk_create(
        PairMember(organisation_id=pair.organisation_id, pair=pair, mentee_card=card)
        for card in making.mentees
    )
    audit.record(by=by, what="pair.proposed", on=pair, after={"status": pair.status})
    for card in making.mentees:
        _seek(card, by)
    _ask(pair, making)
    return pair


def _seek(card: MenteeCard, by: User) -> None:
    """Say on the card that a mentor is being found; an unmatched one is sought anew."""
    if MENTEE_TRANSITIONS.allows(card.status, MenteeStatus.MATCHING):
        follow_mentee(card=card, to=MenteeStatus.MATCHING, by=by)


def _ask(pair: Pair, making: Making) -> None:
    sides = [(making.mentor.person, PairSide.MENTOR)]
    sides += [(card.person, PairSide.MENTEE) for card in making.mentees]
    for person, side in sides:
        acceptance = Acceptance.objects.create(
            organisation_id=pair.organisation_id, pair=pair, person=person, side=side
        )
        _send_question(acceptance, pair)


def _send_question(acceptance: Acceptance, pair: Pair) -> None:
    organisation, person = pair.organisation, acceptance.person
    asked = asked_users(acceptance, local_day(organisation))
    is_for_child = any(user.pk != person.user_id for user in asked)
    notify(
        letter=PairProposed,
        to=asked,
        organisation=organisation,
        key=f"pair_proposed:{acceptance.pk}",
        path=link(
            "programmes:pair_answer", organisation=organisation.slug, pk=acceptance.pk
        ),
        context={"pair": pair, "child": listed_name(person) if is_for_child else ""},
    )


@transaction.atomic
def dissolve(*, pair: Pair, by: User, remark: str = "") -> Pair:
    """Take a pair back before the order; its mentees seek a mentor again."""
    pair = lock_pair(pair)
    may_dissolve_pair(by, pair).require()
    pair.order = None
    move(pair, PairStatus.DISSOLVED, by, fields=["order"], remark=remark)
    release_members(pair)
    return pair
