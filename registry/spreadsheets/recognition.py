"""Finding the header of a table and the meaning of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
from registry.spreadsheets.table import Cell, Table, TableRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEADER_WITHIN = 20
LONGEST_TITLE = 200
_EXACT = 100
_CLOSE = 0.86
_NOT_LETTERS = re.compile(r"[^0-9a-zа-я]+")
_FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class Recognition:
    """Where the header stands and which column is which.

    `columns` maps the code of a column to its index; `unknown` are titles nobody claimed,
    `missing` the required columns not found. Without a header the index is None.
    """

    base: Base
    header_row_index: int | None
    columns: dict[str, int]
    titles: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]
    looks_like: Base | None = None

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
        return self.titles.get(code) or next(
            column.title for column in known_columns(self.base) if column.code == code
        )

    def _advice(self) -> str:
        if self.unknown:
            unknown = ", ".join(f"«{title}»" for title in self.unknown)
            return (
                f"В файле есть нераспознанные столбцы: {unknown}. Если это они, назовите их "
                "как в форме и загрузите файл снова."
            )
        return "Добавьте в файл столбец с таким названием или перенесите список в пустую форму."


def recognise(rows: Sequence[Sequence[Cell]], base: Base) -> Recognition:
    """Find the header among the first rows by the meaning of its titles."""
    found = _recognise(rows, base)
    if not found.missing and found.header_row_index is not None:
        return found
    other = Base.MENTEES if base is Base.MENTORS else Base.MENTORS
    as_other = _recognise(rows, other)
    is_other = as_other.header_row_index is not None and not as_other.missing
    return Recognition(**{**vars(found), "looks_like": other}) if is_other else found


def filled_rows(
    table: Table, recognition: Recognition
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows about people: the number in the file, and the cells by the code of the column.

    Left out are empty rows (a bare number counts as empty), the numbering row «1 2 3 4»,
    repeated headers and the sample row of our own form.
    """
    if recognition.header_row_index is None:
        return
    header = table.rows[recognition.header_row_index]
    for index in range(recognition.header_row_index + 1, len(table.rows)):
        row = table.rows[index]
        if _is_about_nobody(row, header, recognition):
            continue
        cells = {
            code: row[at] if at < len(row) else None
            for code, at in recognition.columns.items()
        }
        yield table.number_of(index), cells


@lru_cache(maxsize=2048)
def title_key(title: str) -> str:
    """A title without case, «ё», signs, line breaks and doubled spaces."""
    folded = title.casefold().replace("ё", "е").replace("№", " номер ")
    folded = (
        folded.replace("e-mail", "email")
        .replace("ф.и.о", "фио")
        .replace("ф. и. о", "фио")
    )
    return _NOT_LETTERS.sub(" ", folded).strip()


def _recognise(rows: Sequence[Sequence[Cell]], base: Base) -> Recognition:
    candidates = [
        (index, _claimed(row, base)) for index, row in enumerate(rows[:HEADER_WITHIN])
    ]
    index, columns = max(candidates, key=lambda item: len(item[1]), default=(0, {}))
    if len(columns) < _FEWEST_COLUMNS:
        return Recognition(base, None, {}, {}, (), _missing({}, base))
    header = rows[index]
    taken = set(columns.values())
    unknown = tuple(
        _one_line(cell)
        for at, cell in enumerate(header)
        if cell is not None and at not in taken
    )
    titles = {code: _one_line(header[at]) for code, at in columns.items()}
    return Recognition(base, index, columns, titles, unknown, _missing(columns, base))


def _claimed(row: Sequence[Cell], base: Base) -> dict[str, int]:
    """Each column takes the title that suits it best; of two equals the left one."""
    claims: list[tuple[int, int, str]] = []
    for index, cell in enumerate(row):
        if isinstance(cell, str):
            claims += [
                (-score, index, code)
                for code, score in _scores(title_key(cell), base).items()
            ]
    columns: dict[str, int] = {}
    taken: set[int] = set()
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
        at: cell for at, cell in enumerate(row) if cell is not None and at != left_out
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


def _one_line(cell: Cell) -> str:
    return " ".join(str(cell).split())
