"""Every admissible pair of a case with its score, and why the others are not admissible.

Pairs are not judged one by one: mentees alike in forms, age, formats and times share
one look at the mentors, and common words are found through an index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from programmes.matching.exclusions import (
    WISHES,
    Cause,
    exclusion,
    personal_exclusion,
    profile_exclusion,
)
from programmes.matching.people import Case, Criterion, Mentee, Mentor, Pairing
from programmes.matching.scoring import (
    Need,
    Offer,
    Part,
    choice_points,
    parts_of,
    profile_points,
    share_of,
    step,
)

T = TypeVar("T")
Signature: TypeAlias = tuple[frozenset[str], int | None, frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What all mentees of one signature have in common."""

    points: tuple[tuple[int, int], ...]
    """Index of each mentor not excluded by the profile, and points for the profile."""
    causes: dict[int, Cause]


@dataclass(slots=True)
class Table:
    """Rows are mentees, columns mentors, both by their place in the case.

    `rows` hold (score, column), the highest score first; mentees with a standing lock
    have an empty row and their mentors a place less in `places`.
    """

    case: Case
    rows: list[list[tuple[int, int]]] = field(init=False)
    places: list[int] = field(init=False)
    locked: tuple[Pairing, ...] = field(init=False)
    broken: tuple[tuple[Pairing, Cause], ...] = field(init=False)
    row_of: dict[int, int] = field(init=False)
    column_of: dict[int, int] = field(init=False)
    offers: list[Offer] = field(init=False)
    needs: list[Need] = field(init=False)
    profiles: dict[Signature, Profile] = field(init=False, default_factory=dict)
    near: dict[int, set[int]] = field(init=False)
    """Row -> columns of mentors with whom something personal may stand in the way."""

    def __post_init__(self) -> None:
        self.row_of = {m.key: row for row, m in enumerate(self.case.mentees)}
        self.column_of = {m.key: column for column, m in enumerate(self.case.mentors)}
        self.offers = [Offer.of(mentor) for mentor in self.case.mentors]
        self.needs = [Need.of(mentee) for mentee in self.case.mentees]
        self.places = [mentor.capacity for mentor in self.case.mentors]
        self.near = self.find_near()
        self.take_locks()
        self.rows = self.score_rows()

    def parts(self, pairing: Pairing) -> tuple[Part, ...]:
        need = self.needs[self.row_of[pairing[0]]]
        offer = self.offers[self.column_of[pairing[1]]]
        return parts_of(self.case.weights, offer, need)

    def bonus(self, row: int, column: int) -> int:
        pairing = self.case.mentees[row].key, self.case.mentors[column].key
        return self.case.weights.keep_shown if pairing in self.case.shown else 0

    def cause(self, pairing: Pairing) -> Cause | None:
        """Why this pair is not admissible; places are not looked at."""
        if pairing[0] not in self.row_of or pairing[1] not in self.column_of:
            return Cause.ABSENT
        return exclusion(
            self.case.mentors[self.column_of[pairing[1]]],
            self.case.mentees[self.row_of[pairing[0]]],
            is_refused=pairing in self.case.refused,
        )

    def causes(self, mentee: Mentee) -> tuple[tuple[Cause, int], ...]:
        """How many mentors each cause takes from an unmatched mentee.

        Every mentor counts once. The admissible ones have no place left, for otherwise
        one of them would have been proposed.
        """
        if not mentee.has_consent:
            return ((Cause.MENTEE_CONSENT, len(self.case.mentors)),)
        personal = self.personal_causes(mentee)
        causes = self.profile(mentee).causes | personal
        counts = Counter(causes.values())
        counts[Cause.SEATS] = len(self.case.mentors) - len(causes)
        return tuple((cause, counts[cause]) for cause in Cause if counts[cause])

    def take_locks(self) -> None:
        """Take locked pairs out first; tell which locks cannot stand, and why."""
        standing: dict[int, Pairing] = {}
        broken = []
        for pairing in sorted(self.case.locked):
            cause = self.cause(pairing)
            if cause in WISHES:
                cause = None
            if cause is None and pairing[0] in standing:
                cause = Cause.LOCKED
            if cause is None and not self.places[self.column_of[pairing[1]]]:
                cause = Cause.SEATS
            if cause is None:
                standing[pairing[0]] = pairing
                self.places[self.column_of[pairing[1]]] -= 1
            else:
                broken.append((pairing, cause))
        self.locked, self.broken = tuple(standing.values()), tuple(broken)

    def find_near(self) -> dict[int, set[int]]:
        by_person: defaultdict[int, set[int]] = defaultdict(set)
        blocking: defaultdict[int, set[int]] = defaultdict(set)
        for column, mentor in enumerate(self.case.mentors):
            by_person[mentor.person_key].add(column)
            for person in mentor.blocked:
                blocking[person].add(column)
        near = {
            row: set().union(
                blocking.get(mentee.person_key, ()),
                *(by_person.get(p, ()) for p in {mentee.person_key, *mentee.blocked}),
            )
            for row, mentee in enumerate(self.case.mentees)
        }
        for mentee_key, mentor_key in self.case.refused:
            if mentee_key in self.row_of and mentor_key in self.column_of:
                near[self.row_of[mentee_key]].add(self.column_of[mentor_key])
        return near

    def personal_causes(self, mentee: Mentee) -> dict[int, Cause]:
        causes = {}
        for column in self.near[self.row_of[mentee.key]]:
            mentor = self.case.mentors[column]
            is_refused = (mentee.key, mentor.key) in self.case.refused
            cause = personal_exclusion(mentor, mentee, is_refused=is_refused)
            if cause:
                causes[column] = cause
        return causes

    def profile(self, mentee: Mentee) -> Profile:
        signature = mentee.forms, mentee.age, mentee.formats, mentee.times
        if signature not in self.profiles:
            self.profiles[signature] = self.look_over_mentors(mentee)
        return self.profiles[signature]

    def look_over_mentors(self, mentee: Mentee) -> Profile:
        points, causes = [], {}
        for column, mentor in enumerate(self.case.mentors):
            cause = profile_exclusion(mentor, mentee)
            if cause:
                causes[column] = cause
            else:
                worth = profile_points(self.case.weights, mentor, mentee)
                points.append((column, worth))
        return Profile(tuple(points), causes)

    def score_rows(self) -> list[list[tuple[int, int]]]:
        extra = ExtraPoints(self)
        taken = {mentee for mentee, _ in self.locked}
        rows: list[list[tuple[int, int]]] = []
        for need in self.needs:
            mentee = need.mentee
            if mentee.key in taken or not mentee.has_consent:
                rows.append([])
                continue
            personal, more = self.personal_causes(mentee), extra.of(need)
            row = [
                (worth + more.get(column, 0), column)
                for column, worth in self.profile(mentee).points
                if column not in personal and self.places[column]
            ]
            rows.append(sorted(row, key=lambda edge: (-edge[0], edge[1])))
        return rows


