"""The words of a printed deadline made alike: case, dashes, torn letters, dates as tokens.

A month becomes `M09` or `M2023-09`, a day `D2023-09-25` or, without a year, `D--09-25`.
Everything else stays as lower-case words, so that a grammar of few rules can read it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from programmes.deadlines.shape import Month, MonthDay

_MONTH_FORMS: tuple[tuple[str, ...], ...] = (
    ("январь", "января", "январе", "январю"),
    ("февраль", "февраля", "феврале", "февралю"),
    ("март", "марта", "марте", "марту"),
    ("апрель", "апреля", "апреле", "апрелю"),
    ("май", "мая", "мае", "маю"),
    ("июнь", "июня", "июне", "июню"),
    ("июль", "июля", "июле", "июлю"),
    ("август", "августа", "августе", "августу"),
    ("сентябрь", "сентября", "сентябре", "сентябрю"),
    ("октябрь", "октября", "октябре", "октябрю"),
    ("ноябрь", "ноября", "ноябре", "ноябрю"),
    ("декабрь", "декабря", "декабре", "декабрю"),
)
_SHORT_MONTHS: dict[str, int] = {
    short: number
    for number, shorts in enumerate(
        [
            "янв",
            "фев февр",
            "мар",
            "апр",
            "",
            "июн",
            "июл",
            "авг",
            "сен сент",
            "окт",
            "ноя нояб",
            "дек",
        ],
        start=1,
    )
    for short in shorts.split()
}
_TORN = r"(?:-? )?"
"""Between two letters of a month: a cell may have broken the word there."""
_LATIN = str.maketrans("acekmopxytbh", "асекморхутвн")
_ROMAN = str.maketrans("іх", "ix")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_QUOTES = re.compile("[«»„“”\"'`*_]")
_TAGS = re.compile(r"<[^<>]*>")
_MIXED_WORD = re.compile(r"[a-zа-яі]+")
_ROMAN_WORD = re.compile(r"[ivxіх]+")
_YEAR_WORD = r"(?:г{1,2}(?:\. ?г)?(?![а-я])\.?|год(?:а|у|ом|ов)?(?![а-я]))"
_NUMBER_END = r"(?:-? ?(?:го|ое|е))?"


def _torn(word: str) -> str:
    return _TORN.join(word)


_MONTH_PATTERNS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"(?<![а-я])(?:{'|'.join(map(_torn, forms))})(?![а-я])"), number)
    for number, forms in enumerate(_MONTH_FORMS, start=1)
)
_SHORT_MONTH = re.compile(
    rf"(?<![а-я])({'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\.?(?![а-я])"
)
_MONTH_YEAR = re.compile(
    rf"M(\d\d),? ?(?:(\d{{4}})(?!\d)(?! ?[-/] ?\d{{2}})|(\d{{2}})(?= ?г)) ?{_YEAR_WORD}?"
)
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:[ t]\d{2}:\d{2}(?::\d{2})?)?(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(\d{1,2})(?: ?[./] ?| )(\d{1,2}) ?[./,] ?(\d{4}|\d{2})(?!\d) ?"
    rf"{_YEAR_WORD}?"
)
# The lookbehinds keep digits of a token that stands before from being taken for a day.
_IN_WORDS = re.compile(
    r"(?<![\dM])(?<!M\d{4}-)(?<!D\d{4}-\d\d-)(?<!D--\d\d-)"
    rf"(\d{{1,2}}) ?{_NUMBER_END} ?\.? ?M(?:(\d{{4}})-)?(\d\d)"
)
_THIS_YEAR = re.compile(
    r",? (?:текущего|этого|сего|данного|соответствующего) (?:учебного )?года"
)
_YEARLESS = re.compile(r"(?<![\d.,-])(\d{2})\.(\d{2})\.?(?!\.?\d)")
_AROUND_DASH = re.compile(r" ?(?<!D)-(?!-) ?")
DAY = r"D(?:\d{4}|-)-\d\d-\d\d"
MONTH = r"M(?:\d{4}-)?\d\d"


def canonical(raw: str) -> str:
    """The text made alike; two texts that differ only in printing give the same one."""
    text = plain(raw)
    for pattern, number in _MONTH_PATTERNS:
        text = pattern.sub(f"M{number:02}", text)
    text = _SHORT_MONTH.sub(lambda found: f"M{_SHORT_MONTHS[found[1]]:02}", text)
    text = _MONTH_YEAR.sub(_month_of_year, text)
    text = _ISO.sub(lambda found: _day_token(found, *found.group(1, 2, 3)), text)
    text = _NUMERIC.sub(lambda found: _day_token(found, *found.group(3, 2, 1)), text)
    text = _IN_WORDS.sub(lambda found: _day_token(found, *found.group(2, 3, 1)), text)
    text = _YEARLESS.sub(lambda found: _day_token(found, "", *found.group(2, 1)), text)
    return _tidy(_THIS_YEAR.sub("", text))


def plain(raw: str) -> str:
    """Lower-case words in one alphabet with one kind of dash, space and no quotes."""
    text = unicodedata.normalize("NFKC", _TAGS.sub(" ", _INVISIBLE.sub("", raw)))
    text = _QUOTES.sub("", _DASHES.sub("-", text.casefold().replace("ё", "е")))
    text = _MIXED_WORD.sub(_one_alphabet, text)
    return " ".join(text.split())


def _one_alphabet(found: re.Match[str]) -> str:
    """A Latin letter inside a Russian word is a slip of the keyboard or of recognition."""
    word = found[0]
    if _ROMAN_WORD.fullmatch(word):
        return word.translate(_ROMAN)
    return word.translate(_LATIN) if re.search("[а-я]", word) else word


def _month_of_year(found: re.Match[str]) -> str:
    year = found[2] or f"20{found[3]}"
    return f"M{year}-{found[1]}"


def _day_token(found: re.Match[str], year: str | None, month: str, day: str) -> str:
    """The token of a day that exists; of another, the text as it was."""
    full_year = f"20{year}" if year and len(year) == len("23") else year
    try:
        if full_year:
            return f"D{date(int(full_year), int(month), int(day))}"
        return f"D--{MonthDay(int(month), int(day))}"
    except ValueError:
        return found[0]


def _tidy(text: str) -> str:
    text = _AROUND_DASH.sub("-", text)
    text = re.sub(r" ([,;.)])", r"\1", text)
    text = " ".join(text.split()).strip(" .,;:")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(" .,;:")
    return text


def day_of(token: str) -> date | MonthDay:
    """The day of a token `D2023-09-25` or `D--09-25`."""
    if token.startswith("D--"):
        return MonthDay(int(token[3:5]), int(token[6:8]))
    return date.fromisoformat(token[1:])


def month_of(token: str) -> Month:
    """The month of a token `M2023-09` or `M09`."""
    return Month.parse(token[1:])


_NUMBERS: dict[str, int] = {
    "один одна одно одного одной одну первый первого первом первая первую первой": 1,
    "два две двух второй второго втором вторая вторую дву двух-": 2,
    "три трех третий третьего третьем третья третью третьей": 3,
    "четыре четырех четвертый четвертого четвертом четвертая четвертой": 4,
    "пять пяти пятый пятого": 5,
    "шесть шести шестой шестого": 6,
    "семь семи": 7,
    "восемь восьми": 8,
    "девять девяти": 9,
    "десять десяти": 10,
    "четырнадцать четырнадцати": 14,
    "пятнадцать пятнадцати": 15,
    "двадцать двадцати": 20,
    "тридцать тридцати": 30,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_NUMBER_OF: dict[str, int] = {
    word: number for words, number in _NUMBERS.items() for word in words.split()
}
NUMBER = (
    r"(?:\d{1,3}(?:-?(?:х|и|ти|ой|ый|й|го|м|ом|я|ая|ю|ую))?|"
    + "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
    + ")"
)


def number_of(word: str) -> int:
    """«3», «трех», «III», «3-х» → 3."""
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _NUMBER_OF[word]
