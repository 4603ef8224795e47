"""A roadmap as a plan's file holds it: the reverse of loading, nothing lost (R-335)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Prefetch

from accounts.enums import Role
from common.russian.names import FullName
from programmes.deadlines import UNSPECIFIED, Deadline
from programmes.models import Measure, Responsible, Roadmap, Section
from programmes.plan_reading.responsibles import label_of
from programmes.roadmap_templates import (
    ANY_ORGANISATION,
    Approval,
    Basis,
    Column,
    DeadlineSpec,
    DocumentRef,
    ItemTemplate,
    Level,
    LevelOf,
    MeasureTemplate,
    Period,
    PeriodKind,
    ResponsibleRole,
    RoadmapTemplate,
    SectionKind,
    SectionTemplate,
    SectionWork,
    Structure,
)

OWN_CODE = "own_plan"
NO_TITLE = "(без названия)"
_Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan as its file holds it, and the code in it of each measure's row."""

    template: RoadmapTemplate
    codes: Mapping[int, str]


def template_of(roadmap: Roadmap) -> RoadmapTemplate:
    """Return the plan as its file holds it: what is printed and what was understood.

    States of measures are not part of a plan, nor are names of people: a responsible
    who was only named here stands under his post or role. Few queries, however long.
    """
    return whole_plan(roadmap).template


def whole_plan(
    roadmap: Roadmap, *, with_names: bool = False, is_open: bool = False
) -> WholePlan:
    """Return the plan and its codes; `with_names` calls the people named here by name.

    `is_open` is for anybody's eyes: a printed word that means a person gives way to his
    post or role, whatever is printed.
    """
    told = _Told(roadmap, with_names=with_names, is_open=is_open)
    return WholePlan(_template(told), told.codes)


def _template(told: _Told) -> RoadmapTemplate:
    roadmap = told.roadmap
    sections = [
        told.section(section, ordinal)
        for ordinal, section in enumerate(told.sections, start=1)
    ]
    return RoadmapTemplate(
        code=roadmap.template_code or OWN_CODE,
        title=roadmap.title,
        organisation_type=roadmap.organisation_type or ANY_ORGANISATION,
        structure=Structure(roadmap.structure),
        printed_section_count=roadmap.printed_section_count,
        mentee_audiences=tuple(roadmap.mentee_audiences),
        period=_period(roadmap),
        approval=_approval(roadmap.approval),
        columns=tuple(Column(each["key"], each["title"]) for each in roadmap.columns),
        work_columns=tuple(roadmap.work_columns),
        level_of=_levels(roadmap.level_of),
        is_result_in_document_column=roadmap.is_result_in_document_column,
        roles=tuple(told.roles.values()),
        flags=tuple(roadmap.flags),
        notes=tuple(roadmap.notes),
        sections=tuple(sections),
    )


def understood(stored: _Entry, raw: str) -> Deadline:
    """Read a deadline of the database; the printed text of its own column wins."""
    content = {key: value for key, value in stored.items() if key != "is_inherited"}
    if not content:
        return replace(UNSPECIFIED, raw=raw)
    return replace(Deadline.from_json(content), raw=raw)


@dataclass
class _Told:
    """What is read once for the whole plan."""

    roadmap: Roadmap
    with_names: bool
    is_open: bool
    sections: list[Section] = field(init=False)
    roles: dict[str, ResponsibleRole] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = {each["label"]: _role(each) for each in self.roadmap.roles}
        self.sections = list(
            Section.objects.filter(roadmap=self.roadmap).prefetch_related(
                Prefetch(
                    "measures",
                    Measure.objects.prefetch_related(
                        "items", "responsibles__person", "responsibles__team"
                    ),
                )
            )
        )
        self._section_stages = _stages_in_order(
            Section, [section.pk for section in self.sections]
        )
        measures = [
            each for section in self.sections for each in section.measures.all()
        ]
        self._stages = _stages_in_order(Measure, [each.pk for each in measures])
        self.codes = _codes(measures, self.roadmap.template_code or OWN_CODE)

    def section(self, section: Section, ordinal: int) -> SectionTemplate:
        deadline = understood(section.deadline, section.deadline_raw)
        return SectionTemplate(
            ordinal=ordinal,
            number_printed=section.number_printed,
            title=(section.title.strip() and section.title) or NO_TITLE,
            title_printed=section.title_printed,
            kind=SectionKind(section.kind),
            canonical=tuple(self._section_stages[section.pk]),
            deadline=deadline,
            documents=_documents(section.documents_printed),
            result=section.result,
            work=_work(section),
            deviation=section.deviation,
            flags=tuple(section.flags),
            source=section.source,
            measures=tuple(
                self.measure(measure, place, deadline)
                for place, measure in enumerate(section.measures.all(), start=1)
            ),
        )

    def measure(
        self, measure: Measure, ordinal: int, of_section: Deadline
    ) -> MeasureTemplate:
        return MeasureTemplate(
            code=self.codes[measure.pk],
            ordinal=ordinal,
            parent=self.codes[measure.parent_id] if measure.parent_id else "",
            number_printed=measure.number_printed,
            title=(measure.title.strip() and measure.title) or NO_TITLE,
            title_printed=measure.title_printed,
            is_heading=measure.is_heading,
            items=tuple(
                ItemTemplate(item.text, understood(item.deadline, item.deadline_raw))
                for item in measure.items.all()
            ),
            canonical=tuple(self._stages[measure.pk]),
            deadline=_spec(measure, of_section),
            responsibles=self._responsibles(list(measure.responsibles.all())),
            result=measure.result,
            documents=_documents(measure.documents_printed),
            flags=tuple(measure.flags),
            source=measure.source,
        )

    def _responsibles(self, named: list[Responsible]) -> tuple[ResponsibleRole, ...]:
        told = [each for each in named if not self._is_bare_name(each)] or named
        shown = tuple(self._responsible(each) for each in told)
        return tuple(dict.fromkeys(shown)) if self.is_open else shown

    def _is_bare_name(self, responsible: Responsible) -> bool:
        """Whether anybody would read a name the plan brought and nobody confirmed."""
        is_word = responsible.person is None and responsible.team is None
        return self.is_open and is_word and label_of(responsible.label).is_person

    def _responsible(self, responsible: Responsible) -> ResponsibleRole:
        is_hidden = self.is_open and responsible.person is not None
        is_hidden = is_hidden or self._is_bare_name(responsible)
        label = "" if is_hidden else responsible.label
        label = label or self._word_for(responsible)
        if label not in self.roles:
            self.roles[label] = ResponsibleRole(
                code=responsible.role or str(Role.RESPONSIBLE),
                label=label,
                role=responsible.role,
                is_inferred=responsible.is_inferred,
                basis="",
            )
        return self.roles[label]

    def _word_for(self, responsible: Responsible) -> str:
        person = responsible.person
        if responsible.team is not None:
            return responsible.team.title
        if person is not None and self.with_names:
            name = FullName.parse(person.full_name).short()
            return f"{name}, {person.post}" if person.post else name
        if person is not None and person.post:
            return person.post
        return Role(responsible.role or Role.RESPONSIBLE).label


