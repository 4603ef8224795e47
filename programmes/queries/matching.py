"""Matching as its page shows it: the two sides, the last run, its reasons and proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from common.errands import ErrandState
from common.russian.plural import counted
from programmes.enums import ProposalStatus
from programmes.matching import (
    CHOICES,
    DEFAULT_WEIGHTS,
    Case,
    Certificate,
    Pairing,
    Weights,
)
from programmes.models import MatchingRun, Proposal
from programmes.queries.pools import Pool, case_of, pool_of, refused_pairings
from registry.models import Cycle, MenteeCard, MentorCard

PAIRS = ("пара", "пары", "пар")
OF_PAIRS = ("пары", "пар", "пар")
ON_THE_WAY = (ErrandState.WAITING, ErrandState.RUNNING)
STEP_COUNT = 3


def weights_now() -> Weights:
    """Return the points in force: while no survey of preferences is held, without them."""
    return DEFAULT_WEIGHTS.without(*CHOICES)


def case_of_cycle(cycle: Cycle, *, weights: Weights, day: date) -> Case:
    """Return all that a run of the cycle depends on."""
    return case_of(
        pool_of(cycle, day),
        weights=weights,
        refused=refused_pairings(cycle),
        shown=_shown(cycle),
    )


def _shown(cycle: Cycle) -> frozenset[Pairing]:
    """The pairs people have already seen as proposals of the last finished run."""
    last = runs_of(cycle).filter(errand_state=ErrandState.DONE).first()
    if last is None:
        return frozenset()
    still_open = last.proposals.filter(status=ProposalStatus.OPEN)
    return frozenset(still_open.values_list("mentee_card_id", "mentor_card_id"))


def runs_of(cycle: Cycle) -> QuerySet[MatchingRun]:
    """Return the runs of the cycle, the latest first."""
    return MatchingRun.objects.filter(cycle=cycle)


def certificate_of(certificate: Certificate) -> dict[str, object]:
    """Return the certificate as a run keeps it."""
    return {
        "pairs": certificate.pairs,
        "matched": certificate.matched,
        "matched_bound": certificate.matched_bound,
        "floor": certificate.floor,
        "total": certificate.total,
        "total_bound": certificate.total_bound,
        "holds": certificate.holds,
    }


def certificate_words(run: MatchingRun) -> str:
    """Say in one breath why nothing better exists, or that the proof does not hold."""
    kept = run.certificate
    if not kept:
        return ""
    if not kept["holds"]:
        return (
            "Проверка не подтвердила, что это лучшее распределение. Запустите подбор ещё"
            " раз и сообщите администратору."
        )
    if not kept["matched"]:
        return "Проверено: допустимых пар нет, составить нечего."
    return (
        f"Проверено: лучше не бывает. Из допустимых сочетаний"
        f" ({kept['pairs']}) больше {counted(kept['matched'], *OF_PAIRS)} не составить;"
        f" самая слабая пара набрала {kept['floor']} из 1000, выше её не поднять;"
        f" сумма баллов {kept['total']} — наибольшая из возможных."
    )


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee for whom nobody was found, with the counted causes (R-287)."""

    card: MenteeCard
    causes: list[str]


@dataclass(frozen=True, slots=True)
class MatchingPage:
    """What the curator sees on «Подбор»."""

    cycle: Cycle
    pool: Pool
    run: MatchingRun | None
    proposals: list[Proposal] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    lacking: list[MenteeCard] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.run is not None and self.run.errand_state in ON_THE_WAY

    @property
    def open_proposals(self) -> list[Proposal]:
        return [row for row in self.proposals if row.status == ProposalStatus.OPEN]

    @property
    def mentor_rows(self) -> list[tuple[MentorCard, int]]:
        return [(card, self.pool.places[card.pk]) for card in self.pool.free_mentors]

    @property
    def certificate(self) -> str:
        return certificate_words(self.run) if self.run else ""


def matching_page(cycle: Cycle, day: date) -> MatchingPage:
    """Return both sides of the cycle and what its last run proposed."""
    pool = pool_of(cycle, day)
    lacking = [card for card in pool.mentees if card.person_id in pool.missing]
    run = runs_of(cycle).first()
    if run is None or run.errand_state != ErrandState.DONE:
        return MatchingPage(cycle, pool, run, lacking=lacking)
    waiting = {card.pk: card for card in pool.mentees}
    return MatchingPage(
        cycle,
        pool,
        run,
        proposals=proposals_of(run),
        unmatched=[
            Unmatched(waiting[int(key)], causes)
            for key, causes in run.unmatched.items()
            if int(key) in waiting
        ],
        lacking=lacking,
    )


def proposals_of(run: MatchingRun) -> list[Proposal]:
    """Return what the run proposed and was not taken off, the best first."""
    return list(
        run.proposals.exclude(status=ProposalStatus.DISMISSED)
        .select_related("mentor_card__person", "mentee_card__person__group")
        .prefetch_related("mentee_card__requests__competences")
    )


def step_of(run: MatchingRun) -> int:
    """Return how many of the three steps are done: read, computed, written."""
    if run.errand_state == ErrandState.DONE:
        return STEP_COUNT
    return 2 if run.mentee_count else int(run.errand_state == ErrandState.RUNNING)