class ExtraPoints:
    """Points for competences, interests and choices, found through indexes."""

    def __init__(self, table: Table) -> None:
        self.case = table.case
        self.column_of = table.column_of
        self.by_competence = index(o.competences for o in table.offers)
        self.by_interest = index(o.interests for o in table.offers)
        self.naming = index(m.named for m in self.case.mentors)

    def of(self, need: Need) -> Counter[int]:
        """Column -> points beyond the profile, for the mentors who have any."""
        most, points = self.case.weights.points, Counter[int]()
        met, common = Counter[int](), Counter[int]()
        for root, weight in need.request.items():
            for column in self.by_competence.get(root, ()):
                met[column] += weight
        for root in need.interests:
            for column in self.by_interest.get(root, ()):
                common[column] += 1
        whole = sum(need.request.values())
        for column, weight in met.items():
            points[column] += share_of(most[Criterion.COMPETENCE], weight, whole)
        for column, count in common.items():
            points[column] += share_of(most[Criterion.INTERESTS], step(count))
        for column in self.choosing(need.mentee):
            mentor: Mentor = self.case.mentors[column]
            points[column] += choice_points(self.case.weights, mentor, need.mentee)
        return points

    def choosing(self, mentee: Mentee) -> set[int]:
        """Mentors this mentee has named or who have named this mentee."""
        named = {self.column_of[k] for k in mentee.named if k in self.column_of}
        return named.union(self.naming.get(mentee.key, ()))


def index(lists: Iterable[Iterable[T]]) -> dict[T, list[int]]:
    """Member -> places of the lists it stands in."""
    places: defaultdict[T, list[int]] = defaultdict(list)
    for place, members in enumerate(lists):
        for member in members:
            places[member].append(place)
    return dict(places)
