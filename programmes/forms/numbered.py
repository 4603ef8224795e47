"""A numbered list to be filled in, line by line, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

EMPTY_LINES = 2


class NumberedLines(forms.Widget):
    """Inputs of one name, each on its numbered line, and empty ones for more."""

    template_name = "programmes/_programme_lines.html"

    def __init__(self, least: int = 3) -> None:
        super().__init__()
        self.least = least

    def value_from_datadict(
        self, data: Mapping[str, Any], files: object, name: str
    ) -> list[str]:
        if isinstance(data, QueryDict):
            return [str(line) for line in data.getlist(name)]
        return list(data.get(name, []))

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: object, name: str
    ) -> bool:
        return name not in data

    def get_context(
        self, name: str, value: list[str] | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [line for line in (value or []) if line]
        empty = max(EMPTY_LINES, self.least - len(filled))
        context["lines"] = [*filled, *[""] * empty]
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


class LinesField(forms.Field):
    """The filled lines, without the empty ones."""

    widget = NumberedLines

    def __init__(self, *, longest: int = 500, most: int = 30, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest, self.most = longest, most

    def to_python(self, value: list[str] | None) -> list[str]:
        lines = [" ".join(str(line).split()) for line in value or []]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(f"Не больше {self.most} строк: объедините.")
        if any(len(line) > self.longest for line in value):
            raise forms.ValidationError(f"Строка — не длиннее {self.longest} знаков.")
