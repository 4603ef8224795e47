"""Everything classed personal about one person, for himself (152-ФЗ ст. 14; invariant 24)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from documents.models import Attachment
from registry.models import Person
from registry.queries.erasure_act import sort_title
from registry.queries.subject_rows import Found, rows_about

# Columns nobody is asked for on a page have no Russian name of their own.
LABELS = {
    "accepted_at": "Принято",
    "address": "Куда отправлено",
    "agreed_at": "Согласовано",
    "answered_on": "Дата ответа",
    "assigned_at": "Назначен",
    "audience": "Кто",
    "cells": "Строка таблицы",
    "created_at": "Создано",
    "date_joined": "Заведено",
    "decided_at": "Решение принято",
    "digest": "Как приходят письма",
    "done_at": "Исполнено",
    "done_on": "Сделано",
    "email": "Электронная почта",
    "ended_at": "Закончилось",
    "given_at": "Когда",
    "is_current": "Состоит сейчас",
    "is_head": "Руководитель группы",
    "kind": "Вид",
    "last_login": "Последний вход",
    "not_by_email": "Какие письма не присылать",
    "number": "Номер",
    "own_answers": "Ответы на вопросы организации",
    "published_at": "Показано на странице",
    "read_at": "Прочитано",
    "released_at": "Передано",
    "role": "Роль",
    "side": "Сторона",
    "status": "Состояние",
    "subject": "Тема",
    "username": "Имя для входа",
    "verdict": "Итог проверки",
    "version": "Редакция",
    "withdrawn_at": "Отозвано",
    "words": "Ответ",
    "capacity": "В качестве кого",
}


PERSON = Person._meta.label


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row: as the database calls it, as people do, and what it holds."""

    name: str
    label: str
    value: object
    shown: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one sort."""

    code: str
    title: str
    rows: list[list[Cell]]


def data_about(person: Person) -> list[Section]:
    """Return what the portal holds about the person, sort by sort.

    What a row says of somebody else, and the notes of a psychologist, are not in it.
    """
    sections: dict[str, Section] = {}
    for found in rows_about(person):
        if not found.about.told:
            continue
        code = found.table.model._meta.label
        section = sections.setdefault(code, Section(code, sort_title(code), []))
        for row in found.rows.order_by("pk").iterator(chunk_size=500):
            if cells := list(_cells(found, row)):
                section.rows.append(cells)
    person_first = sorted(
        sections.values(),
        key=lambda section: (section.code != PERSON, section.code[:4] != PERSON[:4]),
    )
    return [section for section in person_first if section.rows]


def files_about(person: Person) -> list[Attachment]:
    """Return the files that are the person's own; a scan shared with others is not."""
    keys: set[int] = set()
    for found in rows_about(person):
        for name in found.about.told:
            column = found.table.model._meta.get_field(name)
            if column.related_model is not Attachment:
                continue
            own = set(found.rows.exclude(**{name: None}).values_list(name, flat=True))
            others = found.table.model._base_manager.filter(**{f"{name}__in": own})
            others = others.exclude(pk__in=found.keys)
            keys |= own - set(others.values_list(name, flat=True))
    return list(Attachment._base_manager.filter(pk__in=keys).order_by("pk"))


def data_archive(person: Person) -> bytes:
    """Return a ZIP: a page to read, the same as JSON, and the person's files."""
    sections = data_about(person)
    files = files_about(person)
    names = {
        each.pk: f"files/{number:02d}-{each.name}"
        for number, each in enumerate(files, start=1)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "мои-данные.html",
            render_to_string(
                "registry/_data_sheet.html",
                {
                    "person": person,
                    "sections": sections,
                    "files": [names[each.pk] for each in files],
                    "taken_at": timezone.now(),
                    "operator": person.organisation,
                },
            ),
        )
        archive.writestr("мои-данные.json", _as_json(sections))
        for each in files:
            with each.file.open("rb") as kept:
                archive.writestr(names[each.pk].replace("\\", "_"), kept.read())
    return buffer.getvalue()


def _as_json(sections: Iterable[Section]) -> str:
    return json.dumps(
        {
            section.code: [
                {cell.name: cell.value for cell in row} for row in section.rows
            ]
            for section in sections
        },
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=1,
    )


def _cells(found: Found, row: models.Model) -> Iterator[Cell]:
    for name in found.about.told:
        column = row._meta.get_field(name)
        value = getattr(row, name)
        if value in (None, "", [], {}):
            continue
        label = str(column.verbose_name)  # type: ignore[union-attr]  # a column has one
        if label == name.replace("_", " "):
            label = LABELS.get(name, label)
        told = str(value) if isinstance(value, models.Model) else value
        yield Cell(name, label[:1].upper() + label[1:], told, _shown(row, name, value))


def _shown(row: models.Model, name: str, value: object) -> str:
    chosen = getattr(row, f"get_{name}_display", None)
    if chosen is not None:
        return str(chosen())
    if isinstance(value, bool):
        return "да" if value else "нет"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
