"""Deadlines that name no day: periods, repetition, schedules, terms from something."""

from __future__ import annotations

import re
from collections.abc import Callable

from programmes.deadlines.anchors import (
    NEED,
    PROGRAMME_START,
    UNNAMED,
    event_code,
    order_code,
)
from programmes.deadlines.days import SCHOOL_YEAR_START
from programmes.deadlines.rules import Rule, rule
from programmes.deadlines.shape import (
    DAYS_IN_WEEK,
    LONGEST_MONTH,
    Deadline,
    DeadlineKind,
    Recurrence,
)
from programmes.deadlines.words import DAY, MONTH, NUMBER, day_of, month_of, number_of

_WITHIN = r"(?:в течени[еи]|на протяжении|в теч\.?)"
_UNIT = (
    r"(?:(?P<working>рабоч[а-я]+|раб\.) |календарн[а-я]+ )?"
    r"(?P<unit>дн(?:я|ей|и)|день|дн\.?|сут[а-я]+|недел[а-я]*|месяц[а-я]*|мес\.?)"
)
_COUNT = rf"(?:(?P<count>{NUMBER})[ -]?)?{_UNIT}"
_SINCE = (
    r"(?:после|со дня|с даты|с момента|от даты|от дня|по завершени[ию](?= )"
    r"|по окончани[ию](?= )|по итогам|по результатам|с(?= начала )|от)"
)
_EVERY: tuple[tuple[str, Recurrence], ...] = (
    ("полугод", Recurrence.HALF_YEAR),
    ("год", Recurrence.YEAR),
    ("квартал", Recurrence.QUARTER),
    ("четверт", Recurrence.TERM),
    ("месяц", Recurrence.MONTH),
    ("месяч", Recurrence.MONTH),
    ("недел", Recurrence.WEEK),
    ("ден", Recurrence.DAY),
    ("днев", Recurrence.DAY),
)
_WEEKDAYS = (
    *("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен"),
)
_WEEKDAY = "(?P<weekday>" + "|".join(f"{word}[а-я]*" for word in _WEEKDAYS) + ")"
_AT_LEAST = r"(?:(?:не реже|не менее|не реже чем|не менее чем|минимум) )?"
_ADVERB = r"(?:ежегодн|ежемесячн|еженедельн|ежеквартальн|ежедневн)(?:о|ый|ая|ое|ые)"
_PREDICATE = r"(?:[а-я]+(?:ется|ются|ится|атся|ятся) )?"
_EACH = r"(?:кажд(?:ый|ую|ое|ая|ого|ой))"
_UNIT_OF_TIME = r"(?:учебн[а-я]+ )?(?:год[а-я]*|полугоди[а-я]*|квартал[а-я]*|четверт[а-я]*|месяц[а-я]*|недел[а-я]*|день|дня)"


def _of(kind: DeadlineKind) -> Callable[[re.Match[str]], Deadline]:
    return lambda _: Deadline(kind)


def _every(word: str) -> Recurrence:
    return next(every for stem, every in _EVERY if stem in word)


def _adverb(found: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.RECURRING, every=_every(found["every"]))


def _times_per(found: re.Match[str]) -> Deadline:
    """«Раз в год» is one time, told by the period itself; more are kept."""
    count = found["count"]
    times = number_of(count) if count else 1
    if found["twice"]:
        times = 2 if found["twice"] == "дважды" else 3
    return Deadline(
        DeadlineKind.RECURRING,
        every=_every(found["every"]),
        times=times if times > 1 else 0,
    )


def _weekday(found: re.Match[str]) -> Deadline:
    word = found["weekday"]
    number = next(
        place for place, stem in enumerate(_WEEKDAYS, 1) if word.startswith(stem)
    )
    return Deadline(DeadlineKind.RECURRING, every=Recurrence.WEEK, weekday=number)


def _day_of_month(found: re.Match[str]) -> Deadline | None:
    number = int(found["number"])
    if not 1 <= number <= LONGEST_MONTH:
        return None
    return Deadline(DeadlineKind.RECURRING, every=Recurrence.MONTH, day_of_month=number)


def _day_of_year(found: re.Match[str]) -> Deadline:
    day = day_of(found["day"])
    return Deadline(DeadlineKind.RECURRING, every=Recurrence.YEAR, day=day)


def _months_of_year(found: re.Match[str]) -> Deadline:
    months = tuple(
        dict.fromkeys(month_of(token) for token in re.findall(MONTH, found["months"]))
    )
    return Deadline(DeadlineKind.RECURRING, every=Recurrence.YEAR, months=months)


def _length(found: re.Match[str]) -> dict[str, int]:
    """The counted term: whole months, or days (a week is seven)."""
    parts = found.groupdict()
    count = number_of(parts["count"]) if parts["count"] else 1
    if not count:
        msg = "a term of nothing"
        raise ValueError(msg)
    unit = parts["unit"]
    if unit.startswith("мес"):
        return {"months_to": count}
    days = count * DAYS_IN_WEEK if unit.startswith("недел") else count
    return {"days_to": days, "in_working_days": bool(parts["working"])}


