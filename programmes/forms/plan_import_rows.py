"""What is asked when a row is added to a plan under review, or divided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from programmes.forms.plan_imports import PlanLineForm, VersionForm, lines_in
from programmes.plan_reading.added import new_key
from programmes.plan_reading.plan import KIND_WORDS, Line, LineKind
from programmes.plan_reading.texts import split_number

_MAY_BE_ADDED = (LineKind.MEASURE, LineKind.SECTION, LineKind.HEADING)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_TITLE = 2_000


class PlanLineAddForm(PlanLineForm):
    """A row the file lost: what it is, on which side of another it stands, what it says."""

    place = forms.ChoiceField(
        label="Где",
        choices=[("after", "После этой строки"), ("before", "Перед этой строкой")],
        initial="after",
        widget=forms.RadioSelect,
    )
    field_order = ("version", "kind", "place")

    def __init__(
        self,
        asked: QueryDict | None = None,
        *,
        beside: Line,
        added: Mapping[str, Any],
        initial: Mapping[str, Any],
    ) -> None:
        self.key = new_key(added)
        self._beside = beside
        super().__init__(
            asked, line=Line(self.key, LineKind.MEASURE), initial=dict(initial)
        )
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind.value, KIND_WORDS[kind]) for kind in _MAY_BE_ADDED
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_section = told.get("kind") == LineKind.SECTION
        for name in ("items", "responsibles"):
            if is_section and told.get(name):
                self.add_error(
                    name,
                    "У раздела этого нет: добавьте сначала раздел, потом в него мероприятие.",
                )
        return told

    def change(self) -> dict[str, Any]:
        """The new row, its place and what it says."""
        told = self.cleaned_data
        added = {
            "kind": told["kind"],
            "at": self._beside.key,
            "place": told["place"],
        }
        said = super().change().get("lines", {}).get(self.key, {})
        said.pop("kind", None)
        return {"added": {self.key: added}, "lines": {self.key: said}}


class PlanLineSplitForm(VersionForm):
    """A row that holds several measures, parted by blank lines."""

    text = forms.CharField(
        label="Мероприятия",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Пустая строка отделяет одно мероприятие от другого. В каждом первая"
        " строка — название, остальные — пункты.",
    )

    def __init__(
        self,
        asked: QueryDict | None = None,
        *,
        line: Line,
        added: Mapping[str, Any],
        initial: Mapping[str, Any],
    ) -> None:
        self.key = line.key
        self._line, self._added = line, added
        text = "\n".join([line.title, *line.items])
        super().__init__(asked, initial={**initial, "text": text})

    def clean_text(self) -> list[list[str]]:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        parts = [lines for part in _BLANK_LINE.split(text) if (lines := lines_in(part))]
        if len(parts) < 2:
            raise forms.ValidationError(
                "Поставьте пустую строку там, где начинается следующее мероприятие."
            )
        if any(len(title) > _LONGEST_TITLE for title, *_ in parts):
            raise forms.ValidationError(
                f"Название длиннее {_LONGEST_TITLE} знаков: перенесите часть в пункты."
            )
        return parts

    def change(self) -> dict[str, Any]:
        """The first part stays in its row, each other becomes a row below it.

        The new rows have the same deadline and responsibles; the result and the documents
        stay with the first.
        """
        (title, *items), *others = self.cleaned_data["text"]
        lines: dict[str, Any] = {self.key: {"title": title, "items": items}}
        added: dict[str, Any] = {}
        above = self.key
        for at, (first, *rest) in enumerate(others):
            key = new_key(self._added, at)
            number, words = split_number(first)
            added[key] = {"kind": "measure", "at": above, "place": "after"}
            lines[key] = {"title": words or first, "items": rest, **self._shared()}
            if number and words:
                lines[key]["number"] = number[:20]
            above = key
        return {"added": added, "lines": lines}

    def _shared(self) -> dict[str, Any]:
        line = self._line
        shared: dict[str, Any] = {}
        if line.deadline and not line.inherits_deadline:
            shared["deadline"] = line.deadline
        if line.responsibles:
            shared["responsibles"] = line.responsibles
        return shared
