"""Everything that changes official paper."""

from __future__ import annotations

from documents.actions.drafts import prepare, recall, rewrite, submit
from documents.actions.files import (
    attach,
    remove_orphans,
    remove_unknown,
    render_again,
    store_pdf,
)
from documents.actions.outside import register_external
from documents.actions.publication import hide_from_page, show_on_page
from documents.actions.registers import set_register
from documents.actions.signing import (
    annul,
    confirm_on_paper,
    issue,
    issue_after,
    return_for_changes,
    sign,
)

__all__ = [
    "annul",
    "attach",
    "confirm_on_paper",
    "hide_from_page",
    "issue",
    "issue_after",
    "prepare",
    "recall",
    "register_external",
    "remove_orphans",
    "remove_unknown",
    "render_again",
    "return_for_changes",
    "rewrite",
    "set_register",
    "show_on_page",
    "sign",
    "store_pdf",
    "submit",
]
