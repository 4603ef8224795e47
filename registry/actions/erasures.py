"""Requests to destroy somebody's data: asked, decided, carried out (152-ФЗ ст. 20, 21)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import User
from accounts.queries import holders
from common.errands import hand_over
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from notifications.letters import Letter
from registry.actions.consents.ending import end_all
from registry.actions.forgetting import ERRAND
from registry.enums import ERASURE_TRANSITIONS, ErasureGround, ErasureStatus
from registry.letters import ErasureApproved, ErasureRefused, ErasureRequested
from registry.models import Erasure, Person
from registry.permissions.erasures import (
    may_ask_to_erase,
    may_carry_out_erasure,
    may_decide_erasure,
    may_record_erasure,
    may_take_data,
)
from registry.queries.consents import local_day
from registry.queries.erasures import due_day, has_administrator, hindrances_of


@transaction.atomic
def take_data(*, person: Person, by: User) -> None:
    """Note that the subject's data were taken out: who, when, whose (R-388)."""
    may_take_data(by, person).require()
    audit.record(by=by, what="person.data_taken", on=person)


@transaction.atomic
def ask(*, person: Person, by: User, remark: str = "") -> Erasure:
    """Ask for the destruction of one's own or one's child's data."""
    person = _locked_person(person)
    may_ask_to_erase(by, person).require()
    return _open(
        person,
        ground=ErasureGround.REQUEST,
        requested_on=local_day(person.organisation),
        remark=remark,
        by=by,
        what="erasure.requested",
    )


@transaction.atomic
def record(
    *,
    person: Person,
    ground: ErasureGround,
    requested_on: date,
    remark: str,
    by: User,
) -> Erasure:
    """Write down a request that came on paper, or the organisation's own ground."""
    person = _locked_person(person)
    may_record_erasure(by, person).require()
    if requested_on > local_day(person.organisation):
        raise Refused("Дата обращения ещё не наступила. Исправьте дату.")
    return _open(
        person,
        ground=ground,
        requested_on=requested_on,
        remark=remark,
        by=by,
        what="erasure.recorded",
    )


@transaction.atomic
def approve(*, erasure: Erasure, by: User) -> Erasure:
    """Decide that the data are destroyed."""
    erasure = _locked(erasure)
    may_decide_erasure(by, erasure).require()
    _decide(erasure, ErasureStatus.APPROVED, by)
    erasure.save(update_fields=["status", "decided_at", "decided_by"])
    audit.record(by=by, what="erasure.approved", on=erasure)
    who = (
        Role.SYSTEM_ADMINISTRATOR
        if has_administrator(erasure.organisation_id)
        else Role.CURATOR
    )
    _tell(erasure, ErasureApproved, holders(erasure.organisation_id, [who]))
    return erasure


@transaction.atomic
def refuse(*, erasure: Erasure, remark: str, by: User) -> Erasure:
    """Turn the request down; the person reads why."""
    erasure = _locked(erasure)
    may_decide_erasure(by, erasure).require()
    if not remark.strip():
        raise Refused("Напишите причину отказа: её прочитает заявитель.")
    _decide(erasure, ErasureStatus.REFUSED, by)
    erasure.remark = remark.strip()
    erasure.save(update_fields=["status", "decided_at", "decided_by", "remark"])
    audit.record(by=by, what="erasure.refused", on=erasure, remark=erasure.remark)
    _tell(erasure, ErasureRefused, [erasure.requested_by])
    return erasure


@transaction.atomic
def carry_out(*, erasure: Erasure, by: User) -> Erasure:
    """Begin the destruction: consents end now, with them the names on public pages.

    A worker does the rest. Raises Refused while something stands in the way.
    """
    erasure = _locked(erasure)
    may_carry_out_erasure(by, erasure).require()
    reasons = hindrances_of(erasure.person)
    if reasons:
        raise Refused(" ".join(reasons))
    end_all(person=erasure.person, by=by)
    is_first = erasure.done_by_id is None
    erasure.done_by = by
    erasure.save(update_fields=["done_by", *erasure.expect_errand()])
    what = "erasure.started" if is_first else "erasure.restarted"
    audit.record(by=by, what=what, on=erasure)
    hand_over(ERRAND, erasure.pk)
    return erasure


def _open(
    person: Person,
    *,
    ground: ErasureGround,
    requested_on: date,
    remark: str,
    by: User,
    what: str,
) -> Erasure:
    erasure = Erasure.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        ground=ground,
        requested_on=requested_on,
        requested_by=by,
        due_on=due_day(ground, requested_on),
        remark=remark.strip(),
    )
    audit.record(by=by, what=what, on=erasure)
    _tell(
        erasure,
        ErasureRequested,
        holders(
            erasure.organisation_id,
            [Role.DIRECTOR, Role.CURATOR, Role.DEPUTY_DIRECTOR],
        ).exclude(pk=by.pk),
    )
    return erasure


def _decide(erasure: Erasure, target: ErasureStatus, by: User) -> None:
    ERASURE_TRANSITIONS.check(erasure.status, target)
    erasure.status = target
    erasure.decided_at = timezone.now()
    erasure.decided_by = by


def _locked(erasure: Erasure) -> Erasure:
    return (
        Erasure.objects.select_for_update(of=("self",))
        .select_related("person__organisation", "organisation", "requested_by")
        .get(pk=erasure.pk)
    )


def _locked_person(person: Person) -> Person:
    return (
        Person.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=person.pk)
    )


def _tell(erasure: Erasure, letter: type[Letter], to: Iterable[User]) -> None:
    organisation = erasure.organisation
    notify(
        letter=letter,
        to=to,
        organisation=organisation,
        key=f"{letter.code}:{erasure.pk}",
        path=link(
            "registry:erasure_detail", organisation=organisation.slug, pk=erasure.pk
        ),
        context={"erasure": erasure},
    )
