"""The requests of a cycle as one list: found, sifted, counted (R-039, R-146, R-368)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.russian.names import normalise
from registry.models import Competence, Cycle, MenteeCard, Problem, Request
from registry.models.card import MenteeCardQuerySet, RequestQuerySet
from registry.queries.levels import sent_mentees

NO_TOPIC = "none"


class RequestState(models.TextChoices):
    """Which requests of the list; «ждут» are those a mentor is sought by."""

    OPEN = "open", "Открытые"
    WAITING = "waiting", "Ждут наставника"
    CLOSED = "closed", "Закрытые"


ORDERS = {
    "name": ("card__person__last_name", "card__person__first_name"),
    "day": ("asked_on",),
    "kind": ("kind", "asked_on"),
}


@dataclass(frozen=True, slots=True)
class RequestsChosen:
    """What the list is narrowed by; an empty value narrows nothing."""

    words: str = ""
    state: str = ""
    topic: Competence | None = None
    has_no_topic: bool = False
    problem: Problem | None = None
    kind: str = ""
    channel: str = ""
    is_urgent: bool = False


def waiting_cards(cycle: Cycle) -> MenteeCardQuerySet:
    """Return the mentees for whom a mentor is sought and no pair is under way."""
    cards = MenteeCard.objects.filter(cycle=cycle).waiting_for_mentor()
    return cards.exclude(pair_members__is_current=True)


def requests_found(user: User, cycle: Cycle, chosen: RequestsChosen) -> RequestQuerySet:
    """Return the requests of the cycle the user may see, urgent and latest first."""
    cards = sent_mentees(MenteeCard.objects.visible_to(user).filter(cycle=cycle))
    found = Request.objects.filter(card__in=cards.values("pk"))
    if chosen.state == RequestState.CLOSED:
        found = found.filter(closed_on__isnull=False)
    elif chosen.state:
        found = found.filter(closed_on=None)
    if chosen.state == RequestState.WAITING:
        found = found.filter(card__in=waiting_cards(cycle).values("pk"))
    if chosen.topic:
        found = found.filter(Exists(_linked(competence=chosen.topic)))
    if chosen.has_no_topic:
        found = found.exclude(Exists(_linked()))
    if chosen.problem:
        links = Problem.requests.through.objects.filter(
            request=OuterRef("pk"), problem=chosen.problem
        )
        found = found.filter(Exists(links))
    return found.filter(_narrowed(chosen)).order_by("-is_urgent", "-asked_on", "pk")


def _linked(**of_topic: object) -> models.QuerySet[models.Model]:
    links = Request.competences.through.objects.filter(request=OuterRef("pk"))
    return links.filter(**of_topic)


def _narrowed(chosen: RequestsChosen) -> Q:
    narrowed = Q()
    # A text keeps its capitals, and SQLite folds no Cyrillic: each word in three looks.
    for word in chosen.words.split():
        name = normalise(word)
        said = Q(text__icontains=word) | Q(text__contains=word.lower())
        said |= Q(text__contains=word.capitalize())
        narrowed &= said | Q(card__person__search__contains=name)
    if chosen.kind:
        narrowed &= Q(kind=chosen.kind)
    if chosen.channel:
        narrowed &= Q(channel=chosen.channel)
    if chosen.is_urgent:
        narrowed &= Q(is_urgent=True)
    return narrowed


def for_list(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Carry what the list shows."""
    return requests.select_related(
        "card__person__group", "card__cycle"
    ).prefetch_related("competences", "problems")


def mentees_among(requests: QuerySet[Request]) -> int:
    """Count whose requests these are."""
    return requests.order_by().values("card").distinct().count()


def counts_by_problem(user: User, cycle: Cycle) -> dict[int, int]:
    """Count the requests of each problem: as many as its list shows."""
    seen = requests_found(user, cycle, RequestsChosen()).order_by()
    rows = seen.filter(problems__isnull=False).values("problems")
    counted = rows.annotate(count=Count("pk", distinct=True))
    return dict(counted.values_list("problems", "count"))
