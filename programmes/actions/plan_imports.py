"""A plan that came as a file: read, reviewed, accepted as the cycle's roadmap."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.strict_yaml import FixtureError
from programmes.actions.roadmaps import load_plan
from programmes.enums import PLAN_IMPORT_TRANSITIONS, PlanImportStatus
from programmes.models import PlanImport, Roadmap
from programmes.permissions.plan_imports import (
    may_import_plan,
    may_resume_plan,
    may_review_plan,
)
from programmes.plan_reading.composing import compose
from programmes.plan_reading.grid import Grid, grid_from
from programmes.plan_reading.reading import read_clipboard, read_file
from programmes.plan_reading.understanding import understand
from programmes.queries.plan_imports import plan_of, vocabulary_of
from registry.models import Cycle, Person

STALE = (
    "Этот план только что поправили в другом окне. Посмотрите, что изменилось, и сохраните"
    " ещё раз: введённое осталось на странице."
)
STEPS_KEPT = 30


def bring(
    *,
    cycle: Cycle,
    upload: UploadedFile[bytes] | None = None,
    text: str = "",
    page: str = "",
    by: User,
) -> PlanImport:
    """Read a plan and keep what was understood; nothing of the roadmap is stored yet.

    `page` is the clipboard's HTML where the browser gave it. Raises TableRefused with
    what to do when there is no table in it.
    """
    may_import_plan(by, cycle).require()
    # Reading takes seconds: no transaction waits for it.
    grids = (
        read_file(upload.read(), upload.name or "")
        if upload
        else read_clipboard(text, page)
    )
    return _keep(cycle, grids, upload.name or "" if upload else "", by)


@transaction.atomic
def _keep(cycle: Cycle, grids: list[Grid], name: str, by: User) -> PlanImport:
    """Keep what was read; the same table sent twice is one plan on its way in."""
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    file_name = name.replace("\\", "/").rpartition("/")[2][-255:]
    tables = _without_nul({"tables": [grid.to_json() for grid in grids]})["tables"]
    digest = hashlib.sha256(json.dumps([file_name, tables]).encode()).hexdigest()
    known = PlanImport.objects.filter(
        cycle=cycle, by=by, status=PlanImportStatus.REVIEW, table__digest=digest
    ).first()
    if known is not None:
        return known
    plan_import = PlanImport(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        file_name=file_name,
        table={"tables": tables, "digest": digest},
        by=by,
    )
    _understand(plan_import, {})
    plan_import.save()
    audit.record(by=by, what="plan_import.brought", on=plan_import)
    return plan_import


@transaction.atomic
def correct(
    *, plan_import: PlanImport, version: int, change: Mapping[str, Any], by: User
) -> PlanImport:
    """Put a guess right: `change` is laid over the corrections made before.

    The whole plan is understood anew. Raises Refused when somebody else was quicker.
    """
    plan_import = _to_correct(plan_import, version, by)
    before = plan_import.guess["corrections"]
    earlier = [*plan_import.guess.get("earlier", []), before]
    return _correct(plan_import, _laid_over(before, change), earlier)


@transaction.atomic
def undo(*, plan_import: PlanImport, version: int, by: User) -> PlanImport:
    """Take the last correction back; a row it added goes, what stood before stands again."""
    plan_import = _to_correct(plan_import, version, by)
    earlier = plan_import.guess.get("earlier", [])
    if not earlier:
        raise Refused("Отменять нечего: план стоит так, как прочитан.")
    return _correct(plan_import, earlier[-1], earlier[:-1])


@transaction.atomic
def accept(*, plan_import: PlanImport, by: User) -> Roadmap:
    """Make the reviewed plan the cycle's roadmap; a second click finds it made."""
    plan_import = _locked(plan_import)
    if plan_import.status == PlanImportStatus.ACCEPTED and plan_import.roadmap:
        may_import_plan(by, plan_import.cycle).require()
        return plan_import.roadmap
    may_review_plan(by, plan_import).require()
    PLAN_IMPORT_TRANSITIONS.check(plan_import.status, PlanImportStatus.ACCEPTED)
    plan = plan_of(plan_import)
    if not plan.measures:
        raise Refused(
            "В плане не нашлось ни одного мероприятия. Проверьте, что значат столбцы таблицы."
        )
    try:
        template = compose(plan, plan_import.cycle.organisation.kind)
    except FixtureError as fault:
        raise Refused(
            "План не складывается. Проверьте на этой странице этапы разделов, сроки"
            " и что значит каждая строка, и примите план снова."
        ) from fault
    staff = Person.objects.in_bulk([word.person for word in plan.words if word.person])
    roadmap = load_plan(
        cycle=plan_import.cycle,
        template=template,
        by=by,
        people={
            word.label: staff[word.person]
            for word in plan.words
            if word.person and word.person in staff
        },
    )
    plan_import.status = PlanImportStatus.ACCEPTED
    plan_import.roadmap = roadmap
    plan_import.save(update_fields=["status", "roadmap"])
    audit.record(by=by, what="plan_import.accepted", on=plan_import)
    return roadmap


