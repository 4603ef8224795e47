"""Cycles: opened, set up, introduced by an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from documents.actions import attach, register_external
from documents.enums import DocumentStatus
from documents.models import Document
from registry.enums import CYCLE_TRANSITIONS, CycleStatus
from registry.models import Cycle
from registry.permissions.cycles import (
    may_change_cycle,
    may_introduce_cycle,
    may_open_cycle,
)

INTRODUCTION = "order_cmn_introduction"
CHANGEABLE = ("title", "starts_on", "ends_on", "goal", "training_precedes_pairing")


@transaction.atomic
def open_cycle(
    *,
    organisation: Organisation,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
) -> Cycle:
    """Open a run of the programme (R-115); the order may come before or after."""
    if by is not None:
        may_open_cycle(by, organisation).require()
    _check_term(starts_on, ends_on)
    cycle = Cycle(
        organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on
    )
    _save_under_own_title(cycle)
    audit.record(
        by=by,
        what="cycle.opened",
        on=cycle,
        after={"title": title, "starts_on": starts_on, "ends_on": ends_on},
    )
    return cycle


@transaction.atomic
def change_cycle(*, cycle: Cycle, values: Mapping[str, object], by: User) -> Cycle:
    """Change the title, the term, the goal, the order of training and pairing (R-285)."""
    cycle = _locked(cycle)
    may_change_cycle(by, cycle).require()
    before = {
        name: getattr(cycle, name)
        for name in CHANGEABLE
        if name in values and getattr(cycle, name) != values[name]
    }
    if not before:
        return cycle
    for name in before:
        setattr(cycle, name, values[name])
    _check_term(cycle.starts_on, cycle.ends_on)
    _save_under_own_title(cycle, update_fields=list(before))
    audit.record(
        by=by,
        what="cycle.changed",
        on=cycle,
        before=before,
        after={name: values[name] for name in before},
    )
    return cycle


@transaction.atomic
def introduce(*, cycle: Cycle, document: Document, by: User | None) -> Cycle:
    """Let the cycle run on the ground of an order signed elsewhere (R-255, R-330)."""
    if by is not None:
        may_introduce_cycle(by, _locked(cycle)).require()
    return let_run(cycle=cycle, document=document, by=by)


@transaction.atomic
def let_run(*, cycle: Cycle, document: Document, by: User | None) -> Cycle:
    """Follow the signing of the cycle's order; the right was that of signing it."""
    cycle = _locked(cycle)
    if document.organisation_id != cycle.organisation_id:
        raise Refused("Этот приказ издан в другой организации.")
    if document.kind.code != INTRODUCTION or document.status != DocumentStatus.SIGNED:
        raise Refused("Нужен подписанный приказ о внедрении наставничества.")
    cycle.introduction_order = document
    if CYCLE_TRANSITIONS.allows(cycle.status, CycleStatus.RUNNING):
        cycle.status = CycleStatus.RUNNING
    cycle.save(update_fields=["introduction_order", "status"])
    audit.record(
        by=by, what="cycle.introduced", on=cycle, after={"document": document.pk}
    )
    return cycle


@transaction.atomic
def end_cycle(*, cycle: Cycle, to: CycleStatus, by: User) -> Cycle:
    """Begin to close a running cycle, or close it; nothing goes back (R-330).

    What must be over before is checked by the floor that knows pairs.
    """
    cycle = _locked(cycle)
    may_change_cycle(by, cycle).require()
    CYCLE_TRANSITIONS.check(cycle.status, to)
    before = {"status": cycle.status}
    cycle.status = to
    cycle.save(update_fields=["status"])
    audit.record(
        by=by, what=f"cycle.{to}", on=cycle, before=before, after={"status": to}
    )
    return cycle


@transaction.atomic
def introduce_by_paper(
    *,
    cycle: Cycle,
    title: str,
    number: str,
    signed_on: date,
    scan: UploadedFile[bytes] | None,
    by: User,
) -> Cycle:
    """Enter the order signed on paper, with its scan if there is one, and introduce."""
    may_introduce_cycle(by, cycle).require()
    kept = scan and attach(organisation=cycle.organisation, upload=scan, by=by)
    document = register_external(
        organisation=cycle.organisation,
        kind=INTRODUCTION,
        title=title,
        number=number,
        signed_on=signed_on,
        scan=kept or None,
        by=by,
    )
    return introduce(cycle=cycle, document=document, by=by)


def _locked(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)


def _check_term(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise Refused("Цикл не может закончиться раньше, чем начался.")


def _save_under_own_title(cycle: Cycle, update_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            cycle.save(update_fields=update_fields)
    except IntegrityError as error:
        raise Refused(
            f"Цикл «{cycle.title}» уже есть. Дайте новому другое название."
        ) from error
