"""How rows of a roadmap are written: put back as a state says, put into other places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import models
from django.db.models import F

from common.errors import Refused
from programmes.actions.row_names import require_named
from programmes.models import (
    Measure,
    MeasureComment,
    MeasureItem,
    Responsible,
    Roadmap,
    Section,
)
from programmes.queries.row_states import (
    LISTS,
    MANY,
    ROW_MODELS,
    Key,
    Row,
    State,
)

# Places nobody has: rows wait there while others are put into theirs, so that no
# database sees two rows in one place, whatever order it writes them in.
ASIDE = 16_000

R = TypeVar("R", Section, Measure)


def place_sections(places: Mapping[int, int]) -> None:
    """Give sections (by key) new ordinals."""
    Section.objects.filter(pk__in=places).update(ordinal=F("ordinal") + ASIDE)
    rows = list(Section.objects.filter(pk__in=places))
    for row in rows:
        row.ordinal = places[row.pk]
    Section.objects.bulk_update(rows, ["ordinal"], batch_size=500)


def place_measures(places: Mapping[int, tuple[int, int]]) -> None:
    """Give measures (by key) another section and ordinal in it."""
    Measure.objects.filter(pk__in=places).update(ordinal=F("ordinal") + ASIDE)
    rows = list(Measure.objects.filter(pk__in=places))
    for row in rows:
        row.section_id, row.ordinal = places[row.pk]
    Measure.objects.bulk_update(rows, ["section_id", "ordinal"], batch_size=500)


def make_room(section_id: int, ordinal: int, *, leaving: Iterable[int] = ()) -> None:
    """Free a place among a section's measures: those from it on go one further."""
    rows = Measure.objects.filter(section_id=section_id, ordinal__gte=ordinal)
    taken = {row.pk: row.ordinal for row in rows.exclude(pk__in=leaving)}
    if ordinal in taken.values():
        place_measures({pk: (section_id, old + 1) for pk, old in taken.items()})


def restore(roadmap: Roadmap, wanted: Mapping[Key, State | None]) -> None:
    """Make the rows what the states say; None removes a row, a missing one comes back.

    Raises Refused when what the states name is gone, or a removal would take with it
    what came since.
    """
    by_model: dict[type[Row], dict[int, State | None]] = {Section: {}, Measure: {}}
    for key, state in wanted.items():
        label, _, pk = key.partition(":")
        by_model[ROW_MODELS[label]][int(pk)] = state
    require_named(by_model)
    _require_free(by_model[Measure])
    _bring_back_sections(roadmap, by_model[Section])
    _restore_sections(by_model[Section])
    _remove(Measure, by_model[Measure])
    _bring_back_measures(roadmap, by_model[Measure])
    _restore_measures(by_model[Measure])
    _remove(Section, by_model[Section])


def _require_free(states: Mapping[int, State | None]) -> None:
    """Refuse to remove a row with comments, or with rows under it that stay."""
    gone = [pk for pk, state in states.items() if state is None]
    if MeasureComment.objects.filter(measure__in=gone).exists():
        raise Refused(
            "У строки уже есть комментарии: она не убирается. Отмените мероприятие:"
            " строка и её история останутся."
        )
    if Measure.objects.filter(parent__in=gone).exclude(pk__in=gone).exists():
        raise Refused("Под заголовком уже есть строки: сначала перенесите их.")


def _remove(model: type[Row], states: Mapping[int, State | None]) -> None:
    gone = [pk for pk, state in states.items() if state is None]
    if model is Section and Measure.objects.filter(section__in=gone).exists():
        raise Refused("В разделе уже есть мероприятия: сначала перенесите их.")
    model.objects.filter(pk__in=gone).delete()


def _missing(model: type[R], states: Mapping[int, State | None]) -> dict[int, State]:
    there = set(model.objects.filter(pk__in=states).values_list("pk", flat=True))
    return {pk: state for pk, state in states.items() if state and pk not in there}


