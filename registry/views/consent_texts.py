"""The wordings of consents: read, worded anew, printed blank."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from documents.serving import pdf_file
from registry.actions.consent_texts import edit_text
from registry.actions.consents import text_for
from registry.enums import ConsentKind
from registry.forms.consent_texts import ConsentTextForm
from registry.permissions.consents import may_change_consent_text, may_view_consents
from registry.queries.consent_lists import SHORT_KINDS
from registry.queries.consent_paper import blank_pdf
from registry.queries.consents import editions_of
from registry.views.refusals import refusal_on

FOR_MINORS = {ConsentKind.REPRESENTATIVE, ConsentKind.NEEDS_ANALYSIS}


@require_GET
def consent_text_list(request: Request) -> HttpResponse:
    """Show the editions of each kind, the one in use first."""
    may_view_consents(request.user, request.organisation).require()
    kinds = [
        (kind, SHORT_KINDS[kind], list(editions_of(request.organisation, kind)))
        for kind in ConsentKind
    ]
    return render(
        request,
        "registry/consent_text_list.html",
        {
            "kinds": kinds,
            "may_change": may_change_consent_text(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
def consent_text_edit(request: Request, kind: str) -> HttpResponse:
    """Word a consent anew: the next edition."""
    may_change_consent_text(request.user, request.organisation).require()
    chosen = _kind(kind)
    current = text_for(request.organisation, chosen)
    form = ConsentTextForm(request.POST or None, text=current)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            text = edit_text(
                organisation=request.organisation,
                kind=chosen,
                wording=form.wording,
                by=request.user,
            )
            if text == current:
                messages.info(request, "Текст не изменился: редакция прежняя.")
            else:
                messages.success(
                    request,
                    f"Новая редакция № {text.version} действует. Уже данные согласия"
                    " остаются по прежней.",
                )
            return redirect(link("registry:consent_text_list"))
    return render(
        request,
        "registry/consent_text_edit.html",
        {"form": form, "current": current, "kind": SHORT_KINDS[chosen]},
    )


@require_GET
def consent_text_blank(request: Request, kind: str) -> HttpResponse:
    """Print a form with nobody's name; `minor` in the address for a representative."""
    may_view_consents(request.user, request.organisation).require()
    chosen = _kind(kind)
    is_for_minor = chosen in FOR_MINORS or (
        chosen == ConsentKind.PUBLICATION and "minor" in request.GET
    )
    text = text_for(request.organisation, chosen)
    content = blank_pdf(request.organisation, text, is_for_minor=is_for_minor)
    return pdf_file(content, f"{SHORT_KINDS[chosen]}, бланк.pdf")


def _kind(code: str) -> ConsentKind:
    try:
        return ConsentKind(code)
    except ValueError:
        raise Http404 from None
