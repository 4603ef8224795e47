"""A person's measures and the story of each, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import AuditEvent, User
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureItem, Roadmap
from registry.models import Cycle, Person, Stage

WORDS = {
    "added": "добавлено в план",
    "edited": "строка изменена",
    "edit_undone": "правка отменена",
    "edit_redone": "правка возвращена",
    "done": "отмечено выполненным",
    "confirmed": "выполнение подтверждено",
    "returned": "возвращено на доработку",
    "planned": "снова запланировано",
    "in_progress": "взято в работу",
    "postponed": "срок перенесён",
    "cancelled": "отменено",
    "assigned": "назначены ответственные",
    "commented": "новый комментарий",
    "item_done": "пункт выполнен",
    "item_undone": "отметка с пункта снята",
    "term_begun": "срок начался",
    "term_stopped": "срок снова ждёт приказа",
    "term_moved": "день срока изменился",
    "paper_in_force": "подтверждено подписанным документом",
    "paper_annulled": "подтверждающий документ отменён",
}
FIELDS = {
    "status": "состояние",
    "title": "название",
    "number_printed": "номер",
    "deadline_raw": "срок, как напечатан",
    "due_on": "срок",
    "planned_on": "срок по плану",
    "done_on": "день выполнения",
    "result": "ожидаемый результат",
    "reason": "причина",
    "evidence": "чем подтверждается",
    "evidence_link": "ссылка",
    "evidence_document": "документ",
    "evidence_file": "файл",
    "responsibles": "ответственные",
    "people": "ответственные",
    "items": "пункты",
    "stages": "этапы",
    "documents_printed": "документы",
    "section_id": "раздел",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Who did what when, and what changed: (field, from, to)."""

    at: datetime
    by: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    remark: str


def history_of(measure: Measure) -> list[Happening]:
    """Return what happened to a measure, the latest first."""
    events = list(
        AuditEvent.objects.filter(
            object_kind="programmes.measure", object_id=measure.pk
        )
        .select_related("by", "detail")
        .order_by("-at", "-pk")
    )
    names = _Names(measure)
    return [_happening(event, names) for event in events]


class _Names:
    """What keys in a history mean; read once."""

    def __init__(self, measure: Measure) -> None:
        roadmap = measure.section.roadmap
        self.people = {
            person.pk: person.full_name
            for person in Person.objects.filter(is_staff_member=True)
        }
        self.teams = dict(roadmap.cycle.teams.values_list("pk", "title"))
        self.sections = dict(roadmap.sections.values_list("pk", "title"))
        self.stages = dict(Stage.objects.values_list("pk", "code"))


def _happening(event: AuditEvent, names: _Names) -> Happening:
    _, _, verb = event.what.partition(".")
    detail = getattr(event, "detail", None)
    before = detail.before if detail else {}
    after = detail.after if detail else {}
    changes = [
        (FIELDS[name], _said(name, before.get(name), names), now)
        for name in {**before, **after}
        if name in FIELDS
        and (now := _said(name, after.get(name), names))
        != _said(name, before.get(name), names)
    ]
    return Happening(
        at=event.at,
        by=str(event.by) if event.by else "портал",
        what=WORDS.get(verb, verb),
        changes=() if verb == "added" else tuple(changes),
        remark=detail.remark if detail else "",
    )


def _said(name: str, value: object, names: _Names) -> str:
    if value in (None, "", []):
        return ""
    if name == "status":
        return MeasureStatus(str(value)).label
    if name in {"due_on", "planned_on", "done_on"}:
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    if name == "section_id" and isinstance(value, int):
        return names.sections.get(value, "раздел, которого больше нет")
    if isinstance(value, list):
        return ", ".join(_one(name, each, names) for each in value)
    return str(value)


def _one(name: str, value: object, names: _Names) -> str:
    if name == "people" and isinstance(value, int):
        return names.people.get(value, "бывший сотрудник")
    if name == "stages" and isinstance(value, int):
        return names.stages.get(value, "")
    if not isinstance(value, dict):
        return str(value)
    if name == "responsibles":
        who = names.people.get(value.get("person_id") or 0) or names.teams.get(
            value.get("team_id") or 0
        )
        return " — ".join(filter(None, (value.get("label"), who))) or "роль"
    if name == "items":
        mark = " (выполнен)" if value.get("done_on") else ""
        return f"{value.get('text', '')}{mark}"
    return str(value.get("title", ""))


def my_measures_of(user: User, organisation_id: int) -> QuerySet[Measure]:
    """Return what the user answers for in the open cycles: open, or waiting for a word."""
    waiting = Q(status=MeasureStatus.DONE, confirmed_at=None, reported_by=user)
    still_open = Q(
        status__in=[
            MeasureStatus.PLANNED,
            MeasureStatus.IN_PROGRESS,
            MeasureStatus.POSTPONED,
        ]
    )
    return (
        Measure.objects.answered_by(user, organisation_id)
        .filter(
            still_open | waiting,
            is_heading=False,
            section__roadmap__cycle__in=Cycle.objects.open(),
        )
        .select_related("section__roadmap__cycle__introduction_order")
        .prefetch_related(
            "responsibles__person", "responsibles__team", "items", "stages"
        )
        .order_by("due_on", "pk")
    )


def my_items_of(user: User, measures: Iterable[Measure]) -> QuerySet[MeasureItem]:
    """Return the open items the user answers for in measures that are not his own."""
    return (
        MeasureItem.objects.filter(
            responsible__user=user,
            done_on=None,
            measure__section__roadmap__cycle__in=Cycle.objects.open(),
        )
        .exclude(measure__in=[measure.pk for measure in measures])
        .select_related("measure", "responsible")
        .order_by("due_on", "pk")
    )


def past_measures_of(roadmap: Roadmap, today: date) -> QuerySet[Measure]:
    """Return the measures whose day has passed and of which nothing is told."""
    return (
        Measure.objects.overdue(today)
        .filter(section__roadmap=roadmap)
        .select_related("section")
        .order_by("section__ordinal", "ordinal")
    )
