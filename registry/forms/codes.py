"""What is asked of a pupil who comes with a code, and of who hands codes out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from registry.forms.cards import RowChoiceField
from registry.models import Group


class CodeForm(forms.Form):
    """The login and the code of the slip, and one's own new password, typed twice."""

    username = forms.CharField(
        label="Логин с листка",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    code = forms.CharField(
        label="Код с листка",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        help_text="Десять знаков. Большие или маленькие, с чёрточкой или без — всё равно.",
    )
    password = forms.CharField(
        label="Придумайте свой пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )
    again = forms.CharField(
        label="Пароль ещё раз",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("again") and asked.get("again") != asked.get("password"):
            self.add_error("again", "Пароли не совпали. Напишите ещё раз.")
        return asked


class ClassForm(forms.Form):
    """Which class."""

    group = RowChoiceField(label="Класс или группа")

    def __init__(self, *args: Any, groups: Collection[Group]) -> None:
        super().__init__(*args)
        field = self.fields["group"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(groups, "Все")

    @property
    def chosen(self) -> Group | None:
        """The class asked for, as far as it was understood."""
        self.is_valid()
        found: Group | None = self.cleaned_data.get("group")
        return found
