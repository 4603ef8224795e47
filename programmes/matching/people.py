"""What the matching knows of people: plain facts, wishes and the organisation's weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import TypeAlias

FULL_SCORE = 1000

Pairing: TypeAlias = tuple[int, int]
"""Key of the mentee, key of the mentor."""


class Criterion(StrEnum):
    """What points are given for (R-259: the profile and the mutual interest)."""

    COMPETENCE = "competence"
    INTERESTS = "interests"
    FORM = "form"
    AGE = "age"
    TIME = "time"
    MENTEE_CHOICE = "mentee_choice"
    MENTOR_CHOICE = "mentor_choice"
    MUTUAL_CHOICE = "mutual_choice"


CHOICES = (
    Criterion.MENTEE_CHOICE,
    Criterion.MENTOR_CHOICE,
    Criterion.MUTUAL_CHOICE,
)


@dataclass(frozen=True, slots=True)
class Mentor:
    """One mentor's card in a cycle.

    `forms`, `times`, `formats` and the age limits bind only where they are stated:
    an empty set or None means «any». `capacity` is the number of places still free.
    `blocked` are keys of persons: relatives and those one must not be paired with.
    `named` are keys of mentees from the survey of preferences, the best first (R-173).
    """

    key: int
    person_key: int
    capacity: int
    has_consent: bool
    forms: frozenset[str] = frozenset()
    competences: frozenset[str] = frozenset()
    competence_text: str = ""
    interests: frozenset[str] = frozenset()
    age_from: int | None = None
    age_to: int | None = None
    times: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    blocked: frozenset[int] = frozenset()
    named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentee:
    """One mentee's card in a cycle; `named` are keys of mentors, the best first."""

    key: int
    person_key: int
    has_consent: bool
    forms: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    request_text: str = ""
    interests: frozenset[str] = frozenset()
    age: int | None = None
    times: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    blocked: frozenset[int] = frozenset()
    named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Most points per criterion, in sum 1000, as the organisation has set them.

    `keep_shown` is added beside the score when people have already seen the pair, so
    that one change does not shuffle the rest. ValueError when a weight is missing or
    negative or the sum is another.
    """

    points: Mapping[Criterion, int]
    keep_shown: int = 10

    def __post_init__(self) -> None:
        if set(self.points) != set(Criterion):
            raise ValueError("Every criterion needs a weight, and no other has one.")
        if min(*self.points.values(), self.keep_shown) < 0:
            raise ValueError("A weight cannot be negative.")
        if sum(self.points.values()) != FULL_SCORE:
            raise ValueError(f"The weights must add up to {FULL_SCORE}.")

    @classmethod
    def from_mapping(cls, points: Mapping[str, int]) -> Weights:
        """Weights out of stored settings; a criterion that is not named weighs nothing."""
        chosen = {Criterion(code): value for code, value in points.items()}
        return cls({criterion: chosen.get(criterion, 0) for criterion in Criterion})

    def without(self, *criteria: Criterion) -> Weights:
        """The same proportions with some criteria left out, rounded to 1000 exactly.

        Use `weights.without(*CHOICES)` while no survey of preferences has been held.
        ValueError when nothing remains.
        """
        kept = {c: 0 if c in criteria else self.points[c] for c in Criterion}
        whole = sum(kept.values())
        if not whole:
            raise ValueError("At least one criterion must keep its weight.")
        points = {c: weight * FULL_SCORE // whole for c, weight in kept.items()}
        missing = FULL_SCORE - sum(points.values())
        by_remainder = sorted(kept, key=lambda c: -(kept[c] * FULL_SCORE % whole))
        for criterion in by_remainder[:missing]:
            points[criterion] += 1
        return Weights(points, keep_shown=self.keep_shown)


DEFAULT_WEIGHTS = Weights(
    {
        Criterion.COMPETENCE: 350,
        Criterion.INTERESTS: 80,
        Criterion.FORM: 60,
        Criterion.AGE: 60,
        Criterion.TIME: 80,
        Criterion.MENTEE_CHOICE: 150,
        Criterion.MENTOR_CHOICE: 80,
        Criterion.MUTUAL_CHOICE: 140,
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one run depends on; the order of any part changes nothing.

    `locked` pairs stand whatever their score, `refused` ones are never proposed,
    `shown` ones are preferred a little. ValueError when a key occurs twice or a
    capacity is negative.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    weights: Weights = DEFAULT_WEIGHTS
    locked: frozenset[Pairing] = field(default=frozenset())
    refused: frozenset[Pairing] = field(default=frozenset())
    shown: frozenset[Pairing] = field(default=frozenset())

    def __post_init__(self) -> None:
        for people in (self.mentors, self.mentees):
            if len({person.key for person in people}) != len(people):
                raise ValueError("A key occurs twice among the mentors or the mentees.")
        if any(mentor.capacity < 0 for mentor in self.mentors):
            raise ValueError("A mentor cannot have less than no places.")
        by_key = attrgetter("key")
        object.__setattr__(self, "mentors", tuple(sorted(self.mentors, key=by_key)))
        object.__setattr__(self, "mentees", tuple(sorted(self.mentees, key=by_key)))
