"""Editing the table in place: cells, rows and sections added, removed, put elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from common.errors import Refused
from programmes import deadlines
from programmes.actions.measure_letters import answerers, tell_assigned
from programmes.actions.roadmap_edits import Step, editing, short
from programmes.actions.row_cells import Writing, inherit_deadline, write_cells
from programmes.actions.row_writing import make_room, place_measures, place_sections
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap, Section
from programmes.queries.row_cells import (
    TITLES,
    cell_text,
    cells_of,
    clashing,
    last_edit_of,
    section_name,
    tidy,
)
from programmes.queries.row_states import Row

DEEPEST = 3
LONGEST_SECTION = 400


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells somebody typed into: texts by cell, what stood there before, at which version."""

    cells: Mapping[str, str]
    seen: Mapping[str, str]
    version: int = 0


class Clash(Refused):
    """Another person has changed the same cells; `cells` is what they hold now."""

    def __init__(self, row: Row, names: Sequence[str]) -> None:
        self.cells = {name: cell_text(row, name) for name in names}
        self.version = row.version if isinstance(row, Measure) else 0
        edit = last_edit_of(row)
        self.who = str(edit.by) if edit else "другой человек"
        what = ", ".join(f"«{TITLES[name]}»" for name in names)
        super().__init__(
            f"Пока вы писали, {what} изменил(а) {self.who}. Ничего не потеряно:"
            " выберите, что оставить."
        )


@transaction.atomic
def edit_measure(*, measure: Measure, typed: Typed, by: User) -> Measure:
    """Write cells of a measure; raises Clash when another wrote them meanwhile.

    Cells nobody typed into are left alone, so two people edit two cells of one row.
    """
    roadmap = measure.section.roadmap
    with editing(roadmap, by, _what(typed.cells, measure)) as step:
        row = step.measure(measure.pk)
        _refuse_clash(row, typed, is_fresh=typed.version == row.version)
        step.about(row)
        changes = _really_changed(row, typed.cells)
        answered = answerers([row.pk] if "responsibles" in changes else [])
        write_cells(row, changes, Writing(step.roadmap, by))
        tell_assigned(before=answered, by=by)
    return Measure.objects.get(pk=measure.pk)


@transaction.atomic
def edit_section(*, section: Section, typed: Typed, by: User) -> Section:
    """Write cells of a section; measures that take their deadline from it follow."""
    with editing(section.roadmap, by, _what(typed.cells, section)) as step:
        row = step.section(section.pk)
        _refuse_clash(row, typed, is_fresh=False)
        heirs = list(row.measures.filter(deadline__is_inherited=True))
        step.about(row, *heirs)
        changes = _really_changed(row, typed.cells)
        writing = Writing(step.roadmap, by)
        write_cells(row, changes, writing)
        if "deadline_raw" in changes:
            for heir in heirs:
                inherit_deadline(heir, row, writing)
                heir.save()
    return Section.objects.get(pk=section.pk)


def _refuse_clash(row: Row, typed: Typed, *, is_fresh: bool) -> None:
    names = [] if is_fresh else clashing(row, typed.cells, typed.seen)
    if names:
        raise Clash(row, names)


def _really_changed(row: Row, cells: Mapping[str, str]) -> dict[str, str]:
    return {
        name: text
        for name, text in cells.items()
        if tidy(name, text) != tidy(name, cell_text(row, name))
    }


def _what(names: Mapping[str, str], row: Row) -> str:
    told = ", ".join(TITLES[name].lower() for name in names)
    return f"{told}: «{short(row.title)}»"


