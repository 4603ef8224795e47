"""The first screen of each role."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.enums import Role, SetupStep
from accounts.http import Request
from common.links import link
from mentoring.dashboards.participants import participant_dashboard
from mentoring.dashboards.specialists import specialist_todos
from mentoring.dashboards.staff import (
    curator_dashboard,
    director_dashboard,
    responsible_measures,
)
from mentoring.navigation import current_role
from registry.queries.cycles import current_cycle


@require_GET
def dashboard(request: Request) -> HttpResponse:
    """Show what waits for the person in the role chosen."""
    if _is_being_set_up(request):
        return redirect(link("setup"))
    role = current_role(request, request.organisation, request.user)
    show = PAGES.get(role, _specialist) if role else _specialist
    return show(request)


def _is_being_set_up(request: Request) -> bool:
    return request.organisation.setup_step != SetupStep.DONE and (
        Role.SYSTEM_ADMINISTRATOR in request.user.roles_in(request.organisation.pk)
    )


def _curator(request: Request) -> HttpResponse:
    board = curator_dashboard(request.organisation, request.user)
    return render(request, "mentoring/dashboard_curator.html", {"board": board})


def _director(request: Request) -> HttpResponse:
    board = director_dashboard(request.organisation, request.user)
    return render(
        request,
        "mentoring/dashboard_director.html",
        {"board": board, "today": timezone.localdate()},
    )


def _participant(request: Request) -> HttpResponse:
    board = participant_dashboard(request.user)
    return render(request, "mentoring/dashboard_participant.html", {"board": board})


def _municipal(request: Request) -> HttpResponse:
    return redirect(link("monitoring:municipal"))


def _specialist(request: Request) -> HttpResponse:
    cycle = current_cycle(request.organisation)
    today = timezone.localdate()
    rows = [
        (measure, measure.is_overdue_on(today))
        for measure in responsible_measures(request.user, cycle)
    ]
    todos = specialist_todos(request.user, request.organisation, cycle)
    return render(
        request,
        "mentoring/dashboard_specialist.html",
        {"rows": rows, "todos": todos},
    )


PAGES: dict[Role, Callable[[Request], HttpResponse]] = {
    Role.DIRECTOR: _director,
    Role.DEPUTY_DIRECTOR: _curator,
    Role.CURATOR: _curator,
    Role.MENTOR: _participant,
    Role.MENTEE: _participant,
    Role.PARENT: _participant,
    Role.MUNICIPAL_COORDINATOR: _municipal,
}
