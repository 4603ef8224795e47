"""Forms the pairs of a whole list: exact, deterministic, with a proof.

The aims, each within what the one before allows: most mentees matched; the worst pair
as good as possible; the greatest sum of points (R-174, R-288).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from programmes.matching.certificate import certify
from programmes.matching.exclusions import Cause, exclusion
from programmes.matching.flow import HeaviestLinks, most_links, smallest_cover
from programmes.matching.people import (
    DEFAULT_WEIGHTS,
    FULL_SCORE,
    Case,
    Mentee,
    Mentor,
    Pairing,
    Weights,
)
from programmes.matching.results import (
    BrokenLock,
    Candidate,
    Proof,
    Proposal,
    Result,
    Unmatched,
)
from programmes.matching.scoring import Need, Offer, parts_of
from programmes.matching.table import Table


def match(
    mentors: Iterable[Mentor],
    mentees: Iterable[Mentee],
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    locked: Iterable[Pairing] = (),
    refused: Iterable[Pairing] = (),
    shown: Iterable[Pairing] = (),
) -> Result:
    """The best pairs for everybody together; pairings are (mentee key, mentor key)."""
    case = Case(
        tuple(mentors),
        tuple(mentees),
        weights,
        frozenset(locked),
        frozenset(refused),
        frozenset(shown),
    )
    return solve(case)


def solve(case: Case) -> Result:
    table = Table(case)
    search = Search(table)
    chosen = search.run()
    proof = search.proof()
    locked = set(table.locked)
    proposals = tuple(
        propose(table, pairing, is_locked=pairing in locked)
        for pairing in sorted([*chosen, *locked])
    )
    matched = {proposal.mentee for proposal in proposals}
    return Result(
        proposals=proposals,
        unmatched=tuple(
            Unmatched(mentee.key, table.causes(mentee))
            for mentee in case.mentees
            if mentee.key not in matched
        ),
        broken_locks=tuple(BrokenLock(*pair, cause) for pair, cause in table.broken),
        proof=proof,
        certificate=certify(table, proposals, proof),
    )


def propose(table: Table, pairing: Pairing, *, is_locked: bool) -> Proposal:
    parts = table.parts(pairing)
    score = sum(part.points for part in parts)
    return Proposal(*pairing, score, parts, is_locked)


def candidates(case: Case, mentee_key: int) -> tuple[Candidate, ...]:
    """Every mentor for one mentee: the admissible by score, then the others with causes.

    Only mentors without any place are told as full: who is free at the moment depends
    on the other pairs. KeyError when there is no such mentee.
    """
    need = Need.of({mentee.key: mentee for mentee in case.mentees}[mentee_key])
    found = [candidate(case, need, mentor) for mentor in case.mentors]
    return tuple(sorted(found, key=lambda c: (c.cause is not None, -c.score, c.mentor)))


def candidate(case: Case, need: Need, mentor: Mentor) -> Candidate:
    is_refused = (need.mentee.key, mentor.key) in case.refused
    cause = exclusion(mentor, need.mentee, is_refused=is_refused)
    if cause is None and not mentor.capacity:
        cause = Cause.SEATS
    parts = parts_of(case.weights, Offer.of(mentor), need)
    return Candidate(mentor.key, sum(part.points for part in parts), parts, cause)


@dataclass(slots=True)
class Search:
    """One search over the admissible pairs of a table, by rows and columns."""

    table: Table
    pair_worth: int = field(init=False, default=0)
    most: tuple[set[int], set[int]] = field(init=False)
    floor: tuple[set[int], set[int]] = field(init=False)
    row_prices: dict[int, int] = field(init=False, default_factory=dict)
    column_prices: dict[int, int] = field(init=False, default_factory=dict)
    targets: list[list[int]] = field(init=False)
    """Columns of each row, the highest score first."""
    falling: list[list[int]] = field(init=False)
    """Their scores, negated to rise."""

    def run(self) -> list[Pairing]:
        rows, places = self.table.rows, self.table.places
        self.targets = [[column for _, column in row] for row in rows]
        self.falling = [[-score for score, _ in row] for row in rows]
        holders = most_links(self.targets, places)
        matched = sum(map(len, holders))
        self.most = smallest_cover(self.targets, holders)
        floor = self.highest_floor(matched)
        above = self.at_least(floor + 1)
        self.floor = smallest_cover(above, most_links(above, places))
        # One pair more always outweighs any difference in points.
        self.pair_worth = (matched + 1) * (
            FULL_SCORE + self.table.case.weights.keep_shown
        )
        mentees, mentors = self.table.case.mentees, self.table.case.mentors
        return [
            (mentees[row].key, mentors[column].key)
            for part in components(self.at_least(floor))
            for row, column in self.heaviest(part, floor)
        ]

    def at_least(self, floor: int) -> list[list[int]]:
        return [
            target[: bisect_right(scores, -floor)]
            for target, scores in zip(self.targets, self.falling, strict=True)
        ]

    def highest_floor(self, matched: int) -> int:
        """The highest score below which no pair is needed to match as many mentees."""
        if not matched:
            return 0
        scores = sorted({-score for row in self.falling for score in row})

        def is_too_high(floor: int) -> bool:
            holders = most_links(self.at_least(floor), self.table.places)
            return sum(map(len, holders)) < matched

        return scores[bisect_left(scores, x=True, key=is_too_high) - 1]

    def heaviest(self, rows: list[int], floor: int) -> list[tuple[int, int]]:
        """The best links of one component, searched from its scarcer side."""
        edges = [
            (row, column, self.pair_worth + score + self.table.bonus(row, column))
            for row in rows
            for score, column in self.table.rows[row]
            if score >= floor
        ]
        columns = sorted({column for _, column, _ in edges})
        places = [self.table.places[column] for column in columns]
        if len(rows) <= sum(places):
            links = linked(edges, rows, columns, [1] * len(rows), places)
            pairs = [
                (rows[row], columns[column])
                for column, holders in enumerate(links.holders)
                for row in holders
            ]
            prices = links.row_price, links.column_price
        else:
            turned = [(column, row, weight) for row, column, weight in edges]
            links = linked(turned, columns, rows, places, [1] * len(rows))
            pairs = [
                (rows[row], columns[column])
                for row, holders in enumerate(links.holders)
                for column in holders
            ]
            prices = links.column_price, links.row_price
        self.row_prices.update(zip(rows, prices[0], strict=True))
        self.column_prices.update(zip(columns, prices[1], strict=True))
        return pairs

    def proof(self) -> Proof:
        mentees, mentors = self.table.case.mentees, self.table.case.mentors

        def keys(
            cover: tuple[set[int], set[int]],
        ) -> tuple[frozenset[int], frozenset[int]]:
            return (
                frozenset(mentees[row].key for row in cover[0]),
                frozenset(mentors[column].key for column in cover[1]),
            )

        return Proof(
            most=keys(self.most),
            floor=keys(self.floor),
            mentee_prices={mentees[r].key: p for r, p in self.row_prices.items()},
            mentor_prices={mentors[c].key: p for c, p in self.column_prices.items()},
            pair_worth=self.pair_worth,
        )


def linked(
    edges: Iterable[tuple[int, int, int]],
    sources: list[int],
    targets: list[int],
    source_capacity: list[int],
    target_capacity: list[int],
) -> HeaviestLinks:
    """Solve over (source, target, weight), numbering both by their place in the lists."""
    place = {target: number for number, target in enumerate(targets)}
    by_source: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target, weight in edges:
        by_source[source].append((weight, place[target]))
    rows = [
        sorted(by_source[source], key=lambda edge: (-edge[0], edge[1]))
        for source in sources
    ]
    links = HeaviestLinks(rows, source_capacity, target_capacity)
    links.solve()
    return links


def components(rows: list[list[int]]) -> list[list[int]]:
    """Rows grouped so that no two groups share a column; rows without columns left out."""
    parent: dict[int, int] = {}

    def root(column: int) -> int:
        while parent.setdefault(column, column) != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    for columns in rows:
        if columns:
            first = root(columns[0])
            for column in columns[1:]:
                parent[root(column)] = first
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row, columns in enumerate(rows):
        if columns:
            groups[root(columns[0])].append(row)
    return list(groups.values())
