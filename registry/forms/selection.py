"""What is asked about criteria, times for interviews, their record and the decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from common.fields import DayField
from registry.actions.interview_slots import SlotRow
from registry.actions.interviews import Record, When
from registry.enums import (
    InterviewConclusion,
    InterviewStatus,
    Readiness,
    SelectionDecision,
)
from registry.forms.cards import RowChoiceField
from registry.models import Criterion, Interview, InterviewSlot
from registry.queries.interviews import moment_told
from registry.queries.selection_marks import MarkLine

NOT_CHOSEN = ("", "Не выбрано")


def _hour(label: str, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Укажите время, например 15:30."},
        **options,
    )


def _lines(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class CriterionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own generic
    """A criterion with its scale; once it is scored the scale is only shown."""

    class Meta:
        model = Criterion
        fields = ("title", "description", "max_points", "weight", "threshold")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, is_scored: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "threshold"
        ].help_text = "Меньше этого балла — критерий не выполнен. Пусто — порога нет"
        self.fields["weight"].help_text = "На него умножается балл в общем итоге"
        for name in ("max_points", "weight", "threshold"):
            self.fields[name].disabled = is_scored


class SlotsForm(forms.Form):
    """A row of times for one day."""

    interviewer = RowChoiceField(label="Кто проводит", required=True)
    day = DayField(label="День")
    since = _hour("С")
    until = _hour("До")
    minutes = forms.IntegerField(
        label="Минут на одного", min_value=5, max_value=240, initial=30
    )
    pause = forms.IntegerField(
        label="Перерыв между беседами, минут",
        min_value=0,
        max_value=120,
        required=False,
    )
    place = forms.CharField(label="Где", max_length=200, required=False)

    def __init__(
        self, *args: Any, interviewers: Iterable[User], chosen: User | None = None
    ) -> None:
        super().__init__(
            args[0] if args else None,
            initial={"interviewer": chosen.pk if chosen else None},
        )
        _offer(self, "interviewer", interviewers, "Не выбран")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until <= since:
            self.add_error("until", "Конец должен быть позже начала.")
        return asked

    @property
    def row(self) -> SlotRow:
        """The row of times; the form must be valid."""
        asked = self.cleaned_data
        return SlotRow(
            since=_moment(asked["day"], asked["since"]),
            until=_moment(asked["day"], asked["until"]),
            minutes=asked["minutes"],
            pause=asked["pause"] or 0,
            place=asked["place"],
        )


class AppointForm(forms.Form):
    """One of the free times, or a day and an hour of one's own."""

    slot = RowChoiceField(label="Свободное время", required=False)
    day = DayField(label="Или свой день", required=False)
    at = _hour("и час", required=False)
    place = forms.CharField(
        label="Где",
        max_length=200,
        required=False,
        help_text="Пусто — место из расписания",
    )
    interviewers = forms.CharField(
        label="Кто ещё проводит",
        max_length=300,
        required=False,
        help_text="Фамилии и должности тех, кого в расписании нет",
    )
    psychologist = RowChoiceField(
        label="Педагог-психолог",
        required=False,
        help_text="Увидит это собеседование и оценит готовность кандидата",
    )

    def __init__(
        self,
        *args: Any,
        slots: Sequence[InterviewSlot],
        psychologists: Iterable[User],
    ) -> None:
        super().__init__(*args)
        field = _offer(self, "slot", slots, "Своё время")
        field.choices = [
            ("", "Своё время"),
            *((str(slot.pk), slot_told(slot)) for slot in slots),
        ]
        _offer(self, "psychologist", psychologists, "Не приглашать")
        if not self.fields["psychologist"].choices[1:]:  # type: ignore[attr-defined]  # a ChoiceField
            del self.fields["psychologist"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        has_moment = bool(asked.get("day") and asked.get("at"))
        has_errors = {"day", "at", "slot"} & set(self.errors)
        if not asked.get("slot") and not has_moment and not has_errors:
            self.add_error(
                "slot", "Выберите свободное время или укажите свой день и час."
            )
        return asked

    @property
    def when(self) -> When:
        """When and where; the form must be valid."""
        asked = self.cleaned_data
        has_moment = asked["slot"] is None
        return When(
            slot=asked["slot"],
            at=_moment(asked["day"], asked["at"]) if has_moment else None,
            place=asked["place"],
            interviewers=asked["interviewers"],
        )


class RecordForm(forms.Form):
    """The sheet of the interview: points, readiness, what was said, the conclusion."""

    held_on = DayField(label="Когда состоялось")
    interviewers = forms.CharField(
        label="Кто ещё проводил", max_length=300, required=False
    )
    notes = _lines("Запись беседы", 6, required=False)
    readiness = forms.ChoiceField(
        label="Психологическая готовность",
        choices=[NOT_CHOSEN, *Readiness.choices],
        required=False,
    )
    conclusion = forms.ChoiceField(
        label="Заключение",
        choices=[NOT_CHOSEN, *InterviewConclusion.choices],
        error_messages={"required": "Выберите заключение."},
    )
    conclusion_reason = _lines(
        "Обоснование",
        required=False,
        help_text="Обязательно, если кандидат не рекомендован или рекомендован ниже порога",
    )

    def __init__(
        self, *args: Any, interview: Interview, lines: Collection[MarkLine]
    ) -> None:
        super().__init__(args[0] if args else None, initial=_recorded(interview))
        self._criteria = [line.criterion for line in lines]
        scores: list[str] = []
        for line in lines:
            criterion, key = line.criterion, line.criterion.pk
            self.fields[f"points_{key}"] = forms.IntegerField(
                label=f"{criterion.title}, баллов из {criterion.max_points}",
                min_value=0,
                max_value=criterion.max_points,
                initial=line.points,
                help_text=_hint(criterion),
                error_messages={
                    "max_value": f"Не больше {criterion.max_points} баллов.",
                    "min_value": "Баллы не бывают отрицательными.",
                    "required": "Поставьте балл.",
                },
            )
            self.fields[f"remark_{key}"] = forms.CharField(
                label=f"Пояснение к баллу «{criterion.title}»",
                max_length=300,
                required=False,
                initial=line.remark,
            )
            scores += [f"points_{key}", f"remark_{key}"]
        if interview.psychologist_id is not None:
            del self.fields["readiness"]
        self.order_fields(["held_on", "interviewers", *scores])

    @property
    def told(self) -> Record:
        """The record; the form must be valid."""
        asked = self.cleaned_data
        return Record(
            held_on=asked["held_on"],
            conclusion=InterviewConclusion(asked["conclusion"]),
            points=dict(self._points()),
            readiness=asked.get("readiness", ""),
            notes=asked["notes"],
            conclusion_reason=asked["conclusion_reason"],
            interviewers=asked["interviewers"],
        )

    def _points(self) -> Iterator[tuple[int, tuple[int, str]]]:
        for criterion in self._criteria:
            key, asked = criterion.pk, self.cleaned_data
            yield key, (asked[f"points_{key}"], asked[f"remark_{key}"])


class ReadinessForm(forms.Form):
    """What the psychologist says."""

    readiness = forms.ChoiceField(
        label="Готовность к роли наставника",
        choices=Readiness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите одно из трёх."},
    )


class CandidateDecisionForm(forms.Form):
    """What the curator decides."""

    decision = forms.ChoiceField(
        label="Решение", choices=SelectionDecision.choices, widget=forms.RadioSelect
    )
    reason = _lines(
        "Причина",
        required=False,
        max_length=1000,
        help_text="Обязательна для резерва и отказа; при отказе её прочитает кандидат",
    )


class CandidateFilter(forms.Form):
    """Whom the comparison shows."""

    q = forms.CharField(label="Фамилия или имя", required=False)


class InterviewFilter(forms.Form):
    """Which interviews are listed."""

    q = forms.CharField(label="Фамилия или имя", required=False)
    status = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "Все"), *InterviewStatus.choices],
    )


