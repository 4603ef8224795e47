"""The one library all component tags belong to."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
COMPONENTS = "components"


def component(name: str, **context: object) -> SafeString:
    """Render the template of a block tag."""
    return render_to_string(f"{COMPONENTS}/{name}.html", context)
