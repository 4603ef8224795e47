"""Finding the header of a table and the meaning of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from registry.spreadsheets.columns import (
    SAMPLE_MARK,
    SAMPLE_NAMES,
    Base,
    Column,
    known_columns,
)
from registry.spreadsheets.notes import note_in, one_line, section_in
from registry.spreadsheets.table import Cell, Table, TableRefused
from registry.spreadsheets.titles import joined_titles, title_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEADER_WITHIN = 20
LONGEST_TITLE = 200
_EXACT = 100
_CLOSE = 0.86
_FEWEST_COLUMNS = 2
_DASHES = re.compile(r"\s*[-‐‑–—−]{1,3}\s*")
# Here a dash is an answer: «no».
_DASH_SPEAKS = frozenset({"consent"})


@dataclass(frozen=True)
class Told:
    """What the curator said of the columns: a code, or "" for «do not load».

    `by_title` is remembered from earlier tables, keyed by `title_key`; `by_index` was
    said of this very table and wins.
    """

    by_title: Mapping[str, str] = field(default_factory=dict)
    by_index: Mapping[int, str] = field(default_factory=dict)

    def of(self, index: int, title: str) -> str | None:
        """The code said of the column; None when nothing was."""
        said = self.by_index.get(index)
        return self.by_title.get(title_key(title)) if said is None else said


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Recognition:
    """Where the header stands and which column is which.

    `columns` maps the code of a column to its index; `unknown` are titles nobody claimed,
    `missing` the required columns not found. Without a header the index is None. `header`
    are the titles as understood: of a header in two rows each title is put together.
    """

    base: Base
    header_row_index: int | None
    columns: dict[str, int]
    titles: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]
    looks_like: Base | None = None
    header: tuple[Cell, ...] = ()

    @property
    def refusal(self) -> str:
        """Why the table cannot be taken and what to do; empty when it can."""
        if self.looks_like is not None:
            return (
                f"Похоже, это {self.looks_like.title}, а нужна {self.base.title}. "
                "Загрузите файл в другом разделе или выберите другой файл."
            )
        if self.header_row_index is None:
            return (
                f"В первых {HEADER_WITHIN} строках не нашлось заголовков столбцов. "
                "Скачайте пустую форму и перенесите в неё список."
            )
        if not self.missing:
            return ""
        names = ", ".join(f"«{column.title}»" for column in self.missing)
        noun = "Не найден столбец" if len(self.missing) == 1 else "Не найдены столбцы"
        return f"{noun} {names}. {self._advice()}"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the person should know though the table can be taken."""
        if not self.unknown:
            return ()
        names = ", ".join(f"«{title}»" for title in self.unknown)
        if len(self.unknown) == 1:
            return (f"Столбец не распознан и не будет загружен: {names}.",)
        return (f"Столбцы не распознаны и не будут загружены: {names}.",)

    def require(self) -> None:
        """Raise TableRefused with the refusal, if there is one."""
        if self.refusal:
            raise TableRefused(self.refusal)

    def title_of(self, code: str) -> str:
        """The title the column bears in this file, else the federal one."""
        titles = (each.title for each in known_columns(self.base) if each.code == code)
        return self.titles.get(code) or next(titles, "ФИО")

    def _advice(self) -> str:
        if self.unknown:
            unknown = ", ".join(f"«{title}»" for title in self.unknown)
            return (
                f"В файле есть нераспознанные столбцы: {unknown}. Если это они, скажите"
                " это на странице «Столбцы» или назовите их как в форме и загрузите файл снова."
            )
        return "Добавьте в файл столбец с таким названием или перенесите список в пустую форму."


def recognise(
    rows: Sequence[Sequence[Cell]], base: Base, told: Told = NOTHING_TOLD
) -> Recognition:
    """Find the header among the first rows by the meaning of its titles."""
    found = _recognise(rows, base, told)
    is_whole = not found.missing and found.header_row_index is not None
    if is_whole or not base.is_federal or told.by_index:
        return found
    other = Base.MENTEES if base is Base.MENTORS else Base.MENTORS
    as_other = _recognise(rows, other, NOTHING_TOLD)
    is_other = as_other.header_row_index is not None and not as_other.missing
    return Recognition(**{**vars(found), "looks_like": other}) if is_other else found


