"""Selection of mentors."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class InterviewStatus(models.TextChoices):
    """The road of an interview (R-162)."""

    APPOINTED = "appointed", "Назначено"
    HELD = "held", "Проведено"
    MISSED = "missed", "Не состоялось"
    CANCELLED = "cancelled", "Отменено"


INTERVIEW_TRANSITIONS = Transitions(
    {
        InterviewStatus.APPOINTED: frozenset(
            {InterviewStatus.HELD, InterviewStatus.MISSED, InterviewStatus.CANCELLED}
        ),
        InterviewStatus.HELD: frozenset(),
        InterviewStatus.MISSED: frozenset(),
        InterviewStatus.CANCELLED: frozenset(),
    }
)


class Readiness(models.TextChoices):
    """Psychological readiness for the role of a mentor (R-160)."""

    READY = "ready", "Готов"
    AFTER_TRAINING = "after", "Готов после обучения"
    NOT_READY = "not_ready", "Не готов"


class InterviewConclusion(models.TextChoices):
    """What an interview ends with."""

    RECOMMENDED = "recommended", "Рекомендован"
    RESERVE = "reserve", "В резерв"
    NOT_RECOMMENDED = "declined", "Не рекомендован"


class SelectionDecision(models.TextChoices):
    """What the curator decides of a candidate after the talk (R-041)."""

    SELECTED = "selected", "Отобран"
    RESERVE = "reserve", "В резерве"
    REJECTED = "rejected", "Отклонён"
