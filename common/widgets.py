"""Widgets of forms that Django's own are too slow for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select of hundreds of choices in one level: Django draws each by two templates."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 -- as Django declares it
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401 -- as Django declares it
    ) -> SafeString:
        """Draw the select with what is chosen."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected" if str(key) in chosen else ""), title)
                for key, title in self.choices
            ),
        )
        rest = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, rest, options)
