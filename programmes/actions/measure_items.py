"""Items of a measure: each with a mark, a deadline and a responsible of its own (R-125)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.roadmap_edits import editing, short
from programmes.actions.row_cells import Writing, set_deadline
from programmes.models import Measure, MeasureItem
from programmes.permissions.roadmap import may_report_item
from registry.models import Person

GONE = "Этого пункта уже нет. Обновите страницу."


@transaction.atomic
def mark_item(*, item: MeasureItem, is_done: bool, by: User) -> MeasureItem:
    """Put the mark with today's day, or take it away; the same twice is one mark."""
    item = _locked(item)
    may_report_item(by, item).require()
    if (item.done_on is not None) == is_done:
        return item
    before = item.done_on
    item.done_on = timezone.localdate() if is_done else None
    item.save(update_fields=["done_on"])
    audit.record(
        by=by,
        what="measure.item_done" if is_done else "measure.item_undone",
        on=item.measure,
        before={"done_on": before},
        after={"done_on": item.done_on},
        remark=item.text,
        ids=[item.pk],
    )
    return item


def _locked(item: MeasureItem) -> MeasureItem:
    """Hold the measure first: whoever types its items over holds it too."""
    list(Measure.objects.select_for_update(of=("self",)).filter(pk=item.measure_id))
    found = (
        MeasureItem.objects.select_for_update(of=("self",))
        .select_related("measure", "responsible")
        .filter(pk=item.pk)
        .first()
    )
    if found is None:
        raise Refused(GONE)
    return found


@transaction.atomic
def edit_item(
    *,
    item: MeasureItem,
    text: str,
    deadline_raw: str,
    responsible: Person | None,
    by: User,
) -> MeasureItem:
    """Give an item its words, its own deadline and who answers for it."""
    measure = item.measure
    with editing(measure.section.roadmap, by, f"пункт: «{short(text)}»") as step:
        row = step.measure(measure.pk)
        step.about(row)
        found = row.items.filter(pk=item.pk).first()
        if found is None:
            raise Refused(GONE)
        found.text, found.responsible = text, responsible
        if found.deadline_raw != deadline_raw:
            set_deadline(found, deadline_raw, Writing(step.roadmap, by))
        found.save()
    return found
