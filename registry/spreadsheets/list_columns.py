"""The lists of pupils and of staff: what schools keep, found by the meaning of the titles."""

from __future__ import annotations

from registry.spreadsheets.column import Column

_ADULT = ("представител", "родител", "руковод", "законн", "мать", "отец", "опекун")
_GUARDIAN = ("представител", "родител")


def _of_guardian(*stems: str) -> tuple[tuple[str, ...], ...]:
    return tuple((stem, guardian) for stem in stems for guardian in _GUARDIAN)


def _number() -> Column:
    return Column("number", "№", ("№ п/п", "п/п", "N", "NN п/п", "Номер", "№ пп"))


def _full_name(*synonyms: str, stem: str) -> Column:
    return Column(
        "full_name",
        "ФИО",
        (*synonyms, "Ф.И.О.", "Фамилия, имя, отчество", "Фамилия, имя"),
        (("фио",), ("фамилия", "имя"), ("фио", stem), ("фамилия", stem)),
        _ADULT,
        required=True,
        instead=("last_name", "first_name"),
    )


_BIRTH = Column(
    "birth_date",
    "Дата рождения",
    ("ДР", "Д.р.", "День рождения", "Число, месяц, год рождения"),
    (("дата", "рожд"), ("рожд",)),
    (*_GUARDIAN, "мест", "свидетел"),
)
_PHONE = Column(
    "phone",
    "Телефон",
    ("Моб.", "Сотовый"),
    (("телефон",), ("моб",), ("сотов",)),
    (*_GUARDIAN, "почт", "email"),
)
_EMAIL = Column(
    "email",
    "Электронная почта",
    ("E-mail", "Почта"),
    (("почт",), ("email",), ("mail",)),
    (*_GUARDIAN, "телефон"),
)

PUPIL_COLUMNS = (
    _number(),
    _full_name(
        "ФИО обучающегося",
        "ФИО ученика",
        "ФИО ребёнка",
        "Обучающийся",
        "Ученик",
        "Ребёнок",
        stem="обучающ",
    ),
    _BIRTH,
    Column(
        "group",
        "Класс/группа",
        ("Класс", "Кл.", "Группа", "Класс (группа)", "Класс, литера"),
        (("класс",), ("групп",)),
        ("руковод", "здоров", "крови"),
    ),
    Column(
        "guardian_name",
        "ФИО представителя",
        (
            "Родитель",
            "Родители",
            "Законный представитель",
            "Представитель",
            "Мать",
            "Мама",
        ),
        _of_guardian("фио", "фамилия", "законн"),
        ("телефон", "почт", "email", "контакт"),
    ),
    Column(
        "guardian_phone",
        "Телефон представителя",
        ("Контакты представителя", "Контакты родителей"),
        _of_guardian("телефон", "тел", "номер", "контакт", "связ"),
    ),
    Column(
        "guardian_email",
        "Почта представителя",
        (),
        _of_guardian("почт", "email", "адрес"),
    ),
    _PHONE,
    _EMAIL,
)

STAFF_COLUMNS = (
    _number(),
    _full_name(
        "ФИО сотрудника",
        "ФИО работника",
        "ФИО педагога",
        "ФИО учителя",
        "Сотрудник",
        "Работник",
        "Педагог",
        stem="сотрудник",
    ),
    Column(
        "post",
        "Должность",
        ("Должность, предмет", "Занимаемая должность"),
        (("должност",),),
    ),
    _EMAIL,
    _PHONE,
    _BIRTH,
)
