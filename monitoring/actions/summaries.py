"""What an institution tells its municipal centre."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common.links import link
from common.tenancy import within
from documents.numbering import local_day
from monitoring.enums import SUMMARY_TRANSITIONS, SummaryStatus
from monitoring.letters import SummarySubmitted
from monitoring.models import Summary
from monitoring.permissions import may_submit_summary
from monitoring.queries.summaries import summary_figures
from notifications.actions import notify
from registry.models import Cycle


@transaction.atomic
def submit_summary(*, cycle: Cycle, by: User) -> Summary:
    """Send the cycle's figures to the centre; the earlier ones are replaced (R-299).

    Only aggregates leave, none below five and none that would tell such a one.
    """
    cycle = (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("organisation__parent")
        .get(pk=cycle.pk)
    )
    may_submit_summary(by, cycle).require()
    for earlier in Summary.objects.select_for_update(of=("self",)).filter(
        cycle=cycle, status=SummaryStatus.SUBMITTED
    ):
        SUMMARY_TRANSITIONS.check(earlier.status, SummaryStatus.REPLACED)
        earlier.status = SummaryStatus.REPLACED
        earlier.save(update_fields=["status"])
    summary = Summary.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        as_of=local_day(timezone.now(), cycle.organisation.time_zone),
        figures=summary_figures(cycle, by),
        submitted_by=by,
    )
    audit.record(by=by, what="summary.submitted", on=summary)
    _tell_the_centre(summary)
    return summary


def _tell_the_centre(summary: Summary) -> None:
    # Without a centre may_submit_summary lets nobody send.
    centre = cast(Organisation, summary.organisation.parent)
    with within(centre.pk):
        notify(
            letter=SummarySubmitted,
            to=holders(centre.pk, [Role.MUNICIPAL_COORDINATOR]),
            organisation=centre,
            key=f"summary_submitted:{summary.pk}",
            path=link("monitoring:municipal", organisation=centre.slug),
            context={"sender": summary.organisation, "summary": summary},
        )
