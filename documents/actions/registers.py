"""Registers: how papers are numbered, and the giving of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import YearReset
from accounts.models import Organisation, User
from common.errors import Refused
from documents.enums import RegisterCode
from documents.models import Counter, Register
from documents.numbering import flaw_of, format_number, local_day, year_of
from documents.permissions import may_change_register


@dataclass(frozen=True)
class Number:
    """A number just given: it is gone with the transaction, or stays for good."""

    register: Register
    year: int
    serial: int
    text: str
    given_at: datetime
    given_on: date


def take_number(organisation: Organisation, code: str) -> Number:
    """Give the next number of the register, inside the caller's transaction.

    The counter stays locked until that transaction ends: an aborted signing leaves no
    gap, and a larger number never has an earlier moment (invariants 35–37).
    """
    register, _ = Register.objects.get_or_create(organisation=organisation, code=code)
    today = local_day(timezone.now(), organisation.time_zone)
    counter = _lock_counter(register, year_of(today, register.resets))
    given_at = timezone.now()
    given_on = local_day(given_at, organisation.time_zone)
    if year_of(given_on, register.resets) != counter.year:
        # The year turned while somebody else held the counter of the old one.
        counter = _lock_counter(register, year_of(given_on, register.resets))
    counter.last = _next(counter)
    counter.save(update_fields=["last"])
    text = format_number(register.number_format, serial=counter.last, year=counter.year)
    return Number(register, counter.year, counter.last, text, given_at, given_on)


def _lock_counter(register: Register, year: int) -> Counter:
    Counter.objects.get_or_create(register=register, year=year)
    return Counter.objects.select_for_update(of=("self",)).get(
        register=register, year=year
    )


def _next(counter: Counter) -> int:
    return max(counter.last + 1, counter.start)


@transaction.atomic
def set_register(
    *,
    organisation: Organisation,
    code: RegisterCode,
    number_format: str,
    resets: YearReset,
    by: User | None,
    start: int | None = None,
) -> Register:
    """Say how a register is numbered; `start` is the first number of this year.

    A school joins in mid-year with numbers already given on paper, so the start is
    told once: from the first number the portal gave it stands (invariant 35). by=None
    is the set-up of the institution, before its director has come.
    """
    if by is not None:
        may_change_register(by, organisation.pk).require()
    flaw = flaw_of(number_format)
    if flaw:
        raise Refused(flaw)
    register, _ = Register.objects.select_for_update(of=("self",)).update_or_create(
        organisation=organisation,
        code=code,
        defaults={"number_format": number_format, "resets": resets},
    )
    if start is not None:
        _set_start(register, organisation, start)
    audit.record(
        by=by,
        what="register.changed",
        on=register,
        after={"number_format": number_format, "resets": resets, "start": start},
    )
    return register


def _set_start(register: Register, organisation: Organisation, start: int) -> None:
    today = local_day(timezone.now(), organisation.time_zone)
    counter = _lock_counter(register, year_of(today, register.resets))
    if counter.start == start:
        return
    if counter.last:
        raise Refused(
            f"В этом году журнал уже выдал номер {counter.last}:"
            " начальный номер больше не меняется."
        )
    counter.start = start
    counter.save(update_fields=["start"])
