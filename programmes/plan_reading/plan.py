"""A plan as understood: lines with their marks, columns, words for who answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class LineKind(StrEnum):
    """What a row of the table is."""

    SECTION = "section"
    HEADING = "heading"
    MEASURE = "measure"
    CONTINUATION = "continuation"
    DROP = "drop"


class Mark(StrEnum):
    """Why a value deserves a look."""

    MERGED = "merged"
    JOINED = "joined"
    SPLIT = "split"
    STAGE_CELL = "stage_cell"
    GUESSED = "guessed"
    NUMBER_IN_TEXT = "number_in_text"
    NUMBER_LOST = "number_lost"
    NUMBER_REPAIRED = "number_repaired"
    MARKUP = "markup"
    TWO_READINGS = "two_readings"
    NOT_READ = "not_read"
    UNKNOWN_KIND = "unknown_kind"
    TWO_TITLES = "two_titles"
    REPEATED = "repeated"
    ITEM_TERM = "item_term"
    ADDED = "added"
    CUT = "cut"


KIND_WORDS: dict[LineKind, str] = {
    LineKind.SECTION: "Раздел или этап",
    LineKind.HEADING: "Заголовок над мероприятиями",
    LineKind.MEASURE: "Мероприятие",
    LineKind.CONTINUATION: "Продолжение строки выше",
    LineKind.DROP: "Не загружать",
}
MARK_WORDS: dict[Mark, str] = {
    Mark.MERGED: "объединённая ячейка",
    Mark.JOINED: "склеено из двух строк",
    Mark.SPLIT: "разделено из одной ячейки",
    Mark.STAGE_CELL: "одна ячейка на весь этап",
    Mark.GUESSED: "догадка",
    Mark.NUMBER_IN_TEXT: "номер стоял в тексте",
    Mark.NUMBER_LOST: "номера нет",
    Mark.NUMBER_REPAIRED: "номер исправлен",
    Mark.MARKUP: "убрана разметка",
    Mark.TWO_READINGS: "два прочтения",
    Mark.NOT_READ: "не понято",
    Mark.UNKNOWN_KIND: "вид не узнан",
    Mark.TWO_TITLES: "несколько абзацев в ячейке",
    Mark.REPEATED: "шапка или нумерация граф",
    Mark.ITEM_TERM: "у пункта свой срок",
    Mark.ADDED: "добавлено при проверке",
    Mark.CUT: "начало, похоже, потеряно",
}


@dataclass
class Line:
    """A row of the plan; `key` is its row in the table, «7.2» the second of a cell,
    «new1» a row added in the review.

    `fixed` names the fields the curator has put right; `marks` say of a field why to look.
    """

    key: str
    kind: LineKind
    number: str = ""
    title: str = ""
    title_printed: str = ""
    items: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    deadline: dict[str, Any] = field(default_factory=dict)
    inherits_deadline: bool = False
    responsibles: list[str] = field(default_factory=list)
    result: str = ""
    documents: list[dict[str, str]] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    work_number: str = ""
    marks: dict[str, list[str]] = field(default_factory=dict)
    fixed: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    def mark(self, name: str, *marks: Mark) -> None:
        """Mark a field, once per reason."""
        told = self.marks.setdefault(name, [])
        told += [str(each) for each in marks if str(each) not in told]


@dataclass
class Word:
    """A printed word for who answers and what it means; `person` only when confirmed."""

    label: str
    role: str
    is_person: bool
    is_doubtful: bool
    count: int = 0
    person: int | None = None
    likely: int | None = None
    is_fixed: bool = False


@dataclass
class Plan:
    """Everything that was understood of a file, the curator's corrections applied."""

    table: int
    tables: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    title: str
    period: dict[str, Any]
    approval: dict[str, Any]
    structure: str
    lines: list[Line]
    words: list[Word]
    cells: list[dict[str, Any]]
    work_columns: list[str]
    level_of: dict[str, str]
    is_result_in_document_column: bool

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values."""
        return asdict(self)

    @property
    def measures(self) -> list[Line]:
        return [line for line in self.lines if line.kind in _TOLD]

    @property
    def sections(self) -> list[Line]:
        return [line for line in self.lines if line.kind is LineKind.SECTION]


_TOLD = (LineKind.HEADING, LineKind.MEASURE)


def plan_from(stored: dict[str, Any]) -> Plan:
    """Read what `to_json` wrote."""
    lines = [
        Line(**{**line, "kind": LineKind(line["kind"])}) for line in stored["lines"]
    ]
    words = [Word(**word) for word in stored["words"]]
    return Plan(**{**stored, "lines": lines, "words": words})
