"""What is asked about an entry and a section of a portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from common.fields import DayField
from registry.forms.cards import RowChoiceField
from registry.models import PortfolioEntry, PortfolioSection


class PortfolioEntryForm(forms.Form):
    """One line of a portfolio: what, when, and where it can be seen."""

    section = RowChoiceField(
        label="Раздел",
        required=True,
        error_messages={"required": "Выберите раздел."},
    )
    title = forms.CharField(
        label="Что это",
        max_length=300,
        help_text="Например, грамота за подготовку призёра олимпиады",
        error_messages={"required": "Напишите одной строкой, что это."},
    )
    text = forms.CharField(
        label="Подробнее",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    happened_on = DayField(label="Дата", required=False)
    url = forms.URLField(label="Ссылка", required=False, assume_scheme="https")
    scan = forms.FileField(
        label="Файл",
        required=False,
        help_text="PDF, JPG или PNG, не больше 5 МБ",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        sections: Iterable[PortfolioSection],
        entry: PortfolioEntry | None = None,
        section: str = "",
    ) -> None:
        initial: dict[str, object] = {"section": section}
        if entry:
            initial = {
                "section": entry.section_id,
                "title": entry.title,
                "text": entry.text,
                "happened_on": entry.happened_on,
                "url": entry.url,
            }
        super().__init__(data, files, initial=initial)
        field = self.fields["section"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(sections, "Выберите раздел")
        if entry and entry.attachment:
            self.fields[
                "scan"
            ].help_text = (
                f"Сейчас приложен «{entry.attachment.name}»; новый файл его заменит"
            )

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the file."""
        told = self.cleaned_data
        return {name: told[name] for name in told if name != "scan"}


class PortfolioSectionForm(forms.Form):
    """A section of the organisation's own."""

    title = forms.CharField(
        label="Название раздела",
        max_length=160,
        error_messages={"required": "Назовите раздел."},
    )
    hint = forms.CharField(label="Что вписать", max_length=300, required=False)
