"""What is asked about surveys and reports, and the survey itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.fields import DayField
from monitoring.enums import QuestionKind, SurveyAudience
from monitoring.models import Question, Survey
from monitoring.reference import SURVEY_DAYS
from registry.models import Cycle


def _in_two_weeks() -> date:
    return timezone.localdate() + timedelta(days=SURVEY_DAYS)


class SurveyOpenForm(forms.Form):
    """Whom to ask and until when."""

    audience = forms.ChoiceField(
        label="Кого спросить", choices=SurveyAudience.choices, widget=forms.RadioSelect
    )
    closes_on = DayField(
        label="Принимать ответы по",
        initial=_in_two_weeks,
        help_text="После этого дня опрос закроется сам, итоги попадут в базы.",
    )

    def clean_audience(self) -> SurveyAudience:
        return SurveyAudience(self.cleaned_data["audience"])


class SurveyAnswerForm(forms.Form):
    """The questions of a survey; the answers come back by question code."""

    def __init__(
        self, *args: Any, survey: Survey, questions: list[Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        layout: list[object] = []
        for question in questions:
            self.fields[question.code] = _field_for(question)
            is_row = question.kind in {QuestionKind.SCALE, QuestionKind.YES_NO}
            layout.append(InlineRadios(question.code) if is_row else question.code)
        self.helper = FormHelper()
        self.helper.attrs = {"data-draft": f"survey-{survey.pk}"}
        self.helper.layout = Layout(
            *layout, Submit("send", "Отправить ответы", css_class="btn btn-primary")
        )


def _field_for(question: Question) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=question.text,
            required=question.is_required,
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
        )
    return forms.ChoiceField(
        label=question.text,
        required=question.is_required,
        choices=_choices_of(question),
        widget=forms.RadioSelect,
    )


def _choices_of(question: Question) -> list[tuple[str, str]]:
    if question.kind == QuestionKind.SCALE:
        return [(f"{mark}", f"{mark}") for mark in range(1, 11)]
    if question.kind == QuestionKind.YES_NO:
        return [("да", "Да"), ("нет", "Нет")]
    return [(title, title) for title in question.choices]


class ReportForm(forms.Form):
    """The curator's words around the figures."""

    period_from = DayField(label="Период с")
    period_to = DayField(label="по")
    conclusions = forms.CharField(
        label="Выводы",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
        help_text="Каждый вывод с новой строки: в отчёте они пронумеруются.",
    )
    suggestions = forms.CharField(
        label="Предложения",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
        help_text="Каждое с новой строки. Можно не заполнять.",
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault(
            "initial",
            {
                "period_from": cycle.starts_on,
                "period_to": max(cycle.starts_on, min(cycle.ends_on, today)),
            },
        )
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            raise ValidationError("Конец периода раньше начала. Исправьте даты.")
        return cleaned
