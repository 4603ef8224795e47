"""Questionnaires: drafts kept as they are typed, submitted, opened again, carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.russian.dates import short_date
from documents.models import Attachment
from registry.actions.cards import change_mentor, learn_mentor
from registry.actions.consents import hold
from registry.actions.requests import learn_requests
from registry.enums import (
    QUESTIONNAIRE_TRANSITIONS,
    Medium,
    QuestionnaireKind,
    QuestionnaireStatus,
)
from registry.models import MenteeCard, MenteeQuestionnaire, MentorCard, OwnQuestion
from registry.permissions.questionnaires import (
    may_fill_questionnaire,
    may_reopen_questionnaire,
    may_take_answer,
)
from registry.queries.consents import local_day, people_without_consent
from registry.queries.questionnaires import (
    differences,
    lacking_on_card,
    own_questions,
    said_for_card,
)
from registry.questions import DESIGNS, AnyQuestionnaire, Card, Design, lines_of


class Overtaken(Refused):
    """Somebody has saved other answers meanwhile; `found` holds them."""

    def __init__(self, found: AnyQuestionnaire) -> None:
        super().__init__(
            "Пока вы заполняли анкету, её сохранили в другом окне или с другого"
            " устройства. Ваши ответы остались в полях: сравните и сохраните ещё раз."
        )
        self.found = found


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by column, and to the organisation's own questions by their keys.

    `version` is the one the person saw; a column left out stays as it is.
    """

    version: int
    values: Mapping[str, object]
    own: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A questionnaire filled in by hand: its date and, if there is one, its scan."""

    answered_on: date
    attachment: Attachment | None = None


@transaction.atomic
def keep_draft(
    *, card: Card, kind: QuestionnaireKind | str, answers: Answers, by: User
) -> AnyQuestionnaire:
    """Keep what has been typed so far; raise Overtaken over what somebody else saved.

    Answers that are there already change nothing. Nothing is kept without the consent
    that stands now: a withdrawal under way waits or wins (invariants 16, 20).
    """
    design = DESIGNS[kind]
    card, found = _held(design, card)
    may_fill_questionnaire(by, card, found).require()
    row, is_changed = _written(design, card, found, answers, by)
    if is_changed:
        row.save()
        audit.record(by=by, what="questionnaire.saved", on=row)
    return row


@transaction.atomic
def submit(
    *,
    card: Card,
    kind: QuestionnaireKind | str,
    answers: Answers,
    by: User,
    paper: Paper | None = None,
) -> AnyQuestionnaire:
    """Finish a questionnaire: what the card lacks is written into it (R-157…R-160).

    Where the card says otherwise it stays: the curator sees both and decides.
    """
    design = DESIGNS[kind]
    card, found = _held(design, card)
    may_fill_questionnaire(by, card, found).require()
    today = local_day(card.organisation)
    row, _ = _written(design, card, found, answers, by)
    _require_answers(design, row)
    day = paper.answered_on if paper else today
    _require_day(card, day, today)
    QUESTIONNAIRE_TRANSITIONS.check(row.status, QuestionnaireStatus.SUBMITTED)
    row.status = QuestionnaireStatus.SUBMITTED
    row.medium = Medium.PAPER if paper else Medium.CABINET
    row.answered_on = day
    if paper and paper.attachment:
        row.attachment = paper.attachment
    row.save()
    audit.record(
        by=by,
        what="questionnaire.submitted",
        on=card,
        after={"questionnaire": design.kind.label},
    )
    _carry_over(design, card, row, by)
    return row


@transaction.atomic
def reopen(*, card: Card, kind: QuestionnaireKind | str, by: User) -> AnyQuestionnaire:
    """Open a finished questionnaire to put answers right; the card keeps what it has."""
    design = DESIGNS[kind]
    card, found = _held(design, card)
    may_reopen_questionnaire(by, card, found).require()
    row = cast(AnyQuestionnaire, found)
    QUESTIONNAIRE_TRANSITIONS.check(row.status, QuestionnaireStatus.DRAFT)
    row.status = QuestionnaireStatus.DRAFT
    row.answered_on = None
    row.version += 1
    row.save()
    audit.record(
        by=by,
        what="questionnaire.reopened",
        on=card,
        after={"questionnaire": design.kind.label},
    )
    return row


@transaction.atomic
def take_answer(
    *, card: MentorCard, kind: QuestionnaireKind | str, key: str, by: User
) -> MentorCard:
    """Let the card say what the questionnaire says, by decision of who keeps it."""
    may_take_answer(by, card).require()
    design = DESIGNS[kind]
    held, found = _held(design, card)
    card = cast(MentorCard, held)
    told = differences(design, found, card) if found is not None else []
    chosen = [one.said for one in told if one.said.key == key]
    if not chosen:
        raise Refused("Карточка и анкета уже не расходятся. Обновите страницу.")
    return change_mentor(card=card, values=chosen[0].values, by=by)


def _held(design: Design, card: Card) -> tuple[Card, AnyQuestionnaire | None]:
    """Hold the card until commit: two savings of one questionnaire wait for each other.

    Consents come before cards, as everywhere: a withdrawal waits, or has come first.
    """
    hold(people=[card.person])
    held: Card = (
        design.card_model.objects.select_for_update(of=("self",))
        .select_related("person", "cycle", "organisation")
        .get(pk=card.pk)
    )
    return held, design.model.objects.filter(card_id=held.pk).first()


def _written(
    design: Design,
    card: Card,
    found: AnyQuestionnaire | None,
    answers: Answers,
    by: User,
) -> tuple[AnyQuestionnaire, bool]:
    """Put the answers into the row, not saved yet; tell whether it says anything new."""
    row = found or design.model(organisation_id=card.organisation_id, card_id=card.pk)
    values = {
        name: value for name, value in answers.values.items() if name in design.columns
    }
    own = {**row.own_answers, **_known_own(card, design, answers.own)}
    own = {key: answer for key, answer in own.items() if answer}
    is_same = own == row.own_answers and all(
        getattr(row, name) == value for name, value in values.items()
    )
    if is_same and found is not None:
        return row, False
    if row.version != answers.version:
        raise Overtaken(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.own_answers = own
    row.entered_by = by
    row.version += 1
    return row, True


def _known_own(card: Card, design: Design, told: Mapping[str, str]) -> dict[str, str]:
    """Leave the answers to questions asked now; their words stay as they are meanwhile."""
    asked = own_questions(card.organisation, design.kind)
    keys = [question.pk for question in asked]
    held = OwnQuestion.objects.filter(pk__in=keys).order_by("pk")
    known = {str(question.pk) for question in held.select_for_update(of=("self",))}
    return {key: str(answer) for key, answer in told.items() if key in known}


def _require_answers(design: Design, row: AnyQuestionnaire) -> None:
    lacking = [
        question.text
        for question in design.questions
        if question.is_required and getattr(row, question.name) in {"", None}
    ]
    lacking += [
        question.text
        for question in own_questions(row.organisation, design.kind)
        if question.is_required and str(question.pk) not in row.own_answers
    ]
    if lacking:
        raise Refused(f"Остался без ответа вопрос: «{lacking[0]}».")


def _require_day(card: Card, day: date, today: date) -> None:
    if day > today:
        raise Refused("Дата на анкете ещё не наступила. Исправьте её.")
    if people_without_consent([card.person], day):
        raise Refused(
            f"На {short_date(day)} согласия ещё не было: анкету заполняют после него."
            " Проверьте дату на бумаге."
        )


def _carry_over(design: Design, card: Card, row: AnyQuestionnaire, by: User) -> None:
    if isinstance(card, MenteeCard):
        texts = lines_of(cast(MenteeQuestionnaire, row).requests_text)
        learn_requests(card=card, texts=texts, by=by)
        return
    lacking = lacking_on_card(card, said_for_card(design, row))
    if lacking:
        learn_mentor(card=card, values=lacking, by=by)
