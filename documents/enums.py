"""Words of official paper."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class DocumentStatus(models.TextChoices):
    """R-325 as far as the portal's own papers go; what a kind skips it skips."""

    DRAFT = "draft", "Проект"
    SUBMITTED = "submitted", "На подписании"
    RETURNED = "returned", "Возвращён с замечанием"
    SIGNED = "signed", "Подписан"
    ANNULLED = "annulled", "Утратил силу"


DOCUMENT_TRANSITIONS = Transitions(
    {
        DocumentStatus.DRAFT: frozenset(
            {DocumentStatus.SUBMITTED, DocumentStatus.SIGNED}
        ),
        DocumentStatus.SUBMITTED: frozenset(
            {
                DocumentStatus.SIGNED,
                DocumentStatus.RETURNED,
                DocumentStatus.DRAFT,
            }
        ),
        DocumentStatus.RETURNED: frozenset({DocumentStatus.SUBMITTED}),
        DocumentStatus.SIGNED: frozenset({DocumentStatus.ANNULLED}),
        DocumentStatus.ANNULLED: frozenset(),
    }
)


class KindStage(models.TextChoices):
    """The canonical stages by which kinds of documents are grouped (R-332)."""

    S1 = "S1", "Подготовка условий"
    S2 = "S2", "База наставляемых"
    S3 = "S3", "База наставников"
    S4 = "S4", "Отбор и обучение"
    S5 = "S5", "Пары и группы"
    S6 = "S6", "Работа пар"
    S7 = "S7", "Завершение"


class DecisionKind(models.TextChoices):
    """The story of a document, one row a step."""

    SUBMITTED = "submitted", "Представлен на подпись"
    RETURNED = "returned", "Возвращён с замечанием"
    RECALLED = "recalled", "Отозван до подписи"
    SIGNED = "signed", "Подписан"
    CONFIRMED = "confirmed", "Подписан на бумаге"
    ANNULLED = "annulled", "Утратил силу"


class RegisterCode(models.TextChoices):
    """The journals of registration an organisation keeps."""

    ORDERS = "orders", "Приказы по основной деятельности"
    ACTS = "acts", "Локальные акты, положения, планы"
    PROTOCOLS = "protocols", "Протоколы"
    REPORTS = "reports", "Отчёты и справки"
