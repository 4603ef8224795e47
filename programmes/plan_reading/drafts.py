"""From a table to the rows of a plan: sections, measures, tails of rows, what to drop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from programmes.plan_reading.captions import Layout, is_header, is_numbering
from programmes.plan_reading.grid import Grid
from programmes.plan_reading.plan import LineKind, Mark
from programmes.plan_reading.stages import is_stage_title
from programmes.plan_reading.texts import clean, is_number, key_of, split_number

_TITLES = ("title", "measures")
_LISTS = ("responsibles", "documents", "measures", "other")
_LEVELS = re.compile(r"\d+\.\d+")
_STAGE = re.compile(r"\d\s*-?\s*й\s+этап", re.IGNORECASE)
_JUNK = 4


@dataclass
class Draft:
    """A row with its texts by column; `merged` names those that a cell above shows."""

    row: int
    values: dict[str, str]
    merged: set[str] = field(default_factory=set)
    kind: LineKind = LineKind.MEASURE
    is_full: bool = False
    is_on_next_page: bool = False
    marks: dict[str, list[Mark]] = field(default_factory=dict)

    def mark(self, name: str, mark: Mark) -> None:
        """Mark a value."""
        self.marks.setdefault(name, []).append(mark)

    def own(self, *keys: str) -> bool:
        """Whether the row itself says something in one of the columns."""
        return any(self.values.get(key) and key not in self.merged for key in keys)

    @property
    def filled(self) -> set[str]:
        return {key for key, text in self.values.items() if text} - self.merged

    @property
    def title(self) -> str:
        return self.values.get("title") or self.values.get("measures", "")


def drafts_of(grid: Grid, layout: Layout, told: Mapping[str, LineKind]) -> list[Draft]:
    """The rows below the captions with their kinds; `told` is the curator's word by row."""
    found: list[Draft] = []
    owners = grid.owners()
    after_break = False
    for row in range(layout.last, len(grid.rows)):
        draft = _draft(grid, layout, owners, row)
        if not draft.filled:
            continue
        draft.kind = _repeated(grid, layout, row)
        if draft.kind is LineKind.DROP:
            draft.mark("kind", Mark.REPEATED)
        draft.is_on_next_page = after_break
        after_break = draft.kind is LineKind.DROP
        found.append(draft)
    _tell_kinds(found, layout, told)
    return found


def _draft(
    grid: Grid,
    layout: Layout,
    owners: dict[tuple[int, int], tuple[int, int]],
    row: int,
) -> Draft:
    draft = Draft(row, {})
    for column in layout.columns:
        at, key = column.at, column.key
        top, left = owners.get((row, at), (row, at))
        if top == row and left != at:
            continue
        text = clean(grid.rows[top][left].text)
        if not text or key == "skip":
            continue
        if key == "other" and column.title:
            text = f"{column.title}: {text}"
        if top != row:
            draft.merged.add(key)
            draft.mark(key, Mark.MERGED)
        before = draft.values.get(key, "")
        draft.values[key] = f"{before}\n{text}" if before else text
        if grid.rows[row][at].across >= max(2, grid.width - 1):
            draft.is_full = True
    _put_in_place(draft)
    _mend_torn_stage(draft, [column.key for column in layout.columns])
    return draft


def _mend_torn_stage(draft: Draft, keys: Sequence[str]) -> None:
    """«7-й этап - За|вершение наставн|ичества» over three cells is one title (R-315).

    An empty cell between two pieces has lost its letters: «Форм … ставников».
    """
    others = draft.filled - {"number", *_TITLES}
    is_torn = others and draft.values.keys() & {"title", "measures"}
    if not is_torn or "deadline" in others or not _STAGE.match(draft.title):
        return
    title, is_lost = draft.title, False
    begun = next(at for at, key in enumerate(keys) if draft.values.get(key) == title)
    for key in keys[begun + 1 :]:
        piece = draft.values.pop(key, "") if key in others else ""
        if piece:
            between = " … " if is_lost else " " * (not piece[:1].islower())
            title += between + piece
        is_lost = not piece
    for key in {*others, *_TITLES}:
        draft.values.pop(key, None)
    draft.values["title"] = title
    draft.is_full = True
    draft.mark("title", Mark.JOINED)


