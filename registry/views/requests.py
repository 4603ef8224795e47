"""Requests: one list of a cycle, each added, changed, closed; whom to look for."""

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
from common.tables import table_response
from registry.actions import requests
from registry.forms.requests import RequestChangeForm, RequestFilter, RequestForm
from registry.models import Cycle, MenteeCard, Problem
from registry.models import Request as MenteeRequest
from registry.permissions.cards import may_change_card, may_view_cards
from registry.permissions.people import may_export_people
from registry.queries import requests as found
from registry.queries.coverage import Coverage, coverage_of
from registry.queries.cycles import current_cycle
from registry.queries.vocabulary import competences_of
from registry.views.exports import people_table

HEADINGS = (
    *("Наставляемый", "Класс, группа", "Запрос", "Темы", "Вид", "От кого узнали"),
    *("Срочный", "Дата", "Закрыт", "Проблемы", "Состояние наставляемого"),
)
COVERAGE_HEADINGS = (
    *("Тема", "Наставляемых ждёт", "Наставников", "Свободных мест"),
    *("Не хватает мест", "Итог"),
)
ENDINGS = frozenset({"xlsx", "csv"})


@require_GET
def request_list(request: Request) -> HttpResponse:
    """Show what the mentees of the cycle ask for."""
    may_view_cards(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    form = _filter(request, cycle)
    rows = _requests(request, cycle, form)
    return render(
        request,
        "registry/request_list.html",
        {
            "cycle": cycle,
            "form": form,
            "page": page_of(request, found.for_list(rows)),
            "mentee_count": found.mentees_among(rows),
            "may_export": may_export_people(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def request_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the requests shown."""
    cycle = _exported_cycle(request, ending)
    rows = found.for_list(_requests(request, cycle, _filter(request, cycle)))
    cells = (
        (
            row.card.person.full_name,
            str(row.card.person.group or ""),
            row.text,
            "; ".join(topic.title for topic in row.competences.all()),
            row.get_kind_display(),
            row.get_channel_display(),
            "да" if row.is_urgent else "",
            row.asked_on,
            row.closed_on,
            "; ".join(problem.title for problem in row.problems.all()),
            row.card.get_status_display(),
        )
        for row in rows
    )
    return people_table(request, ending, "Запросы", HEADINGS, cells, cycle.title)


@require_GET
def coverage_list(request: Request) -> HttpResponse:
    """Show by topic who asks and who can help: whom to look for comes first."""
    may_view_cards(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    rows = coverage_of(request.user, cycle)
    return render(
        request,
        "registry/coverage_list.html",
        {
            "cycle": cycle,
            "page": page_of(request, rows, 50),
            "uncovered_count": sum(row.code == "uncovered" for row in rows),
            "may_export": may_export_people(request.user, request.organisation),
        },
    )


@require_GET
def coverage_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the same table."""
    cycle = _exported_cycle(request, ending)
    cells = (_cells(row) for row in coverage_of(request.user, cycle))
    title = f"Кого искать, {cycle.title}"
    return table_response(ending, title, COVERAGE_HEADINGS, cells)


def _cells(row: Coverage) -> tuple[str | int, ...]:
    return (row.title, row.mentees, row.mentors, row.places, row.wanted, row.label)


@require_http_methods(["GET", "POST"])
@acts_once
def request_add(request: Request, pk: int) -> HttpResponse:
    """Add a need to a mentee's card."""
    card = get_object_or_404(
        MenteeCard.objects.visible_to(request.user).select_related(
            "person", "cycle", "organisation"
        ),
        pk=pk,
    )
    may_change_card(request.user, card).require()
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        requests.add_request(card=card, by=request.user, **form.cleaned_data)
        messages.success(request, "Запрос добавлен.")
        return redirect(link("registry:mentee_detail", pk=card.pk))
    return render(request, "registry/request_add.html", {"form": form, "card": card})


@require_http_methods(["GET", "POST"])
def request_change(request: Request, pk: int) -> HttpResponse:
    """Put the words, the topics or the particulars of a need right."""
    asked = _asked(request, pk)
    may_change_card(request.user, asked.card).require()
    form = RequestChangeForm(
        request.POST or None,
        request_row=asked,
        offered=competences_of(request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        requests.change_request(request=asked, by=request.user, **form.cleaned_data)
        messages.success(request, "Запрос сохранён.")
        return redirect(link("registry:mentee_detail", pk=asked.card_id))
    return render(
        request,
        "registry/request_change.html",
        {
            "form": form,
            "card": asked.card,
            "asked": asked,
            "may_change": may_change_card(request.user, asked.card),
        },
    )


@require_POST
def request_close(request: Request, pk: int) -> HttpResponse:
    """Say that the need is no more."""
    asked = requests.close_request(request=_asked(request, pk), by=request.user)
    messages.success(request, "Запрос закрыт: наставника по нему больше не ищут.")
    return redirect(link("registry:mentee_detail", pk=asked.card_id))


@require_POST
def request_reopen(request: Request, pk: int) -> HttpResponse:
    """Take a closed need up again."""
    asked = requests.reopen_request(request=_asked(request, pk), by=request.user)
    messages.success(request, "Запрос снова открыт.")
    return redirect(link("registry:mentee_detail", pk=asked.card_id))


def _filter(request: Request, cycle: Cycle) -> RequestFilter:
    return RequestFilter(
        request.GET,
        topics=competences_of(request.organisation),
        problems=Problem.objects.filter(cycle=cycle),
    )


def _requests(
    request: Request, cycle: Cycle, form: RequestFilter
) -> QuerySet[MenteeRequest]:
    rows = found.requests_found(request.user, cycle, form.chosen)
    return sorted_rows(request, rows, found.ORDERS)


def _exported_cycle(request: Request, ending: str) -> Cycle:
    may_export_people(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None or ending not in ENDINGS:
        raise Http404
    return cycle


def _asked(request: Request, pk: int) -> MenteeRequest:
    seen = MenteeRequest.objects.visible_to(request.user).select_related(
        "card__person", "card__cycle", "card__organisation"
    )
    return get_object_or_404(seen, pk=pk)
