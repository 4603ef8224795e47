"""What is asked about a partner organisation."""

from __future__ import annotations

from django import forms


class PartnerForm(forms.Form):
    """Its name, and whom to call."""

    title = forms.CharField(
        label="Организация",
        max_length=200,
        error_messages={"required": "Напишите название организации."},
    )
    contacts = forms.CharField(
        label="Контакты",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Кто отвечает за сотрудничество, телефон, почта",
    )
