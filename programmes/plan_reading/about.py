"""What stands above the table: the plan's title, its period, its approval (R-119)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from programmes.plan_reading.texts import clean, one_line

_TITLE = re.compile(r"план|дорожн\w{1,4} карт|программ", re.IGNORECASE)
_TITLE_BEGINS = re.compile(
    r"^\W*(?:план\b|дорожная карта|«дорожная карта»|программа мероприятий|этапы реализации)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:\b(?:на|в)\s+)?\b(20\d\d)\s*[-–—/]\s*(20)?(\d\d)\s*"
    r"(?:уч(?:ебн\w*|\.)?\s*год\w*|уч\.?\s?г\.?|год\w*|г{1,2}\.?\s?г?\.?)?",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"приказ\w{0,6}[^№\n]{0,80}№\s*([\w/.-]{1,20}(?:\s?-\s?[\w]{1,6})?)?\s*от\s*(.{6,30})"
    r"|приказ\w{0,6}[^№\n]{0,80}от\s*(.{6,25}?)\s*№\s*([\w/.-]{1,20})",
    re.IGNORECASE,
)
_PROTOCOL = re.compile(
    r"протокол\w{0,6}\s{0,9}(?P<body>[^№\n]{0,100}?)\s*№\s*(?P<number>[\w/-]{1,10})"
    r"(?:\s*от\s*(?P<day>.{6,30}))?",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"приложение\s*(?:№\s*)?\d*(?:\s*к\s+приказу)?", re.IGNORECASE)
_MONTHS = [
    "янв",
    "фев",
    "мар",
    "апр",
    "мая",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
]
_DIGIT_DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4}|\d{2})")
_WORD_DAY = re.compile(r"(\d{1,2})[»\"\s]+([а-я]{3})[а-я]*\s+(\d{4})", re.IGNORECASE)


@dataclass
class About:
    """The words above the table, understood."""

    title: str = ""
    period: dict[str, object] = field(default_factory=dict)
    approval: dict[str, object] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def about_plan(before: Sequence[str]) -> About:
    """Title, period and approval out of the paragraphs above the table."""
    lines = [one_line(line) for text in before for line in clean(text).split("\n")]
    about = About(title=_title(lines), period=period_of(lines))
    text = "\n".join(lines)
    _approve(about, text)
    about.rest = [line for line in lines if line and line not in about.title]
    return about


def begins_title(line: str) -> bool:
    """Whether the line begins the name of a plan."""
    return bool(_TITLE_BEGINS.match(line))


def period_of(lines: Sequence[str]) -> dict[str, object]:
    """The school year of «на 2023-2024 год», from September to August."""
    for line in lines:
        for found in _YEARS.finditer(line):
            first, last = int(found[1]), int(found[1][:2] + found[3])
            if last == first + 1:
                return school_year(first, one_line(found[0]))
    return {}


def school_year(first: int, raw: str) -> dict[str, object]:
    """The school year that begins in September of `first`, as a template writes it."""
    return {
        "kind": "academic_year",
        **({"raw": raw} if raw else {}),
        "starts_on": f"{first}-09-01",
        "ends_on": f"{first + 1}-08-31",
        "is_inferred": True,
    }


def _title(lines: Sequence[str]) -> str:
    """From the line that begins a plan's name to the end of its paragraph block."""
    begun = next(
        (at for at, line in enumerate(lines) if _TITLE_BEGINS.match(line)), None
    )
    if begun is None:
        begun = next((at for at, line in enumerate(lines) if _TITLE.search(line)), None)
    if begun is None:
        return ""
    words: list[str] = []
    for line in lines[begun : begun + 6]:
        if words and not _goes_on(line):
            break
        words.append(line)
    return one_line(_YEARS.sub("", " ".join(words))).strip(" ,;:*").removesuffix(".")


def _goes_on(line: str) -> bool:
    is_other = _ORDER.search(line) or _PROTOCOL.search(line) or _APPENDIX.match(line)
    has_letters = any(sign.isalpha() for sign in line)
    return has_letters and not is_other and (line[:1].islower() or line.isupper())


def _approve(about: About, text: str) -> None:
    if order := _ORDER.search(text):
        number = (order[1] or order[4] or "").strip(" .")
        told = {"number": number, "date": day_in(order[2] or order[3] or "")}
        about.approval["order"] = {key: value for key, value in told.items() if value}
    if protocol := _PROTOCOL.search(text):
        told = {
            "body": one_line(protocol["body"]).strip(" ,."),
            "number": protocol["number"],
            "date": day_in(protocol["day"] or ""),
        }
        about.approval["protocol"] = {
            key: value for key, value in told.items() if value
        }
    if appendix := _APPENDIX.search(text):
        about.approval["appendix"] = one_line(appendix[0])
    about.approval = {key: value for key, value in about.approval.items() if value}


def day_in(text: str) -> str:
    """«20.09. 2022 г.» as 2022-09-20; nothing when there is no day."""
    if found := _DIGIT_DAY.search(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _iso(year, int(found[2]), int(found[1]))
    if found := _WORD_DAY.search(text):
        month = found[2].casefold().replace("май", "мая")
        if month in _MONTHS:
            return _iso(int(found[3]), _MONTHS.index(month) + 1, int(found[1]))
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
