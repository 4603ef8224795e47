"""Programmes as their list shows them, and as it leaves the portal."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation, User
from common.russian.names import normalise
from common.tables import Cell
from programmes.models import PairMember, Programme
from programmes.queries.programmes import with_progress
from registry.queries.cycles import current_cycle

ORDERS = {
    "mentor": (
        "pair__mentor_card__person__last_name",
        "pair__mentor_card__person__first_name",
    ),
    "status": ("status", "pair__mentor_card__person__last_name"),
    "end": ("ends_on",),
    "last": ("last_held_on",),
}
HEADINGS = (
    "Наставник",
    "Наставляемые",
    "Состояние",
    "Начало",
    "Окончание",
    "Строк плана выполнено",
    "Строк плана",
    "Просрочено",
    "Встреч",
    "Последняя встреча",
)


def programme_list(
    user: User, organisation: Organisation, *, words: str = "", status: str = ""
) -> QuerySet[Programme]:
    """Return the current cycle's programmes the user may see, with their progress.

    `words` narrows by names of either side, `status` by state.
    """
    programmes = Programme.objects.visible_to(user).filter(
        pair__cycle=current_cycle(organisation)
    )
    for word in normalise(words).split():
        member = PairMember.objects.filter(
            pair=OuterRef("pair"), mentee_card__person__search__contains=word
        )
        programmes = programmes.filter(
            Q(pair__mentor_card__person__search__contains=word) | Exists(member)
        )
    if status:
        programmes = programmes.filter(status=status)
    return (
        with_progress(programmes)
        .for_list()
        .order_by("pair__mentor_card__person__last_name", "pk")
    )


def table_rows(programmes: QuerySet[Programme]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table that leaves the portal, as HEADINGS say."""
    progress = attrgetter(
        "rows_done", "rows_all", "rows_late", "held_count", "last_held_on"
    )
    for programme in programmes:
        members = programme.pair.members.all()
        yield (
            programme.pair.mentor_card.person.full_name,
            "; ".join(member.mentee_card.person.full_name for member in members),
            programme.get_status_display(),
            programme.starts_on,
            programme.ends_on,
            *progress(programme),
        )
