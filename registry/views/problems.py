"""Problems of the cycle that mentoring can solve, and the requests that speak of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of
from common.russian.plural import counted
from common.tables import table_response
from registry.actions import problems
from registry.enums import Contour, ProblemState
from registry.forms.needs import ProblemChangeForm, ProblemForm
from registry.models import Cycle, Problem
from registry.models import Request as MenteeRequest
from registry.permissions.cards import may_view_cards
from registry.permissions.people import may_export_people
from registry.permissions.problems import may_change_problem, may_name_problem
from registry.queries import problems as found
from registry.queries.cycles import current_cycle
from registry.queries.requests import RequestsChosen, requests_found
from registry.views.refusals import refusal_on

HEADINGS = ("Проблема", "У кого", "Запросов", "Решение", "Что делается")
ENDINGS = frozenset({"xlsx", "csv"})


@require_GET
def problem_list(request: Request) -> HttpResponse:
    """Show the problems with how many requests speak of each."""
    may_view_cards(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    rows = found.problems_of(request.user, cycle)
    return render(
        request,
        "registry/problem_list.html",
        {
            "cycle": cycle,
            "page": page_of(request, rows, 50),
            "suggested": found.suggested_problems(cycle),
            "may_name": may_name_problem(request.user, cycle),
            "may_export": may_export_people(request.user, request.organisation),
        },
    )


@require_GET
def problem_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the same list."""
    may_export_people(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None or ending not in ENDINGS:
        raise Http404
    cells = (
        (
            row.problem.title,
            row.problem.get_contour_display(),
            row.requests,
            row.problem.get_state_display(),
            row.problem.remark,
        )
        for row in found.problems_of(request.user, cycle)
    )
    return table_response(ending, f"Проблемы, {cycle.title}", HEADINGS, cells)


@require_http_methods(["GET", "POST"])
@acts_once
def problem_add(request: Request) -> HttpResponse:
    """Put a problem on the list."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    may_name_problem(request.user, cycle).require()
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            problem = problems.add_problem(
                cycle=cycle, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Проблема добавлена: отметьте запросы о ней.")
            return redirect(link("registry:problem_detail", pk=problem.pk))
    return render(request, "registry/problem_add.html", {"form": form})


@require_POST
@acts_once
def problem_suggest(request: Request) -> HttpResponse:
    """Take one of the portal's own problems over to the list."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        raise Http404
    code = request.POST.get("code")
    chosen = next((one for one in found.suggestions() if one.code == code), None)
    if chosen is None:
        raise Http404
    problem = problems.add_problem(
        cycle=cycle, title=chosen.title, contour=chosen.contour, by=request.user
    )
    messages.success(request, f"В список добавлено: {problem.title}.")
    return redirect(link("registry:problem_list"))


@require_GET
def problem_detail(request: Request, pk: int) -> HttpResponse:
    """Show a problem, the requests that speak of it, and those that may."""
    problem = _problem(request, pk)
    words = request.GET.get("q", "").strip()
    proposed = found.proposed_requests(request.user, problem, words)
    return render(
        request,
        "registry/problem_detail.html",
        {
            "problem": problem,
            "linked": found.linked_requests(request.user, problem),
            "page": page_of(request, proposed),
            "words": words,
            "may_change": may_change_problem(request.user, problem),
        },
    )


@require_http_methods(["GET", "POST"])
def problem_change(request: Request, pk: int) -> HttpResponse:
    """Change the words of a problem, or say how far its solution has come."""
    problem = _problem(request, pk)
    may_change_problem(request.user, problem).require()
    form = ProblemChangeForm(request.POST or None, problem=problem)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            asked = form.cleaned_data
            problems.change_problem(
                problem=problem,
                title=asked["title"],
                contour=Contour(asked["contour"]),
                state=ProblemState(asked["state"]),
                remark=asked["remark"],
                by=request.user,
            )
            messages.success(request, "Сохранено.")
            return redirect(link("registry:problem_detail", pk=problem.pk))
    return render(
        request, "registry/problem_change.html", {"form": form, "problem": problem}
    )


@require_POST
def problem_link(request: Request, pk: int) -> HttpResponse:
    """Say that the chosen requests speak of the problem."""
    problem = _problem(request, pk)
    count = problems.link_requests(
        problem=problem, requests=_chosen(request, problem.cycle), by=request.user
    )
    _tell(request, count, "Связано")
    return redirect(link("registry:problem_detail", pk=problem.pk))


@require_POST
def problem_unlink(request: Request, pk: int) -> HttpResponse:
    """Say that the chosen requests are about something else."""
    problem = _problem(request, pk)
    count = problems.unlink_requests(
        problem=problem, requests=_chosen(request, problem.cycle), by=request.user
    )
    _tell(request, count, "Убрано")
    return redirect(link("registry:problem_detail", pk=problem.pk))


def _tell(request: Request, count: int, done: str) -> None:
    if count:
        told = counted(count, "запрос", "запроса", "запросов")
        messages.success(request, f"{done}: {told}.")
    else:
        messages.info(request, "Ни один запрос не отмечен.")


def _chosen(request: Request, cycle: Cycle) -> list[MenteeRequest]:
    seen = requests_found(request.user, cycle, RequestsChosen())
    keys = {key for key in request.POST.getlist("chosen") if key.isdecimal()}
    return [row for row in seen if str(row.pk) in keys] if keys else []


def _problem(request: Request, pk: int) -> Problem:
    may_view_cards(request.user, request.organisation).require()
    rows = Problem.objects.filter(organisation=request.organisation)
    return get_object_or_404(rows.select_related("cycle", "organisation"), pk=pk)
