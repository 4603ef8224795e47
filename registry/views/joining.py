"""People who may be one: the list, the two side by side, the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from common.paging import page_of
from registry.actions import join_undo, joining
from registry.list_resources import DoubleResource
from registry.models import Joining, Person
from registry.permissions.joining import (
    may_join_people,
    may_undo_joining,
    may_view_doubles,
)
from registry.permissions.people import may_export_people
from registry.queries.doubles import (
    clashes_of,
    compared,
    likely_doubles,
    recent_joinings,
    signs_of,
)
from registry.views.exports import list_file


@require_GET
def person_doubles(request: Request) -> HttpResponse:
    """Show who may be one human being, the likeliest first."""
    may_view_doubles(request.user, request.organisation).require()
    return render(
        request,
        "registry/person_doubles.html",
        {
            "page": page_of(request, likely_doubles(request.organisation)),
            "may_export": may_export_people(request.user, request.organisation),
            "joined": recent_joinings(request.user),
        },
    )


@require_GET
def person_doubles_export(request: Request, ending: str) -> HttpResponse:
    """Hand over who may be one human being."""
    may_view_doubles(request.user, request.organisation).require()
    pairs = likely_doubles(request.organisation)
    return list_file(request, ending, DoubleResource, pairs)


@require_http_methods(["GET", "POST"])
def person_join(request: Request, pk: int, other: int) -> HttpResponse:
    """Show two people side by side and join them into the one chosen."""
    people = _two(request, pk, other)
    may_join_people(request.user, *people).require()
    if request.method == "POST":
        kept, gone = people if request.POST.get("kept") == str(pk) else people[::-1]
        if request.POST.get("kept") in {str(pk), str(other)}:
            take = {
                code
                for code in joining.TAKEN
                if request.POST.get(f"take_{code}") == str(gone.pk)
            }
            person = joining.join(kept=kept, other=gone, take=take, by=request.user)
            messages.success(
                request,
                f"Объединено: {person.full_name}. Если это ошибка, внизу списка можно"
                " разделить их снова.",
            )
            return redirect(link("registry:person_doubles"))
        messages.error(request, "Выберите, чьё имя и сведения оставить.")
    return render(
        request,
        "registry/person_join.html",
        {
            "one": people[0],
            "other": people[1],
            "signs": signs_of(*people),
            "lines": compared(*people),
            "reasons": clashes_of(*people),
        },
    )


@require_POST
def person_distinguish(request: Request, pk: int, other: int) -> HttpResponse:
    """Note that the two are two."""
    one, another = _two(request, pk, other)
    joining.distinguish(one=one, other=another, by=request.user)
    messages.success(request, "Отмечено: это разные люди.")
    return redirect(link("registry:person_doubles"))


@require_http_methods(["GET", "POST"])
def person_join_undo(request: Request, pk: int) -> HttpResponse:
    """Ask whether to part two joined people, and part them."""
    seen = Joining.objects.visible_to(request.user)
    row = get_object_or_404(seen.select_related("kept", "organisation"), pk=pk)
    may_undo_joining(request.user, row).require()
    if request.method == "POST":
        gone = join_undo.undo(joining=row, by=request.user)
        messages.success(request, f"Разделены: {row.kept} и {gone.full_name}.")
        return redirect(link("registry:person_doubles"))
    return render(request, "registry/person_join_undo.html", {"joining": row})


def _two(request: Request, pk: int, other: int) -> tuple[Person, Person]:
    if pk == other:
        raise Http404
    seen = Person.objects.visible_to(request.user).select_related(
        "group", "organisation"
    )
    return get_object_or_404(seen, pk=pk), get_object_or_404(seen, pk=other)
