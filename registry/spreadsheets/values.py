"""What people write inside the cells: telephones, lists, ages, forms of mentoring, yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.russian.names import normalise

_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+\s*7|[78])[\s\-.()]*)?[3489](?:[\s\-.()]*\d){9}(?!\d)"
)
# Every part is bounded: a long cell must not make the search quadratic.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])"
)
_LIST_SEPARATORS = re.compile(r"[;,\n•]+")
_LISTED_MARKER = re.compile(r"^\s*(?:[-–—*]|\d{1,2}[.)])\s*")
# The dot after an initial belongs to the name.
_FULL_STOP = re.compile(r"(?<=\w\w)\.$")
_DASHES = re.compile(r"\s*[-‐‑–—−]+\s*")
_NUMBER = re.compile(r"\d{1,2}")
_COUNT = re.compile(
    r"(?:до\s+|не более\s+)?(\d{1,3})(?:\s*(?:чел|место|мест|наставляем|обучающ|ребен|учени)\w*)?\.?"
)

_YES = frozenset(
    {
        "да",
        "есть",
        "получено",
        "имеется",
        "согласен",
        "согласна",
        "дано",
        "подписано",
        "1",
        "v",
        "+",
        "✓",
        "✔",
    }
)
_NO = frozenset(
    {
        "нет",
        "не получено",
        "отсутствует",
        "не дано",
        "не подписано",
        "отказ",
        "0",
        "-",
        "–",
        "—",
    }
)
_GRADE_TO_AGE = 6


@dataclass(frozen=True)
class Contacts:
    """Telephones as «+7 912 345-67-89» and addresses found in a cell, and the cell itself."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class DesiredAge:
    """Whom a mentor wants: full years from and to, None where open; empty text asks nothing.

    School classes are turned into years (the 7th class is 13–14), the words are kept.
    """

    text: str = ""
    from_age: int | None = None
    to_age: int | None = None
    is_understood: bool = True


# and the five forms of the target model: who mentors whom.
_FORM_CODES = {
    ("pupil", "pupil"): "pupil_pupil",
    ("teacher", "teacher"): "teacher_teacher",
    ("head", "teacher"): "head_teacher",
    ("head", "young_teacher"): "head_teacher",
    ("teacher", "young_teacher"): "teacher_young_teacher",
    ("student", "pupil"): "student_pupil",
    ("employer", "pupil"): "employer_pupil",
    ("employer", "student"): "employer_student",
    ("university_teacher", "young_teacher"): "university_teacher_young_teacher",
    ("university_teacher", "teacher"): "university_teacher_young_teacher",
    ("alumnus", "pupil"): "alumnus_pupil",
    ("teacher", "pupil"): "teacher_pupil",
    ("teacher", "student"): "teacher_student",
}
# The first that matches wins, so the narrower come first.
_ROLE_STEMS = (
    ("young_teacher", (("молод",), ("начинающ",))),
    (
        "university_teacher",
        (("педагог", "вуз"), ("преподавател", "вуз"), ("педагог", "колледж")),
    ),
    ("head", (("руководител",), ("директор",))),
    ("alumnus", (("выпускник",),)),
    ("employer", (("работодател",), ("предприяти",))),
    ("student", (("студент",),)),
    ("pupil", (("ученик",), ("обучающ",), ("школьник",), ("учащ",))),
    ("teacher", (("учител",), ("педагог",), ("преподавател",))),
)


def find_contacts(text: str) -> Contacts:
    """Every telephone and e-mail in the text, each once, in the order met."""
    without_emails = _EMAIL.sub(" ", text)
    phones = (_formatted(found[0]) for found in _PHONE.finditer(without_emails))
    emails = (found[0].strip(".").lower() for found in _EMAIL.finditer(text))
    return Contacts(tuple(dict.fromkeys(phones)), tuple(dict.fromkeys(emails)), text)


def split_list(text: str) -> tuple[str, ...]:
    """Items parted by semicolons, commas or lines, without bullets and repeats."""
    items: dict[str, str] = {}
    for part in _LIST_SEPARATORS.split(text):
        item = _FULL_STOP.sub("", " ".join(_LISTED_MARKER.sub("", part).split()))
        if normalise(item):
            items.setdefault(normalise(item), item)
    return tuple(items.values())


def read_age(text: str) -> DesiredAge:
    """«7–9 классы», «10-14 лет», «с 12 лет», «до 14», «любой»."""
    plain = normalise(text)
    if not plain or plain.startswith(("люб", "без огранич", "все")):
        return DesiredAge(text)
    numbers = [int(number) for number in _NUMBER.findall(plain)]
    if not numbers:
        return _age_in_words(text, plain)
    is_grades = re.search(r"\bкл", plain) is not None
    lowest, highest = min(numbers), max(numbers)
    is_possible = highest <= 11 if is_grades else lowest >= 5
    if not is_possible:
        return DesiredAge(text, is_understood=False)
    if is_grades:
        lowest, highest = lowest + _GRADE_TO_AGE, highest + _GRADE_TO_AGE + 1
    if len(numbers) == 1 and re.search(r"\b(?:с|от|старше)\b|\+", text.casefold()):
        return DesiredAge(text, lowest, None)
    if len(numbers) == 1 and re.search(r"\b(?:до|младше)\b", plain):
        return DesiredAge(text, None, highest)
    return DesiredAge(text, lowest, highest)


def read_form(text: str) -> str | None:
    """The code of a form of mentoring, «Ученик-ученик» → `pupil_pupil`; None if unknown."""
    plain = re.sub(r"[«»\"“”„'()]", " ", text.casefold().replace("ё", "е"))
    plain = re.sub(r"^\s*форма(?:\s+наставничества)?\s*:?", "", plain).strip(" .")
    sides = [side for side in _DASHES.split(plain) if side]
    if len(sides) == 1:
        sides = sides[0].replace("/", " ").split()
    if len(sides) != 2:
        return None
    mentor, mentee = (_role(side) for side in sides)
    return _FORM_CODES.get((mentor, mentee))


def read_forms(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the forms listed in a cell, and those that were not understood."""
    items = split_list(text)
    codes = dict.fromkeys(code for item in items if (code := read_form(item)))
    return tuple(codes), tuple(item for item in items if read_form(item) is None)


def read_yes_no(text: str) -> bool | None:
    """Yes, no, or None when it is neither."""
    plain = text.strip().casefold()
    if plain in _YES or normalise(plain) in _YES:
        return True
    return False if plain in _NO or normalise(plain) in _NO else None


def read_count(text: str) -> int | None:
    """«3», «3 чел.», «до 3»; None when it is no count."""
    found = _COUNT.fullmatch(text.strip().casefold().replace("ё", "е"))
    return int(found[1]) if found else None


def _formatted(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)[-10:]
    return f"+7 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"


def _age_in_words(text: str, plain: str) -> DesiredAge:
    if plain.startswith(("началь", "младш")):
        return DesiredAge(text, 1 + _GRADE_TO_AGE, 5 + _GRADE_TO_AGE)
    if plain.startswith("средн"):
        return DesiredAge(text, 5 + _GRADE_TO_AGE, 10 + _GRADE_TO_AGE)
    if plain.startswith("старш"):
        return DesiredAge(text, 10 + _GRADE_TO_AGE, 12 + _GRADE_TO_AGE)
    return DesiredAge(text, is_understood=False)


def _role(side: str) -> str:
    words = re.findall(r"\w+", side)
    for role, alternatives in _ROLE_STEMS:
        for stems in alternatives:
            if all(any(word.startswith(stem) for word in words) for stem in stems):
                return role
    return ""
