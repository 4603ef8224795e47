"""Pairs: the list, one pair, made by hand, answered, taken back, ended."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.permissions import may
from accounts.roles import Permission
from common.links import link
from common.paging import page_of, sorted_rows
from common.tables import table_response
from programmes.actions import pairs
from programmes.enums import PairStatus
from programmes.forms.pairs import (
    PairEndForm,
    PairFilterForm,
    PairProposeForm,
    PairRemarkForm,
)
from programmes.models import Pair
from programmes.permissions.pairs import (
    may_dissolve_pair,
    may_end_pair,
    may_propose_pair,
    may_submit_pairs,
)
from programmes.queries import pairs as found
from programmes.queries.eligibility import usual_term
from programmes.queries.order_pairs import open_orders
from programmes.queries.pools import pool_of
from programmes.views.programmes import pair_programme
from registry.queries.cards import offered_forms
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on


@require_GET
def pair_list(request: Request) -> HttpResponse:
    """Show the pairs of the current cycle: all for the staff, else one's own."""
    cycle = current_cycle(request.organisation)
    rows = _listed(request)
    is_staff = request.user.has(Permission.PAIR_VIEW, request.organisation.pk)
    may_submit = may_submit_pairs(request.user, request.organisation.pk)
    return render(
        request,
        "programmes/pair_list.html",
        {
            "cycle": cycle,
            "page": page_of(request, rows),
            "form": PairFilterForm(
                request.GET,
                forms_of_mentoring=offered_forms(cycle) if cycle else [],
                mentors=found.mentors_with_pairs(request.user, cycle),
            ),
            "is_staff": is_staff,
            "may_propose": cycle and may_propose_pair(request.user, cycle),
            "may_submit": may_submit,
            "awaited": found.awaited_answers(cycle) if may_submit else [],
            "orders": open_orders(cycle) if cycle and may_submit else [],
        },
    )


@require_GET
def pair_export(request: Request) -> HttpResponse:
    """Give what the list shows as XLSX or CSV."""
    may(
        request.user,
        Permission.PAIR_VIEW,
        request.organisation.pk,
        "сотрудник, который видит все пары",
    ).require()
    kind = request.GET.get("as", "xlsx")
    return table_response(
        kind, "Пары", found.HEADINGS, found.table_rows(_listed(request))
    )


def _listed(request: Request) -> QuerySet[Pair]:
    chosen = found.ChosenPairs(
        words=request.GET.get("q", ""),
        status=request.GET.get("status", ""),
        form=request.GET.get("form", ""),
        mentor=request.GET.get("mentor", ""),
    )
    rows = found.pair_list(request.user, current_cycle(request.organisation), chosen)
    return sorted_rows(request, rows, found.ORDERS)


@require_GET
def pair_detail(request: Request, pk: int) -> HttpResponse:
    """Show one pair: who, why, the answers, the order, what happened."""
    pair = _pair_or_404(request, pk)
    is_staff = request.user.has(Permission.PAIR_VIEW, pair.organisation_id)
    day = local_day(request.organisation)
    return render(
        request,
        "programmes/pair_detail.html",
        {
            "page": found.pair_page(pair, request.user, day, is_staff=is_staff),
            "pair": pair,
            "is_staff": is_staff,
            "may_dissolve": may_dissolve_pair(request.user, pair),
            "may_end": may_end_pair(request.user, pair),
            "is_working": pair.status in {PairStatus.ACTIVE, PairStatus.CLOSING},
            "section": pair_programme(request.user, pair),
        },
    )


@require_http_methods(["GET", "POST"])
def pair_propose(request: Request) -> HttpResponse:
    """Make a pair or a group by hand."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "programmes/matching_none.html")
    may_propose_pair(request.user, cycle).require()
    day = local_day(request.organisation)
    starts_on, ends_on = usual_term(cycle, day)
    form = PairProposeForm(
        request.POST or None,
        pool=pool_of(cycle, day),
        forms_of_mentoring=offered_forms(cycle),
        initial={
            "mentor_card": request.GET.get("mentor"),
            "mentee_cards": request.GET.getlist("mentee"),
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            pair = pairs.propose(by=request.user, **form.cleaned_data)
            messages.success(
                request, "Пара предложена сторонам. Теперь нужны их ответы."
            )
            return redirect(link("programmes:pair_detail", pk=pair.pk))
    return render(request, "programmes/pair_propose.html", {"form": form})


@require_http_methods(["GET", "POST"])
def pair_dissolve(request: Request, pk: int) -> HttpResponse:
    """Take a pair back before the order."""
    pair = _pair_or_404(request, pk)
    may_dissolve_pair(request.user, pair).require()
    form = PairRemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pairs.dissolve(pair=pair, by=request.user, **form.cleaned_data)
        messages.success(request, "Пара снята, наставляемые снова ищут наставника.")
        return redirect(link("programmes:pair_detail", pk=pk))
    return render(
        request, "programmes/pair_dissolve.html", {"form": form, "pair": pair}
    )


@require_http_methods(["GET", "POST"])
def pair_end(request: Request, pk: int) -> HttpResponse:
    """End a working pair and keep its results."""
    pair = _pair_or_404(request, pk)
    may_end_pair(request.user, pair).require()
    form = PairEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            pairs.end(pair=pair, by=request.user, **form.cleaned_data)
            messages.success(request, "Пара завершена, итоги внесены в обе базы.")
            return redirect(link("programmes:pair_detail", pk=pk))
    return render(request, "programmes/pair_end.html", {"form": form, "pair": pair})


def _pair_or_404(request: Request, pk: int) -> Pair:
    pairs_seen = Pair.objects.visible_to(request.user).for_list()
    return get_object_or_404(pairs_seen.select_related("organisation", "cycle"), pk=pk)
