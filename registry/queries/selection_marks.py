"""How a candidate's points add up, and in words why (R-161)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.enums import Readiness
from registry.models import Criterion, Interview


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One criterion in a candidate's mark; `points` are None when it was not scored."""

    criterion: Criterion
    points: int | None
    remark: str = ""

    @property
    def weighted(self) -> int:
        """What it adds to the mark."""
        return (self.points or 0) * self.criterion.weight

    @property
    def is_unmet(self) -> bool:
        """Whether the points are below the threshold."""
        threshold = self.criterion.threshold
        return (
            threshold is not None
            and self.points is not None
            and self.points < threshold
        )

    @property
    def told(self) -> str:
        """The points in words: «4 из 5, вес 2 — 8»."""
        if self.points is None:
            return "баллов нет"
        weight = self.criterion.weight
        by_weight = f", вес {weight} — {self.weighted}" if weight > 1 else ""
        below = f"; ниже порога {self.criterion.threshold}" if self.is_unmet else ""
        return f"{self.points} из {self.criterion.max_points}{by_weight}{below}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate's points by criteria and their sum."""

    lines: tuple[MarkLine, ...]

    @property
    def total(self) -> int:
        """Points times weights, summed."""
        return sum(line.weighted for line in self.lines)

    @property
    def maximum(self) -> int:
        """The most the criteria give."""
        return sum(
            line.criterion.max_points * line.criterion.weight for line in self.lines
        )

    @property
    def unmet(self) -> list[MarkLine]:
        """The criteria whose threshold is not reached."""
        return [line for line in self.lines if line.is_unmet]

    @property
    def is_whole(self) -> bool:
        """Whether every criterion was scored."""
        return all(line.points is not None for line in self.lines)

    @property
    def told(self) -> str:
        """The mark in a sentence: the sum, and what is below its threshold."""
        total = f"{self.total} из {self.maximum}"
        if self.unmet:
            below = ", ".join(f"«{line.criterion.title}»" for line in self.unmet)
            return f"{total}; ниже порога: {below}"
        if any(line.criterion.threshold is not None for line in self.lines):
            return f"{total}; пороги пройдены" if self.is_whole else total
        return total


def mark_among(criteria: Sequence[Criterion], interview: Interview) -> Mark:
    """Return the mark of a talk by criteria already fetched; the scores come with it."""
    given = {score.criterion_id: score for score in interview.scores.all()}
    return Mark(
        tuple(
            MarkLine(criterion, score.points, score.remark)
            if (score := given.get(criterion.pk))
            else MarkLine(criterion, None)
            for criterion in criteria
        )
    )


def mark_of(interview: Interview) -> Mark:
    """Return the mark of one talk."""
    return mark_among(criteria_of(interview.card.cycle_id), interview)


def criteria_of(cycle_id: int) -> list[Criterion]:
    """Return the criteria of the cycle in their order."""
    return list(Criterion.objects.filter(cycle=cycle_id))


def warnings_about(interview: Interview, mark: Mark) -> list[str]:
    """Say what speaks against selecting the candidate, for who decides."""
    told = [f"{line.criterion.title}: {line.told}." for line in mark.unmet]
    if not mark.is_whole:
        told.append("Не по всем критериям поставлены баллы: итог неполный.")
    if interview.readiness == Readiness.NOT_READY:
        told.append("Психологическая готовность: не готов.")
    if interview.psychologist_id and not interview.readiness:
        told.append("Педагог-психолог ещё не дал своего заключения о готовности.")
    return told
