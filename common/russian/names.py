"""Full names: how people type them, how papers print them, how search finds them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case as PetrovichCase
from pytrovich.enums import Gender as PetrovichGender
from pytrovich.enums import NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from common.russian.cases import Case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_INITIAL = re.compile(r"[^\W\d_]\.?")
_GLUED_INITIALS = re.compile(r"(?<!\w)([^\W\d_]\.)(?=\w)")
_LOOSE_HYPHEN = re.compile(r"(?<=\w)(?:\s*-\s+|\s+-\s*)(?=\w)")
_PATRONYMIC = re.compile(
    r"\w{2,}(?:ович|евич|ич|ыч|овна|евна|ична|инична|ишна)|\w+[\s-](?:оглы|оглу|улы|уулу|кызы|гызы)",
    re.IGNORECASE,
)
_TURKIC_ENDINGS = frozenset({"оглы", "оглу", "улы", "уулу", "кызы", "гызы"})
_MALE_ENDINGS = ("ич", "ыч", "оглы", "оглу", "улы", "уулу")
_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_SPELLED_ALIKE = str.maketrans({"ё": "е", "‐": "-", "‑": "-", "–": "-", "—": "-"})
_PETROVICH_CASES = {
    Case.GENITIVE: PetrovichCase.GENITIVE,
    Case.DATIVE: PetrovichCase.DATIVE,
    Case.ACCUSATIVE: PetrovichCase.ACCUSATIVE,
    Case.INSTRUMENTAL: PetrovichCase.INSTRUMENTAL,
    Case.PREPOSITIONAL: PetrovichCase.PREPOSITIONAL,
}


class Gender(Enum):
    """What the grammar needs; nothing is stored about the person."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class FullName:
    """Surname, first name and patronymic; the last two may be empty or initials «И.»."""

    last: str
    first: str = ""
    patronymic: str = ""

    @classmethod
    def parse(cls, text: str) -> FullName:
        """Understand «Иванов Иван Иванович», «И. И. Иванов», «Алиев Али Вели оглы».

        Raises ValueError when there is not one letter in the text. Letters are kept as
        typed, «ё» included; spaces and dashes are put in order, and a name all in small or
        all in capital letters gets proper capitals.
        """
        if not any(character.isalpha() for character in text):
            raise ValueError(f"no name in {text!r}")
        words = _words(text)
        if (
            len(words) > 1
            and _INITIAL.fullmatch(words[0])
            and not _INITIAL.fullmatch(words[-1])
        ):
            words = _turn_round(
                words, sum(1 for word in words if _INITIAL.fullmatch(word))
            )
        elif (
            len(words) == 3 and is_patronymic(words[1]) and not is_patronymic(words[2])
        ):
            words = _turn_round(words, 2)
        return cls(*_divide(words))

    def full(self) -> str:
        """«Иванов Иван Иванович»."""
        return " ".join(filter(None, (self.last, self.first, self.patronymic)))

    def short(self) -> str:
        """«И. И. Иванов»: the order of a signature (ГОСТ Р 7.0.97)."""
        return " ".join(filter(None, (*self._initials(), self.last)))

    def listed(self) -> str:
        """«Иванов И. И.»: the order of a list, a table, a resolution."""
        return " ".join(filter(None, (self.last, *self._initials())))

    @property
    def gender(self) -> Gender | None:
        """Guessed from the patronymic, else from the first name, else from the surname.

        None for names of another tradition: their last word is no patronymic.
        """
        if self.patronymic and not _INITIAL.fullmatch(self.patronymic):
            if not is_patronymic(self.patronymic):
                return None
            is_male = self.patronymic.lower().endswith(_MALE_ENDINGS)
            return Gender.MALE if is_male else Gender.FEMALE
        for part, text in (
            ("firstname", self.first),
            ("lastname", self.last if self.first else ""),
        ):
            if _CYRILLIC_WORD.fullmatch(text) and (
                gender := _detected_gender(part, text)
            ):
                return gender
        return None

    def in_case(self, case: Case) -> FullName:
        """The name in the case; where the gender is unknown it stays as it is.

        A single word and anything not in Russian letters is never changed.
        """
        gender = self.gender
        if case is Case.NOMINATIVE or gender is None:
            return self
        return FullName(
            _declined(NamePart.LASTNAME, self.last, gender, case),
            _declined(NamePart.FIRSTNAME, self.first, gender, case),
            _declined(NamePart.MIDDLENAME, self.patronymic, gender, case),
        )

    def _initials(self) -> tuple[str, str]:
        return _initial(self.first), _initial(self.patronymic)


