"""Template tags of the papers: pictures drawn from structured content, never fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import template

from documents.payloads import BarChart
from documents.pdf import charts, qr

register = template.Library()


@register.inclusion_tag("papers/_bar_chart.html")
def bar_chart(chart: Mapping[str, object]) -> dict[str, object]:
    """Draw a `BarChart` as inline SVG."""
    return {"drawing": charts.draw(cast("BarChart", chart))}


@register.inclusion_tag("papers/_qr.html")
def qr_requisite(url: str) -> dict[str, object]:
    """Draw the QR requisite (ГОСТ Р 7.0.97-2025) that leads to ``url``."""
    return {"url": url, "code": qr.draw(url)}


@register.filter
def paragraphs(text: str) -> list[str]:
    """The lines of a text, each a paragraph; empty ones fall out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def plus(number: int, step: int) -> int:
    """Sum of two whole numbers, for numbering that goes on."""
    return number + step


@register.filter
def full_stop(text: str) -> str:
    """The text with one full stop at its end («… 2027 г.» already has it)."""
    return text if text.endswith(".") else f"{text}."


@register.filter
def item_end(text: str, is_last: bool) -> str:  # noqa: FBT001 -- a template filter takes its argument by place
    """An item of a list with its closing mark: a semicolon, a full stop for the last."""
    if is_last:
        return full_stop(text)
    return text if text.endswith(";") else f"{text};"


@register.filter
def has_chosen(choices: list[Mapping[str, object]]) -> bool:
    """Whether any of the printed alternatives is chosen."""
    return any(choice["is_chosen"] for choice in choices)
