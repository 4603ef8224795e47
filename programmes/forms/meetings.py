"""What is asked about meetings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from common.fields import DayField
from programmes.actions.feedback import HIGHEST, LOWEST, Impression
from programmes.actions.meetings import Appointment, Log
from programmes.enums import MeetingFormat, MeetingKind
from programmes.models import Meeting, PlanRow
from programmes.queries.programmes import Party
from registry.models import Person


class MeetingLogForm(forms.Form):
    """Three fields: when, what was done, what of the plan it did."""

    held_on = DayField(label="Дата", initial=timezone.localdate)
    summary = forms.CharField(
        label="Что сделали",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что сделали: достаточно одной строки."},
    )
    rows = forms.MultipleChoiceField(
        label="Что из плана выполнено",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, rows: Collection[PlanRow], meeting: Meeting | None = None
    ) -> None:
        super().__init__(*args)
        self._rows = {str(row.pk): row for row in rows}
        self.fields["rows"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, f"{row.title} (до {row.due_on:%d.%m.%Y})")
            for pk, row in self._rows.items()
        ]
        if not rows:
            del self.fields["rows"]
        if meeting is not None and meeting.planned_at is not None:
            planned_on = timezone.localdate(meeting.planned_at)
            self.fields["held_on"].initial = min(planned_on, timezone.localdate())

    def entry(self) -> Log:
        """Return what the mentor writes; the form must be valid."""
        chosen = self.cleaned_data.get("rows", [])
        return Log(
            held_on=self.cleaned_data["held_on"],
            summary=self.cleaned_data["summary"],
            rows=[self._rows[pk] for pk in chosen],
        )


class MeetingPlanForm(forms.Form):
    """When, how and where a meeting is to be."""

    day = DayField(label="Дата")
    at = forms.TimeField(
        label="Время",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Укажите время, например 15:30."},
    )
    kind = forms.ChoiceField(label="Вид встречи", choices=MeetingKind.choices)
    format = forms.ChoiceField(
        label="Формат", choices=MeetingFormat.choices, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label="Место или ссылка",
        required=False,
        max_length=300,
        help_text="Например: кабинет 215 или ссылка на видеовстречу.",
    )

    def appointment(self) -> Appointment:
        """Return what is to be; the hour is that of the organisation."""
        told = self.cleaned_data
        day, at = told["day"], told["at"]
        moment = datetime.combine(day, time(at.hour, at.minute))
        return Appointment(
            planned_at=timezone.make_aware(moment),
            kind=MeetingKind(told["kind"]),
            format=MeetingFormat(told["format"]),
            place=told["place"],
        )


class MeetingCancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(label="Почему отменяется", required=False, max_length=300)


class FeedbackForm(forms.Form):
    """A mark and two short texts, for one person of the pair."""

    person = forms.ChoiceField(label="Чей отзыв", widget=forms.RadioSelect)
    mark = forms.TypedChoiceField(
        label="Оценка встречи",
        coerce=int,
        choices=[(mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1)],
        widget=forms.RadioSelect,
        help_text="1 — совсем не понравилось, 10 — отлично.",
        error_messages={"required": "Поставьте оценку от 1 до 10."},
    )
    useful = forms.CharField(
        label="Что было полезно",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    trouble = forms.CharField(
        label="Что было трудно",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, parties: Collection[Party]) -> None:
        super().__init__(*args)
        self._people = {str(party.person.pk): party.person for party in parties}
        field = self.fields["person"]
        field.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, person.full_name) for pk, person in self._people.items()
        ]
        if len(self._people) == 1:
            field.initial = next(iter(self._people))
            field.widget = forms.HiddenInput()

    @property
    def helper(self) -> FormHelper:
        """The marks stand side by side; the page draws the form's own tag."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout("person", InlineRadios("mark"), "useful", "trouble")
        return helper

    def clean_person(self) -> Person:
        return self._people[self.cleaned_data["person"]]

    def impression(self) -> Impression:
        """Return what was said; the form must be valid."""
        told = self.cleaned_data
        return Impression(told["mark"], told["useful"], told["trouble"])
