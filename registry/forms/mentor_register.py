"""Who enters the register of mentors, who leaves it, and the words of the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from registry.models import MentorCard, MentorRegisterEntry
from registry.queries.mentor_register_paper import RegisterTexts


class MentorRegisterForm(forms.Form):
    """The next edition: everybody selected and everybody gone is ticked beforehand."""

    entering = forms.MultipleChoiceField(
        label="Внести в реестр",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    preamble = forms.CharField(
        label="Основание",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Всё, что стоит перед словом «ПРИКАЗЫВАЮ», без двоеточия.",
    )
    control = forms.CharField(
        label="Контроль",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Последний пункт приказа.",
    )

    def __init__(
        self,
        *args: Any,
        selected: Sequence[MentorCard],
        gone: Sequence[MentorRegisterEntry],
        texts: RegisterTexts,
        entering: Sequence[int],
        leaving: dict[int, str],
    ) -> None:
        initial = {
            "entering": [str(key) for key in entering],
            "preamble": texts.preamble,
            "control": texts.control,
        }
        super().__init__(args[0] if args else None, initial=initial)
        self._selected = {str(card.pk): card for card in selected}
        self._gone = list(gone)
        field = self.fields["entering"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type
        field.choices = [
            (key, card.person.full_name) for key, card in self._selected.items()
        ]
        names = ["entering"]
        for line in self._gone:
            name = line.card.person.full_name
            self.fields[f"leaves_{line.pk}"] = forms.BooleanField(
                label=f"Исключить: {name}",
                required=False,
                initial=line.pk in leaving,
            )
            self.fields[f"reason_{line.pk}"] = forms.CharField(
                label=f"Почему исключается {name}",
                max_length=200,
                required=False,
                initial=leaving.get(line.pk, ""),
            )
            names += [f"leaves_{line.pk}", f"reason_{line.pk}"]
        if not selected:
            del self.fields["entering"]
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        for line in self._gone:
            name = f"reason_{line.pk}"
            if asked.get(f"leaves_{line.pk}") and not asked.get(name, "").strip():
                self.add_error(name, "Напишите причину: она войдёт в приказ.")
        return asked

    @property
    def chosen(self) -> dict[str, Any]:
        """Who enters, who leaves and the words; the form must be valid."""
        asked = self.cleaned_data
        return {
            "entering": [self._selected[key] for key in asked.get("entering", [])],
            "leaving": {
                line.pk: asked[f"reason_{line.pk}"]
                for line in self._gone
                if asked[f"leaves_{line.pk}"]
            },
            "texts": RegisterTexts(asked["preamble"], asked["control"]),
        }
