"""What is typed into the table of a roadmap: a cell, a row, several rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.enums import Role
from accounts.models import User
from common.fields import DayField
from programmes.actions.measures_bulk import Decision
from programmes.actions.roadmap_rows import Typed
from programmes.enums import MeasureStatus
from programmes.models import (
    Measure,
    MeasureItem,
    Responsible,
    Roadmap,
    Section,
    Team,
)
from programmes.queries.responsibles import offered_words, staff_of
from programmes.queries.row_cells import (
    MEASURE_CELLS,
    SECTION_CELLS,
    cells_of,
    section_name,
    tidy,
)
from registry.models import Person, Stage

SEEN = "seen_"
ANY_SECTION = "s"
ANY_HEADING = "m"
DEADLINE_HINT = (
    "Как в плане: «до 25.09», «сентябрь – октябрь», «ежемесячно», «в течение учебного"
    " года», «месяц после издания приказа»."
)


def _lines(label: str, hint: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RowForm(forms.Form):
    """A row of the plan with what stood in its cells when the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    number_printed = forms.CharField(
        label="№",
        required=False,
        max_length=20,
        help_text="Как напечатан: «1.2.», «5.1.1» или ничего.",
    )
    title = forms.CharField(
        label="Название", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    deadline_raw = forms.CharField(
        label="Срок", required=False, max_length=300, help_text=DEADLINE_HINT
    )
    documents = _lines("Документы", "По одному на строку.", 2)
    stages = forms.MultipleChoiceField(
        label="К каким этапам относится",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    cells: Sequence[str] = SECTION_CELLS

    def __init__(
        self, *args: Any, row: Section | Measure | None = None, **kwargs: Any
    ) -> None:
        shown = cells_of(row) if row is not None else {}
        initial = {**shown, "stages": _codes(shown.get("stages", ""))}
        if isinstance(row, Measure):
            initial["version"] = row.version
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})})
        self.fields["stages"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (stage.code, stage.short_title) for stage in Stage.objects.all()
        ]
        for name in self.cells:
            self.fields[SEEN + name] = forms.CharField(
                required=False,
                widget=forms.HiddenInput,
                strip=False,
                initial=shown.get(name, ""),
            )

    @property
    def texts(self) -> dict[str, str]:
        """Return the cells as text."""
        cleaned = self.cleaned_data
        stages = ", ".join(cleaned["stages"])
        return {
            name: tidy(name, stages if name == "stages" else cleaned[name])
            for name in self.cells
        }

    @property
    def typed(self) -> Typed:
        """Return the cells somebody typed into, and what stood there before."""
        seen = {name: self.cleaned_data[SEEN + name] for name in self.cells}
        typed = {
            name: text
            for name, text in self.texts.items()
            if text != tidy(name, seen[name])
        }
        return Typed(typed, seen, self.cleaned_data["version"] or 0)


def _codes(text: str) -> list[str]:
    return [code for code in text.split(", ") if code]


class MeasureRowForm(RowForm):
    """A measure: everything its row prints, its stages and items."""

    responsibles = _lines(
        "Ответственные",
        "По одному на строку: слово из плана, фамилия, имя и отчество сотрудника, группа"
        " или роль. «Заместитель директора — Иванова Анна Петровна» назовёт человека за"
        " напечатанным словом.",
    )
    result = _lines("Ожидаемый результат", "", 2)
    items = _lines("Пункты", "По одному на строку; отметки останутся при своих.", 3)

    cells = MEASURE_CELLS
    field_order = (
        *("version", "number_printed", "title", "deadline_raw", "responsibles"),
        *("result", "documents", "items", "stages"),
    )


