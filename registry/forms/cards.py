"""What is asked about a card, a request and a list of cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from common.fields import DayField
from common.widgets import LongSelect
from registry.enums import (
    Audience,
    Channel,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    MenteeCard,
    MentorCard,
    MentoringForm,
    MentoringKind,
    MentorPool,
)
from registry.spreadsheets.values import read_age


class RowChoiceField(forms.ChoiceField):
    """One of the rows given; cleaned to the row, an empty choice to None."""

    widget = LongSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self._rows: dict[str, Model] = {}

    def offer(self, rows: Iterable[Model], nothing: str) -> None:
        """Set what may be chosen; `nothing` names the empty choice."""
        self._rows = {str(row.pk): row for row in rows}
        self.choices = [
            ("", nothing),
            *((key, str(row)) for key, row in self._rows.items()),
        ]

    def clean(self, value: object) -> Model | None:
        return self._rows.get(super().clean(value))


class CardForm(forms.Form):
    """What both cards ask."""

    form = RowChoiceField(label="Форма наставничества")
    joined_on = DayField(label="Дата вхождения в программу", required=False)
    finished_on = DayField(label="Дата завершения программы", required=False)
    results = forms.CharField(
        label="Результаты программы",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    case_url = forms.URLField(
        label="Ссылка на кейс или отзыв", required=False, assume_scheme="https"
    )
    remark = forms.CharField(
        label="Заметка куратора",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Видят только сотрудники",
    )
    kept: ClassVar[Sequence[str]] = (
        "joined_on",
        "finished_on",
        "results",
        "case_url",
        "remark",
    )

    def __init__(
        self,
        *args: Any,
        forms_of_mentoring: Iterable[MentoringForm],
        card: MentorCard | MenteeCard | None = None,
    ) -> None:
        initial = {name: getattr(card, name) for name in self.kept} if card else {}
        initial["form"] = card.form_id if card else None
        super().__init__(args[0] if args else None, initial=initial)
        field = self.fields["form"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(forms_of_mentoring, "Не выбрана")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("joined_on"), asked.get("finished_on")
        if first and last and last < first:
            self.add_error("finished_on", "Завершение раньше вхождения в программу.")
        return asked


class MentorCardForm(CardForm):
    """The columns of the base of mentors."""

    competences_text = forms.CharField(
        label="Основные компетенции",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Через точку с запятой: по ним подбираются наставляемые",
        error_messages={"required": "Напишите, чем наставник может помочь."},
    )
    capacity = forms.IntegerField(
        label="Сколько наставляемых готов вести", min_value=0, max_value=30, initial=1
    )
    wanted_age = forms.CharField(
        label="Желаемый возраст наставляемых",
        max_length=120,
        required=False,
        help_text="Например, 10–14 лет или 7–9 классы",
    )
    time_resource = forms.CharField(
        label="Ресурс времени",
        max_length=200,
        required=False,
        help_text="Например, 2 часа в неделю",
    )
    achievements = forms.CharField(
        label="Важные для программы достижения",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    interests = forms.CharField(
        label="Интересы", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    life_experience = forms.CharField(
        label="Жизненный опыт", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    pools = forms.MultipleChoiceField(
        label="Откуда наставник",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Можно отметить несколько: сотрудник предприятия и наш выпускник",
    )
    is_alumnus = forms.BooleanField(label="Выпускник нашей организации", required=False)
    labels = forms.CharField(
        label="Признаки",
        max_length=300,
        required=False,
        help_text="Через запятую, своими словами: олимпиады, волонтёр",
    )
    field_order = (
        "competences_text",
        "form",
        "capacity",
        "wanted_age",
        "time_resource",
        "achievements",
        "interests",
        "life_experience",
        "pools",
        "is_alumnus",
        "labels",
    )
    kept = (
        *CardForm.kept,
        "competences_text",
        "capacity",
        "wanted_age",
        "time_resource",
        "achievements",
        "interests",
        "life_experience",
        "is_alumnus",
        "labels",
    )

    def __init__(
        self, *args: Any, pools: Iterable[MentorPool] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._pools = {str(pool.pk): pool for pool in pools}
        self.fields["pools"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, str(pool)) for key, pool in self._pools.items()
        ]
        card = kwargs.get("card")
        if card is None:
            self.initial["capacity"] = 1
        else:
            self.initial["pools"] = [str(pool.pk) for pool in card.pools.all()]

    def clean_pools(self) -> list[MentorPool]:
        return [self._pools[key] for key in self.cleaned_data["pools"]]

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        age = read_age(asked.get("wanted_age", ""))
        if not age.is_understood:
            self.add_error(
                "wanted_age", "Напишите, например, «10–14 лет» или «7–9 классы»."
            )
        asked["wanted_age_from"], asked["wanted_age_to"] = age.from_age, age.to_age
        return asked


class MenteeCardForm(CardForm):
    """The columns of the base of mentees."""

    is_completed_marked = forms.BooleanField(
        label="Отметка о прохождении программы", required=False
    )
    audience = forms.ChoiceField(
        label="Кто", required=False, choices=[("", "Не указано"), *Audience.choices]
    )
    channel = forms.ChoiceField(
        label="От кого узнали",
        required=False,
        choices=[("", "Не указано"), *Channel.choices],
    )
    wanted_kind = RowChoiceField(label="Желаемый вид наставничества")
    wants_mentor = forms.BooleanField(
        label="Сам хочет наставника", required=False, initial=True
    )
    kept = (
        *CardForm.kept,
        "is_completed_marked",
        "audience",
        "channel",
        "wants_mentor",
    )

    def __init__(
        self, *args: Any, kinds: Iterable[MentoringKind] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        card = kwargs.get("card")
        self.initial["wanted_kind"] = card.wanted_kind_id if card else None
        field = self.fields["wanted_kind"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(kinds, "Не выбран")


class NewMenteeForm(MenteeCardForm):
    """A new card begins with a request."""

    request = forms.CharField(
        label="Основной запрос",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Словами самого наставляемого: в чём нужна помощь",
        error_messages={"required": "Без запроса не подобрать наставника."},
    )
    field_order = ("request", "form", "audience", "channel", "wanted_kind")

    @property
    def values(self) -> dict[str, object]:
        """Fields of the card alone, for the action."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "request"
        }


class MoveForm(forms.Form):
    """The next state of a card, with a reason."""

    to = forms.ChoiceField(label="Новое состояние")
    remark = forms.CharField(
        label="Причина или пояснение", required=False, max_length=500
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self,
        *args: Any,
        steps: Sequence[MentorStatus] | Sequence[MenteeStatus],
        seen: str = "",
    ) -> None:
        super().__init__(args[0] if args else None, initial={"seen": seen})
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a choice field
            (step.value, step.label) for step in steps
        ]
