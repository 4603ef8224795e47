"""Letters of the floor `programmes`; each module here is made known below."""

from __future__ import annotations

from programmes.letters import measures, pairs, programmes

__all__ = ["measures", "pairs", "programmes"]
