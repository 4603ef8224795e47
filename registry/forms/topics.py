"""What is asked about words nobody knew, and about a topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from common.russian.names import normalise
from registry.actions.competences import NEW_TOPIC, NO_TOPIC
from registry.forms.cards import RowChoiceField
from registry.models import Competence
from registry.queries.vocabulary import UnknownWords
from registry.tagging import LONGEST_TITLE

LATER = ""


class TopicsForm(forms.Form):
    """A choice beside each of the words; the untouched ones wait."""

    def __init__(
        self,
        *args: Any,
        words: Sequence[UnknownWords],
        offered: Iterable[Competence],
    ) -> None:
        super().__init__(*args)
        choices = [
            (LATER, "Решить потом"),
            (NEW_TOPIC, "Новая тема"),
            (NO_TOPIC, "Это не тема"),
            *((str(tag.pk), tag.title) for tag in offered),
        ]
        self.rows: list[tuple[UnknownWords, str]] = []
        for number, row in enumerate(words):
            name = f"topic_{number}"
            self.fields[name] = forms.ChoiceField(
                label=f"Тема: {row.text[:80]}",
                required=False,
                choices=choices,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"words_{number}"] = forms.CharField(
                initial=row.text, widget=forms.HiddenInput, required=False
            )
            self.rows.append((row, name))

    @property
    def cells(self) -> list[tuple[UnknownWords, Any, Any]]:
        """The words with the two fields of each, for the page."""
        return [
            (row, self[name], self[name.replace("topic", "words")])
            for row, name in self.rows
        ]

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, by the words the page showed."""
        return {
            words: chosen
            for _, name in self.rows
            if (chosen := self.cleaned_data[name])
            and (words := self.cleaned_data[name.replace("topic", "words")])
        }


class TopicTitleForm(forms.Form):
    """The title of an own topic."""

    title = forms.CharField(
        label="Название",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Напишите название темы."},
    )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not normalise(title):
            raise forms.ValidationError("В названии нет ни одной буквы.")
        return title


class TopicPhraseForm(TopicTitleForm):
    """Further words that mean a topic."""

    title = forms.CharField(
        label="Ещё слова этой темы",
        max_length=LONGEST_TITLE,
        help_text="В любой форме; «выступ*» — все слова, что так начинаются",
        error_messages={"required": "Напишите слова, которые означают эту тему."},
    )


class TopicMergeForm(forms.Form):
    """Which topic another one becomes."""

    into = RowChoiceField(
        label="С какой темой объединить",
        required=True,
        error_messages={
            "required": "Выберите тему.",
            "invalid_choice": "Этой темы больше нет. Выберите другую.",
        },
    )

    def __init__(self, *args: Any, offered: Iterable[Competence]) -> None:
        super().__init__(*args)
        field = self.fields["into"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(offered, "Выберите тему")
