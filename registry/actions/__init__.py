"""What changes people, their cards and their papers."""

from __future__ import annotations
