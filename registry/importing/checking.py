"""A table against the registry: a verdict for every row, and what the curator must know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from common.russian.dates import short_date
from registry.enums import RowVerdict
from registry.importing.identity import Finding, People, identity_of
from registry.importing.stored import stored_cell, stored_line
from registry.models.person import ADULT_AGE
from registry.spreadsheets.columns import Base, federal_columns
from registry.spreadsheets.fields import READERS
from registry.spreadsheets.lines import Line, MentorLine, StaffLine
from registry.spreadsheets.recognition import (
    NOTHING_TOLD,
    Recognition,
    Sifted,
    Told,
    likely_header,
    recognise,
    sifted_rows,
)
from registry.spreadsheets.table import Cell, Table, TableRefused

# What the columns of the database hold, in characters.
NAME_LIMIT = 80
LIMITS = {
    "workplace": 300,
    "counterpart_workplace": 300,
    "time_resource": 200,
    "group": 40,
    "post": 200,
}
NOTES_SHOWN = 5
SAMPLE_LENGTH = 60
_OWN_SERVICE = frozenset({"number"})
_is_url = URLValidator(schemes=["http", "https"])


@dataclass
class CheckedRow:
    """One row with its verdict; `person` is the key of the known person."""

    number: int
    cells: list[object]
    verdict: RowVerdict = RowVerdict.NEW
    line: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, object]] = field(default_factory=list)
    person: int | None = None

    def complain(self, column: str, message: str, *, is_fatal: bool = False) -> None:
        """Add what is wrong in which column."""
        self.problems.append(
            {"column": column, "message": message, "is_fatal": is_fatal}
        )

    def offer(self, column: str, message: str) -> None:
        """Say whom of the staff the row is taken for; the curator may say no."""
        self.problems.append(
            {"column": column, "message": message, "is_fatal": False, "is_offer": True}
        )

    def decide(self) -> None:
        """Settle the verdict from the problems and the person."""
        if any(problem["is_fatal"] for problem in self.problems):
            self.verdict = RowVerdict.REJECTED
        elif self.problems:
            self.verdict = RowVerdict.WARNING
        else:
            self.verdict = RowVerdict.KNOWN if self.person else RowVerdict.NEW


@dataclass(frozen=True)
class Checked:
    """The outcome for a whole table.

    `layout` are the columns in the file's order: the code or "", the title, a sample.
    """

    rows: list[CheckedRow]
    layout: list[list[str]]
    notes: list[str]

    @property
    def rejected_count(self) -> int:
        return sum(1 for row in self.rows if row.verdict is RowVerdict.REJECTED)

    @property
    def accepted_count(self) -> int:
        return len(self.rows) - self.rejected_count


def check(
    table: Table,
    base: Base,
    people: People,
    *,
    today: date,
    show: Callable[[int, int], None],
    told: Told = NOTHING_TOLD,
) -> Checked:
    """Check every row; TableRefused when the table as a whole cannot be taken.

    `show(done, total)` is called now and then; `told` is what the curator said of the
    columns. Raises ColumnsRefused when the columns are the reason.
    """
    table = without_nul(table)
    recognition = recognise(table.rows, base, told)
    if recognition.refusal:
        raise ColumnsRefused(recognition.refusal, _layout(table, recognition))
    sifted = sifted_rows(table, recognition)
    reading = READERS[base](table, recognition, today=today, people=sifted.people)
    rows = {
        number: CheckedRow(number, _cells(table, recognition, number))
        for number, _ in sifted.people
    }
    for problem in reading.problems:
        rows[problem.row].complain(
            problem.column, problem.message, is_fatal=problem.is_fatal
        )
    claimed: dict[int, int] = {}
    for done, line in enumerate(reading.lines, start=1):
        _look_at(rows[line.row], line, recognition, people, claimed)
        if done % 250 == 0:
            show(done, len(rows))
    for row in rows.values():
        row.decide()
    return Checked(
        list(rows.values()),
        _layout(table, recognition),
        _notes(table, recognition, sifted, reading.lines),
    )


class ColumnsRefused(TableRefused):
    """The columns do not allow it; `layout` is what the curator may put right."""

    def __init__(self, reason: str, layout: list[list[str]]) -> None:
        super().__init__(reason)
        self.layout = layout


def without_nul(table: Table) -> Table:
    """The table without the one character PostgreSQL cannot keep."""
    rows = [
        [cell.replace("\x00", "") if isinstance(cell, str) else cell for cell in row]
        for row in table.rows
    ]
    return Table(rows, table.sheet, table.first_row, table.other_sheets)


def found_for(line: Line, people: People) -> Finding:
    """Return who of the known people the line is about."""
    identity = identity_of(line.name.full(), line.birth, line.contacts)
    if isinstance(line, StaffLine):
        return people.find_staff(identity)
    if isinstance(line, MentorLine) and not _is_minor(line):
        return people.find_mentor(identity, is_another=line.is_another)
    return people.find(identity)


def _is_minor(line: Line) -> bool:
    """Whether the row is about a pupil: nobody of the staff is one."""
    if line.birth is None:
        return False
    year = line.birth_year or (line.birth_on.year if line.birth_on else 0)
    return year > timezone.localdate().year - ADULT_AGE


def _look_at(
    row: CheckedRow,
    line: Line,
    recognition: Recognition,
    people: People,
    claimed: dict[int, int],
) -> None:
    name_title = recognition.title_of(
        "full_name" if "full_name" in recognition.columns else "last_name"
    )
    name = line.name
    if max(len(name.last), len(name.first), len(name.patronymic)) > NAME_LIMIT:
        row.complain(
            name_title,
            f"Слово в имени длиннее {NAME_LIMIT} букв. Проверьте, нет ли в ячейке лишнего.",
            is_fatal=True,
        )
        return
    finding = found_for(line, people)
    if finding.doubt:
        row.complain(name_title, finding.doubt, is_fatal=finding.is_ambiguous)
    if finding.key is not None and finding.key in claimed:
        row.complain(
            name_title,
            f"Повтор: по реестру это тот же человек, что в строке {claimed[finding.key]}."
            " Оставьте одну строку или уточните даты рождения.",
            is_fatal=True,
        )
        return
    if finding.offer:
        row.offer(name_title, finding.offer)
    if finding.key is not None:
        claimed[finding.key] = line.row
    row.person = finding.key
    _measure(row, line, recognition)
    row.line = stored_line(line)


def _measure(row: CheckedRow, line: Line, recognition: Recognition) -> None:
    for code, limit in LIMITS.items():
        text = getattr(line, code, "")
        if len(text) > limit:
            row.complain(
                recognition.title_of(code),
                f"Слишком длинно: сохранятся первые {limit} знаков.",
            )
    if line.case_link and not is_address(line.case_link):
        row.complain(
            recognition.title_of("case_link"),
            f"«{line.case_link[:60]}» — не адрес страницы. Ссылка не будет загружена.",
        )


def is_address(text: str) -> bool:
    """Whether the text is one address of a page, short enough to be kept."""
    try:
        _is_url(text)
    except ValidationError:
        return False
    return len(text) <= 200


def _cells(table: Table, recognition: Recognition, number: int) -> list[object]:
    row = table.rows[number - table.first_row]
    width = _width(table, recognition)
    padded: list[Cell] = [*row[:width], *[None] * (width - len(row))]
    return [stored_cell(cell) for cell in padded]


def _width(table: Table, recognition: Recognition) -> int:
    at = recognition.header_row_index or 0
    return max(len(table.rows[at]), len(recognition.header))


def _layout(table: Table, recognition: Recognition) -> list[list[str]]:
    codes = {at: code for code, at in recognition.columns.items()}
    index, header = recognition.header_row_index, recognition.header
    if index is None:
        index, header = likely_header(table.rows)
    if index is None:
        return []
    below = table.rows[index + 1 :]
    return [
        [
            codes.get(at, ""),
            "" if cell is None else " ".join(str(cell).split()),
            _sample(below, at),
        ]
        for at, cell in enumerate(header)
    ]


def _sample(rows: Sequence[Sequence[Cell]], index: int) -> str:
    """What stands in the column first: it shows what the column is about."""
    filled = (row[index] for row in rows if index < len(row) and row[index] is not None)
    cell = next(filled, "")
    text = short_date(cell) if isinstance(cell, date) else " ".join(str(cell).split())
    return text[:SAMPLE_LENGTH]


def _notes(
    table: Table, recognition: Recognition, sifted: Sifted, lines: Sequence[Line]
) -> list[str]:
    notes = list(recognition.remarks)
    absent = [
        f"«{column.title}»"
        for column in federal_columns(recognition.base)
        if column.code not in recognition.columns
        and column.code not in _OWN_SERVICE
        and not any(code in recognition.columns for code in column.instead)
    ]
    if sifted.notes:
        notes.append(_passed_over(sifted.notes))
    if absent:
        noun = "Столбец не найден" if len(absent) == 1 else "Столбцы не найдены"
        notes.append(f"{noun}: {', '.join(absent)}. Эти сведения останутся пустыми.")
    if table.other_sheets:
        others = ", ".join(f"«{name}»" for name in table.other_sheets)
        notes.append(
            f"Прочитан лист «{table.sheet}». Другие листы не загружаются: {others}."
        )
    if not recognition.base.is_federal:
        return notes
    if any(line.counterparts for line in lines):
        notes.append(
            "Пары из таблицы сохранятся в карточках как сведения. Сами пары создаются"
            " на портале и закрепляются приказом."
        )
    if any(line.has_consent for line in lines):
        notes.append(
            "Отметка о согласии в таблице не заменяет само согласие: запишите бумажные"
            " согласия списком на странице «Согласия»."
        )
    return notes


def _passed_over(told: Sequence[tuple[int, str]]) -> str:
    """Name the rows about nobody, so that every row of the file is accounted for."""
    shown = "; ".join(f"{number} — «{text}»" for number, text in told[:NOTES_SHOWN])
    rest = len(told) - NOTES_SHOWN
    more = f" и ещё {rest}" if rest > 0 else ""
    return f"Строки не о людях, они не загружаются: {shown}{more}."
