"""The two bases as lists, and as files of exactly what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import Request
from accounts.models import User
from common.paging import page_of, sorted_rows
from registry.forms.card_filters import MenteeFilter, MentorFilter
from registry.forms.pupils import PupilFilter
from registry.list_resources import PupilResource
from registry.models import Cycle, MenteeCard, MentorCard
from registry.permissions.cards import (
    may_list_mentees,
    may_list_mentors,
    may_take_card,
    may_view_cards,
)
from registry.permissions.imports import may_view_imports
from registry.permissions.people import (
    may_create_person,
    may_export_people,
    may_view_staff,
)
from registry.queries import cards as found
from registry.queries.cards import Chosen
from registry.queries.cycles import current_cycle
from registry.queries.levels import counted_levels, reasons_of
from registry.queries.people import groups_of
from registry.queries.pupils import ORDERS as PUPIL_ORDERS
from registry.queries.pupils import pupil_list as pupils_asked
from registry.resources import MenteeResource, MentorResource
from registry.views.exports import list_file


@require_GET
def mentor_list(request: Request) -> HttpResponse:
    """Show the mentors of a cycle."""
    may_list_mentors(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    cycle, form = _mentor_filter(request, cycle)
    levels = _levels(request, cycle, form, found.mentors_found)
    count = sum(level.count for level in levels if level.is_current)
    page = page_of(request, _mentors(request, cycle, form), count=count)
    _tell_reasons(page, form)
    return render(
        request,
        "registry/mentor_list.html",
        {
            **_around(request, cycle),
            "form": form,
            "page": page,
            "levels": levels,
        },
    )


@require_GET
def mentee_list(request: Request) -> HttpResponse:
    """Show the mentees of a cycle."""
    may_list_mentees(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    cycle, form = _mentee_filter(request, cycle)
    levels = _levels(request, cycle, form, found.mentees_found)
    count = sum(level.count for level in levels if level.is_current)
    page = page_of(request, _mentees(request, cycle, form), count=count)
    _tell_reasons(page, form)
    return render(
        request,
        "registry/mentee_list.html",
        {
            **_around(request, cycle),
            "form": form,
            "page": page,
            "levels": levels,
        },
    )


@require_GET
def pupil_list(request: Request) -> HttpResponse:
    """Show the pupils."""
    may_view_staff(request.user, request.organisation).require()
    form = PupilFilter(request.GET, groups=groups_of(request.organisation))
    pupils = sorted_rows(request, pupils_asked(request.user, form.chosen), PUPIL_ORDERS)
    return render(
        request,
        "registry/pupil_list.html",
        {
            "form": form,
            "page": page_of(request, pupils),
            "may_load": may_view_imports(request.user, request.organisation),
            "may_change": may_create_person(request.user, request.organisation),
            "may_export": may_export_people(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def pupil_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the pupils shown, in the columns the same list is loaded by."""
    may_export_people(request.user, request.organisation).require()
    form = PupilFilter(request.GET, groups=groups_of(request.organisation))
    pupils = sorted_rows(request, pupils_asked(request.user, form.chosen), PUPIL_ORDERS)
    return list_file(request, ending, PupilResource, pupils)


@require_GET
def mentor_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the mentors shown, in the columns of the federal base."""
    cycle, form = _mentor_filter(request, _exported_cycle(request))
    # The columns are the cards' own: tags are not read for them.
    cards = _mentors(request, cycle, form).prefetch_related(None)
    return list_file(request, ending, MentorResource, cards, cycle.title)


@require_GET
def mentee_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the mentees shown, in the columns of the federal base."""
    cycle, form = _mentee_filter(request, _exported_cycle(request))
    cards = _mentees(request, cycle, form)
    told = ("requests", "person__guardianships__guardian")
    cards = cards.prefetch_related(None).prefetch_related(*told)
    return list_file(request, ending, MenteeResource, cards, cycle.title)


def _mentor_filter(request: Request, cycle: Cycle) -> tuple[Cycle, MentorFilter]:
    form = MentorFilter(request.GET, offered=found.mentor_choices(cycle))
    return form.cycle_asked or cycle, form


def _mentee_filter(request: Request, cycle: Cycle) -> tuple[Cycle, MenteeFilter]:
    form = MenteeFilter(request.GET, offered=found.mentee_choices(cycle))
    return form.cycle_asked or cycle, form


def _mentors(
    request: Request, cycle: Cycle, form: MentorFilter
) -> QuerySet[MentorCard]:
    cards = found.mentor_list(request.user, cycle, form.chosen, timezone.localdate())
    return sorted_rows(request, cards, found.ORDERS)


def _mentees(
    request: Request, cycle: Cycle, form: MenteeFilter
) -> QuerySet[MenteeCard]:
    cards = found.mentee_list(request.user, cycle, form.chosen, timezone.localdate())
    return sorted_rows(request, cards, found.ORDERS)


def _around(request: Request, cycle: Cycle) -> dict[str, object]:
    return {
        "cycle": cycle,
        "may_take": may_take_card(request.user, cycle),
        "may_view_all": may_view_cards(request.user, request.organisation),
        "may_list_mentees": may_list_mentees(request.user, request.organisation),
        "may_export": may_export_people(request.user, request.organisation),
        "query": request.GET.urlencode(),
    }


@dataclass(frozen=True, slots=True)
class LevelTab:
    """A level of the base with the way to its list and how many stand in it."""

    title: str
    url: str
    count: int
    is_current: bool


def _levels(
    request: Request,
    cycle: Cycle,
    form: MentorFilter | MenteeFilter,
    cards_of: Callable[[User, Cycle, Chosen, date], QuerySet[Any]],
) -> list[LevelTab]:
    """Return the levels of the list as it is narrowed; each figure opens its cards."""
    chosen = form.chosen
    cards = cards_of(request.user, cycle, chosen, timezone.localdate())
    tabs = []
    for level in counted_levels(cards, form.levels(), chosen.level):
        query = request.GET.copy()
        query.pop("page", None)
        query["level"] = level.code
        tabs.append(
            LevelTab(
                level.title,
                f"?{query.urlencode()}",
                level.count,
                level.code == chosen.level,
            )
        )
    return tabs


def _tell_reasons(page: Page[Any], form: MentorFilter | MenteeFilter) -> None:
    """Put the reason beside the state, where a list is of those who stand still or left."""
    if form.chosen.level not in {"unmatched", "out"}:
        return
    reasons = reasons_of(page)
    for card in page:
        card.reason = reasons.get(card.pk, "")


def _exported_cycle(request: Request) -> Cycle:
    may_export_people(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        raise Http404
    return cycle
