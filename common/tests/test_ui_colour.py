"""An organisation's accent can be read wherever it is used."""

from __future__ import annotations

import re
from itertools import product

import pytest

from common import colour


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert colour.contrast(one, other) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("background", "text"),
    [("#1b5e7b", colour.WHITE), ("#ffd23f", colour.DARK_TEXT)],
)
def test_text_is_white_on_dark_and_dark_on_pale(background, text):
    assert colour.text_on(background) == text


@pytest.mark.parametrize("pale", ["#ffd23f", "#9fd8ff", "#8a8a8a"])
def test_a_pale_accent_is_refused_with_advice(pale):
    verdict = colour.may_be_accent(pale)

    assert not verdict
    assert "Возьмите тон темнее" in verdict.refusal


@pytest.mark.parametrize("wrong", ["", "blue", "#12345", "#1b5e7b;}", "1b5e7b"])
def test_an_accent_that_is_no_colour_is_refused_with_an_example(wrong):
    assert "#1b5e7b" in colour.may_be_accent(wrong).refusal


def test_the_default_accent_is_fit():
    assert colour.may_be_accent(colour.DEFAULT_ACCENT)


def test_an_unfit_accent_becomes_the_default_and_injects_nothing():
    assert colour.accent_stylesheet("red;}body{") == colour.accent_stylesheet(
        colour.DEFAULT_ACCENT
    )


def tokens_of(rule: str) -> dict[str, str]:
    return dict(re.findall(r"(--[a-z-]+):(#[0-9a-f]{6});", rule))


def every_fit_accent() -> list[str]:
    parts = ("00", "33", "66", "99", "cc", "ff")
    every = ("#" + "".join(part) for part in product(parts, repeat=3))
    return [accent for accent in every if colour.may_be_accent(accent)]


def test_many_accents_are_fit():
    assert len(every_fit_accent()) > 50


@pytest.mark.parametrize("accent", every_fit_accent())
def test_every_fit_accent_reads_in_both_schemes(accent):
    light, dark = (
        tokens_of(rule) for rule in colour.accent_stylesheet(accent).split("@media")
    )

    for tokens, page in ((light, colour.LIGHT_PAGE), (dark, colour.DARK_SURFACE)):
        assert colour.contrast(tokens["--accent"], page) >= colour.AA
        assert colour.contrast(tokens["--on-accent"], tokens["--accent"]) >= colour.AA
        assert (
            colour.contrast(tokens["--accent-strong"], tokens["--accent-soft"])
            >= colour.AA
        )
        assert (
            colour.contrast(tokens["--on-accent"], tokens["--accent-strong"])
            >= colour.AA
        )
