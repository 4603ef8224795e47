"""Who answers, out of one cell: people and roles told apart, never taken for granted (R-303)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programmes.plan_reading.texts import clean, key_of, one_line

_UP = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIAL = r"[А-ЯЁ]\s?\.?"
_PERSON = re.compile(
    rf"{_UP}\s+[А-ЯЁ]\s?\.\s?(?:[А-ЯЁ](?![а-яё])\s?\.?)?"
    rf"|(?<![А-ЯЁа-яё.])[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?{_UP}"
    rf"|{_UP}\s+[А-ЯЁ]{{2}}(?![А-ЯЁа-яё])"
    rf"|{_UP}\s+{_UP}\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|ич)\b"
)
_LEAD = re.compile(r"^[Оо]тветственн(?:ый|ые|ая)(?:\s*[-–—:]\s*|\s+(?=[А-ЯЁ]))")
_PARTS = re.compile(r"[;,/\n]|\s+и\s+(?=[А-ЯЁ])|\.\s+(?=Ответственн)")
_BULLETS = re.compile(r"^[-–—•·*\s]+")
# Words with which the name of a role begins, and the portal's role it means.
ROLES: tuple[tuple[str, str], ...] = (
    (r"здувр|здвр|зам\.?\s?дир|замдир|зам\.|завуч|заместител", "deputy_director"),
    (
        r"директор|руководитель (?:оо|организац|учрежден)|заведующ\w* (?:мбдоу|доу)",
        "director",
    ),
    (r"кураторы?[^,;]{0,40}рол", "role_model_curator"),
    (r"куратор", "curator"),
    (r"(?:\w+[- ]){0,2}психолог|педагог\w* психолог|психологическ", "psychologist"),
    (r"классн\w+ руковод", "class_teacher"),
    (r"заведующ|зав\.", "department_head"),
    (r"наставляем", "mentee"),
    (r"наставник|наставнич\w+ пар", "mentor"),
    (r"родител", "parent"),
    (r"координатор муниц", "municipal_coordinator"),
)
_STARTS = re.compile(
    r"(?<![\w-])(?:ЗДУВР|ЗДВР|ЗДАХР|Зам\.?\s?директора|Замдиректора|Заместител\w+|Завуч|Директор|Куратор\w*"
    r"|Наставник\w*|Наставляем\w+|Педагог-?\w*|Психолог\w*|Классн\w+ руководител\w+|Методист\w*"
    r"|Соц\w*\.? педагог\w*|Социальн\w+ педагог\w*|Рабочая группа|Администрация|Учител\w+|Воспитател\w+"
    r"|Специалист\w*|Руководител\w+|Заведующ\w+|Советник\w*|Ответственн\w+|Преподавател\w+|Секретарь)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed word for who answers; `parts` are the ways it might be divided.

    `role` is the portal's role it seems to mean; `is_person` when it looks like a name.
    """

    text: str
    role: str = ""
    is_person: bool = False
    is_doubtful: bool = False


def split_responsibles(
    cell: str, known: Iterable[str] = (), told: Mapping[str, list[str]] | None = None
) -> list[Label]:
    """Everybody a cell names, in order; `told` is how the curator divided what was unclear.

    `known` are words that stand alone in other cells: they help where names run together.
    """
    text = clean(cell)
    divided = (told or {}).get(one_line(text))
    if divided is not None:
        return [label_of(part) for part in divided]
    labels: dict[str, Label] = {}
    for part in _PARTS.split(text):
        plain = one_line(_BULLETS.sub("", part)).strip(" ;,")
        for label in _of_part(_LEAD.sub("", plain) or plain, known):
            labels.setdefault(key_of(label.text), label)
    return [label for key, label in labels.items() if key]


def label_of(text: str, *, is_doubtful: bool = False) -> Label:
    """The label with what it seems to mean."""
    if _PERSON.fullmatch(text.strip()) and not _STARTS.match(text.strip()):
        return Label(text.strip(), is_person=True, is_doubtful=is_doubtful)
    return Label(text.strip(), role_of(text), is_doubtful=is_doubtful)


def role_of(text: str) -> str:
    """The portal's role the words mean; «responsible» when it knows none such."""
    plain = text.strip().casefold().replace("ё", "е")
    return next(
        (role for rule, role in ROLES if re.match(rf"(?:{rule})", plain)),
        "responsible",
    )


def same_person(label: str, full_name: str) -> bool:
    """Whether «Иванова А.Б.» may be «Иванова Анна Борисовна»: surname and initials agree."""
    words = re.findall(r"[А-ЯЁа-яё-]+", label)
    name = full_name.split()
    surname = next((word for word in words if len(word) > 2), "")
    if not name or key_of(surname) != key_of(name[0]):
        return False
    given = [word for word in words if word != surname]
    if len(given) == 1 and len(given[0]) == 2 and given[0].isupper():
        given = list(given[0])
    pairs = zip(given, name[1:], strict=False)
    return all(key_of(one)[:1] == key_of(other)[:1] for one, other in pairs)


def _of_part(text: str, known: Iterable[str]) -> list[Label]:
    """People by their initials; between them roles, one or several run together."""
    labels: list[Label] = []
    at = 0
    for found in _PERSON.finditer(text):
        if _STARTS.match(found[0]):
            continue
        labels += _roles(text[at : found.start()], known)
        labels.append(Label(one_line(found[0]), is_person=True))
        at = found.end()
    return labels + _roles(text[at:], known)


def _roles(text: str, known: Iterable[str]) -> list[Label]:
    text = text.strip(" .,;:-–—")
    if not any(sign.isalpha() for sign in text):
        return []
    if pieces := _by_known(text, known):
        return [label_of(piece, is_doubtful=len(pieces) > 1) for piece in pieces]
    starts = [found.start() for found in _STARTS.finditer(text)]
    if len(starts) < 2 or starts[0]:
        return [label_of(text)]
    ends = [*starts[1:], len(text)]
    pieces = [text[begin:end].strip() for begin, end in zip(starts, ends, strict=True)]
    # «Педагог Психолог» may be one person or two: the curator is asked.
    return [label_of(piece, is_doubtful=True) for piece in pieces]


def _by_known(text: str, known: Iterable[str]) -> list[str]:
    """The words divided into labels that stand alone elsewhere, if they cover it all."""
    spelled = sorted((label for label in known if label), key=len, reverse=True)
    pieces: list[str] = []
    rest = text
    while rest:
        piece = next((each for each in spelled if _begins(rest, each)), "")
        if not piece:
            return []
        pieces.append(rest[: len(piece)])
        rest = rest[len(piece) :].strip(" .,;")
    return pieces


def _begins(text: str, label: str) -> bool:
    after = text[len(label) : len(label) + 1]
    return text.casefold().startswith(label.casefold()) and not after.isalnum()
