"""What is done to several rows of a plan at once, and to those whose day has passed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.enums import Role
from accounts.models import User
from common.errors import Refused
from common.fields import DayField
from programmes.actions.measures_bulk import Decision
from programmes.enums import MeasureStatus
from programmes.models import Measure, Responsible, Roadmap, Section, Team
from programmes.queries.responsibles import staff_of
from programmes.queries.row_cells import section_name

ANY_SECTION = "s"
ANY_HEADING = "m"
ROW = re.compile(r"(?P<pk>[0-9]{1,18}):(?P<version>[0-9]{1,9})")


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
    # The row before which rows carried by mouse are dropped.
    before = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False
    )
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
        self._rows: dict[int, Measure] = {}
        for section in sections:
            key = f"{ANY_SECTION}{section.pk}"
            self._targets[key] = (section, None)
            choices.append((key, section_name(section)))
            for row in section.measures.all():
                row.section = section
                self._rows[row.pk] = row
                if row.is_heading:
                    key = f"{ANY_HEADING}{row.pk}"
                    self._targets[key] = (section, row)
                    choices.append((key, f"— {row.number_printed} {row.title}"))
        self.fields["target"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> dict[int, int]:
        """Return the rows ticked with their versions."""
        told = self._data.getlist("row") if self._data else []
        found = [ROW.fullmatch(text) for text in told]
        return {int(row["pk"]): int(row["version"]) for row in found if row}

    @property
    def named(self) -> Responsible | None:
        """Return who was chosen to answer."""
        return self._responsibles.get(self.cleaned_data["responsible"])

    @property
    def place(self) -> tuple[Section, Measure | None] | None:
        """Return where the rows go: a section, and a heading in it or none."""
        return self._targets.get(self.cleaned_data["target"])

    @property
    def row_after(self) -> Measure | None:
        """Return the row before which the rows go; raises Refused when it has gone."""
        pk = self.cleaned_data["before"]
        if pk is None:
            return None
        found = self._rows.get(pk)
        if found is None:
            raise Refused(
                "Строки, перед которой вы ставите, уже нет. Ничего не сделано."
            )
        return found


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
