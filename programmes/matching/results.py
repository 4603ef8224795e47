"""What a run gives back: proposals, the unmatched with their causes, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from programmes.matching.exclusions import Cause
from programmes.matching.explaining import FORBIDDING, explain, explain_causes
from programmes.matching.people import Pairing
from programmes.matching.scoring import Part


@dataclass(frozen=True, slots=True)
class Proposal:
    """One mentee with one mentor; keys of their cards. The parts add up to the score."""

    mentee: int
    mentor: int
    score: int
    parts: tuple[Part, ...]
    is_locked: bool = False

    def reasons(self, titles: Mapping[str, str] | None = None) -> list[str]:
        """Why this pair: a sentence per criterion that gave points, the weightiest first."""
        telling = sorted(self.parts, key=lambda part: -part.points)
        return [explain(part, titles) for part in telling if part.points]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mentor as seen by one mentee; `cause` says why the pair is not admissible."""

    mentor: int
    score: int
    parts: tuple[Part, ...]
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee without a proposal; each mentor is counted under one cause (R-287)."""

    mentee: int
    causes: tuple[tuple[Cause, int], ...]

    def reasons(self) -> list[str]:
        return explain_causes(self.causes)

    def summary(self) -> str:
        """All causes in one sentence."""
        first, *others = self.reasons()
        return "; ".join([first, *(text[0].lower() + text[1:] for text in others)])


@dataclass(frozen=True, slots=True)
class BrokenLock:
    """A locked pair that cannot stand; its mentee was matched like everybody else."""

    mentee: int
    mentor: int
    cause: Cause

    def reason(self) -> str:
        return f"Закреплённая пара не сохранена: {FORBIDDING[self.cause]}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a reader needs to see, without solving anything, that nothing better exists.

    `most` and `floor`: keys of mentees and of mentors; every admissible pair (every
    pair above the floor) touches one of them, so no more pairs than they have places
    can be made. Prices: key and price of each mentee, of each place of each mentor;
    a pair is worth `pair_worth` plus its points, never more than its two prices.
    """

    most: tuple[frozenset[int], frozenset[int]]
    floor: tuple[frozenset[int], frozenset[int]]
    mentee_prices: Mapping[int, int]
    mentor_prices: Mapping[int, int]
    pair_worth: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Primal values beside their bounds, over all admissible pairs; locks not counted.

    A bound is None when the proof does not cover every pair. `total` includes the
    bonus of shown pairs; `floor` is the score of the worst pair.
    """

    pairs: int
    matched: int
    matched_bound: int | None
    floor: int | None
    is_floor_highest: bool
    total: int
    total_bound: int | None
    is_feasible: bool

    @property
    def holds(self) -> bool:
        return (
            self.is_feasible
            and self.matched == self.matched_bound
            and self.is_floor_highest
            and self.total == self.total_bound
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Everything in the order of the mentees' keys."""

    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    broken_locks: tuple[BrokenLock, ...]
    proof: Proof
    certificate: Certificate

    @property
    def pairings(self) -> frozenset[Pairing]:
        return frozenset((p.mentee, p.mentor) for p in self.proposals)
