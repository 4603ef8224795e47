"""The story of a card and its person, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import AuditEvent
from registry.enums import ImportStatus
from registry.models import ImportBatch, MenteeCard, MentorCard, Person

LENGTH = 50
WORDS = {
    "mentor.taken": "Карточка наставника открыта",
    "mentor.changed": "Карточка изменена",
    "mentor.moved": "Состояние изменено",
    "mentor.drafted": "Заявка наставника начата в кабинете",
    "mentor.nominated": "Выдвинут в наставники",
    "mentor.carried": "Перенесён из прошлого цикла",
    "mentor.refreshed": "Сведения подтверждены",
    "mentee.drafted": "Заявка наставляемого начата",
    "mentee.told": "Добавлены сведения третьего лица",
    "mentee.assigned": "Поручен педагогу-психологу",
    "mentee.unassigned": "Поручение психологу закончено",
    "mentee.carried": "Перенесён из прошлого цикла",
    "mentee.refreshed": "Сведения подтверждены",
    "mentee.taken": "Карточка наставляемого открыта",
    "mentee.changed": "Карточка изменена",
    "mentee.moved": "Состояние изменено",
    "request.added": "Добавлен запрос",
    "request.changed": "Запрос исправлен",
    "request.closed": "Запрос закрыт",
    "request.reopened": "Запрос снова открыт",
    "analysis.recorded": "Записан анализ потребностей",
    "analysis.changed": "Запись анализа потребностей исправлена",
    "difficulty.added": "Записана трудность или сильная сторона",
    "difficulty.changed": "Трудность или сильная сторона изменена",
    "person.created": "Человек внесён в реестр",
    "person.changed": "Сведения о человеке изменены",
    "questionnaire.submitted": "Заполнена анкета",
    "questionnaire.reopened": "Анкета открыта снова",
    "import.applied": "Загружено из таблицы",
}
_HIDDEN = frozenset({"request"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One act: when, by whom (empty: the portal itself), what, and what changed."""

    at: datetime
    by: str
    what: str
    changes: tuple[Change, ...]
    remark: str


def history_of(card: MentorCard | MenteeCard, *, with_person: bool) -> list[Told]:
    """Return the latest acts on the card, and on its person when he may be seen."""
    batches = ImportBatch.objects.filter(
        cycle=card.cycle_id, status=ImportStatus.APPLIED, rows__person=card.person_id
    )
    about = Q(object_kind=card._meta.label_lower, object_id=card.pk) | Q(
        what="import.applied",
        object_kind=ImportBatch._meta.label_lower,
        object_id__in=list(batches.values_list("pk", flat=True).distinct()),
    )
    if with_person:
        about |= Q(object_kind=Person._meta.label_lower, object_id=card.person_id)
    events = (
        AuditEvent.objects.filter(about, organisation_id=card.organisation_id)
        .select_related("by", "detail")
        .order_by("-at", "-pk")[:LENGTH]
    )
    labels = {**_labels(Person), **_labels(type(card))}
    statuses = dict(type(card)._meta.get_field("status").flatchoices)
    return [_told(event, labels, statuses) for event in events]


def _told(event: AuditEvent, labels: dict[str, str], statuses: dict[str, str]) -> Told:
    detail = getattr(event, "detail", None)
    before: dict[str, object] = detail.before if detail else {}
    after: dict[str, object] = detail.after if detail else {}

    def shown(values: dict[str, object], name: str) -> str:
        value = values.get(name)
        if name == "status":
            return statuses.get(str(value), "")
        if isinstance(value, bool):
            return "да" if value else "нет"
        return "" if value is None else str(value)

    return Told(
        at=event.at,
        by=str(event.by) if event.by else "",
        what=WORDS.get(event.what, event.what),
        changes=tuple(
            Change(labels.get(name, name), shown(before, name), shown(after, name))
            for name in event.field_names
            if name in labels and name not in _HIDDEN
        ),
        remark=detail.remark if detail else "",
    )


def _labels(model: type[models.Model]) -> dict[str, str]:
    return {
        field.name: str(field.verbose_name)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
