"""Choosing who goes on into the next cycle."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from common.russian.plural import counted
from registry.actions import carrying
from registry.actions.carrying import Carried
from registry.models import Cycle
from registry.permissions.cards import may_take_card
from registry.queries.carrying import (
    carried_mentees,
    carried_mentors,
    cycles_to_carry_into,
    going_of,
)
from registry.queries.consents import local_day

AT_A_TIME = 450
"""A form holds a thousand fields; those carried make room for the rest."""


@require_http_methods(["GET", "POST"])
@acts_once
def cycle_carry(request: Request, pk: int) -> HttpResponse:
    """Carry the chosen mentors and mentees of a cycle into a later one."""
    source = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    targets = cycles_to_carry_into(source)
    target = _chosen(request, targets)
    if target is None:
        may_take_card(request.user, source).require()
        return render(request, "registry/cycle_carry_none.html", {"source": source})
    may_take_card(request.user, target).require()
    if request.method == "POST":
        chosen = {name: _keys(request.POST, name) for name in ("mentor", "mentee")}
        if not any(chosen.values()):
            raise Refused("Отметьте хотя бы одного человека.")
        done = carrying.carry(
            source=source,
            target=target,
            mentors=chosen["mentor"],
            mentees=chosen["mentee"],
            by=request.user,
        )
        _tell(request, done)
        return redirect(
            f"{link('registry:mentor_list')}?cycle={target.pk}"
            if done.mentors
            else f"{link('registry:mentee_list')}?cycle={target.pk}"
        )
    today = local_day(request.organisation)
    mentors = carried_mentors(source, target)
    mentees = carried_mentees(source, target)
    return render(
        request,
        "registry/cycle_carry.html",
        {
            "source": source,
            "target": target,
            "targets": targets,
            "mentors": going_of(mentors[:AT_A_TIME], today),
            "mentees": going_of(mentees[:AT_A_TIME], today),
            "mentor_count": mentors.count(),
            "mentee_count": mentees.count(),
            "at_a_time": AT_A_TIME,
        },
    )


def _chosen(request: Request, targets: list[Cycle]) -> Cycle | None:
    asked = request.POST.get("target") or request.GET.get("target", "")
    by_key = {str(cycle.pk): cycle for cycle in targets}
    return by_key.get(asked) or next(iter(targets), None)


def _keys(data: QueryDict, name: str) -> list[int]:
    return [int(key) for key in data.getlist(name) if key.isdecimal()]


def _tell(request: Request, done: Carried) -> None:
    mentors = counted(done.mentors, "наставник", "наставника", "наставников")
    mentees = counted(done.mentees, "наставляемый", "наставляемых", "наставляемых")
    messages.success(request, f"Перенесено: {mentors}, {mentees}.")
    if done.waiting:
        words = counted(done.waiting, "наставляемый", "наставляемых", "наставляемых")
        messages.warning(request, f"Ждут согласия: {words}. Согласие запрошено.")
    if done.left:
        messages.warning(
            request,
            "Без действующего согласия не перенесены, согласие запрошено:"
            f" {', '.join(done.left[:20])}.",
        )
