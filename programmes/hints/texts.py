"""Hints about words: markup left in, a cut sentence, a title of another stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programmes.hints.shape import PLAN, Hint, Looking, at
from programmes.hints.words import ADVICE
from programmes.roadmap_templates import MeasureTemplate, SectionTemplate

_MARKUP = re.compile(
    r"</?(?:ul|ol|li|p|br|b|i|u|td|tr|th|div|span|strong|em|table)\b[^<>]*>"
    r"|&(?:nbsp|amp|quot|lt|gt|laquo|raquo|mdash|ndash|#\d+);"
    r"|\\(?:underline|textbf|mathrm|frac)|\$[^$]*[\\_{][^$]*\$|\*\*"
)
_DOUBLED = re.compile(r"\b(на|в|и|по|с|о|об|для|к|от|из|за|до)\s+\1\b", re.IGNORECASE)
_EXTERNAL_FORM = re.compile(r"приложени[а-я]+ №? ?\d+ к методическ", re.IGNORECASE)
_CUT_END = re.compile(r"(?:[,–—-]|…|\.\.\.|\s(?:и|в|на|по|с|для|о|об|к|от|из|или))\s*$")
_OWN_BASE = {
    "S2": re.compile(r"(?:баз|банк)[а-я]* (?:данных )?наставляемых", re.IGNORECASE),
    "S3": re.compile(r"(?:баз|банк)[а-я]* (?:данных )?наставников", re.IGNORECASE),
}
_NAME = re.compile(
    r"\b(?:[А-ЯЁ]{2,4}(?:ОУ|ДО|ДОУ|ПОУ)|МУДО)(?: ДО)? {1,3}"
    r"(?:[«\"][^«»\"]{3,80}[»\"]|[А-ЯЁ][а-яё]+ {0,2}№ {0,2}\d+)"
)
_OTHER = {"S2": "S3", "S3": "S2"}
_WORDS = re.compile(r"\w+")
_FEWEST_LETTERS = 12


def _texts(row: SectionTemplate | MeasureTemplate) -> Iterator[str]:
    yield row.title
    yield row.title_printed
    if isinstance(row, MeasureTemplate):
        yield row.result
        yield row.deadline.deadline.raw
        yield from (item.text for item in row.items)
        yield from (role.label for role in row.responsibles)
    yield from (document.title for document in row.documents)


def markup(looking: Looking) -> Iterator[Hint]:
    """Leftovers of HTML, Markdown or LaTeX (R-315)."""
    for row in looking.rows():
        found = next(
            (hit for text in _texts(row) if (hit := _MARKUP.search(text))), None
        )
        if found:
            yield Hint(
                "ocr_noise",
                at(row),
                f"В тексте осталась разметка: «{found[0]}».",
                found[0],
            )


def doubled_words(looking: Looking) -> Iterator[Hint]:
    """«на на» (T-47)."""
    for row in looking.rows():
        found = next(
            (hit for text in _texts(row) if (hit := _DOUBLED.search(text))), None
        )
        if found:
            yield Hint("typo", at(row), f"Слово стоит дважды: «{found[0]}».", found[0])


def cut_texts(looking: Looking) -> Iterator[Hint]:
    """A title that begins in the middle of a sentence or breaks off (R-315).

    A plan whose titles begin with small letters as a habit is left in peace.
    """
    measures = list(looking.plan.measures())
    small = sum(measure.title[:1].islower() for measure in measures)
    is_habit = small * 4 > len(measures)
    for measure in measures:
        title = measure.title.strip()
        is_cut = title.startswith(("…", "...")) or (
            title[:1].islower() and not is_habit
        )
        if is_cut:
            yield _hint("text_truncated_start", measure)
        if _CUT_END.search(title):
            yield _hint("text_truncated_end", measure)


def other_stage(looking: Looking) -> Iterator[Hint]:
    """«База наставляемых» in the stage of mentors and the reverse (R-314)."""
    for measure in looking.plan.measures():
        mapped = [code for code in measure.canonical if code in _OWN_BASE]
        if len(measure.canonical) != 1 or not mapped:
            continue
        printed = measure.title_printed or measure.title
        own, other = _OWN_BASE[mapped[0]], _OWN_BASE[_OTHER[mapped[0]]]
        if other.search(printed) and not own.search(printed):
            yield Hint(
                "title_contradicts_stage",
                at(measure),
                f"«{printed}» — название другого этапа.",
                printed,
            )


def repeated_titles(looking: Looking) -> Iterator[Hint]:
    """The same measure twice (R-314); short titles repeat without harm."""
    seen: dict[str, MeasureTemplate] = {}
    for measure in looking.work():
        words = " ".join(_WORDS.findall(measure.title.casefold()))
        if len(words) < _FEWEST_LETTERS:
            continue
        if (first := seen.get(words)) is not None:
            number = f" (№ {first.number_printed})" if first.number_printed else ""
            yield Hint(
                "title_repeated",
                at(measure),
                f"Такое же мероприятие в плане уже есть{number}.",
                measure.title,
            )
        seen.setdefault(words, measure)


def forms_elsewhere(looking: Looking) -> Iterator[Hint]:
    """A form that is kept outside the plan (T-17)."""
    for measure in looking.plan.measures():
        if _EXTERNAL_FORM.search(f"{measure.title} {measure.result}"):
            yield _hint("external_form_reference", measure)


def name_variants(looking: Looking) -> Iterator[Hint]:
    """One organisation written in two ways: «МБОУ «Школа № 12»» and «МБОУ Школа №12» (R-317).

    Names are alike when their letters and digits are; the case of a word counts for nothing.
    """
    written: dict[str, str] = {}
    told: set[str] = set()
    for row in looking.rows():
        for found in (hit for text in _texts(row) for hit in _NAME.finditer(text)):
            name = found[0].strip()
            core = "".join(_WORDS.findall(name.casefold()))
            first = written.setdefault(core, name)
            if first != name and core not in told:
                told.add(core)
                yield Hint(
                    "name_variant",
                    PLAN,
                    f"Одна организация названа по-разному: {first} и {name}.",
                    f"{first} {name}",
                )


def _hint(code: str, measure: MeasureTemplate) -> Hint:
    return Hint(code, at(measure), ADVICE[code], measure.title)


RULES = (
    markup,
    doubled_words,
    cut_texts,
    other_stage,
    repeated_titles,
    forms_elsewhere,
    name_variants,
)