class MeasureAddForm(MeasureRowForm):
    """A new measure, and under which heading it stands."""

    is_heading = forms.BooleanField(
        label="Это заголовок: мероприятия стоят под ним", required=False
    )
    parent = forms.ChoiceField(label="Под заголовком", required=False)

    def __init__(self, *args: Any, section: Section) -> None:
        codes = [stage.code for stage in section.stages.all()]
        super().__init__(*args, initial={"stages": codes})
        headings = [row for row in section.measures.all() if row.is_heading]
        self._headings = {str(row.pk): row for row in headings}
        self.fields["parent"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "—"),
            *((pk, str(row)) for pk, row in self._headings.items()),
        ]
        if not headings:
            del self.fields["parent"]

    @property
    def heading(self) -> Measure | None:
        """Return the heading chosen, if any."""
        return self._headings.get(self.cleaned_data.get("parent", ""))


class SectionRowForm(RowForm):
    """A section: its head and, where the plan has it, work inside and outside."""

    inner_work = _lines("Работа внутри организации", "По одному на строку.")
    outer_work = _lines("Работа с внешней средой", "По одному на строку.")

    cells = SECTION_CELLS


class CellForm(forms.Form):
    """One cell typed over in the table."""

    cell = forms.ChoiceField(choices=[(name, name) for name in MEASURE_CELLS])
    value = forms.CharField(required=False, max_length=8000, strip=False)
    seen = forms.CharField(required=False, strip=False)
    version = forms.IntegerField()

    @property
    def typed(self) -> Typed:
        """Return the cell with what stood there before."""
        name = self.cleaned_data["cell"]
        return Typed(
            {name: self.cleaned_data["value"]},
            {name: self.cleaned_data["seen"]},
            self.cleaned_data["version"],
        )


class ItemForm(forms.Form):
    """An item: its words, its own deadline, who answers for it."""

    text = forms.CharField(
        label="Пункт", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    deadline_raw = forms.CharField(
        label="Срок", required=False, max_length=300, help_text=DEADLINE_HINT
    )
    responsible = forms.ChoiceField(label="Ответственный", required=False)

    def __init__(self, *args: Any, item: MeasureItem, user: User) -> None:
        super().__init__(
            *args,
            initial={
                "text": item.text,
                "deadline_raw": item.deadline_raw,
                "responsible": str(item.responsible_id or ""),
            },
        )
        people = {person.pk: person for person in staff_of(user)}
        if item.responsible is not None:
            people[item.responsible.pk] = item.responsible
        self._people = {str(pk): person for pk, person in people.items()}
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "как у мероприятия"),
            *((pk, str(person)) for pk, person in self._people.items()),
        ]

    def clean_responsible(self) -> Person | None:
        return self._people.get(self.cleaned_data["responsible"])


