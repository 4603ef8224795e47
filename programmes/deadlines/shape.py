"""What a deadline is: the printed text, never altered (R-252), and what it means (R-251)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from common.strict_yaml import FixtureError, Node

MONTHS_IN_YEAR = 12


class DeadlineKind(StrEnum):
    """The closed list of R-251."""

    ON_DATE = "on_date"
    BY_DATE = "by_date"
    DATE_RANGE = "date_range"
    MONTH = "month"
    MONTH_LIST = "month_list"
    MONTH_RANGE = "month_range"
    WHOLE_PERIOD = "whole_period"
    ACADEMIC_YEAR = "academic_year"
    RECURRING = "recurring"
    SEPARATE_SCHEDULE = "separate_schedule"
    PROGRAMME_SCHEDULE = "programme_schedule"
    RELATIVE_TO_START = "relative_to_start"
    RELATIVE_TO_ORDER = "relative_to_order"
    RELATIVE_TO_EVENT = "relative_to_event"
    COMPOUND = "compound"
    UNSPECIFIED = "unspecified"
    ILLEGIBLE = "illegible"


class Recurrence(StrEnum):
    """How often a recurring duty falls due."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"


class Operator(StrEnum):
    """How the parts of a compound deadline stand to each other."""

    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class Month:
    """A month as printed: the year is None where the source names none."""

    month: int
    year: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS_IN_YEAR:
            msg = f"there is no month {self.month}"
            raise ValueError(msg)

    def __str__(self) -> str:
        return (
            f"{self.month:02}" if self.year is None else f"{self.year}-{self.month:02}"
        )

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read «2023-09» or «09»."""
        year, _, month = text.rpartition("-")
        return cls(int(month), int(year) if year else None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: `raw` as printed, the rest as understood.

    `day` is the day of on_date and by_date and the first of date_range, `last_day` its
    last. `months` holds one month, a list, or the two ends of a range. Relative kinds
    count `months_from`…`months_to` (1 is the first month) or `days_to` calendar days from
    their `anchor`. `alternatives` name the other readings of an ambiguous text.
    """

    kind: DeadlineKind
    raw: str = ""
    day: date | None = None
    last_day: date | None = None
    months: tuple[Month, ...] = ()
    anchor: str = ""
    months_from: int = 0
    months_to: int = 0
    days_to: int = 0
    every: Recurrence | None = None
    operator: Operator | None = None
    parts: tuple[Deadline, ...] = ()
    alternatives: tuple[DeadlineKind, ...] = ()
    is_truncated: bool = False

    def __post_init__(self) -> None:
        needed, allowed = _SHAPES.get(self.kind, (frozenset(), frozenset()))
        told = {name for name in _DETAILS if getattr(self, name)}
        if missing := needed - told:
            msg = f"{self.kind} needs {', '.join(sorted(missing))}"
            raise ValueError(msg)
        if foreign := told - needed - allowed:
            msg = f"{self.kind} has no {', '.join(sorted(foreign))}"
            raise ValueError(msg)
        if fault := _inner_fault(self):
            msg = f"{self.kind}: {fault}"
            raise ValueError(msg)

    @property
    def is_ambiguous(self) -> bool:
        """Two readings are possible; the curator is asked which holds (R-310)."""
        return bool(self.alternatives)

    def to_json(self) -> dict[str, object]:
        """A mapping of plain values, without what is empty."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in told.items() if value}

    @classmethod
    def from_json(cls, content: object, path: str = "deadline") -> Deadline:
        """Read what `to_json` wrote; a fault names `path` and what is wrong."""
        node = Node(path, content)
        try:
            deadline = _read(node)
        except FixtureError:
            raise
        except ValueError as fault:
            msg = f"{path}: {fault}"
            raise FixtureError(msg) from fault
        node.done()
        return deadline


# What each kind must tell, and what it may: the kinds not named tell nothing but `raw`.
_SHAPES: dict[DeadlineKind, tuple[frozenset[str], frozenset[str]]] = {
    DeadlineKind.ON_DATE: (frozenset({"day"}), frozenset()),
    DeadlineKind.BY_DATE: (frozenset({"day"}), frozenset()),
    DeadlineKind.DATE_RANGE: (frozenset({"day", "last_day"}), frozenset()),
    DeadlineKind.MONTH: (frozenset({"months"}), frozenset()),
    DeadlineKind.MONTH_LIST: (frozenset({"months"}), frozenset()),
    DeadlineKind.MONTH_RANGE: (frozenset({"months"}), frozenset()),
    DeadlineKind.RECURRING: (frozenset({"every"}), frozenset()),
    DeadlineKind.RELATIVE_TO_START: (
        frozenset({"anchor"}),
        frozenset({"months_from", "months_to", "days_to"}),
    ),
    DeadlineKind.RELATIVE_TO_ORDER: (
        frozenset({"anchor"}),
        frozenset({"months_from", "months_to", "days_to"}),
    ),
    DeadlineKind.RELATIVE_TO_EVENT: (frozenset({"anchor"}), frozenset({"days_to"})),
    DeadlineKind.COMPOUND: (frozenset({"operator", "parts"}), frozenset()),
}
_DETAILS = (
    *("day", "last_day", "months", "anchor", "months_from", "months_to", "days_to"),
    *("every", "operator", "parts"),
)
_COUNTED = (DeadlineKind.RELATIVE_TO_START, DeadlineKind.RELATIVE_TO_ORDER)
_MONTH_COUNTS: dict[DeadlineKind, range] = {
    DeadlineKind.MONTH: range(1, 2),
    DeadlineKind.MONTH_LIST: range(2, MONTHS_IN_YEAR + 1),
    DeadlineKind.MONTH_RANGE: range(2, 3),
}


def _inner_fault(deadline: Deadline) -> str:
    """What contradicts itself inside the deadline, or nothing."""
    count = len(deadline.months)
    if count not in _MONTH_COUNTS.get(deadline.kind, range(1)):
        return f"{count} months do not fit"
    if deadline.last_day and deadline.day and deadline.last_day < deadline.day:
        return "it ends before it begins"
    if deadline.kind in _COUNTED and bool(deadline.months_to) == bool(deadline.days_to):
        return "either months_to or days_to is told"
    if deadline.months_from > deadline.months_to:
        return "months_from is later than months_to"
    if deadline.kind is DeadlineKind.COMPOUND and len(deadline.parts) == 1:
        return "one part is no compound"
    return ""


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if isinstance(value, Deadline):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _read(node: Node) -> Deadline:
    return Deadline(
        kind=node.choice("kind", DeadlineKind),
        raw=node.text("raw", ""),
        day=_read_day(node, "day"),
        last_day=_read_day(node, "last_day"),
        months=tuple(Month.parse(text) for text in node.texts("months")),
        anchor=node.text("anchor", ""),
        months_from=node.number("months_from", 0),
        months_to=node.number("months_to", 0),
        days_to=node.number("days_to", 0),
        every=node.choice("every", Recurrence) if "every" in node else None,
        operator=node.choice("operator", Operator) if "operator" in node else None,
        parts=tuple(
            Deadline.from_json(part, f"{node.path}.parts[{place}]")
            for place, part in enumerate(node.items("parts"), start=1)
        ),
        alternatives=tuple(DeadlineKind(word) for word in node.texts("alternatives")),
        is_truncated=node.flag("is_truncated"),
    )


def _read_day(node: Node, key: str) -> date | None:
    return date.fromisoformat(node.text(key)) if key in node else None


UNSPECIFIED = Deadline(DeadlineKind.UNSPECIFIED)
