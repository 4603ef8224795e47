"""Words of others that name the person: in texts, tables of JSON, drafts, letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from accounts.models import AuditDetail
from common.privacy import Table, is_wordy, tables
from common.russian.names import FullName
from documents.enums import DocumentStatus
from documents.models import Decision, Document
from registry.mentions import Mentions, mentions_of
from registry.models import ImportRow, Person
from registry.queries.subject_rows import has_column

M = TypeVar("M", bound=models.Model)

FROZEN = [DocumentStatus.SIGNED, DocumentStatus.ANNULLED]


def spelled(person: Person) -> Mentions:
    """Return how the person may be named, while it is still known."""
    account = person.user
    contacts = [person.email, person.phone]
    if account is not None:
        contacts += [account.email]
    name = FullName(person.last_name, person.first_name, person.patronymic)
    return mentions_of(name, contacts)


def take_out(person: Person, mentions: Mentions) -> int:
    """Take the person's name out of every row of the organisation; return how many.

    Signed papers stay as they are signed, and the steps of their story beside them.
    """
    return sum(
        _take_out(table, person, mentions)
        for table in tables.values()
        if has_column(table.model, "organisation")
        and table.model not in {Decision, ImportRow}
    ) + _forget_details(person, mentions)


def papers_naming(person: Person, mentions: Mentions) -> list[Document]:
    """Return the papers in force or annulled that name the person: the law keeps them."""
    papers = Document._base_manager.filter(
        organisation=person.organisation_id, status__in=FROZEN
    )
    names = ["title", "payload", "search_text"]
    found = narrowed_rows(papers.select_related("kind"), names, mentions)
    return [
        paper
        for paper in found.order_by("signed_on", "pk")
        if any(mentions.are_in(getattr(paper, name)) for name in names)
    ]


def narrowed_rows(
    rows: models.QuerySet[M], names: Iterable[str], mentions: Mentions
) -> models.QuerySet[M]:
    """Keep the rows whose words may name the person: they are then looked through."""
    may_be = Q(pk__in=[])
    for name in names:
        alias = f"words_of_{name}"
        rows = rows.alias(**{alias: Cast(name, models.TextField())})
        for trace in mentions.traces:
            may_be |= Q(**{f"{alias}__contains": trace})
    return rows.filter(may_be)


def _take_out(table: Table, person: Person, mentions: Mentions) -> int:
    names = list(_words_of(table))
    if not names:
        return 0
    model = table.model
    rows = model._base_manager.filter(organisation=person.organisation_id)
    if model is Document:
        rows = rows.exclude(status__in=FROZEN)
    count = 0
    for row in narrowed_rows(rows, names, mentions).iterator(chunk_size=500):
        values = {
            name: taken
            for name in names
            if (taken := mentions.taken_out_of(getattr(row, name)))
            != getattr(row, name)
        }
        if values:
            model._base_manager.filter(pk=row.pk).update(
                **{name: _fitting(model, name, value) for name, value in values.items()}
            )
            count += 1
    return count


def _forget_details(person: Person, mentions: Mentions) -> int:
    """Remove whole what the audit trail told of others with his name in it."""
    rows = AuditDetail.objects.filter(event__organisation=person.organisation_id)
    names = ["before", "after", "remark"]
    keys = [
        row.pk
        for row in narrowed_rows(rows, names, mentions).iterator(chunk_size=500)
        if any(mentions.are_in(getattr(row, name)) for name in names)
    ]
    return AuditDetail.objects.filter(pk__in=keys).delete()[0]


def _words_of(table: Table) -> Iterator[str]:
    for column in table.model._meta.concrete_fields:
        is_file = isinstance(column, models.FileField) or column.name in table.files
        if is_wordy(column) and not is_file and not column.unique:
            yield column.name


def _fitting(model: type[models.Model], name: str, value: object) -> object:
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if isinstance(value, str) and longest is not None:
        return value[:longest]
    return value
