"""A file's tables and the curator's corrections made into one plan, each guess marked.

The plan is always computed anew from the tables and the corrections: what the curator has
put right stays whatever else changes, and nothing of a guess is kept by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programmes.deadlines import DeadlineKind, parse
from programmes.plan_reading.about import About, about_plan, school_year
from programmes.plan_reading.captions import Layout, layout_of
from programmes.plan_reading.choosing import chosen, described, with_next_pages
from programmes.plan_reading.documents import Vocabulary
from programmes.plan_reading.drafts import drafts_of, joined
from programmes.plan_reading.grid import Grid
from programmes.plan_reading.lines import lines_of
from programmes.plan_reading.naming import tell_who
from programmes.plan_reading.plan import Line, LineKind, Mark, Plan
from programmes.plan_reading.stages import (
    STAGES,
    is_stage_title,
    stages_of_measure,
    stages_of_section,
)
from programmes.plan_reading.terms import term_of_item
from programmes.plan_reading.texts import as_item, has_markup, one_line, split_list
from programmes.plan_reading.work import add_work, is_work

PLAN_TITLE = "План мероприятий («дорожная карта»)"
_SURE_DOCUMENT = 0.7
_PRINTED = ("deadline", "documents", "responsibles", "result")
_SHARED = {"documents": ("result_document",), "result": ("result_document",)}
_OF_STAGES = frozenset({"deadline", "documents", "result"})


Corrections = Mapping[str, Any]
"""`table`, `columns` {place: key}, `about`, `lines` {key: {field: value}}, `words`, `cells`,
`added` {key: {"kind", "at", "place"}}: rows the file lost."""


def understand(
    grids: Sequence[Grid], corrections: Corrections, vocabulary: Vocabulary
) -> Plan:
    """Everything that can be told of the tables, the corrections applied."""
    at = chosen(grids, corrections)
    grid = with_next_pages(grids, at)
    told: Mapping[str, Mapping[str, Any]] = corrections.get("lines", {})
    kinds = {
        key: LineKind(changed["kind"])
        for key, changed in told.items()
        if "kind" in changed
    }
    layout = layout_of(grid, corrections.get("columns", {}))
    drafts = joined(drafts_of(grid, layout, kinds))
    lines = lines_of(drafts, layout, kinds, corrections.get("added", {}))
    about = _about(grids, at, grid, layout)
    plan = Plan(
        table=at,
        tables=described(grids),
        columns=[
            {
                "at": each.at,
                "title": each.title,
                "key": each.key,
                "is_sure": each.is_sure,
            }
            for each in layout.columns
        ],
        title=corrections.get("about", {}).get("title") or about.title or PLAN_TITLE,
        period=_period(about, corrections),
        approval=about.approval,
        structure="",
        lines=lines,
        words=[],
        cells=[],
        work_columns=[],
        level_of={},
        is_result_in_document_column=layout.has("result_document"),
    )
    work = next((each for each in grids if is_work(each)), None)
    if work is not None:
        plan.work_columns = add_work(work, plan.sections)
    _read_lines(plan, layout, vocabulary, told)
    tell_who(plan, corrections, vocabulary)
    plan.level_of = _levels(plan, layout)
    _infer_period(plan)
    return plan


# --- The plan as a whole ----------------------------------------------------------------


def _about(grids: Sequence[Grid], at: int, grid: Grid, layout: Layout) -> About:
    above = [
        one_line(cell.text)
        for row in grid.rows[: layout.first]
        for cell in row
        if cell.text.strip()
    ]
    about = about_plan([*grid.before, *above])
    before = [text for each in grids[:at] for text in each.before]
    elsewhere = about_plan([*before, *grid.before, *above])
    about.title = about.title or elsewhere.title
    about.period = about.period or elsewhere.period
    about.approval = elsewhere.approval
    return about


def _period(about: About, corrections: Corrections) -> dict[str, Any]:
    told = corrections.get("about", {})
    if "year" not in told:
        return about.period
    return school_year(told["year"], "") if told["year"] else {}


def _infer_period(plan: Plan) -> None:
    """A plan that names no year begins with its first dated deadline."""
    if plan.period:
        return
    days = sorted(
        day for line in plan.lines for day in _dated(line.deadline) if line.deadline
    )
    if days:
        plan.period = {
            "kind": "unspecified",
            "starts_on": f"{days[0]}-01",
            "is_inferred": True,
        }


def _dated(deadline: Mapping[str, Any]) -> list[str]:
    months = [month for month in deadline.get("months", []) if "-" in month]
    days = [str(deadline["day"])[:7]] if "day" in deadline else []
    inner = [each for part in deadline.get("parts", []) for each in _dated(part)]
    return [*months, *days, *inner]


# --- The lines ------------------------------------------------------------------------


def _read_lines(
    plan: Plan,
    layout: Layout,
    vocabulary: Vocabulary,
    told: Mapping[str, Mapping[str, Any]],
) -> None:
    reader = _Reader(vocabulary, layout)
    section = Line("", LineKind.SECTION)
    for line in plan.lines:
        changed = told.get(line.key, {})
        if line.kind is LineKind.SECTION:
            section = line
        if line.kind is not LineKind.DROP:
            reader.read(line, section)
        for name, value in changed.items():
            _put_right(line, name, value)
    plan.structure = _structure(plan.sections)
    _look_at_numbers(plan)


def _put_right(line: Line, name: str, value: object) -> None:
    """The curator's word: it takes the place of the guess, and of its marks."""
    if name == "title" and value != line.title:
        line.title_printed = line.title
    if name == "deadline":
        line.inherits_deadline = False
    if name != "kind":
        setattr(line, name, value)
    line.marks.pop(name, None)
    line.fixed.append(name)


