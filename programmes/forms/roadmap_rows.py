"""What is typed into the table of a roadmap: a cell, a row, several rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from programmes.actions.roadmap_rows import Typed
from programmes.models import (
    Measure,
    MeasureItem,
    Roadmap,
    Section,
)
from programmes.queries.responsibles import offered_words, staff_of
from programmes.queries.row_cells import (
    MEASURE_CELLS,
    SECTION_CELLS,
    cells_of,
    tidy,
)
from registry.models import Person, Stage

SEEN = "seen_"
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
        self,
        asked: QueryDict | None,
        *,
        row: Section | Measure | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        shown = cells_of(row) if row is not None else {}
        told: dict[str, Any] = {**shown, "stages": _codes(shown.get("stages", ""))}
        if isinstance(row, Measure):
            told["version"] = row.version
        super().__init__(asked, initial={**told, **(initial or {})})
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

    def __init__(self, asked: QueryDict | None, *, section: Section) -> None:
        codes = [stage.code for stage in section.stages.all()]
        super().__init__(asked, initial={"stages": codes})
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

    result = _lines("Ожидаемый результат", "Если он один на весь раздел.", 2)
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

    def __init__(
        self, asked: QueryDict | None, *, item: MeasureItem, user: User
    ) -> None:
        super().__init__(
            asked,
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


def suggestions(roadmap: Roadmap, user: User) -> list[str]:
    """Return the words offered where responsibles are typed."""
    return offered_words(roadmap, user)
