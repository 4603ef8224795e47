"""Cabinets of pupils without e-mail, and the one-time codes that open them (57)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.actions import reset_codes
from accounts.actions.invitations import grant
from accounts.actions.reset_codes import IssuedCode
from accounts.enums import Role
from accounts.models import ResetCode, User
from common.errors import Refused
from common.tenancy import within
from notifications.actions import notify, notify_address
from notifications.letters import Letter
from registry.letters import PupilCodeIssued, PupilPasswordSet
from registry.logins import suggested_login
from registry.models import Person
from registry.permissions.codes import may_issue_code, may_open_pupil_account
from registry.queries.consents import guardians_of, local_day
from registry.queries.invitations import cabinet_roles_of, is_login_taken

WRONG = (
    "Логин и код не подошли, или срок кода вышел. Проверьте листок; после пяти ошибок код"
    " перестаёт действовать, и новый выдаст куратор или родитель."
)
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class PupilCode:
    """A fresh code with whose it is."""

    person: Person
    issued: IssuedCode


@transaction.atomic
def issue_code(*, person: Person, by: User) -> PupilCode:
    """Give a pupil a code by which he sets his own password; his parents are told."""
    person = _locked(person)
    may_issue_code(by, person).require()
    assert person.user is not None  # noqa: S101 -- asked by the permission
    issued = reset_codes.issue(
        user=person.user, organisation=person.organisation, by=by
    )
    _tell_parents(PupilCodeIssued, person, issued.row, by)
    return PupilCode(person, issued)


@transaction.atomic
def open_accounts(*, people: Collection[Person], by: User) -> list[PupilCode]:
    """Open cabinets to pupils, each with a login and a code for his slip.

    All are opened or none. The cabinet is that of the pupil's card: mentee or mentor.
    """
    if not people:
        raise Refused("Отметьте хотя бы одного ученика.")
    roles = cabinet_roles_of(people)
    opened = []
    for chosen in sorted(people, key=lambda each: each.pk):
        person = _locked(chosen)
        may_open_pupil_account(by, person).require()
        own = [role for role in roles[person.pk] if role != Role.PARENT]
        if not own:
            raise Refused(
                f"{person.full_name}: сначала заведите карточку, чтобы было ясно, какой"
                " это кабинет."
            )
        _connect(person, own, by)
        opened.append(issue_code(person=person, by=by))
    return opened


def _connect(person: Person, roles: Collection[Role], by: User) -> None:
    if person.invitation is not None and person.invitation.is_open:
        person.invitation.withdrawn_at = timezone.now()
        person.invitation.save(update_fields=["withdrawn_at"])
    person.user = _new_account(person)
    person.save(update_fields=["user"])
    for role in roles:
        grant(user=person.user, organisation=person.organisation, role=role, by=by)
    audit.record(
        by=by, what="person.connected", on=person, after={"user": person.user_id}
    )


def _new_account(person: Person) -> User:
    """Make an account nobody can sign in to before its owner has set a password."""
    for _ in range(ATTEMPTS):
        account = User(
            username=suggested_login(person.full_name, is_login_taken),
            name=person.full_name,
            email=person.email,
        )
        account.set_unusable_password()
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError:
            # Another organisation has just taken the login: the next one.
            continue
        return account
    raise Refused("Не удалось подобрать логин. Повторите через минуту.")


def use_code(*, username: str, code: str, password: str) -> User:
    """Set one's own password by a code, once; the parents are told.

    The refusal comes after the transaction: a wrong try must stay counted.
    """
    with transaction.atomic():
        used = reset_codes.use(username=username, code=code, password=password)
        if used is not None:
            _tell_of_password(used)
    if used is None:
        raise Refused(WRONG)
    return used.user


def _tell_of_password(used: ResetCode) -> None:
    with within(used.organisation_id):
        people = Person.objects.filter(user=used.user).select_related("organisation")
        for person in people.filter(organisation_id=used.organisation_id):
            _tell_parents(PupilPasswordSet, person, used, None)


def _tell_parents(
    letter: type[Letter], person: Person, row: ResetCode, by: User | None
) -> None:
    """Tell who represents the pupil, but for who did it himself."""
    organisation = person.organisation
    guardians = [
        each.guardian for each in guardians_of(person, local_day(organisation))
    ]
    key = f"{letter.code}:{row.pk}"
    context = {"person": person, "by": by, "row": row}
    users = [guardian.user for guardian in guardians if guardian.user]
    notify(
        letter=letter,
        to=[user for user in users if user != by],
        organisation=organisation,
        key=key,
        context=context,
    )
    for guardian in guardians:
        if guardian.user is None and guardian.email:
            notify_address(
                letter=letter,
                address=guardian.email,
                organisation=organisation,
                key=key,
                context=context,
            )


def _locked(person: Person) -> Person:
    rows = Person.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "user", "invitation", "group").get(
        pk=person.pk
    )
