"""Papers of the floor `programmes`; each module here is made known below."""

from __future__ import annotations

from programmes.papers import following, introduction, order_pairs, programme, roadmap

__all__ = ["following", "introduction", "order_pairs", "programme", "roadmap"]
