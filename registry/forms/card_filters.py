"""What a list of cards is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone

from registry.enums import (
    Audience,
    Channel,
    MenteeStatus,
    MentorContour,
    MentorStatus,
)
from registry.forms.cards import RowChoiceField
from registry.models import Cycle
from registry.queries.cards import Choices, Chosen
from registry.queries.levels import Level, mentee_levels, mentor_levels

YES_NO = [("", "Не важно"), ("yes", "Есть"), ("no", "Нет")]


class CardFilter(forms.Form):
    """What a list of cards is narrowed by; a wrong value narrows nothing."""

    q = forms.CharField(label="Фамилия, имя или контакт", required=False)
    status = forms.ChoiceField(label="Состояние", required=False)
    form = RowChoiceField(label="Форма наставничества")
    group = RowChoiceField(label="Класс или группа")
    competence = RowChoiceField(label="Тема")
    consent = forms.ChoiceField(label="Согласие", required=False, choices=YES_NO)
    level = forms.ChoiceField(label="Уровень базы", required=False)
    cycle = RowChoiceField(label="Цикл")
    statuses: type[MentorStatus] | type[MenteeStatus]

    def __init__(self, *args: Any, offered: Choices) -> None:
        super().__init__(*args)
        self.fields["status"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Любое"),
            *self.statuses.choices,
        ]
        self.fields["level"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Все"),
            *((level.code, level.title) for level in self.levels()),
        ]
        rows: dict[str, tuple[Iterable[Model], str]] = {
            **self.own_rows(offered),
            "form": (offered.forms, "Любая"),
            "group": (offered.groups, "Любой"),
            "competence": (offered.competences, "Любая"),
            "cycle": (offered.cycles, "Нынешний"),
        }
        for name, (given, nothing) in rows.items():
            field = self.fields[name]
            assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
            field.offer(given, nothing)

    def levels(self) -> Sequence[Level]:
        """The levels of the base this list is of."""
        raise NotImplementedError

    def own_rows(self, offered: Choices) -> dict[str, tuple[Iterable[Model], str]]:
        """The choices of the fields of this list alone."""
        raise NotImplementedError

    @property
    def chosen(self) -> Chosen:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        asked = self.cleaned_data
        return Chosen(
            words=asked.get("q") or "",
            status=asked.get("status") or "",
            form=asked.get("form"),
            group=asked.get("group"),
            competence=asked.get("competence"),
            consent=asked.get("consent") or "",
            covered=asked.get("covered") or "",
            level=asked.get("level") or "",
            contour=asked.get("contour") or "",
            pool=asked.get("pool"),
            partner=asked.get("partner"),
            audience=asked.get("audience") or "",
            channel=asked.get("channel") or "",
            kind=asked.get("kind"),
        )

    @property
    def cycle_asked(self) -> Cycle | None:
        """The cycle asked for, if not the present one."""
        self.is_valid()
        return self.cleaned_data.get("cycle")


class MentorFilter(CardFilter):
    """The filters of the base of mentors."""

    contour = forms.ChoiceField(
        label="Контур", required=False, choices=[("", "Любой"), *MentorContour.choices]
    )
    pool = RowChoiceField(label="Откуда")
    partner = RowChoiceField(label="Партнёр")
    statuses = MentorStatus

    def levels(self) -> Sequence[Level]:
        return mentor_levels(timezone.localdate())

    def own_rows(self, offered: Choices) -> dict[str, tuple[Iterable[Model], str]]:
        return {
            "pool": (offered.pools, "Любая"),
            "partner": (offered.partners, "Любой"),
        }


class MenteeFilter(CardFilter):
    """The filters of the base of mentees."""

    covered = forms.ChoiceField(
        label="Наставник по запросу", required=False, choices=YES_NO
    )
    audience = forms.ChoiceField(
        label="Кто", required=False, choices=[("", "Все"), *Audience.choices]
    )
    channel = forms.ChoiceField(
        label="От кого узнали",
        required=False,
        choices=[("", "Любой"), *Channel.choices],
    )
    kind = RowChoiceField(label="Желаемый вид")
    statuses = MenteeStatus

    def levels(self) -> Sequence[Level]:
        return mentee_levels(timezone.localdate())

    def own_rows(self, offered: Choices) -> dict[str, tuple[Iterable[Model], str]]:
        return {"kind": (offered.kinds, "Любой")}
