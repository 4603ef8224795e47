"""Whose rows may be seen now: the scope of organisations, and the manager that keeps it.

A request, a task or a test opens a scope; a query on tenant rows outside one raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import models

from common.errors import OutsideScope

EVERYWHERE: frozenset[int] = frozenset({-1})

_scope: ContextVar[frozenset[int] | None] = ContextVar("scope", default=None)

M = TypeVar("M", bound=models.Model)


@contextmanager
def within(*organisation_ids: int) -> Iterator[None]:
    """Let queries see the rows of these organisations alone."""
    token = _scope.set(frozenset(organisation_ids))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def everywhere() -> Iterator[None]:
    """Let queries see every organisation: for the clock and for moving data only."""
    token = _scope.set(EVERYWHERE)
    try:
        yield
    finally:
        _scope.reset(token)


def current_scope() -> frozenset[int]:
    """Return the organisations in scope; raise OutsideScope when none was opened."""
    scope = _scope.get()
    if scope is None:
        raise OutsideScope("Open a scope first: common.tenancy.within(organisation.pk)")
    return scope


class TenantManager(models.Manager[M]):
    """Serves rows of the organisations in scope; the rows have `organisation`."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        scope = current_scope()
        if scope is EVERYWHERE:
            return rows
        if len(scope) == 1:
            return rows.filter(organisation_id=next(iter(scope)))
        return rows.filter(organisation_id__in=scope)
