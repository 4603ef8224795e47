"""Asking for the destruction of data and answering it."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from common.fields import DayField
from registry.enums import ErasureGround


class AskForm(forms.Form):
    """A word of explanation; nobody must explain himself."""

    remark = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Можно не писать.",
    )


class RecordForm(AskForm):
    """What the paper says."""

    ground = forms.ChoiceField(
        label="Основание",
        choices=ErasureGround.choices,
        initial=ErasureGround.REQUEST.value,
    )
    requested_on = DayField(label="Когда получено", initial=timezone.localdate)

    field_order = ("ground", "requested_on", "remark")


class RefusalForm(forms.Form):
    """Why the data stay."""

    remark = forms.CharField(
        label="Причина отказа",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Её прочитает заявитель. Назовите норму закона.",
    )
