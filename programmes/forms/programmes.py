"""What is asked in a personalised programme and its plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from common.fields import DayField
from programmes.enums import Basis, MeetingFormat, ProgrammeStatus
from programmes.forms.numbered import LinesField
from programmes.models import PlanRow, Programme
from programmes.queries.programme_paper import OTHER
from programmes.queries.programmes import Party
from programmes.queries.revisions import (
    TEXT_FIELDS,
    Divergence,
    ProgrammeText,
    plain,
    value_of,
)
from programmes.terms import flaw_of_term
from registry import reference
from registry.models import MentoringKind, Person

ANY = ("", "Все")
LONGEST_TEXT = 5000
Typed = Mapping[str, Any] | None


def _text(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProgrammeForm(forms.Form):
    """Every field of the template (R-184…R-203); a draft may be kept half filled."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    request = _text("Запрос (цель) наставляемого", "К чему пара хочет прийти.")
    problem = _text("Описание проблемы", "Что не получается сейчас и почему это важно.")
    tasks = LinesField(
        label="Задачи",
        required=False,
        help_text="По одной на строку. Пустые строки не сохраняются.",
    )
    kinds = forms.MultipleChoiceField(
        label="Вид наставничества",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Можно выбрать несколько: в программе они будут подчёркнуты.",
    )
    basis = forms.ChoiceField(
        label="Параметры взаимодействия",
        choices=Basis.choices,
        widget=forms.RadioSelect,
    )
    interaction_forms = forms.MultipleChoiceField(
        label="Формы взаимодействия",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interaction_other = forms.CharField(
        label="Другие формы взаимодействия", required=False, max_length=200
    )
    mentor_activity = _text("Что будет делать наставник")
    mentee_activity = _text("Что будет делать наставляемый")
    directions = _text(
        "Направления наставнической деятельности",
        "Методическое, предметное, воспитательное. Необязательно.",
        2,
    )
    starts_on = DayField(label="Начало программы")
    ends_on = DayField(
        label="Окончание программы", help_text="От трёх месяцев до одного года."
    )
    schedule_format = forms.ChoiceField(
        label="Расписание встреч",
        required=False,
        choices=MeetingFormat.choices,
        widget=forms.RadioSelect,
    )
    schedule = _text("Дни и время встреч", "Дни, время, место или ссылка.", 2)
    regime = _text("Режим работы", "Как часто и подолгу, что делать при переносе.", 2)
    conditions = _text(
        "Условия обучения", "Кабинет, материалы, доступ. Необязательно.", 2
    )
    interim_results = _text("Промежуточные результаты", "По одному на строку.")
    interim_check_on = DayField(
        label="Когда проверим промежуточные результаты", required=False
    )
    planned_results = _text("Планируемые результаты", "По одному на строку.")
    planned_check_on = DayField(
        label="Когда проверим планируемые результаты", required=False
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(programme))
        super().__init__(*args, **kwargs)
        template = reference.programme_template()
        self._kinds = {
            kind.code: kind
            for kind in MentoringKind.objects.filter(code__in=template.kinds)
        }
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind.code, kind.title) for kind in self._kinds.values()
        ]
        self.fields["interaction_forms"].choices = [  # type: ignore[attr-defined]  # likewise
            (option.code, option.title)
            for option in template.interaction_forms
            if option.code != OTHER
        ]

    def clean_kinds(self) -> list[MentoringKind]:
        return [self._kinds[code] for code in self.cleaned_data["kinds"]]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        starts_on, ends_on = told.get("starts_on"), told.get("ends_on")
        if starts_on and ends_on and (flaw := flaw_of_term(starts_on, ends_on)):
            self.add_error("ends_on", flaw)
        return told

    def text(self) -> ProgrammeText:
        """Return what was written; the form must be valid."""
        told = {name: self.cleaned_data[name] for name in TEXT_FIELDS}
        return cast("ProgrammeText", told)


