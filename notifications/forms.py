"""What is looked for among letters."""

from __future__ import annotations

from django import forms

from notifications.enums import Delivery


class OutboxFilterForm(forms.Form):
    """Words and state of letters by e-mail."""

    q = forms.CharField(label="Кому или о чём", required=False)
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=[("", "Все"), *Delivery.choices]
    )