def _counted(kind: DeadlineKind, anchor: str, length: dict[str, int]) -> Deadline:
    return Deadline(
        kind,
        anchor=anchor,
        months_to=length.get("months_to", 0),
        days_to=length.get("days_to", 0),
        in_working_days=bool(length.get("in_working_days")),
    )


def _after(found: re.Match[str]) -> Deadline:
    """«В течение месяца после …»: of an order, of the start, or of some event."""
    words, length = found["anchor"], _length(found)
    if words.startswith("начала учебного года"):
        return _to_start(SCHOOL_YEAR_START, length)
    if _START.match(words):
        return _to_start(PROGRAMME_START, length)
    if "приказ" in words:
        return _counted(DeadlineKind.RELATIVE_TO_ORDER, order_code(words), length)
    return _counted(DeadlineKind.RELATIVE_TO_EVENT, event_code(words), length)


_START = re.compile(
    r"(?:даты |дня )?(?:начала|старта|запуска) ?(?:реализации|внедрения|работы)? ?"
    r"(?:программ[а-я]*|цмн|целевой модели|плана|цикла|дорожной карты|наставничества)?"
    r"(?: наставничества)?$"
)


def _to_start(anchor: str, length: dict[str, int]) -> Deadline:
    return _counted(DeadlineKind.RELATIVE_TO_START, anchor, length)


def _soon_after(found: re.Match[str]) -> Deadline:
    """«После круглого стола»: no term is told, only what comes first."""
    words = found["anchor"]
    code = order_code(words) if "приказ" in words else event_code(words)
    return Deadline(DeadlineKind.RELATIVE_TO_EVENT, anchor=code)


def _before(found: re.Match[str]) -> Deadline:
    parts = found.groupdict()
    anchor = event_code(parts["anchor"]) if parts.get("anchor") else UNNAMED
    length = _length(found)
    return Deadline(
        DeadlineKind.RELATIVE_TO_EVENT,
        anchor=anchor,
        is_before=True,
        months_to=length.get("months_to", 0),
        days_to=length.get("days_to", 0),
        in_working_days=bool(length.get("in_working_days")),
    )


def _sooner(found: re.Match[str]) -> Deadline:
    anchor = event_code(found["anchor"])
    return Deadline(DeadlineKind.RELATIVE_TO_EVENT, anchor=anchor, is_before=True)


def _from_nothing(found: re.Match[str]) -> Deadline:
    """«В течение 3 дней» and nothing more: from what, the text does not say."""
    return _counted(DeadlineKind.RELATIVE_TO_EVENT, UNNAMED, _length(found))


def _month_from_nothing(found: re.Match[str]) -> Deadline:
    reading = _from_nothing(found)
    if not reading.months_to:
        return reading
    return Deadline(
        reading.kind,
        anchor=UNNAMED,
        months_to=reading.months_to,
        alternatives=(DeadlineKind.RELATIVE_TO_START,),
    )


def _first_months(found: re.Match[str]) -> Deadline | None:
    """«Первый–второй месяц»: counted from the start of the programme (T-04)."""
    first = number_of(found["first"])
    last = number_of(found["last"] or found["first"])
    if not 1 <= first <= last:
        return None
    return Deadline(
        DeadlineKind.RELATIVE_TO_START,
        anchor=PROGRAMME_START,
        months_from=first,
        months_to=last,
    )


def _first_units(found: re.Match[str]) -> Deadline:
    """«В первые две недели», «в течение первых двух месяцев»."""
    length = _length(found)
    return Deadline(
        DeadlineKind.RELATIVE_TO_START,
        anchor=PROGRAMME_START,
        months_from=1 if "months_to" in length else 0,
        months_to=length.get("months_to", 0),
        days_to=length.get("days_to", 0),
        in_working_days=bool(length.get("in_working_days")),
    )


def _need(_: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.RELATIVE_TO_EVENT, anchor=NEED)


_BY = r"(?:по|согласно|в соответствии со?|на основании)"
_REST = r"(?: [^MD]*)?"
_YEAR = r"(?:уч[а-я]*\.? )?(?:год[а-я]*|г\.?)"

