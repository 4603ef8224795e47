"""A person with a row of every sort about him, a mark in every word of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from common.privacy import is_wordy, tables
from documents.models import Attachment
from programmes.enums import PairStatus
from programmes.models import Meeting, Pair, Programme
from registry.models import Consent, Distinction, Erasure, Person

MARK = "zxqmarker"

# What the database asks for beside what a column itself does.
ASKED: dict[type[models.Model], dict[str, Any]] = {
    Pair: {"status": PairStatus.DISSOLVED},
    Programme: {},
    Meeting: {"planned_at": timezone.now},
    Consent: {"required_on": date(2026, 9, 1)},
    Erasure: {"status": "refused"},
    Membership: {"role": "mentee"},
}
LATER = ("ends_on", "to_on", "closes_on", "valid_until", "expires_at")


class Planter:
    """Builds rows of any model, and rows that lead to a subject by a given way."""

    def __init__(self, organisation: Organisation, person: Person, staff: User) -> None:
        self.organisation, self.person, self.staff = organisation, person, staff
        self._made: dict[object, models.Model] = {}
        self._numbers = count(1)

    def plant(self, mark: str = MARK) -> dict[str, list[str]]:
        """Make a row for every way of every table; return what was marked, by class."""
        planted: dict[str, list[str]] = {"told": [], "hidden": []}
        for table in tables.values():
            for about in table.abouts:
                subject = self.person.user if about.is_account else self.person
                for path in about.paths:
                    row = self._linked(table.model, path, subject)
                    self._mark(table, row, about.told, mark, planted["told"])
                    hidden = (*about.others, *about.special)
                    self._mark(table, row, hidden, mark, planted["hidden"])
                    self._store(table, row, mark)
        return planted

    def build(self, model: Any, **fixed: object) -> Any:
        """Make a row with the least the database asks for."""
        asked = {
            name: value() if callable(value) else value
            for name, value in ASKED.get(model, {}).items()
        }
        values = {**asked, **fixed}
        for column in model._meta.concrete_fields:
            if column.name in values or column.attname in values:
                continue
            is_left = column.blank and not column.is_relation
            if is_left or column.has_default() or column.null or column.primary_key:
                continue
            if getattr(column, "auto_now_add", False) or getattr(
                column, "auto_now", False
            ):
                continue
            values[column.name] = self._value(column)
        return model._base_manager.create(**values)

    def attachment(self, mark: str = MARK) -> Attachment:
        """A file with the mark in its name and in itself."""
        return Attachment._base_manager.create(
            organisation=self.organisation,
            file=ContentFile(mark.encode(), name=f"{next(self._numbers)}.pdf"),
            name=f"{mark}.pdf",
            content_type="application/pdf",
            size=9,
            sha256=f"{next(self._numbers):064}",
            uploaded_by=self.staff,
        )

    def _linked(self, model: Any, path: str, subject: Any) -> Any:
        key = (model, path, subject.pk)
        if key not in self._made:
            self._made[key] = self._lead(model, path, subject)
        return self._made[key]

    def _lead(self, model: Any, path: str, subject: Any) -> Any:
        if path == "pk":
            return subject
        head, _, rest = path.partition("__")
        if model is Distinction:
            path = head = "lesser"  # the elder key stands first
        column = model._meta.get_field(head)
        if column.many_to_many:
            row = self.build(model)
            target = (
                self._linked(column.related_model, rest, subject) if rest else subject
            )
            getattr(row, head).add(target)
            return row
        if column.auto_created:
            if rest:
                between = self._linked(column.related_model, rest, subject)
                return getattr(between, column.field.name)
            row = self.build(model)
            setattr(subject, column.field.name, row)
            subject.save(update_fields=[column.field.name])
            return row
        target = self._linked(column.related_model, rest, subject) if rest else subject
        beside = {"accepted_at": timezone.now()} if head == "accepted_by" else {}
        return self.build(model, **{head: target}, **beside)

    def _value(self, column: Any) -> Any:
        if column.is_relation:
            return self._related(column.related_model, unique=column.unique)
        number = next(self._numbers)
        if column.choices:
            return column.choices[0][0]
        if isinstance(column, models.DateTimeField):
            return timezone.now() + timedelta(days=column.name in LATER)
        if isinstance(column, models.DateField):
            return timezone.localdate() + timedelta(days=30 * (column.name in LATER))
        if isinstance(column, models.EmailField):
            return f"somebody-{number}@example.org"
        if isinstance(column, models.UUIDField | models.BooleanField):
            return column.get_default()
        if isinstance(column, (models.CharField, models.TextField)):
            return f"w{number}"
        return number % 9 + 1

    def _related(self, model: Any, *, unique: bool) -> Any:
        if model is Organisation:
            return self.organisation
        if model is User:
            return self.staff
        if model is Person:
            return self.build(Person, last_name="Прочий")
        if model is Attachment:
            return self.attachment("чужой")
        if not unique and not (model in tables and tables[model].abouts):
            key = (model, "any")
            if key not in self._made:
                existing = model._base_manager.first()
                self._made[key] = existing or self.build(model)
            return self._made[key]
        return self.build(model)

    def _mark(
        self, table: Any, row: Any, names: Any, mark: str, planted: list[str]
    ) -> None:
        values: dict[str, Any] = {}
        for name in names:
            column = table.model._meta.get_field(name)
            if column.related_model is Attachment:
                values[name] = self.attachment(mark)
                planted.append(mark)
            elif is_wordy(column) and not column.is_relation:
                word = f"{mark}-{table.model.__name__}-{name}"
                values[name] = marked(column, word)
                planted.append(
                    word
                    if column.max_length is None or column.max_length >= len(word)
                    else mark
                )
        if values:
            table.model._base_manager.filter(pk=row.pk).update(**values)

    def _store(self, table: Any, row: Any, mark: str) -> None:
        for name in table.files:
            stored = default_storage.save(
                f"blanks/{mark}-{next(self._numbers)}.pdf", ContentFile(mark.encode())
            )
            table.model._base_manager.filter(pk=row.pk).update(**{name: stored})


def marked(column: Any, word: str) -> object:
    """Return the word as the column can hold it."""
    if isinstance(column, models.JSONField):
        return [word] if column.default is list else {"a": word}
    if isinstance(column, models.EmailField):
        return f"{word.lower().replace('_', '-')}@example.org"[:250]
    if isinstance(column, models.URLField):
        return f"https://example.org/{word}"[:200]
    longest = column.max_length
    return word[:longest] if longest else word


def rows_with(*marks: str) -> list[tuple[str, str]]:
    """Return the tables and rows of the whole database that hold one of the marks."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                told = "\n".join(_text(value) for value in row).casefold()
                if any(mark.casefold() in told for mark in marks):
                    found.append((table, told[:300]))
    return found


def _text(value: object) -> str:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.dumps(json.loads(value), ensure_ascii=False)
        except ValueError:
            return value
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
