"""From parsed YAML to a checked template; the format is told in docs/roadmap-format.md."""

from __future__ import annotations

from datetime import date

from common.strict_yaml import Node, check_unique
from programmes.deadlines import UNSPECIFIED, Deadline
from programmes.roadmap_templates.shape import (
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

CANONICAL = frozenset(
    {"S1", "S2", "S3", "S4", "S5", "S6", "S7", "X1", "X2", "X3", "X4", "X5"}
)


def read_template(node: Node) -> RoadmapTemplate:
    """Check and type a parsed template."""
    roles = tuple(_role(child) for child in node.nodes("roles"))
    check_unique(f"{node.path}.roles", (role.label for role in roles))
    by_label = {role.label: role for role in roles}
    sections = tuple(
        _section(child, ordinal, by_label)
        for ordinal, child in enumerate(node.nodes("sections"), start=1)
    )
    template = RoadmapTemplate(
        code=node.text("code"),
        title=node.text("title"),
        organisation_type=node.text("organisation_type"),
        structure=node.choice("structure", Structure),
        printed_section_count=node.number("printed_section_count"),
        mentee_audiences=node.texts("mentee_audiences"),
        period=_period(node.node("period")),
        approval=_approval(node.node("approval")),
        columns=tuple(_column(child) for child in node.nodes("columns")),
        work_columns=node.texts("work_columns"),
        level_of=_levels(node.node("level_of")),
        is_result_in_document_column=node.flag("result_and_document_share_column"),
        roles=roles,
        flags=node.texts("flags"),
        notes=node.texts("notes"),
        sections=sections,
    )
    node.done()
    _check_measures(node, template)
    return template


def _check_measures(node: Node, template: RoadmapTemplate) -> None:
    """Codes are unique; a parent is a heading that stands before."""
    measures = tuple(template.measures())
    if not measures:
        raise node.fault("sections", "the plan has no measure")
    check_unique(node.path, (measure.code for measure in measures))
    headings: set[str] = set()
    for measure in measures:
        if measure.parent and measure.parent not in headings:
            raise node.fault(
                measure.code, f"parent {measure.parent!r} is no heading above"
            )
        if measure.is_heading:
            headings.add(measure.code)


def _section(
    node: Node, ordinal: int, roles: dict[str, ResponsibleRole]
) -> SectionTemplate:
    deadline = _deadline(node)
    section = SectionTemplate(
        ordinal=ordinal,
        number_printed=node.text("number_printed", ""),
        title=node.text("title"),
        title_printed=node.text("title_printed", ""),
        kind=node.choice("kind", SectionKind),
        canonical=_canonical(node),
        deadline=deadline,
        documents=_documents(node),
        result=node.text("result", ""),
        work=_work(node.node("work")),
        deviation=node.text("deviation", ""),
        flags=node.texts("flags"),
        source=node.text("source", ""),
        measures=tuple(
            _measure(child, place, roles, deadline)
            for place, child in enumerate(node.nodes("measures"), start=1)
        ),
    )
    node.done()
    return section


def _measure(
    node: Node,
    ordinal: int,
    roles: dict[str, ResponsibleRole],
    section_deadline: Deadline,
) -> MeasureTemplate:
    measure = MeasureTemplate(
        code=node.text("code"),
        ordinal=ordinal,
        parent=node.text("parent", ""),
        number_printed=node.text("number_printed", ""),
        title=node.text("title"),
        title_printed=node.text("title_printed", ""),
        is_heading=node.flag("is_heading"),
        items=_items(node),
        canonical=_canonical(node),
        deadline=_deadline_spec(node, section_deadline),
        responsibles=_responsibles(node, roles),
        result=node.text("result", ""),
        documents=_documents(node),
        flags=node.texts("flags"),
        source=node.text("source", ""),
    )
    node.done()
    return measure


def _deadline(node: Node) -> Deadline:
    if "deadline" not in node:
        return UNSPECIFIED
    return Deadline.from_json(node.value("deadline"), f"{node.path}.deadline")


def _deadline_spec(node: Node, section_deadline: Deadline) -> DeadlineSpec:
    own, is_inherited = _deadline(node), node.flag("inherits_deadline")
    if is_inherited and ("deadline" in node or section_deadline == UNSPECIFIED):
        why = "inherits a deadline and has one, or the section has none"
        raise node.fault("deadline", why)
    proposal = node.node("suggested_deadline")
    if proposal is None:
        return DeadlineSpec(section_deadline if is_inherited else own, is_inherited)
    spec = DeadlineSpec(own, is_inherited, _deadline(proposal), proposal.text("basis"))
    proposal.done()
    return spec


def _items(node: Node) -> tuple[ItemTemplate, ...]:
    return tuple(
        _item(item, f"{node.path}.items[{place}]")
        for place, item in enumerate(node.items("items"), start=1)
    )


def _item(content: object, path: str) -> ItemTemplate:
    node = Node(path, {"text": content} if isinstance(content, str) else content)
    item = ItemTemplate(node.text("text"), _deadline(node))
    node.done()
    return item


def _canonical(node: Node) -> tuple[str, ...]:
    codes = node.texts("canonical")
    if foreign := set(codes) - CANONICAL:
        raise node.fault("canonical", f"no such stage: {', '.join(sorted(foreign))}")
    check_unique(f"{node.path}.canonical", codes)
    return codes


def _responsibles(
    node: Node, roles: dict[str, ResponsibleRole]
) -> tuple[ResponsibleRole, ...]:
    labels = node.texts("responsibles")
    if unknown := [label for label in labels if label not in roles]:
        raise node.fault("responsibles", f"not among roles: {', '.join(unknown)}")
    return tuple(roles[label] for label in labels)


def _documents(node: Node) -> tuple[DocumentRef, ...]:
    refs = tuple(_document(child) for child in node.nodes("documents"))
    kinds = {ref.kind for ref in refs}
    if lost := [
        ref.part_of for ref in refs if ref.part_of and ref.part_of not in kinds
    ]:
        raise node.fault("documents", f"part of an absent document: {', '.join(lost)}")
    return refs


def _document(node: Node) -> DocumentRef:
    ref = DocumentRef(
        kind=node.text("kind", ""),
        title=node.text("title"),
        basis=node.choice("basis", Basis),
        part_of=node.text("part_of", ""),
    )
    node.done()
    return ref


def _work(node: Node | None) -> SectionWork | None:
    if node is None:
        return None
    work = SectionWork(
        number_printed=node.text("number_printed", ""),
        inner=node.texts("inner"),
        outer=node.texts("outer"),
        source=node.text("source", ""),
    )
    node.done()
    return work


def _role(node: Node) -> ResponsibleRole:
    role = ResponsibleRole(
        code=node.text("code"),
        label=node.text("label"),
        role=node.text("role", ""),
        is_inferred=node.flag("is_inferred"),
        basis=node.text("basis", ""),
    )
    node.done()
    return role


def _column(node: Node) -> Column:
    column = Column(node.text("key"), node.text("title"))
    node.done()
    return column


def _levels(node: Node | None) -> LevelOf:
    if node is None:
        return LevelOf(*[Level.NOT_PRINTED] * 4)
    levels = LevelOf(
        deadline=_level(node, "deadline"),
        documents=_level(node, "documents"),
        responsibles=_level(node, "responsibles"),
        result=_level(node, "result"),
    )
    node.done()
    return levels


def _level(node: Node, key: str) -> Level:
    return node.choice(key, Level) if key in node else Level.NOT_PRINTED


def _period(node: Node | None) -> Period:
    if node is None:
        return Period(
            PeriodKind.UNSPECIFIED, "", None, None, is_inferred=False, note=""
        )
    period = Period(
        kind=node.choice("kind", PeriodKind),
        raw=node.text("raw", ""),
        starts_on=_day(node, "starts_on"),
        ends_on=_day(node, "ends_on"),
        is_inferred=node.flag("is_inferred"),
        note=node.text("note", ""),
    )
    node.done()
    return period


def _approval(node: Node | None) -> Approval | None:
    if node is None:
        return None
    order = node.node("order") or Node(f"{node.path}.order", {})
    protocol = node.node("protocol") or Node(f"{node.path}.protocol", {})
    approval = Approval(
        order_number=order.text("number", ""),
        order_on=_day(order, "date"),
        body=protocol.text("body", ""),
        protocol_number=protocol.text("number", ""),
        protocol_on=_day(protocol, "date"),
        appendix=node.text("appendix", ""),
    )
    for each in (order, protocol, node):
        each.done()
    return approval


def _day(node: Node, key: str) -> date | None:
    if key not in node:
        return None
    try:
        return date.fromisoformat(node.text(key))
    except ValueError:
        raise node.fault(key, "a day is written 2026-09-01") from None
