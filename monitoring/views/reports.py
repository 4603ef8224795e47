"""The curator's reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of
from common.tables import attachment
from documents import pdf
from documents.serving import pdf_response, why_no_pdf
from monitoring.actions import reports
from monitoring.forms import ReportForm
from monitoring.models import Report
from monitoring.papers import CuratorReport
from monitoring.permissions import may_prepare_report, may_view_reports
from monitoring.queries.report import ReportWords, report_payload
from registry.queries.cycles import current_cycle


@require_GET
def report_list(request: Request) -> HttpResponse:
    """Show the reports issued so far."""
    may_view_reports(request.user, request.organisation).require()
    rows = Report.objects.visible_to(request.user).select_related(
        "cycle", "document", "created_by"
    )
    return render(
        request,
        "monitoring/report_list.html",
        {
            "page": page_of(request, rows),
            "may_prepare": may_prepare_report(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def report_add(request: Request) -> HttpResponse:
    """Write the words, look at the draft, issue the report."""
    may_prepare_report(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл: отчёт составляют по нему.")
        return redirect(link("monitoring:report_list"))
    form = ReportForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        reports.prepare_report(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, "Отчёт составлен, PDF печатается.")
        return redirect(link("monitoring:report_list"))
    return render(request, "monitoring/report_add.html", {"form": form, "cycle": cycle})


@require_POST
def report_preview(request: Request) -> HttpResponse:
    """Print what the form says now, marked «ПРОЕКТ»; nothing is kept."""
    may_prepare_report(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return redirect(link("monitoring:report_list"))
    form = ReportForm(request.POST, cycle=cycle)
    if not form.is_valid():
        return render(
            request, "monitoring/report_add.html", {"form": form, "cycle": cycle}
        )
    payload = report_payload(cycle, ReportWords(**form.cleaned_data), request.user)
    content = pdf.render(CuratorReport.template_name, payload)
    return attachment(content, "Проект отчёта.pdf", "application/pdf")


@require_GET
def report_pdf(request: Request, pk: int) -> HttpResponse:
    """Show the PDF once it is printed and kept."""
    reports_seen = Report.objects.visible_to(request.user)
    report = get_object_or_404(
        reports_seen.select_related("document__kind", "document__organisation"), pk=pk
    )
    reason = why_no_pdf(report.document)
    if reason:
        messages.info(request, reason)
        return redirect(link("monitoring:report_list"))
    return pdf_response(report.document)
