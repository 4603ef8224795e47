"""What a list of measures is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from programmes.queries.execution import STATE_TITLES, MeasureFact
from registry.models import Stage


class MeasureFilter(forms.Form):
    """How a measure stands, where it stands in the plan, who answers for it."""

    state = forms.ChoiceField(label="Как дела", required=False)
    section = forms.ChoiceField(label="Раздел", required=False)
    stage = forms.ChoiceField(label="Этап", required=False)
    responsible = forms.ChoiceField(label="Кто отвечает", required=False)

    def __init__(self, *args: Any, facts: Iterable[MeasureFact]) -> None:
        super().__init__(*args)
        sections: dict[str, str] = {}
        people: dict[str, str] = {}
        for fact in facts:
            sections[str(fact.measure.section_id)] = fact.measure.section.title
            people.update(fact.responsibles)
        offered = {
            "state": [(state.value, title) for state, title in STATE_TITLES.items()],
            "section": list(sections.items()),
            "stage": [(stage.code, stage.short_title) for stage in Stage.objects.all()],
            "responsible": sorted(people.items(), key=lambda each: each[1]),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            field.choices = [("", "Любые"), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for; a wrong value asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
