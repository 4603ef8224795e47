"""The order on pairs."""

from __future__ import annotations
