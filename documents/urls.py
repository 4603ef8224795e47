"""Addresses of the floor `documents`."""

from __future__ import annotations

from django.urls import path

from common.links import CABINET
from documents import views

app_name = "documents"

DOCUMENTS = f"{CABINET}documents/"
ONE = f"{DOCUMENTS}<int:pk>/"

urlpatterns = [
    path("check/<str:code>/", views.document_check, name="document_check"),
    path(f"{CABINET}desk/", views.desk, name="desk"),
    path(DOCUMENTS, views.document_list, name="document_list"),
    path(f"{DOCUMENTS}export/", views.document_export, name="document_export"),
    path(f"{DOCUMENTS}external/", views.register_external, name="register_external"),
    path(f"{DOCUMENTS}registers/", views.register_settings, name="register_settings"),
    path(
        f"{DOCUMENTS}registers/<slug:code>/",
        views.register_change,
        name="register_change",
    ),
    path(
        f"{DOCUMENTS}attachments/<int:pk>/",
        views.attachment_download,
        name="attachment_download",
    ),
    path(ONE, views.document_detail, name="document_detail"),
    path(f"{ONE}submit/", views.document_submit, name="document_submit"),
    path(f"{ONE}recall/", views.document_recall, name="document_recall"),
    path(f"{ONE}sign/", views.document_sign, name="document_sign"),
    path(f"{ONE}return/", views.document_return, name="document_return"),
    path(f"{ONE}confirm/", views.document_confirm, name="document_confirm"),
    path(f"{ONE}annul/", views.document_annul, name="document_annul"),
    path(f"{ONE}show/", views.document_show, name="document_show"),
    path(f"{ONE}hide/", views.document_hide, name="document_hide"),
    path(f"{ONE}render/", views.document_render, name="document_render"),
    path(f"{ONE}preview/", views.document_preview, name="document_preview"),
    path(f"{ONE}pdf/", views.document_pdf, name="document_pdf"),
]