def initial_of(programme: Programme) -> dict[str, object]:
    """Return what the programme says now, for the fields of the form."""
    values = {name: value_of(programme, name) for name in TEXT_FIELDS}
    kinds = [kind.code for kind in programme.kinds.all()]
    return {**values, "kinds": kinds, "version": programme.version}


def merged_form(
    programme: Programme, typed: ProgrammeText, divergence: Divergence
) -> ProgrammeForm:
    """Return the form after another's edit: what he changed, and what was typed here.

    A field only he touched shows his words; a field touched here keeps what was typed
    and says what stands in the programme now. Saved again, it takes all of it.
    """
    initial = initial_of(programme)
    now = plain({name: initial[name] for name in TEXT_FIELDS})
    mine = {
        name: value
        for name, value in _as_initial(typed).items()
        if plain({name: value})[name] != divergence.base.get(name)
    }
    form = ProgrammeForm(programme=programme, initial={**initial, **mine})
    for name in divergence.fields:
        if name in mine and plain(mine)[name] != now[name]:
            field = form.fields[name]
            field.help_text = f"Сейчас в программе: «{_words(form, name, now[name])}»"
    return form


def _as_initial(typed: ProgrammeText) -> Mapping[str, object]:
    return {**typed, "kinds": [kind.code for kind in typed.get("kinds", [])]}


def _words(form: ProgrammeForm, name: str, value: object) -> str:
    field = form.fields[name]
    titles = _titles(field)
    if isinstance(value, list):
        return "; ".join(str(titles.get(str(each), each)) for each in value) or "пусто"
    if isinstance(field, forms.DateField) and value:
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    return str(titles.get(str(value), value)) or "пусто"


def _titles(field: forms.Field) -> dict[str, str]:
    if not isinstance(field, forms.ChoiceField):
        return {}
    return {str(code): str(title) for code, title in field.widget.choices}


class RemarkForm(forms.Form):
    """Why an agreed programme goes back."""

    remark = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что исправить."},
    )


class AgreementForm(forms.Form):
    """Who agrees, and to what version; the page fills both in."""

    person = forms.ChoiceField()
    version = forms.IntegerField()

    def __init__(self, *args: Any, parties: Collection[Party]) -> None:
        super().__init__(*args)
        self._people = {str(party.person.pk): party.person for party in parties}
        self.fields["person"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, pk) for pk in self._people
        ]

    def clean_person(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class PaperAgreementForm(forms.Form):
    """Who has signed the printed programme."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    people = forms.MultipleChoiceField(
        label="Кто подписал",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте, кто подписал."},
    )

    def __init__(
        self, data: Typed, *, parties: Collection[Party], version: int
    ) -> None:
        super().__init__(data, initial={"version": version})
        self._people = {
            str(party.person.pk): party.person
            for party in parties
            if not party.has_agreed
        }
        self.fields["people"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, person.full_name) for pk, person in self._people.items()
        ]

    def clean_people(self) -> list[Person]:
        return [self._people[pk] for pk in self.cleaned_data["people"]]


class PlanRowForm(forms.Form):
    """A row of the plan: what and by when."""

    measure = forms.CharField(
        label="Мероприятие",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите, что сделаете."},
    )
    due_on = DayField(
        label="Срок", error_messages={"required": "Укажите день, к которому."}
    )


class PlanRowChangeForm(PlanRowForm):
    """The same of a row that stands; the version tells whether another was quicker."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Typed, *, row: PlanRow, version: int) -> None:
        initial = {"measure": row.title, "due_on": row.due_on, "version": version}
        super().__init__(data, initial=initial)


class PlanRowDoneForm(forms.Form):
    """When a row was done."""

    done_on = DayField(label="Когда выполнено", initial=timezone.localdate)


class ProgrammeFilterForm(forms.Form):
    """What is looked for among the programmes."""

    q = forms.CharField(label="Фамилия", required=False)
    status = forms.ChoiceField(
        label="Состояние", required=False, choices=[ANY, *ProgrammeStatus.choices]
    )
