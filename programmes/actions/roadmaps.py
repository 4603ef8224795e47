"""A cycle's roadmap: taken from a template, its days computed for the cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.russian.dates import school_year_start
from documents.models import DocumentKind
from programmes import deadlines, roadmap_templates
from programmes.deadlines import Deadline
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureItem, Responsible, Roadmap, Section
from programmes.permissions.roadmap import may_change_roadmap
from programmes.roadmap_templates import (
    Approval,
    DocumentRef,
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)
from registry.models import Cycle, Person, Stage


class Printing:
    """What printing a template needs throughout: vocabulary by code, years to move.

    A plan of another year keeps its words; its days move by whole school years.
    """

    def __init__(self, template: RoadmapTemplate, cycle: Cycle) -> None:
        starts_on = template.period.starts_on
        self._years = (
            school_year_start(cycle.starts_on) - school_year_start(starts_on)
            if starts_on
            else 0
        )
        self._stages = {stage.code: stage for stage in Stage.objects.all()}
        self._kinds = {kind.code: kind for kind in DocumentKind.objects.all()}

    def deadline(self, printed: Deadline) -> dict[str, object]:
        return deadlines.moved(printed, self._years).to_json()

    def stages(self, codes: Iterable[str]) -> list[Stage]:
        return [self._stages[code] for code in codes]

    def kinds(self, documents: Iterable[DocumentRef]) -> list[DocumentKind]:
        codes = dict.fromkeys(document.kind for document in documents)
        return [self._kinds[code] for code in codes]


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
    roadmap = Roadmap.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        template_code=template.code,
        title=template.title,
        period_raw=template.period.raw,
        columns=[asdict(column) for column in template.columns],
        work_columns=list(template.work_columns),
        approval=_approval(template.approval),
        level_of={
            name: str(level) for name, level in asdict(template.level_of).items()
        },
        flags=list(template.flags),
    )
    _print_sections(roadmap, template, people)
    recompute_days(cycle=cycle)
    audit.record(
        by=by, what="roadmap.loaded", on=roadmap, after={"template": template.code}
    )
    return roadmap


def _clear_untouched(cycle: Cycle) -> None:
    roadmap = Roadmap.objects.filter(cycle=cycle).first()
    if roadmap is None:
        return
    touched = Measure.objects.filter(section__roadmap=roadmap).exclude(
        status=MeasureStatus.PLANNED
    )
    if touched.exists():
        raise Refused(
            "По этой дорожной карте уже идёт работа, заменить её нельзя."
            " Меняйте мероприятия по одному."
        )
    roadmap.delete()


def _print_sections(
    roadmap: Roadmap, template: RoadmapTemplate, people: Mapping[str, Person]
) -> None:
    printing = Printing(template, roadmap.cycle)
    for printed in template.sections:
        section = Section.objects.create(
            organisation_id=roadmap.organisation_id,
            roadmap=roadmap,
            ordinal=printed.ordinal,
            number_printed=printed.number_printed,
            title=printed.title,
            deadline_raw=printed.deadline.raw,
            deadline=printing.deadline(printed.deadline),
            documents_printed=_printed(printed.documents),
            flags=list(printed.flags),
            inner_work=list(printed.work.inner) if printed.work else [],
            outer_work=list(printed.work.outer) if printed.work else [],
        )
        section.stages.set(printing.stages(printed.canonical))
        section.document_kinds.set(printing.kinds(printed.documents))
        _print_measures(section, printed, printing, people)


def _print_measures(
    section: Section,
    printed: SectionTemplate,
    printing: Printing,
    people: Mapping[str, Person],
) -> None:
    made: dict[str, Measure] = {}
    for ordinal, measure in enumerate(printed.measures, start=1):
        made[measure.code] = _print_measure(
            section, measure, printing, made.get(measure.parent), ordinal
        )
        made[measure.code].stages.set(printing.stages(measure.canonical))
        made[measure.code].document_kinds.set(printing.kinds(measure.documents))
        _print_items(made[measure.code], measure, printing)
        _print_responsibles(made[measure.code], measure, people)


def _print_measure(
    section: Section,
    printed: MeasureTemplate,
    printing: Printing,
    parent: Measure | None,
    ordinal: int,
) -> Measure:
    deadline = printed.deadline.deadline
    return Measure.objects.create(
        organisation_id=section.organisation_id,
        section=section,
        parent=parent,
        ordinal=ordinal,
        number_printed=printed.number_printed,
        title=printed.title,
        is_heading=printed.is_heading,
        deadline_raw=deadline.raw,
        deadline={
            **printing.deadline(deadline),
            "is_inherited": printed.deadline.is_inherited,
        },
        result=printed.result,
        documents_printed=_printed(printed.documents),
        flags=list(printed.flags),
    )


def _print_items(
    measure: Measure, printed: MeasureTemplate, printing: Printing
) -> None:
    MeasureItem.objects.bulk_create(
        MeasureItem(
            organisation_id=measure.organisation_id,
            measure=measure,
            ordinal=ordinal,
            text=item.text,
            deadline_raw=item.deadline.raw,
            deadline=printing.deadline(item.deadline),
        )
        for ordinal, item in enumerate(printed.items, start=1)
    )


def _print_responsibles(
    measure: Measure, printed: MeasureTemplate, people: Mapping[str, Person]
) -> None:
    named: set[int] = set()
    meant: list[Person | None] = []
    for role in printed.responsibles:
        person = people.get(role.label)
        # Two spellings of one name in a cell are one person answering once.
        meant.append(person if person and person.pk not in named else None)
        named.update([person.pk] if person else [])
    Responsible.objects.bulk_create(
        Responsible(
            organisation_id=measure.organisation_id,
            measure=measure,
            ordinal=ordinal,
            label=role.label,
            role=role.role,
            person=person,
            is_inferred=role.is_inferred,
        )
        for ordinal, (role, person) in enumerate(
            zip(printed.responsibles, meant, strict=True), start=1
        )
    )


def _approval(approval: Approval | None) -> dict[str, str]:
    if approval is None:
        return {}
    return {
        name: value.isoformat() if isinstance(value, date) else value or ""
        for name, value in asdict(approval).items()
    }


def _printed(documents: Sequence[DocumentRef]) -> list[dict[str, str]]:
    return [
        {"kind": document.kind, "title": document.title, "basis": str(document.basis)}
        for document in documents
    ]


@transaction.atomic
def recompute_days(*, cycle: Cycle) -> int:
    """Compute every measure's day anew; return how many changed.

    Called when the roadmap is loaded and when the introduction order is signed: a term
    «после приказа» starts then (R-300). A day somebody put off by hand stays.
    """
    order = cycle.introduction_order
    order_on = order.signed_on if order is not None and cycle.is_introduced else None
    changed = []
    measures = Measure.objects.filter(section__roadmap__cycle=cycle)
    for measure in measures.select_for_update(of=("self",)):
        planned_on = day_of(measure.deadline, cycle, order_on)
        is_postponed = measure.status == MeasureStatus.POSTPONED
        due_on = measure.due_on if is_postponed else planned_on
        if (planned_on, due_on) != (measure.planned_on, measure.due_on):
            measure.planned_on, measure.due_on = planned_on, due_on
            changed.append(measure)
    Measure.objects.bulk_update(changed, ["planned_on", "due_on"], batch_size=500)
    items = []
    for item in MeasureItem.objects.filter(measure__section__roadmap__cycle=cycle):
        due_on = day_of(item.deadline, cycle, order_on)
        if due_on != item.due_on:
            item.due_on = due_on
            items.append(item)
    MeasureItem.objects.bulk_update(items, ["due_on"], batch_size=500)
    return len(changed)


def day_of(
    stored: dict[str, object], cycle: Cycle, order_on: date | None
) -> date | None:
    """Return the last day of a stored deadline in the cycle, if it has one yet."""
    content = {name: value for name, value in stored.items() if name != "is_inherited"}
    deadline = Deadline.from_json(content, "measure.deadline")
    return deadlines.due_on(
        deadline,
        cycle_start=cycle.starts_on,
        cycle_end=cycle.ends_on,
        order_on=order_on,
    )
