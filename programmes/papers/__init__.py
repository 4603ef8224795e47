"""Papers of the floor `programmes`; each module here is made known below."""

from __future__ import annotations

from programmes.papers import order_pairs, programme

__all__ = ["order_pairs", "programme"]
