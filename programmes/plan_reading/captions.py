"""Captions of printed columns and what they mean; the row they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programmes.plan_reading.grid import Grid
from programmes.plan_reading.texts import clean, is_number, key_of, one_line

COLUMN_TITLES: dict[str, str] = {
    "number": "Номер",
    "stage": "Этап или раздел",
    "title": "Мероприятие",
    "measures": "Содержание: список мероприятий или пунктов",
    "deadline": "Срок",
    "responsibles": "Ответственные",
    "result": "Ожидаемый результат",
    "result_document": "Результат и вид документа вместе",
    "documents": "Документ",
    "inner": "Работа внутри организации",
    "outer": "Работа с внешней средой",
    "other": "Другое: сохранить пунктом",
    "skip": "Не загружать",
}
_NUMBER = re.compile(
    r"(?:№|n|nn|no|в|j|номер)?(?: ?(?:п|пп|п п|этапа|раздела|пункта))?"
)
_RULES: tuple[tuple[str, str], ...] = (
    ("inner", r"внутри|внутренн"),
    ("outer", r"внешн"),
    ("result_document", r"результат.*документ|документ.*результат"),
    ("responsibles", r"\bответств|исполнител|кто провод|кто отвечает|организатор"),
    ("deadline", r"срок|\bдат[аы]\b|длительност|время|период|когда|график"),
    ("result", r"результат|эффект|показател|продукт|итог"),
    ("documents", r"документ"),
    (
        "measures",
        r"содержани|важно|примерный план|виды деятельности|описание|перечень мероприят|что дела",
    ),
    ("stage", r"\bэтап|раздел|направлени|блок"),
    (
        "title",
        r"мероприят|\bдел[ао]\b|события|действи|наименован|название|задач|вид работ",
    ),
)
_COMPILED = tuple((key, re.compile(pattern)) for key, pattern in _RULES)
_MAIN = frozenset({"title", "measures", "stage"})
_LONGEST_CAPTION = 120
_ROWS_TO_LOOK_AT = 40


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of the table: its caption and what it holds; `is_sure` when the caption tells."""

    at: int
    title: str
    key: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns, the rows their captions take (none: first == last), rows above them."""

    columns: tuple[PlanColumn, ...]
    first: int
    last: int

    def key_at(self, column: int) -> str:
        return self.columns[column].key

    def has(self, *keys: str) -> bool:
        return any(column.key in keys for column in self.columns)


def meaning_of(caption: str) -> str:
    """The key of a caption, or nothing."""
    plain = key_of(clean(caption).replace("№", " № ")) if caption else ""
    if "№" in caption or _is_number_caption(caption):
        rest = plain.replace("№", "").strip()
        if _NUMBER.fullmatch(rest):
            return "number"
    if not plain or len(plain) > _LONGEST_CAPTION or is_number(plain):
        return ""
    return next((key for key, rule in _COMPILED if rule.search(plain)), "")


def layout_of(grid: Grid, corrections: Mapping[str, str]) -> Layout:
    """Find the captions and what they mean; the curator's word goes before a guess."""
    first, last = _header_rows(grid)
    owners = grid.owners()
    captions = [
        _caption(grid, owners, range(first, last), column)
        for column in range(grid.width)
    ]
    keys = [meaning_of(caption) for caption in captions]
    sure = [bool(key) for key in keys]
    if first == last:
        keys = _keys_by_content(grid)
    _part_doubles(keys)
    _find_content(grid, last, keys)
    for column in range(grid.width):
        if (told := corrections.get(str(column))) in COLUMN_TITLES:
            keys[column], sure[column] = told, True
    columns = tuple(
        PlanColumn(at, captions[at], keys[at] or "other", sure[at])
        for at in range(grid.width)
    )
    return Layout(columns, first, last)


def score(grid: Grid) -> int:
    """How much a table looks like a plan: known columns, then rows."""
    layout = layout_of(grid, {})
    known = {column.key for column in layout.columns if column.is_sure}
    if known & {"inner", "outer"}:
        return 0
    return len(known) * 100 + min(len(grid.rows), 99) if known & _MAIN else 0


def is_header(grid: Grid, row: int, layout: Layout) -> bool:
    """Whether the row repeats the captions, as the next page of a document does."""
    filled = [
        (column, one_line(cell.text))
        for column, cell in enumerate(grid.rows[row])
        if cell.text.strip()
    ]
    same = sum(
        key_of(text) == key_of(layout.columns[column].title) for column, text in filled
    )
    return len(filled) > 1 and same * 2 > len(filled)


