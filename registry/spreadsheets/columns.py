"""The two federal bases (МР-42/02): their columns, and finding them in what schools keep.

Mentors have 16 columns, mentees 13; schools rename, shorten, move and add to them, so a
column is found by what its title means, never by where it stands.
"""

from __future__ import annotations

from functools import cache

from registry.spreadsheets.column import SAMPLE_MARK, SAMPLE_NAMES, Base, Column
from registry.spreadsheets.list_columns import PUPIL_COLUMNS, STAFF_COLUMNS

__all__ = [
    "EXTRA_COLUMNS",
    "MENTEE_COLUMNS",
    "MENTOR_COLUMNS",
    "SAMPLE_MARK",
    "SAMPLE_NAMES",
    "Base",
    "Column",
    "federal_columns",
    "known_columns",
]


def _number() -> Column:
    return Column("number", "№", ("№ п/п", "п/п", "N", "NN п/п", "Номер", "№ пп"))


def _full_name(title: str, synonyms: tuple[str, ...], stem: str, veto: str) -> Column:
    return Column(
        "full_name",
        title,
        (
            *synonyms,
            "ФИО",
            "Ф.И.О.",
            "Фамилия, имя, отчество",
            "Фамилия Имя Отчество (полностью)",
        ),
        (
            ("фио", stem),
            ("фамилия", "имя", stem),
            ("фио", "полностью"),
            ("фамилия", "имя", "отчеств"),
        ),
        (veto, "представител", "родител", "руковод"),
        required=True,
        instead=("last_name", "first_name"),
    )


def _counterpart(title: str, stem: str) -> Column:
    return Column(
        "counterpart",
        title,
        (),
        (("фио", stem), ("фамилия", stem), (stem,)),
        (
            "мест",
            "возраст",
            "контакт",
            "скольк",
            "количеств",
            "числ",
            "отзыв",
            "кейс",
            "рожд",
        ),
    )


_JOINED = Column(
    "joined_on",
    "Дата вхождения в программу",
    ("Начало участия", "Дата включения в программу"),
    (("дата", "вхожд"), ("дата", "вступл"), ("дата", "начал"), ("дата", "включ")),
)
_FORM = Column(
    "form",
    "Форма наставничества",
    ("Форма", "Ролевая модель"),
    (("форм", "наставнич"),),
)
_FINISHED = Column(
    "finished_on",
    "Дата завершения программы",
    ("Завершение участия",),
    (("дата", "заверш"), ("дата", "окончан")),
)
_RESULTS = Column("results", "Результаты программы", ("Результат",), (("результат",),))


def _workplace(
    code: str, title: str, stem: str, synonyms: tuple[str, ...], veto: str
) -> Column:
    return Column(code, title, synonyms, (("место", stem),), (veto,))


def _case_link(title: str) -> Column:
    return Column("case_link", title, ("Ссылка",), (("ссылк",), ("кейс",), ("отзыв",)))


MENTOR_COLUMNS = (
    _number(),
    _full_name(
        "ФИО наставника",
        (
            "Наставник",
            "ФИО педагога",
            "ФИО учителя",
            "ФИО педагога-наставника",
            "Фамилия, имя, отчество наставника",
        ),
        "наставник",
        "наставляем",
    ),
    Column(
        "contacts",
        "Контактные данные для связи",
        ("Контакты", "Контактная информация", "Телефон, e-mail"),
        (("контакт",), ("контакт", "данн"), ("контакт", "связ")),
        required=True,
        instead=("phone",),
    ),
    _workplace(
        "workplace",
        "Место работы/учёбы наставника",
        "наставник",
        (
            "Место работы",
            "Место учёбы",
            "Место работы/учёбы",
            "Должность",
            "Место работы, должность",
        ),
        "наставляем",
    ),
    Column(
        "competences",
        "Основные компетенции наставника",
        (
            "Компетенции",
            "Компетенции наставника",
            "Чем может помочь",
            "В чём может помочь",
        ),
        (("компетенц",), ("основн", "компетенц")),
        required=True,
    ),
    Column(
        "achievements",
        "Важные для программы достижения наставника",
        ("Достижения",),
        (("достижен",), ("важн", "достижен")),
    ),
    Column(
        "interests", "Интересы наставника", ("Интересы", "Увлечения"), (("интерес",),)
    ),
    Column(
        "desired_age",
        "Желаемый возраст наставляемых",
        ("Возраст наставляемых", "Желаемые классы"),
        (("возраст", "наставляем"), ("желаем", "возраст"), ("возрастн",)),
    ),
    Column(
        "time_resource",
        "Ресурс времени на программу наставничества",
        ("Ресурс времени", "Время на программу", "Сколько часов в неделю"),
        (("ресурс",), ("ресурс", "времен")),
    ),
    _JOINED,
    _counterpart("ФИО наставляемого (наставляемых)", "наставляем"),
    _FORM,
    _workplace(
        "counterpart_workplace",
        "Место работы/учёбы наставляемого",
        "наставляем",
        (),
        "наставник",
    ),
    _FINISHED,
    _RESULTS,
    _case_link("Ссылка на кейс/отзыв наставника, размещённые на сайте организации"),
)

