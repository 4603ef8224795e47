"""Who may follow whom: a table of allowed status changes, and the one gate through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices

from common.errors import Refused

S = TypeVar("S", bound=TextChoices)


class TransitionNotAllowed(Refused):
    """The object's present status does not lead to the one asked for."""


@dataclass(frozen=True)
class Transitions(Generic[S]):
    """The legal moves of one status; stands beside its enum, drawn in docs."""

    table: Mapping[S, frozenset[S]]

    def allows(self, source: str, target: S) -> bool:
        """Tell whether `source` may become `target`."""
        return target in self.table.get(type(target)(source), frozenset())

    def check(self, source: str, target: S) -> None:
        """Raise TransitionNotAllowed unless `source` may become `target`."""
        if self.allows(source, target):
            return
        if source == target:
            raise TransitionNotAllowed(
                f"Уже в состоянии «{target.label}»: второй раз не нужно."
                " Обновите страницу."
            )
        raise TransitionNotAllowed(
            f"Сейчас состояние «{type(target)(source).label}», перевести в"
            f" «{target.label}» уже нельзя. Обновите страницу: возможно, состояние"
            " изменил другой человек."
        )

    @property
    def enum(self) -> type[S]:
        """The enum whose moves these are."""
        return type(next(iter(self.table)))

    def __iter__(self) -> Iterator[tuple[S, S]]:
        return (
            (source, target)
            for source, targets in self.table.items()
            for target in sorted(targets)
        )
