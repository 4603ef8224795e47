"""What is asked to import a table."""

from __future__ import annotations

from django import forms

from registry.enums import BaseKind


class ImportForm(forms.Form):
    """Which base, and the file; what is wrong with the file is said by the action."""

    kind = forms.ChoiceField(
        label="Что загружаем",
        choices=BaseKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите базу."},
    )
    upload = forms.FileField(
        label="Файл с таблицей",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Выберите файл."},
    )

    def clean_kind(self) -> BaseKind:
        return BaseKind(self.cleaned_data["kind"])