class BulkForm(forms.Form):
    """What to do with the rows ticked: `row` = «<key>:<version>», several."""

    responsible = forms.ChoiceField(label="Кого назначить", required=False)
    days = forms.IntegerField(
        label="На сколько дней", required=False, help_text="Раньше — с минусом."
    )
    status = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[
            (MeasureStatus.IN_PROGRESS.value, "В работу"),
            (MeasureStatus.DONE.value, "Выполнено"),
            (MeasureStatus.PLANNED.value, "Снова запланировано"),
        ],
    )
    target = forms.ChoiceField(label="Куда", required=False)
    reason = forms.CharField(label="Почему", required=False, max_length=1000)

    def __init__(self, data: QueryDict | None, *, roadmap: Roadmap, user: User) -> None:
        super().__init__(data, auto_id="bulk-%s")
        self._data = data
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        self._offer_responsibles(roadmap, user)
        self._offer_targets(roadmap)

    def _offer_responsibles(self, roadmap: Roadmap, user: User) -> None:
        people = {f"p{person.pk}": person for person in staff_of(user)}
        teams = {
            f"t{team.pk}": team for team in Team.objects.filter(cycle=roadmap.cycle_id)
        }
        self._responsibles: dict[str, Responsible] = {
            **{key: Responsible(person=person) for key, person in people.items()},
            **{key: Responsible(team=team) for key, team in teams.items()},
            **{f"r{role.value}": Responsible(role=role) for role in Role},
        }
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("Сотрудники", [(key, str(person)) for key, person in people.items()]),
            ("Группы", [(key, str(team)) for key, team in teams.items()]),
            ("Роли", [(f"r{role.value}", role.label) for role in Role]),
        ]

    def _offer_targets(self, roadmap: Roadmap) -> None:
        sections = list(roadmap.sections.prefetch_related("measures"))
        choices = []
        self._targets: dict[str, tuple[Section, Measure | None]] = {}
        for section in sections:
            key = f"{ANY_SECTION}{section.pk}"
            self._targets[key] = (section, None)
            choices.append((key, section_name(section)))
            for row in section.measures.all():
                if row.is_heading:
                    key = f"{ANY_HEADING}{row.pk}"
                    self._targets[key] = (section, row)
                    choices.append((key, f"— {row.number_printed} {row.title}"))
        self.fields["target"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> dict[int, int]:
        """Return the rows ticked with their versions."""
        told = self._data.getlist("row") if self._data else []
        pairs = [text.partition(":") for text in told]
        return {
            int(pk): int(version)
            for pk, _, version in pairs
            if pk.isdigit() and version.isdigit()
        }

    @property
    def named(self) -> Responsible | None:
        """Return who was chosen to answer."""
        return self._responsibles.get(self.cleaned_data["responsible"])

    @property
    def place(self) -> tuple[Section, Measure | None] | None:
        """Return where the rows go: a section, and a heading in it or none."""
        return self._targets.get(self.cleaned_data["target"])


class CatchUpForm(forms.Form):
    """Of each measure whose day has passed: done, put off, or left."""

    LEAVE, DONE, SHIFT = "leave", "done", "shift"

    reason = forms.CharField(
        label="Почему сроки переносятся",
        max_length=1000,
        initial="Программа начата среди года.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        measures: Sequence[Measure],
        today: date,
    ) -> None:
        super().__init__(data)
        self.fields["reason"].widget.attrs["class"] = "form-control"
        self.measures = measures
        for measure in measures:
            pk = measure.pk
            self.fields[f"fate_{pk}"] = forms.ChoiceField(
                label="Что с ним",
                required=False,
                initial=self.LEAVE,
                widget=forms.Select(attrs={"class": "form-select"}),
                choices=[
                    (self.LEAVE, "оставить"),
                    (self.DONE, "выполнено"),
                    (self.SHIFT, "перенести"),
                ],
            )
            self.fields[f"day_{pk}"] = DayField(
                label="День", required=False, initial=measure.due_on or today
            )
            self.fields[f"day_{pk}"].widget.attrs["class"] = "form-control"
            self.fields[f"version_{pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=measure.version
            )

    @property
    def rows(self) -> list[tuple[Measure, forms.BoundField, forms.BoundField, Any]]:
        """Return each measure with its three fields, for the table."""
        return [
            (
                measure,
                self[f"fate_{measure.pk}"],
                self[f"day_{measure.pk}"],
                self[f"version_{measure.pk}"],
            )
            for measure in self.measures
        ]

    def clean(self) -> dict[str, Any]:
        for measure in self.measures:
            fate = self.cleaned_data.get(f"fate_{measure.pk}")
            if fate in {self.DONE, self.SHIFT} and not self.cleaned_data.get(
                f"day_{measure.pk}"
            ):
                self.add_error(f"day_{measure.pk}", ValidationError("Укажите день."))
        return self.cleaned_data

    @property
    def decisions(self) -> dict[int, Decision]:
        """Return what was decided, without what is left."""
        cleaned = self.cleaned_data
        return {
            measure.pk: Decision(
                version=cleaned[f"version_{measure.pk}"],
                day=cleaned[f"day_{measure.pk}"],
                is_done=cleaned[f"fate_{measure.pk}"] == self.DONE,
            )
            for measure in self.measures
            if cleaned.get(f"fate_{measure.pk}") in {self.DONE, self.SHIFT}
        }


def suggestions(roadmap: Roadmap, user: User) -> list[str]:
    """Return the words offered where responsibles are typed."""
    return offered_words(roadmap, user)
