"""What a worker or the clock starts on the floor `programmes`."""

from __future__ import annotations

from programmes.tasks import matching

__all__ = ["matching"]
