"""A cycle's roadmap: taken from a template, its days computed for the cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes import deadlines, roadmap_templates
from programmes.actions.printing import print_plan
from programmes.deadlines import Deadline
from programmes.models import Measure, MeasureItem, Roadmap
from programmes.permissions.roadmap import (
    may_be_replaced,
    may_change_roadmap,
    may_drop_roadmap,
)
from programmes.queries.cycle_frame import Frame, fresh_frame_of
from programmes.roadmap_templates import RoadmapTemplate
from registry.models import Cycle, Person


def load_roadmap(*, cycle: Cycle, template_code: str, by: User | None) -> Roadmap:
    """Give the cycle its roadmap from one of the portal's own templates."""
    template = roadmap_templates.load(template_code)
    return load_plan(cycle=cycle, template=template, by=by)


@transaction.atomic
def load_plan(
    *,
    cycle: Cycle,
    template: RoadmapTemplate,
    by: User | None,
    people: Mapping[str, Person] = MappingProxyType({}),
) -> Roadmap:
    """Give the cycle its roadmap from a plan, exactly as the plan prints it.

    A cycle has one roadmap; one with no work done in it may be replaced by another
    (R-341). `people` are those whom printed words mean, as somebody confirmed (R-303).
    by=None is the demo and the headless run.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if by is not None:
        may_change_roadmap(by, cycle).require()
    _clear_untouched(cycle)
    roadmap = print_plan(template, cycle, people)
    recompute_days(cycle=cycle)
    audit.record(
        by=by, what="roadmap.loaded", on=roadmap, after={"template": template.code}
    )
    return roadmap


def _clear_untouched(cycle: Cycle) -> None:
    verdict = may_be_replaced(cycle)
    if not verdict:
        raise Refused(verdict.refusal)
    Roadmap.objects.filter(cycle=cycle).delete()


@transaction.atomic
def drop_roadmap(*, roadmap: Roadmap, by: User) -> None:
    """Take away a plan by which nobody works yet, with all that was typed into it."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=roadmap.cycle_id)
    roadmap = Roadmap.objects.select_related("cycle", "approving_document").get(
        cycle=cycle
    )
    may_drop_roadmap(by, roadmap).require()
    audit.record(
        by=by, what="roadmap.dropped", on=roadmap, before={"title": roadmap.title}
    )
    roadmap.delete()


@transaction.atomic
def recompute_days(*, cycle: Cycle, by: User | None = None, told: str = "") -> int:
    """Compute every measure's day anew; return how many changed.

    Called when the roadmap is loaded and whenever an order comes into force or loses it:
    a term «после приказа» of that kind starts then, or waits again (R-300). A day
    somebody put off by hand stays. `told` is what the history of an open measure says of
    it; without it nothing is told: a plan just loaded has no history yet.
    """
    frame = fresh_frame_of(cycle)
    changed = []
    measures = Measure.objects.filter(section__roadmap__cycle=cycle)
    # By key, as every lock on several measures: two at once wait, and never for each other.
    for measure in measures.select_for_update(of=("self",)).order_by("pk"):
        before = measure.planned_on
        planned_on = day_of(measure.deadline, frame)
        is_moved = measure.due_on != before
        due_on = measure.due_on if is_moved else planned_on
        if (planned_on, due_on) != (before, measure.due_on):
            measure.planned_on, measure.due_on = planned_on, due_on
            changed.append(measure)
            if told and measure.is_open:
                _tell_term(measure, before, by, told)
    Measure.objects.bulk_update(changed, ["planned_on", "due_on"], batch_size=500)
    items = []
    for item in MeasureItem.objects.filter(measure__section__roadmap__cycle=cycle):
        due_on = day_of(item.deadline, frame)
        if due_on != item.due_on:
            item.due_on = due_on
            items.append(item)
    MeasureItem.objects.bulk_update(items, ["due_on"], batch_size=500)
    return len(changed)


def _tell_term(
    measure: Measure, before: date | None, by: User | None, told: str
) -> None:
    verb = "term_moved"
    if before is None:
        verb = "term_begun"
    elif measure.planned_on is None:
        verb = "term_stopped"
    audit.record(
        by=by,
        what=f"measure.{verb}",
        on=measure,
        before={"planned_on": before},
        after={"planned_on": measure.planned_on},
        remark=told,
    )


def day_of(stored: dict[str, object], frame: Frame) -> date | None:
    """Return the last day of a stored deadline in the cycle, if it has one yet."""
    content = {name: value for name, value in stored.items() if name != "is_inherited"}
    return deadlines.due_on(Deadline.from_json(content, "measure.deadline"), **frame)
