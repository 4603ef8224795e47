"""The register of consents: who lacks what, papers recorded and printed in bulk."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.errors import Refused
from common.links import link
from common.paging import page_of, sorted_rows
from common.russian.plural import counted
from documents.actions import attach
from documents.serving import pdf_file
from registry.actions import blanks, consents, guardians
from registry.enums import ConsentKind, ConsentStatus
from registry.forms.consents import ConsentAskForm, ConsentFilter, PaperForm
from registry.list_resources import ConsentResource
from registry.models import Consent
from registry.permissions.consents import (
    may_export_consents,
    may_record_consents,
    may_verify_consent,
    may_view_consents,
)
from registry.queries.consent_journal import LONGEST, journal_pdf
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
from registry.views.exports import list_file
from registry.views.refusals import refusal_on


@require_GET
def consent_list(request: Request) -> HttpResponse:
    """Show consents by state, with what may be done to many of them at once."""
    may_view_consents(request.user, request.organisation).require()
    form = _filter(request)
    rows = _asked(request, form)
    # Said of the people too: then their index gives the rows in order.
    at_home = rows.filter(person__organisation=request.organisation)
    page = page_of(request, at_home, count=rows.count())
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
            "may_export": may_export_consents(request.user, request.organisation),
            "query": _unchosen(request),
            "chosen": set(_keys(request.GET)),
            "is_whole": "whole" in request.GET,
        },
    )


@require_GET
def consent_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the rows shown as a table."""
    may_export_consents(request.user, request.organisation).require()
    rows = rows_on(_asked(request, _filter(request)), local_day(request.organisation))
    return list_file(request, ending, ConsentResource, rows)


@require_GET
def consent_journal(request: Request) -> HttpResponse:
    """Print the rows shown as the journal of consents."""
    may_export_consents(request.user, request.organisation).require()
    form = _filter(request)
    rows = list(_asked(request, form)[: LONGEST + 1])
    if len(rows) > LONGEST:
        messages.error(
            request,
            f"В журнал на бумаге помещается {LONGEST} строк. Выберите класс или вид"
            " согласия либо скачайте таблицу XLSX.",
        )
        return redirect(_list_url(request))
    content = journal_pdf(request.organisation, rows, form.chosen.told)
    return pdf_file(content, "Журнал согласий.pdf")


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
    try:
        if act == "print":
            pack = blanks.order(consents=chosen, by=request.user)
            return redirect(link("registry:blank_pack_detail", pk=pack.pk))
        if act == "ask":
            _ask(request, chosen)
        elif act == "verify":
            _verify(request, chosen)
    except Refused as refusal:
        # What was ticked stays ticked.
        messages.error(request, str(refusal))
        return redirect(f"{link('registry:consent_list')}?{_selection(request)}")
    return redirect(_list_url(request))


def _ask(request: Request, chosen: list[Consent]) -> None:
    form = ConsentAskForm(request.POST)
    if not form.is_valid():
        raise Refused("Выберите, какое согласие запросить.")
    people = list({row.person_id: row.person for row in chosen}.values())
    asked = consents.ask(people=people, by=request.user, **form.cleaned_data)
    messages.success(
        request, f"Запрошено: {counted(asked, 'согласие', 'согласия', 'согласий')}."
    )


def _verify(request: Request, chosen: list[Consent]) -> None:
    signed = [row for row in chosen if row.status == ConsentStatus.SIGNED]
    if not signed:
        raise Refused("Проверять нечего: отметьте тех, кто уже подписал.")
    for row in signed:
        refusal = may_verify_consent(request.user, row).refusal
        if refusal:
            raise Refused(f"{row.person.full_name}: {refusal} Снимите здесь отметку.")
    with transaction.atomic():
        for row in signed:
            consents.verify(consent=row, by=request.user)
    messages.success(
        request,
        f"Проверено: {counted(len(signed), 'согласие', 'согласия', 'согласий')}.",
    )


@require_http_methods(["GET", "POST"])
def consent_record(request: Request) -> HttpResponse:
    """Record papers signed by hand for all the chosen people at once."""
    may_record_consents(request.user, request.organisation).require()
    chosen = [row for row in _chosen(request) if row.status in RECORDABLE]
    if not chosen:
        messages.error(
            request, "Записывать нечего: выберите согласия, которых не хватает."
        )
        return redirect(f"{link('registry:consent_list')}?{_selection(request)}")
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
        for child, values, basis in form.guardians:
            guardians.add_guardian(
                child=child, values=values, basis=basis, by=request.user
            )
        recorded = consents.record_paper(
            consents=chosen,
            signed_on=asked["signed_on"],
            attachment=attachment or None,
            by=request.user,
            is_cosigned=asked.get("is_cosigned", False),
            answers=form.answers,
        )
    noted = counted(len(chosen), "согласие", "согласия", "согласий")
    messages.success(request, f"Записано: {noted}.")
    waiting = sum(row.awaits_cosigner for row in recorded)
    if waiting:
        messages.warning(
            request,
            f"Ждут подписи подростка: {waiting}. Эти согласия начнут действовать, когда"
            " он подпишет в кабинете или на бумаге.",
        )


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


def _selection(request: Request) -> str:
    query = request.GET.copy()
    given = request.POST if "chosen" in request.POST else request.GET
    if "whole" in request.POST:
        query["whole"] = "1"
    query.setlist("chosen", given.getlist("chosen"))
    return query.urlencode()


def _list_url(request: Request) -> str:
    return f"{link('registry:consent_list')}?{_unchosen(request)}"


def _unchosen(request: Request) -> str:
    """Return what the register is narrowed by, without what is ticked in it."""
    query = request.GET.copy()
    for name in ("chosen", "whole"):
        query.pop(name, None)
    return query.urlencode()
