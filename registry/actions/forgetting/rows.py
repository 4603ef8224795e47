"""The rows about a person: found by the tables of data classes, emptied or taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import ProtectedError, Q

from accounts.models import AuditDetail
from documents.models import Attachment
from registry.models import Person
from registry.queries.subject_rows import Found


def empty(found: Iterable[Found]) -> Counter[str]:
    """Empty and take out the rows; return how many by the name of the model.

    Files vanish before their rows: what a killed worker left is finished by the next.
    """
    found = list(found)
    attachments = {key for each in found for key in _attachments_of(each)}
    counted = Counter[str]()
    for each in found:
        counted[str(each.table.model._meta.label)] += len(each.keys)
        _remove_files(each)
        if not each.about.goes:
            _empty(each)
    _delete([each for each in found if each.about.goes])
    counted[Attachment._meta.label] += remove_attachments(attachments)
    return +counted


def remove_attachments(keys: Iterable[int]) -> int:
    """Remove files nobody else's row points to, file and row together; return how many."""
    count = 0
    for attachment in Attachment._base_manager.filter(pk__in=list(keys)).order_by("pk"):
        if not is_pointed_to(attachment):
            default_storage.delete(str(attachment.file.name))
            attachment.delete()
            count += 1
    return count


def is_pointed_to(attachment: Attachment) -> bool:
    """Tell whether a row is left that needs the file."""
    return any(
        relation.related_model._base_manager.filter(
            **{relation.field.name: attachment.pk}
        ).exists()
        for relation in Attachment._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    )


def forget_details(found: Iterable[Found], person: Person) -> int:
    """Remove what the audit trail told of the values; its events stay (invariant 59)."""
    told = Q(pk__in=[])
    for each in found:
        kind = each.table.model._meta.label_lower
        told |= Q(event__object_kind=kind, event__object_id__in=each.keys)
    rows = AuditDetail.objects.filter(told, event__organisation=person.organisation_id)
    return rows.delete()[0]


def _empty(found: Found) -> None:
    values = {
        name: emptiness(found.table.model._meta.get_field(name))
        for name in found.about.emptied
    } | dict(found.about.instead)
    if not values:
        return
    if not any("{pk}" in str(value) for value in values.values()):
        found.rows.update(**values)
        return
    for key in found.keys:
        found.table.model._base_manager.filter(pk=key).update(
            **{
                name: value.replace("{pk}", str(key))
                if isinstance(value, str)
                else value
                for name, value in values.items()
            }
        )


def emptiness(column: object) -> object:
    """Return what an emptied column holds: nothing where it may, else a bare value."""
    if not isinstance(column, models.Field):
        raise TypeError(f"{column} is no column")
    if column.null:
        return None
    is_made = column.has_default() and callable(column.default)
    return column.default() if is_made else ""


def _remove_files(found: Found) -> None:
    for name in found.table.files:
        for stored in found.rows.exclude(**{name: ""}).values_list(name, flat=True):
            default_storage.delete(stored)
        found.rows.update(**{name: ""})


def _attachments_of(found: Found) -> set[int]:
    columns = [
        column.name
        for column in found.table.model._meta.concrete_fields
        if column.related_model is Attachment
        and (found.about.goes or column.name in found.about.emptied)
    ]
    return {
        key
        for name in columns
        for key in found.rows.values_list(name, flat=True)
        if key is not None
    }


def _delete(found: list[Found]) -> None:
    """Delete what goes; what protects a row goes before it."""
    while found:
        left = []
        for each in found:
            try:
                each.rows.delete()
            except ProtectedError:
                left.append(each)
        if len(left) == len(found):
            left[0].rows.delete()  # says who holds it
        found = left