MENTEE_COLUMNS = (
    _number(),
    _full_name(
        "ФИО наставляемого",
        (
            "Наставляемый",
            "ФИО обучающегося",
            "ФИО ученика",
            "Фамилия, имя, отчество наставляемого",
        ),
        "наставляем",
        "наставник",
    ),
    Column(
        "contacts",
        "Контактные данные для связи (данные представителя)",
        (
            "Контакты",
            "Контактная информация",
            "Контактные данные",
            "Контактные данные для связи",
        ),
        (("контакт",), ("контакт", "данн"), ("контакт", "связ")),
        required=True,
        instead=("guardian_phone",),
    ),
    Column(
        "birth_year",
        "Год рождения наставляемого",
        ("Год рождения", "Г.р."),
        (("год", "рожд"),),
        required=True,
        instead=("birth_date",),
    ),
    Column(
        "request",
        "Основной запрос наставляемого",
        ("Запрос", "В чём нужна помощь", "Проблема, запрос"),
        (("запрос",), ("основн", "запрос")),
        required=True,
    ),
    _JOINED,
    _counterpart("ФИО наставника", "наставник"),
    _FORM,
    _workplace(
        "counterpart_workplace",
        "Место работы/учёбы наставника",
        "наставник",
        (),
        "наставляем",
    ),
    _FINISHED,
    _RESULTS,
    _case_link("Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации"),
    Column(
        "completion_mark",
        "Отметка о прохождении программы",
        ("Отметка",),
        (("отметк",),),
    ),
)

_GUARDIAN = ("представител", "родител")


def _of_guardian(*stems: str) -> tuple[tuple[str, ...], ...]:
    return tuple((stem, guardian) for stem in stems for guardian in _GUARDIAN)


EXTRA_COLUMNS = (
    Column("last_name", "Фамилия", ("Фамилия наставника", "Фамилия наставляемого")),
    Column("first_name", "Имя", ("Имя наставника", "Имя наставляемого")),
    Column(
        "patronymic",
        "Отчество",
        ("Отчество наставника", "Отчество наставляемого", "Отчество (при наличии)"),
    ),
    Column(
        "birth_date", "Дата рождения", ("ДР", "Д.р."), (("дата", "рожд"),), _GUARDIAN
    ),
    Column("birth_year", "Год рождения", ("Г.р.",), (("год", "рожд"),), _GUARDIAN),
    Column(
        "group",
        "Класс/группа",
        ("Класс", "Группа", "Класс (группа)"),
        (("класс",), ("учебн", "групп")),
        ("руковод", "желаем"),
    ),
    Column(
        "guardian_name",
        "ФИО представителя",
        ("Родитель", "Законный представитель", "Представитель"),
        _of_guardian("фио", "фамилия"),
    ),
    Column(
        "guardian_phone",
        "Телефон представителя",
        (),
        _of_guardian("телефон", "тел", "номер"),
    ),
    Column(
        "guardian_email",
        "Почта представителя",
        (),
        _of_guardian("почт", "email", "адрес"),
    ),
    Column(
        "phone",
        "Телефон",
        (),
        (("телефон",), ("контакт", "телефон")),
        (*_GUARDIAN, "почт", "email"),
    ),
    Column(
        "email",
        "Электронная почта",
        ("E-mail", "Почта"),
        (("почт",), ("email",)),
        (*_GUARDIAN, "телефон"),
    ),
    Column(
        "capacity",
        "Число мест (сколько наставляемых готов вести)",
        ("Число мест", "Количество мест", "Мест"),
        (
            ("скольк", "наставляем"),
            ("числ", "наставляем"),
            ("количеств", "наставляем"),
            ("числ", "мест"),
        ),
    ),
    Column("consent_on", "Дата согласия", (), (("дата", "соглас"),)),
    Column(
        "consent",
        "Согласие (да/нет)",
        ("Согласие", "Согласие получено"),
        (("соглас",),),
        ("дата",),
    ),
)


# A list of people has nothing of a programme in it.
_OF_LISTS = frozenset({"last_name", "first_name", "patronymic", "birth_year"})
_COLUMNS = {
    Base.MENTORS: MENTOR_COLUMNS,
    Base.MENTEES: MENTEE_COLUMNS,
    Base.PUPILS: PUPIL_COLUMNS,
    Base.STAFF: STAFF_COLUMNS,
}


def federal_columns(base: Base) -> tuple[Column, ...]:
    """The columns of the form, in its order: the federal one, or that of a list."""
    return _COLUMNS[base]


@cache
def known_columns(base: Base) -> tuple[Column, ...]:
    """The columns of the form and those schools add to them, each code once."""
    own = federal_columns(base)
    codes = {column.code for column in own}
    extra = (column for column in EXTRA_COLUMNS if column.code not in codes)
    if not base.is_federal:
        extra = (column for column in extra if column.code in _OF_LISTS)
    return (*own, *extra)
