"""`{{ text|narrow:70 }}`: words for a narrow cell."""

from __future__ import annotations

from django import template

from common.russian.wrapping import cut_between_words, with_soft_hyphens

register = template.Library()


@register.filter
def narrow(text: str, longest: int) -> str:
    """Cut a text between words and let its long words be split by syllables."""
    return with_soft_hyphens(cut_between_words(str(text), longest))
