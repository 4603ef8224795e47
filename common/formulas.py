"""What a spreadsheet takes for a formula, and the guard against it (OWASP). Pure."""

from __future__ import annotations

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """Return the text with an apostrophe before a sign that would make it a formula."""
    return f"'{text}" if text.startswith(SIGNS) else text


def unguarded(text: str) -> str:
    """Take our own guard off again, so that what is written reads back the same."""
    is_ours = text.startswith("'") and text[1:].startswith(SIGNS)
    return text[1:] if is_ours else text
