"""States of a roadmap's measures."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class MeasureStatus(models.TextChoices):
    """R-322; overdue and due soon are computed, not stored."""

    PLANNED = "planned", "Запланировано"
    IN_PROGRESS = "in_progress", "Выполняется"
    DONE = "done", "Выполнено"
    POSTPONED = "postponed", "Перенесено"
    CANCELLED = "cancelled", "Отменено"


M = MeasureStatus

MEASURE_TRANSITIONS = Transitions(
    {
        M.PLANNED: frozenset({M.IN_PROGRESS, M.DONE, M.POSTPONED, M.CANCELLED}),
        M.IN_PROGRESS: frozenset({M.PLANNED, M.DONE, M.POSTPONED, M.CANCELLED}),
        M.DONE: frozenset({M.IN_PROGRESS}),
        M.POSTPONED: frozenset({M.IN_PROGRESS, M.DONE, M.CANCELLED}),
        M.CANCELLED: frozenset({M.PLANNED}),
    }
)
