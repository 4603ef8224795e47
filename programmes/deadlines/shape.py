"""What a deadline is: the printed text, never altered (R-252), and what it means (R-251)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from common.strict_yaml import FixtureError, Node

MONTHS_IN_YEAR = 12
DAYS_IN_WEEK = 7
LONGEST_MONTH = 31
_LEAP_YEAR = 2024
_YEARLESS = re.compile(r"\d{2}-\d{2}")


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
    TERM = "term"
    """A quarter of the school year (четверть)."""
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


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


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day as printed without its year: «1 сентября»; in JSON «09-01»."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS_IN_YEAR:
            msg = f"there is no month {self.month}"
            raise ValueError(msg)
        if not 1 <= self.day <= calendar.monthrange(_LEAP_YEAR, self.month)[1]:
            msg = f"there is no day {self.day} in month {self.month}"
            raise ValueError(msg)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    def in_year(self, year: int) -> date:
        """That day of the year; 29 February is the 28th of a common year."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, last))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: `raw` as printed, the rest as understood.

    `day` is the day of on_date and by_date and the first of date_range, `last_day` its
    last; printed without a year they are a `MonthDay`. `months` holds one month, a list,
    or the two ends of a range. Relative kinds count `months_from`…`months_to` (1 is the
    first month) or `days_to` calendar days, or working ones, from their `anchor`, or
    before it. A recurring duty may name its `day_of_month`, `weekday` (1 is Monday), the
    `times` it falls in a year, or the day or months of every year. `alternatives` name
    the other readings of an ambiguous text.
    """

    kind: DeadlineKind
    raw: str = ""
    day: date | MonthDay | None = None
    last_day: date | MonthDay | None = None
    months: tuple[Month, ...] = ()
    anchor: str = ""
    months_from: int = 0
    months_to: int = 0
    days_to: int = 0
    in_working_days: bool = False
    is_before: bool = False
    every: Recurrence | None = None
    day_of_month: int = 0
    weekday: int = 0
    times: int = 0
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
    DeadlineKind.RECURRING: (
        frozenset({"every"}),
        frozenset({"day", "months", "day_of_month", "weekday", "times"}),
    ),
    DeadlineKind.RELATIVE_TO_START: (
        frozenset({"anchor"}),
        frozenset({"months_from", "months_to", "days_to", "in_working_days"}),
    ),
    DeadlineKind.RELATIVE_TO_ORDER: (
        frozenset({"anchor"}),
        frozenset({"months_from", "months_to", "days_to", "in_working_days"}),
    ),
    DeadlineKind.RELATIVE_TO_EVENT: (
        frozenset({"anchor"}),
        frozenset({"months_to", "days_to", "in_working_days", "is_before"}),
    ),
    DeadlineKind.COMPOUND: (frozenset({"operator", "parts"}), frozenset()),
}
_DETAILS = (
    *("day", "last_day", "months", "anchor", "months_from", "months_to", "days_to"),
    *("in_working_days", "is_before", "every", "day_of_month", "weekday", "times"),
    *("operator", "parts"),
)
_COUNTED = (DeadlineKind.RELATIVE_TO_START, DeadlineKind.RELATIVE_TO_ORDER)
_MONTH_COUNTS: dict[DeadlineKind, range] = {
    DeadlineKind.MONTH: range(1, 2),
    DeadlineKind.MONTH_LIST: range(2, MONTHS_IN_YEAR + 1),
    DeadlineKind.MONTH_RANGE: range(2, 3),
    DeadlineKind.RECURRING: range(MONTHS_IN_YEAR + 1),
}


def _inner_fault(deadline: Deadline) -> str:
    """What contradicts itself inside the deadline, or nothing."""
    count = len(deadline.months)
    if count not in _MONTH_COUNTS.get(deadline.kind, range(1)):
        return f"{count} months do not fit"
    if deadline.kind in _COUNTED and bool(deadline.months_to) == bool(deadline.days_to):
        return "either months_to or days_to is told"
    if deadline.months_from > deadline.months_to:
        return "months_from is later than months_to"
    if deadline.kind is DeadlineKind.COMPOUND and len(deadline.parts) == 1:
        return "one part is no compound"
    return _day_fault(deadline) or _recurrence_fault(deadline)


def _day_fault(deadline: Deadline) -> str:
    first, last = deadline.day, deadline.last_day
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return "it ends before it begins"
    if first and last and isinstance(first, date) != isinstance(last, date):
        return "one end has a year, the other has none"
    if deadline.in_working_days and not deadline.days_to:
        return "working days are told without their number"
    return ""


def _recurrence_fault(deadline: Deadline) -> str:
    if deadline.day_of_month not in range(LONGEST_MONTH + 1):
        return f"no month has a day {deadline.day_of_month}"
    if deadline.weekday not in range(DAYS_IN_WEEK + 1):
        return f"there is no weekday {deadline.weekday}"
    if deadline.day_of_month and deadline.every is not Recurrence.MONTH:
        return "a day of the month recurs every month"
    if deadline.weekday and deadline.every is not Recurrence.WEEK:
        return "a weekday recurs every week"
    of_the_year = deadline.every and (deadline.day or deadline.months)
    if of_the_year and deadline.every is not Recurrence.YEAR:
        return "a day or month of the year recurs every year"
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
        in_working_days=node.flag("in_working_days"),
        is_before=node.flag("is_before"),
        every=node.choice("every", Recurrence) if "every" in node else None,
        day_of_month=node.number("day_of_month", 0),
        weekday=node.number("weekday", 0),
        times=node.number("times", 0),
        operator=node.choice("operator", Operator) if "operator" in node else None,
        parts=tuple(
            Deadline.from_json(part, f"{node.path}.parts[{place}]")
            for place, part in enumerate(node.items("parts"), start=1)
        ),
        alternatives=tuple(DeadlineKind(word) for word in node.texts("alternatives")),
        is_truncated=node.flag("is_truncated"),
    )


def _read_day(node: Node, key: str) -> date | MonthDay | None:
    if key not in node:
        return None
    text = node.text(key)
    if _YEARLESS.fullmatch(text):
        month, _, day = text.partition("-")
        return MonthDay(int(month), int(day))
    return date.fromisoformat(text)


UNSPECIFIED = Deadline(DeadlineKind.UNSPECIFIED)
