"""What is asked about surveys and reports, and the survey itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.fields import DayField
from monitoring.enums import QuestionKind, SurveyAudience
from monitoring.models import Question, ReminderRules, Survey
from monitoring.reference import SURVEY_DAYS
from registry.models import Cycle

FARTHEST_DAYS = 90


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


class NudgeForm(forms.Form):
    """What the curator adds in his own words."""

    words = forms.CharField(
        label="Добавить от себя",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Эти слова встанут в конец письма. Можно оставить пустым.",
    )


class DaysField(forms.CharField):
    """«7, 3, 0»: days before a deadline, from the farthest to its own day."""

    def clean(self, value: object) -> list[int]:
        words = super().clean(value).replace(";", ",").replace(",", " ").split()
        if not all(word.isdecimal() and int(word) <= FARTHEST_DAYS for word in words):
            raise ValidationError(
                f"Напишите числа от 0 до {FARTHEST_DAYS} через запятую: 7, 3, 0."
            )
        return sorted({int(word) for word in words}, reverse=True)


class DutyDaysField(forms.CharField):
    """«01.10» (every year) or «25» (every month), several through a comma."""

    def clean(self, value: object) -> list[str]:
        words = super().clean(value).replace(";", ",").replace(",", " ").split()
        return [self._read(word) for word in words]

    def _read(self, word: str) -> str:
        day, _, month = word.partition(".")
        try:
            # A leap year: 29 February is a day as well.
            read = date(2028, int(month or 1), int(day))
        except ValueError as fault:
            raise ValidationError(
                f"«{word}»: напишите день и месяц (01.10) или день каждого месяца (25)."
            ) from fault
        return f"{read:%m-%d}" if month else f"{read.day}"


class ReminderRulesForm(forms.Form):
    """When the organisation is reminded of its deadlines, and of which duties."""

    morning_hour = forms.TypedChoiceField(
        label="Писать утром с",
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(5, 19)],
        help_text="По времени вашей организации. В выходные — только о том, что нужно сегодня.",
    )
    measure_days = DaysField(
        label="За сколько дней напоминать о мероприятии",
        help_text="Через запятую; 0 — в сам день: 7, 3, 0.",
    )
    plan_row_days = DaysField(label="За сколько дней — о строке плана пары")
    overdue_every_days = forms.IntegerField(
        label="Через сколько дней повторять о просроченном", min_value=1, max_value=60
    )
    escalate_after_days = forms.IntegerField(
        label="Через сколько дней просрочки писать и заместителю директора",
        min_value=1,
        max_value=180,
    )
    nudge_every_days = forms.IntegerField(
        label="Через сколько дней можно снова напомнить тому же человеку вручную",
        min_value=1,
        max_value=60,
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 -- what a request brings
        *,
        rules: ReminderRules,
    ) -> None:
        self.duties = list(rules.duties)
        initial = {name: getattr(rules, name) for name in self.base_fields}
        for name in ("measure_days", "plan_row_days"):
            initial[name] = ", ".join(str(day) for day in initial[name])
        super().__init__(data, initial=initial)
        for duty in self.duties:
            self.fields[f"duty_{duty['code']}"] = DutyDaysField(
                label=duty["title"],
                required=False,
                initial=_duty_words(duty) if duty["is_active"] else "",
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset("Сроки", *initial),
            Fieldset(
                "О чём напоминать куратору по календарю",
                HTML(
                    "<p>День и месяц (01.10) или день каждого месяца (25), можно"
                    " несколько через запятую. Пустое — не напоминать.</p>"
                ),
                *(f"duty_{duty['code']}" for duty in self.duties),
            ),
            Submit("save", "Сохранить", css_class="btn btn-primary"),
        )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        duties = []
        for duty in self.duties:
            days = asked.pop(f"duty_{duty['code']}", None)
            duties.append(
                {**duty, "days": days or duty["days"], "is_active": bool(days)}
            )
        return {**asked, "duties": duties}


def _duty_words(duty: dict[str, Any]) -> str:
    days = (day.rpartition("-") for day in duty["days"])
    return ", ".join(f"{day}.{month}" if month else day for month, _, day in days)
