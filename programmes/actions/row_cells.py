"""What is typed into a cell becomes the row's: deadlines understood, people recognised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from common.errors import Refused
from documents.models import DocumentKind
from programmes import deadlines
from programmes.actions.roadmaps import day_of
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureItem, Responsible, Roadmap, Section
from programmes.queries.cycle_frame import frame_of
from programmes.queries.responsibles import Directory
from programmes.queries.row_cells import lines_of_text, tidy
from programmes.queries.row_states import Row
from registry.models import Stage

LONGEST = {"number_printed": 20, "deadline_raw": 300}
# A flag speaks of what is printed in one cell; a cell written anew has none.
FLAGS_OF = {
    "number_printed": "number_",
    "deadline_raw": "deadline_",
    "responsibles": "responsible_",
    "result": "result_",
    "documents": "document_",
}
OTHER_PAPER = "order_local_act"


@dataclass(frozen=True, slots=True)
class Writing:
    """What writing into cells needs to know: whose plan, who writes."""

    roadmap: Roadmap
    by: User

    def day(self, stored: dict[str, object]) -> date | None:
        return day_of(stored, frame_of(self.roadmap.cycle))


def write_cells(row: Row, changes: Mapping[str, str], writing: Writing) -> None:
    """Write texts into the row's cells and save it; a rule's no names the cell."""
    for name, text in changes.items():
        _CELLS[name](row, name, tidy(name, text), writing)
        begins = FLAGS_OF.get(name)
        if begins:
            row.flags = [flag for flag in row.flags if not flag.startswith(begins)]
    row.save()
    # The lists just written are read anew.
    vars(row).pop("_prefetched_objects_cache", None)


def set_deadline(
    row: Measure | Section | MeasureItem, raw: str, writing: Writing
) -> None:
    """Keep the printed words and what is understood of them (R-252, R-300)."""
    row.deadline_raw = raw
    row.deadline = deadlines.parse(raw).to_json()
    set_days(row, writing)


def inherit_deadline(row: Measure, section: Section, writing: Writing) -> None:
    """Give the measure the deadline printed at its section."""
    row.deadline_raw = section.deadline_raw
    content = section.deadline or deadlines.UNSPECIFIED.to_json()
    row.deadline = {**content, "is_inherited": True}
    set_days(row, writing)


def set_days(row: Measure | Section | MeasureItem, writing: Writing) -> None:
    """Compute the row's day; one put off by hand keeps its own."""
    day = writing.day(row.deadline)
    if isinstance(row, Measure):
        is_put_off = row.due_on != row.planned_on
        row.planned_on = day
        if is_put_off or row.status == MeasureStatus.POSTPONED:
            return
    row.due_on = day


def _text(row: Row, name: str, text: str, _: Writing) -> None:
    longest = LONGEST.get(name, 2000)
    if len(text) > longest:
        raise Refused(f"Слишком длинно: в этой ячейке не больше {longest} знаков.")
    if name == "title" and not text:
        raise Refused("Напишите название.")
    setattr(row, name, text)


def _deadline(row: Row, name: str, text: str, writing: Writing) -> None:
    if len(text) > LONGEST[name]:
        raise Refused(f"Слишком длинно: в сроке не больше {LONGEST[name]} знаков.")
    set_deadline(row, text, writing)


def _work(row: Row, name: str, text: str, _: Writing) -> None:
    setattr(row, name, lines_of_text(text))


def _stages(row: Row, _name: str, text: str, _: Writing) -> None:
    codes = {code.strip() for code in text.split(",")} - {""}
    stages = list(Stage.objects.filter(code__in=codes))
    if unknown := codes - {stage.code for stage in stages}:
        raise Refused(f"Такого этапа нет: {', '.join(sorted(unknown))}.")
    row.stages.set(stages)


def _documents(row: Row, _name: str, text: str, _: Writing) -> None:
    kept = {each["title"]: each for each in row.documents_printed}
    kinds = {kind.title.casefold(): kind for kind in DocumentKind.objects.all()}
    row.documents_printed = [
        kept.get(title) or _new_document(title, kinds) for title in lines_of_text(text)
    ]
    codes = {each["kind"] for each in row.documents_printed}
    row.document_kinds.set(DocumentKind.objects.filter(code__in=codes))


def _new_document(title: str, kinds: Mapping[str, DocumentKind]) -> dict[str, str]:
    kind = kinds.get(title.casefold())
    code = kind.code if kind else OTHER_PAPER
    return {"kind": code, "title": title, "basis": "document_column"}


def _items(row: Row, _name: str, text: str, _: Writing) -> None:
    """A line already there keeps its item; a line typed over keeps its item's state."""
    measure = _as_measure(row)
    lines = lines_of_text(text)
    old = list(measure.items.all())
    by_text = {item.text: item for item in old}
    spare = iter([item for item in old if item.text not in lines])
    chosen = [by_text.get(line) or next(spare, None) for line in lines]
    measure.items.all().delete()
    for ordinal, (line, item) in enumerate(zip(lines, chosen, strict=True), start=1):
        each = item or MeasureItem(
            organisation_id=measure.organisation_id,
            measure=measure,
            deadline=deadlines.UNSPECIFIED.to_json(),
        )
        each.ordinal, each.text = ordinal, line
        # An item keeps its key: whoever has it open finds it again.
        each.save(force_insert=True)


def _responsibles(row: Row, _name: str, text: str, writing: Writing) -> None:
    measure = _as_measure(row)
    old = list(measure.responsibles.all())
    directory = Directory(writing.roadmap, writing.by, old)
    rows = [directory.read(line) for line in lines_of_text(text)]
    named = [each.person_id for each in rows if each.person_id]
    if len(named) != len(set(named)):
        raise Refused("Один человек назван дважды: оставьте его в одной строке.")
    measure.responsibles.all().delete()
    for ordinal, each in enumerate(rows, start=1):
        each.pk, each.ordinal = None, ordinal
        each.measure, each.organisation_id = measure, measure.organisation_id
    Responsible.objects.bulk_create(rows)


def _as_measure(row: Row) -> Measure:
    if isinstance(row, Measure):
        return row
    raise Refused("Такой ячейки у раздела нет.")


_CELLS: dict[str, Callable[[Row, str, str, Writing], None]] = {
    "number_printed": _text,
    "title": _text,
    "deadline_raw": _deadline,
    "result": _text,
    "responsibles": _responsibles,
    "documents": _documents,
    "stages": _stages,
    "items": _items,
    "inner_work": _work,
    "outer_work": _work,
}
