"""The roadmap in the institution's own columns (R-120), each row with its state today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from django.db.models import Prefetch

from accounts.models import User
from programmes.deadlines import (
    SOON_DAYS,
    Deadline,
    DeadlineKind,
    DeadlineState,
    state,
    state_words,
)
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap, Section
from programmes.queries.cycle_frame import frame_of
from programmes.queries.row_cells import cell_text, section_name

LEVELS = 3
# Captions of what a plan leaves out, where the portal has to name it all the same.
CAPTIONS = {
    "number": "№",
    "title": "Мероприятие",
    "deadline": "Срок",
    "responsibles": "Ответственные",
    "result": "Ожидаемый результат",
    "documents": "Документ",
}
# What a column is called in the printed form, and the cell of a row it holds.
CELLS = {
    "number": "number_printed",
    "title": "title",
    "measures": "title",
    "deadline": "deadline_raw",
    "responsibles": "responsibles",
    "result": "result",
    "documents": "documents",
}
_WAITING = {
    DeadlineState.WAITING_ORDER: ("waiting_order", "Ждёт приказа"),
    DeadlineState.WAITING_EVENT: ("waiting", "Ждёт события"),
    DeadlineState.WAITING_SCHEDULE: ("waiting", "По графику"),
    DeadlineState.ILLEGIBLE: ("no_deadline", "Срок не читается"),
    DeadlineState.NOT_SET: ("no_deadline", "Срок не указан"),
}

Mark: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: what it holds, its printed caption, the cell typed into."""

    key: str
    title: str
    cell: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: how deep it stands, how its deadline is read, its marks today."""

    measure: Measure
    level: int
    note: str
    is_understood: bool
    status: MeasureStatus
    marks: tuple[Mark, ...]
    responsibles: str = ""
    documents: str = ""
    # The row's printed number where the form's column of numbers is the stages'.
    own_number: str = ""

    @property
    def responsible_lines(self) -> list[str]:
        return self.responsibles.splitlines()

    @property
    def is_only_late(self) -> bool:
        """Late and not begun: the mark says it all."""
        return self.status == MeasureStatus.PLANNED and "overdue" in self.mark_codes

    @property
    def mark_codes(self) -> set[str]:
        return {code for code, _ in self.marks}


@dataclass(frozen=True, slots=True)
class Part:
    """A printed section: its head, its rows and how far it has come (R-324)."""

    section: Section
    name: str
    note: str
    lines: tuple[Line, ...]
    done_count: int
    measure_count: int

    @property
    def status(self) -> Mark:
        if self.measure_count and self.done_count == self.measure_count:
            return "done", "Выполнен"
        begun = {MeasureStatus.DONE, MeasureStatus.IN_PROGRESS}
        if any(line.status in begun for line in self.lines):
            return "running", "Идёт"
        return "not_started", "Не начат"


@dataclass(slots=True)
class Table:
    """The whole plan: its columns, its sections, what needs somebody."""

    columns: tuple[Column, ...]
    section_columns: tuple[Column, ...]
    parts: list[Part]
    # Captions of the columns that the head of a section stands for: «№ этапа · …».
    head_caption: str = ""
    # The caption of what a stage comes to, printed once for all its measures.
    result_caption: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def columns_of(roadmap: Roadmap) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns of the rows and of the section's head, in printed order."""
    of_rows, of_sections = [], []
    numbers_stages = _numbers_stages(roadmap)
    for told in roadmap.columns:
        key, title = told["key"], told["title"]
        if key not in CELLS or (key == "number" and numbers_stages):
            continue
        column = Column("title" if key == "measures" else key, title, CELLS[key])
        if roadmap.level_of.get(key) == "section":
            of_sections.append(column)
        else:
            of_rows.append(column)
    if not any(column.key == "title" for column in of_rows):
        of_rows.insert(0, Column("title", CAPTIONS["title"], "title"))
    return tuple(of_rows), tuple(of_sections)


def _numbers_stages(roadmap: Roadmap) -> bool:
    """Tell whether the numbers are the stages': a form with a column of stages."""
    return any(told["key"] == "stage" for told in roadmap.columns)


