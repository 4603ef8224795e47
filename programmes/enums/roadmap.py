"""States of a roadmap's measures and of a plan on its way in; kinds of teams and feeds."""

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


class TeamKind(models.TextChoices):
    """R-051."""

    WORKING_GROUP = "working_group", "Рабочая группа"
    TEAM = "team", "Команда"
    PROJECT_OFFICE = "project_office", "Проектный офис"


class FeedScope(models.TextChoices):
    """Whose days a calendar by link shows."""

    MINE = "mine", "Мои мероприятия и встречи"
    ORGANISATION = "organisation", "Вся организация"


class PlanImportStatus(models.TextChoices):
    """Where a plan on its way into the cycle stands."""

    REVIEW = "review", "На проверке"
    ACCEPTED = "accepted", "Принят"
    DISCARDED = "discarded", "Отложен"


I = PlanImportStatus  # noqa: E741  # as M above

PLAN_IMPORT_TRANSITIONS = Transitions(
    {
        I.REVIEW: frozenset({I.ACCEPTED, I.DISCARDED}),
        I.ACCEPTED: frozenset(),
        I.DISCARDED: frozenset({I.REVIEW}),
    }
)
