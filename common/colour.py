"""Colours of an organisation: one accent in, readable light and dark tokens out.

Contrast follows WCAG 2.1 (relative luminance); AA asks for 4.5 to 1.
"""

from __future__ import annotations

import colorsys
import re

from common.verdict import YES, Verdict, no

AA = 4.5
WHITE = "#ffffff"
DARK_TEXT = "#14181d"
LIGHT_PAGE = "#faf8f4"
DARK_SURFACE = "#1d232a"
DEFAULT_ACCENT = "#1b5e7b"
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 black to 1 white."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `share` of the first colour in the second."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def text_on(background: str) -> str:
    """Return white or dark text, whichever reads better on the background."""
    return max((WHITE, DARK_TEXT), key=lambda text: contrast(text, background))


def may_be_accent(colour: str) -> Verdict:
    """Say whether links and buttons in this colour can be read on the page."""
    if not _HEX.fullmatch(colour):
        return no("Запишите цвет шестью знаками после решётки, например #1b5e7b.")
    if contrast(colour, LIGHT_PAGE) < AA:
        return no(
            "Цвет слишком светлый: ссылки и кнопки будет трудно прочитать."
            " Возьмите тон темнее."
        )
    return YES


def _lightened(colour: str, background: str, wanted: float) -> str:
    """Raise the lightness, keeping the hue, until the colour reads on the background."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(51):
        light = lightness + (1 - lightness) * step / 50
        parts = colorsys.hls_to_rgb(hue, light, min(saturation, 0.6))
        moved = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(moved, background) >= wanted:
            return moved
    return WHITE


def _towards(colour: str, end: str, background: str, wanted: float) -> str:
    """Move a colour towards `end` until it reads on the background."""
    for step in range(21):
        moved = mix(end, colour, step / 20)
        if contrast(moved, background) >= wanted:
            return moved
    return end


def _tokens(accent: str, *, dark: bool) -> dict[str, str]:
    surface, end = (DARK_SURFACE, WHITE) if dark else (WHITE, DARK_TEXT)
    if dark:
        accent = _lightened(accent, surface, 6.5)
    soft = mix(accent, surface, 0.14)
    return {
        "--accent": accent,
        "--on-accent": text_on(accent),
        "--accent-strong": _towards(mix(end, accent, 0.2), end, soft, 5.5),
        "--accent-soft": soft,
    }


def _rule(tokens: dict[str, str]) -> str:
    return ":root{" + "".join(f"{name}:{tokens[name]};" for name in tokens) + "}"


def accent_stylesheet(accent: str) -> str:
    """Write the small stylesheet of an accent; an unfit one becomes the default."""
    fit = accent.lower() if may_be_accent(accent) else DEFAULT_ACCENT
    light, dark = _tokens(fit, dark=False), _tokens(fit, dark=True)
    return _rule(light) + "\n@media (prefers-color-scheme: dark){" + _rule(dark) + "}\n"
