"""Pages of official paper."""

from __future__ import annotations

from documents.views.check import document_check
from documents.views.deciding import (
    desk,
    document_annul,
    document_return,
    document_sign,
)
from documents.views.files import (
    attachment_download,
    document_pdf,
    document_preview,
    document_render,
)
from documents.views.journal import document_export, document_list
from documents.views.pages import (
    document_confirm,
    document_detail,
    document_hide,
    document_recall,
    document_show,
    document_submit,
    register_external,
)
from documents.views.registers import register_change, register_settings

__all__ = [
    "attachment_download",
    "desk",
    "document_annul",
    "document_check",
    "document_confirm",
    "document_detail",
    "document_export",
    "document_hide",
    "document_list",
    "document_pdf",
    "document_preview",
    "document_recall",
    "document_render",
    "document_return",
    "document_show",
    "document_sign",
    "document_submit",
    "register_change",
    "register_external",
    "register_settings",
]
