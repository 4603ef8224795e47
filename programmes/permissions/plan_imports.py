"""May this person bring a plan of his own into the cycle?"""

from __future__ import annotations

from accounts.models import User
from common.verdict import YES, Verdict, all_of, no
from programmes.enums import PlanImportStatus
from programmes.models import PlanImport
from programmes.permissions.roadmap import may_be_replaced, may_change_roadmap
from registry.models import Cycle


def may_import_plan(user: User, cycle: Cycle) -> Verdict:
    """Whoever may change the roadmap."""
    return may_change_roadmap(user, cycle)


def may_review_plan(user: User, plan_import: PlanImport) -> Verdict:
    """The same, while the plan is neither accepted nor put away."""
    verdict = may_change_roadmap(user, plan_import.cycle)
    if not verdict:
        return verdict
    if plan_import.status == PlanImportStatus.ACCEPTED:
        return no("Этот план уже принят: правьте дорожную карту.")
    if plan_import.status == PlanImportStatus.DISCARDED:
        return no("Этот план отложен. Верните его к проверке.")
    return YES


def may_accept_plan(user: User, plan_import: PlanImport) -> Verdict:
    """The same, while nothing binding stands in the plan's place."""
    return all_of(
        may_review_plan(user, plan_import), may_be_replaced(plan_import.cycle)
    )


def may_resume_plan(user: User, plan_import: PlanImport) -> Verdict:
    """Take up a plan that was put away."""
    verdict = may_change_roadmap(user, plan_import.cycle)
    if verdict and plan_import.status != PlanImportStatus.DISCARDED:
        return no("Этот план не отложен.")
    return verdict