@transaction.atomic
def add_measure(
    *,
    section: Section,
    cells: Mapping[str, str],
    by: User,
    parent: Measure | None = None,
    is_heading: bool = False,
) -> Measure:
    """Add a measure at the end of a section, or of a heading in it.

    The same words once more at the same place are a second click: nothing is added.
    """
    with editing(section.roadmap, by, f"добавлено: «{short(cells['title'])}»") as step:
        section = step.section(section.pk)
        rows = list(section.measures.all())
        if len(rows) >= LONGEST_SECTION:
            raise Refused(f"В разделе уже {LONGEST_SECTION} строк.")
        heading = _heading(rows, parent)
        before = _last_of(rows, heading)
        if before is not None and _says(before, cells):
            return before
        ordinal = before.ordinal + 1 if before else 1
        step.about(*(row for row in rows if row.ordinal >= ordinal))
        make_room(section.pk, ordinal)
        row = Measure(
            organisation_id=section.organisation_id,
            section=section,
            parent=heading,
            ordinal=ordinal,
            title=cells["title"],
            is_heading=is_heading,
            deadline=deadlines.UNSPECIFIED.to_json(),
        )
        writing = Writing(step.roadmap, by)
        if step.roadmap.level_of.get("deadline") == "section" and not is_heading:
            inherit_deadline(row, section, writing)
        row.save()
        step.added(row)
        if not cells.get("stages"):
            row.stages.set(section.stages.all())
        write_cells(row, {name: text for name, text in cells.items() if text}, writing)
        tell_assigned(before={row.pk: set()}, by=by)
    return row


def _says(row: Measure, cells: Mapping[str, str]) -> bool:
    now = cells_of(row)
    return all(tidy(name, text) == now[name] for name, text in cells.items() if text)


def _heading(rows: Sequence[Measure], parent: Measure | None) -> Measure | None:
    if parent is None:
        return None
    heading = next((row for row in rows if row.pk == parent.pk), None)
    if heading is None:
        raise Refused("Этого заголовка в разделе уже нет. Обновите страницу.")
    if _depth(heading, rows) + 1 >= DEEPEST:
        raise Refused("В плане не больше трёх уровней.")
    return heading


def _last_of(rows: Sequence[Measure], heading: Measure | None) -> Measure | None:
    """The row after which a new one stands: the last of the heading, or of the section."""
    if heading is None:
        return rows[-1] if rows else None
    return _block(heading, rows)[-1]


def _depth(row: Measure, rows: Sequence[Measure]) -> int:
    by_pk = {each.pk: each for each in rows}
    depth = 0
    while row.parent_id in by_pk and depth <= DEEPEST:
        row, depth = by_pk[row.parent_id], depth + 1
    return depth


def _block(row: Measure, rows: Sequence[Measure]) -> list[Measure]:
    """Return the row and what stands under it, in the order of the plan."""
    inside = {row.pk}
    for each in rows:
        if each.parent_id in inside:
            inside.add(each.pk)
    return [each for each in rows if each.pk in inside]


@transaction.atomic
def drop_measure(*, measure: Measure, by: User) -> None:
    """Take a row out of the plan while nothing has become of it; undone, it is back."""
    with editing(
        measure.section.roadmap, by, f"убрано: «{short(measure.title)}»"
    ) as step:
        row = step.measure(measure.pk)
        if row.parts.exists():
            raise Refused("Под этим заголовком есть строки: сначала уберите их.")
        if row.status != MeasureStatus.PLANNED or row.comments.exists():
            raise Refused(
                "У мероприятия уже есть отметки или комментарии. Отмените его: строка"
                " и её история останутся."
            )
        step.about(row)
        row.delete()


@transaction.atomic
def shift_measure(*, measure: Measure, places: int, version: int, by: User) -> None:
    """Move a row with what stands under it: -1 one place up, 1 one place down."""
    with editing(
        measure.section.roadmap, by, f"порядок: «{short(measure.title)}»"
    ) as step:
        row = step.measure(measure.pk)
        if row.version != version:
            raise Refused("Строку уже переместили. Проверьте порядок.")
        rows = list(Measure.objects.filter(section=row.section_id))
        beside = [each for each in rows if each.parent_id == row.parent_id]
        here = next(i for i, each in enumerate(beside) if each.pk == row.pk)
        if not 0 <= here + places < len(beside):
            return
        first, second = sorted((beside[here], beside[here + places]), key=_ordinal)
        upper, lower = _block(first, rows), _block(second, rows)
        step.about(*upper, *lower)
        free = sorted(each.ordinal for each in (*upper, *lower))
        order = [*lower, *upper]
        place_measures(
            {
                each.pk: (each.section_id, ordinal)
                for each, ordinal in zip(order, free, strict=True)
            }
        )


def _ordinal(row: Measure) -> int:
    return row.ordinal


