"""Printed deadlines and what is understood of them (R-251, R-252, domain notes 6.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from programmes.deadlines import (
    Deadline,
    DeadlineKind,
    Month,
    MonthDay,
    Operator,
    Recurrence,
)

Kind = DeadlineKind
YEAR, HALF, QUARTER = Recurrence.YEAR, Recurrence.HALF_YEAR, Recurrence.QUARTER
TERM, MONTH, WEEK = Recurrence.TERM, Recurrence.MONTH, Recurrence.WEEK


def months(kind: Kind, *texts: str, **more: Any) -> Deadline:
    return Deadline(kind, months=tuple(Month.parse(text) for text in texts), **more)


def on(day: date | MonthDay) -> Deadline:
    return Deadline(Kind.ON_DATE, day=day)


def by(day: date | MonthDay, **more: Any) -> Deadline:
    return Deadline(Kind.BY_DATE, day=day, **more)


def between(first: date | MonthDay, last: date | MonthDay) -> Deadline:
    return Deadline(Kind.DATE_RANGE, day=first, last_day=last)


def every(how_often: Recurrence, **more: Any) -> Deadline:
    return Deadline(Kind.RECURRING, every=how_often, **more)


def event(anchor: str, **more: Any) -> Deadline:
    return Deadline(Kind.RELATIVE_TO_EVENT, anchor=anchor, **more)


def order(anchor: str, **more: Any) -> Deadline:
    return Deadline(Kind.RELATIVE_TO_ORDER, anchor=anchor, **more)


def start(**more: Any) -> Deadline:
    return Deadline(Kind.RELATIVE_TO_START, anchor="programme_start", **more)


ACADEMIC, WHOLE = Deadline(Kind.ACADEMIC_YEAR), Deadline(Kind.WHOLE_PERIOD)
SEPARATE = Deadline(Kind.SEPARATE_SCHEDULE)
PROGRAMME = Deadline(Kind.PROGRAMME_SCHEDULE)
ILLEGIBLE = Deadline(Kind.ILLEGIBLE)

# Raw text → (what is understood, in words).
TABLE: dict[str, tuple[Deadline, str]] = {
    # Exact days.
    "до 25.09.2023": (by(date(2023, 9, 25)), "до 25 сентября 2023 г."),
    "30.09.2023": (on(date(2023, 9, 30)), "30 сентября 2023 г."),
    "20 декабря 2020 года": (on(date(2020, 12, 20)), "20 декабря 2020 г."),
    "До 30 сентября 2023 г.": (by(date(2023, 9, 30)), "до 30 сентября 2023 г."),
    "в срок до 31 марта 2022 года": (by(date(2022, 3, 31)), "до 31 марта 2022 г."),
    "не позднее 15 октября": (by(MonthDay(10, 15)), "до 15 октября"),
    "к 1 октября текущего года": (by(MonthDay(10, 1)), "до 1 октября"),
    "1 сентября": (on(MonthDay(9, 1)), "1 сентября"),
    "01.09": (on(MonthDay(9, 1)), "1 сентября"),
    "«31» 08. 2020 г.": (on(date(2020, 8, 31)), "31 августа 2020 г."),
    "31. 03. 22 г.": (on(date(2022, 3, 31)), "31 марта 2022 г."),
    "12 января2022 г.": (on(date(2022, 1, 12)), "12 января 2022 г."),
    "01. 09. 2025 г.": (on(date(2025, 9, 1)), "1 сентября 2025 г."),
    "20.09. 2022": (on(date(2022, 9, 20)), "20 сентября 2022 г."),
    "20 сентября 2022г.": (on(date(2022, 9, 20)), "20 сентября 2022 г."),
    "до 15.10.2024": (by(date(2024, 10, 15)), "до 15 октября 2024 г."),
    "2023-09-25 00:00:00": (on(date(2023, 9, 25)), "25 сентября 2023 г."),
    "до конца сентября": (by(MonthDay(9, 30)), "до 30 сентября"),
    # Stretches of days.
    "2-4 октября": (between(MonthDay(10, 2), MonthDay(10, 4)), "2–4 октября"),
    "13-20 ноября": (between(MonthDay(11, 13), MonthDay(11, 20)), "13–20 ноября"),
    "с 07 по 16 ноября 2022 г.": (
        between(date(2022, 11, 7), date(2022, 11, 16)),
        "7–16 ноября 2022 г.",
    ),
    "02–04.10.2023": (
        between(date(2023, 10, 2), date(2023, 10, 4)),
        "2–4 октября 2023 г.",
    ),
    "с 01.09 по 15.09": (between(MonthDay(9, 1), MonthDay(9, 15)), "1–15 сентября"),
    "25.09.2023 - 30.10.2023": (
        between(date(2023, 9, 25), date(2023, 10, 30)),
        "25 сентября – 30 октября 2023 г.",
    ),
    "28 декабря – 8 января 2024 г.": (
        between(date(2023, 12, 28), date(2024, 1, 8)),
        "28 декабря 2023 г. – 8 января 2024 г.",
    ),
    "первая неделя октября": (
        between(MonthDay(10, 1), MonthDay(10, 7)),
        "1–7 октября",
    ),
    "3-я декада ноября": (
        between(MonthDay(11, 21), MonthDay(11, 30)),
        "21–30 ноября",
    ),
    "конец октября 2023 г.": (
        between(date(2023, 10, 21), date(2023, 10, 31)),
        "21–31 октября 2023 г.",
    ),
    "вторая половина мая": (between(MonthDay(5, 16), MonthDay(5, 31)), "16–31 мая"),
    # Months.
    "Сентябрь": (months(Kind.MONTH, "09"), "сентябрь"),
    "в сентябре": (months(Kind.MONTH, "09"), "сентябрь"),
    "Февраль 2022": (months(Kind.MONTH, "2022-02"), "февраль 2022 г."),
    "Сентябрь 2023 г.": (months(Kind.MONTH, "2023-09"), "сентябрь 2023 г."),
    "декабрь 2020 года": (months(Kind.MONTH, "2020-12"), "декабрь 2020 г."),
    "Cентябрь": (months(Kind.MONTH, "09"), "сентябрь"),  # a Latin C
    "Сентябрь- октябрь": (months(Kind.MONTH_RANGE, "09", "10"), "сентябрь–октябрь"),
    "Сентябрь - Октябрь": (months(Kind.MONTH_RANGE, "09", "10"), "сентябрь–октябрь"),
    "Сентябр ь- декабр ь": (months(Kind.MONTH_RANGE, "09", "12"), "сентябрь–декабрь"),
    "сен-\nтябрь": (months(Kind.MONTH, "09"), "сентябрь"),
    "сент.–окт. 2023 г.": (
        months(Kind.MONTH_RANGE, "2023-09", "2023-10"),
        "сентябрь–октябрь 2023 г.",
    ),
    "сентябрь - декабрь 2023 г.": (
        months(Kind.MONTH_RANGE, "2023-09", "2023-12"),
        "сентябрь–декабрь 2023 г.",
    ),
    "май –июнь 2024 г.": (
        months(Kind.MONTH_RANGE, "2024-05", "2024-06"),
        "май–июнь 2024 г.",
    ),
    "сентябрь - май 2024 г.": (
        months(Kind.MONTH_RANGE, "2023-09", "2024-05"),
        "сентябрь 2023 г. – май 2024 г.",
    ),
    "с сентября по май": (months(Kind.MONTH_RANGE, "09", "05"), "сентябрь–май"),
    "(сентябрь 2022 г. - май 2024 г.)": (
        months(Kind.MONTH_RANGE, "2022-09", "2024-05"),
        "сентябрь 2022 г. – май 2024 г.",
    ),
    "Декабрь 2023 г., май 2024 г.": (
        months(Kind.MONTH_LIST, "2023-12", "2024-05"),
        "декабрь 2023 г., май 2024 г.",
    ),
    "октябрь, январь и апрель": (
        months(Kind.MONTH_LIST, "10", "01", "04"),
        "октябрь, январь, апрель",
    ),
    "Декабрь Июнь": (
        months(Kind.MONTH_RANGE, "12", "06", alternatives=(Kind.MONTH_LIST,)),
        "декабрь–июнь",
    ),
    "Май Июнь": (months(Kind.MONTH_RANGE, "05", "06"), "май–июнь"),
    "до октября": (
        by(MonthDay(9, 30), alternatives=(Kind.MONTH,)),
        "до 30 сентября",
    ),
    "Июнь -": (months(Kind.MONTH, "06", is_truncated=True), "июнь"),
    # Quarters, halves, years.
    "II квартал": (months(Kind.MONTH_RANGE, "04", "06"), "апрель–июнь"),
    "в IV квартале 2023 года": (
        months(Kind.MONTH_RANGE, "2023-10", "2023-12"),
        "октябрь–декабрь 2023 г.",
    ),
    "1-2 кв. 2024 г.": (
        months(Kind.MONTH_RANGE, "2024-01", "2024-06"),
        "январь–июнь 2024 г.",
    ),
    "I четверть": (months(Kind.MONTH_RANGE, "09", "10"), "сентябрь–октябрь"),
    "I полугодие": (
        months(Kind.MONTH_RANGE, "09", "12", alternatives=(Kind.MONTH_RANGE,)),
        "сентябрь–декабрь",
    ),
    "на 2021-2024г.г.": (
        months(Kind.MONTH_RANGE, "2021-01", "2024-12"),
        "январь 2021 г. – декабрь 2024 г.",
    ),
    "на 2020 – 2024 учебный год": (
        months(Kind.MONTH_RANGE, "2020-09", "2024-08"),
        "сентябрь 2020 г. – август 2024 г.",
    ),
    "2023/24 учебный год": (
        months(Kind.MONTH_RANGE, "2023-09", "2024-08"),
        "сентябрь 2023 г. – август 2024 г.",
    ),
    # Periods.
    "В течение учебного года": (ACADEMIC, "в течение учебного года"),
    "в течении года": (ACADEMIC, "в течение учебного года"),
    "В теч. уч. года": (ACADEMIC, "в течение учебного года"),
    "в течение всего периода реализации ЦМН": (WHOLE, "весь период программы"),
    "В течение всего периода внедрения ЦМН": (WHOLE, "весь период программы"),
    "постоянно": (WHOLE, "весь период программы"),
    "сентябрь, в течение года": (
        Deadline(
            Kind.COMPOUND,
            operator=Operator.AND,
            parts=(
                months(Kind.MONTH, "09", raw="сентябрь"),
                Deadline(Kind.ACADEMIC_YEAR, raw="в течение года"),
            ),
        ),
        "сентябрь и в течение учебного года",
    ),
    # Repetition.
    "Ежегодно": (every(YEAR), "ежегодно"),
    "не менее одного раза в год": (every(YEAR), "ежегодно"),
    "составляется ежегодно": (every(YEAR), "ежегодно"),
    "ежемесячные планы": (every(MONTH), "ежемесячно"),
    "ежеквартально": (every(QUARTER), "ежеквартально"),
    "раз в полугодие": (every(HALF), "каждое полугодие"),
    "1 раз в четверть": (every(TERM), "каждую учебную четверть"),
    "2 раза в год": (every(YEAR, times=2), "2 раза в год"),
    "дважды в год": (every(YEAR, times=2), "2 раза в год"),
    "ежемесячно до 5 числа": (
        every(MONTH, day_of_month=5),
        "ежемесячно до 5-го числа",
    ),
    "до 25-го числа каждого месяца": (
        every(MONTH, day_of_month=25),
        "ежемесячно до 25-го числа",
    ),
    "Каждый понедельник": (every(WEEK, weekday=1), "каждый понедельник"),
    "по пятницам": (every(WEEK, weekday=5), "каждую пятницу"),
    "еженедельно": (every(WEEK), "еженедельно"),
    "ежегодно до 1 сентября": (
        every(YEAR, day=MonthDay(9, 1)),
        "ежегодно до 1 сентября",
    ),
    "ежегодно в мае": (
        every(YEAR, months=(Month(5),)),
        "ежегодно: май",
    ),
    # Terms from something.
    "В течение первого месяца": (
        start(months_from=1, months_to=1),
        "первый месяц программы",
    ),
    "В течение первого-второго месяца": (
        start(months_from=1, months_to=2),
        "первый–второй месяц программы",
    ),
    "в течение первых трёх месяцев": (
        start(months_from=1, months_to=3),
        "первый–третий месяц программы",
    ),
    "в первые две недели": (start(days_to=14), "14 дней с начала программы"),
    "в течение недели с начала реализации программы": (
        start(days_to=7),
        "7 дней с начала программы",
    ),
    "В течение месяца после издания приказа о внедрении целевой модели": (
        order("order_cmn_introduction", months_to=1),
        "месяц после приказа о внедрении",
    ),
    "в течение месяца после приказа о закреплении пар": (
        order("order_pairs", months_to=1),
        "месяц после приказа о закреплении пар",
    ),
    "не позднее 5 рабочих дней со дня издания приказа": (
        order("order", days_to=5, in_working_days=True),
        "5 рабочих дней после приказа, который в тексте не назван",
    ),
    "после завершения круглого стола": (event("round_table"), "после круглого стола"),
    "через неделю после педагогического совета": (
        event("педагогического совета", days_to=7),
        "7 дней после педагогического совета",
    ),
    "за 3 рабочих дня": (
        event("unnamed", days_to=3, in_working_days=True, is_before=True),
        "за 3 рабочих дня до события, которое в тексте не названо",
    ),
    "за 10 дней до начала мероприятия": (
        event("мероприятия", days_to=10, is_before=True),
        "за 10 дней до мероприятия",
    ),
    "не позднее 3 дней": (
        event("unnamed", days_to=3),
        "3 дня после события, которое в тексте не названо",
    ),
    "в трёхдневный срок": (
        event("unnamed", days_to=3),
        "3 дня после события, которое в тексте не названо",
    ),
    "в течение месяца": (
        event("unnamed", months_to=1, alternatives=(Kind.RELATIVE_TO_START,)),
        "месяц после события, которое в тексте не названо",
    ),
    "до начала учебного года": (
        event("school_year_start", is_before=True),
        "до начала учебного года",
    ),
    "по мере необходимости": (event("need"), "по мере необходимости"),
    # Dates that stand elsewhere.
    "по отдельному графику": (SEPARATE, "по отдельному графику"),
    "согласно плану работы школы": (SEPARATE, "по отдельному графику"),
    "в соответствии со сроками реализации программ наставничества": (
        PROGRAMME,
        "по срокам программ наставничества",
    ),
    "согласно индивидуальным планам работы наставников": (
        PROGRAMME,
        "по срокам программ наставничества",
    ),
    "в соответствии со сроками реализации программ наставничества или май –июнь 2024 г.": (
        Deadline(
            Kind.COMPOUND,
            operator=Operator.OR,
            parts=(
                Deadline(
                    Kind.PROGRAMME_SCHEDULE,
                    raw="в соответствии со сроками реализации программ наставничества",
                ),
                months(Kind.MONTH_RANGE, "2024-05", "2024-06", raw="май –июнь 2024 г."),
            ),
        ),
        "по срокам программ наставничества или май–июнь 2024 г.",
    ),
    "отчетного периода Июнь": (
        Deadline(
            Kind.COMPOUND,
            operator=Operator.AND,
            is_truncated=True,
            parts=(
                Deadline(Kind.ILLEGIBLE, raw="отчетного периода"),
                months(Kind.MONTH, "06", raw="Июнь"),
            ),
        ),
        "не понято: «отчетного периода» и июнь",
    ),
    # Nothing there, or nothing understood.
    "": (Deadline(Kind.UNSPECIFIED), "срок не указан"),
    " – ": (Deadline(Kind.UNSPECIFIED), "срок не указан"),
    "Сентябр": (ILLEGIBLE, "срок не понят"),
    "31 сентября 2023 г.": (ILLEGIBLE, "срок не понят"),
    "до пятницы": (ILLEGIBLE, "срок не понят"),
    "с сентября 2023 г.": (ILLEGIBLE, "срок не понят"),
    "ответственный директор": (ILLEGIBLE, "срок не понят"),
}

# Raw text → the readings offered beside the first.
OTHER_READINGS: dict[str, tuple[str, ...]] = {
    "30.09.2023": ("до 30 сентября 2023 г.",),
    "до 30.09.2023": (),
    "Декабрь Июнь": ("декабрь, июнь",),
    "I полугодие": ("январь–июнь",),
    "до октября": ("до 31 октября",),
    "в течение месяца": ("первый месяц программы",),
    "Сентябр": ("сентябрь",),
    "до 31.09.2023": ("до 30 сентября 2023 г.",),
    "31 сентября 2023 г.": ("30 сентября 2023 г.",),
    "с сентября 2023 г.": ("сентябрь 2023 г.",),
    "ответственный директор": (),
}
