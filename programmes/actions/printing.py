"""A plan into rows, exactly as the plan prints it: used by whatever brings a plan in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType

from django.db import models

from common.russian.dates import school_year_start
from documents.models import DocumentKind
from programmes import deadlines
from programmes.deadlines import Deadline
from programmes.deadlines.shape import MONTHS_IN_YEAR
from programmes.models import Measure, MeasureItem, Responsible, Roadmap, Section
from programmes.roadmap_templates import (
    Approval,
    DocumentRef,
    MeasureTemplate,
    Period,
    RoadmapTemplate,
    SectionTemplate,
)
from registry.models import Cycle, Person, Stage


class Printing:
    """What printing a template needs throughout: vocabulary by code, years to move.

    A plan of another year keeps its words; its days move by whole school years.
    `people` are those whom printed words mean (R-303).
    """

    def __init__(
        self,
        template: RoadmapTemplate,
        cycle: Cycle,
        people: Mapping[str, Person] = MappingProxyType({}),
    ) -> None:
        self.people = people
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

    def period(self, period: Period) -> dict[str, object]:
        """Return the period of the plan, moved together with its days."""
        told = {
            "kind": str(period.kind),
            "starts_on": self._moved(period.starts_on),
            "ends_on": self._moved(period.ends_on),
            "is_inferred": period.is_inferred,
            "note": period.note,
        }
        return {name: value for name, value in told.items() if value}

    def _moved(self, day: date | None) -> str:
        months = self._years * MONTHS_IN_YEAR
        return deadlines.add_months(day, months).isoformat() if day else ""

    def link(
        self,
        row: Section | Measure,
        canonical: Iterable[str],
        documents: Iterable[DocumentRef],
    ) -> None:
        """Map the row to its stages and kinds of documents, in the plan's own order."""
        stages = [self._stages[code] for code in canonical]
        _link_in_order(type(row).stages.through, row, "stage", stages)
        codes = dict.fromkeys(document.kind for document in documents if document.kind)
        kinds = [self._kinds[code] for code in codes]
        _link_in_order(type(row).document_kinds.through, row, "documentkind", kinds)


def _link_in_order(
    through: type[models.Model],
    row: Section | Measure,
    name: str,
    linked: Sequence[models.Model],
) -> None:
    """Store the links one after another: the order of their keys is the printed order."""
    through._default_manager.bulk_create(
        through(**{f"{row._meta.model_name}_id": row.pk, f"{name}_id": each.pk})
        for each in linked
    )


def print_plan(
    template: RoadmapTemplate, cycle: Cycle, people: Mapping[str, Person]
) -> Roadmap:
    """Create the cycle's roadmap with every row of the template; days are not computed."""
    printing = Printing(template, cycle, people)
    roadmap = Roadmap.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        template_code=template.code,
        title=template.title,
        organisation_type=template.organisation_type,
        structure=str(template.structure),
        printed_section_count=template.printed_section_count,
        mentee_audiences=list(template.mentee_audiences),
        period_raw=template.period.raw,
        period=printing.period(template.period),
        columns=[asdict(column) for column in template.columns],
        work_columns=list(template.work_columns),
        approval=_approval(template.approval),
        level_of={
            name: str(level) for name, level in asdict(template.level_of).items()
        },
        is_result_in_document_column=template.is_result_in_document_column,
        roles=[asdict(role) for role in template.roles],
        flags=list(template.flags),
        notes=list(template.notes),
    )
    for printed in template.sections:
        _print_section(roadmap, printed, printing)
    return roadmap


def _print_section(
    roadmap: Roadmap, printed: SectionTemplate, printing: Printing
) -> None:
    work = printed.work
    section = Section.objects.create(
        organisation_id=roadmap.organisation_id,
        roadmap=roadmap,
        ordinal=printed.ordinal,
        number_printed=printed.number_printed,
        title=printed.title,
        title_printed=printed.title_printed,
        kind=str(printed.kind),
        deadline_raw=printed.deadline.raw,
        deadline=printing.deadline(printed.deadline),
        documents_printed=_printed(printed.documents),
        result=printed.result,
        deviation=printed.deviation,
        flags=list(printed.flags),
        source=printed.source,
        inner_work=list(work.inner) if work else [],
        outer_work=list(work.outer) if work else [],
        work_number=work.number_printed if work else "",
        work_source=work.source if work else "",
    )
    printing.link(section, printed.canonical, printed.documents)
    print_measures(section, printed.measures, printing)


def print_measures(
    section: Section,
    measures: Iterable[MeasureTemplate],
    printing: Printing,
    *,
    after: int = 0,
) -> list[Measure]:
    """Add the measures to the section, from the place after `after`; return them."""
    made: dict[str, Measure] = {}
    for ordinal, printed in enumerate(measures, start=after + 1):
        measure = _print_measure(
            section, printed, printing, made.get(printed.parent), ordinal
        )
        made[printed.code] = measure
        printing.link(measure, printed.canonical, printed.documents)
        _print_items(measure, printed, printing)
        _print_responsibles(measure, printed, printing.people)
    return list(made.values())


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
        code=printed.code,
        number_printed=printed.number_printed,
        title=printed.title,
        title_printed=printed.title_printed,
        is_heading=printed.is_heading,
        deadline_raw=deadline.raw,
        deadline={
            **printing.deadline(deadline),
            "is_inherited": printed.deadline.is_inherited,
        },
        suggested_deadline=_suggested(printed, printing),
        result=printed.result,
        documents_printed=_printed(printed.documents),
        flags=list(printed.flags),
        source=printed.source,
    )


def _suggested(printed: MeasureTemplate, printing: Printing) -> dict[str, object]:
    spec = printed.deadline
    if spec.suggested is None:
        return {}
    return {
        "deadline": printing.deadline(spec.suggested),
        "basis": spec.suggested_why,
    }


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
        {**asdict(document), "basis": str(document.basis)} for document in documents
    ]
