"""Papers of the registry: what is printed of people and for them to sign."""

from __future__ import annotations
