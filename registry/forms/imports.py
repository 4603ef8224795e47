"""What is asked to import a table."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.enums import TableKind
from registry.models import ImportBatch
from registry.spreadsheets.columns import Base, known_columns

NOT_LOADED = ("", "Не загружать")


class ImportForm(forms.Form):
    """Which base, and the file; what is wrong with the file is said by the action."""

    kind = forms.ChoiceField(
        label="Что загружаем",
        choices=TableKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, что в файле."},
    )
    upload = forms.FileField(
        label="Файл с таблицей",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Выберите файл."},
    )

    def clean_kind(self) -> TableKind:
        return TableKind(self.cleaned_data["kind"])


class ColumnsForm(forms.Form):
    """What each column of a table is; the recognised is chosen already."""

    def __init__(self, *args: Any, batch: ImportBatch) -> None:
        super().__init__(*args)
        columns = known_columns(Base(batch.kind))
        choices = [NOT_LOADED, *((column.code, column.title) for column in columns)]
        for index, (code, title, *sample) in enumerate(batch.layout):
            shown = sample[0] if sample else ""
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=title or f"Столбец {index + 1} без названия",
                choices=choices,
                initial=code,
                required=False,
                help_text=f"Например: {shown}" if shown else "",
            )

    @property
    def chosen(self) -> dict[int, str]:
        """The codes by position, for the action."""
        return {
            int(name.removeprefix("column_")): code
            for name, code in self.cleaned_data.items()
        }
