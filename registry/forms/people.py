"""What is asked about a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from common.fields import DayField, FullNameField
from common.russian.names import FullName
from registry.forms.cards import RowChoiceField
from registry.models import Partner, Person

OLDEST = 110


class PersonForm(forms.Form):
    """The particulars of a person; a birth or a contact tells namesakes apart."""

    name = FullNameField(
        label="Фамилия, имя, отчество",
        error_messages={"required": "Напишите фамилию, имя и отчество."},
    )
    birth_on = DayField(label="Дата рождения", required=False)
    birth_year = forms.IntegerField(
        label="Год рождения",
        required=False,
        help_text="Если точная дата не известна",
    )
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    contacts = forms.CharField(
        label="Другие контакты",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Для ребёнка — данные представителя",
    )
    group_name = forms.CharField(
        label="Класс или группа",
        max_length=40,
        required=False,
        help_text="Например, 8А",
    )
    post = forms.CharField(label="Должность", max_length=200, required=False)
    workplace = forms.CharField(
        label="Место работы или учёбы", max_length=300, required=False
    )
    is_staff_member = forms.BooleanField(
        label="Сотрудник нашей организации", required=False
    )

    partner = RowChoiceField(label="Организация-партнёр")

    def __init__(
        self, *args: Any, partners: Iterable[Partner] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(partners)
        field = self.fields["partner"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(rows, "Нет")
        if not rows:
            del self.fields["partner"]

    @staticmethod
    def initial_of(person: Person) -> dict[str, object]:
        """The form's values for somebody who is there."""
        names = ("birth_on", "birth_year", "phone", "email", "contacts", "post")
        return {
            "name": person.full_name,
            **{name: getattr(person, name) for name in names},
            "workplace": person.workplace,
            "is_staff_member": person.is_staff_member,
            "partner": person.partner_id,
            "group_name": person.group.name if person.group else "",
        }

    def clean_birth_on(self) -> object:
        day = self.cleaned_data["birth_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Дата рождения ещё не наступила.")
        return day

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        now = timezone.localdate().year
        if year is not None and not now - OLDEST <= year <= now:
            raise forms.ValidationError("Напишите год четырьмя цифрами, например 2011.")
        return year

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        day, year = asked.get("birth_on"), asked.get("birth_year")
        if day and year and day.year != year:
            self.add_error("birth_year", "Год не совпадает с датой рождения.")
        told = ("birth_on", "birth_year", "phone", "email", "contacts")
        if not self.errors and not any(asked.get(name) for name in told):
            raise forms.ValidationError(
                "Укажите дату рождения или контакт, чтобы не спутать человека с тёзкой."
            )
        return asked

    @property
    def values(self) -> dict[str, object]:
        """Fields of a person, for the action."""
        asked = dict(self.cleaned_data)
        name = FullName.parse(asked.pop("name"))
        return {
            **asked,
            "last_name": name.last[:80],
            "first_name": name.first[:80],
            "patronymic": name.patronymic[:80],
        }
