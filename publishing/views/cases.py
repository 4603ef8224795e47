"""Cases from behind: written, published, taken down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from common.paging import page_of
from publishing.actions import cases
from publishing.forms import CaseAddForm, CaseForm
from publishing.models import Case
from publishing.permissions import (
    may_change_cases,
    may_edit_case,
    may_publish_case,
    may_unpublish_case,
)
from publishing.queries.page import pairs_to_tell_of, shown_case


@require_GET
def case_list(request: Request) -> HttpResponse:
    """Show the cases in all states."""
    may_change_cases(request.user, request.organisation).require()
    rows = Case.objects.visible_to(request.user).for_list()
    return render(
        request,
        "publishing/case_list.html",
        {"page": page_of(request, rows), "has_pairs": pairs_to_tell_of().exists()},
    )


@require_http_methods(["GET", "POST"])
@acts_once
def case_add(request: Request) -> HttpResponse:
    """Write a case of a finished pair."""
    may_change_cases(request.user, request.organisation).require()
    form = CaseAddForm(
        request.POST or None,
        user=request.user,
        initial={"pair": request.GET.get("pair", "")},
    )
    if request.method == "POST" and form.is_valid():
        pair = form.cleaned_data.pop("pair")
        try:
            case = cases.add_case(pair=pair, values=form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Кейс сохранён. Посмотрите и опубликуйте.")
            return redirect(link("publishing:case_detail", pk=case.pk))
    return render(
        request, "publishing/case_form.html", {"form": form, "title": "Новый кейс"}
    )


@require_GET
def case_detail(request: Request, pk: int) -> HttpResponse:
    """Show a case as it would be read now, and what may be done with it."""
    case = _case(request, pk)
    return render(
        request,
        "publishing/case_detail.html",
        {
            "case": case,
            "shown": shown_case(case, timezone.localdate()),
            "may_edit": may_edit_case(request.user, case),
            "may_publish": may_publish_case(request.user, case),
            "may_unpublish": may_unpublish_case(request.user, case),
        },
    )


@require_http_methods(["GET", "POST"])
def case_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a case that is not published."""
    case = _case(request, pk)
    may_edit_case(request.user, case).require()
    form = CaseForm(
        request.POST or None,
        initial={name: getattr(case, name) for name in cases.FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            cases.edit_case(case=case, values=form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Кейс изменён.")
            return redirect(link("publishing:case_detail", pk=case.pk))
    return render(
        request, "publishing/case_form.html", {"form": form, "title": "Изменить кейс"}
    )


@require_POST
def case_publish(request: Request, pk: int) -> HttpResponse:
    """Put a case on the public page."""
    cases.publish_case(case=_case(request, pk), by=request.user)
    messages.success(request, "Кейс опубликован.")
    return redirect(link("publishing:case_detail", pk=pk))


@require_POST
def case_unpublish(request: Request, pk: int) -> HttpResponse:
    """Take a case off the public page."""
    cases.unpublish_case(case=_case(request, pk), by=request.user)
    messages.success(request, "Кейс снят с публикации.")
    return redirect(link("publishing:case_detail", pk=pk))


def _case(request: Request, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk)
