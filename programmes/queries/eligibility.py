"""May these two be paired at all, and what speaks for it: judged as the matching judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from common.russian.plural import counted
from programmes.matching import Case, Cause, candidates
from programmes.matching.exclusions import WISHES, exclusion
from programmes.matching.explaining import FORBIDDING, explain
from programmes.models import Proposal
from programmes.queries.matching import weights_now
from programmes.queries.people import listed_name
from programmes.queries.pools import Pool, case_of, refused_pairings
from programmes.terms import clipped
from registry.models import Cycle, MenteeCard, MentorCard, MentoringForm

# What a curator may decide against by hand; consent, kinship and places stand.
OVERRIDABLE = WISHES | {Cause.FORM, Cause.REFUSED}
REASON_COUNT = 3


@dataclass(slots=True)
class Judge:
    """Judges pairs of one pool and keeps count of the places it has given away."""

    pool: Pool
    cycle: Cycle
    case: Case = field(init=False)
    left: dict[int, int] = field(init=False)
    _mentors: dict[int, MentorCard] = field(init=False)
    _mentees: dict[int, MenteeCard] = field(init=False)
    _given: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.case = case_of(
            self.pool, weights=weights_now(), refused=refused_pairings(self.cycle)
        )
        self.left = dict(self.pool.places)
        self._mentors = {card.pk: card for card in self.pool.mentors}
        self._mentees = {card.pk: card for card in self.pool.mentees}

    def refusal(self, mentor: int, mentees: Sequence[int], *, by_hand: bool) -> str:
        """Say why the pair cannot be made, in words for the curator; empty when it can."""
        if mentor not in self._mentors:
            return "наставник больше не в работе в этом цикле"
        for mentee in mentees:
            if told := self._refusal_of(mentor, mentee, by_hand=by_hand):
                return told
        if self.left[mentor] < len(mentees):
            return (
                f"свободно {counted(self.left[mentor], 'место', 'места', 'мест')},"
                f" а нужно {len(mentees)}"
            )
        return ""

    def _refusal_of(self, mentor: int, mentee: int, *, by_hand: bool) -> str:
        if mentee not in self._mentees or mentee in self._given:
            return "наставляемый уже в паре или больше не ищет наставника"
        cause = self.cause(mentor, mentee)
        if cause is None or (by_hand and cause in OVERRIDABLE):
            return ""
        return f"{listed_name(self._mentees[mentee].person)}: {FORBIDDING[cause]}"

    def cause(self, mentor: int, mentee: int) -> Cause | None:
        """Return the first thing that speaks against the pair; places are not looked at."""
        offer = next(row for row in self.case.mentors if row.key == mentor)
        need = next(row for row in self.case.mentees if row.key == mentee)
        is_refused = (mentee, mentor) in self.case.refused
        return exclusion(offer, need, is_refused=is_refused)

    def reason(self, mentor: int, mentees: Sequence[int]) -> str:
        """Say why the pair was made: the weightiest parts, and what was decided against."""
        told: list[str] = []
        for mentee in mentees:
            row = next(
                row for row in candidates(self.case, mentee) if row.mentor == mentor
            )
            parts = sorted(row.parts, key=lambda part: -part.points)[:REASON_COUNT]
            told += [explain(part) for part in parts if part.points]
            if row.cause in OVERRIDABLE:
                told.append(f"Решение куратора, хотя {FORBIDDING[row.cause]}")
        return "; ".join(dict.fromkeys(told))

    def give(self, mentor: int, mentees: Sequence[int]) -> None:
        """Count the places as taken: the next pair is judged after this one."""
        self.left[mentor] -= len(mentees)
        self._given.update(mentees)


def reason_of(proposal: Proposal) -> str:
    """Say why this pair was proposed: the weightiest parts of its score."""
    parts = sorted(proposal.parts, key=lambda part: -part["points"])
    return "; ".join(
        str(part["text"]) for part in parts[:REASON_COUNT] if part["points"]
    )


def form_of(mentor: MentorCard, mentee: MenteeCard) -> MentoringForm | None:
    """Return the form of the pair as the cards have it: the mentee's before the mentor's."""
    return mentee.form or mentor.form


def usual_term(cycle: Cycle, day: date) -> tuple[date, date]:
    """Return the term of a pair begun today: to the end of the cycle, as R-260 allows."""
    return clipped(max(day, cycle.starts_on), cycle.ends_on)
