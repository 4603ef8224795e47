"""What a row of the roadmap holds, as plain values: a step of editing keeps two of them.

A state has every own column but the version, and beside them the row's stages and kinds
of documents by key, its responsibles and its items.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import prefetch_related_objects

from programmes.models import Measure, MeasureItem, Responsible, Roadmap, Section

Row: TypeAlias = Section | Measure
State: TypeAlias = dict[str, object]
Key: TypeAlias = str

ROW_MODELS: dict[str, type[Section] | type[Measure]] = {
    model._meta.label_lower: model for model in (Section, Measure)
}
MANY = ("stages", "document_kinds")
LISTS: dict[str, type[Responsible] | type[MeasureItem]] = {
    "responsibles": Responsible,
    "items": MeasureItem,
}
_NOT_KEPT = {
    Section: {"id", "organisation_id", "roadmap_id"},
    Measure: {"id", "organisation_id", "version"},
    Responsible: {"id", "organisation_id", "measure_id"},
    MeasureItem: {"organisation_id", "measure_id"},
}


def key_of(row: Row) -> Key:
    """«programmes.measure:12»."""
    return f"{row._meta.label_lower}:{row.pk}"


def keys_by_model(keys: Iterable[Key]) -> dict[type[Section] | type[Measure], set[int]]:
    """Sort keys by what they name."""
    sorted_keys: dict[type[Section] | type[Measure], set[int]] = {
        Section: set(),
        Measure: set(),
    }
    for key in keys:
        label, _, pk = key.partition(":")
        sorted_keys[ROW_MODELS[label]].add(int(pk))
    return sorted_keys


def states_now(roadmap: Roadmap, keys: Iterable[Key]) -> dict[Key, State | None]:
    """Read the rows anew; None is a row that is not there (any more)."""
    wanted = keys_by_model(keys)
    rows: list[Row] = [
        *Section.objects.filter(roadmap=roadmap, pk__in=wanted[Section]),
        *Measure.objects.filter(section__roadmap=roadmap, pk__in=wanted[Measure]),
    ]
    found: dict[Key, State | None] = {
        f"{model._meta.label_lower}:{pk}": None
        for model, pks in wanted.items()
        for pk in pks
    }
    return found | dict(states_of(rows))


def states_of(rows: Sequence[Row]) -> dict[Key, State]:
    """Return the states of rows just read; costs the same however many they are."""
    measures = [row for row in rows if isinstance(row, Measure)]
    sections = [row for row in rows if isinstance(row, Section)]
    prefetch_related_objects(sections, *MANY)
    prefetch_related_objects(measures, *MANY, *LISTS)
    return {key_of(row): _state(row) for row in rows}


def _state(row: Row) -> State:
    state = _own(row)
    for name in MANY:
        state[name] = sorted(each.pk for each in getattr(row, name).all())
    if isinstance(row, Measure):
        for name in LISTS:
            state[name] = [_own(each) for each in getattr(row, name).all()]
    plain: State = json.loads(json.dumps(state, cls=DjangoJSONEncoder))
    return plain


def _own(row: models.Model) -> State:
    left_out = _NOT_KEPT[type(row)]  # type: ignore[index]  # one of the four
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }


def difference(
    before: Mapping[Key, State | None], after: Mapping[Key, State | None]
) -> tuple[dict[Key, State | None], dict[Key, State | None]]:
    """Keep of two readings what differs: whole rows that came or went, else fields."""
    was: dict[Key, State | None] = {}
    became: dict[Key, State | None] = {}
    for key, old in before.items():
        new = after[key]
        if old is None or new is None:
            if old != new:
                was[key], became[key] = old, new
            continue
        changed = [name for name in old if old[name] != new[name]]
        if changed:
            was[key] = {name: old[name] for name in changed}
            became[key] = {name: new[name] for name in changed}
    return was, became


def strayed(
    now: Mapping[Key, State | None], expected: Mapping[Key, State | None]
) -> list[Key]:
    """Return the rows that somebody has changed since, in what the step touched."""
    return [key for key, state in expected.items() if not _agrees(now[key], state)]


def _agrees(now: State | None, state: State | None) -> bool:
    if now is None or state is None:
        return now is None and state is None
    return all(now.get(name) == value for name, value in state.items())
