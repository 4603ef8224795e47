"""May this person run the matching, answer for a side, submit, end a pair?"""

from __future__ import annotations

from datetime import date

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from documents.enums import DocumentStatus
from documents.models import Document
from programmes.enums import (
    PAIR_TRANSITIONS,
    AcceptanceAnswer,
    PairStatus,
    ProposalStatus,
)
from programmes.models import Acceptance, MatchingRun, Pair, Proposal
from programmes.models.pair import WORKING
from programmes.queries.matching import ON_THE_WAY
from programmes.queries.people import is_about, is_about_any, speaker_of
from registry.enums import CycleStatus
from registry.models import Cycle

CURATOR = "куратор или заместитель директора"
BEFORE_ORDER = frozenset({PairStatus.PROPOSED, PairStatus.AGREED, PairStatus.RETURNED})


def may_see_matching(user: User, organisation_id: int) -> Verdict:
    """The page of the matching is the curator's, in a closed cycle too."""
    return may(user, Permission.MATCHING_RUN, organisation_id, CURATOR)


def may_run_matching(user: User, cycle: Cycle) -> Verdict:
    """The curator asks for proposals while the cycle goes on."""
    return all_of(may_see_matching(user, cycle.organisation_id), _is_open(cycle))


def may_propose_pair(user: User, cycle: Cycle) -> Verdict:
    """The curator proposes pairs, from a run or by hand (R-174)."""
    return all_of(
        may(user, Permission.PAIR_PROPOSE, cycle.organisation_id, CURATOR),
        _is_open(cycle),
    )


def _is_open(cycle: Cycle) -> Verdict:
    if cycle.status == CycleStatus.CLOSED:
        return no("Цикл завершён: новых пар в нём не составляют.")
    return YES


def may_adopt_proposal(user: User, proposal: Proposal) -> Verdict:
    """A proposal is adopted once."""
    return all_of(may_propose_pair(user, proposal.run.cycle), _is_proposed(proposal))


def may_dismiss_proposal(user: User, proposal: Proposal) -> Verdict:
    """And taken off only while nobody works with it."""
    return may_adopt_proposal(user, proposal)


def _is_proposed(proposal: Proposal) -> Verdict:
    if proposal.status == ProposalStatus.OPEN:
        return YES
    return no("С этим предложением уже решено. Обновите страницу.")


def may_adopt_all(user: User, run: MatchingRun) -> Verdict:
    """All of a finished run at once."""
    if run.errand_state in ON_THE_WAY:
        return no("Подбор ещё идёт: дождитесь предложений.")
    return may_propose_pair(user, run.cycle)


def may_answer(user: User, acceptance: Acceptance, day: date) -> Verdict:
    """A side answers for itself; for a child under 14 the representative does (R-258)."""
    if not speaker_of(user, acceptance.person, day):
        return no(
            "Отвечает сам участник, а за ребёнка младше 14 лет — законный представитель."
        )
    if acceptance.pair.status not in BEFORE_ORDER:
        return no("Пара уже у директора или решена: ответ изменить нельзя.")
    if acceptance.answer == AcceptanceAnswer.DECLINED:
        return no("Отказ уже записан.")
    return YES


def may_see_awaited(user: User, organisation_id: int) -> Verdict:
    """The list of awaited answers is the curator's."""
    return may(user, Permission.PAIR_PROPOSE, organisation_id, CURATOR)


def may_record_answers(user: User, pair: Pair) -> Verdict:
    """Paper answers are recorded by the curator, not by one of the pair's own people."""
    if is_about(user, pair):
        return no(
            "Это ваша собственная пара: ответы в ней записывает другой сотрудник."
        )
    if pair.status != PairStatus.PROPOSED:
        return no("Ответы записывают, пока пара только предложена.")
    return may(user, Permission.PAIR_PROPOSE, pair.organisation_id, CURATOR)


def may_dissolve_pair(user: User, pair: Pair) -> Verdict:
    """A pair is taken back before the order (R-320)."""
    verdict = may(user, Permission.PAIR_PROPOSE, pair.organisation_id, CURATOR)
    if verdict and not PAIR_TRANSITIONS.allows(pair.status, PairStatus.DISSOLVED):
        return no("Снять можно пару, которая ещё не у директора.")
    return verdict


def may_submit_pairs(user: User, organisation_id: int) -> Verdict:
    """The curator draws up the order and lays it before the director (R-257)."""
    return all_of(
        may(user, Permission.PAIR_SUBMIT, organisation_id, CURATOR),
        may(user, Permission.DOCUMENT_PREPARE, organisation_id, CURATOR),
    )


def may_change_order(user: User, document: Document) -> Verdict:
    """The draft and the returned order are the curator's; a submitted one stands."""
    verdict = may_submit_pairs(user, document.organisation_id)
    is_ours = document.status in {DocumentStatus.DRAFT, DocumentStatus.RETURNED}
    if verdict and not is_ours:
        return no("Приказ уже у директора: изменить его можно после возврата.")
    return verdict


def may_strike_pair(user: User, pair: Pair) -> Verdict:
    """The director takes a pair out of the order before signing it."""
    verdict = may(
        user,
        Permission.DOCUMENT_SIGN,
        pair.organisation_id,
        "директор или исполняющий его обязанности",
    )
    if verdict and pair.status != PairStatus.SUBMITTED:
        return no("Убрать можно пару из приказа, который ждёт подписи.")
    return verdict


def may_decide_order(user: User, document: Document) -> Verdict:
    """Nobody decides on a pair he or his child is in (invariant 10)."""
    if is_about_any(user, Pair.objects.filter(order=document)):
        return no(
            "Вы сами участвуете в паре из этого приказа. Его подписывает исполняющий"
            " обязанности директора, либо уберите пару из приказа."
        )
    return YES


def may_end_pair(user: User, pair: Pair) -> Verdict:
    """The curator ends a working pair, but not his own (R-289)."""
    if is_about(user, pair):
        return no("Это ваша собственная пара: её завершает другой сотрудник.")
    verdict = may(user, Permission.PAIR_END, pair.organisation_id, CURATOR)
    if verdict and pair.status not in WORKING:
        return no("Завершить можно пару, которая работает.")
    return verdict
