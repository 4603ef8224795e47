"""May this person open a pupil's cabinet and give him a one-time code (invariant 57)?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may, may_be_given_code
from accounts.queries import is_member_elsewhere
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.models import Person
from registry.models.consent import needs_representative
from registry.queries.consents import current_guardianships, local_day

WHO = "куратор или заместитель директора"


def may_open_pupil_accounts(user: User, organisation: Organisation) -> Verdict:
    """Cabinets of pupils without e-mail are opened by who keeps the bases."""
    return may(user, Permission.PERSON_CHANGE, organisation.pk, WHO)


def may_open_pupil_account(user: User, person: Person) -> Verdict:
    """For a pupil who has none yet."""
    if person.user_id is not None:
        return no(f"{person.full_name}: кабинет уже есть.")
    return all_of(
        may_open_pupil_accounts(user, person.organisation),
        _is_pupil(person, person.email),
    )


def may_issue_code(user: User, person: Person) -> Verdict:
    """The parent to his own child, the curator to a pupil; to no staff, not to oneself.

    An account that is at home in another organisation too is not the curator's to open.
    """
    account = person.user
    if account is None:
        return no("Сначала откройте ученику кабинет.")
    if account.pk == user.pk:
        return no("Свой пароль меняют в разделе «Мой вход».")
    today = local_day(person.organisation)
    wards = current_guardianships(today).filter(guardian__user=user)
    if wards.filter(child=person).exists():
        return may_be_given_code(account)
    allowed = may(
        user,
        Permission.PERSON_CHANGE,
        person.organisation_id,
        f"{WHO}, а своему ребёнку — родитель",
    )
    if allowed and is_member_elsewhere(account, person.organisation_id):
        return no("У ученика есть кабинет и в другой организации: код выдаст родитель.")
    return all_of(allowed, may_be_given_code(account), _is_pupil(person, account.email))


def _is_pupil(person: Person, email: str) -> Verdict:
    today = local_day(person.organisation)
    if needs_representative(person, today):
        return YES
    is_mentee = person.menteecards.exists()
    if is_mentee and not email:
        return YES
    return no(
        "Код выдают ученику: тому, кому нет 18 лет, или наставляемому без почты. Другие"
        " входят по личной ссылке и восстанавливают пароль по почте."
    )
