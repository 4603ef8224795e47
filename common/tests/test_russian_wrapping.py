"""Words in narrow places."""

from __future__ import annotations

import pytest

from common.russian.wrapping import (
    SOFT_HYPHEN,
    cut_between_words,
    with_soft_hyphens,
)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Провести совещание", "Провести совещание"),
        ("Провести совещание о запуске", "Провести совещание…"),
        ("Провести совещание, о запуске", "Провести совещание…"),
        ("Профориентационноепсихолого", "Профориентационноеп…"),
    ],
)
def test_a_long_text_is_cut_between_words(text, cut):
    assert cut_between_words(text, 20) == cut


def test_long_words_are_split_by_syllables_and_short_ones_never():
    split = with_soft_hyphens("План наставничества")

    assert SOFT_HYPHEN in split.partition(" ")[2]
    assert SOFT_HYPHEN not in split.partition(" ")[0]
    assert split.replace(SOFT_HYPHEN, "") == "План наставничества"