@transaction.atomic
def discard(*, plan_import: PlanImport, by: User) -> PlanImport:
    """Put a plan away; it can be taken up again."""
    plan_import = _locked(plan_import)
    may_review_plan(by, plan_import).require()
    return _move(plan_import, PlanImportStatus.DISCARDED, by)


@transaction.atomic
def resume(*, plan_import: PlanImport, by: User) -> PlanImport:
    """Take up a plan that was put away, with every correction made."""
    plan_import = _locked(plan_import)
    may_resume_plan(by, plan_import).require()
    return _move(plan_import, PlanImportStatus.REVIEW, by)


def _to_correct(plan_import: PlanImport, version: int, by: User) -> PlanImport:
    plan_import = _locked(plan_import)
    may_review_plan(by, plan_import).require()
    if plan_import.version != version:
        raise Refused(STALE)
    return plan_import


def _correct(
    plan_import: PlanImport, corrections: dict[str, Any], earlier: list[dict[str, Any]]
) -> PlanImport:
    _understand(plan_import, corrections)
    plan_import.guess["earlier"] = earlier[-STEPS_KEPT:]
    plan_import.version += 1
    plan_import.save(update_fields=["guess", "version"])
    return plan_import


def _move(plan_import: PlanImport, to: PlanImportStatus, by: User) -> PlanImport:
    PLAN_IMPORT_TRANSITIONS.check(plan_import.status, to)
    plan_import.status = to
    plan_import.save(update_fields=["status"])
    what = "discarded" if to == PlanImportStatus.DISCARDED else "resumed"
    audit.record(by=by, what=f"plan_import.{what}", on=plan_import)
    return plan_import


def _understand(plan_import: PlanImport, corrections: dict[str, Any]) -> None:
    grids = [grid_from(stored) for stored in plan_import.table["tables"]]
    vocabulary = vocabulary_of(plan_import.organisation_id)
    plan = understand(grids, corrections, vocabulary)
    plan_import.guess = {"corrections": corrections, "plan": plan.to_json()}


def _laid_over(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with the change put over it, mapping by mapping; None takes away."""
    merged = dict(before)
    for key, value in change.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            is_value = key in {"deadline", "period"}
            merged[key] = dict(value) if is_value else _laid_over(merged[key], value)
        else:
            merged[key] = value
    return merged


def _without_nul(stored: Any) -> Any:  # noqa: ANN401 -- JSON
    """The same without the one character PostgreSQL cannot keep, and without half letters."""
    match stored:
        case str():
            return stored.replace("\x00", "").encode("utf-8", "ignore").decode()
        case list():
            return [_without_nul(each) for each in stored]
        case dict():
            return {key: _without_nul(value) for key, value in stored.items()}
        case _:
            return stored


def _locked(plan_import: PlanImport) -> PlanImport:
    plans = PlanImport.objects.select_for_update(of=("self",))
    return plans.select_related("cycle__organisation", "roadmap").get(pk=plan_import.pk)
