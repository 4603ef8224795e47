"""Form fields every floor asks with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.russian.dates import parse_date
from common.russian.names import FullName


class DayField(forms.DateField):
    """A day: the browser's own calendar, and every form people type."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        reading = parse_date(value)
        if reading.day is None:
            raise ValidationError(reading.problem or "Укажите день, месяц и год.")
        return reading.day


class FullNameField(forms.CharField):
    """«Фамилия Имя Отчество» in one line; at least the surname and the name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        name = FullName.parse(text) if any(map(str.isalpha, text)) else FullName("")
        if not name.first:
            raise ValidationError("Напишите фамилию и имя полностью.")
        return name.full()
