"""The plan leaves the portal: on paper, as files, and before the director."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from common.links import link
from common.tables import XLSX, attachment
from documents import pdf
from documents.serving import pdf_file
from programmes.actions import roadmap_approval
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap, may_see_roadmap
from programmes.queries.roadmap_next import earlier_roadmap, next_cycle
from programmes.queries.roadmap_sheet import (
    annual_sheet,
    is_changed_since_approval,
    month_sheet,
    month_words,
    months_of,
    print_payload,
    sheet_of,
)
from programmes.queries.roadmap_template import template_of
from programmes.roadmap_sheets import Sheet
from programmes.roadmap_sheets.spreadsheet import to_xlsx
from programmes.roadmap_templates import dump
from registry.queries.cycles import current_cycle

YAML = "application/yaml"
TEMPLATE = "papers/roadmap.html"


@require_GET
def roadmap_print(request: Request) -> HttpResponse:
    """Offer everything the plan can be printed and saved as; `plan` names another cycle's."""
    roadmap = _roadmap_or_404(request)
    months = months_of(roadmap)
    today = timezone.localdate().replace(day=1)
    following = next_cycle(roadmap)
    return render(
        request,
        "programmes/roadmap_print.html",
        {
            "roadmap": roadmap,
            "may_change": may_change_roadmap(request.user, roadmap.cycle),
            "document": roadmap.approving_document,
            "draft": roadmap.approval_draft,
            "is_changed": is_changed_since_approval(roadmap),
            "months": [(f"{month:%Y-%m}", month_words(month)) for month in months],
            "this_month": f"{today:%Y-%m}",
            "next_cycle": following,
            "may_copy": following and may_change_roadmap(request.user, following),
            "earlier": earlier_roadmap(roadmap.cycle),
        },
    )


@require_GET
def roadmap_file(request: Request, form: str) -> HttpResponse:
    """Hand the plan over in its own columns, or as a file the portal reads back."""
    roadmap = _roadmap_or_404(request)
    if form == "yaml":
        text = dump(template_of(roadmap))
        return attachment(text.encode(), f"{_name(roadmap)}.yaml", YAML)
    sheet = sheet_of(roadmap, with_marks="marks" in request.GET)
    return _file(roadmap, sheet, form, _name(roadmap))


@require_GET
def roadmap_extract(request: Request, form: str) -> HttpResponse:
    """Hand over the part of the annual plan, or the plan of a month (R-131, R-361)."""
    roadmap = _roadmap_or_404(request)
    if "month" not in request.GET:
        name = f"Раздел годового плана, {roadmap.cycle.title}"
        return _file(roadmap, annual_sheet(roadmap), form, name)
    month = _month(request.GET["month"])
    name = f"План работы на {month_words(month)}"
    return _file(roadmap, month_sheet(roadmap, month), form, name)


@require_POST
def roadmap_approve(request: Request) -> HttpResponse:
    """Draw up the order that approves the plan, or the plan for «УТВЕРЖДАЮ»."""
    kind = request.POST.get("kind", "")
    if kind not in {roadmap_approval.ORDER, roadmap_approval.PLAN}:
        raise Http404
    document = roadmap_approval.prepare_approval(
        roadmap=_roadmap_or_404(request), kind=kind, by=request.user
    )
    messages.success(request, "Проект составлен. Проверьте и представьте директору.")
    return redirect(link("documents:document_detail", pk=document.pk))


def _file(roadmap: Roadmap, sheet: Sheet, form: str, name: str) -> HttpResponse:
    if form == "pdf":
        content = pdf.render(TEMPLATE, print_payload(roadmap, sheet))
        return pdf_file(content, f"{name}.pdf")
    if form == "docx":
        # python-docx and lxml are heavy, and few requests need them.
        from programmes.roadmap_sheets.word import DOCX, to_docx  # noqa: PLC0415

        return attachment(to_docx(sheet), f"{name}.docx", DOCX)
    if form == "xlsx":
        return attachment(to_xlsx(sheet), f"{name}.xlsx", XLSX)
    raise Http404


def _name(roadmap: Roadmap) -> str:
    return f"Дорожная карта, {roadmap.cycle.title}".replace("/", "-")


def _month(asked: str) -> date:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Http404 from None


def _roadmap_or_404(request: Request) -> Roadmap:
    may_see_roadmap(request.user, request.organisation.pk).require()
    roadmaps = Roadmap.objects.filter(organisation=request.organisation).select_related(
        "cycle__organisation",
        "cycle__introduction_order",
        "approving_document__kind",
        "approval_draft__kind",
    )
    asked = request.GET.get("plan", "")
    if asked.isdecimal():
        return get_object_or_404(roadmaps, pk=int(asked))
    return get_object_or_404(roadmaps, cycle=current_cycle(request.organisation))
