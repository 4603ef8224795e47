"""Data classes of the floor `notifications`."""

from __future__ import annotations

from common.privacy import about, classify
from notifications.models import LetterSettings, Notification

classify(
    Notification,
    about(
        "recipient",
        "address subject",
        kept="created_at read_at",
        others="text search_text",
        goes=True,
        is_account=True,
    ),
    internal="letter key path",
)
classify(
    LetterSettings,
    about("user", "not_by_email", kept="digest", goes=True, is_account=True),
)
