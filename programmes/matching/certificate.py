"""Checks a result against its proof; knows nothing of how the result was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from programmes.matching.people import Case, Pairing
from programmes.matching.results import Certificate, Proof, Proposal, Result
from programmes.matching.table import Table


def verify(case: Case, result: Result) -> Certificate:
    """Score the case anew and hold the result against it."""
    return certify(Table(case), result.proposals, result.proof)


def certify(table: Table, proposals: Sequence[Proposal], proof: Proof) -> Certificate:
    """Primal = dual for the three aims: most matched, highest floor, greatest sum."""
    scores = {
        (table.case.mentees[row].key, table.case.mentors[column].key): score
        for row, edges in enumerate(table.rows)
        for score, column in edges
    }
    bonus = dict.fromkeys(table.case.shown, table.case.weights.keep_shown)
    free = [(p.mentee, p.mentor) for p in proposals if not p.is_locked]
    floor = min((scores.get(pairing, -1) for pairing in free), default=None)
    places = {m.key: table.places[c] for c, m in enumerate(table.case.mentors)}
    above = [p for p, score in scores.items() if floor is None or score > floor]
    floor_bound = cover_bound(proof.floor, above, places)
    return Certificate(
        pairs=len(scores),
        matched=len(free),
        matched_bound=cover_bound(proof.most, scores, places),
        floor=floor,
        is_floor_highest=floor is None
        or (floor_bound is not None and floor_bound < len(free)),
        total=sum(scores.get(p, 0) + bonus.get(p, 0) for p in free),
        total_bound=price_bound(
            proof,
            {p: s + bonus.get(p, 0) for p, s in scores.items() if s >= (floor or 0)},
            places,
            len(free),
        ),
        is_feasible=is_feasible(table, proposals, scores, places),
    )


def is_feasible(
    table: Table,
    proposals: Sequence[Proposal],
    scores: dict[Pairing, int],
    places: dict[int, int],
) -> bool:
    """Admissible pairs with their true scores, nobody twice, no mentor over his places."""
    locked = {(p.mentee, p.mentor) for p in proposals if p.is_locked}
    free = [(p.mentee, p.mentor) for p in proposals if not p.is_locked]
    load = Counter(mentor for _, mentor in free)
    return (
        locked == set(table.locked)
        and len({p.mentee for p in proposals}) == len(proposals)
        and all(pairing in scores for pairing in free)
        and all(count <= places[mentor] for mentor, count in load.items())
        and all(p.score == sum(part.points for part in p.parts) for p in proposals)
        and all(p.parts == table.parts((p.mentee, p.mentor)) for p in proposals)
        and all(
            scores[p.mentee, p.mentor] == p.score for p in proposals if not p.is_locked
        )
    )


def cover_bound(
    cover: tuple[frozenset[int], frozenset[int]],
    pairings: Iterable[Pairing],
    places: dict[int, int],
) -> int | None:
    """How many pairs can touch the cover at most; None when some pair does not."""
    mentees, mentors = cover
    if any(e not in mentees and r not in mentors for e, r in pairings):
        return None
    return len(mentees) + sum(places[mentor] for mentor in mentors)


def price_bound(
    proof: Proof, values: dict[Pairing, int], places: dict[int, int], matched: int
) -> int | None:
    """The greatest sum of points the prices allow; None when a pair is worth more."""
    mentee, mentor = proof.mentee_prices, proof.mentor_prices
    is_dual = min([0, *mentee.values(), *mentor.values()]) == 0 and all(
        mentee.get(e, 0) + mentor.get(r, 0) >= proof.pair_worth + value
        for (e, r), value in values.items()
    )
    if not is_dual:
        return None
    paid = sum(price * places[key] for key, price in mentor.items())
    return paid + sum(mentee.values()) - proof.pair_worth * matched
