"""Papers of the floor `programmes`; each module here is made known below."""

from __future__ import annotations

from programmes.papers import introduction, order_pairs, programme, roadmap

__all__ = ["introduction", "order_pairs", "programme", "roadmap"]
