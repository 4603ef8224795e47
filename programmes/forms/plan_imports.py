"""What is asked while a plan is brought in and reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.enums import Role
from documents.models import DocumentKind
from programmes.deadlines import UNSPECIFIED, Deadline, describe, parse, readings
from programmes.forms.roadmap import NO_STAFF
from programmes.plan_reading.captions import COLUMN_TITLES
from programmes.plan_reading.plan import KIND_WORDS, Line, LineKind, Plan
from registry.models import Stage

PASTE_LIMIT = 600_000
_EXTRA_DOCUMENTS = 1
_LONGEST_TITLE = 2_000


class PlanImportForm(forms.Form):
    """A file or a pasted table; what is wrong with them is said by the action."""

    upload = forms.FileField(
        label="Файл с планом",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.xls,.ods,.csv"}),
    )
    text = forms.CharField(
        label="Или вставьте таблицу сюда",
        required=False,
        max_length=PASTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "data-paste-page": "id_page"}),
        help_text="На сайте или в документе выделите таблицу, скопируйте (Ctrl+C) и вставьте"
        " (Ctrl+V).",
    )
    page = forms.CharField(
        required=False, max_length=PASTE_LIMIT, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        has_text = bool((told.get("text") or "").strip() or told.get("page"))
        if not told.get("upload") and not has_text and not self.errors:
            raise ValidationError("Выберите файл или вставьте таблицу.")
        return told


class VersionForm(forms.Form):
    """A form that says which state of the plan it was filled in for."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PlanAboutForm(VersionForm):
    """The plan as a whole: its title, the school year it is for, which table it is."""

    title = forms.CharField(label="Название плана", max_length=400)
    year = forms.TypedChoiceField(
        label="На какой учебный год план",
        required=False,
        coerce=int,
        empty_value="",
        help_text="Если план за другой год, дни с числом переносятся в этот цикл.",
    )
    table = forms.TypedChoiceField(label="Таблица с планом", coerce=int, required=False)

    def __init__(
        self,
        asked: QueryDict | None = None,
        *,
        plan: Plan,
        cycle_year: int,
        initial: Mapping[str, Any],
    ) -> None:
        year = str(plan.period.get("starts_on", ""))[:4]
        is_told = plan.period.get("kind") == "academic_year"
        told = {
            "title": plan.title,
            "year": int(year) if year and is_told else "",
            "table": plan.table,
        }
        super().__init__(asked, initial={**told, **initial})
        years = {*range(cycle_year - 6, cycle_year + 2)}
        years |= {int(year)} if year.isdecimal() else set()
        self.fields["year"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "в плане не сказано"),
            *((each, f"{each}/{each + 1}") for each in sorted(years, reverse=True)),
        ]
        self.fields["table"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (each["at"], _table_words(each)) for each in plan.tables
        ]
        if len(plan.tables) < 2:
            del self.fields["table"]

    def change(self) -> dict[str, Any]:
        """What to lay over the corrections; another table begins them anew."""
        told, before = self.cleaned_data, self.initial
        about = {}
        if told["title"] != before["title"]:
            about["title"] = told["title"]
        if told["year"] != before["year"]:
            about["year"] = told["year"] or 0
        change: dict[str, Any] = {"about": about} if about else {}
        if "table" in told and told["table"] != before["table"]:
            anew = dict.fromkeys(("columns", "lines", "added"))
            change |= {"table": told["table"], **anew}
        return change


