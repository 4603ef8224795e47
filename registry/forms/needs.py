"""What is asked about problems, analyses of needs, difficulties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from common.fields import DayField
from registry.actions.analyses import Analysis
from registry.actions.difficulties import Side
from registry.enums import (
    DIFFICULTY_TRANSITIONS,
    PROBLEM_TRANSITIONS,
    AnalysisMethod,
    Contour,
    DifficultyState,
    ProblemState,
)
from registry.forms.cards import RowChoiceField
from registry.models import Difficulty, MentoringForm, NeedsAnalysis, Problem, Request


class ProblemForm(forms.Form):
    """A problem of pupils or pedagogues."""

    title = forms.CharField(
        label="Проблема",
        max_length=200,
        error_messages={"required": "Напишите, в чём проблема."},
    )
    contour = forms.ChoiceField(label="У кого", choices=Contour.choices)
    remark = forms.CharField(
        label="Что делается",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProblemChangeForm(ProblemForm):
    """The stage of its solution may follow."""

    state = forms.ChoiceField(label="Решение")
    field_order = ("title", "contour", "state", "remark")

    def __init__(self, *args: Any, problem: Problem) -> None:
        names = ("title", "contour", "state", "remark")
        initial = {name: getattr(problem, name) for name in names}
        super().__init__(args[0] if args else None, initial=initial)
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # a choice field
            (state.value, state.label)
            for state in ProblemState
            if state == problem.state
            or PROBLEM_TRANSITIONS.allows(problem.state, state)
        ]


class AnalysisForm(forms.Form):
    """A refining analysis of needs."""

    made_on = DayField(
        label="Когда проведён",
        error_messages={"required": "Укажите день, когда проведён анализ."},
    )
    methods = forms.MultipleChoiceField(
        label="Методы",
        choices=AnalysisMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы один метод."},
    )
    findings = forms.CharField(
        label="Что выяснилось",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Напишите, что выяснилось."},
    )
    recommended_form = RowChoiceField(label="Рекомендуемая форма наставничества")

    def __init__(
        self,
        *args: Any,
        forms_of_mentoring: Iterable[MentoringForm],
        row: NeedsAnalysis | None = None,
    ) -> None:
        initial: dict[str, object] = {"made_on": timezone.localdate()}
        if row:
            names = ("made_on", "methods", "findings")
            initial = {name: getattr(row, name) for name in names}
            initial["recommended_form"] = row.recommended_form_id
        super().__init__(args[0] if args else None, initial=initial)
        field = self.fields["recommended_form"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(forms_of_mentoring, "Не указана")

    @property
    def analysis(self) -> Analysis:
        """What was filled in, for the action."""
        asked = self.cleaned_data
        methods = [AnalysisMethod(code) for code in asked["methods"]]
        return Analysis(**{**asked, "methods": methods})


class DifficultyForm(forms.Form):
    """A difficulty or a strong side."""

    text = forms.CharField(
        label="Что",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, в чём трудность или сильная сторона."},
    )
    is_strength = forms.BooleanField(label="Это сильная сторона", required=False)
    found_on = DayField(
        label="Когда выявлено",
        error_messages={"required": "Укажите день, когда это выявлено."},
    )
    request = RowChoiceField(label="По какому запросу")
    state = forms.ChoiceField(label="Состояние", required=False)
    removed_on = DayField(
        label="Когда устранено",
        required=False,
        help_text="Только для устранённой трудности; пусто — сегодня",
    )

    def __init__(
        self, *args: Any, requests: Sequence[Request], row: Difficulty | None = None
    ) -> None:
        initial: dict[str, object] = {"found_on": timezone.localdate()}
        if row:
            names = ("text", "is_strength", "found_on", "state", "removed_on")
            initial = {name: getattr(row, name) for name in names}
            initial["request"] = row.request_id
        super().__init__(args[0] if args else None, initial=initial)
        field = self.fields["request"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(requests, "Не связано с запросом")
        if row is None:
            del self.fields["state"], self.fields["removed_on"]
            return
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # a choice field
            (state.value, state.label)
            for state in DifficultyState
            if state == row.state or DIFFICULTY_TRANSITIONS.allows(row.state, state)
        ]

    @property
    def side(self) -> Side:
        """What was filled in, for the action."""
        asked = self.cleaned_data
        state = DifficultyState(asked.get("state") or DifficultyState.FOUND)
        return Side(**{**asked, "state": state})
