"""Letters of the floor `programmes`; each module here is made known below."""

from __future__ import annotations

from programmes.letters import pairs, programmes

__all__ = ["pairs", "programmes"]