class PlanColumnsForm(VersionForm):
    """What each column of the table holds."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in plan.columns:
            self.fields[f"column_{column['at']}"] = forms.ChoiceField(
                label=column["title"] or f"Столбец {column['at'] + 1}, без заголовка",
                choices=list(COLUMN_TITLES.items()),
                initial=column["key"],
            )

    def change(self) -> dict[str, Any]:
        """The columns whose meaning was changed."""
        return {
            "columns": {
                name.removeprefix("column_"): value
                for name, value in self.cleaned_data.items()
                if name in self.changed_data and name.startswith("column_")
            }
        }


class PlanWordsForm(VersionForm):
    """Whom every printed word means, and how the doubtful cells divide (R-303)."""

    def __init__(
        self, *args: Any, plan: Plan, staff: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._plan = plan
        choices = [
            (
                "Роль на портале",
                [(f"role:{value}", label) for value, label in Role.choices],
            ),
            ("Сотрудник", [(f"person:{pk}", name) for pk, name in staff.items()]),
        ]
        for at, word in enumerate(plan.words):
            likely = staff.get(word.likely or 0, "")
            self.fields[f"word_{at}"] = forms.ChoiceField(
                label=f"{word.label} ({word.count})",
                choices=choices,
                initial=f"person:{word.person}" if word.person else f"role:{word.role}",
                help_text=f"Похоже, это {likely}: подтвердите выбором."
                if likely
                else NO_STAFF * (not staff and not at),
            )
        for at, cell in enumerate(plan.cells):
            self.fields[f"cell_{at}"] = forms.CharField(
                label=f"«{cell['text']}» — кто здесь назван?",
                initial="\n".join(cell["parts"]),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": max(2, len(cell["parts"]))}),
                help_text="Каждый ответственный — с новой строки.",
            )

    def change(self) -> dict[str, Any]:
        """The words and the cells that were told anew."""
        words: dict[str, Any] = {}
        for at, word in enumerate(self._plan.words):
            if f"word_{at}" not in self.changed_data:
                continue
            kind, _, value = self.cleaned_data[f"word_{at}"].partition(":")
            words[word.label] = (
                {"person": int(value), "role": word.role}
                if kind == "person"
                else {"person": None, "role": value}
            )
        cells = {
            cell["text"]: lines_in(self.cleaned_data[f"cell_{at}"])
            for at, cell in enumerate(self._plan.cells)
            if f"cell_{at}" in self.changed_data
        }
        return {"words": words, "cells": cells}


class PlanLineForm(VersionForm):
    """Everything that was understood of one line."""

    kind = forms.ChoiceField(
        label="Что это",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
    )
    number = forms.CharField(
        label="Номер, как напечатан", required=False, max_length=20
    )
    title = forms.CharField(
        label="Название",
        required=False,
        max_length=_LONGEST_TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    items = forms.CharField(
        label="Пункты",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Каждый пункт — с новой строки.",
    )
    stages = forms.MultipleChoiceField(
        label="Этап модели", required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline_raw = forms.CharField(
        label="Срок, как напечатан", required=False, max_length=300
    )
    reading = forms.ChoiceField(
        label="Как понимать этот срок", required=False, widget=forms.RadioSelect
    )
    responsibles = forms.CharField(
        label="Ответственные",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Каждый — с новой строки. Кто это, указывают в «Кто отвечает».",
    )
    result = forms.CharField(
        label="Ожидаемый результат",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        asked: QueryDict | None = None,
        *,
        line: Line,
        initial: Mapping[str, Any],
    ) -> None:
        self.line = line
        self._readings = _readings(line)
        told = {
            **initial,
            "kind": line.kind.value,
            "number": line.number,
            "title": line.title,
            "items": "\n".join(line.items),
            "stages": line.stages,
            "deadline_raw": line.deadline.get("raw", ""),
            "reading": "0",
            "responsibles": "\n".join(line.responsibles),
            "result": line.result,
        }
        super().__init__(asked, initial=told)
        self.fields["stages"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (stage.code, stage.title) for stage in Stage.objects.all()
        ]
        self.fields["reading"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(at), describe(reading)) for at, reading in enumerate(self._readings)
        ]
        if not self._readings:
            del self.fields["reading"]
        if likely := line.values.get("number_likely"):
            self.fields["number"].help_text = f"По соседним строкам похоже на {likely}"
        self._add_documents()
        if line.kind is LineKind.SECTION:
            for name in ("items", "responsibles"):
                del self.fields[name]

    def _add_documents(self) -> None:
        kinds = [
            ("", "вид не указан"),
            *DocumentKind.objects.values_list("code", "title"),
        ]
        blank = [{"title": "", "kind": ""}] * _EXTRA_DOCUMENTS
        for at, document in enumerate([*self.line.documents, *blank]):
            self.fields[f"document_{at}"] = forms.CharField(
                label=f"Документ {at + 1}",
                required=False,
                max_length=500,
                initial=document["title"],
            )
            self.fields[f"document_kind_{at}"] = forms.ChoiceField(
                label=f"Вид документа {at + 1}",
                required=False,
                choices=kinds,
                initial=document["kind"],
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        is_kept = told.get("kind") not in {LineKind.DROP, LineKind.CONTINUATION}
        if is_kept and not (told.get("title") or "").strip():
            self.add_error("title", "Напишите название или выберите «Не загружать».")
        return told

    def change(self) -> dict[str, Any]:
        """What was changed in the line."""
        told, fields = self.cleaned_data, set(self.changed_data)
        change: dict[str, Any] = {
            name: told[name]
            for name in ("kind", "number", "title", "stages", "result")
            if name in fields
        }
        for name in ("items", "responsibles"):
            if name in fields:
                change[name] = lines_in(told[name])
        if "deadline_raw" in fields or "reading" in fields:
            change["deadline"] = self._deadline(told)
        if any(name.startswith("document_") for name in fields):
            change["documents"] = self._documents(told)
        return {"lines": {self.line.key: change}} if change else {}

    def _deadline(self, told: dict[str, Any]) -> dict[str, object]:
        raw = " ".join(told["deadline_raw"].split())
        if raw != self.initial["deadline_raw"]:
            return {**parse(raw).to_json(), "raw": raw} if raw else {}
        reading = self._readings[int(told.get("reading") or 0)]
        return {**reading.to_json(), "raw": raw}

    def _documents(self, told: dict[str, Any]) -> list[dict[str, str]]:
        known = dict(self.fields["document_kind_0"].choices)  # type: ignore[attr-defined]  # a ChoiceField
        found = []
        for at in range(len(self.line.documents) + _EXTRA_DOCUMENTS):
            title, kind = told[f"document_{at}"], told[f"document_kind_{at}"]
            if not title and not kind:
                continue
            before = self.line.documents[at : at + 1]
            basis = before[0]["basis"] if before else "text"
            found.append({"kind": kind, "title": title or known[kind], "basis": basis})
        return found


def lines_in(text: str) -> list[str]:
    """The filled lines of a text."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _readings(line: Line) -> list[Deadline]:
    """The reading that holds now first, then the others the printed words allow."""
    if not line.deadline:
        return []
    now = Deadline.from_json(line.deadline)
    others = readings(now.raw) if now.raw else (UNSPECIFIED,)
    found = {describe(each): each for each in (now, *others)}
    return list(found.values())


def _table_words(table: dict[str, Any]) -> str:
    name = f"«{table['name']}»: " if table["name"] else ""
    return f"{name}строк {table['row_count']}; {table['captions']}"
