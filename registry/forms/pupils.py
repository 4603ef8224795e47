"""What is asked about the pupils."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from common.widgets import LongSelect
from registry.models import Group
from registry.queries.pupils import PupilsChosen


class PupilFilter(forms.Form):
    """What the list of pupils is narrowed by."""

    q = forms.CharField(label="Фамилия, имя или контакт", required=False)
    group = forms.ChoiceField(label="Класс", required=False, widget=LongSelect)

    def __init__(self, asked: QueryDict, *, groups: Iterable[Group]) -> None:
        super().__init__(asked)
        self._groups = {str(group.pk): group for group in groups}
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Все"),
            *((pk, group.name) for pk, group in self._groups.items()),
        ]

    @property
    def chosen(self) -> PupilsChosen:
        """What was asked for."""
        self.is_valid()
        group = self._groups.get(self.cleaned_data.get("group") or "")
        return PupilsChosen(self.cleaned_data.get("q") or "", group)
