"""The criteria mentors are selected by: set, changed, taken back (R-161)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.models import Criterion, Cycle
from registry.permissions.selection import may_change_criteria

SCALE = ("max_points", "weight", "threshold")
FIELDS = ("title", "description", *SCALE)
# the typical ones, as (title, what to look at, weight, threshold).
TYPICAL = (
    (
        "Опыт",
        "Стаж и результаты в том, чему человек будет учить; опыт работы с людьми",
        2,
        None,
    ),
    ("Навыки", "Умеет объяснять, слушать, давать обратную связь, держать слово", 2, 3),
    (
        "Личные качества",
        "Доброжелательность, терпение, уважение к подопечному, ответственность",
        2,
        3,
    ),
    (
        "Соответствие запросам",
        "Профиль и темы совпадают с тем, о чём просят наставляемые этого года",
        1,
        None,
    ),
)
SCORED = (
    "По критерию уже поставлены баллы: {what}. Исправить можно название и пояснение."
)


@transaction.atomic
def add_criterion(*, cycle: Cycle, values: Mapping[str, object], by: User) -> Criterion:
    """Add a criterion to the cycle's set; `values` hold FIELDS."""
    _require(cycle, by)
    return _added(cycle, values, by)


@transaction.atomic
def offer_typical(*, cycle: Cycle, by: User) -> list[Criterion]:
    """Add the typical criteria the cycle has not got yet."""
    _require(cycle, by)
    kept = {
        title.casefold()
        for title in Criterion.objects.filter(cycle=cycle).values_list(
            "title", flat=True
        )
    }
    return [
        _added(
            cycle,
            {
                "title": title,
                "description": description,
                "weight": weight,
                "threshold": threshold,
            },
            by,
        )
        for title, description, weight, threshold in TYPICAL
        if title.casefold() not in kept
    ]


@transaction.atomic
def change_criterion(
    *, criterion: Criterion, values: Mapping[str, object], by: User
) -> Criterion:
    """Change a criterion; once it is scored its scale stands, so that all are equal."""
    criterion = _locked(criterion)
    may_change_criteria(by, criterion.cycle).require()
    before = {
        name: getattr(criterion, name)
        for name in FIELDS
        if name in values and getattr(criterion, name) != values[name]
    }
    if set(SCALE) & set(before) and criterion.scores.exists():
        raise Refused(SCORED.format(what="балл, вес и порог не меняют"))
    if not before:
        return criterion
    for name in before:
        setattr(criterion, name, values[name])
    _refuse_double(criterion)
    criterion.save(update_fields=list(before))
    audit.record(
        by=by,
        what="criterion.changed",
        on=criterion,
        before=before,
        after={name: values[name] for name in before},
    )
    return criterion


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: User) -> None:
    """Take a criterion back before anybody was judged by it."""
    criterion = _locked(criterion)
    may_change_criteria(by, criterion.cycle).require()
    if criterion.scores.exists():
        raise Refused(SCORED.format(what="удалить его нельзя"))
    audit.record(
        by=by,
        what="criterion.removed",
        on=criterion,
        before={"title": criterion.title},
    )
    criterion.delete()


def _require(cycle: Cycle, by: User) -> None:
    """The cycle is locked: two who begin its set at once make one."""
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    may_change_criteria(by, locked).require()


def _added(cycle: Cycle, values: Mapping[str, object], by: User) -> Criterion:
    last = Criterion.objects.filter(cycle=cycle).aggregate(last=Max("ordinal"))["last"]
    criterion = Criterion(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        ordinal=0 if last is None else last + 1,
        **{name: values[name] for name in FIELDS if name in values},
    )
    _refuse_double(criterion)
    criterion.save()
    audit.record(
        by=by, what="criterion.added", on=criterion, after={"title": criterion.title}
    )
    return criterion


def _refuse_double(criterion: Criterion) -> None:
    same = Criterion.objects.filter(cycle=criterion.cycle_id, title=criterion.title)
    if same.exclude(pk=criterion.pk).exists():
        raise Refused("Такой критерий в цикле уже есть.")


def _locked(criterion: Criterion) -> Criterion:
    found = (
        Criterion.objects.select_for_update(of=("self",))
        .filter(pk=criterion.pk)
        .first()
    )
    if found is None:
        raise Refused("Этого критерия уже нет.")
    return found