def move_measures(
    step: Step,
    rows: Sequence[Measure],
    section: Section,
    parent: Measure | None,
    before: Measure | None = None,
) -> None:
    """Put rows, with what stands under them, at the end of a section or heading.

    `before` is a row of that section and heading: they go in front of it instead.
    """
    chosen = {row.pk for row in rows}
    blocks: list[list[Measure]] = []
    for row in rows:
        if row.parent_id not in chosen:
            siblings = list(Measure.objects.filter(section=row.section_id))
            blocks.append(_block(row, siblings))
    moving = [row for block in blocks for row in block]
    inside = {row.pk for row in moving}
    if parent is not None and parent.pk in inside:
        raise Refused("Заголовок нельзя перенести под него самого.")
    there = [
        row for row in Measure.objects.filter(section=section) if row.pk not in inside
    ]
    heading = _heading(there, parent)
    _refuse_too_deep(blocks, heading, there)
    ordinal = _free_place(there, heading, before)
    after = [row for row in there if row.ordinal >= ordinal]
    step.about(*moving, *after)
    places = {
        row.pk: (section.pk, ordinal + place)
        for place, row in enumerate([*moving, *after])
    }
    place_measures(places)
    tops = [block[0].pk for block in blocks]
    Measure.objects.filter(pk__in=tops).update(parent=heading)


def _free_place(
    rows: Sequence[Measure], heading: Measure | None, before: Measure | None
) -> int:
    """The ordinal that rows get which go before a row, else to the end."""
    if before is None:
        last = _last_of(rows, heading)
        return last.ordinal + 1 if last else 1
    under = heading.pk if heading else None
    for row in rows:
        if row.pk == before.pk and row.parent_id == under:
            return row.ordinal
    raise Refused(
        "Строка, перед которой вы ставите, уже стоит в другом месте. Ничего не сделано:"
        " проверьте порядок."
    )


def _refuse_too_deep(
    blocks: Sequence[Sequence[Measure]],
    heading: Measure | None,
    there: Sequence[Measure],
) -> None:
    above = _depth(heading, there) + 1 if heading else 0
    for block in blocks:
        top = _depth(block[0], [])
        deepest = max(_depth(row, block) for row in block) - top
        if above + deepest >= DEEPEST:
            raise Refused("В плане не больше трёх уровней.")


@transaction.atomic
def add_section(*, roadmap: Roadmap, cells: Mapping[str, str], by: User) -> Section:
    """Add a section at the end of the plan; the same one once more is a second click."""
    with editing(roadmap, by, f"добавлен раздел: «{short(cells['title'])}»") as step:
        last = step.roadmap.sections.last()
        if last is not None and _section_says(last, cells):
            return last
        row = Section(
            organisation_id=roadmap.organisation_id,
            roadmap=step.roadmap,
            ordinal=last.ordinal + 1 if last else 1,
            title=cells["title"],
            deadline=deadlines.UNSPECIFIED.to_json(),
        )
        row.save()
        step.added(row)
        texts = {name: text for name, text in cells.items() if text}
        write_cells(row, texts, Writing(step.roadmap, by))
    return row


def _section_says(row: Section, cells: Mapping[str, str]) -> bool:
    now = cells_of(row)
    return all(tidy(name, text) == now[name] for name, text in cells.items())


@transaction.atomic
def drop_section(*, section: Section, by: User) -> None:
    """Take an empty section out of the plan."""
    what = f"убран раздел: «{short(section_name(section))}»"
    with editing(section.roadmap, by, what) as step:
        row = step.section(section.pk)
        if row.measures.exists():
            raise Refused(
                "В разделе есть мероприятия: сначала перенесите или уберите их."
            )
        step.about(row)
        row.delete()


@transaction.atomic
def shift_section(*, section: Section, places: int, ordinal: int, by: User) -> None:
    """Move a section: -1 one place up, 1 one place down; `ordinal` is where it stood."""
    what = f"порядок разделов: «{short(section_name(section))}»"
    with editing(section.roadmap, by, what) as step:
        rows = list(step.roadmap.sections.all())
        here = next((i for i, row in enumerate(rows) if row.pk == section.pk), None)
        if here is None or rows[here].ordinal != ordinal:
            raise Refused("Раздел уже переместили. Проверьте порядок.")
        if not 0 <= here + places < len(rows):
            return
        one, other = rows[here], rows[here + places]
        step.about(one, other)
        place_sections({one.pk: other.ordinal, other.pk: one.ordinal})
