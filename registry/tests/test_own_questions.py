"""The organisation's own questions: kept, put right, switched off."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from common.errors import Refused
from common.links import link
from registry.actions import own_questions
from registry.actions.own_questions import MOST
from registry.actions.questionnaires import keep_draft
from registry.enums import AnswerKind
from registry.models import OwnQuestion
from registry.tests.consent_factories import load_texts
from registry.tests.questionnaire_factories import (
    consented_mentor,
    make_own_question,
    told,
)

pytestmark = pytest.mark.both
WORDS = {
    "text": "Что важно?",
    "hint": "",
    "kind": AnswerKind.TEXT,
    "options": ["лишнее"],
    "is_required": False,
}
TYPED = {"questionnaire": "primary", "text": "Где  встречаться?", "kind": "text"}


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


def add(school, by, **values):
    return own_questions.add_own_question(
        organisation=school,
        questionnaire="primary",
        values={**WORDS, **values},
        by=by,
    )


def test_questions_follow_one_another_and_keep_no_needless_options(school, kira):
    first, second = add(school, kira), add(school, kira, text="Что ещё?")

    assert (first.ordinal, second.ordinal) == (1, 2)
    assert first.options == []


def test_only_who_keeps_the_bases_asks(school, dina, max_):
    question = make_own_question(school)
    for by in (dina, max_):
        with pytest.raises(PermissionDenied):
            add(school, by)
        with pytest.raises(PermissionDenied):
            own_questions.change_own_question(question=question, values=WORDS, by=by)
        with pytest.raises(PermissionDenied):
            own_questions.switch_own_question(question=question, is_active=False, by=by)


def test_a_question_stands_once_and_not_too_many_of_them(school, kira):
    first = add(school, kira)
    with pytest.raises(Refused, match="уже есть"):
        add(school, kira)
    second = add(school, kira, text="Что ещё?")
    with pytest.raises(Refused, match="уже есть"):
        own_questions.change_own_question(question=second, values=WORDS, by=kira)
    for number in range(MOST - 2):
        add(school, kira, text=f"Вопрос {number}")
    with pytest.raises(Refused, match="Выключите лишний"):
        add(school, kira, text="Последний")

    own_questions.switch_own_question(question=first, is_active=False, by=kira)

    assert add(school, kira, text="Последний").pk
    with pytest.raises(IntegrityError), transaction.atomic():
        make_own_question(school, text="Последний")


def test_an_answered_question_keeps_its_words(school, kira, max_):
    load_texts()
    question = add(school, kira)
    keep_draft(
        card=consented_mentor(school, max_),
        kind="primary",
        answers=told(own={str(question.pk): "Дело"}),
        by=max_,
    )

    with pytest.raises(Refused, match="уже отвечали"):
        own_questions.change_own_question(
            question=question, values={**WORDS, "text": "Иное?"}, by=kira
        )

    own_questions.change_own_question(
        question=question, values={**WORDS, "hint": "Коротко"}, by=kira
    )
    question.refresh_from_db()
    assert (question.text, question.hint) == ("Что важно?", "Коротко")


def test_the_page_adds_changes_and_switches(kira_in, school):
    kira_in.post(link("registry:own_question_add"), TYPED)
    question = OwnQuestion.objects.get()
    assert question.text == "Где встречаться?"
    change = link("registry:own_question_change", pk=question.pk)
    assert "Где встречаться?" in kira_in.get(change).content.decode()
    kira_in.post(
        change,
        {"text": "Где?", "kind": "choice", "options": "В школе\n\nВ парке\nВ школе"},
    )
    question.refresh_from_db()
    assert question.options == ["В школе", "В парке"]
    switch = link("registry:own_question_switch", pk=question.pk)

    off = kira_in.post(switch, {"is_active": "no"}, follow=True).content.decode()
    again = kira_in.post(switch, {"is_active": "no"}, follow=True)
    on = kira_in.post(switch, {"is_active": "yes"}, follow=True).content.decode()

    assert "Прежние ответы остались" in off
    assert again.status_code == 200
    assert "снова задаётся" in on


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": " "}, "Напишите вопрос"),
        ({"kind": "choice", "options": "один"}, "от 2 до 12"),
        ({"kind": "choice", "options": "а" * 101 + "\nб"}, "длиннее 100"),
        ({"kind": "nonsense"}, "nonsense"),
    ],
)
def test_what_is_typed_wrong_is_named(kira_in, school, typed, says):
    answer = kira_in.post(link("registry:own_question_add"), {**TYPED, **typed})

    assert says in answer.content.decode()
    assert not OwnQuestion.objects.exists()


def test_a_refusal_stands_beside_what_was_typed(kira_in, school):
    make_own_question(school, text="Где встречаться?")
    other = make_own_question(school, text="Когда?")

    added = kira_in.post(link("registry:own_question_add"), TYPED)
    changed = kira_in.post(link("registry:own_question_change", pk=other.pk), {**TYPED})

    for answer in (added, changed):
        assert "уже есть" in answer.content.decode()


def test_a_foreign_question_does_not_exist(client, school, other_school, sam):
    question = make_own_question(school)
    client.force_login(sam)
    for name in ("change", "switch"):
        url = link(
            f"registry:own_question_{name}",
            organisation=other_school.slug,
            pk=question.pk,
        )
        assert client.post(url).status_code == 404
