"""What goes wrong in the press."""

from __future__ import annotations

from common.errors import Refused


class RendererFailed(Refused):
    """A paper could not be drawn. The message is Russian and says what to put right."""
