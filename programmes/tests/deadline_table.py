"""Every raw deadline of the five source roadmaps, as understood (requirements C.1)."""

from __future__ import annotations

from datetime import date

from programmes.deadlines import (
    UNSPECIFIED,
    Deadline,
    DeadlineKind,
    Month,
    Operator,
    Recurrence,
)

YEAR = {"cycle_start": date(2023, 9, 1), "cycle_end": date(2024, 6, 30)}
PROGRAMMES = Deadline(DeadlineKind.PROGRAMME_SCHEDULE)


def in_months(
    kind: DeadlineKind,
    *texts: str,
    raw: str = "",
    alternatives: tuple[DeadlineKind, ...] = (),
) -> Deadline:
    months = tuple(Month.parse(text) for text in texts)
    return Deadline(kind, months=months, raw=raw, alternatives=alternatives)


def to_start(months_from: int, months_to: int) -> Deadline:
    return Deadline(
        DeadlineKind.RELATIVE_TO_START,
        anchor="programme_start",
        months_from=months_from,
        months_to=months_to,
    )


TO_ORDER = Deadline(
    DeadlineKind.RELATIVE_TO_ORDER, anchor="order_cmn_introduction", months_to=1
)

# Rows of the table C.1 of the requirements: deadline, its first day, its last day.
TABLE = {
    "В течение первого месяца": (
        to_start(1, 1),
        date(2023, 9, 1),
        date(2023, 9, 30),
    ),
    "В течение первого-второго месяца": (
        to_start(1, 2),
        date(2023, 9, 1),
        date(2023, 10, 31),
    ),
    "В течение месяца после издания приказа о внедрении": (
        TO_ORDER,
        date(2023, 9, 25),
        date(2023, 10, 25),
    ),
    "до 25.09.2023": (
        Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 25)),
        None,
        date(2023, 9, 25),
    ),
    "30.09.2023": (
        Deadline(DeadlineKind.ON_DATE, day=date(2023, 9, 30)),
        date(2023, 9, 30),
        date(2023, 9, 30),
    ),
    "в течение всего периода реализации ЦМН": (
        Deadline(DeadlineKind.WHOLE_PERIOD),
        date(2023, 9, 1),
        date(2024, 6, 30),
    ),
    "до 30.09.2023": (
        Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 30)),
        None,
        date(2023, 9, 30),
    ),
    "сентябрь - декабрь 2023 г.": (
        in_months(DeadlineKind.MONTH_RANGE, "2023-09", "2023-12"),
        date(2023, 9, 1),
        date(2023, 12, 31),
    ),
    "Сентябрь 2023 г.": (
        in_months(DeadlineKind.MONTH, "2023-09"),
        date(2023, 9, 1),
        date(2023, 9, 30),
    ),
    "до 30 сентября 2023 г.": (
        Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 30)),
        None,
        date(2023, 9, 30),
    ),
    "До 30 сентября 2023 г.": (
        Deadline(DeadlineKind.BY_DATE, day=date(2023, 9, 30)),
        None,
        date(2023, 9, 30),
    ),
    "по отдельному графику": (Deadline(DeadlineKind.SEPARATE_SCHEDULE), None, None),
    "до 15 октября 2022 г.": (
        Deadline(DeadlineKind.BY_DATE, day=date(2022, 10, 15)),
        None,
        date(2022, 10, 15),
    ),
    "в соответствии со сроками реализации программ наставничества": (
        PROGRAMMES,
        None,
        None,
    ),
    "в соответствии со сроками … или май –июнь 2024 г.": (
        Deadline(
            DeadlineKind.COMPOUND,
            operator=Operator.OR,
            parts=(
                PROGRAMMES,
                in_months(DeadlineKind.MONTH_RANGE, "2024-05", "2024-06"),
            ),
        ),
        date(2024, 5, 1),
        date(2024, 6, 30),
    ),
    "Декабрь 2023 г., май 2024 г.": (
        in_months(DeadlineKind.MONTH_LIST, "2023-12", "2024-05"),
        date(2023, 12, 1),
        date(2024, 5, 31),
    ),
    "Январь-июнь 2024 г.": (
        in_months(DeadlineKind.MONTH_RANGE, "2024-01", "2024-06"),
        date(2024, 1, 1),
        date(2024, 6, 30),
    ),
    "Июнь 2024 г.": (
        in_months(DeadlineKind.MONTH, "2024-06"),
        date(2024, 6, 1),
        date(2024, 6, 30),
    ),
    "В течение всего периода внедрения ЦМН": (
        Deadline(DeadlineKind.WHOLE_PERIOD),
        date(2023, 9, 1),
        date(2024, 6, 30),
    ),
    "В течение учебного года": (
        Deadline(DeadlineKind.ACADEMIC_YEAR),
        date(2023, 9, 1),
        date(2024, 8, 31),
    ),
    "Сентябрь- октябрь": (
        in_months(DeadlineKind.MONTH_RANGE, "09", "10"),
        date(2023, 9, 1),
        date(2023, 10, 31),
    ),
    "Сентябрь": (
        in_months(DeadlineKind.MONTH, "09"),
        date(2023, 9, 1),
        date(2023, 9, 30),
    ),
    "Октябрь": (
        in_months(DeadlineKind.MONTH, "10"),
        date(2023, 10, 1),
        date(2023, 10, 31),
    ),
    "Сентябрь - Октябрь": (
        in_months(DeadlineKind.MONTH_RANGE, "09", "10"),
        date(2023, 9, 1),
        date(2023, 10, 31),
    ),
    "Ноябрь": (
        in_months(DeadlineKind.MONTH, "11"),
        date(2023, 11, 1),
        date(2023, 11, 30),
    ),
    "Декабрь Июнь": (
        in_months(
            DeadlineKind.MONTH_RANGE,
            "12",
            "06",
            alternatives=(DeadlineKind.MONTH_LIST,),
        ),
        date(2023, 12, 1),
        date(2024, 6, 30),
    ),
    "отчетного периода Июнь": (
        Deadline(
            DeadlineKind.COMPOUND,
            operator=Operator.AND,
            is_truncated=True,
            parts=(
                Deadline(DeadlineKind.ILLEGIBLE, raw="отчетного периода"),
                in_months(DeadlineKind.MONTH, "06", raw="Июнь"),
            ),
        ),
        date(2024, 6, 1),
        date(2024, 6, 30),
    ),
    "декабрь 2020 года": (
        in_months(DeadlineKind.MONTH, "2020-12"),
        date(2020, 12, 1),
        date(2020, 12, 31),
    ),
    "20 декабря 2020 года": (
        Deadline(DeadlineKind.ON_DATE, day=date(2020, 12, 20)),
        date(2020, 12, 20),
        date(2020, 12, 20),
    ),
    "после завершения круглого стола": (
        Deadline(DeadlineKind.RELATIVE_TO_EVENT, anchor="round_table"),
        None,
        None,
    ),
    "не менее одного раза в год": (
        Deadline(DeadlineKind.RECURRING, every=Recurrence.YEAR),
        date(2023, 9, 1),
        date(2024, 6, 30),
    ),
    "ежемесячные планы": (
        Deadline(DeadlineKind.RECURRING, every=Recurrence.MONTH),
        date(2023, 9, 1),
        date(2024, 6, 30),
    ),
    "(пустая ячейка)": (UNSPECIFIED, None, None),
    # In none of the five, yet plans of pairs need it.
    "2-4 октября": (
        Deadline(
            DeadlineKind.DATE_RANGE, day=date(2023, 10, 2), last_day=date(2023, 10, 4)
        ),
        date(2023, 10, 2),
        date(2023, 10, 4),
    ),
    "(обрывок)": (Deadline(DeadlineKind.ILLEGIBLE), None, None),
}
