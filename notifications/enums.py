"""Words of letters."""

from __future__ import annotations

from django.db import models


class Channel(models.TextChoices):
    """Where a letter goes."""

    INBOX = "inbox", "На портале"
    EMAIL = "email", "По электронной почте"
