"""What a questionnaire asks on the screen: from its columns and the own questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db import models
from django.http import QueryDict

from common.fields import DayField
from registry.actions.questionnaires import Answers
from registry.enums import AnswerKind, MeetingFormat, QuestionnaireKind
from registry.forms.cards import RowChoiceField
from registry.models import Group, OwnQuestion
from registry.queries.questionnaire_lists import STATES, QuestionnairesChosen
from registry.queries.questionnaires import YES_NO, in_words, own_in_words
from registry.questions import (
    LONGEST_ANSWER,
    OWN_STEP,
    AnyQuestionnaire,
    Design,
    Question,
)

YOUNGEST, OLDEST = 5, 99
PAPER_STEP = "Бумага"
SKIPPED = ("", "Не отвечаю")


@dataclass(frozen=True, slots=True)
class FormStep:
    """A group of fields: one screen of a phone."""

    number: int
    title: str
    fields: list[forms.BoundField]


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer somebody else has saved meanwhile."""

    label: str
    answer: str


class QuestionnaireForm(forms.Form):
    """A questionnaire; as a draft nothing is required and what is wrong is left out."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        design: Design,
        found: AnyQuestionnaire | None,
        own: Sequence[OwnQuestion],
        is_paper: bool,
        is_draft: bool = False,
    ) -> None:
        super().__init__(*args)
        self.design, self.own = design, own
        self.fields["version"].initial = found.version if found else 0
        self._groups: list[tuple[str, list[str]]] = []
        for step in design.steps:
            for question in step.questions:
                self._ask(question, found)
            names = [question.name for question in step.questions]
            self._groups.append((step.title, names))
        if own:
            for one in own:
                self._ask_own(one, found)
            self._groups.append((OWN_STEP, [_own_name(one) for one in own]))
        if is_paper:
            self._ask_paper()
        if is_draft:
            for name, field in self.fields.items():
                field.required = name == "version"

    @property
    def steps(self) -> list[FormStep]:
        """The groups of fields in their order."""
        return [
            FormStep(number, title, [self[name] for name in names])
            for number, (title, names) in enumerate(self._groups, start=1)
        ]

    @property
    def answers(self) -> Answers:
        """What was answered and understood."""
        told = self.cleaned_data
        return Answers(
            version=told.get("version", 0),
            values={name: told[name] for name in self.design.columns if name in told},
            own={
                str(one.pk): told[_own_name(one)]
                for one in self.own
                if _own_name(one) in told
            },
        )

    def catch_up(self, found: AnyQuestionnaire) -> list[Saved]:
        """Take the version saved meanwhile; return what it says otherwise than typed.

        Sent once more the answers replace it, now knowingly.
        """
        told = self.answers
        self.data = _with_version(self.data, found.version)
        saved = [
            Saved(question.text, in_words(getattr(found, question.name)))
            for question in self.design.questions
            if question.name in told.values
            and getattr(found, question.name) != told.values[question.name]
        ]
        saved += [
            Saved(one.text, own_in_words(one, found.own_answers))
            for one in self.own
            if found.own_answers.get(str(one.pk), "") != told.own.get(str(one.pk), "")
        ]
        return saved

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        lowest, highest = told.get("wanted_age_from"), told.get("wanted_age_to")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("wanted_age_to", "Здесь возраст меньше, чем в строке выше.")
        return told

    def _ask(self, question: Question, found: AnyQuestionnaire | None) -> None:
        column = cast(
            "models.Field[Any, Any]", self.design.model._meta.get_field(question.name)
        )
        field = _field_of(column, question)
        value = getattr(found, question.name) if found else None
        if isinstance(value, bool):
            value = "yes" if value else "no"
        field.initial = value
        self.fields[question.name] = field

    def _ask_own(self, question: OwnQuestion, found: AnyQuestionnaire | None) -> None:
        field = _own_field(question)
        if found:
            field.initial = found.own_answers.get(str(question.pk), "")
        self.fields[_own_name(question)] = field

    def _ask_paper(self) -> None:
        self.fields["answered_on"] = DayField(
            label="Дата на анкете",
            error_messages={"required": "Укажите, когда анкету заполнили."},
        )
        self.fields["scan"] = forms.FileField(
            label="Скан анкеты",
            required=False,
            help_text="PDF, JPG или PNG, не больше 5 МБ. Можно без него.",
        )
        self._groups.append((PAPER_STEP, ["answered_on", "scan"]))


def _with_version(sent: Mapping[str, Any], version: int) -> Mapping[str, Any]:
    """What was sent, standing on another version."""
    fresh = QueryDict(mutable=True)
    fresh.update(sent)
    fresh["version"] = str(version)
    return fresh


def _own_name(question: OwnQuestion) -> str:
    return f"own_{question.pk}"


def _field_of(column: models.Field[Any, Any], question: Question) -> forms.Field:
    shown: dict[str, Any] = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.is_required,
        "error_messages": {"required": "Здесь нужен ответ."},
    }
    if isinstance(column, models.BooleanField):
        return forms.TypedChoiceField(
            choices=[*YES_NO.items(), SKIPPED],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **shown,
        )
    if isinstance(column, models.PositiveSmallIntegerField):
        return forms.IntegerField(min_value=YOUNGEST, max_value=OLDEST, **shown)
    if column.choices:
        return forms.ChoiceField(
            choices=[*MeetingFormat.choices, SKIPPED],
            widget=forms.RadioSelect,
            **shown,
        )
    if isinstance(column, models.TextField):
        return forms.CharField(
            max_length=LONGEST_ANSWER,
            widget=forms.Textarea(attrs={"rows": 3}),
            **shown,
        )
    return forms.CharField(max_length=column.max_length, **shown)


def _own_field(question: OwnQuestion) -> forms.Field:
    shown: dict[str, Any] = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.is_required,
        "error_messages": {"required": "Здесь нужен ответ."},
    }
    if question.kind == AnswerKind.TEXT:
        return forms.CharField(
            max_length=LONGEST_ANSWER,
            widget=forms.Textarea(attrs={"rows": 3}),
            **shown,
        )
    if question.kind == AnswerKind.SCALE:
        marks = [(str(mark), str(mark)) for mark in range(1, 11)]
        return forms.ChoiceField(choices=[("", "Не отвечаю"), *marks], **shown)
    choices = (
        list(YES_NO.items())
        if question.kind == AnswerKind.YES_NO
        else [(option, option) for option in question.options]
    )
    if not question.is_required:
        choices.append(SKIPPED)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shown)


class QuestionnaireFilter(forms.Form):
    """What the list is narrowed by; a wrong value narrows nothing."""

    q = forms.CharField(label="Фамилия или имя", required=False)
    kind = forms.ChoiceField(
        label="Анкета", required=False, choices=QuestionnaireKind.choices
    )
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=list(STATES.items())
    )
    group = RowChoiceField(label="Класс или группа")

    def __init__(self, *args: Any, groups: Iterable[Group]) -> None:
        super().__init__(*args)
        field = self.fields["group"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(groups, "Любой")

    @property
    def chosen(self) -> QuestionnairesChosen:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        asked = self.cleaned_data
        return QuestionnairesChosen(
            kind=asked.get("kind") or QuestionnaireKind.PRIMARY,
            words=asked.get("q") or "",
            state=asked.get("state") or "",
            group=asked.get("group"),
        )


class OwnQuestionForm(forms.Form):
    """A question of the organisation's own; the questionnaire is chosen once."""

    questionnaire = forms.ChoiceField(
        label="В какую анкету", choices=QuestionnaireKind.choices
    )
    text = forms.CharField(
        label="Вопрос",
        max_length=300,
        error_messages={"required": "Напишите вопрос."},
    )
    hint = forms.CharField(
        label="Пояснение", max_length=300, required=False, help_text="Можно без него"
    )
    kind = forms.ChoiceField(label="Как отвечают", choices=AnswerKind.choices)
    options = forms.CharField(
        label="Варианты",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Только для вопроса с вариантами: каждый с новой строки",
    )
    is_required = forms.BooleanField(label="Без ответа не принимать", required=False)

    def __init__(
        self, data: QueryDict | None = None, question: OwnQuestion | None = None
    ) -> None:
        initial = None
        if question:
            initial = {
                "text": question.text,
                "hint": question.hint,
                "kind": question.kind,
                "options": "\n".join(question.options),
                "is_required": question.is_required,
            }
        super().__init__(data, initial=initial)
        if question:
            del self.fields["questionnaire"]

    def clean_text(self) -> str:
        """One spelling of the spaces."""
        return " ".join(self.cleaned_data["text"].split())

    def clean_options(self) -> list[str]:
        """The lines, each once."""
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        options = told.get("options", [])
        if told.get("kind") == AnswerKind.CHOICE and "options" in told:
            if not 2 <= len(options) <= 12:
                self.add_error(
                    "options", "Нужно от 2 до 12 вариантов, каждый с новой строки."
                )
            elif any(len(option) > 100 for option in options):
                self.add_error("options", "Вариант длиннее 100 знаков. Сократите его.")
        return told

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the questionnaire."""
        told = self.cleaned_data
        return {name: told[name] for name in told if name != "questionnaire"}
