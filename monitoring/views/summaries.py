"""What goes to the municipal centre, and what the centre reads."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.tables import table_response
from monitoring.actions import summaries
from monitoring.enums import SummaryStatus
from monitoring.models import Summary
from monitoring.permissions import may_submit_summary, may_view_municipal
from monitoring.queries.summaries import (
    HIDDEN_NOTE,
    municipal_of,
    municipal_table,
    shown,
    summary_figures,
)
from registry.queries.cycles import current_cycle

# A soft hyphen where a phone's tile is narrower than the word.
TILES = (
    ("mentors", "Наставники"),
    ("mentees", "Наставля\N{SOFT HYPHEN}емые"),
    ("pairs", "Пары по приказу"),
    ("requests", "Запросы"),
    ("meetings", "Проведено встреч"),
)


@require_http_methods(["GET", "POST"])
@acts_once
def summary_submit(request: Request) -> HttpResponse:
    """Show what will be sent; send it."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл: сводка составляется по нему.")
        return redirect(link("monitoring:overview"))
    may_submit_summary(request.user, cycle).require()
    if request.method == "POST":
        summaries.submit_summary(cycle=cycle, by=request.user)
        messages.success(request, "Сводка отправлена в муниципальный центр.")
        return redirect(link("monitoring:summary_submit"))
    standing = Summary.objects.filter(cycle=cycle, status=SummaryStatus.SUBMITTED)
    figures = summary_figures(cycle, request.user)
    return render(
        request,
        "monitoring/summary_submit.html",
        {
            "cycle": cycle,
            "centre": request.organisation.parent,
            "standing": standing.select_related("submitted_by").first(),
            "rows": [(row["title"], shown(row["value"])) for row in figures.values()],
            "note": HIDDEN_NOTE,
        },
    )


@require_GET
def municipal(request: Request) -> HttpResponse:
    """Show the institutions of the centre with the figures they have sent."""
    may_view_municipal(request.user, request.organisation).require()
    table = municipal_of(request.organisation, timezone.localdate())
    return render(
        request,
        "monitoring/municipal.html",
        {
            "municipal": table,
            "tiles": [(title, table.total(code)) for code, title in TILES],
            "note": HIDDEN_NOTE,
        },
    )


@require_GET
def municipal_export(request: Request) -> HttpResponse:
    """Give the same table as a spreadsheet: `?as=csv` or XLSX."""
    may_view_municipal(request.user, request.organisation).require()
    table = municipal_of(request.organisation, timezone.localdate())
    headings, rows = municipal_table(table)
    return table_response(
        request.GET.get("as", "xlsx"), "Сводка по организациям", headings, rows
    )
