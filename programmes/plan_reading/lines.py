"""From drafts to lines: stages that hold whole lists made into sections with measures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from programmes.plan_reading.added import put_in
from programmes.plan_reading.captions import Layout
from programmes.plan_reading.drafts import Draft
from programmes.plan_reading.plan import Line, LineKind, Mark
from programmes.plan_reading.texts import (
    Entry,
    as_heading,
    as_item,
    entries,
    inline_list,
    one_line,
    split_list,
    split_number,
)

_KEPT = (LineKind.HEADING, LineKind.MEASURE)
WITHOUT_SECTION = "Мероприятия"
_SHARED = ("deadline", "documents", "result", "result_document")
_RESULTS = ("result", "result_document")
_TOLD = ("deadline", "responsibles", "result", "result_document", "documents", "other")


def lines_of(
    drafts: list[Draft],
    layout: Layout,
    told: Mapping[str, LineKind],
    added: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> list[Line]:
    """The plan's lines in printed order; a plan without sections gets one.

    `added` are the rows put in by the curator: {key: {"kind", "at", "place"}}.
    """
    lines = _staged(drafts, layout) if layout.has("stage") else _flat(drafts)
    put_in(lines, added)
    for line in lines:
        line.kind = told.get(line.key, line.kind)
    lines = _with_tails(lines)
    begun = next((line for line in lines if line.kind is not LineKind.DROP), None)
    if begun is not None and begun.kind is not LineKind.SECTION:
        opening = Line("start", LineKind.SECTION, title=WITHOUT_SECTION)
        opening.mark("title", Mark.GUESSED)
        lines.insert(lines.index(begun), opening)
    _find_headings(lines, told)
    _keep_cuts(lines)
    return lines


# --- One row, one line ----------------------------------------------------------------


def _flat(drafts: list[Draft]) -> list[Line]:
    return [_line(str(draft.row), draft) for draft in drafts]


def _line(key: str, draft: Draft) -> Line:
    line = Line(key, draft.kind, number=one_line(draft.values.get("number", "")))
    for name, marks in draft.marks.items():
        line.mark(_FIELD.get(name, name), *marks)
    line.values = {name: draft.values.get(name, "") for name in _TOLD}
    if line.kind is LineKind.SECTION:
        _name(line, one_line(draft.title))
        return line
    if "title" in draft.values and "measures" in draft.values:
        _divide(line, draft.values["title"])
        line.items += split_list(draft.values["measures"])
    else:
        _divide(line, draft.title)
    line.items += split_list(line.values.pop("other"))
    return line


_FIELD = {"result_document": "result", "measures": "title", "stage": "title"}


def _name(line: Line, text: str) -> None:
    """Give the title; a number that stands in it goes where numbers stand."""
    number, rest = split_number(text)
    if number and not line.number and rest:
        line.number, text = number, rest
        line.mark("number", Mark.NUMBER_IN_TEXT)
    line.title = as_heading(text) or text


def _divide(line: Line, text: str) -> None:
    """A measure's cell: its title, and the list that may stand below it."""
    lead: list[str] = []
    items: list[str] = []
    listed = entries(text)
    if listed and not listed[0].bullet and listed[0].text[:1].islower():
        line.mark("title", Mark.CUT)
    for at, entry in enumerate(listed):
        if at and (entry.bullet or entry.number):
            items.append(entry.text)
        elif items:
            items[-1] = f"{items[-1]} {entry.text}"
        else:
            words = f"{entry.number} {entry.text}" if entry.number else entry.text
            lead.append(words.strip())
    if len(lead) > 1:
        line.mark("title", Mark.TWO_TITLES)
    title, inner = inline_list(" ".join(lead))
    _name(line, title if inner else " ".join(lead))
    line.items = [as_item(item) for item in [*inner, *items]]


# --- A stage and everything in its row ------------------------------------------------


def _staged(drafts: list[Draft], layout: Layout) -> list[Line]:
    lines: list[Line] = []
    for group in _by_stage(drafts):
        if group[0].kind is LineKind.DROP:
            lines.append(_line(str(group[0].row), group[0]))
        else:
            lines += _stage(group)
    _part_results(lines)
    return lines


def _by_stage(drafts: list[Draft]) -> list[list[Draft]]:
    groups: list[list[Draft]] = []
    for draft in drafts:
        is_same = "stage" in draft.merged or not draft.values.get("stage")
        is_alone = draft.kind is LineKind.DROP or draft.is_full
        above = groups[-1][0].kind if groups else LineKind.DROP
        if is_alone or not is_same or above is LineKind.DROP:
            groups.append([draft])
        else:
            groups[-1].append(draft)
    return groups


def _stage(group: list[Draft]) -> list[Line]:
    first = group[0]
    section = Line(str(first.row), LineKind.SECTION)
    has_own_numbers = len({draft.values.get("number", "") for draft in group}) > 1
    if not has_own_numbers:
        section.number = one_line(first.values.get("number", ""))
    _name(section, one_line(first.values.get("stage", "") or first.title))
    for name, marks in first.marks.items():
        section.mark(_FIELD.get(name, name), *marks)
    if first.is_full:
        return [section]
    lines = [section]
    if len(group) == 1:
        lines += _exploded(first)
        if len(lines) > 2:
            section.mark("title", Mark.SPLIT)
    else:
        for draft in group:
            line = _line(f"{draft.row}.1", draft)
            if not has_own_numbers:
                line.number = ""
            lines.append(line)
    _share(section, lines[1:], group)
    return lines