def _head_caption(roadmap: Roadmap) -> str:
    if not _numbers_stages(roadmap):
        return ""
    of_heads = (told for told in roadmap.columns if told["key"] in {"number", "stage"})
    return " · ".join(told["title"] for told in of_heads)


def _result_caption(roadmap: Roadmap) -> str:
    titles = {told["key"]: told["title"] for told in roadmap.columns}
    return str(titles.get("result", CAPTIONS["result"]))


def table_of(
    roadmap: Roadmap, today: date, *, stage: str = "", show: str = "", user: User
) -> Table:
    """Return the plan as printed; costs the same however long it is.

    `stage` keeps the measures mapped to a canonical stage, `show` those with a mark
    («overdue», «due_soon», «unconfirmed») or «mine»; sections left empty go.
    """
    columns, section_columns = columns_of(roadmap)
    table = Table(columns, section_columns, [], _head_caption(roadmap))
    table.result_caption = _result_caption(roadmap)
    reading = _Reading(roadmap, today)
    own: set[int] = set()
    if show == "mine":
        answered = Measure.objects.answered_by(user, roadmap.organisation_id)
        own = set(
            answered.filter(section__roadmap=roadmap).values_list("pk", flat=True)
        )
    for section in _sections(roadmap):
        lines = reading.lines(list(section.measures.all()))
        table.counts.update(code for line in lines for code in line.mark_codes)
        kept = [
            line
            for line in lines
            if _is_asked(line, stage, show, own)
            and (not show or not line.measure.is_heading)
        ]
        if kept or not (stage or show):
            table.parts.append(_part(section, kept, lines, reading))
    return table


def _is_asked(line: Line, stage: str, show: str, own: set[int]) -> bool:
    if stage and stage not in {each.code for each in line.measure.stages.all()}:
        return False
    if show == "mine":
        return line.measure.pk in own
    return not show or show in line.mark_codes


def _sections(roadmap: Roadmap) -> Iterable[Section]:
    measures = Measure.objects.select_related(
        "evidence_document", "evidence_file"
    ).prefetch_related("responsibles__person", "responsibles__team", "items", "stages")
    return roadmap.sections.prefetch_related(
        "stages", Prefetch("measures", queryset=measures)
    )


def _part(
    section: Section, kept: Sequence[Line], lines: Sequence[Line], reading: _Reading
) -> Part:
    counted = [
        line
        for line in lines
        if not line.measure.is_heading and line.status != MeasureStatus.CANCELLED
    ]
    return Part(
        section,
        section_name(section),
        reading.words(section.deadline, section.deadline_raw),
        tuple(kept),
        sum(line.status == MeasureStatus.DONE for line in counted),
        len(counted),
    )


def line_of(measure: Measure, today: date) -> Line:
    """Return one row of the table, as after an edit."""
    roadmap = measure.section.roadmap
    siblings = list(
        Measure.objects.filter(section=measure.section_id).prefetch_related(
            "responsibles__person", "responsibles__team", "items", "stages"
        )
    )
    lines = _Reading(roadmap, today).lines(siblings)
    return next(line for line in lines if line.measure.pk == measure.pk)


