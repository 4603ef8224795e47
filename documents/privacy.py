"""Data classes of the floor `documents`."""

from __future__ import annotations

from common.privacy import classify
from documents.models import (
    Attachment,
    Counter,
    Decision,
    Document,
    DocumentKind,
    Register,
)

classify(DocumentKind, public="code number title stages prepared_by signed_by")
classify(Register, internal="number_format")
classify(Counter)
classify(Attachment, internal="content_type", carried="file name sha256")
classify(
    Document,
    internal="payload_digest check_code sha256",
    public="number",
    record="title payload search_text pdf",
)
classify(Decision, record="remark")
