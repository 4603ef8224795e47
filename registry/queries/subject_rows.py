"""The rows about a person: found by the tables of data classes of every floor."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from accounts.queries import is_member_elsewhere
from common.privacy import About, Table, tables
from registry.models import Person


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one table that are about the person in one way."""

    table: Table
    about: About
    keys: tuple[int, ...]

    @property
    def rows(self) -> models.QuerySet[models.Model]:
        """The rows, whatever scope is open."""
        return self.table.model._base_manager.filter(pk__in=self.keys)


def rows_about(person: Person) -> list[Found]:
    """Return the rows about the person; those of an account only when it is ours alone."""
    account = person.user
    is_shared = account is not None and (
        is_member_elsewhere(account, person.organisation_id)
        or Person._base_manager.filter(user=account).exclude(pk=person.pk).exists()
    )
    found = []
    for table in tables.values():
        of_here = has_column(table.model, "organisation")
        for about in table.abouts:
            subject = person.user_id if about.is_account else person.pk
            if subject is None or (about.is_account and is_shared and not of_here):
                continue
            rows = table.model._base_manager.filter(_leads_to(about, subject))
            if of_here:
                # A link that sets an organisation up belongs to none yet.
                rows = rows.filter(
                    Q(organisation=person.organisation_id) | Q(organisation=None)
                )
            keys = tuple(sorted(set(rows.values_list("pk", flat=True))))
            if keys:
                found.append(Found(table, about, keys))
    return found


def has_column(model: type[models.Model], name: str) -> bool:
    """Tell whether the model has the column."""
    return any(column.name == name for column in model._meta.concrete_fields)


def _leads_to(about: About, subject: int) -> Q:
    query = Q(pk__in=[])
    for path in about.paths:
        query |= Q(**{path: subject})
    return query
