"""The organisation's own questions: added, put right, switched off and on."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models, transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.enums import AnswerKind
from registry.models import OwnQuestion
from registry.permissions.questionnaires import may_change_own_questions
from registry.queries.questionnaires import is_answered

FIELDS = ("text", "hint", "kind", "options", "is_required")
WORDS = ("text", "kind", "options")
MOST = 15


@transaction.atomic
def add_own_question(
    *,
    organisation: Organisation,
    questionnaire: str,
    values: Mapping[str, object],
    by: User,
) -> OwnQuestion:
    """Add a question at the end of a questionnaire; `values` hold FIELDS."""
    may_change_own_questions(by, organisation).require()
    # Two who add at once wait for each other: neither count nor order is shared.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )
    rows = OwnQuestion.objects.filter(
        organisation=organisation, questionnaire=questionnaire
    )
    if rows.filter(is_active=True).count() >= MOST:
        raise Refused(
            f"В анкете уже {MOST} своих вопросов: больше не заполнят. Выключите лишний."
        )
    _require_new(rows, values["text"])
    question = OwnQuestion.objects.create(
        organisation=organisation,
        questionnaire=questionnaire,
        ordinal=max(rows.values_list("ordinal", flat=True), default=0) + 1,
        **_known(values),
    )
    audit.record(by=by, what="own_question.added", on=question)
    return question


@transaction.atomic
def change_own_question(
    *, question: OwnQuestion, values: Mapping[str, object], by: User
) -> OwnQuestion:
    """Put a question right; once answered its words and choices stay as they are."""
    question = _locked(question)
    may_change_own_questions(by, question.organisation).require()
    wanted = _known(values)
    is_reworded = any(getattr(question, name) != wanted[name] for name in WORDS)
    if is_reworded and is_answered(question):
        raise Refused(
            "На этот вопрос уже отвечали: слова и варианты менять нельзя, иначе ответы"
            " изменят смысл. Выключите его и добавьте новый."
        )
    rows = OwnQuestion.objects.filter(
        organisation=question.organisation, questionnaire=question.questionnaire
    )
    _require_new(rows.exclude(pk=question.pk), wanted["text"])
    for name, value in wanted.items():
        setattr(question, name, value)
    question.save(update_fields=list(FIELDS))
    audit.record(by=by, what="own_question.changed", on=question)
    return question


@transaction.atomic
def switch_own_question(
    *, question: OwnQuestion, is_active: bool, by: User
) -> OwnQuestion:
    """Ask a question or ask it no more; the answers given stay."""
    question = _locked(question)
    may_change_own_questions(by, question.organisation).require()
    if question.is_active != is_active:
        question.is_active = is_active
        question.save(update_fields=["is_active"])
        audit.record(
            by=by,
            what="own_question.switched",
            on=question,
            after={"is_active": is_active},
        )
    return question


def _locked(question: OwnQuestion) -> OwnQuestion:
    rows = OwnQuestion.objects.select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=question.pk)


def _require_new(rows: models.QuerySet[OwnQuestion], text: object) -> None:
    if rows.filter(text=text).exists():
        raise Refused("Такой вопрос в этой анкете уже есть.")


def _known(values: Mapping[str, object]) -> dict[str, object]:
    known = {name: values[name] for name in FIELDS}
    if known["kind"] != AnswerKind.CHOICE:
        known["options"] = []
    return known
