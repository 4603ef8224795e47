"""A topic on its own page: its words, where it is used, what a merge would move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Organisation
from registry.enums import CycleStatus
from registry.models import Competence, MentorCard, Request, TopicMerge, TopicPhrase


@dataclass(frozen=True, slots=True)
class Side:
    """Where topics stand: mentors' cards or requests, and the table that links them."""

    name: str
    through: type[Model]
    key: str
    organisation: str
    cycle_status: str


SIDES = (
    Side(
        "mentors",
        MentorCard.competences.through,
        "mentorcard_id",
        "mentorcard__organisation",
        "mentorcard__cycle__status",
    ),
    Side(
        "requests",
        Request.competences.through,
        "request_id",
        "request__organisation",
        "request__card__cycle__status",
    ),
)


def tagged(
    side: Side, organisation: Organisation, topic: Competence
) -> QuerySet[Model]:
    """Return the links to the topic in the organisation's cycles that go on."""
    links = side.through._default_manager.filter(
        **{"competence": topic, side.organisation: organisation}
    )
    return links.exclude(**{side.cycle_status: CycleStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would move, counted before it happens.

    `mentors_both` and `requests_both` have the target already. `words` are those that
    will mean the target.
    """

    mentors: int
    mentors_both: int
    requests: int
    requests_both: int
    words: tuple[str, ...]


def merge_preview(
    organisation: Organisation, source: Competence, target: Competence
) -> Preview:
    """Count what stands with the source, and what of it stands with the target too."""
    counts: dict[str, int] = {}
    for side in SIDES:
        keys = tagged(side, organisation, source).values(side.key)
        had = tagged(side, organisation, target).filter(**{f"{side.key}__in": keys})
        counts |= {side.name: keys.count(), f"{side.name}_both": had.count()}
    words = [source.title, *source.synonyms]
    words += [phrase.title for phrase in phrases_of(organisation, source)]
    return Preview(words=tuple(dict.fromkeys(words)), **counts)


def phrases_of(organisation: Organisation, topic: Competence) -> list[TopicPhrase]:
    """Return the organisation's own words for the topic."""
    return list(TopicPhrase.objects.filter(organisation=organisation, competence=topic))


def undoable_merge(organisation: Organisation) -> TopicMerge | None:
    """Return the last merge that stands: merges are undone last first."""
    standing: QuerySet[Any] = TopicMerge.objects.filter(
        organisation=organisation, undone_at=None
    )
    return standing.select_related("source", "target", "merged_by").first()
