"""«Проверка плана»: what to look at in the roadmap, accepted or let stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from common.links import link
from common.russian.plural import plural
from programmes.actions import hints
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap
from programmes.queries.hints import check_of
from registry.queries.cycles import current_cycle


@require_GET
def roadmap_hints(request: Request) -> HttpResponse:
    """Show the hints, grouped by kind, with what each proposes."""
    roadmap = _roadmap(request)
    return render(
        request,
        "programmes/roadmap_hints.html",
        {"roadmap": roadmap, "check": check_of(roadmap)},
    )


@require_GET
def roadmap_hints_count(request: Request) -> HttpResponse:
    """Tell how many there are: the roadmap's page asks for it once it is shown."""
    roadmap = _roadmap(request)
    return render(
        request,
        "programmes/_hints_link.html",
        {"check": check_of(roadmap), "is_counted": True},
    )


@require_POST
def hint_accept(request: Request) -> HttpResponse:
    """Accept proposals; several hints of one kind come as several keys."""
    choice = request.POST.get("choice", "0")
    count = hints.accept(
        roadmap=_roadmap(request),
        keys=request.POST.getlist("hint"),
        choice=int(choice) if choice.isdecimal() else 0,
        by=request.user,
    )
    messages.success(
        request,
        f"{_counted(count, 'Принята', 'Приняты', 'Принято')}."
        " Напечатанный текст не изменился; правку можно отменить в «Правках плана».",
    )
    return redirect(link("programmes:roadmap_hints"))


@require_POST
def hint_dismiss(request: Request) -> HttpResponse:
    """Let hints stand."""
    count = hints.dismiss(
        roadmap=_roadmap(request),
        keys=request.POST.getlist("hint"),
        by=request.user,
    )
    messages.success(request, f"{_counted(count, 'Отложена', 'Отложены', 'Отложено')}.")
    return redirect(link("programmes:roadmap_hints"))


@require_POST
def hint_recall(request: Request) -> HttpResponse:
    """Show again what was let stand."""
    hints.recall(roadmap=_roadmap(request), by=request.user)
    messages.success(request, "Отложенные подсказки снова показаны.")
    return redirect(link("programmes:roadmap_hints"))


def _roadmap(request: Request) -> Roadmap:
    roadmap = get_object_or_404(
        Roadmap.objects.select_related("cycle__introduction_order"),
        cycle=current_cycle(request.organisation),
    )
    may_change_roadmap(request.user, roadmap.cycle).require()
    return roadmap


def _counted(count: int, one: str, few: str, many: str) -> str:
    noun = plural(count, "подсказка", "подсказки", "подсказок")
    return f"{plural(count, one, few, many)} {count} {noun}"