class _Reader:
    """Makes the texts of a line into what they mean."""

    def __init__(self, vocabulary: Vocabulary, layout: Layout) -> None:
        self._kinds = vocabulary.kinds
        self._reads_text = not layout.has("documents", "result_document")

    def read(self, line: Line, section: Line) -> None:
        for name, text in (
            ("title", line.title),
            ("result", line.values.get("result", "")),
        ):
            if has_markup(text):
                line.mark(name, Mark.MARKUP)
        self._deadline(line)
        self._terms_of_items(line)
        line.result = one_line(
            line.values.get("result", "") or line.values.get("result_document", "")
        )
        line.documents = self._documents(line)
        if line.kind is LineKind.SECTION:
            line.stages = stages_of_section(line.title)
            if not line.stages or not is_stage_title(line.title):
                line.mark("stages", Mark.GUESSED)
            return
        line.stages = stages_of_measure(line.title, section.stages)
        if not line.stages or len(section.stages) > 1:
            line.mark("stages", Mark.GUESSED)

    def _deadline(self, line: Line) -> None:
        raw = one_line(line.values.get("deadline", ""))[:300]
        if not raw:
            return
        deadline = parse(raw)
        line.deadline = {**deadline.to_json(), "raw": raw}
        if deadline.is_ambiguous:
            line.mark("deadline", Mark.TWO_READINGS)
        if deadline.kind in {DeadlineKind.ILLEGIBLE, DeadlineKind.UNSPECIFIED}:
            line.mark("deadline", Mark.NOT_READ)

    def _terms_of_items(self, line: Line) -> None:
        terms = [term for item in line.items if (term := term_of_item(item))]
        if terms:
            line.mark("items", Mark.ITEM_TERM)
        if any(term.is_ambiguous for term in terms):
            line.mark("items", Mark.TWO_READINGS)

    def _documents(self, line: Line) -> list[dict[str, str]]:
        shared = line.values.get("result_document", "")
        if printed := line.values.get("documents", ""):
            return [self._document(line, text) for text in split_list(printed)]
        if shared:
            found = [self._in_result(line, text) for text in split_list(shared)]
            return [document for document in found if document["kind"]]
        if not self._reads_text or line.kind is LineKind.SECTION:
            return []
        kinds = self._kinds.within(line.title)
        if kinds:
            line.mark("documents", Mark.GUESSED)
        return [
            {"kind": kind, "title": self._kinds.title(kind), "basis": "text"}
            for kind in kinds
        ]

    def _document(self, line: Line, text: str) -> dict[str, str]:
        kind, sureness = self._kinds.find_for(text, line.title)
        if not kind:
            line.mark("documents", Mark.UNKNOWN_KIND)
        elif sureness < _SURE_DOCUMENT:
            line.mark("documents", Mark.GUESSED)
        return {"kind": kind, "title": text, "basis": "document_column"}

    def _in_result(self, line: Line, text: str) -> dict[str, str]:
        kind, sureness = self._kinds.find_for(text, line.title)
        if kind and sureness < _SURE_DOCUMENT:
            line.mark("documents", Mark.GUESSED)
        return {"kind": kind, "title": as_item(text), "basis": "document_column"}


def _structure(sections: Sequence[Line]) -> str:
    """Whether the sections are the seven stages or the institution's own."""
    staged = [
        line for line in sections if len(set(line.stages) & set(STAGES)) in {1, 2}
    ]
    is_staged = len(staged) * 2 > len(sections) or not sections
    return "stages" if is_staged else "sections"


def _look_at_numbers(plan: Plan) -> None:
    """Lost numbers are marked; «1.1» after «1.9» was «1.10» before a spreadsheet saw it."""
    numbered = [line for line in plan.measures if line.number]
    before = ""
    for line in plan.measures:
        if "number" not in line.fixed:
            head, _, tail = before.rstrip(".").rpartition(".")
            if head and tail == "9" and line.number == f"{head}.1":
                line.number = f"{head}.10"
                line.mark("number", Mark.NUMBER_REPAIRED)
            if not line.number and len(numbered) * 2 > len(plan.measures):
                line.mark("number", Mark.NUMBER_LOST)
                line.values["number_likely"] = _next_number(before, numbered)
        before = line.number or before


def _next_number(before: str, numbered: Sequence[Line]) -> str:
    """The number that would follow, unless another measure bears it."""
    head, dot, tail = before.rstrip(".").rpartition(".")
    if not tail.isdecimal():
        return ""
    likely = f"{head}{dot}{int(tail) + 1}"
    is_taken = any(line.number.rstrip(".") == likely for line in numbered)
    return "" if is_taken else likely + "." * before.endswith(".")


# --- The form -------------------------------------------------------------------------


def _levels(plan: Plan, layout: Layout) -> dict[str, str]:
    """Where each column is held: who answers is always a measure's (R-120).

    A column that some stages fill once and others in every row is the measures'.
    """
    levels = {}
    for name in _PRINTED:
        names = (name, *_SHARED.get(name, ()))
        if layout.has(*names):
            is_stages = _any_says(plan.sections, names)
            is_measures = _any_says(plan.measures, names)
            is_held_once = is_stages and not is_measures and name in _OF_STAGES
            levels[name] = "section" if is_held_once else "measure"
    return levels


def _any_says(lines: Sequence[Line], names: Sequence[str]) -> bool:
    return any(line.values.get(name) for line in lines for name in names)
