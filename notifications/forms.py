"""What is looked for among letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from notifications.enums import Delivery, DigestRhythm
from notifications.letters import Letter
from notifications.models import LetterSettings


class OutboxFilterForm(forms.Form):
    """Words and state of letters by e-mail."""

    q = forms.CharField(label="Кому или о чём", required=False)
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=[("", "Все"), *Delivery.choices]
    )


class LetterSettingsForm(forms.Form):
    """How often the letter about dates comes, and which others by e-mail."""

    digest = forms.ChoiceField(
        label="Письмо о сроках",
        choices=DigestRhythm.choices,
        widget=forms.RadioSelect,
        help_text="В выходные оно приходит, только если что-то нужно сделать сегодня.",
    )
    by_email = forms.MultipleChoiceField(
        label="Присылать и на почту",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Без отметки письмо останется только на портале, под колокольчиком.",
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 -- what a request brings
        *,
        kinds: Sequence[type[Letter]],
        kept: LetterSettings | None,
    ) -> None:
        self.codes = [letter.code for letter in kinds]
        self.others = set(kept.not_by_email) - set(self.codes) if kept else set()
        refused = set(kept.not_by_email) if kept else set()
        initial = {
            "digest": kept.digest if kept else DigestRhythm.DAILY,
            "by_email": [code for code in self.codes if code not in refused],
        }
        super().__init__(data, initial=initial)
        if kinds:
            choices = [(letter.code, letter.subject) for letter in kinds]
            self.fields["by_email"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField
        else:
            del self.fields["by_email"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        wanted = set(asked.pop("by_email", ()))
        refused = {code for code in self.codes if code not in wanted}
        # What was refused in another role stays refused.
        return {**asked, "not_by_email": sorted(refused | self.others)}