class _Reading:
    """Reads rows against one cycle and one day."""

    def __init__(self, roadmap: Roadmap, today: date) -> None:
        self._frame = frame_of(roadmap.cycle)
        self._today = today
        self._prints_days = roadmap.level_of.get("deadline") == "measure"
        self._numbers_stages = _numbers_stages(roadmap)

    def lines(self, measures: Sequence[Measure]) -> list[Line]:
        parts: dict[int | None, list[Measure]] = {}
        for measure in measures:
            parts.setdefault(measure.parent_id, []).append(measure)
        by_pk = {measure.pk: measure for measure in measures}
        return [self._line(measure, parts, by_pk) for measure in measures]

    def _line(
        self,
        measure: Measure,
        parts: dict[int | None, list[Measure]],
        by_pk: dict[int, Measure],
    ) -> Line:
        below = _below(measure, parts) if measure.is_heading else []
        status = heading_status(below) if below else MeasureStatus(measure.status)
        deadline = deadline_of_json(measure.deadline)
        return Line(
            measure=measure,
            level=_level(measure, by_pk),
            note=self._note(measure, deadline),
            is_understood=_is_understood(deadline, measure.deadline_raw),
            status=status,
            marks=self._heading_marks(below)
            if measure.is_heading
            else self._marks(measure, deadline),
            responsibles=cell_text(measure, "responsibles"),
            documents=cell_text(measure, "documents"),
            own_number=measure.number_printed if self._numbers_stages else "",
        )

    def words(self, stored: dict[str, object], raw: str) -> str:
        """«до 30 сентября 2026 г.» for a deadline that is printed."""
        if not raw:
            return ""
        return state_words(deadline_of_json(stored), **self._frame)

    def _note(self, measure: Measure, deadline: Deadline) -> str:
        if measure.is_heading and not measure.deadline_raw:
            return ""
        if measure.status == MeasureStatus.POSTPONED and measure.due_on:
            return f"перенесено на {measure.due_on:%d.%m.%Y}"
        if not _is_understood(deadline, measure.deadline_raw):
            return "не понято: напишите, например, «до 25.09» или «сентябрь – октябрь»"
        return self.words(measure.deadline, measure.deadline_raw)

    def _marks(self, measure: Measure, deadline: Deadline) -> tuple[Mark, ...]:
        if measure.status == MeasureStatus.DONE:
            waits = measure.confirmed_at is None and measure.reported_by_id is not None
            return (("unconfirmed", "Ждёт подтверждения"),) if waits else ()
        if measure.status == MeasureStatus.CANCELLED:
            return ()
        if measure.due_on is not None:
            if measure.due_on < self._today:
                return (("overdue", "Просрочено"),)
            is_soon = (measure.due_on - self._today).days <= SOON_DAYS
            return (("due_soon", "Скоро срок"),) if is_soon else ()
        found = state(deadline, **self._frame, today=self._today)
        if found == DeadlineState.NOT_SET and not self._prints_days:
            return ()
        return (_WAITING[found],) if found in _WAITING else ()

    def _heading_marks(self, below: Sequence[Measure]) -> tuple[Mark, ...]:
        late = any(each.is_overdue_on(self._today) for each in below)
        return (("overdue_below", "Есть просроченные"),) if late else ()


def heading_status(below: Sequence[Measure]) -> MeasureStatus:
    """A heading is what the measures under it are (R-322)."""
    states = {each.status for each in below}
    if states == {MeasureStatus.CANCELLED}:
        return MeasureStatus.CANCELLED
    if states <= {MeasureStatus.DONE, MeasureStatus.CANCELLED}:
        return MeasureStatus.DONE
    if states & {MeasureStatus.DONE, MeasureStatus.IN_PROGRESS}:
        return MeasureStatus.IN_PROGRESS
    return MeasureStatus.PLANNED


def _below(
    heading: Measure, parts: dict[int | None, list[Measure]], depth: int = 0
) -> list[Measure]:
    found = []
    for each in parts.get(heading.pk, []):
        inner = _below(each, parts, depth + 1) if depth < LEVELS else []
        found += [*([] if each.is_heading else [each]), *inner]
    return found


def _level(measure: Measure, by_pk: dict[int, Measure]) -> int:
    """How deep the row stands: by its headings, else by its printed number (R-124)."""
    depth, above = 1, by_pk.get(measure.parent_id or 0)
    while above is not None and depth < LEVELS:
        depth, above = depth + 1, by_pk.get(above.parent_id or 0)
    return depth


def deadline_of_json(stored: dict[str, object]) -> Deadline:
    """Read a stored deadline; an empty one says nothing."""
    content = {name: value for name, value in stored.items() if name != "is_inherited"}
    if not content:
        return Deadline(DeadlineKind.UNSPECIFIED)
    return Deadline.from_json(content)


def _is_understood(deadline: Deadline, raw: str) -> bool:
    silent = {DeadlineKind.UNSPECIFIED, DeadlineKind.ILLEGIBLE}
    return not raw or deadline.kind not in silent
