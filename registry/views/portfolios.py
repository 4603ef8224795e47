"""A mentor's portfolio: shown, filled in by himself or the curator, printed."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from documents.serving import attachment_response, pdf_file
from registry.actions import portfolios
from registry.forms.portfolios import PortfolioEntryForm, PortfolioSectionForm
from registry.models import MentorCard, Person, PortfolioEntry, PortfolioSection
from registry.permissions.cards import may_view_cards
from registry.permissions.questionnaires import (
    has_consent,
    may_change_own_questions,
    may_change_portfolio,
    may_view_portfolio,
)
from registry.queries.portfolios import entries_seen_by, portfolio_of, sections_of
from registry.queries.questionnaire_paper import portfolio_pdf as drawn
from registry.views.refusals import refusal_on


@require_GET
def portfolio(request: Request, pk: int) -> HttpResponse:
    """Show a mentor's portfolio by section."""
    person = _person(request, pk)
    consent = has_consent(person)
    may_view = may_view_portfolio(request.user, person)
    return render(
        request,
        "registry/portfolio.html",
        {
            "person": person,
            "card": MentorCard.objects.visible_to(request.user)
            .filter(person=person)
            .order_by("-cycle_id")
            .first(),
            "consent": consent,
            "may_view": may_view,
            "is_staff": bool(may_view_cards(request.user, request.organisation)),
            "sections": portfolio_of(person) if may_view else [],
            "may_change": may_change_portfolio(request.user, person),
            "may_keep": may_change_own_questions(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def portfolio_add(request: Request, pk: int) -> HttpResponse:
    """File one more line."""
    person = _person(request, pk)
    may_change_portfolio(request.user, person).require()
    form = PortfolioEntryForm(
        *_sent(request),
        sections=sections_of(request.organisation),
        section=request.GET.get("section", ""),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            portfolios.add_entry(
                person=person,
                values=form.values,
                scan=form.cleaned_data["scan"],
                by=request.user,
            )
            messages.success(request, "Запись добавлена.")
            return redirect(link("registry:portfolio", pk=person.pk))
    return render(
        request, "registry/portfolio_form.html", {"form": form, "person": person}
    )


@require_http_methods(["GET", "POST"])
def portfolio_change(request: Request, pk: int) -> HttpResponse:
    """Put a line right."""
    entry = _entry(request, pk)
    may_change_portfolio(request.user, entry.person).require()
    form = PortfolioEntryForm(
        *_sent(request),
        sections=_offered(entry),
        entry=entry,
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            portfolios.change_entry(
                entry=entry,
                values=form.values,
                scan=form.cleaned_data["scan"],
                by=request.user,
            )
            messages.success(request, "Запись сохранена.")
            return redirect(link("registry:portfolio", pk=entry.person_id))
    return render(
        request,
        "registry/portfolio_form.html",
        {"form": form, "person": entry.person, "entry": entry},
    )


@require_http_methods(["GET", "POST"])
def portfolio_remove(request: Request, pk: int) -> HttpResponse:
    """Take a line out, after a question."""
    entry = _entry(request, pk)
    may_change_portfolio(request.user, entry.person).require()
    if request.method == "POST":
        portfolios.remove_entry(entry=entry, by=request.user)
        messages.success(request, "Запись удалена.")
        return redirect(link("registry:portfolio", pk=entry.person_id))
    return render(request, "registry/portfolio_remove.html", {"entry": entry})


@require_GET
def portfolio_file(request: Request, pk: int) -> HttpResponse:
    """Hand over the file of a line."""
    entry = _entry(request, pk)
    may_view_portfolio(request.user, entry.person).require()
    if entry.attachment is None:
        raise Http404
    return attachment_response(entry.attachment)


@require_GET
def portfolio_pdf(request: Request, pk: int) -> HttpResponse:
    """Hand over the portfolio as a paper."""
    person = _person(request, pk)
    may_view_portfolio(request.user, person).require()
    return pdf_file(drawn(person), f"Портфолио, {person.full_name}.pdf")


@require_http_methods(["GET", "POST"])
@acts_once
def portfolio_sections(request: Request) -> HttpResponse:
    """Show the sections of the format, and add one of the organisation's own."""
    may_change_own_questions(request.user, request.organisation).require()
    form = PortfolioSectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            portfolios.add_section(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Раздел добавлен.")
            return redirect(link("registry:portfolio_sections"))
    return render(
        request,
        "registry/portfolio_sections.html",
        {"form": form, "sections": sections_of(request.organisation, is_whole=True)},
    )


@require_POST
def portfolio_section_switch(request: Request, pk: int) -> HttpResponse:
    """Offer an own section, or offer it no more."""
    rows = PortfolioSection.objects.filter(organisation=request.organisation)
    section = portfolios.switch_section(
        section=get_object_or_404(rows, pk=pk),
        is_active=request.POST.get("is_active") == "yes",
        by=request.user,
    )
    messages.success(
        request,
        "Раздел снова предлагается."
        if section.is_active
        else "Раздел больше не предлагается. Записи в нём остались.",
    )
    return redirect(link("registry:portfolio_sections"))


def _sent(
    request: Request,
) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile[bytes]] | None]:
    if request.method != "POST":
        return None, None
    return request.POST, request.FILES


def _offered(entry: PortfolioEntry) -> list[PortfolioSection]:
    """The sections on offer, and the one the entry is filed under."""
    rows = sections_of(entry.organisation, is_whole=True)
    return [row for row in rows if row.is_active or row.pk == entry.section_id]


def _person(request: Request, pk: int) -> Person:
    people = Person.objects.visible_to(request.user).select_related(
        "organisation", "group"
    )
    return get_object_or_404(people, pk=pk)


def _entry(request: Request, pk: int) -> PortfolioEntry:
    return get_object_or_404(entries_seen_by(request.user), pk=pk)
