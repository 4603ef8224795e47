"""Lists: sorted as the address says, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)

PAGE_SIZE = 25


def sorted_rows(
    request: HttpRequest, rows: QuerySet[M], orders: Mapping[str, Sequence[str]]
) -> QuerySet[M]:
    """Sort by `?sort=key` or `?sort=-key`; `orders` maps keys to fields.

    An unknown key keeps the rows' own order; the primary key settles ties.
    """
    asked = request.GET.get("sort", "")
    fields = orders.get(asked.removeprefix("-"))
    if fields is None:
        return rows
    sign = "-" if asked.startswith("-") else ""
    return rows.order_by(*(f"{sign}{field}" for field in fields), "pk")


def page_of(
    request: HttpRequest,
    rows: QuerySet[M] | Sequence[M],
    size: int = PAGE_SIZE,
    *,
    count: int | None = None,
) -> Page[M]:
    """Return the page `?page=` asks for; a wrong number gives the nearest one.

    `count` is how many rows there are, where that is known already.
    """
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.__dict__["count"] = count
    return paginator.get_page(request.GET.get("page"))
