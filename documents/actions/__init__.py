"""Everything that changes official paper."""

from __future__ import annotations

from documents.actions.drafts import prepare, rewrite, submit
from documents.actions.files import attach, render_again, store_pdf
from documents.actions.outside import register_external
from documents.actions.registers import set_register
from documents.actions.signing import (
    annul,
    confirm_on_paper,
    issue,
    return_for_changes,
    sign,
)

__all__ = [
    "annul",
    "attach",
    "confirm_on_paper",
    "issue",
    "prepare",
    "register_external",
    "render_again",
    "return_for_changes",
    "rewrite",
    "set_register",
    "sign",
    "store_pdf",
    "submit",
]
