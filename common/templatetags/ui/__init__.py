"""The component library: every part of a page has one tag and one small template.

The tags are builtins, nothing is to be loaded; docs/components.md shows how each is
written and `/ui/` how it looks.
"""

from __future__ import annotations

from common.templatetags.ui import doings, frames, lists, pictures, ways
from common.templatetags.ui.library import register

__all__ = ["doings", "frames", "lists", "pictures", "register", "ways"]
