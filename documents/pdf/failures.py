"""What goes wrong in the press."""

from __future__ import annotations


class RendererFailed(Exception):
    """A paper could not be drawn. The message is Russian and says what to put right."""
