"""The two federal bases as a school would bring them, filled with invented people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from common.tables import workbook
from mentoring.demo.cast import Somebody, crowd

MENTOR_HEADINGS = (
    "№",
    "ФИО наставника",
    "Контактные данные для связи",
    "Место работы/учёбы наставника",
    "Основные компетенции наставника",
    "Важные для программы достижения наставника",
    "Интересы наставника",
    "Желаемый возраст наставляемых",
    "Ресурс времени на программу наставничества",
    "Дата вхождения в программу",
    "ФИО наставляемого (наставляемых)",
    "Форма наставничества",
    "Место работы/учёбы наставляемого",
    "Дата завершения программы",
    "Результаты программы",
    "Ссылка на кейс/отзыв наставника, размещённые на сайте организации",
    "Год рождения",
    "Сколько наставляемых",
    "ФИО представителя",
)
MENTEE_HEADINGS = (
    "№",
    "ФИО наставляемого",
    "Контактные данные для связи (данные представителя)",
    "Год рождения наставляемого",
    "Основной запрос наставляемого",
    "Дата вхождения в программу",
    "ФИО наставника",
    "Форма наставничества",
    "Место работы/учёбы наставника",
    "Дата завершения программы",
    "Результаты программы",
    "Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации",
    "Отметка о прохождении программы",
    "Класс",
    "ФИО представителя",
)
TOPICS = (
    ("математика", "Подготовка к олимпиаде по математике"),
    ("русский язык", "Хочу писать сочинения без ошибок"),
    ("физика", "Трудно даётся физика, готовлюсь к экзамену"),
    ("информатика", "Хочу научиться программировать и сделать свой проект"),
    ("проектная деятельность", "Нужна помощь с индивидуальным проектом"),
    ("профориентация", "Не знаю, куда поступать после школы"),
    ("публичные выступления", "Боюсь выступать перед классом"),
    ("биология", "Готовлюсь поступать в медицинский, биология"),
    ("английский язык", "Хочу свободно говорить по-английски"),
    ("история", "Участвую в олимпиаде по истории"),
)
STAFF_TOPICS = (
    ("методика преподавания", "Как вести урок в большом классе"),
    ("классное руководство", "Первое классное руководство, трудно с родителями"),
    ("цифровая образовательная среда", "Не освоил цифровые инструменты урока"),
    ("аттестация", "Готовлюсь к первой аттестации"),
)


@dataclass(frozen=True, slots=True)
class Bases:
    """Both tables as XLSX, and who is in them."""

    mentors: bytes
    mentees: bytes
    mentor_names: tuple[str, ...]
    mentee_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the tables should look like."""

    mentors: int
    mentees: int
    workplace: str
    year: int
    seed: int
    is_about_staff: bool = False
    is_college: bool = False

    @property
    def youngest(self) -> int:
        return 16 if self.is_college else 11

    def group(self, age: int, letter: str) -> str:
        """Name a class by the age, or a college group by the year of entry."""
        return (
            f"Т-{age - 15}{ord(letter) - ord('А') + 1}"
            if self.is_college
            else f"{age - 6}{letter}"
        )


def bases(wanted: Wanted) -> Bases:
    """Fill both bases: as many mentors and mentees as wanted, requests that can be met."""
    people = crowd(wanted.seed)
    mentors = [next(people) for _ in range(wanted.mentors)]
    mentees = [next(people) for _ in range(wanted.mentees)]
    mentor_rows = list(_mentor_rows(mentors, people, wanted))
    mentee_rows = list(_mentee_rows(mentees, people, wanted))
    return Bases(
        workbook("База наставников", MENTOR_HEADINGS, mentor_rows),
        workbook("База наставляемых", MENTEE_HEADINGS, mentee_rows),
        tuple(somebody.full for somebody in mentors),
        tuple(somebody.full for somebody in mentees),
    )


def _mentor_rows(
    people: list[Somebody], parents: Iterator[Somebody], wanted: Wanted
) -> Iterator[list[str | int]]:
    random = Random(wanted.seed + 1)  # noqa: S311 -- invented people, no secret
    topics = STAFF_TOPICS if wanted.is_about_staff else TOPICS
    for number, somebody in enumerate(people, start=1):
        known = random.sample([topic for topic, _ in topics], 3)
        pupil = not wanted.is_about_staff and number % 5 == 0
        yield [
            number,
            somebody.full,
            _phone(random),
            wanted.workplace,
            "; ".join(known),
            random.choice(("Победитель районного конкурса", "Опыт проектов", "")),
            random.choice(("Шахматы, походы", "Музыка", "Театр", "Волонтёрство")),
            ""
            if wanted.is_about_staff
            else random.choice(("10–18 лет", "12-18 лет", "с 11 лет", "")),
            random.choice(("2 часа в неделю", "1 час в неделю", "по договорённости")),
            f"01.09.{wanted.year}",
            "",
            _form(is_about_staff=wanted.is_about_staff, is_pupil=pupil),
            "",
            "",
            "",
            "",
            wanted.year - (random.randint(15, 17) if pupil else random.randint(24, 60)),
            1 if pupil else random.randint(2, 4),
            next(parents).full if pupil else "",
        ]


def _mentee_rows(
    people: list[Somebody], parents: Iterator[Somebody], wanted: Wanted
) -> Iterator[list[str | int]]:
    random = Random(wanted.seed + 2)  # noqa: S311 -- invented people, no secret
    topics = STAFF_TOPICS if wanted.is_about_staff else TOPICS
    for number, somebody in enumerate(people, start=1):
        age = (
            random.randint(22, 30)
            if wanted.is_about_staff
            else random.randint(wanted.youngest, 17)
        )
        parent = next(parents)
        yield [
            number,
            somebody.full,
            _phone(random),
            wanted.year - age,
            random.choice([request for _, request in topics]),
            f"05.09.{wanted.year}",
            "",
            _form(is_about_staff=wanted.is_about_staff, is_pupil=number % 6 == 0),
            "",
            "",
            "",
            "",
            "",
            "" if wanted.is_about_staff else wanted.group(age, random.choice("АБВ")),
            "" if wanted.is_about_staff else parent.full,
        ]


def _form(*, is_about_staff: bool, is_pupil: bool) -> str:
    if is_about_staff:
        return "педагог – педагог"
    return "ученик – ученик" if is_pupil else "педагог – ученик"


def _phone(random: Random) -> str:
    # Zeros: an invented number must not ring at anybody's.
    return f"+7 900 000-{random.randint(10, 99)}-{random.randint(10, 99)}"
