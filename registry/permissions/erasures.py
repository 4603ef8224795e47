"""May this person take data out, ask for their destruction, decide on it, carry it out?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.errands import ErrandState
from common.verdict import YES, Verdict, all_of, no
from registry.enums import ERASURE_TRANSITIONS, ErasureStatus
from registry.models import Erasure, Person
from registry.models.consent import COSIGNING_AGE, needs_representative
from registry.queries.consents import local_day, signer_among
from registry.queries.erasures import has_administrator

CURATOR = "куратор или заместитель директора"
DIRECTOR = "директор"
EXECUTOR = "системный администратор"
P = Permission


def may_view_erasures(user: User, organisation: Organisation) -> Verdict:
    """Requests are seen by who prepares them, decides and carries out."""
    rights = (P.ERASURE_PREPARE, P.ERASURE_DECIDE, P.ERASURE_CARRY_OUT)
    if any(user.has(right, organisation.pk) for right in rights):
        return YES
    return no(f"Обращения видят {CURATOR}, {DIRECTOR} и {EXECUTOR}.")


def may_take_data(user: User, person: Person) -> Verdict:
    """One's own data and those of one's child; a child under 14 takes them with a parent."""
    return _in_ones_own_name(user, person, "Данные скачивает")


def may_ask_to_erase(user: User, person: Person) -> Verdict:
    """The same people may ask; what is asked already is not asked again."""
    return all_of(
        _in_ones_own_name(user, person, "Уничтожить данные просит"), _is_free(person)
    )


def may_record_erasure(user: User, person: Person) -> Verdict:
    """A request on paper is written down by who keeps the bases."""
    return all_of(
        may(user, P.ERASURE_PREPARE, person.organisation_id, CURATOR), _is_free(person)
    )


def may_decide_erasure(user: User, erasure: Erasure) -> Verdict:
    """The director decides, and not on his own matter (invariant 10)."""
    return all_of(
        may(user, P.ERASURE_DECIDE, erasure.organisation_id, DIRECTOR),
        _not_ones_own(user, erasure),
        _leads_to(erasure, ErasureStatus.APPROVED, "Решение уже принято."),
    )


def may_carry_out_erasure(user: User, erasure: Erasure) -> Verdict:
    """After the director's decision; the curator does it where no administrator is."""
    organisation_id = erasure.organisation_id
    allowed = may(user, P.ERASURE_CARRY_OUT, organisation_id, EXECUTOR)
    if not allowed and not has_administrator(organisation_id):
        allowed = may(
            user,
            P.ERASURE_PREPARE,
            organisation_id,
            f"{EXECUTOR}, а где его нет — {CURATOR}",
        )
    if allowed and erasure.is_under_way:
        return no("Исполнение уже идёт. Обновите страницу через минуту.")
    if allowed and erasure.errand_state == ErrandState.DONE:
        return no("Данные уже уничтожены.")
    return all_of(
        allowed,
        _not_ones_own(user, erasure),
        _leads_to(erasure, ErasureStatus.DONE, "Сначала решение принимает директор."),
    )


def _in_ones_own_name(user: User, person: Person, what: str) -> Verdict:
    today = local_day(person.organisation)
    if signer_among(user, person, today) is not None:
        return YES
    if person.user_id != user.pk:
        return no(f"{what} сам человек, а за несовершеннолетнего — его представитель.")
    age = person.age_on(today)
    if age is None and needs_representative(person, today):
        return no(
            f"{what} законный представитель: куратор не записал дату рождения. С"
            f" {COSIGNING_AGE} лет это можно сделать самому."
        )
    if age is not None and age < COSIGNING_AGE:
        return no(f"До {COSIGNING_AGE} лет: {what.lower()} законный представитель.")
    return YES


def _is_free(person: Person) -> Verdict:
    if person.erased_at is not None:
        return no("Данные этого человека уже уничтожены.")
    open_ones = Erasure.objects.filter(
        person=person, status__in=[ErasureStatus.REQUESTED, ErasureStatus.APPROVED]
    )
    if open_ones.exists():
        return no("Обращение об уничтожении уже рассматривается.")
    return YES


def _not_ones_own(user: User, erasure: Erasure) -> Verdict:
    if user.pk == erasure.person.user_id:
        return no("По своему обращению решает и исполняет другой сотрудник.")
    return YES


def _leads_to(erasure: Erasure, target: ErasureStatus, refusal: str) -> Verdict:
    return YES if ERASURE_TRANSITIONS.allows(erasure.status, target) else no(refusal)
