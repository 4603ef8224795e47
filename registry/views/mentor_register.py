"""The register of mentors: its lines, the draft of its next edition, the order."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of, sorted_rows
from common.verdict import all_of
from documents.permissions import may_prepare
from registry.actions import mentor_register
from registry.forms.mentor_register import MentorRegisterForm
from registry.models import MentorRegisterEdition
from registry.permissions.cards import may_view_cards
from registry.permissions.mentor_register import (
    may_change_register,
    may_prepare_register,
    may_view_register,
)
from registry.permissions.people import may_export_people
from registry.queries import mentor_register as found
from registry.queries.cycles import current_cycle
from registry.queries.levels import reasons_of
from registry.queries.mentor_register_paper import texts_of, usual_texts
from registry.views.exports import people_table
from registry.views.refusals import refusal_on
from registry.views.selection import NO_CYCLE, around

DRAFT = "registry:mentor_register_draft"


@require_GET
def mentor_register_list(request: Request) -> HttpResponse:
    """Show the register in force, its editions, and the way to the next one."""
    may_view_register(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, NO_CYCLE)
    lines = sorted_rows(request, found.lines_told(cycle), found.ORDERS)
    return render(
        request,
        "registry/mentor_register_list.html",
        {
            **around(request, cycle),
            "page": page_of(request, lines),
            "editions": found.editions_of(cycle),
            "draft": found.draft_edition(cycle),
            "in_force": found.edition_in_force(cycle),
            "regulation": found.regulation_in_force(request.organisation),
            "is_staff": may_view_cards(request.user, request.organisation),
            "is_drawn_up_here": may_prepare(request.user, request.organisation.pk),
            "may_prepare": may_prepare_register(request.user, cycle),
            "may_export": may_export_people(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def mentor_register_export(request: Request, ending: str) -> HttpResponse:
    """Hand the register over as a file in its set form."""
    all_of(
        may_view_register(request.user, request.organisation),
        may_export_people(request.user, request.organisation),
    ).require()
    cycle = current_cycle(request.organisation)
    if cycle is None or ending not in {"xlsx", "csv"}:
        raise Http404
    lines = sorted_rows(request, found.lines_told(cycle), found.ORDERS)
    return people_table(
        request, ending, "Реестр наставников", found.HEADINGS, found.table_rows(lines)
    )


@require_http_methods(["GET", "POST"])
@acts_once
def mentor_register_prepare(request: Request) -> HttpResponse:
    """Draw the next edition up; one that is begun is opened instead."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, NO_CYCLE)
    draft = found.draft_edition(cycle)
    if draft is not None and draft.document_id:
        may_view_register(request.user, request.organisation).require()
        return redirect(link(DRAFT, pk=draft.pk))
    may_prepare_register(request.user, cycle).require()
    selected, gone = (
        list(found.people_to_enter(cycle)),
        list(found.people_leaving(cycle)),
    )
    told = reasons_of([line.card for line in gone])
    form = MentorRegisterForm(
        request.POST or None,
        selected=selected,
        gone=gone,
        texts=usual_texts(cycle),
        entering=[card.pk for card in selected],
        leaving={
            line.pk: told.get(line.card_id) or line.card.get_status_display()
            for line in gone
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            document = mentor_register.prepare_order(
                cycle=cycle, by=request.user, **form.chosen
            )
            messages.success(
                request, "Проект приказа составлен. Проверьте и отправьте."
            )
            edition = document.mentor_register_edition
            return redirect(link(DRAFT, pk=edition.pk))
    return render(
        request,
        "registry/mentor_register_prepare.html",
        {"form": form, "cycle": cycle},
    )


@require_http_methods(["GET", "POST"])
def mentor_register_draft(request: Request, pk: int) -> HttpResponse:
    """Change the edition while its order is a draft or returned."""
    edition = _edition(request, pk)
    document = edition.document
    if document is None:
        raise Http404
    may_change = may_change_register(request.user, edition)
    if not may_change:
        if request.method == "POST":
            messages.warning(request, f"Изменения не сохранены. {may_change.refusal}")
        return redirect(link("documents:document_detail", pk=document.pk))
    entrants, leavers = found.entrants_of(edition), found.leavers_of(edition)
    selected = [line.card for line in entrants]
    selected += list(found.people_to_enter(edition.cycle))
    gone = [*leavers, *found.people_leaving(edition.cycle)]
    form = MentorRegisterForm(
        request.POST or None,
        selected=selected,
        gone=gone,
        texts=texts_of(document),
        entering=[line.card_id for line in entrants],
        leaving={line.pk: line.left_reason for line in leavers},
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            mentor_register.compose_order(
                document=document, by=request.user, **form.chosen
            )
            messages.success(request, "Проект сохранён.")
            return redirect(link(DRAFT, pk=pk))
    return render(
        request,
        "registry/mentor_register_draft.html",
        {
            "edition": edition,
            "document": document,
            "form": form,
            "may_submit": may_change,
        },
    )


@require_POST
def mentor_register_submit(request: Request, pk: int) -> HttpResponse:
    """Lay the order before the director."""
    edition = _edition(request, pk)
    if edition.document is None:
        raise Http404
    mentor_register.submit_order(document=edition.document, by=request.user)
    messages.success(request, "Приказ у директора. Он получил письмо.")
    return redirect(link("documents:document_detail", pk=edition.document.pk))


def _edition(request: Request, pk: int) -> MentorRegisterEdition:
    """The draft is seen by who sees documents; others read the register."""
    may_prepare(request.user, request.organisation.pk).require()
    editions = MentorRegisterEdition.objects.filter(organisation=request.organisation)
    return get_object_or_404(
        editions.select_related(
            "document__kind", "cycle__organisation", "organisation"
        ),
        pk=pk,
    )
