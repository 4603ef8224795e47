"""Questionnaires and portfolios on paper: blank for the pen, and as they were filled in.

Neither is a Document: they have no number and no decision, and are drawn when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.db import models

from accounts.models import Organisation
from common.russian.dates import short_date
from documents import pdf
from documents.queries import blank_payload
from registry.enums import AnswerKind, MeetingFormat
from registry.models import MentorCard, OwnQuestion, Person, PortfolioEntry
from registry.payloads import (
    PortfolioPayload,
    PrintedEntry,
    PrintedQuestion,
    PrintedStep,
    QuestionnairePayload,
)
from registry.queries.consents import local_day
from registry.queries.portfolios import portfolio_of
from registry.queries.questionnaires import (
    YES_NO,
    asked_or_answered,
    in_words,
    own_in_words,
    own_questions,
)
from registry.questions import (
    OWN_STEP,
    AnyQuestionnaire,
    Card,
    Design,
    Question,
)

TEMPLATE = "papers/questionnaire.html"
PACK = "papers/questionnaire_pack.html"
SHEETS = ("paper.css", "questionnaire.css")
PORTFOLIO = "papers/portfolio.html"
SCALE = 10
OWN_LINES = 2


def questionnaire_pdf(design: Design, card: Card, found: AnyQuestionnaire) -> bytes:
    """Return the answers as a paper; a draft is marked so. Raises RendererFailed."""
    return pdf.render(TEMPLATE, questionnaire_payload(design, card, found))


def blank_pdf(design: Design, organisation: Organisation) -> bytes:
    """Return the form for the pen without a name. Raises RendererFailed."""
    own = own_questions(organisation, design.kind)
    return pdf.render(TEMPLATE, blank_payload_of(design, organisation, own, None))


def blanks_pdf(
    design: Design, organisation: Organisation, cards: Sequence[Card]
) -> bytes:
    """Return the form for the pen for each of the people. Raises RendererFailed."""
    own = own_questions(organisation, design.kind)
    papers = [blank_payload_of(design, organisation, own, card) for card in cards]
    pack = {
        "state": "blank",
        "title": str(design.kind.label),
        "check_url": "",
        "papers": papers,
    }
    return pdf.print_html(
        pdf.compose(PACK, pack), sheets=SHEETS, identity=pdf.payload_digest(pack)
    )


def portfolio_pdf(person: Person) -> bytes:
    """Return a mentor's portfolio as a paper (R-359). Raises RendererFailed."""
    return pdf.render(PORTFOLIO, portfolio_payload(person))


def questionnaire_payload(
    design: Design, card: Card, found: AnyQuestionnaire
) -> QuestionnairePayload:
    """Return all that a filled form prints."""
    day = found.answered_on
    steps = [
        *(
            _step(
                step.title, [_answered(question, found) for question in step.questions]
            )
            for step in design.steps
        ),
        _step(
            OWN_STEP,
            [
                _own(question, found.own_answers)
                for question in asked_or_answered(design, found)
            ],
        ),
    ]
    payload = {
        **_common(design, card.organisation),
        "state": "draft" if found.is_draft else "signed",
        "date": short_date(day) if day else "",
        "is_blank": False,
        "name": card.person.full_name,
        "place": _place(card.person),
        "steps": _numbered(steps),
    }
    return cast(QuestionnairePayload, payload)


def blank_payload_of(
    design: Design,
    organisation: Organisation,
    own: Iterable[OwnQuestion],
    card: Card | None,
) -> QuestionnairePayload:
    """Return all that a form for the pen prints; without a card it has lines for the name."""
    steps = [
        *(
            _step(step.title, [_asked(design, question) for question in step.questions])
            for step in design.steps
        ),
        _step(OWN_STEP, [_own(question, None) for question in own]),
    ]
    payload = {
        **_common(design, organisation),
        "state": "blank",
        "is_blank": True,
        "name": card.person.full_name if card else "",
        "place": _place(card.person) if card else "",
        "steps": _numbered(steps),
    }
    return cast(QuestionnairePayload, payload)


def portfolio_payload(person: Person) -> PortfolioPayload:
    """Return all that a portfolio prints; sections without entries stay out."""
    card = MentorCard.objects.filter(person=person).order_by("-cycle_id").first()
    payload = {
        **blank_payload(person.organisation, "Портфолио наставника"),
        "state": "signed",
        "date": short_date(local_day(person.organisation)),
        "name": person.full_name,
        "post": ", ".join(filter(None, [person.post, person.workplace])),
        "competences": card.competences_text if card else "",
        "sections": [
            {
                "title": filed.section.title,
                "entries": [_entry(entry) for entry in filed.entries],
            }
            for filed in portfolio_of(person)
            if filed.entries
        ],
    }
    return cast(PortfolioPayload, payload)


def _entry(entry: PortfolioEntry) -> PrintedEntry:
    return {
        "title": entry.title,
        "text": entry.text,
        "date": short_date(entry.happened_on) if entry.happened_on else "",
        "url": entry.url,
        "file": entry.attachment.name if entry.attachment else "",
    }


def _common(design: Design, organisation: Organisation) -> dict[str, object]:
    title = str(design.kind.label)
    common = blank_payload(organisation, title)
    return {**common, "heading": title, "school": organisation.short_name}


def _place(person: Person) -> str:
    return str(person.group) if person.group else person.workplace


def _step(title: str, questions: list[PrintedQuestion]) -> PrintedStep:
    return {"title": title, "questions": questions}


def _numbered(steps: list[PrintedStep]) -> list[PrintedStep]:
    """Number the questions through all the groups; empty groups fall out."""
    number = 0
    for step in steps:
        for question in step["questions"]:
            number += 1
            question["number"] = number
    return [step for step in steps if step["questions"]]


def _answered(question: Question, found: AnyQuestionnaire) -> PrintedQuestion:
    return _printed(question.text, answer=in_words(getattr(found, question.name)))


def _asked(design: Design, question: Question) -> PrintedQuestion:
    options = _options_of(design, question.name)
    return _printed(
        question.text,
        hint=question.hint,
        options=options,
        lines=0 if options else question.lines,
    )


def _options_of(design: Design, name: str) -> list[str]:
    field = design.model._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return list(YES_NO.values())
    if isinstance(field, models.CharField) and field.choices:
        return [str(one.label) for one in MeetingFormat]
    return []


def _own(question: OwnQuestion, answers: Mapping[str, str] | None) -> PrintedQuestion:
    """An own question: on a blank (None) its options or lines, else its answer."""
    if answers is not None:
        return _printed(question.text, answer=own_in_words(question, answers))
    options = {
        AnswerKind.YES_NO: list(YES_NO.values()),
        AnswerKind.SCALE: [str(mark) for mark in range(1, SCALE + 1)],
        AnswerKind.CHOICE: list(question.options),
        AnswerKind.TEXT: [],
    }[AnswerKind(question.kind)]
    return _printed(
        question.text,
        hint=question.hint,
        options=options,
        lines=0 if options else OWN_LINES,
    )


def _printed(
    text: str,
    *,
    answer: str = "",
    hint: str = "",
    options: Iterable[str] = (),
    lines: int = 0,
) -> PrintedQuestion:
    return {
        "number": 0,
        "text": text,
        "hint": hint,
        "answer": answer,
        "options": list(options),
        "lines": list(range(lines)),
    }