class NoteForm(forms.Form):
    """A psychologist's own words."""

    text = _lines(
        "Заметка",
        5,
        max_length=5000,
        help_text="Видите только вы: ни директор, ни куратор, ни администратор",
        error_messages={"required": "Напишите заметку."},
    )


def slot_told(slot: InterviewSlot) -> str:
    """Return a free time as it is chosen from."""
    place = f", {slot.place}" if slot.place else ""
    return f"{moment_told(slot.starts_at)} — {slot.interviewer.name}{place}"


def _hint(criterion: Criterion) -> str:
    told = [criterion.description]
    if criterion.threshold is not None:
        told.append(f"Порог — {criterion.threshold}")
    return ". ".join(filter(None, told))


def _offer(
    form: forms.Form, name: str, rows: Iterable[Any], nothing: str
) -> RowChoiceField:
    field = form.fields[name]
    assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
    field.offer(rows, nothing)
    return field


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _recorded(interview: Interview) -> dict[str, Any]:
    today = timezone.localdate()
    appointed = interview.appointed_at
    usual = timezone.localdate(appointed) if appointed else today
    return {
        "held_on": interview.held_on or min(usual, today),
        "interviewers": interview.interviewers,
        "notes": interview.notes,
        "readiness": interview.readiness,
        "conclusion": interview.conclusion,
        "conclusion_reason": interview.conclusion_reason,
    }