RULES: tuple[Rule, ...] = (
    rule(
        r"(?:(?:в течени[еи]|на протяжении|в ходе|за|на|в) )?(?:всего |весь |всем |все )?"
        r"(?:(?:период|срок)[ауе]?|врем(?:я|ени))(?: действия)?"
        r"(?: (?:реализации|внедрения|действия|работы|осуществления))?"
        r"(?: (?:цмн|программ[а-я]*|наставничества|целевой модели|проекта|плана"
        r"|дорожной карты|цикла|модели|наставнической деятельности))*",
        _of(DeadlineKind.WHOLE_PERIOD),
    ),
    rule(
        r"(?:постоянно|систематически|регулярно|на постоянной основе|непрерывно"
        r"|весь период|в течение (?:всего )?цикла)",
        _of(DeadlineKind.WHOLE_PERIOD),
    ),
    rule(
        rf"(?:{_WITHIN} |за |до конца |в )?(?:всего |весь )?(?:уч[а-я]*\.? ?)?год[а]?",
        _of(DeadlineKind.ACADEMIC_YEAR),
    ),
    rule(
        rf"(?:{_WITHIN} )?(?:всего |весь )?уч[а-я]*\.? ?г",
        _of(DeadlineKind.ACADEMIC_YEAR),
    ),
    rule(
        rf"{_BY} (?:срок[а-я]* )?(?:реализации )?(?:персонализированн[а-я]* |индивидуальн[а-я]* )?"
        r"программ[а-я]* наставничества",
        _of(DeadlineKind.PROGRAMME_SCHEDULE),
    ),
    rule(
        rf"{_BY} (?:срокам? |сроками |графику )?(?:индивидуальн|персонализированн|персональн)[а-я]+ "
        rf"(?:план|программ)[а-я]*{_REST}",
        _of(DeadlineKind.PROGRAMME_SCHEDULE),
    ),
    rule(
        rf"{_BY} (?:отдельн[а-я]+ |утвержденн[а-я]+ |календарн[а-я]+ |установленн[а-я]+ )*"
        rf"(?:график|план|расписани|календар)[а-я]*(?:-график[а-я]*)?{_REST}",
        _of(DeadlineKind.SEPARATE_SCHEDULE),
    ),
    rule(
        r"по согласованию(?: с [^MD]*)?|в установленные сроки|график[а-я]* прилага[а-я]+",
        _of(DeadlineKind.SEPARATE_SCHEDULE),
    ),
    rule(
        r"по (?:мере )?(?:необходимости|надобности|потребности|запросу|запросам|требованию)"
        r"(?: [^MD]*)?|при необходимости|по мере (?:поступления|возникновения) [^MD]*",
        _need,
    ),
    rule(
        r"(?:ежемесячно|каждый месяц),?(?: ?\(?(?:до|к|не позднее|по))? ?(?P<number>\d{1,2})"
        r"(?:-?(?:го|е))?(?: числ[ауо])?\)?",
        _day_of_month,
    ),
    rule(
        r"(?:(?:до|к|не позднее) )?(?P<number>\d{1,2})(?:-?(?:го|е|му))?(?: числ[ауо])?,? ?"
        r"(?:каждого месяца|ежемесячно)",
        _day_of_month,
    ),
    rule(rf"ежегодно,?(?: (?:до|к|не позднее))? (?P<day>{DAY})", _day_of_year),
    rule(r"(?:(?:до|к|не позднее) )?(?P<day>D--\d\d-\d\d),? ежегодно", _day_of_year),
    rule(
        rf"ежегодно,?(?: в)? \(?(?P<months>{MONTH}(?:(?:, ?| и | ){MONTH})*)\)?",
        _months_of_year,
    ),
    rule(
        rf"(?:в )?(?P<months>{MONTH}(?:(?:, ?| и | ){MONTH})*),? (?:ежегодно|каждого года)",
        _months_of_year,
    ),
    rule(
        rf"{_PREDICATE}(?P<every>{_ADVERB})(?: (?:план|отчет|график)[а-я]*)?", _adverb
    ),
    rule(rf"(?:в конце |в начале )?{_EACH} (?P<every>{_UNIT_OF_TIME})", _adverb),
    rule(
        rf"{_AT_LEAST}(?:(?:(?P<count>{NUMBER})(?:-\d)? )?раз[а]?|(?P<twice>дважды|трижды))"
        rf" (?:в|за) (?P<every>{_UNIT_OF_TIME})",
        _times_per,
    ),
    rule(rf"(?:по|{_EACH}|еженедельно,?(?: по| в| во)?) {_WEEKDAY}", _weekday),
    rule(
        rf"(?:(?:{_WITHIN}|в|во|за) )?(?P<first>{NUMBER})(?:-(?P<last>{NUMBER}))? месяц[а-я]*"
        r"(?: (?:реализации|внедрения|работы)(?: (?:цмн|программ[а-я]*|наставничества))*)?",
        _first_months,
    ),
    rule(rf"(?:(?:{_WITHIN}|в|за) )?перв(?:ые|ых|ую|ой|ая) {_COUNT}", _first_units),
    rule(
        rf"(?:(?:{_WITHIN}|не позднее(?: чем)?|через|спустя|в срок до) )?(?:чем )?{_COUNT}"
        rf"(?: срок)? {_SINCE} (?P<anchor>[^MD]+)",
        _after,
    ),
    rule(
        rf"(?:не позднее,? чем )?за {_COUNT}(?: до (?:начала |проведения |даты )?(?P<anchor>[^MD]+))?",
        _before,
    ),
    rule(
        r"(?:сразу |непосредственно )?(?:после|по завершени[ию]|по окончани[ию]|по итогам"
        r"|по результатам) (?P<anchor>[^MD]+)",
        _soon_after,
    ),
    rule(r"до (?:начала|проведения) (?P<anchor>[^MD]+)", _sooner),
    rule(rf"(?:{_WITHIN}|не позднее|через) {_COUNT}(?: срок)?", _month_from_nothing),
    rule(
        rf"в (?P<count>{NUMBER})-? ?(?P<working>рабоч)?(?P<unit>дневный|месячный|недельный) срок",
        _month_from_nothing,
    ),
)
