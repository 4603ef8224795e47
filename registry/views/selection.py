"""Candidates beside one another, and the criteria they are judged by."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of, sorted_rows
from common.verdict import all_of
from registry.actions import criteria
from registry.actions.criteria import FIELDS
from registry.enums import MentorStatus
from registry.forms.selection import CandidateFilter, CriterionForm
from registry.models import Criterion, Cycle, MentorCard
from registry.permissions.people import may_export_people
from registry.permissions.selection import may_change_criteria, may_view_selection
from registry.queries import selection as found
from registry.queries.cycles import current_cycle
from registry.queries.levels import condition_of, counted_levels
from registry.queries.selection_marks import criteria_of
from registry.views.exports import people_table
from registry.views.refusals import refusal_on

# So many columns of points fit beside the others.
NARROW = 5
NO_CYCLE = "registry/cycle_none.html"


def around(request: Request, cycle: Cycle) -> dict[str, object]:
    """Return what every page of the selection shows above itself."""
    return {
        "cycle": cycle,
        "counts": found.selection_counts(request.user, cycle),
        "may_view_all": may_view_selection(request.user, request.organisation),
    }


@require_GET
def selection_list(request: Request) -> HttpResponse:
    """Show the candidates of the cycle with their points and what was decided."""
    may_view_selection(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, NO_CYCLE)
    form = CandidateFilter(request.GET)
    kept = criteria_of(cycle.pk)
    cards = _candidates(request, cycle)
    page = page_of(request, cards)
    lines = list(found.compared(list(page), kept))
    stage = request.GET.get("stage", "")
    return render(
        request,
        "registry/selection_list.html",
        {
            **around(request, cycle),
            "form": form,
            "page": page,
            "lines": lines,
            "stages": _stages(request, cycle, stage),
            "columns": _columns(kept),
            "criteria": kept,
            "is_wide": len(kept) > NARROW,
            "to_invite": MentorCard.objects.filter(
                cycle=cycle, status=MentorStatus.YEAR_BASE
            ).count(),
            "may_export": may_export_people(request.user, request.organisation),
            "may_change": may_change_criteria(request.user, cycle),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def selection_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the comparison exactly as it is narrowed and sorted."""
    all_of(
        may_view_selection(request.user, request.organisation),
        may_export_people(request.user, request.organisation),
    ).require()
    cycle = current_cycle(request.organisation)
    if cycle is None or ending not in {"xlsx", "csv"}:
        raise Http404
    kept = criteria_of(cycle.pk)
    lines = found.compared(list(_candidates(request, cycle)), kept)
    return people_table(
        request,
        ending,
        "Отбор наставников",
        found.headings(kept),
        (found.table_row(line, kept) for line in lines),
    )


def _candidates(request: Request, cycle: Cycle) -> QuerySet[MentorCard]:
    cards = found.candidates(cycle, request.GET.get("q", ""))
    cards = cards.filter(condition_of(found.STAGES, request.GET.get("stage", "")))
    return sorted_rows(request, cards.select_related("person__group"), found.ORDERS)


def _stages(request: Request, cycle: Cycle, chosen: str) -> list[dict[str, object]]:
    cards = found.candidates(cycle, request.GET.get("q", ""))
    tabs: list[dict[str, object]] = []
    for stage in counted_levels(cards, found.STAGES, chosen):
        query = request.GET.copy()
        query.pop("page", None)
        query["stage"] = stage.code
        tabs.append(
            {
                "title": stage.title,
                "url": f"?{query.urlencode()}",
                "count": stage.count,
                "is_current": stage.code == chosen,
            }
        )
    return tabs


def _columns(criteria_kept: list[Criterion]) -> str:
    """Return the heads of the comparison; a title's own signs are none of the table's."""
    titles = [
        criterion.title.replace("|", "/").replace(":", " ")
        for criterion in criteria_kept
    ]
    most = sum(each.max_points * each.weight for each in criteria_kept)
    heads = ["Кандидат:name", *titles, f"Итог из {most}:total"]
    return "|".join([*heads, "Заключение:conclusion", "Состояние:status"])


@require_GET
def criterion_list(request: Request) -> HttpResponse:
    """Show the criteria of the cycle."""
    may_view_selection(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, NO_CYCLE)
    return render(
        request,
        "registry/criterion_list.html",
        {
            **around(request, cycle),
            "criteria": criteria_of(cycle.pk),
            "may_change": may_change_criteria(request.user, cycle),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def criterion_add(request: Request) -> HttpResponse:
    """Add a criterion to the set."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, NO_CYCLE)
    may_change_criteria(request.user, cycle).require()
    form = CriterionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            criteria.add_criterion(
                cycle=cycle, values=form.cleaned_data, by=request.user
            )
            messages.success(request, "Критерий добавлен.")
            return redirect(link("registry:criterion_list"))
    return render(
        request, "registry/criterion_add.html", {"form": form, "cycle": cycle}
    )


@require_POST
def criteria_offer(request: Request) -> HttpResponse:
    """Begin with the typical criteria."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        raise Http404
    added = criteria.offer_typical(cycle=cycle, by=request.user)
    if added:
        messages.success(
            request, "Типовые критерии добавлены: проверьте вес, баллы и пороги."
        )
    else:
        messages.info(request, "Типовые критерии уже есть.")
    return redirect(link("registry:criterion_list"))


@require_http_methods(["GET", "POST"])
def criterion_change(request: Request, pk: int) -> HttpResponse:
    """Change a criterion, or take back one nobody was judged by."""
    criterion = _criterion(request, pk)
    may_change_criteria(request.user, criterion.cycle).require()
    is_scored = criterion.scores.exists()
    title = criterion.title
    form = CriterionForm(request.POST or None, instance=criterion, is_scored=is_scored)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            criteria.change_criterion(
                criterion=criterion,
                values={name: form.cleaned_data[name] for name in FIELDS},
                by=request.user,
            )
            messages.success(request, "Критерий сохранён.")
            return redirect(link("registry:criterion_list"))
    return render(
        request,
        "registry/criterion_change.html",
        {"form": form, "pk": pk, "title": title, "is_scored": is_scored},
    )


@require_POST
def criterion_remove(request: Request, pk: int) -> HttpResponse:
    """Take a criterion back."""
    criterion = _criterion(request, pk)
    criteria.remove_criterion(criterion=criterion, by=request.user)
    messages.success(request, "Критерий удалён.")
    return redirect(link("registry:criterion_list"))


def _criterion(request: Request, pk: int) -> Criterion:
    """Criteria are seen by who selects; to others there are none."""
    seen = Criterion.objects.filter(
        organisation=request.organisation,
        organisation__in=_selecting(request),
    )
    return get_object_or_404(seen.select_related("cycle__organisation"), pk=pk)


def _selecting(request: Request) -> list[int]:
    may_see = may_view_selection(request.user, request.organisation)
    return [request.organisation.pk] if may_see else []
