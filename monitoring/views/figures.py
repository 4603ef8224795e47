"""Figures of the cycle and the lists they count."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request
from common.paging import page_of
from common.tables import table_response
from monitoring.permissions import (
    may_open_survey,
    may_prepare_report,
    may_submit_summary,
    may_view_figures,
)
from monitoring.queries.families import (
    FAMILIES,
    MEETINGS,
    MENTEES,
    MENTORS,
    PAIRS,
    PLAN_ROWS,
    REQUESTS,
    Family,
    Slice,
)
from monitoring.queries.figures import (
    CycleFigures,
    figures_of,
    mentors_chart,
    pairs_chart,
    rows_of,
    slice_of,
)
from registry.models import Cycle
from registry.queries.cycles import current_cycle


@require_GET
def overview(request: Request) -> HttpResponse:
    """Show the figures of the current cycle; each opens the list it counts."""
    may_view_figures(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "monitoring/overview_none.html")
    figures = figures_of(cycle, request.user)
    return render(
        request,
        "monitoring/overview.html",
        {
            "cycle": cycle,
            "figures": figures,
            "groups": _groups(figures),
            "pairs_chart": pairs_chart(figures),
            "mentors_chart": mentors_chart(figures),
            "may_open_survey": may_open_survey(request.user, cycle),
            "may_prepare": may_prepare_report(request.user, request.organisation),
            "may_submit": may_submit_summary(request.user, cycle),
        },
    )


def _groups(figures: CycleFigures) -> list[dict[str, object]]:
    shares = {
        "Наставляемые": ("охват", figures.coverage),
        "Запросы": ("обеспечено", figures.request_share),
        "Планы пар": ("выполнено", figures.plan_share),
    }
    return [
        {"title": title, "figures": rows, "share": shares.get(title)}
        for title, rows in (
            (
                "Наставляемые",
                figures.figures(MENTEES, "all", "with-pair", "without-pair"),
            ),
            (
                "Наставники",
                figures.figures(MENTORS, "all", "with-pair", "without-pair"),
            ),
            ("Пары", [*figures.figures(PAIRS, "fixed"), *figures.by_status(PAIRS)]),
            ("Запросы", figures.figures(REQUESTS, "all", "covered", "uncovered")),
            ("Встречи", figures.figures(MEETINGS, "held", "planned", "silent")),
            ("Планы пар", figures.figures(PLAN_ROWS, "all", "done", "planned")),
        )
    ]


@require_GET
def figure_list(request: Request, family: str, part: str) -> HttpResponse:
    """Show the rows a figure counts."""
    cycle, found, counted = _found(request, family, part)
    page = page_of(request, rows_of(found, counted, cycle, request.user))
    return render(
        request,
        "monitoring/figure_list.html",
        {
            "cycle": cycle,
            "family": found,
            "part": counted,
            "columns": "|".join(found.headings),
            "page": page,
            "lines": [
                list(zip(found.headings, found.cells_of(row), strict=True))
                for row in page
            ],
        },
    )


@require_GET
def figure_export(request: Request, family: str, part: str) -> HttpResponse:
    """Give the same rows as a spreadsheet: `?as=csv` or XLSX."""
    cycle, found, counted = _found(request, family, part)
    return table_response(
        request.GET.get("as", "xlsx"),
        f"{found.title}: {counted.title}",
        found.headings,
        [found.cells_of(row) for row in rows_of(found, counted, cycle, request.user)],
    )


def _found(request: Request, family: str, part: str) -> tuple[Cycle, Family, Slice]:
    may_view_figures(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    found = FAMILIES.get(family)
    if cycle is None or found is None:
        raise Http404
    counted = slice_of(found, cycle, part)
    if counted is None:
        raise Http404
    return cycle, found, counted
