"""The curator's report: figures taken once, a paper issued at once (R-211)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.russian.dates import short_date
from documents import actions as documents
from monitoring.models import Report
from monitoring.permissions import may_prepare_report
from monitoring.queries.report import ReportWords, report_payload
from registry.models import Cycle

KIND = "curator_report"


@transaction.atomic
def prepare_report(
    *,
    cycle: Cycle,
    period_from: date,
    period_to: date,
    conclusions: str,
    suggestions: str,
    by: User,
) -> Report:
    """Issue the report of a period; what is printed never changes with the figures.

    A later correction is another report. Its PDF is printed by a worker.
    """
    may_prepare_report(by, cycle.organisation).require()
    if period_to < period_from:
        raise Refused("Конец периода раньше начала. Исправьте даты.")
    if not conclusions.strip():
        raise Refused("Напишите выводы: без них отчёт не полон.")
    words = ReportWords(period_from, period_to, conclusions, suggestions)
    title = f"Отчёт куратора за {short_date(period_from)} — {short_date(period_to)}"
    document = documents.issue(
        organisation=cycle.organisation,
        kind=KIND,
        title=title,
        payload=report_payload(cycle, words, by),
        by=by,
    )
    report = Report.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        title=title,
        period_from=period_from,
        period_to=period_to,
        conclusions=conclusions,
        suggestions=suggestions,
        document=document,
        created_by=by,
    )
    audit.record(by=by, what="report.prepared", on=report)
    return report
