"""States of personalised programmes, plan rows and meetings."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class ProgrammeStatus(models.TextChoices):
    """R-321."""

    DRAFT = "draft", "Черновик"
    AGREED = "agreed", "Согласована"
    ACTIVE = "active", "Реализуется"
    COMPLETED = "completed", "Завершена"
    ENDED_EARLY = "ended_early", "Прекращена досрочно"


P = ProgrammeStatus

PROGRAMME_TRANSITIONS = Transitions(
    {
        P.DRAFT: frozenset({P.AGREED, P.ENDED_EARLY}),
        P.AGREED: frozenset({P.ACTIVE, P.DRAFT, P.ENDED_EARLY}),
        P.ACTIVE: frozenset({P.COMPLETED, P.ENDED_EARLY}),
        P.COMPLETED: frozenset(),
        P.ENDED_EARLY: frozenset(),
    }
)


class ProgrammePart(models.TextChoices):
    """What a revision changed."""

    OPENED = "opened", "Программа открыта"
    TEXT = "text", "Изменён текст"
    PLAN = "plan", "Изменён план работы"
    RETURNED = "returned", "Возвращена с замечанием"


class Basis(models.TextChoices):
    """R-230, closed list: one mentee, or several at once."""

    INDIVIDUAL = "individual", "На индивидуальной основе"
    GROUP = "group", "На групповой основе"


class PlanRowStatus(models.TextChoices):
    """R-323; overdue is computed."""

    PLANNED = "planned", "Запланировано"
    DONE = "done", "Выполнено"
    CANCELLED = "cancelled", "Отменено"


PLAN_ROW_TRANSITIONS = Transitions(
    {
        PlanRowStatus.PLANNED: frozenset({PlanRowStatus.DONE, PlanRowStatus.CANCELLED}),
        PlanRowStatus.DONE: frozenset({PlanRowStatus.PLANNED}),
        PlanRowStatus.CANCELLED: frozenset(),
    }
)


class MeetingKind(models.TextChoices):
    """R-228: the canonical sequence of a pair, and the working meeting."""

    ACQUAINTANCE = "acquaintance", "Встреча-знакомство"
    TRIAL = "trial", "Пробная встреча"
    PLANNING = "planning", "Встреча-планирование"
    JOINT_WORK = "joint_work", "Совместная работа"
    FINAL = "final", "Итоговая встреча"


class MeetingFormat(models.TextChoices):
    """R-229, closed list."""

    ONLINE = "online", "Онлайн"
    OFFLINE = "offline", "Очно"
    MIXED = "mixed", "Смешанный"


class MeetingStatus(models.TextChoices):
    """A meeting is planned or held; one without feedback stays open (R-272)."""

    PLANNED = "planned", "Запланирована"
    HELD = "held", "Состоялась"
    CANCELLED = "cancelled", "Не состоялась"


MEETING_TRANSITIONS = Transitions(
    {
        MeetingStatus.PLANNED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
        MeetingStatus.HELD: frozenset(),
        MeetingStatus.CANCELLED: frozenset(),
    }
)
