"""What to look at in a plan: hints that warn and propose, never rewrite (R-306…R-317). Pure."""

from __future__ import annotations

from programmes.hints.looking import hints_of
from programmes.hints.shape import Hint, Place, PlaceKind, Proposal
from programmes.hints.words import ADVICE, TITLES

__all__ = [
    "ADVICE",
    "TITLES",
    "Hint",
    "Place",
    "PlaceKind",
    "Proposal",
    "hints_of",
]
