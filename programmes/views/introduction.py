"""The page where the order on introduction is entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common.links import link
from programmes.actions import introduction
from registry.forms.cycles import IntroductionForm
from registry.models import Cycle
from registry.permissions.cycles import may_introduce_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def cycle_introduce(request: Request, pk: int) -> HttpResponse:
    """Enter the order that introduces mentoring, signed outside the portal."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "introduction_order", "organisation"
        ),
        pk=pk,
    )
    may_introduce_cycle(request.user, cycle).require()
    form = IntroductionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            introduction.introduce_by_paper(
                cycle=cycle, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Приказ внесён. Цикл идёт.")
            return redirect(link("registry:cycle_detail", pk=cycle.pk))
    return render(
        request, "programmes/cycle_introduce.html", {"form": form, "cycle": cycle}
    )
