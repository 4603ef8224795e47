"""The words of a cell: leftovers of markup taken away, lists and numbers told apart."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_BLOCK_TAG = re.compile(r"<\s*/?\s*(?:ul|ol|p|div|br|tr|table)\b[^<>]*>", re.IGNORECASE)
_ITEM_TAG = re.compile(r"<\s*li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LATEX_NUMBER = re.compile(r"\$\s*N_?[^$]{0,40}\$")
_LATEX = re.compile(r"\$[^$\n]{1,60}\$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_NUMBER = re.compile(
    r"(?P<number>(?:\d{1,3}(?:\.\d{1,3}){1,3}\.?|\d{1,2}[.)]))(?!\d)\s*(?=\D|$)"
)
_CELL_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[IVX]{1,5}[.)]?|[а-я]\)")
_BULLET = re.compile(r"(?P<sign>[-–—−•·◦▪●○■□*✓➢>]|o(?= ))\s*(?=\S)")
_INLINE = re.compile(r"[;:,.]\s+[-–—•·]\s+(?=[а-яёa-z])")
_NEXT_BULLET = re.compile(r"(?<=[;.,])\s+[-–—•·]\s+(?=[А-ЯЁа-яё])")
_DAY = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})\b|\d{1,2}\.(?:0[1-9]|1[0-2])\b(?!\.)"
)
_ABBREVIATED = re.compile(r"(?:^|\s)(?:др|пр|т\.\s?д|т\.\s?п|т\.\s?ч|г|гг|им|\w)\.$")

_ENDING = re.compile(
    r"(?<=\w\w\w)(?:[аяыи]ми|ого|его|ому|ему|ов|ев|[аяеыио]х|[аяеои]м|[оеыиуюая][йяею]"
    r"|[аяоеыиуюьй])$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a cell: its printed number, or its bullet, and its words."""

    text: str
    number: str = ""
    bullet: str = ""


def clean(text: str) -> str:
    """The text without markup, LaTeX and odd spaces; each line of it is a line."""
    text = unicodedata.normalize("NFC", text)
    if "<" in text:
        text = _ITEM_TAG.sub("\n• ", text)
        text = _TAG.sub(" ", _BLOCK_TAG.sub("\n", text))
    text = _LATEX.sub(" ", _LATEX_NUMBER.sub("№", text))
    text = _INVISIBLE.sub("", html.unescape(text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def has_markup(text: str) -> bool:
    """Whether tags or LaTeX were left in the text (R-315)."""
    return bool(
        _ITEM_TAG.search(text) or _BLOCK_TAG.search(text) or _LATEX.search(text)
    )


def one_line(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def is_number(text: str) -> bool:
    """Whether the cell holds a number of a row and nothing else."""
    return bool(_CELL_NUMBER.fullmatch(text.strip()))


def split_number(text: str) -> tuple[str, str]:
    """(«1.3.», the rest) of a title that begins with its number; a day is no number."""
    found = _NUMBER.match(text)
    if found is None or _DAY.match(text):
        return "", text
    return found["number"], text[found.end() :].strip()


def entries(text: str) -> list[Entry]:
    """The lines of a cell with their numbers and bullets told apart."""
    found: list[Entry] = []
    for line in text.split("\n"):
        if bullet := _BULLET.match(line):
            parts = _NEXT_BULLET.split(line[bullet.end() :])
            found += [Entry(part.strip(), bullet=bullet["sign"]) for part in parts]
            continue
        number, rest = split_number(line)
        found.append(Entry(rest or line, number if rest else ""))
    return found


def inline_list(text: str) -> tuple[str, list[str]]:
    """(«Подготовка», [items]) of «Подготовка: - одно; - другое» written in one line."""
    signs = list(_INLINE.finditer(text))
    if len(signs) < 2:
        return text, []
    ends = [sign.start() for sign in signs] + [len(text)]
    parts = [text[sign.end() : end] for sign, end in zip(signs, ends[1:], strict=True)]
    return text[: signs[0].start()].strip(), [as_item(part) for part in parts]


def as_item(text: str) -> str:
    """An item without the punctuation that parted it from the next."""
    text = one_line(text).rstrip(";,").rstrip()
    return text if _ABBREVIATED.search(text) else text.removesuffix(".")


def as_heading(text: str) -> str:
    """Words above a list, without the colon that announces it."""
    return one_line(text).removesuffix(":").rstrip()


def split_list(text: str) -> list[str]:
    """The members of a cell that lists: by lines, bullets, numbers, semicolons."""
    found: list[str] = []
    for entry in entries(text):
        if entry.bullet or entry.number or not found or not _continues(entry.text):
            found += [entry.text]
        else:
            found[-1] = f"{found[-1]} {entry.text}"
    parts = (part for each in found for part in _by_semicolons(each))
    return [item for part in parts if (item := as_item(part))]


def key_of(text: str) -> str:
    """One spelling for comparing: small letters, «е» for «ё», words alone."""
    folded = text.casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", folded))


def stems(text: str) -> list[str]:
    """The words without their endings, long enough to tell them apart in any case."""
    words = (word for word in key_of(text).split() if len(word) > 2)
    return [_ENDING.sub("", word)[:7] for word in words]


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """How much two sets of stems have in common: 0…1."""
    first, second = set(one), set(other)
    return (
        2 * len(first & second) / (len(first) + len(second)) if first and second else 0
    )


def _by_semicolons(text: str) -> list[str]:
    depth, begun, parts = 0, 0, []
    for at, sign in enumerate(text):
        depth += (sign in "(«") - (sign in ")»")
        if sign == ";" and depth <= 0:
            parts.append(text[begun:at])
            begun = at + 1
    return [*parts, text[begun:]]


def _continues(text: str) -> bool:
    """Whether a line goes on with the words of the one above."""
    return text[:1].islower() or text[:1] in "(«…,;"
