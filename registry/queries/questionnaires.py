"""Questionnaires as their pages show them: states, answers, what the card says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from accounts.models import Organisation, User
from common.russian.names import normalise
from registry.enums import (
    AnswerKind,
    Channel,
    MeetingFormat,
    MenteeStatus,
    MentorStatus,
    QuestionnaireKind,
)
from registry.models import (
    MenteeCard,
    MenteeQuestionnaire,
    MentorCard,
    OwnQuestion,
    PrimaryQuestionnaire,
    Request,
)
from registry.questions import (
    DESIGNS,
    OWN_STEP,
    AnyQuestionnaire,
    Card,
    Design,
    designs_for,
    lines_of,
)
from registry.spreadsheets.values import read_age

MENTOR_RELATIONS = ("useful_survey", "primary_questionnaire", "candidate_questionnaire")
MENTEE_RELATIONS = ("mentee_questionnaire",)
# Who takes part no more is asked nothing.
CLOSED = frozenset(
    {
        MentorStatus.REJECTED,
        MentorStatus.WITHDRAWN,
        MentorStatus.RESIGNED,
        MenteeStatus.REJECTED,
        MenteeStatus.WITHDRAWN,
    }
)
YES_NO = {"yes": "Да", "no": "Нет"}
AGE = "wanted_age"


def own_questions(
    organisation: Organisation, kind: QuestionnaireKind | str
) -> list[OwnQuestion]:
    """Return the organisation's questions to a questionnaire that are asked now."""
    return list(
        OwnQuestion.objects.filter(
            organisation=organisation, questionnaire=kind, is_active=True
        )
    )


def is_answered(question: OwnQuestion) -> bool:
    """Tell whether anybody has answered the question: then its words stay."""
    model = DESIGNS[question.questionnaire].model
    return model.objects.filter(own_answers__has_key=str(question.pk)).exists()


def mentor_card_of(user: User, pk: int) -> MentorCard | None:
    """Return the card with its questionnaires if the user sees it."""
    cards = MentorCard.objects.visible_to(user)
    shown = ("person__group", "cycle", "form", "organisation", *MENTOR_RELATIONS)
    return cards.select_related(*shown).filter(pk=pk).first()


def mentee_card_of(user: User, pk: int) -> MenteeCard | None:
    """Return the card with its questionnaire if the user sees it."""
    cards = MenteeCard.objects.visible_to(user)
    shown = ("person__group", "cycle", "form", "organisation", *MENTEE_RELATIONS)
    return cards.select_related(*shown).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer in words; empty when not answered."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """A group of questions with the answers."""

    title: str
    rows: tuple[Answered, ...]


def answered_steps(
    design: Design, found: AnyQuestionnaire, own: Iterable[OwnQuestion]
) -> list[AnsweredStep]:
    """Return all that was asked and answered, the organisation's own questions last."""
    steps = [
        AnsweredStep(
            step.title,
            tuple(
                Answered(question.text, in_words(getattr(found, question.name)))
                for question in step.questions
            ),
        )
        for step in design.steps
    ]
    rows = tuple(
        Answered(question.text, own_in_words(question, found.own_answers))
        for question in own
    )
    return [*steps, AnsweredStep(OWN_STEP, rows)] if rows else steps


def asked_or_answered(design: Design, found: AnyQuestionnaire) -> list[OwnQuestion]:
    """Return the own questions asked now, and those switched off but answered here."""
    rows = OwnQuestion.objects.filter(
        organisation_id=found.organisation_id, questionnaire=design.kind
    )
    return [row for row in rows if row.is_active or str(row.pk) in found.own_answers]