def filled_rows(
    table: Table, recognition: Recognition
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows about people: the number in the file, and the cells by the code of the column.

    Left out are empty rows (a bare number and dashes count as empty), the numbering row
    «1 2 3 4», repeated headers, the sample row of our own form, and notes. A class
    that stands as a row of its own is the class of those below it.
    """
    return iter(sifted_rows(table, recognition).people)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The rows below the header: about people, by code, and the others that say something.

    Others are about nobody: «Всего: 25», «Директор ____».
    """

    people: list[tuple[int, dict[str, Cell]]]
    notes: list[tuple[int, str]]


def sifted_rows(table: Table, recognition: Recognition) -> Sifted:
    """Look at each row below the header once; see `filled_rows`."""
    found = Sifted([], [])
    section = ""
    heads = {recognition.columns.get(code, 0) for code in ("full_name", "last_name")}
    for index, row in _rows_below(table, recognition):
        number = table.number_of(index)
        if note := note_in(row, heads):
            section = section_in(row) or section
            found.notes.append((number, note))
            continue
        cells = {
            code: _told_cell(code, row[at]) if at < len(row) else None
            for code, at in recognition.columns.items()
        }
        if section and cells.get("group") is None:
            cells["group"] = section
        found.people.append((number, cells))
    return found


def _rows_below(
    table: Table, recognition: Recognition
) -> Iterator[tuple[int, Sequence[Cell]]]:
    if recognition.header_row_index is None:
        return
    for index in range(recognition.header_row_index + 1, len(table.rows)):
        row = table.rows[index]
        if not _is_about_nobody(row, recognition.header, recognition):
            yield index, row


def _told_cell(code: str, cell: Cell) -> Cell:
    is_dash = isinstance(cell, str) and _DASHES.fullmatch(cell)
    return None if is_dash and code not in _DASH_SPEAKS else cell


def _recognise(rows: Sequence[Sequence[Cell]], base: Base, told: Told) -> Recognition:
    index, header = _header(rows[:HEADER_WITHIN], base, Told(told.by_title))
    if index is None and told.by_index:
        index, header = likely_header(rows)
    if index is None:
        return Recognition(base, None, {}, {}, (), _missing({}, base))
    columns = _claimed(header, base, told)
    taken = set(columns.values())
    unknown = tuple(
        one_line(cell)
        for at, cell in enumerate(header)
        if cell is not None and at not in taken and told.of(at, str(cell)) is None
    )
    titles = {
        code: one_line(header[at]) if at < len(header) and header[at] else ""
        for code, at in columns.items()
    }
    missing = _missing(columns, base)
    return Recognition(base, index, columns, titles, unknown, missing, header=header)


def likely_header(
    rows: Sequence[Sequence[Cell]],
) -> tuple[int | None, tuple[Cell, ...]]:
    """Where the header would stand if its titles said nothing: the first fullest row."""
    texts = [sum(isinstance(cell, str) for cell in row) for row in rows[:HEADER_WITHIN]]
    most = max(texts, default=0)
    if most < _FEWEST_COLUMNS:
        return None, ()
    return texts.index(most), tuple(rows[texts.index(most)])


def _header(
    rows: Sequence[Sequence[Cell]], base: Base, told: Told
) -> tuple[int | None, tuple[Cell, ...]]:
    """Where the header stands and its titles; no index when there is none.

    The row whose titles explain most; two rows together when that explains more.
    """
    explained = [len(_claimed(row, base, told)) for row in rows]
    best = max(explained, default=0)
    if best < _FEWEST_COLUMNS:
        return None, ()
    for index in range(len(rows) - 1):
        if explained[index + 1] < _FEWEST_COLUMNS:
            continue
        joined = joined_titles(rows[index], rows[index + 1])
        count = len(_claimed(joined, base, told)) if joined else 0
        if count >= best and count > explained[index]:
            return index + 1, joined or ()
    index = explained.index(best)
    return index, tuple(rows[index])


def _claimed(row: Sequence[Cell], base: Base, told: Told) -> dict[str, int]:
    """Each column takes the title that suits it best; of two equals the left one.

    What the curator said goes before anything recognised.
    """
    claims: list[tuple[int, int, str]] = []
    columns: dict[str, int] = {}
    taken: set[int] = set()
    codes = {column.code for column in known_columns(base)}
    for index, cell in enumerate(row):
        if not isinstance(cell, str):
            continue
        said = told.of(index, cell)
        if said is not None:
            taken.add(index)
            if said in codes and said not in columns:
                columns[said] = index
            continue
        claims += [
            (-score, index, code)
            for code, score in _scores(title_key(cell), base).items()
        ]
    for _, index, code in sorted(claims):
        if code not in columns and index not in taken:
            columns[code] = index
            taken.add(index)
    return columns


@lru_cache(maxsize=2048)
def _scores(key: str, base: Base) -> dict[str, int]:
    """How well the title suits each column: an exact title beats any number of stems."""
    exact = _exact_titles(base)
    if key in exact:
        return {exact[key]: _EXACT}
    words = key.split()
    # A sentence is not a title, whatever words it is made of.
    if not words or len(words) > 15 or len(key) > LONGEST_TITLE:
        return {}
    scores = {column.code: _stem_score(column, words) for column in known_columns(base)}
    scores = {code: score for code, score in scores.items() if score}
    if not scores and (close := get_close_matches(key, exact, n=1, cutoff=_CLOSE)):
        return {exact[close[0]]: 1}
    return scores


def _stem_score(column: Column, words: list[str]) -> int:
    if any(word.startswith(stem) for word in words for stem in column.veto):
        return 0
    matched = (
        len(stems)
        for stems in column.stems
        if all(any(word.startswith(stem) for word in words) for stem in stems)
    )
    return max(matched, default=0)


@cache
def _exact_titles(base: Base) -> dict[str, str]:
    titles: dict[str, str] = {}
    for column in known_columns(base):
        for title in (column.title, *column.synonyms):
            titles.setdefault(title_key(title), column.code)
    return titles


def _missing(columns: dict[str, int], base: Base) -> tuple[Column, ...]:
    return tuple(
        column
        for column in known_columns(base)
        if column.required
        and column.code not in columns
        and not (column.instead and all(code in columns for code in column.instead))
    )


def _is_about_nobody(
    row: Sequence[Cell], header: Sequence[Cell], recognition: Recognition
) -> bool:
    number_at = recognition.columns.get("number")
    first = row[number_at] if number_at is not None and number_at < len(row) else None
    if first == SAMPLE_MARK and SAMPLE_NAMES[recognition.base] in row:
        return True
    has_bare_number = first is not None and not any(
        sign.isalpha() for sign in str(first)
    )
    left_out = number_at if has_bare_number else None
    filled = {
        at: cell
        for at, cell in enumerate(row)
        if _told_cell("", cell) is not None and at != left_out
    }
    return not filled or _is_numbering(row) or _repeats_header(filled, header)


def _is_numbering(row: Sequence[Cell]) -> bool:
    """«1 2 3 4 …» under the header."""
    numbers = [str(cell).strip(" .()") for cell in row if cell is not None]
    return len(numbers) > 2 and numbers == [
        str(at) for at in range(1, len(numbers) + 1)
    ]


def _repeats_header(filled: Mapping[int, Cell], header: Sequence[Cell]) -> bool:
    same = sum(
        1
        for at, cell in filled.items()
        if at < len(header) and title_key(str(cell)) == title_key(str(header[at]))
    )
    return same >= _FEWEST_COLUMNS and same * 2 > len(filled)
