"""What a class is called a year later."""

from __future__ import annotations

import pytest

from registry.promotion import Promotion, promoted


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("8А", Promotion("9А")),
        ("1", Promotion("2")),
        ("9-Б", Promotion("10-Б")),
        ("10 А", Promotion("11 А")),
        ("11Б", Promotion("", graduates=True)),
        ("11", Promotion("", graduates=True)),
        ("ИС-21", Promotion("ИС-21")),
        ("21 группа", Promotion("21 группа")),
        ("0А", Promotion("0А")),
        ("115", Promotion("115")),
        ("Театр", Promotion("Театр")),
    ],
)
def test_a_class_a_year_later(name, after):
    assert promoted(name) == after
