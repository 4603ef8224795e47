"""May this person change the roadmap or report on a measure?"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from accounts.models import User
from accounts.permissions import may
from accounts.roles import STAFF_ROLES, Permission
from common.verdict import YES, Verdict, all_of, no
from documents.enums import DocumentStatus
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureComment, MeasureItem, Roadmap
from registry.enums import CycleStatus
from registry.models import Cycle

BINDING = (DocumentStatus.SUBMITTED, DocumentStatus.SIGNED)


def may_see_roadmap(user: User, organisation_id: int) -> Verdict:
    """Everybody with a role in the organisation reads its roadmap (A.13)."""
    return may(user, Permission.ROADMAP_VIEW, organisation_id, "участник программы")


def may_change_roadmap(user: User, cycle: Cycle) -> Verdict:
    """The curator, while the cycle is not over."""
    verdict = may(user, Permission.ROADMAP_CHANGE, cycle.organisation_id, "куратор")
    return verdict and _is_alive(cycle)


def _is_alive(cycle: Cycle) -> Verdict:
    if cycle.status == CycleStatus.CLOSED:
        return no("Цикл завершён: его дорожная карта — архив.")
    return YES


def may_be_replaced(cycle: Cycle) -> Verdict:
    """Whether another plan may take the place of the cycle's (R-341).

    A plan in which somebody has already typed or written goes only when it is asked
    for by itself: nothing of it is lost by the way.
    """
    roadmap = Roadmap.objects.filter(cycle=cycle).first()
    if roadmap is None:
        return YES
    edits = roadmap.edits.filter(undone_at=None).count()
    comments = MeasureComment.objects.filter(measure__section__roadmap=roadmap).count()
    if edits or comments:
        return no(
            "В нынешний план уже внесены правки или комментарии. Чтобы взять другой,"
            " сначала удалите нынешний."
        )
    return may_be_dropped(roadmap)


def may_be_dropped(roadmap: Roadmap) -> Verdict:
    """Whether the plan may go with all that was typed into it: no work, no approval."""
    papers = (roadmap.approving_document, roadmap.approval_draft)
    if any(paper is not None and paper.status in BINDING for paper in papers):
        return no(
            "Эта дорожная карта утверждена или ждёт директора, заменить её нельзя."
            " Меняйте мероприятия по одному."
        )
    measures = Measure.objects.filter(section__roadmap=roadmap)
    is_begun = ~Q(status=MeasureStatus.PLANNED) | Q(items__done_on__isnull=False)
    if measures.filter(is_begun).exists():
        return no(
            "По этой дорожной карте уже идёт работа, заменить её нельзя."
            " Меняйте мероприятия по одному."
        )
    return YES


def may_drop_roadmap(user: User, roadmap: Roadmap) -> Verdict:
    """The curator takes away a plan by which nobody works yet."""
    return all_of(may_change_roadmap(user, roadmap.cycle), may_be_dropped(roadmap))


def may_report_measure(user: User, measure: Measure) -> Verdict:
    """The curator reports on any measure, whoever answers for it on his own (R-104, R-322).

    Those who take part answer by name or in a team: «наставники» printed in a plan makes
    no mentor the judge of the others' work.
    """
    verdict = _is_alive(measure.section.roadmap.cycle)
    return verdict and may_report_measures(user, [measure])[measure.pk]


def may_report_measures(
    user: User, measures: Collection[Measure]
) -> dict[int, Verdict]:
    """Say the same of many measures of an organisation by their keys, in one query."""
    verdicts: dict[int, Verdict] = {}
    for organisation_id in {measure.organisation_id for measure in measures}:
        keys = [each.pk for each in measures if each.organisation_id == organisation_id]
        verdicts |= _may_report(user, organisation_id, keys)
    return verdicts


def _may_report(
    user: User, organisation_id: int, keys: Collection[int]
) -> dict[int, Verdict]:
    if user.has(Permission.ROADMAP_CHANGE, organisation_id):
        return dict.fromkeys(keys, YES)
    roles = user.roles_in(organisation_id)
    own = Measure.objects.answered_by(user, organisation_id).filter(pk__in=keys)
    if not roles & STAFF_ROLES:
        own = own.filter(
            Q(responsibles__person__user=user)
            | Q(responsibles__team__members__person__user=user)
        )
    answered = set(own.values_list("pk", flat=True)) if roles else set()
    refusal = may(
        user,
        Permission.MEASURE_REPORT,
        organisation_id,
        "куратор или ответственный за мероприятие",
    )
    if refusal:
        refusal = no("Отмечает куратор или ответственный за это мероприятие.")
    return {pk: YES if pk in answered else refusal for pk in keys}


def may_report_item(user: User, item: MeasureItem) -> Verdict:
    """Who answers for the item, and who may report on its measure (R-125)."""
    ((_, verdict),) = may_report_items(user, [item])
    return verdict and _is_alive(item.measure.section.roadmap.cycle)


def may_report_items(
    user: User, items: Collection[MeasureItem]
) -> list[tuple[MeasureItem, Verdict]]:
    """Say the same of many items, each come with its measure and responsible."""
    own = {
        item.pk
        for item in items
        if item.responsible is not None and item.responsible.user_id == user.pk
    }
    others = {item.measure_id: item.measure for item in items if item.pk not in own}
    verdicts = may_report_measures(user, others.values())
    return [
        (item, YES if item.pk in own else verdicts[item.measure_id]) for item in items
    ]


def may_confirm_measure(user: User, measure: Measure) -> Verdict:
    """The curator's word makes a reported measure done (R-322)."""
    return may_change_roadmap(user, measure.section.roadmap.cycle)


def may_comment_measure(user: User, measure: Measure) -> Verdict:
    """The staff, and whoever answers for the measure."""
    if not (verdict := _is_alive(measure.section.roadmap.cycle)):
        return verdict
    if user.roles_in(measure.organisation_id) & STAFF_ROLES:
        return may_see_roadmap(user, measure.organisation_id)
    return may_report_measure(user, measure)


def may_change_team(user: User, cycle: Cycle) -> Verdict:
    """Whoever keeps the roadmap appoints the groups that work by it (R-051)."""
    return may_change_roadmap(user, cycle)