def is_numbering(texts: Sequence[str]) -> bool:
    """«1 2 3 4 5» under the captions."""
    numbers = [text.strip(" .()") for text in texts if text.strip()]
    counted = [str(at) for at in range(1, len(numbers) + 1)]
    return len(numbers) > 2 and numbers == counted


def _is_number_caption(caption: str) -> bool:
    return bool(re.match(r"\s*(?:N|NN|No|N[_o0]|п/п|Номер|\$N|в„–|J\\Ъ)", caption))


def _header_rows(grid: Grid) -> tuple[int, int]:
    """The rows of the captions, from first to before last."""
    best, at = 1, -1
    for row in range(min(len(grid.rows), _ROWS_TO_LOOK_AT)):
        texts = [cell.text for cell in grid.rows[row] if cell.text.strip()]
        keys = {meaning_of(text) for text in texts} - {""}
        if len(keys) > best and keys & _MAIN and len(keys) * 2 >= len(texts):
            best, at = len(keys), row
    if at < 0:
        return 0, 0
    last = at + 1
    while last < min(len(grid.rows), at + 3) and _goes_on(grid, last):
        last += 1
    return at, last


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether the row holds the lower half of the captions: «п/п», «начало | конец»."""
    texts = [cell.text for cell in grid.rows[row] if cell.text.strip()]
    is_half_covered = any(cell.is_covered for cell in grid.rows[row])
    is_lower = all(
        key_of(text) in {"п п", "пп", "п", "начало", "окончание", "конец"}
        or (is_half_covered and bool(meaning_of(text)) and len(text) < 30)
        for text in texts
    )
    return bool(texts) and is_lower


def _caption(
    grid: Grid, owners: dict[tuple[int, int], tuple[int, int]], rows: range, at: int
) -> str:
    shown = (owners.get((row, at), (row, at)) for row in rows)
    texts = (grid.rows[row][column].text for row, column in shown)
    parts = dict.fromkeys(one_line(clean(text)) for text in texts if text.strip())
    return " ".join(parts)


def _part_doubles(keys: list[str]) -> None:
    """A second «Мероприятие» is the content; a second stage is the measure."""
    for again, instead in (("title", "measures"), ("stage", "title")):
        places = [at for at, key in enumerate(keys) if key == again]
        if len(places) > 1 and instead not in keys:
            keys[places[1]] = instead
    if "stage" not in keys and "title" not in keys and "measures" in keys:
        keys[keys.index("measures")] = "title"


def _find_content(grid: Grid, last: int, keys: list[str]) -> None:
    """Stages without a column of measures: the longest unknown column, else they are the measures."""
    if "stage" not in keys or "title" in keys or "measures" in keys:
        return
    lengths = {
        column: sum(len(row[column].text) for row in grid.rows[last:])
        for column, key in enumerate(keys)
        if not key
    }
    if lengths and max(lengths.values()) > len(grid.rows) * 10:
        keys[max(lengths, key=lambda column: lengths[column])] = "measures"
    elif "inner" not in keys and "outer" not in keys:
        keys[keys.index("stage")] = "title"


def _keys_by_content(grid: Grid) -> list[str]:
    """Without captions a column is known by its cells: numbers, months, initials, words."""
    keys = [""] * grid.width
    samples = [
        [row[column].text for row in grid.rows if row[column].text.strip()]
        for column in range(grid.width)
    ]
    for column, texts in enumerate(samples):
        for key, is_like in _LIKE.items():
            if key not in keys and texts and sum(map(is_like, texts)) * 2 > len(texts):
                keys[column] = key
                break
    longest = sorted(
        (column for column in range(grid.width) if not keys[column]),
        key=lambda column: -sum(map(len, samples[column])),
    )
    for column, key in zip(longest, ("title", "result"), strict=False):
        keys[column] = key
    return keys


_MONTH = re.compile(
    r"январ|феврал|март|апрел|\bма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|\d\d\.\d\d|в течение|ежегодно|ежемесячно|постоянно|график"
)
_INITIALS = re.compile(r"[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.|директор|куратор|педагог|учител")
_LIKE = {
    "number": is_number,
    "deadline": lambda text: len(text) < 90 and bool(_MONTH.search(text.casefold())),
    "responsibles": lambda text: len(text) < 150 and bool(_INITIALS.search(text)),
}
