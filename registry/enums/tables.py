"""Tables on their way in."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class BaseKind(models.TextChoices):
    """The two federal bases."""

    MENTORS = "mentors", "База наставников"
    MENTEES = "mentees", "База наставляемых"


class TableKind(models.TextChoices):
    """What a loaded table holds: a federal base, or a list of people."""

    MENTORS = "mentors", "База наставников"
    MENTEES = "mentees", "База наставляемых"
    PUPILS = "pupils", "Список обучающихся"
    STAFF = "staff", "Список сотрудников"


class ImportStatus(models.TextChoices):
    """The road of an uploaded table."""

    CHECKING = "checking", "Проверяется"
    CHECKED = "checked", "Проверена, ждёт подтверждения"
    REFUSED = "refused", "Не принята"
    APPLYING = "applying", "Загружается"
    APPLIED = "applied", "Загружена"
    CANCELLED = "cancelled", "Отменена"


S = ImportStatus

IMPORT_TRANSITIONS = Transitions(
    {
        S.CHECKING: frozenset({S.CHECKED, S.REFUSED, S.CANCELLED}),
        S.CHECKED: frozenset({S.APPLYING, S.CANCELLED, S.CHECKING}),
        S.REFUSED: frozenset({S.CHECKING}),
        S.APPLYING: frozenset({S.APPLIED, S.CHECKED}),
        S.APPLIED: frozenset(),
        S.CANCELLED: frozenset(),
    }
)


class RowVerdict(models.TextChoices):
    """What the check says of one row of a table."""

    NEW = "new", "Новый человек"
    KNOWN = "known", "Уже есть: карточка обновится"
    WARNING = "warning", "Есть замечания"
    REJECTED = "rejected", "Не принята"
