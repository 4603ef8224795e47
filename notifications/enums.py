"""Words of letters."""

from __future__ import annotations

from django.db import models


class Channel(models.TextChoices):
    """Where a letter goes."""

    INBOX = "inbox", "На портале"
    EMAIL = "email", "По электронной почте"


class Delivery(models.TextChoices):
    """What became of a letter by e-mail, as «Исходящие» tells it."""

    HELD = "unsent", "Ждёт: почта не настроена"
    WAITING = "waiting", "В очереди"
    SENT = "sent", "Отправлено"
    FAILED = "failed", "Не отправлено"


class DigestRhythm(models.TextChoices):
    """How often somebody wants the letter about his deadlines."""

    DAILY = "daily", "Каждый рабочий день, когда есть о чём"
    WEEKLY = "weekly", "Раз в неделю, в первый рабочий день"
    NEVER = "never", "Не присылать на почту, только на портале"
