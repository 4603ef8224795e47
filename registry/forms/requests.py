"""What is asked about a request and a list of requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from registry.enums import Channel, RequestKind
from registry.forms.cards import RowChoiceField
from registry.models import Competence, Problem, Request
from registry.queries.requests import NO_TOPIC, RequestsChosen, RequestState


class RequestForm(forms.Form):
    """The words of a request and how it came; its topics are recognised."""

    text = forms.CharField(
        label="Запрос",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, в чём нужна помощь."},
    )
    kind = forms.ChoiceField(
        label="Вид запроса",
        required=False,
        choices=RequestKind.choices,
        initial=RequestKind.PRELIMINARY,
        help_text="Уточнённый — после беседы или анализа потребностей",
    )
    channel = forms.ChoiceField(
        label="От кого узнали",
        required=False,
        choices=[("", "Не указано"), *Channel.choices],
    )
    is_urgent = forms.BooleanField(label="Срочный", required=False)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or RequestKind.PRELIMINARY


class RequestChangeForm(RequestForm):
    """The topics may be put right by hand."""

    competences = forms.MultipleChoiceField(
        label="Темы",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="По темам подбирается наставник",
    )

    def __init__(
        self, *args: Any, request_row: Request, offered: Iterable[Competence]
    ) -> None:
        chosen = {str(tag.pk) for tag in request_row.competences.all()}
        kept = {name: getattr(request_row, name) for name in RequestForm.base_fields}
        super().__init__(
            args[0] if args else None, initial={**kept, "competences": list(chosen)}
        )
        self._offered = {str(tag.pk): tag for tag in offered}
        # Chosen ones first: the list is long, the choice is short.
        keys = sorted(self._offered, key=lambda key: key not in chosen)
        self.fields["competences"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, self._offered[key].title) for key in keys
        ]

    def clean_competences(self) -> list[Competence]:
        return [self._offered[key] for key in self.cleaned_data["competences"]]


class RequestFilter(forms.Form):
    """What the list of requests is narrowed by; a wrong value narrows nothing."""

    q = forms.CharField(label="Слова запроса или фамилия", required=False)
    state = forms.ChoiceField(
        label="Какие", required=False, choices=[("", "Все"), *RequestState.choices]
    )
    topic = forms.ChoiceField(label="Тема", required=False)
    problem = RowChoiceField(label="Проблема")
    kind = forms.ChoiceField(
        label="Вид запроса",
        required=False,
        choices=[("", "Любой"), *RequestKind.choices],
    )
    channel = forms.ChoiceField(
        label="От кого узнали",
        required=False,
        choices=[("", "От кого угодно"), *Channel.choices],
    )
    urgent = forms.BooleanField(label="Только срочные", required=False)

    def __init__(
        self,
        *args: Any,
        topics: Iterable[Competence],
        problems: Iterable[Problem],
    ) -> None:
        super().__init__(*args)
        self._topics = {str(topic.pk): topic for topic in topics}
        self.fields["topic"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Любая"),
            (NO_TOPIC, "Тема не распознана"),
            *((key, topic.title) for key, topic in self._topics.items()),
        ]
        field = self.fields["problem"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(problems, "Любая")

    @property
    def chosen(self) -> RequestsChosen:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        asked = self.cleaned_data
        return RequestsChosen(
            words=asked.get("q") or "",
            state=asked.get("state") or "",
            topic=self._topics.get(asked.get("topic") or ""),
            has_no_topic=asked.get("topic") == NO_TOPIC,
            problem=asked.get("problem"),
            kind=asked.get("kind") or "",
            channel=asked.get("channel") or "",
            is_urgent=bool(asked.get("urgent")),
        )
