"""What a refused change of status says (design 4)."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices

from common.transitions import TransitionNotAllowed, Transitions


class Light(TextChoices):
    """A status with one way back."""

    RED = "red", "Красный"
    GREEN = "green", "Зелёный"
    OFF = "off", "Погашен"


TABLE = Transitions(
    {
        Light.RED: frozenset({Light.GREEN, Light.RED}),
        Light.GREEN: frozenset({Light.RED}),
        Light.OFF: frozenset[Light](),
    }
)


def test_what_already_is_so_is_said_plainly():
    with pytest.raises(TransitionNotAllowed, match="Уже в состоянии «Зелёный»"):
        TABLE.check("green", Light.GREEN)


def test_a_way_that_is_closed_names_both_states():
    with pytest.raises(TransitionNotAllowed) as refused:
        TABLE.check("off", Light.RED)

    assert "Сейчас состояние «Погашен»" in str(refused.value)
    assert "в «Красный» уже нельзя" in str(refused.value)


def test_a_way_that_is_open_is_let_through_even_to_itself():
    TABLE.check("red", Light.RED)
    TABLE.check("red", Light.GREEN)
