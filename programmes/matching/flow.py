"""Two exact solvers over bare indices: most links, and links of the greatest weight.

Rows and columns have capacities; a link joins one row to one column. Everything is
integer and deterministic: the same rows give the same links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TypeAlias

Holders: TypeAlias = list[list[int]]
"""For each column the rows linked to it."""
WeightedRow: TypeAlias = list[tuple[int, int]]
"""Weight and column, the heaviest first; weights are positive."""

NOWHERE = -1


def most_links(rows: Sequence[Sequence[int]], capacity: Sequence[int]) -> Holders:
    """Link as many rows as possible, each to at most one of its columns.

    Augmenting paths in phases: a column seen once in a phase is not looked at again.
    """
    holders: Holders = [[] for _ in capacity]
    column_of: list[int | None] = [None] * len(rows)
    is_growing = True
    while is_growing:
        is_growing = False
        seen = [False] * len(capacity)
        for row, column in enumerate(column_of):
            if column is None and extend(rows, capacity, holders, column_of, row, seen):
                is_growing = True
    return holders


def extend(
    rows: Sequence[Sequence[int]],
    capacity: Sequence[int],
    holders: Holders,
    column_of: list[int | None],
    start: int,
    seen: list[bool],
) -> bool:
    """Search breadth first for a free place for `start`, moving others; True if found."""
    reached_from: dict[int, int] = {}
    queue = [start]
    for row in queue:
        for column in rows[row]:
            if seen[column]:
                continue
            seen[column] = True
            reached_from[column] = row
            if len(holders[column]) < capacity[column]:
                shift(holders, column_of, reached_from, column)
                return True
            queue.extend(holders[column])
    return False


def shift(
    holders: Holders,
    column_of: list[int | None],
    reached_from: dict[int, int],
    column: int | None,
) -> None:
    """Fill the free column from its row, that row's old column from the next, and on."""
    while column is not None:
        row = reached_from[column]
        left = column_of[row]
        if left is not None:
            holders[left].remove(row)
        holders[column].append(row)
        column_of[row] = column
        column = left


def smallest_cover(
    rows: Sequence[Sequence[int]], holders: Holders
) -> tuple[set[int], set[int]]:
    """Rows and columns that touch every edge and together hold as many links as exist.

    König's theorem: whatever unlinked rows reach by alternating paths is covered by its
    columns, the rest by its rows. Such a cover proves that no more links are possible.
    """
    linked = {row for column in holders for row in column}
    queue = [row for row in range(len(rows)) if row not in linked]
    reached_rows = set(queue)
    columns: set[int] = set()
    for row in queue:
        for column in rows[row]:
            if column not in columns:
                columns.add(column)
                fresh = [r for r in holders[column] if r not in reached_rows]
                reached_rows.update(fresh)
                queue.extend(fresh)
    return {row for row in range(len(rows)) if row not in reached_rows}, columns


@dataclass(slots=True)
class HeaviestLinks:
    """Links of the greatest sum of weights, with the prices that prove it.

    Either every row has capacity 1 or every column has. After `solve` the prices
    satisfy `row_price + column_price >= weight` on every edge, with equality on links,
    and only full rows and columns have a price above zero; hence the sum of prices
    times capacities equals the sum of weights (linear programming duality).

    Successive shortest paths: every unit of every row is put in once, by Dijkstra's
    search over what the present prices leave unused. Rows are sorted by weight, so a
    row is read only as far as it can still improve the best end found.
    """

    rows: Sequence[WeightedRow]
    row_capacity: Sequence[int]
    column_capacity: Sequence[int]
    holders: Holders = field(init=False)
    row_price: list[int] = field(init=False)
    column_price: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.holders = [[] for _ in self.column_capacity]
        self.row_price = [0] * len(self.rows)
        self.column_price = [0] * len(self.column_capacity)

    def solve(self) -> None:
        for row, edges in enumerate(self.rows):
            best = max((w - self.column_price[c] for w, c in edges), default=0)
            self.row_price[row] = max(best, 0)
            for _ in range(self.row_capacity[row]):
                # At price zero one more unit of this row is worth nothing to anybody.
                if not self.row_price[row]:
                    break
                Insertion(self, row).run()


@dataclass(slots=True)
class Insertion:
    """The search for the best use of one more unit of one row."""

    links: HeaviestLinks
    start: int
    best: int = field(init=False)
    end_column: int = field(init=False, default=NOWHERE)
    end_row: int = field(init=False, default=NOWHERE)
    row_distance: dict[int, int] = field(init=False, default_factory=dict)
    column_distance: dict[int, int] = field(init=False, default_factory=dict)
    row_from: dict[int, int] = field(init=False, default_factory=dict)
    column_from: dict[int, int] = field(init=False, default_factory=dict)
    heap: list[tuple[int, int]] = field(init=False, default_factory=list)

    def run(self) -> None:
        self.best = self.links.row_price[self.start]
        self.end_row = self.start
        closed = []
        self.read_row(self.start, 0)
        while self.heap and self.heap[0][0] < self.best:
            distance, column = heappop(self.heap)
            if distance > self.column_distance[column]:
                continue
            closed.append(column)
            for row in self.links.holders[column]:
                if row not in self.row_distance:
                    self.row_from[row] = column
                    self.read_row(row, distance)
        self.change_prices(closed)
        self.change_links()

    def read_row(self, row: int, distance: int) -> None:
        """Reach a row's columns; the row itself may end the path by losing a unit."""
        links, known = self.links, self.column_distance
        self.row_distance[row] = distance
        base = distance + links.row_price[row]
        if base < self.best:
            self.best, self.end_row, self.end_column = base, row, NOWHERE
        for weight, column in links.rows[row]:
            if base - weight >= self.best:
                break
            reached = base - weight + links.column_price[column]
            if reached >= self.best or reached >= known.get(column, self.best):
                continue
            known[column] = reached
            self.column_from[column] = row
            if len(links.holders[column]) < links.column_capacity[column]:
                self.best, self.end_row, self.end_column = reached, NOWHERE, column
            else:
                heappush(self.heap, (reached, column))

    def change_prices(self, closed: list[int]) -> None:
        for row, distance in self.row_distance.items():
            if distance < self.best:
                self.links.row_price[row] -= self.best - distance
        for column in closed:
            self.links.column_price[column] += self.best - self.column_distance[column]

    def change_links(self) -> None:
        """Follow the path back from its end: each row takes the column it reached."""
        holders, row, column = self.links.holders, self.end_row, self.end_column
        while row != self.start:
            if row != NOWHERE:
                column = self.row_from[row]
                holders[column].remove(row)
            row = self.column_from[column]
            holders[column].append(row)