def _stages_in_order(
    model: type[Section | Measure], pks: Iterable[int]
) -> dict[int, list[str]]:
    """Codes of stages by row, in the order in which they were linked."""
    name = f"{model._meta.model_name}_id"
    links = (
        model.stages.through._default_manager.filter(**{f"{name}__in": list(pks)})
        .order_by("pk")
        .values_list(name, "stage__code")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, code in links:
        found[pk].append(code)
    return found


def _codes(measures: Sequence[Measure], plan: str) -> dict[int, str]:
    """The code of each measure: its own, or the first free number for an added one."""
    codes: dict[int, str] = {}
    taken: set[str] = set()
    for measure in measures:
        if measure.code and measure.code not in taken:
            codes[measure.pk] = measure.code
            taken.add(measure.code)
    number = 0
    for measure in measures:
        while measure.pk not in codes:
            number += 1
            if (code := f"{plan}-added-{number}") not in taken:
                codes[measure.pk] = code
    return codes


def _spec(measure: Measure, of_section: Deadline) -> DeadlineSpec:
    own = understood(measure.deadline, measure.deadline_raw)
    is_inherited = (
        bool(measure.deadline.get("is_inherited"))
        and own == of_section
        and own != UNSPECIFIED
    )
    suggested = measure.suggested_deadline
    if not suggested:
        return DeadlineSpec(own, is_inherited)
    return DeadlineSpec(
        own, is_inherited, Deadline.from_json(suggested["deadline"]), suggested["basis"]
    )


def _work(section: Section) -> SectionWork | None:
    if not (section.inner_work or section.outer_work or section.work_number):
        return None
    return SectionWork(
        section.work_number,
        tuple(section.inner_work),
        tuple(section.outer_work),
        section.work_source,
    )


def _documents(printed: Sequence[Mapping[str, str]]) -> tuple[DocumentRef, ...]:
    kinds = {each.get("kind", "") for each in printed}
    return tuple(
        DocumentRef(
            kind=each.get("kind", ""),
            title=each["title"],
            basis=Basis(each.get("basis") or Basis.DOCUMENT_COLUMN),
            part_of=each.get("part_of", "") if each.get("part_of") in kinds else "",
        )
        for each in printed
    )


def _role(entry: _Entry) -> ResponsibleRole:
    return ResponsibleRole(
        code=str(entry["code"]),
        label=str(entry["label"]),
        role=str(entry["role"]),
        is_inferred=bool(entry["is_inferred"]),
        basis=str(entry["basis"]),
    )


def _levels(stored: Mapping[str, str]) -> LevelOf:
    names = ("deadline", "documents", "responsibles", "result")
    return LevelOf(*[Level(stored.get(name, Level.NOT_PRINTED)) for name in names])


def _period(roadmap: Roadmap) -> Period:
    told = roadmap.period
    return Period(
        kind=PeriodKind(told.get("kind", PeriodKind.UNSPECIFIED)),
        raw=roadmap.period_raw,
        starts_on=_day(told.get("starts_on", "")),
        ends_on=_day(told.get("ends_on", "")),
        is_inferred=bool(told.get("is_inferred")),
        note=told.get("note", ""),
    )


def _approval(stored: Mapping[str, str]) -> Approval | None:
    if not stored:
        return None
    return Approval(
        order_number=stored.get("order_number", ""),
        order_on=_day(stored.get("order_on", "")),
        body=stored.get("body", ""),
        protocol_number=stored.get("protocol_number", ""),
        protocol_on=_day(stored.get("protocol_on", "")),
        appendix=stored.get("appendix", ""),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
