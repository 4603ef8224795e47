"""«Обращения об уничтожении»: the list, the decision, the carrying out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.freshness import fresh_sign_in_required, freshness_url, is_fresh
from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from common.paging import page_of
from common.verdict import Verdict
from registry.actions import erasures
from registry.enums import ErasureGround
from registry.forms.erasures import RecordForm, RefusalForm
from registry.models import Erasure, Person
from registry.permissions.erasures import (
    may_carry_out_erasure,
    may_decide_erasure,
    may_record_erasure,
    may_view_erasures,
)
from registry.queries.erasure_act import sorts_of
from registry.queries.erasures import hindrances_of
from registry.views.refusals import refusal_on


@require_GET
def erasure_list(request: Request) -> HttpResponse:
    """Show what was asked, what waits and until when."""
    may_view_erasures(request.user, request.organisation).require()
    rows = Erasure.objects.visible_to(request.user).for_list()
    today = timezone.localdate()
    page = page_of(request, rows)
    return render(
        request,
        "registry/erasure_list.html",
        {
            "page": page,
            "rows": [(each, each.days_left(today)) for each in page],
            "waiting_count": rows.waiting().count(),
        },
    )


@require_GET
def erasure_detail(request: Request, pk: int) -> HttpResponse:
    """Show one request, what stands in its way, and what it ended with."""
    erasure = _erasure(request, pk)
    is_staff = bool(may_view_erasures(request.user, request.organisation))
    return render(
        request,
        "registry/erasure_detail.html",
        {
            "erasure": erasure,
            "days_left": erasure.days_left(timezone.localdate()),
            "is_staff": is_staff,
            "hindrances": hindrances_of(erasure.person) if erasure.is_open else [],
            "sorts": sorts_of(erasure),
            "may_decide": may_decide_erasure(request.user, erasure),
            "may_carry_out": may_carry_out_erasure(request.user, erasure),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def erasure_record(request: Request, pk: int) -> HttpResponse:
    """Write a request down from paper."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    may_record_erasure(request.user, person).require()
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusal_on(form):
            erasure = erasures.record(
                person=person,
                ground=ErasureGround(told["ground"]),
                requested_on=told["requested_on"],
                remark=told["remark"],
                by=request.user,
            )
            messages.success(request, "Обращение записано. Решение примет директор.")
            return redirect(link("registry:erasure_detail", pk=erasure.pk))
    return render(
        request,
        "registry/erasure_record.html",
        {
            "form": form,
            "person": person,
            "back_url": link("registry:consent_person", pk=person.pk),
            "hindrances": hindrances_of(person),
        },
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def erasure_approve(request: Request, pk: int) -> HttpResponse:
    """Let the director decide that the data are destroyed."""
    return _confirmed(
        request,
        _erasure(request, pk),
        may_decide_erasure,
        erasures.approve,
        ("Решение: уничтожить данные", "Решить: уничтожить", "Решение принято."),
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def erasure_carry_out(request: Request, pk: int) -> HttpResponse:
    """Begin the destruction."""
    return _confirmed(
        request,
        _erasure(request, pk),
        may_carry_out_erasure,
        erasures.carry_out,
        (
            "Уничтожить данные",
            "Уничтожить данные без возможности вернуть",
            "Исполнение началось. Акт появится здесь через минуту.",
        ),
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def erasure_refuse(request: Request, pk: int) -> HttpResponse:
    """Turn the request down with a reason."""
    erasure = _erasure(request, pk)
    may_decide_erasure(request.user, erasure).require()
    form = RefusalForm(request.POST or None)
    back = link("registry:erasure_detail", pk=pk)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            erasures.refuse(erasure=erasure, by=request.user, **form.cleaned_data)
            messages.success(request, "Отказ записан, заявителю отправлено письмо.")
            return redirect(back)
    return render(
        request,
        "registry/erasure_refuse.html",
        {
            "erasure": erasure,
            "form": form,
            "back_url": back,
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


def _confirmed(
    request: Request,
    erasure: Erasure,
    may: Callable[..., Verdict],
    act: Callable[..., Erasure],
    words: tuple[str, str, str],
) -> HttpResponse:
    may(request.user, erasure).require()
    back = link("registry:erasure_detail", pk=erasure.pk)
    title, button, done = words
    if request.method == "POST":
        try:
            act(erasure=erasure, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(back)
    return render(
        request,
        "registry/erasure_confirm.html",
        {
            "erasure": erasure,
            "title": title,
            "button": button,
            "back_url": back,
            "hindrances": hindrances_of(erasure.person),
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


def _erasure(request: Request, pk: int) -> Erasure:
    return get_object_or_404(
        Erasure.objects.visible_to(request.user).select_related(
            "person__organisation", "act", "organisation", "decided_by", "done_by"
        ),
        pk=pk,
    )
