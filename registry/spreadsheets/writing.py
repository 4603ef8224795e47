"""The blank forms of the two bases and of the lists: their columns, a sample row, advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.tables import Cell, Sheet, workbook_of
from registry.spreadsheets.columns import (
    EXTRA_COLUMNS,
    SAMPLE_MARK,
    SAMPLE_NAMES,
    Base,
    Column,
    federal_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAMPLES: dict[Base, dict[str, Cell]] = {
    Base.MENTORS: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.MENTORS],
        "contacts": "+7 900 000-00-00, a.obraztsova@example.ru",
        "workplace": "Учитель математики",
        "competences": "подготовка к экзаменам; проектная работа; публичные выступления",
        "achievements": "Победители муниципальной олимпиады, 2025 г.",
        "interests": "шахматы; туризм",
        "desired_age": "7–9 классы",
        "time_resource": "2 часа в неделю",
        "joined_on": "01.09.2026",
        "form": "педагог – ученик",
        "capacity": 2,
        "birth_date": "15.03.1985",
        "consent_on": "01.09.2026",
        "consent": "да",
    },
    Base.MENTEES: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.MENTEES],
        "contacts": "Примерова Ольга Юрьевна, мать, +7 900 000-00-00",
        "birth_year": 2012,
        "request": "Подготовиться к олимпиаде по математике",
        "joined_on": "01.09.2026",
        "form": "ученик – ученик",
        "group": "8А",
        "guardian_name": "Примерова Ольга Юрьевна",
        "guardian_phone": "+7 900 000-00-00",
        "consent_on": "01.09.2026",
        "consent": "да",
    },
    Base.PUPILS: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.PUPILS],
        "birth_date": "15.03.2012",
        "group": "8А",
        "guardian_name": "Примерова Ольга Юрьевна",
        "guardian_phone": "+7 900 000-00-00",
    },
    Base.STAFF: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.STAFF],
        "post": "Учитель математики",
        "email": "a.obraztsova@example.ru",
        "phone": "+7 900 000-00-00",
    },
}
_EXTRAS: dict[Base, tuple[str, ...]] = {
    Base.PUPILS: (),
    Base.STAFF: (),
    Base.MENTORS: ("birth_date", "capacity", "consent", "consent_on"),
    Base.MENTEES: (
        "group",
        "birth_date",
        "guardian_name",
        "guardian_phone",
        "guardian_email",
        "consent",
        "consent_on",
    ),
}
_ADVICE = (
    "Список начинается под строкой «пример»: она показывает, как заполнять, и не загружается.",
    "В одной строке — один человек. Фамилию, имя и отчество пишите полностью.",
    "Даты пишите так: 01.09.2026. Год рождения — четырьмя цифрами.",
    "Несколько компетенций или интересов разделяйте точкой с запятой.",
    "Столбцы можно менять местами и пропускать, названия лучше не менять.",
    "Пустые строки и повторённые заголовки пропускаются.",
)


def blank_form(base: Base, *, with_extras: bool = False) -> bytes:
    """An XLSX with the federal columns, a sample row and a sheet of advice.

    With extras come the columns the portal can use besides: class, representative,
    number of places, consent.
    """
    columns = [*federal_columns(base), *(_extras(base) if with_extras else ())]
    sample = [_SAMPLES[base].get(column.code) for column in columns]
    titles = [column.title for column in columns]
    advice = [[line] for line in _ADVICE]
    return workbook_of(
        Sheet(base.title.capitalize(), titles, [sample]),
        Sheet("Как заполнять", ["Как заполнять"], advice),
    )


def _extras(base: Base) -> tuple[Column, ...]:
    by_code: Mapping[str, Column] = {column.code: column for column in EXTRA_COLUMNS}
    return tuple(by_code[code] for code in _EXTRAS[base])