def in_words(value: object) -> str:
    """Return an answer as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO["yes" if value else "no"]
    if value in MeetingFormat.values:
        return str(MeetingFormat(value).label)
    return str(value)


def own_in_words(question: OwnQuestion, answers: Mapping[str, object]) -> str:
    """Return the answer to an own question as it is read."""
    answer = str(answers.get(str(question.pk), ""))
    if question.kind == AnswerKind.YES_NO:
        return YES_NO.get(answer, "")
    if question.kind == AnswerKind.SCALE and answer:
        return f"{answer} из 10"
    return answer


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer would write into the card: `values` by column; `shown` in words."""

    key: str
    label: str
    values: Mapping[str, object]
    shown: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer the card contradicts."""

    said: Said
    card_says: str


def said_for_card(design: Design, found: AnyQuestionnaire) -> list[Said]:
    """Return what of the answers the card needs; empty answers say nothing."""
    labels = {
        field.name: str(field.verbose_name)
        for field in MentorCard._meta.concrete_fields
    }
    said = []
    for answer, column in design.carried.items():
        text = str(getattr(found, answer)).strip()
        if text:
            values = _age_from_words(text) if column == AGE else {column: text}
            said.append(Said(column, labels[column].capitalize(), values, text))
    if design.kind == QuestionnaireKind.PRIMARY:
        age = _age_of(
            getattr(found, "wanted_age_from", None),
            getattr(found, "wanted_age_to", None),
        )
        if age:
            said.append(
                Said(AGE, labels[AGE].capitalize(), age, str(age[AGE])),
            )
    return said


def lacking_on_card(card: Card, said: Iterable[Said]) -> dict[str, object]:
    """Return the columns the card knows nothing about yet, with what was said."""
    return {
        name: value
        for one in said
        if not _is_told(card, one)
        for name, value in one.values.items()
    }


def differences(
    design: Design, found: AnyQuestionnaire, card: Card
) -> list[Difference]:
    """Return where the card says otherwise than a questionnaire that was filled in."""
    if found.is_draft:
        return []
    return [
        Difference(one, str(getattr(card, one.key)))
        for one in said_for_card(design, found)
        if _is_told(card, one) and _says_otherwise(card, one)
    ]


def dropped_requests(design: Design, found: AnyQuestionnaire) -> list[Request]:
    """Return the open requests told by a mentee's questionnaire that it names no more.

    They are not closed by themselves: a mentor may be sought by them already.
    """
    if design.is_for_mentors or found.is_draft:
        return []
    lines = lines_of(cast(MenteeQuestionnaire, found).requests_text)
    named = {normalise(line) for line in lines}
    told = Request.objects.filter(
        card_id=found.card_id, channel=Channel.QUESTIONNAIRE, closed_on=None
    )
    return [request for request in told if normalise(request.text) not in named]


def _is_told(card: Card, said: Said) -> bool:
    return any(getattr(card, name) not in {"", None} for name in said.values)


def _says_otherwise(card: Card, said: Said) -> bool:
    """Ages are compared as numbers where both sides have them, all else as words."""
    numbers = [name for name in said.values if name != AGE] if said.key == AGE else []
    if any(said.values[name] is not None for name in numbers) and any(
        getattr(card, name) is not None for name in numbers
    ):
        return any(getattr(card, name) != said.values[name] for name in numbers)
    return _plain(getattr(card, said.key)) != _plain(said.values[said.key])


def _plain(value: object) -> str:
    return " ".join(str(value).split()).casefold().rstrip(".;")


def _age_from_words(text: str) -> dict[str, object]:
    read = read_age(text)
    return {
        AGE: text,
        "wanted_age_from": read.from_age,
        "wanted_age_to": read.to_age,
    }


def _age_of(lowest: int | None, highest: int | None) -> dict[str, object]:
    if lowest is None and highest is None:
        return {}
    if lowest is None:
        words = f"до {highest} лет"
    elif highest is None:
        words = f"от {lowest} лет"
    else:
        words = f"{lowest}–{highest} лет" if lowest != highest else f"{lowest} лет"
    return {AGE: words, "wanted_age_from": lowest, "wanted_age_to": highest}


@dataclass(frozen=True, slots=True)
class Line:
    """A questionnaire of a card as a list shows it; `found` is None when not begun."""

    design: Design
    card: Card
    found: AnyQuestionnaire | None
    differences: int

    @property
    def status(self) -> str:
        return self.found.status if self.found else "not_started"

    @property
    def status_words(self) -> str:
        return str(self.found.get_status_display()) if self.found else "Не начата"

    @property
    def is_filled(self) -> bool:
        return self.found is not None and not self.found.is_draft


def line_of(design: Design, card: Card) -> Line:
    """Return one questionnaire of a card fetched with its questionnaires."""
    found = design.of(card)
    return Line(
        design=design,
        card=card,
        found=found,
        differences=len(differences(design, found, card)) if found else 0,
    )


def lines_for(card: Card) -> list[Line]:
    """Return all the questionnaires the card's person is asked."""
    return [line_of(design, card) for design in designs_for(card)]


def primary_of(card: MentorCard) -> PrimaryQuestionnaire | None:
    """Return the card's primary questionnaire when it was filled in."""
    found = getattr(card, "primary_questionnaire", None)
    return found if found is not None and not found.is_draft else None
