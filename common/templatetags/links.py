"""`{% link %}`: an address within the open organisation."""

from __future__ import annotations

from django import template

from common.links import link as reverse_link

register = template.Library()


@register.simple_tag
def link(name: str, **kwargs: object) -> str:
    """Reverse `name` within the organisation whose cabinet is open."""
    return reverse_link(name, **kwargs)
