"""Whether what kept states of rows name is still there: people, groups, headings, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from common.errors import Refused
from programmes.models import Measure, Section, Team
from programmes.queries.row_states import LISTS, Row, State
from registry.models import Person

_WHO = "впишите ответственных сами."
_GONE: dict[type[models.Model], str] = {
    Section: "Раздела этой строки больше нет: сначала верните раздел.",
    Measure: "Заголовка, под которым стояла строка, больше нет: сначала верните его.",
    Person: f"Человека, который стоял в строке, в реестре больше нет: {_WHO}",
    Team: f"Группы, которая стояла в строке, больше нет: {_WHO}",
}
_ANYTHING = "Документа или файла, на который ссылалась строка, больше нет."

Named = tuple[type[models.Model], int]


def require_named(wanted: Mapping[type[Row], Mapping[int, State | None]]) -> None:
    """Refuse states that name what is gone; what they bring back themselves is there."""
    told: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    for state in wanted[Measure].values():
        for model, pk in _named(state or {}):
            told[model].add(pk)
    for model, pks in told.items():
        there = set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
        for row_model, states in wanted.items():
            if row_model is model:
                gone = {pk for pk, state in states.items() if state is None}
                there = (there | states.keys()) - gone
        if pks - there:
            raise Refused(_GONE.get(model, _ANYTHING))


def _named(state: State) -> Iterator[Named]:
    yield from _columns(Measure, state)
    for name, model in LISTS.items():
        rows = state.get(name)
        for each in rows if isinstance(rows, Sequence) else ():
            yield from _columns(model, each)


def _columns(model: type[models.Model], state: State) -> Iterator[Named]:
    for field in model._meta.concrete_fields:
        pk = state.get(field.attname)
        if not isinstance(field, models.ForeignKey) or not isinstance(pk, int):
            continue
        if field.remote_field.on_delete is not models.SET_NULL:
            target: type[models.Model] = field.related_model
            yield target, pk
