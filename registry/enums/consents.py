"""Consents and erasures."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class ConsentKind(models.TextChoices):
    """R-244: separate papers, separate rows."""

    PARTICIPANT = "pd_participant", "Обработка персональных данных участника"
    REPRESENTATIVE = (
        "pd_representative",
        "Обработка персональных данных несовершеннолетнего (законный представитель)",
    )
    NEEDS_ANALYSIS = "needs_analysis", "Анализ потребностей в развитии"
    PUBLICATION = "publication", "Публикация имени и фотографии"


# Without one of these nobody takes part; which one follows from the age.
PARTICIPATION = frozenset({ConsentKind.PARTICIPANT, ConsentKind.REPRESENTATIVE})


class ConsentStatus(models.TextChoices):
    """R-326."""

    REQUIRED = "required", "Требуется"
    ISSUED = "issued", "Выдан бланк"
    SIGNED = "signed", "Подписано, не проверено"
    VERIFIED = "verified", "Действует"
    REFUSED = "refused", "Отказ"
    WITHDRAWN = "withdrawn", "Отозвано"
    EXPIRED = "expired", "Истекло"


C = ConsentStatus

CONSENT_TRANSITIONS = Transitions(
    {
        # To «expired» at once: the subject came of age before the consent stood.
        C.REQUIRED: frozenset({C.ISSUED, C.SIGNED, C.REFUSED, C.EXPIRED}),
        C.ISSUED: frozenset({C.SIGNED, C.REFUSED, C.EXPIRED}),
        C.SIGNED: frozenset({C.VERIFIED, C.REFUSED, C.WITHDRAWN, C.EXPIRED}),
        C.VERIFIED: frozenset({C.WITHDRAWN, C.EXPIRED}),
        C.REFUSED: frozenset({C.ISSUED, C.SIGNED}),
        C.WITHDRAWN: frozenset(),
        C.EXPIRED: frozenset(),
    }
)


class Medium(models.TextChoices):
    """How a consent or an acceptance was given."""

    PAPER = "paper", "На бумаге"
    CABINET = "cabinet", "В кабинете"
    PUBLIC_FORM = "public_form", "В заявке на странице"


class ErasureGround(models.TextChoices):
    """Why personal data are destroyed (152-ФЗ ст. 21)."""

    WITHDRAWAL = "withdrawal", "Отзыв согласия"
    REQUEST = "request", "Требование субъекта"
    PURPOSE = "purpose", "Цель обработки достигнута"
    UNLAWFUL = "unlawful", "Данные обрабатывались неправомерно"


class ErasureStatus(models.TextChoices):
    """The road of a request to destroy somebody's data."""

    REQUESTED = "requested", "Поступило обращение"
    APPROVED = "approved", "Решено уничтожить"
    DONE = "done", "Уничтожено"
    REFUSED = "refused", "Отказано"


ER = ErasureStatus

ERASURE_TRANSITIONS = Transitions(
    {
        ER.REQUESTED: frozenset({ER.APPROVED, ER.REFUSED}),
        ER.APPROVED: frozenset({ER.DONE}),
        ER.DONE: frozenset(),
        ER.REFUSED: frozenset(),
    }
)
