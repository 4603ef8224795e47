"""Two topics become one in an organisation, and the last merge is undone (R-146).

Texts stay as people wrote them; cards of closed cycles are history and keep their topic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.actions.competences import lock_vocabulary
from registry.models import Competence, TopicMerge, TopicPhrase
from registry.permissions.topics import may_name_topics
from registry.queries.topic_pages import SIDES, Side, tagged, undoable_merge
from registry.queries.vocabulary import competences_of


@transaction.atomic
def merge_topics(
    *, organisation: Organisation, source: Competence, target: Competence, by: User
) -> TopicMerge:
    """Let everything of `source` in the organisation be of `target`.

    Neither topic is changed: the organisation's own phrase says what the source means
    from now on, so a shared topic stays as it is for the others.
    """
    may_name_topics(by, organisation).require()
    lock_vocabulary(organisation)
    if source.pk == target.pk:
        raise Refused("Тему нельзя объединить с ней самой: выберите другую.")
    both = competences_of(organisation).filter(pk__in=[source.pk, target.pk])
    if both.count() < len({source.pk, target.pk}):
        raise Refused("Одну из этих тем уже объединили с другой. Обновите страницу.")
    moved: dict[str, Any] = {}
    for side in SIDES:
        moved |= _move(side, organisation, source, target)
    phrases = TopicPhrase.objects.filter(organisation=organisation, competence=source)
    moved["phrases"] = sorted(phrases.values_list("pk", flat=True))
    phrases.update(competence=target)
    title, moved["is_title_new"] = TopicPhrase.objects.update_or_create(
        organisation=organisation,
        normalised=source.normalised,
        defaults={"competence": target},
        create_defaults={"title": source.title, "competence": target},
    )
    moved["title"] = title.pk
    merge = TopicMerge.objects.create(
        organisation=organisation,
        source=source,
        target=target,
        moved=moved,
        merged_by=by,
    )
    audit.record(
        by=by,
        what="topic.merged",
        on=merge,
        before={"topic": source.title},
        after={"topic": target.title, **_counts(moved)},
    )
    return merge


@transaction.atomic
def undo_merge(*, merge: TopicMerge, by: User) -> TopicMerge:
    """Make the source a topic of its own again, with what it had.

    What lost the target since then was decided by hand and stays so.
    """
    organisation = merge.organisation
    may_name_topics(by, organisation).require()
    lock_vocabulary(organisation)
    last = undoable_merge(organisation)
    if last is None or last.pk != merge.pk:
        raise Refused(
            "Отменяется только последнее объединение, и это уже не оно. Обновите"
            " страницу."
        )
    for side in SIDES:
        _return(side, last)
    of_target = TopicPhrase.objects.filter(
        organisation=organisation, competence_id=last.target_id
    )
    title = of_target.filter(pk=last.moved["title"])
    if last.moved["is_title_new"]:
        title.delete()
    else:
        title.update(competence=last.source_id)
    of_target.filter(pk__in=last.moved["phrases"]).update(competence=last.source_id)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    audit.record(
        by=by,
        what="topic.merge_undone",
        on=last,
        before={"topic": last.target.title},
        after={"topic": last.source.title},
    )
    return last


def _move(
    side: Side, organisation: Organisation, source: Competence, target: Competence
) -> dict[str, list[int]]:
    """Give the rows of one side the target in place of the source; tell which."""
    rows = tagged(side, organisation, source)
    keys = set(rows.values_list(side.key, flat=True))
    had = tagged(side, organisation, target).filter(**{f"{side.key}__in": keys})
    both = set(had.values_list(side.key, flat=True))
    _link(side, keys - both, target.pk)
    rows.filter(**{f"{side.key}__in": keys}).delete()
    return {side.name: sorted(keys - both), f"{side.name}_both": sorted(both)}


def _return(side: Side, merge: TopicMerge) -> None:
    moved, both = merge.moved[side.name], merge.moved[f"{side.name}_both"]
    has_target = tagged(side, merge.organisation, merge.target)
    still = has_target.filter(**{f"{side.key}__in": [*moved, *both]})
    keys = set(still.values_list(side.key, flat=True))
    _link(side, keys, merge.source_id)
    has_target.filter(**{f"{side.key}__in": sorted(keys & set(moved))}).delete()


def _link(side: Side, keys: Iterable[int], topic: int) -> None:
    through: type[Model] = side.through
    through._default_manager.bulk_create(
        [through(**{side.key: key, "competence_id": topic}) for key in sorted(keys)],
        batch_size=500,
        ignore_conflicts=True,
    )


def _counts(moved: dict[str, Any]) -> dict[str, int]:
    return {
        side.name: len(moved[side.name]) + len(moved[f"{side.name}_both"])
        for side in SIDES
    }
