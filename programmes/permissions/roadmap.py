"""May this person change the roadmap or report on a measure?"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, no
from programmes.models import Measure
from registry.enums import CycleStatus
from registry.models import Cycle


def may_see_roadmap(user: User, organisation_id: int) -> Verdict:
    """Everybody with a role in the organisation reads its roadmap (A.13)."""
    return may(user, Permission.ROADMAP_VIEW, organisation_id, "участник программы")


def may_change_roadmap(user: User, cycle: Cycle) -> Verdict:
    """The curator, while the cycle is not over."""
    verdict = may(user, Permission.ROADMAP_CHANGE, cycle.organisation_id, "куратор")
    if verdict and cycle.status == CycleStatus.CLOSED:
        return no("Цикл завершён: его дорожная карта — архив.")
    return verdict


def may_report_measure(user: User, measure: Measure) -> Verdict:
    """The curator reports on any measure, a responsible on his own (R-322)."""
    if user.has(Permission.ROADMAP_CHANGE, measure.organisation_id):
        return YES
    verdict = may(
        user,
        Permission.MEASURE_REPORT,
        measure.organisation_id,
        "куратор или ответственный за мероприятие",
    )
    if verdict and not _answers_for(user, measure):
        return no("Отмечает куратор или ответственный за это мероприятие.")
    return verdict


def _answers_for(user: User, measure: Measure) -> bool:
    own = Measure.objects.answered_by(user, measure.organisation_id)
    return own.filter(pk=measure.pk).exists()
