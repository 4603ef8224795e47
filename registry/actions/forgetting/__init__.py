"""Carrying an erasure out: everything that told who it was, in one transaction."""

from __future__ import annotations

from registry.actions.forgetting.work import ERRAND, forget, forget_again

__all__ = ["ERRAND", "forget", "forget_again"]
