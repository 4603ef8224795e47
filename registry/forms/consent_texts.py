"""What an organisation may word of its own in a consent form."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.consent_texts import LONGEST_TERM, Wording
from registry.models import ConsentText

BLANK = "Предмет согласия"


class ConsentTextForm(forms.Form):
    """The title, the plain words, the term and every block of the text."""

    title = forms.CharField(label="Заголовок документа", max_length=300)
    plain_words = forms.CharField(
        label="Коротко, простыми словами",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Это читают первым, в кабинете",
    )
    years = forms.IntegerField(
        label="Срок действия, лет",
        min_value=0,
        max_value=LONGEST_TERM,
        help_text="0 — до отзыва. Срок должен совпадать с тем, что написано в тексте.",
    )

    def __init__(self, *args: Any, text: ConsentText) -> None:
        super().__init__(*args)
        self._blocks = text.blocks["blocks"]
        self.fields["title"].initial = text.title
        self.fields["plain_words"].initial = text.blocks["plain_words"]
        self.fields["years"].initial = text.term_years
        for block in self._blocks:
            code, name = block["code"], block["heading"] or BLANK
            if block["text"]:
                self.fields[f"text_{code}"] = forms.CharField(
                    label=name,
                    initial=block["text"],
                    required=False,
                    max_length=5000,
                    widget=forms.Textarea(attrs={"rows": 5}),
                )
            if block["items"]:
                self.fields[f"items_{code}"] = forms.CharField(
                    label=f"{name}: перечень",
                    initial="\n".join(block["items"]),
                    required=False,
                    max_length=5000,
                    widget=forms.Textarea(attrs={"rows": len(block["items"]) + 1}),
                    help_text="Каждый пункт с новой строки",
                )

    @property
    def wording(self) -> Wording:
        """What was typed, for the action."""
        asked = self.cleaned_data
        return Wording(
            title=asked["title"],
            plain_words=asked["plain_words"],
            years=asked["years"],
            blocks={
                block["code"]: (
                    asked.get(f"text_{block['code']}", "").replace("\r\n", "\n"),
                    _lines(asked.get(f"items_{block['code']}", "")),
                )
                for block in self._blocks
            },
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ScanForm(forms.Form):
    """The scan of a paper already recorded."""

    scan = forms.FileField(label="Скан", help_text="PDF, JPG или PNG, не больше 5 МБ")
