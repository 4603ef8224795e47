"""The register of consents: who lacks what, papers recorded and printed in bulk."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from common.paging import page_of, sorted_rows
from common.russian.plural import counted
from common.tables import table_response
from documents.actions import attach
from documents.serving import pdf_file
from registry.actions import consents
from registry.enums import ConsentKind, ConsentStatus
from registry.forms.consents import ConsentAskForm, ConsentFilter, PaperForm
from registry.models import Consent
from registry.papers.consent import PACK_SIZE, consents_pdf
from registry.permissions.consents import may_record_consents, may_view_consents
from registry.queries.consent_lists import (
    ORDERS,
    RECORDABLE,
    consent_counts,
    paper_rows,
    rows_on,
)
from registry.queries.consent_lists import (
    consent_list as listed,
)
from registry.queries.consents import local_day
from registry.queries.people import groups_of
from registry.views.refusals import refusal_on

HEADINGS = (
    *("Фамилия, имя, отчество", "Класс или группа", "Вид согласия", "Состояние"),
    *("Запрошено", "Подписано", "Кто подписал", "В качестве кого", "Как дано"),
    *("Действует до", "Отозвано"),
)


@require_GET
def consent_list(request: Request) -> HttpResponse:
    """Show consents by state, with what may be done to many of them at once."""
    may_view_consents(request.user, request.organisation).require()
    form = _filter(request)
    page = page_of(request, _asked(request, form))
    return render(
        request,
        "registry/consent_list.html",
        {
            "form": form,
            "page": page,
            "rows": rows_on(page.object_list, local_day(request.organisation)),
            "counts": consent_counts(request.organisation),
            "ask_form": ConsentAskForm(),
            "may_record": may_record_consents(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def consent_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the rows shown as a table."""
    may_view_consents(request.user, request.organisation).require()
    if ending not in {"xlsx", "csv"}:
        raise Http404
    rows = rows_on(_asked(request, _filter(request)), local_day(request.organisation))
    cells = (
        (
            row.consent.person.full_name,
            str(row.consent.person.group or ""),
            row.consent.get_kind_display(),
            str(row.status.label),
            row.consent.required_on,
            row.consent.signed_on,
            row.consent.signer_name,
            row.consent.capacity,
            row.consent.get_medium_display() if row.consent.medium else "",
            row.consent.valid_until,
            row.consent.withdrawn_at,
        )
        for row in rows
    )
    return table_response(ending, "Согласия", HEADINGS, cells)


@require_POST
def consent_bulk(request: Request) -> HttpResponse:
    """Do what was asked with the chosen rows, or lead to the page that does it."""
    may_record_consents(request.user, request.organisation).require()
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, "Отметьте в списке хотя бы одного человека.")
        return redirect(_list_url(request))
    act = request.POST.get("act")
    if act == "record":
        return redirect(f"{link('registry:consent_record')}?{_selection(request)}")
    if act == "print":
        return _print(request, chosen)
    if act == "ask":
        _ask(request, chosen)
    elif act == "verify":
        _verify(request, chosen)
    return redirect(_list_url(request))


def _print(request: Request, chosen: list[Consent]) -> HttpResponse:
    if len(chosen) > PACK_SIZE:
        messages.error(
            request, f"За один раз печатается не больше {PACK_SIZE}: выберите класс."
        )
        return redirect(_list_url(request))
    consents.issue(consents=chosen, by=request.user)
    return redirect(f"{link('registry:consent_print')}?{_selection(request, chosen)}")


def _ask(request: Request, chosen: list[Consent]) -> None:
    form = ConsentAskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Выберите, какое согласие запросить.")
        return
    people = list({row.person_id: row.person for row in chosen}.values())
    asked = consents.ask(people=people, by=request.user, **form.cleaned_data)
    messages.success(
        request, f"Запрошено: {counted(asked, 'согласие', 'согласия', 'согласий')}."
    )


