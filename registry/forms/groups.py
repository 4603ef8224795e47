"""What is asked about classes and about those who leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.fields import DayField
from registry.enums import Departure
from registry.models import Group, Person
from registry.queries.groups import Carried, Chosen

NOBODY = ("", "—")


def _choices(rows: Iterable[Person | Group]) -> list[tuple[str, str]]:
    return [NOBODY, *((str(row.pk), str(row)) for row in rows)]


class GroupForm(forms.Form):
    """A class with its teacher, who then sees it in his own cabinet."""

    name = forms.CharField(
        label="Класс или группа",
        max_length=40,
        help_text="Например, 8А или ИС-21.",
        error_messages={"required": "Напишите название класса: 8А, ИС-21."},
    )
    class_teacher = forms.ChoiceField(
        label="Классный руководитель",
        required=False,
        help_text="Из списка сотрудников. Он увидит свой класс и больше никого.",
    )

    def __init__(self, *args: Any, staff: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {str(person.pk): person for person in staff}
        self.fields["class_teacher"].choices = _choices(staff)  # type: ignore[attr-defined]  # a ChoiceField

    def clean_class_teacher(self) -> Person | None:
        return self._staff.get(self.cleaned_data["class_teacher"])


class PromotionForm(forms.Form):
    """For each class a new name, that it graduates, or neither: it waits."""

    on = DayField(
        label="День выпуска",
        error_messages={"required": "Укажите день: он попадёт в список выпускников."},
    )

    def __init__(self, *args: Any, classes: Sequence[Carried], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(classes)
        for row in self.rows:
            key, name = row.group.pk, row.group.name
            self.fields[f"name_{key}"] = forms.CharField(
                label=f"Новое название класса {name}",
                max_length=40,
                required=False,
                initial=row.proposed.name,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            self.fields[f"graduates_{key}"] = forms.BooleanField(
                label=f"Класс {name} выпускается",
                required=False,
                initial=row.proposed.graduates,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @property
    def cells(self) -> list[tuple[Carried, Any, Any]]:
        """The classes with the two fields of each, for the page."""
        return [
            (row, self[f"name_{row.group.pk}"], self[f"graduates_{row.group.pk}"])
            for row in self.rows
        ]

    def clean(self) -> None:
        for row in self.rows:
            key = row.group.pk
            name = self.cleaned_data.get(f"name_{key}")
            if name and self.cleaned_data.get(f"graduates_{key}"):
                self.add_error(
                    f"name_{key}",
                    ValidationError(
                        "Класс выпускается: сотрите новое название или снимите отметку."
                    ),
                )

    @property
    def names(self) -> dict[int, str]:
        """New names by the key of a class."""
        found = {
            row.group.pk: self.cleaned_data[f"name_{row.group.pk}"] for row in self.rows
        }
        return {key: name for key, name in found.items() if name}

    @property
    def graduating(self) -> list[int]:
        """The classes that leave the organisation."""
        return [
            row.group.pk
            for row in self.rows
            if self.cleaned_data[f"graduates_{row.group.pk}"]
        ]


class DepartureForm(forms.Form):
    """Why and when somebody leaves."""

    why = forms.ChoiceField(
        label="Причина",
        choices=Departure.choices,
        initial=Departure.LEFT,
    )
    on = DayField(
        label="Последний день",
        error_messages={"required": "Укажите последний день в организации."},
    )

    def clean_why(self) -> Departure:
        return Departure(self.cleaned_data["why"])


class ReturnForm(forms.Form):
    """Into which class somebody returns."""

    group = forms.ChoiceField(
        label="Класс",
        required=False,
        help_text="Не выбирайте, если человек не учится в классе.",
    )

    def __init__(self, *args: Any, groups: Sequence[Group]) -> None:
        super().__init__(*args)
        self._groups = {str(group.pk): group for group in groups}
        self.fields["group"].choices = _choices(groups)  # type: ignore[attr-defined]  # a ChoiceField

    def clean_group(self) -> Group | None:
        return self._groups.get(self.cleaned_data["group"])


class DepartureFilter(forms.Form):
    """What the list of who left is narrowed by."""

    q = forms.CharField(label="Фамилия или имя", required=False)
    why = forms.ChoiceField(
        label="Причина", required=False, choices=[("", "Любая"), *Departure.choices]
    )
    year = forms.IntegerField(
        label="Год выбытия", required=False, min_value=1990, max_value=2100
    )

    @property
    def chosen(self) -> Chosen:
        """What was asked for; a value that cannot be is left out."""
        self.is_valid()
        told = self.cleaned_data
        return Chosen(told.get("q") or "", told.get("why") or "", told.get("year"))
