"""Plans on their way in: what they are held against, and how the review shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role
from documents.models import DocumentKind
from programmes.deadlines import Deadline, describe
from programmes.enums import PlanImportStatus
from programmes.models import PlanImport
from programmes.plan_reading.added import new_key
from programmes.plan_reading.captions import COLUMN_TITLES
from programmes.plan_reading.documents import Kinds, Vocabulary
from programmes.plan_reading.lost import lost_stages
from programmes.plan_reading.plan import (
    KIND_WORDS,
    MARK_WORDS,
    Line,
    LineKind,
    Mark,
    Plan,
    Word,
    plan_from,
)
from programmes.plan_reading.terms import term_of_item
from registry.models import Cycle, Person, Stage

_QUIET = frozenset(
    {
        Mark.SPLIT,
        Mark.MERGED,
        Mark.JOINED,
        Mark.REPEATED,
        Mark.STAGE_CELL,
        Mark.ITEM_TERM,
        Mark.ADDED,
    }
)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the review shows it: words for its kind, stages, deadline and marks."""

    line: Line
    kind: str
    stages: tuple[str, ...]
    deadline: str
    documents: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    repairs: tuple[str, ...]
    needs_look: bool

    @property
    def is_section(self) -> bool:
        return self.line.kind is LineKind.SECTION

    @property
    def may_be_split(self) -> bool:
        return self.line.kind in {LineKind.MEASURE, LineKind.HEADING}

    @property
    def is_dropped(self) -> bool:
        return self.line.kind is LineKind.DROP


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A printed word and whom it means: a role, or a person somebody confirmed."""

    word: Word
    meaning: str
    likely: str


def unfinished_plans(cycle: Cycle) -> QuerySet[PlanImport]:
    """Return the cycle's plans that were not accepted, those put away too, the newest first."""
    plans = PlanImport.objects.filter(cycle=cycle)
    plans = plans.exclude(status=PlanImportStatus.ACCEPTED)
    return plans.defer("table", "guess").select_related("by")


def vocabulary_of(organisation_id: int) -> Vocabulary:
    """Return the kinds of document and the staff a plan's words are held against."""
    kinds = dict(DocumentKind.objects.values_list("code", "title"))
    return Vocabulary(Kinds(kinds), staff_of(organisation_id))


def staff_of(organisation_id: int) -> dict[int, str]:
    """Return the organisation's staff: key → full name."""
    staff = Person.objects.filter(organisation_id=organisation_id, is_staff_member=True)
    return {person.pk: str(person) for person in staff}


def plan_of(plan_import: PlanImport) -> Plan:
    """Return what is understood of the plan now."""
    return plan_from(plan_import.guess["plan"])


def shown_lines(plan: Plan, *, only_doubts: bool = False) -> list[ShownLine]:
    """Return the lines of the review; with `only_doubts` those that deserve a look."""
    stages = dict(Stage.objects.values_list("code", "short_title"))
    kinds = dict(DocumentKind.objects.values_list("code", "title"))
    shown = [_shown(line, stages, kinds) for line in plan.lines]
    if not only_doubts:
        return shown
    return [line for line in shown if line.is_section or line.needs_look]


def shown_line(plan: Plan, key: str) -> ShownLine | None:
    """Return one line of the review, if there is such."""
    stages = dict(Stage.objects.values_list("code", "short_title"))
    kinds = dict(DocumentKind.objects.values_list("code", "title"))
    found = (_shown(line, stages, kinds) for line in plan.lines if line.key == key)
    return next(found, None)


def shown_columns(plan: Plan) -> list[tuple[str, str, bool]]:
    """Return (caption, what it holds in words, whether the caption tells) of each column."""
    return [
        (
            column["title"] or "без заголовка",
            COLUMN_TITLES[column["key"]],
            column["is_sure"],
        )
        for column in plan.columns
    ]


def shown_words(plan: Plan, organisation_id: int) -> list[ShownWord]:
    """Return the printed words for who answers with what they mean."""
    staff, roles = staff_of(organisation_id), dict(Role.choices)
    return [
        ShownWord(
            word,
            staff.get(word.person or 0) or roles.get(word.role, ""),
            staff.get(word.likely or 0, "") if not word.is_fixed else "",
        )
        for word in plan.words
    ]


def added_of(plan_import: PlanImport) -> Mapping[str, Any]:
    """Return the rows put in by hand, by their keys."""
    added: Mapping[str, Any] = plan_import.guess["corrections"].get("added", {})
    return added


def may_undo(plan_import: PlanImport) -> bool:
    """Tell whether a correction can be taken back."""
    return bool(plan_import.guess.get("earlier"))


def shown_lost(plan: Plan) -> list[str]:
    """Return the stages the text has no heading of: «4-й этап. Отбор и обучение»."""
    titles = dict(Stage.objects.values_list("code", "title"))
    return [
        f"{each.code.removeprefix('S')}-й этап. {titles[each.code]}"
        for each in lost_stages(plan)
    ]


def lost_sections(plan_import: PlanImport) -> dict[str, Any]:
    """Return the change that puts a section in for each stage the text lost."""
    plan = plan_of(plan_import)
    added, lines = {}, {}
    told = zip(lost_stages(plan), shown_lost(plan), strict=True)
    for at, (lost, title) in enumerate(told):
        key = new_key(added_of(plan_import), at)
        added[key] = {"kind": "section", "at": lost.at, "place": lost.place}
        lines[key] = {"title": title, "stages": [lost.code]}
    return {"added": added, "lines": lines} if added else {}


def doubt_count(plan: Plan) -> int:
    """Return how many lines deserve a look."""
    return sum(_needs_look(line) for line in plan.lines)


def _shown(line: Line, stages: dict[str, str], kinds: dict[str, str]) -> ShownLine:
    return ShownLine(
        line=line,
        kind=KIND_WORDS[line.kind],
        stages=tuple(stages.get(code, code) for code in line.stages),
        deadline=deadline_words(line),
        documents=tuple(
            (document["title"], kinds.get(document["kind"], ""))
            for document in line.documents
        ),
        items=tuple((item, _term_words(item)) for item in line.items),
        doubts=tuple(_marks(line, quiet=False)),
        repairs=tuple(_marks(line, quiet=True)),
        needs_look=_needs_look(line),
    )


def deadline_words(line: Line) -> str:
    """Return what was understood of the line's deadline; nothing where none is printed."""
    if not line.deadline:
        return "по сроку этапа" if line.inherits_deadline else ""
    return describe(Deadline.from_json(line.deadline))


def _term_words(item: str) -> str:
    """What was understood of an item's own term; nothing where it has none."""
    term = term_of_item(item)
    return describe(term) if term else ""


def _marks(line: Line, *, quiet: bool) -> Iterator[str]:
    for name, marks in line.marks.items():
        for mark in marks:
            if (mark in _QUIET) is quiet:
                yield f"{_FIELDS[name]}: {MARK_WORDS[Mark(mark)]}"


def _needs_look(line: Line) -> bool:
    if line.kind is LineKind.DROP:
        return False
    told = {
        mark for name, marks in line.marks.items() for mark in marks if name != "row"
    }
    return bool(told - _QUIET)


_FIELDS = {
    "number": "номер",
    "title": "название",
    "stages": "этап",
    "deadline": "срок",
    "responsibles": "ответственные",
    "result": "результат",
    "documents": "документы",
    "kind": "строка",
    "items": "пункты",
}
