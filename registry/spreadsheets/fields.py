"""Rows of the two bases as typed lines, with every problem named by row and column.

A row is rejected for what makes the person uncertain: no name, an impossible birth, an
unreadable number of places or consent, a repeat. Whatever else is not understood is
reported and left empty. Rows present are always accepted plus rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from common.russian.dates import parse_birth, parse_date
from common.russian.names import FullName, normalise
from registry.spreadsheets.columns import Base
from registry.spreadsheets.lines import (
    AnyLine,
    Guardian,
    Line,
    MenteeLine,
    MentorLine,
    Problem,
    PupilLine,
    Reading,
    StaffLine,
)
from registry.spreadsheets.names import looks_like_several, split_people
from registry.spreadsheets.recognition import Recognition, filled_rows
from registry.spreadsheets.repeats import compare
from registry.spreadsheets.row import Row
from registry.spreadsheets.table import Cell
from registry.spreadsheets.values import (
    Contacts,
    DesiredAge,
    find_contacts,
    read_age,
    read_count,
    read_forms,
    read_yes_no,
    split_list,
)

if TYPE_CHECKING:
    from registry.spreadsheets.table import Table

# The rows about people, by number, where they were found already.
People = Sequence[tuple[int, dict[str, Cell]]]
MAX_CAPACITY = 30
MAX_NAME_LENGTH = 150
MAX_NAME_WORDS = 6


def read_mentors(
    table: Table,
    recognition: Recognition,
    *,
    today: date,
    people: People | None = None,
) -> Reading[MentorLine]:
    """Read the base of mentors; TableRefused when the columns do not allow it."""
    return _read(table, recognition, today, people, _mentor)


def read_mentees(
    table: Table,
    recognition: Recognition,
    *,
    today: date,
    people: People | None = None,
) -> Reading[MenteeLine]:
    """Read the base of mentees; TableRefused when the columns do not allow it."""
    return _read(table, recognition, today, people, _mentee)


def read_pupils(
    table: Table,
    recognition: Recognition,
    *,
    today: date,
    people: People | None = None,
) -> Reading[PupilLine]:
    """Read a list of pupils; TableRefused when the columns do not allow it."""
    return _read(table, recognition, today, people, _pupil)


def read_staff(
    table: Table,
    recognition: Recognition,
    *,
    today: date,
    people: People | None = None,
) -> Reading[StaffLine]:
    """Read a list of the staff; TableRefused when the columns do not allow it."""
    return _read(table, recognition, today, people, _staff)


READERS: dict[Base, Callable[..., Reading[Any]]] = {
    Base.MENTORS: read_mentors,
    Base.MENTEES: read_mentees,
    Base.PUPILS: read_pupils,
    Base.STAFF: read_staff,
}


def _read(
    table: Table,
    recognition: Recognition,
    today: date,
    people: People | None,
    build: Callable[[Row, FullName], AnyLine],
) -> Reading[AnyLine]:
    recognition.require()
    lines: list[AnyLine] = []
    rejected: list[int] = []
    problems: list[Problem] = []
    seen: dict[str, list[Line]] = {}
    for number, cells in people or filled_rows(table, recognition):
        row = Row(number, cells, recognition, today)
        name = _name(row)
        line = build(row, name or FullName(""))
        if name is not None:
            compare(row, line, seen.get(normalise(name.full()), []))
        if row.is_rejected:
            rejected.append(number)
        else:
            lines.append(line)
            seen.setdefault(normalise(line.name.full()), []).append(line)
        problems += row.problems
    return Reading(tuple(lines), tuple(rejected), tuple(problems))


def _mentor(row: Row, name: FullName) -> MentorLine:
    competences = split_list(row.text("competences"))
    if not competences:
        row.complain(
            "competences", "Не указано, чем может помочь: подбор его не предложит."
        )
    return MentorLine(
        **vars(_shared(row, name)),
        workplace=row.line("workplace"),
        competences=competences,
        achievements=row.text("achievements"),
        interests=split_list(row.text("interests")),
        desired_age=_desired_age(row),
        time_resource=row.line("time_resource"),
        capacity=_capacity(row),
    )


def _mentee(row: Row, name: FullName) -> MenteeLine:
    if not row.text("request"):
        row.complain("request", "Запрос не указан: без него не подобрать наставника.")
    line = MenteeLine(
        **vars(_shared(row, name)),
        request=row.text("request"),
        completion_mark=row.line("completion_mark"),
    )
    if line.birth is None and not row.is_rejected:
        row.complain(
            "birth_year",
            "Не указан год рождения: неясно, нужно ли согласие представителя.",
        )
    return line


def _pupil(row: Row, name: FullName) -> PupilLine:
    line = PupilLine(**vars(_shared(row, name)))
    if line.birth is None and not row.is_rejected:
        row.complain(
            "birth_date",
            "Не указана дата рождения: по ней портал отличает тёзок и узнаёт, нужно ли"
            " согласие представителя.",
        )
    return line


def _staff(row: Row, name: FullName) -> StaffLine:
    return StaffLine(**vars(_shared(row, name)), post=row.line("post"))


def _shared(row: Row, name: FullName) -> Line:
    birth_on, birth_year = _birth(row)
    has_consent, consent_on = _consent(row)
    joined_on, finished_on = _participation(row)
    forms, unknown_forms = read_forms(row.text("form"))
    for form in unknown_forms:
        row.complain(
            "form",
            f"Форма наставничества «{form}» не распознана. Выберите её из списка.",
        )
    return Line(
        row=row.number,
        name=name,
        birth_on=birth_on,
        birth_year=birth_year,
        contacts=_contacts(row),
        group=row.line("group"),
        guardian=_guardian(row),
        has_consent=has_consent,
        consent_on=consent_on,
        joined_on=joined_on,
        finished_on=finished_on,
        counterparts=split_list(row.text("counterpart")),
        counterpart_workplace=row.line("counterpart_workplace"),
        forms=forms,
        form_text=row.line("form"),
        results=row.text("results"),
        case_link=row.line("case_link"),
    )


def _name(row: Row) -> FullName | None:
    """The name, or None with a fatal problem."""
    code = "full_name" if "full_name" in row.recognition.columns else "last_name"
    parts = [row.line(part) for part in ("last_name", "first_name", "patronymic")]
    text = row.line("full_name") or " ".join(filter(None, parts))
    if problem := _name_problem(row.text("full_name") or text):
        row.complain(code, problem, is_fatal=True)
        return None
    is_in_parts = not row.line("full_name") and parts[0] and parts[1]
    name = FullName(*map(_part, parts)) if is_in_parts else FullName.parse(text)
    if not name.first:
        row.complain(code, f"Указано одно слово «{text}». Допишите имя и отчество.")
    elif name.first.endswith("."):
        row.complain(
            code,
            f"Имя сокращено: «{text}». Для приказа нужны имя и отчество полностью.",
        )
    return name


def _part(text: str) -> str:
    """A part of a name that has a column of its own: «СОКОЛОВ» is «Соколов»."""
    is_word = any(character.isalpha() for character in text)
    return FullName.parse(text).full() if is_word else ""


def _name_problem(text: str) -> str:
    if not any(character.isalpha() for character in text):
        return "Не указаны фамилия и имя. Впишите их или удалите строку."
    if any(character.isdigit() for character in text):
        return f"В имени «{text[:60]}» есть цифры. Оставьте только фамилию, имя и отчество."
    is_long = len(text.split()) > MAX_NAME_WORDS or len(text) > MAX_NAME_LENGTH
    if is_long or ";" in text or looks_like_several(text):
        return "В ячейке больше одного человека или лишний текст. Впишите каждого в свою строку."
    return ""


def _birth(row: Row) -> tuple[date | None, int | None]:
    readings = {}
    for code in ("birth_date", "birth_year"):
        reading = parse_birth(row.cells.get(code), today=row.today)
        if reading.problem:
            row.complain(code, reading.problem, is_fatal=True)
        readings[code] = reading
    days = [reading.day for reading in readings.values() if reading.day]
    years = {reading.year for reading in readings.values() if reading.year}
    years |= {day.year for day in days}
    if len(years) > 1:
        row.complain(
            "birth_date",
            "Дата и год рождения расходятся. Исправьте одно из них.",
            is_fatal=True,
        )
    return (days[0] if days else None), (min(years) if years else None)


def _consent(row: Row) -> tuple[bool | None, date | None]:
    given_on = parse_date(row.cells.get("consent_on"), today=row.today)
    typed = row.line("consent")
    has_consent = read_yes_no(typed) if typed else None
    if typed and has_consent is None:
        row.complain(
            "consent",
            f"Не понятно, есть ли согласие: «{typed}». Напишите «да» или «нет».",
            is_fatal=True,
        )
    if given_on.problem or given_on.year:
        message = (
            given_on.problem or "Укажите дату согласия полностью, например 01.09.2025."
        )
        row.complain("consent_on", message, is_fatal=True)
    if given_on.day and given_on.day > row.today:
        row.complain(
            "consent_on", "Дата согласия ещё не наступила. Исправьте её.", is_fatal=True
        )
    if given_on.day and has_consent is False:
        row.complain(
            "consent",
            "Отмечено «нет», но дата согласия стоит. Исправьте одно из них.",
            is_fatal=True,
        )
    return (True if given_on.day and has_consent is None else has_consent), given_on.day


def _participation(row: Row) -> tuple[date | None, date | None]:
    days = {}
    for code in ("joined_on", "finished_on"):
        reading = parse_date(row.cells.get(code), today=row.today)
        if reading.problem or reading.year:
            message = (
                reading.problem or "Указан только год. Напишите дату так: 01.09.2025."
            )
            row.complain(code, f"{message} Дата не будет загружена.")
        days[code] = reading.day
    joined_on, finished_on = days["joined_on"], days["finished_on"]
    if joined_on and finished_on and finished_on < joined_on:
        row.complain(
            "finished_on", "Завершение раньше вхождения в программу. Проверьте даты."
        )
    return joined_on, finished_on


def _contacts(row: Row) -> Contacts:
    texts = [row.text(code) for code in ("contacts", "phone", "email")]
    found = find_contacts("\n".join(filter(None, texts)))
    if texts[1] and not find_contacts(texts[1]).phones:
        row.complain(
            "phone",
            f"Телефон «{texts[1]}» не распознан. Нужно 11 цифр: +7 913 000-00-00.",
        )
    if texts[2] and not find_contacts(texts[2]).emails:
        row.complain("email", f"Адрес «{texts[2]}» не похож на почту. Проверьте его.")
    if texts[0] and not (found.phones or found.emails):
        row.complain(
            "contacts", "Не нашлось ни телефона, ни почты. Текст сохранится как есть."
        )
    is_list = not row.recognition.base.is_federal
    if not any(texts) and not row.text("guardian_phone") and not is_list:
        row.complain(
            "contacts", "Не указано, как связаться. Приглашение отправить не получится."
        )
    return found


def _guardian(row: Row) -> Guardian:
    phone, email = row.text("guardian_phone"), row.text("guardian_email")
    if phone and not find_contacts(phone).phones:
        row.complain(
            "guardian_phone",
            f"Телефон «{phone}» не распознан. Нужно 11 цифр: +7 913 000-00-00.",
        )
    if email and not find_contacts(email).emails:
        row.complain(
            "guardian_email", f"Адрес «{email}» не похож на почту. Проверьте его."
        )
    names = split_people(row.text("guardian_name"))
    if len(names) > 1:
        row.complain(
            "guardian_name",
            f"В ячейке несколько представителей. Запишется первый: {names[0]}."
            " Остальных добавьте на странице ребёнка.",
        )
    return Guardian(
        names[0] if names else "",
        find_contacts("\n".join(filter(None, (phone, email)))),
    )


def _capacity(row: Row) -> int | None:
    typed = row.line("capacity")
    if not typed:
        return None
    count = read_count(typed)
    if count is None or not 1 <= count <= MAX_CAPACITY:
        row.complain(
            "capacity",
            f"Число мест «{typed}» не понято. Напишите целое число от 1 до {MAX_CAPACITY}.",
            is_fatal=True,
        )
        return None
    return count


def _desired_age(row: Row) -> DesiredAge:
    age = read_age(row.line("desired_age"))
    if not age.is_understood:
        row.complain(
            "desired_age",
            f"Возраст «{age.text}» не понят. Напишите, например, «10–14 лет» или «7–9 классы».",
        )
    return age