def _put_in_place(draft: Draft) -> None:
    """A title that stands in the column of numbers, a number that stands in the title."""
    number = draft.values.get("number", "")
    if number and len(number) < _JUNK and not any(map(str.isalnum, number.strip("į."))):
        number = draft.values["number"] = ""
    if draft.is_full and not is_number(number):
        text = "\n".join(text for text in draft.values.values() if text)
        draft.values = {"title": text}
    elif number and not is_number(number):
        apart, rest = split_number(number)
        draft.values["number"] = apart
        title = draft.values.get("title", "")
        draft.values["title"] = f"{rest}\n{title}".strip()


def _repeated(grid: Grid, layout: Layout, row: int) -> LineKind:
    texts = [cell.text for cell in grid.rows[row]]
    is_repeated = layout.first < layout.last and (
        is_header(grid, row, layout)
        or all(key_of(text) in {"", "п п", "пп"} for text in texts)
    )
    if is_repeated or is_numbering(texts):
        return LineKind.DROP
    return LineKind.MEASURE


def _tell_kinds(
    drafts: list[Draft], layout: Layout, told: Mapping[str, LineKind]
) -> None:
    is_staged = layout.has("stage")
    numbers = [draft.values.get("number", "") for draft in drafts]
    has_levels = any(_LEVELS.match(number) for number in numbers)
    has_numbers = sum(bool(number) for number in numbers) > 1
    for at, draft in enumerate(drafts):
        if (own := told.get(str(draft.row))) is not None:
            draft.kind = own
        elif draft.kind is LineKind.DROP:
            continue
        elif not is_staged:
            draft.kind = _kind(draft, has_levels=has_levels)
            if draft.kind is LineKind.MEASURE and at and _is_tail(draft, has_numbers):
                draft.kind = LineKind.CONTINUATION
        elif at and (
            _is_torn(drafts[at - 1], draft)
            if draft.values.get("stage")
            else _is_stage_tail(draft)
        ):
            draft.kind = LineKind.CONTINUATION


def _kind(draft: Draft, *, has_levels: bool) -> LineKind:
    is_lone = draft.filled <= {"number", *_TITLES} and bool(draft.title)
    number = draft.values.get("number", "") or split_number(draft.title)[0]
    if draft.is_full and draft.title:
        return LineKind.SECTION
    if is_lone and has_levels and number and not _LEVELS.match(number):
        return LineKind.SECTION
    if is_lone and "\n" not in draft.title and is_stage_title(draft.title):
        return LineKind.SECTION
    return LineKind.MEASURE


def _is_tail(draft: Draft, has_numbers: bool) -> bool:  # noqa: FBT001 -- a pure predicate
    """Whether the row is the end of the one above, cut off by a page or a merged title."""
    if draft.own("number"):
        return False
    if not draft.own(*_TITLES):
        return True
    begins_small = draft.title[:1].islower() or draft.title[:1] in "-–—•·(,;"
    says_when = draft.own("deadline")
    return begins_small and not says_when and (has_numbers or draft.is_on_next_page)


def _is_stage_tail(draft: Draft) -> bool:
    """A row without a stage goes on with the row above unless it has a life of its own."""
    has_own = draft.own("deadline", "responsibles", "result") and draft.own(*_TITLES)
    return not has_own


def _is_torn(above: Draft, draft: Draft) -> bool:
    """Whether a row inside a merged stage ends a sentence the row above has begun."""
    is_inside = "stage" in draft.merged and above.kind is LineKind.MEASURE
    says_own = any(draft.values.get(key) for key in ("deadline", "responsibles"))
    is_begun = above.title.count("(") > above.title.count(")") or (
        above.title[-1:].isalpha() or above.title[-1:] == ","
    )
    return is_inside and not says_own and is_begun and draft.title[:1].islower()


def joined(drafts: list[Draft]) -> list[Draft]:
    """The drafts with every continuation put into the row above it."""
    found: list[Draft] = []
    last: Draft | None = None
    for draft in drafts:
        if draft.kind is LineKind.CONTINUATION and last is not None:
            for key in draft.values:
                if key not in draft.merged:
                    _join(last, key, draft.values[key])
            continue
        if draft.kind is LineKind.CONTINUATION:
            draft.kind = LineKind.MEASURE
        found.append(draft)
        if draft.kind is not LineKind.DROP:
            last = draft
    return found


def _join(draft: Draft, key: str, text: str) -> None:
    before = draft.values.get(key, "")
    begins_list = text[:1] in "-–—•·" or bool(split_number(text)[0])
    is_own_line = begins_list or (key in _LISTS and not text[:1].islower())
    between = "\n" if is_own_line else " "
    draft.values[key] = f"{before}{between}{text}".strip()
    draft.mark(key, Mark.JOINED)
