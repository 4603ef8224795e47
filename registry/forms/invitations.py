"""What is asked of somebody who comes by a personal link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.validators import RegexValidator

LOGIN = RegexValidator(
    r"^[A-Za-z0-9._@+-]{3,150}$",
    "Логин — латинские буквы, цифры, точка и дефис, не короче трёх знаков.",
)


class NewAccountForm(forms.Form):
    """A login and a password, typed twice."""

    username = forms.CharField(
        label="Логин",
        max_length=150,
        validators=[LOGIN],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text="Мы придумали его за вас, можно изменить. Запишите.",
    )
    password = forms.CharField(
        label="Пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )
    again = forms.CharField(
        label="Пароль ещё раз",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("again") and asked.get("again") != asked.get("password"):
            self.add_error("again", "Пароли не совпали. Напишите ещё раз.")
        return asked