def _verify(request: Request, chosen: list[Consent]) -> None:
    signed = [row for row in chosen if row.status == ConsentStatus.SIGNED]
    for row in signed:
        consents.verify(consent=row, by=request.user)
    messages.success(
        request,
        f"Проверено: {counted(len(signed), 'согласие', 'согласия', 'согласий')}.",
    )


@require_GET
def consent_print(request: Request) -> HttpResponse:
    """Show the blanks of the chosen people as one PDF, a sheet for each."""
    may_record_consents(request.user, request.organisation).require()
    rows = list(
        Consent.objects.visible_to(request.user)
        .filter(pk__in=_keys(request.GET)[:PACK_SIZE])
        .select_related("person", "signer", "text", "organisation")
        .order_by("person__group__name", "person__search", "pk")
    )
    if not rows:
        raise Http404
    return pdf_file(consents_pdf(rows), "Согласия.pdf")


@require_http_methods(["GET", "POST"])
def consent_record(request: Request) -> HttpResponse:
    """Record papers signed by hand for all the chosen people at once."""
    may_record_consents(request.user, request.organisation).require()
    chosen = [row for row in _chosen(request) if row.status in RECORDABLE]
    if not chosen:
        messages.error(
            request, "Записывать нечего: выберите согласия, которых не хватает."
        )
        return redirect(_list_url(request))
    rows = paper_rows(chosen, local_day(request.organisation))
    text = next(
        (row.text for row in chosen if row.kind == ConsentKind.PUBLICATION), None
    )
    form = PaperForm(request.POST or None, request.FILES or None, rows=rows, text=text)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            _record(request, chosen, form)
            return redirect(_list_url(request))
    return render(
        request,
        "registry/consent_record.html",
        {"form": form, "rows": rows, "back_url": _list_url(request)},
    )


def _record(request: Request, chosen: list[Consent], form: PaperForm) -> None:
    asked = form.cleaned_data
    scan = asked.get("scan")
    with transaction.atomic():
        attachment = scan and attach(
            organisation=request.organisation, upload=scan, by=request.user
        )
        consents.record_paper(
            consents=chosen,
            signed_on=asked["signed_on"],
            attachment=attachment or None,
            by=request.user,
            signers=form.signers,
            is_cosigned=asked.get("is_cosigned", False),
            answers=form.answers,
        )
    noted = counted(len(chosen), "согласие", "согласия", "согласий")
    messages.success(request, f"Записано: {noted}.")


def _filter(request: Request) -> ConsentFilter:
    return ConsentFilter(request.GET, groups=groups_of(request.organisation))


def _asked(request: Request, form: ConsentFilter) -> QuerySet[Consent]:
    rows = listed(request.user, form.chosen, local_day(request.organisation))
    return cast("QuerySet[Consent]", sorted_rows(request, rows, ORDERS))


def _chosen(request: Request) -> list[Consent]:
    """Return the ticked rows, or all the filters show; the filters are in the address."""
    given = request.POST if "chosen" in request.POST else request.GET
    whole = "whole" in request.POST or "whole" in request.GET
    if whole:
        rows = _asked(request, _filter(request))
    else:
        rows = Consent.objects.visible_to(request.user).filter(pk__in=_keys(given))
    return list(rows.select_related("person__group", "signer", "text", "organisation"))


def _keys(given: QueryDict) -> list[int]:
    return [
        int(key) for key in given.getlist("chosen") if key.isdecimal() and len(key) < 18
    ]


def _selection(request: Request, chosen: list[Consent] | None = None) -> str:
    query = request.GET.copy()
    if chosen is not None:
        return urlencode({"chosen": [row.pk for row in chosen]}, doseq=True)
    if "whole" in request.POST:
        query["whole"] = "1"
    else:
        query.setlist("chosen", request.POST.getlist("chosen"))
    return query.urlencode()


def _list_url(request: Request) -> str:
    query = request.GET.copy()
    for name in ("chosen", "whole"):
        query.pop(name, None)
    return f"{link('registry:consent_list')}?{query.urlencode()}"