def _exploded(draft: Draft) -> list[Line]:
    """The measures listed in one cell; numbers or the outer bullets part them."""
    content = draft.values.get("measures") or draft.values.get("title", "")
    if draft.values.get("title") and draft.values.get("measures"):
        content = draft.values["title"]
    lines: list[Line] = []
    for parts in _measures_in(content):
        line = Line(f"{draft.row}.{len(lines) + 1}", LineKind.MEASURE)
        line.number, title = parts[0].number, parts[0].text
        line.items = [as_item(part.text) for part in parts[1:]]
        line.title = as_heading(as_item(title)) if line.items else as_item(title)
        lines.append(line)
    if lines and draft.values.get("title") and draft.values.get("measures"):
        lines[0].items += split_list(draft.values["measures"])
    return lines


def _measures_in(content: str) -> list[list[Entry]]:
    """Entries grouped: the first of a group is a measure, the others are its items."""
    listed = [entry for entry in entries(content) if entry.text]
    outer = next((entry.bullet for entry in listed if entry.bullet), "")
    has_numbers = any(entry.number for entry in listed)
    groups: list[list[Entry]] = []
    for at, entry in enumerate(listed):
        is_begun = bool(groups)
        if has_numbers:
            begins = bool(entry.number) or not is_begun
        elif outer:
            begins = entry.bullet == outer or not is_begun
        else:
            begins = not (is_begun and entry.text[:1].islower())
        is_list_title = (
            not at
            and not entry.bullet
            and not entry.number
            and outer
            and entry.text.endswith(":")
        )
        if is_list_title and not has_numbers:
            continue
        if begins:
            groups.append([entry])
        elif entry.bullet or entry.number:
            groups[-1].append(entry)
        else:
            last = groups[-1][-1]
            groups[-1][-1] = Entry(
                f"{last.text} {entry.text}", last.number, last.bullet
            )
    return groups


def _share(section: Line, measures: list[Line], group: list[Draft]) -> None:
    """What stands once for the whole stage belongs to the section (R-120)."""
    for name in _TOLD:
        text = group[0].values.get(name, "")
        if not text or not all(name in draft.merged for draft in group[1:]):
            continue
        section.values[name] = text
        for line in measures:
            line.values[name] = ""
            line.inherits_deadline = line.inherits_deadline or name == "deadline"
        _tell_once(name, text, section, measures)


def _tell_once(name: str, text: str, section: Line, measures: list[Line]) -> None:
    """A result stays the stage's; who answers for a stage answers for each measure."""
    if name in _RESULTS:
        section.mark("result", Mark.STAGE_CELL)
    elif name == "responsibles":
        for line in measures:
            line.values[name] = text
            line.mark(name, Mark.STAGE_CELL)
    elif name == "other":
        parts = split_list(text)
        is_even = len(parts) == len(measures)
        for line, part in zip(measures, parts if is_even else [text], strict=False):
            line.items += split_list(part)


def _part_results(lines: list[Line]) -> None:
    """Lists of results as long as the lists of measures are the measures' own.

    Only when it is so in every stage: a form prints results either way.
    """
    stages: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.kind is LineKind.SECTION:
            stages.append((line, []))
        elif line.kind is LineKind.MEASURE and stages:
            stages[-1][1].append(line)
    told = [
        (section, measures, name, split_list(section.values[name]))
        for section, measures in stages
        for name in _RESULTS
        if section.values.get(name)
    ]
    if not all(len(parts) == len(measures) for _, measures, _, parts in told):
        return
    for section, measures, name, parts in told:
        section.values[name] = ""
        section.marks.pop("result", None)
        for line, part in zip(measures, parts, strict=True):
            line.values[name] = part
            line.mark("result", Mark.STAGE_CELL)


# --- Afterwards -----------------------------------------------------------------------


def _with_tails(lines: list[Line]) -> list[Line]:
    """A part of a cell the curator called a continuation goes into the measure above."""
    found: list[Line] = []
    for line in lines:
        if line.kind is LineKind.CONTINUATION and found:
            above = found[-1]
            above.title = f"{above.title} {line.title}".strip()
            above.items += line.items
            above.mark("title", Mark.JOINED)
            _add_values(above, line)
        else:
            found.append(line)
    return found


def _add_values(above: Line, line: Line) -> None:
    """Nothing the lower row says is lost; what both show is said once."""
    for name, text in line.values.items():
        before = above.values.get(name, "")
        if not text or text == before:
            continue
        between = "\n" if before and not text[:1].islower() else " "
        above.values[name] = f"{before}{between}{text}".strip()
        above.mark(_FIELD.get(name, name), Mark.JOINED)


def _keep_cuts(lines: list[Line]) -> None:
    """A small first letter says something only beside titles that begin with a capital."""
    if any(line.title[:1].isupper() for line in lines if line.kind in _KEPT):
        return
    for line in lines:
        if str(Mark.CUT) in line.marks.get("title", []):
            line.marks["title"].remove(str(Mark.CUT))


def _find_headings(lines: list[Line], told: Mapping[str, LineKind]) -> None:
    """«5.1» above «5.1.1» is a heading; levels of numbers tell (R-124)."""
    for line, following in pairwise(lines):
        number = line.number.rstrip(".")
        is_above = "." in number and following.number.startswith(f"{number}.")
        if is_above and line.kind is LineKind.MEASURE and line.key not in told:
            line.kind = LineKind.HEADING
            line.mark("kind", Mark.GUESSED)
