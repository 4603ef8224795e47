"""Letters by hand to all who keep something waiting, and the rules of reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from common.paging import page_of
from common.russian.plural import counted
from monitoring.actions import nudges
from monitoring.enums import NudgeKind
from monitoring.forms import NudgeForm, ReminderRulesForm
from monitoring.models import Nudge
from monitoring.permissions import may_change_reminder_rules, may_nudge
from monitoring.queries.nudges import preview
from monitoring.queries.reminders.items import rules_of


@require_GET
def nudge_list(request: Request) -> HttpResponse:
    """Offer what to remind of, and show what was sent by hand so far."""
    may_nudge(request.user, request.organisation).require()
    return render(
        request,
        "monitoring/nudge_list.html",
        {
            "kinds": list(NudgeKind),
            "page": page_of(request, Nudge.objects.select_related("by")),
            "may_change_rules": may_change_reminder_rules(
                request.user, request.organisation
            ),
        },
    )


@require_GET
def nudge_preview(request: Request, kind: str) -> HttpResponse:
    """Show who gets the letter, how, with which text, and who gets nothing and why."""
    may_nudge(request.user, request.organisation).require()
    form = NudgeForm(request.GET if "words" in request.GET else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    letter = preview(
        _kind_or_404(kind), request.organisation, by=request.user, words=words
    )
    return render(
        request,
        "monitoring/nudge_preview.html",
        {
            "letter": letter,
            "form": form,
            "words": words,
            "page": page_of(request, letter.addressees),
            "may_nudge": may_nudge(request.user, request.organisation),
        },
    )


@require_POST
def nudge_send(request: Request, kind: str) -> HttpResponse:
    """Send what was looked at."""
    nudge = nudges.send_nudge(
        kind=_kind_or_404(kind),
        organisation=request.organisation,
        seal=request.POST.get("seal", ""),
        words=request.POST.get("words", "")[:600],
        by=request.user,
    )
    people = counted(len(nudge.recipients), "человеку", "людям", "людям")
    messages.success(request, f"Напоминание отправлено {people}.")
    return redirect(link("monitoring:nudge_list"))


@require_http_methods(["GET", "POST"])
def reminder_rules(request: Request) -> HttpResponse:
    """Change when the organisation is reminded of its deadlines."""
    organisation = request.organisation
    may_change_reminder_rules(request.user, organisation).require()
    rules = rules_of([organisation.pk])[organisation.pk]
    form = ReminderRulesForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid():
        nudges.change_reminder_rules(
            organisation=organisation, values=form.cleaned_data, by=request.user
        )
        messages.success(request, "Порядок напоминаний сохранён.")
        return redirect(link("monitoring:reminder_rules"))
    return render(request, "monitoring/reminder_rules.html", {"form": form})


def _kind_or_404(kind: str) -> NudgeKind:
    if kind not in NudgeKind.values:
        raise Http404
    return NudgeKind(kind)
