"""May this person see, add and change people?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may, may_set_up
from accounts.roles import Permission
from common.verdict import Verdict, no
from registry.models import Person

WHO = "куратор или заместитель директора"
VIEWERS = "куратор, заместитель директора или директор"


def may_create_person(user: User, organisation: Organisation) -> Verdict:
    """People are entered by those who keep the bases."""
    return may(user, Permission.PERSON_CHANGE, organisation.pk, WHO)


def may_change_person(user: User, person: Person) -> Verdict:
    """So are their particulars; of an erased person there are none."""
    if person.erased_at is not None:
        return no("Данные этого человека уничтожены: вносить их снова нельзя.")
    return may(user, Permission.PERSON_CHANGE, person.organisation_id, WHO)


def may_change_birth(user: User, person: Person) -> Verdict:
    """A birth decides who signs: not one's own, nor one's ward's (invariant 26)."""
    allowed = may_change_person(user, person)
    if allowed and Person.objects.in_care_of(user).filter(pk=person.pk).exists():
        return no("Свою дату рождения и дату своего ребёнка меняет другой сотрудник.")
    return allowed


def may_export_people(user: User, organisation: Organisation) -> Verdict:
    """Whole bases leave the portal through those who keep them alone."""
    return may(user, Permission.PERSON_EXPORT, organisation.pk, WHO)


def may_view_staff(user: User, organisation: Organisation) -> Verdict:
    """The staff are seen by those who see people by name."""
    return may(user, Permission.PERSON_VIEW, organisation.pk, VIEWERS)


def may_retire_staff(user: User, person: Person) -> Verdict:
    """Who keeps the bases takes off the list whom it holds."""
    verdict = may_change_person(user, person)
    if verdict and not person.is_staff_member:
        return no("В списке сотрудников этого человека уже нет.")
    return verdict


def may_link_staff(user: User, person: Person) -> Verdict:
    """Who keeps the staff gives each his cabinet, once."""
    verdict = may_retire_staff(user, person)
    if verdict and person.user_id is not None:
        return no("У этого сотрудника уже есть кабинет.")
    return verdict


def may_load_staff(user: User, organisation: Organisation) -> Verdict:
    """The curator, and who sets the organisation up while it is being set up."""
    as_installer = may_set_up(user, organisation)
    return as_installer or may(
        user, Permission.PERSON_IMPORT, organisation.pk, "куратор"
    )
