"""Who is told at once what becomes of a measure; its days are the morning digest's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.queries import holders
from accounts.roles import STAFF_ROLES
from common.links import link
from notifications.actions import notify
from notifications.letters import Letter
from programmes.letters.measures import (
    MeasureAssigned,
    MeasureCommented,
    MeasureReturned,
)
from programmes.models import Measure, MeasureComment
from programmes.queries.answering import answering
from registry.enums import CycleStatus

# A letter names so many measures; the page it leads to shows them all.
NAMED = 20


def answerers(measures: Collection[int]) -> dict[int, set[int]]:
    """Return who answers for each measure today, by keys: what `tell_assigned` needs."""
    return answering(measures, timezone.localdate())


def tell_assigned(*, before: Mapping[int, set[int]], by: User) -> None:
    """Write to those who answer for the measures now and did not before (R-104, R-374).

    One letter to each, however many measures it is about; none to who assigned them, and
    none while the cycle is being prepared: its plan is still being written.
    """
    told = Measure.objects.filter(pk__in=before, is_heading=False).exclude(
        section__roadmap__cycle__status=CycleStatus.PREPARATION
    )
    measures = {row.pk: row for row in told.select_related("organisation")}
    new: dict[int, list[int]] = defaultdict(list)
    for pk, users in answerers(measures).items():
        for user in users - before[pk] - {by.pk}:
            new[user].append(pk)
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for user, own in new.items():
        alike[tuple(own)].append(user)
    for together, readers in alike.items():
        _tell_assigned([measures[pk] for pk in together], readers)


def _tell_assigned(measures: Sequence[Measure], users: Collection[int]) -> None:
    first = measures[0]
    slug = first.organisation.slug
    notify(
        letter=MeasureAssigned,
        to=User.objects.filter(pk__in=users, is_active=True),
        organisation=first.organisation,
        key=f"{MeasureAssigned.code}:{first.pk}:{first.version}",
        path=_path(first)
        if len(measures) == 1
        else link("programmes:my_measures", organisation=slug),
        context={
            "measures": measures[:NAMED],
            "count": len(measures),
            "rest": len(measures) - NAMED,
        },
    )


def tell_returned(*, measure: Measure, remark: str, by: User) -> None:
    """Write to who reported the measure and to those who answer for it."""
    told = _readers(measure) | {measure.reported_by_id or 0}
    _tell(
        MeasureReturned,
        measure,
        told - {by.pk},
        f"{measure.pk}:{measure.version}",
        remark=remark,
    )


def tell_commented(*, comment: MeasureComment) -> None:
    """Write to who answers for the measure, to the curators, to who wrote before."""
    measure = comment.measure
    wrote = set(measure.comments.values_list("by_id", flat=True))
    curators = _holding(measure, frozenset({Role.CURATOR}))
    told = _readers(measure) | curators | (wrote & _holding(measure, STAFF_ROLES))
    _tell(
        MeasureCommented,
        measure,
        told - {comment.by_id},
        str(comment.pk),
        comment=comment,
        by=comment.by,
    )


def _readers(measure: Measure) -> set[int]:
    """Who answers for the measure and reads what is written about it.

    «Наставники» printed in a plan opens no mentor the talk of the staff.
    """
    users = answerers([measure.pk])[measure.pk]
    if measure.responsibles.exclude(person=None, team=None).exists():
        return users
    return users & _holding(measure, STAFF_ROLES)


def _holding(measure: Measure, roles: frozenset[Role]) -> set[int]:
    return set(holders(measure.organisation_id, roles).values_list("pk", flat=True))


def _tell(
    letter: type[Letter],
    measure: Measure,
    to: Collection[int],
    key: str,
    **context: object,
) -> None:
    notify(
        letter=letter,
        to=User.objects.filter(pk__in=to, is_active=True),
        organisation=measure.organisation,
        key=f"{letter.code}:{key}",
        path=_path(measure),
        context={"measure": measure, **context},
    )


def _path(measure: Measure) -> str:
    return link(
        "programmes:measure_detail",
        organisation=measure.organisation.slug,
        pk=measure.pk,
    )