def normalise(text: str) -> str:
    """One spelling for search: small letters, «е» for «ё», single spaces, bare edges."""
    composed = unicodedata.normalize("NFKC", text.replace("№", " "))
    folded = composed.casefold().translate(_SPELLED_ALIKE)
    folded = _GLUED_INITIALS.sub(r"\1 ", _LOOSE_HYPHEN.sub("-", folded))
    words = (_bare_edges(word) for word in folded.split())
    return " ".join(word for word in words if word)


def same_person_key(name: FullName, birth: date | int | None) -> str:
    """Equal for two rows about one person: normalised name and date or year of birth."""
    born = "" if birth is None else str(birth)
    return f"{normalise(name.full())}|{born}"


def is_patronymic(text: str) -> bool:
    """Whether the word has the ending of a patronymic: «Ильич», «Ильинична», «Вели оглы»."""
    return _PATRONYMIC.fullmatch(text) is not None


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text).replace("–", "-").replace("—", "-")
    text = _GLUED_INITIALS.sub(r"\1 ", text)
    words = [word.strip(",;") for word in _LOOSE_HYPHEN.sub("-", text).split()]
    if text.islower() or text.isupper():
        words = [_capitalised(word) for word in words]
    return [word for word in words if word]


def _capitalised(word: str) -> str:
    parts = word.lower().split("-")
    return "-".join(
        part if part in _TURKIC_ENDINGS else part.capitalize() for part in parts
    )


def _turn_round(words: Sequence[str], leading: int) -> list[str]:
    """«И. И. Иванов» and «Иван Иванович Иванов» with the surname put first."""
    return [" ".join(words[leading:]), *words[:leading]]


def _divide(words: list[str]) -> tuple[str, str, str]:
    tail = _patronymic_length(words)
    patronymic = " ".join(words[-tail:]) if tail else ""
    rest = words[:-tail] if tail else words
    if len(rest) > 1 and patronymic:
        # Two surnames without a hyphen: everything before the first name.
        return " ".join(rest[:-1]), _dotted(rest[-1]), _dotted(patronymic)
    surname_length = 1 + _particle_count(rest)
    last, given = rest[:surname_length], rest[surname_length:]
    first = _dotted(given[0]) if given else ""
    return " ".join(last), first, _dotted(patronymic or " ".join(given[1:]))


def _patronymic_length(words: list[str]) -> int:
    """How many words at the end are the patronymic beyond doubt."""
    if len(words) >= 4 and words[-1].lower() in _TURKIC_ENDINGS:
        return 2
    is_pair_of_initials = len(words) >= 3 and all(
        _INITIAL.fullmatch(word) for word in words[-2:]
    )
    return int(len(words) >= 3 and (is_patronymic(words[-1]) or is_pair_of_initials))


def _particle_count(words: list[str]) -> int:
    """«фон», «де ла» before the surname are written small and belong to it."""
    count = 0
    for word in words[:-1]:
        if not word.islower():
            break
        count += 1
    return 0 if all(word.islower() for word in words) else count


def _dotted(text: str) -> str:
    is_bare_initial = len(text) == 1 and text.isalpha()
    return f"{text.upper()}." if is_bare_initial else text


def _initial(text: str) -> str:
    """«Анна-Мария» → «А.-М.», «Вели оглы» and «Вели-оглы» → «В.»."""
    if not text:
        return ""
    parts = text.split()[0].split("-")
    return "-".join(
        f"{part[0].upper()}."
        for part in parts
        if part and part.lower() not in _TURKIC_ENDINGS
    )


def _detected_gender(part: str, text: str) -> Gender | None:
    found = _detector().detect(**{part: text})  # type: ignore[no-untyped-call]  # the library has no types
    if found == PetrovichGender.MALE:
        return Gender.MALE
    return Gender.FEMALE if found == PetrovichGender.FEMALE else None


def _declined(part: NamePart, text: str, gender: Gender, case: Case) -> str:
    is_unchanging = part is NamePart.MIDDLENAME and text.lower().endswith(
        tuple(_TURKIC_ENDINGS)
    )
    if not text or is_unchanging or _INITIAL.fullmatch(text):
        return text
    petrovich_gender = (
        PetrovichGender.MALE if gender is Gender.MALE else PetrovichGender.FEMALE
    )

    def decline(word: re.Match[str]) -> str:
        return str(
            _maker().make(part, petrovich_gender, _PETROVICH_CASES[case], word[0])
        )

    # Word by word, so that «Иванова (Петрова)» keeps its brackets and Latin letters stay.
    return _CYRILLIC_WORD.sub(decline, text)


def _bare_edges(word: str) -> str:
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[start:end]


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()
