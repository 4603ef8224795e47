"""Where words name a person, in every case and order."""

from __future__ import annotations

import pytest

from common.russian.names import FullName
from registry.mentions import REMOVED, mentions_of

NAME = FullName("Щуроглазов", "Ферапонт", "Зосимович")


@pytest.fixture
def mentions():
    return mentions_of(NAME, ["ferapont@example.org", "8 900 123-45-67", ""])


@pytest.mark.parametrize(
    "words",
    [
        "Щуроглазов Ферапонт Зосимович",
        "Ферапонт Щуроглазов",
        "с Щуроглазовым Ферапонтом Зосимовичем",
        "Щуроглазову Ф. З.",
        "Ф.З. Щуроглазов",
        "Щуроглазов Ф З",
        "щуроглазов ферапонт зосимович",
        "Щуроглазов\u00a0Ф.\u00a0З.",
        "пишите: ferapont@example.org",
        "тел. 8 900 123-45-67",
    ],
)
def test_a_name_is_found_and_taken_out(mentions, words):
    assert mentions.are_in(words)
    assert REMOVED in mentions.taken_out_of(words)
    assert not mentions.are_in(mentions.taken_out_of(words))


@pytest.mark.parametrize(
    "words", ["Щуроглазов", "Щуроглазова Анна", "Ферапонт Иванов", "", 5, None]
)
def test_others_are_left_alone(mentions, words):
    assert not mentions.are_in(words)
    assert mentions.taken_out_of(words) == words


def test_json_is_looked_through(mentions):
    told = {"who": ["Щуроглазов Ф. З.", 5], "Ферапонт Щуроглазов": None}

    assert mentions.are_in(told)
    assert mentions.taken_out_of(told) == {"who": [REMOVED, 5], REMOVED: None}
    assert not mentions.are_in({"who": ["Тихий"]})


def test_a_surname_alone_is_looked_for_nowhere():
    mentions = mentions_of(FullName("Мороз"), [])

    assert not mentions.spellings
    assert not mentions.are_in("Мороз и солнце")
