"""What is asked about a psychologist's work with a mentee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from common.fields import DayField
from registry.models import Diagnostic


class AssignmentForm(forms.Form):
    """To whom, why and for how long."""

    psychologist: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label="Педагог-психолог",
        queryset=None,
        error_messages={"required": "Выберите педагога-психолога."},
    )
    reason = forms.CharField(
        label="Зачем",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Например: «нет подходящего наставника», «трудности адаптации»",
        error_messages={"required": "Напишите, зачем открываете карточку психологу."},
    )
    ends_on = DayField(
        label="До какого дня",
        required=False,
        help_text="Пусто — пока вы не закончите поручение",
    )

    def __init__(
        self, *args: Any, psychologists: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["psychologist"]
        offered.queryset = psychologists
        offered.label_from_instance = lambda user: user.name

    def clean_ends_on(self) -> object:
        day = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Этот день уже прошёл.")
        return day


class DiagnosticForm(forms.Form):
    """A technique with its values."""

    technique = forms.CharField(
        label="Методика",
        max_length=200,
        help_text="Например: «Шкала самооценки»",
        error_messages={"required": "Напишите, какая методика."},
    )
    made_on = DayField(label="Когда проведена", initial=timezone.localdate)
    value_before = forms.CharField(label="До программы", max_length=120, required=False)
    value_after = forms.CharField(
        label="После программы", max_length=120, required=False
    )
    findings = forms.CharField(
        label="Заключение",
        required=False,
        help_text="Видят только психологи, которым поручен наставляемый",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_made_on(self) -> object:
        day = self.cleaned_data["made_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил.")
        return day

    @staticmethod
    def initial_of(diagnostic: Diagnostic) -> dict[str, object]:
        """The form's values for a technique that is there."""
        return {name: getattr(diagnostic, name) for name in DiagnosticForm.base_fields}


class ReleaseForm(forms.Form):
    """What the participants may read."""

    text = forms.CharField(
        label="Что увидят участники",
        help_text="Наставляемый, его родитель и наставник пары прочитают только это",
        error_messages={"required": "Напишите, что можно сказать участникам."},
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
