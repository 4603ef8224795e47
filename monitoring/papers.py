"""Papers of monitoring."""

from __future__ import annotations

from documents.kinds import Paper
from monitoring.actions.reports import KIND


class CuratorReport(Paper):
    """The curator's report of a cycle (DK-83): issued by the curator, no director."""

    code = KIND
    template_name = "papers/curator_report.html"
