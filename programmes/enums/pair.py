"""States of proposals, pairs and acceptances."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class ProposalStatus(models.TextChoices):
    """What became of a proposal of a matching run."""

    OPEN = "open", "Предложение"
    ADOPTED = "adopted", "Принято в работу"
    DISMISSED = "dismissed", "Снято"


class PairStatus(models.TextChoices):
    """R-320."""

    PROPOSED = "proposed", "Предложена"
    AGREED = "agreed", "Согласована сторонами"
    DECLINED = "declined", "Отклонена"
    SUBMITTED = "submitted", "Представлена директору"
    RETURNED = "returned", "Возвращена"
    ACTIVE = "active", "Работает"
    CLOSING = "closing", "Завершается"
    COMPLETED = "completed", "Завершена"
    ENDED_EARLY = "ended_early", "Прекращена досрочно"
    DISSOLVED = "dissolved", "Снята до приказа"


P = PairStatus

PAIR_TRANSITIONS = Transitions(
    {
        P.PROPOSED: frozenset({P.AGREED, P.DECLINED, P.DISSOLVED}),
        P.AGREED: frozenset({P.SUBMITTED, P.DECLINED, P.DISSOLVED}),
        P.DECLINED: frozenset(),
        P.SUBMITTED: frozenset({P.ACTIVE, P.RETURNED, P.AGREED}),
        P.RETURNED: frozenset({P.SUBMITTED, P.DECLINED, P.DISSOLVED}),
        P.ACTIVE: frozenset({P.CLOSING, P.COMPLETED, P.ENDED_EARLY}),
        P.CLOSING: frozenset({P.COMPLETED, P.ENDED_EARLY}),
        P.COMPLETED: frozenset(),
        P.ENDED_EARLY: frozenset(),
        P.DISSOLVED: frozenset(),
    }
)


class PairSide(models.TextChoices):
    """Whose word it is."""

    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"


class AcceptanceAnswer(models.TextChoices):
    """What a side said of a proposed pair."""

    WAITING = "waiting", "Ждём ответа"
    ACCEPTED = "accepted", "Согласие"
    DECLINED = "declined", "Отказ"


class EndReason(models.TextChoices):
    """R-241, closed list."""

    PLAN_DONE = "plan_done", "План выполнен в полном объёме"
    BY_MENTOR = "by_mentor", "Инициатива наставника"
    BY_MENTEE = "by_mentee", "Инициатива наставляемого"
    MUTUAL = "mutual", "Обоюдное решение"
    BY_CURATOR = "by_curator", "Инициатива куратора"
