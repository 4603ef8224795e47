"""Problems of a cycle that mentoring can solve, and the requests that speak of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.enums import PROBLEM_TRANSITIONS, Contour, ProblemState
from registry.models import Cycle, Problem, Request
from registry.permissions.problems import may_change_problem, may_name_problem


@transaction.atomic
def add_problem(
    *, cycle: Cycle, title: str, contour: Contour, by: User, remark: str = ""
) -> Problem:
    """Put a problem on the list of the cycle (R-147)."""
    may_name_problem(by, cycle).require()
    problem, is_new = Problem.objects.get_or_create(
        cycle=cycle,
        title=title,
        defaults={
            "organisation_id": cycle.organisation_id,
            "contour": contour,
            "remark": remark,
        },
    )
    if not is_new:
        raise Refused("Такая проблема в списке уже есть.")
    audit.record(by=by, what="problem.added", on=problem, after={"title": title})
    return problem


@transaction.atomic
def change_problem(
    *,
    problem: Problem,
    title: str,
    contour: Contour,
    state: ProblemState,
    remark: str,
    by: User,
) -> Problem:
    """Change the words of a problem, or say how far its solution has come."""
    problem = _locked(problem)
    may_change_problem(by, problem).require()
    if state != problem.state:
        PROBLEM_TRANSITIONS.check(problem.state, state)
    others = Problem.objects.filter(cycle=problem.cycle_id, title=title)
    if others.exclude(pk=problem.pk).exists():
        raise Refused("Такая проблема в списке уже есть.")
    told = {"title": title, "contour": contour, "state": state, "remark": remark}
    before = {
        name: getattr(problem, name)
        for name, value in told.items()
        if getattr(problem, name) != value
    }
    if not before:
        return problem
    for name in before:
        setattr(problem, name, told[name])
    problem.save(update_fields=list(before))
    audit.record(
        by=by,
        what="problem.changed",
        on=problem,
        before=before,
        after={name: told[name] for name in before},
    )
    return problem


@transaction.atomic
def link_requests(*, problem: Problem, requests: Iterable[Request], by: User) -> int:
    """Say that these requests of the cycle speak of the problem; return how many."""
    problem = _locked(problem)
    may_change_problem(by, problem).require()
    of_cycle = Request.objects.filter(
        pk__in=[request.pk for request in requests], card__cycle=problem.cycle_id
    )
    new = list(of_cycle.exclude(problems=problem))
    problem.requests.add(*new)
    _note(problem, "problem.requests_linked", new, by)
    return len(new)


@transaction.atomic
def unlink_requests(*, problem: Problem, requests: Iterable[Request], by: User) -> int:
    """Say that these requests are about something else; return how many."""
    problem = _locked(problem)
    may_change_problem(by, problem).require()
    keys = [request.pk for request in requests]
    old = list(problem.requests.filter(pk__in=keys))
    problem.requests.remove(*old)
    _note(problem, "problem.requests_unlinked", old, by)
    return len(old)


def _locked(problem: Problem) -> Problem:
    return Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)


def _note(problem: Problem, what: str, requests: list[Request], by: User) -> None:
    if requests:
        keys = [request.pk for request in requests]
        audit.record(by=by, what=what, on=problem, ids=keys)