def _bring_back_sections(roadmap: Roadmap, states: Mapping[int, State | None]) -> None:
    for pk, state in _missing(Section, states).items():
        ordinal = _number(state, "ordinal")
        taken = {row.pk: row.ordinal for row in roadmap.sections.all()}
        if ordinal in taken.values():
            place_sections({pk: old + 1 for pk, old in taken.items() if old >= ordinal})
        row = Section(
            pk=pk, organisation_id=roadmap.organisation_id, roadmap_id=roadmap.pk
        )
        _fill(row, state)
        row.save(force_insert=True)
        _set_many(row, state)


def _bring_back_measures(roadmap: Roadmap, states: Mapping[int, State | None]) -> None:
    for pk, state in _missing(Measure, states).items():
        section_id = _number(state, "section_id")
        if not roadmap.sections.filter(pk=section_id).exists():
            raise Refused("Раздела этой строки больше нет: сначала верните раздел.")
        make_room(section_id, _number(state, "ordinal"))
        row = Measure(pk=pk, organisation_id=roadmap.organisation_id)
        _fill(row, state)
        # Last year's plan may have gone since.
        if not Measure.objects.filter(pk=row.copied_from_id or 0).exists():
            row.copied_from = None
        row.save(force_insert=True)
        _set_many(row, state)
        _set_lists(row, state)


def _restore_sections(states: Mapping[int, State | None]) -> None:
    rows = list(Section.objects.filter(pk__in=states))
    place_sections(
        {
            row.pk: _number(state, "ordinal")
            for row in rows
            if (state := states[row.pk]) and "ordinal" in state
        }
    )
    for row in Section.objects.filter(pk__in=states):
        if state := states[row.pk]:
            _fill(row, state)
            row.save()
            _set_many(row, state)


def _restore_measures(states: Mapping[int, State | None]) -> None:
    places = {}
    for row in Measure.objects.filter(pk__in=states):
        state = states[row.pk]
        if state and {"ordinal", "section_id"} & state.keys():
            places[row.pk] = (
                _number(state, "section_id", row.section_id),
                _number(state, "ordinal", row.ordinal),
            )
    place_measures(_with_room(places))
    # Rows to be removed are gone by now.
    for row in Measure.objects.filter(pk__in=states):
        state = states[row.pk] or {}
        _fill(row, state)
        row.save()
        _set_many(row, state)
        _set_lists(row, state)


def _with_room(places: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Add to the places those of rows that stand in the way: they go further."""
    found = dict(places)
    for section_id in {section_id for section_id, _ in places.values()}:
        taken = {place for section, place in places.values() if section == section_id}
        beside = Measure.objects.filter(section_id=section_id).exclude(pk__in=places)
        last = 0
        for row in beside.order_by("ordinal"):
            place = max(row.ordinal, last + 1)
            while place in taken:
                place += 1
            if place != row.ordinal:
                found[row.pk] = (section_id, place)
            last = place
    return found


def _number(state: State, name: str, default: int = 0) -> int:
    value = state.get(name, default)
    return value if isinstance(value, int) else default


def _fill(row: models.Model, state: State) -> None:
    for field in row._meta.concrete_fields:
        if field.attname in state:
            setattr(row, field.attname, field.to_python(state[field.attname]))


def _set_many(row: Row, state: State) -> None:
    for name in MANY:
        if name in state:
            getattr(row, name).set(state[name])


def _set_lists(row: Measure, state: State) -> None:
    """Items keep their keys: whoever has one open finds it again."""
    for name, model in LISTS.items():
        if name not in state:
            continue
        told = state[name]
        getattr(row, name).all().delete()
        for content in told if isinstance(told, list) else ():
            each: MeasureItem | Responsible = model(
                organisation_id=row.organisation_id, measure=row
            )
            _fill(each, content)
            each.save(force_insert=True)
