"""The set-up of a real institution, a step at a time; each step may be the last today."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.actions.invitations import Issued, accept_as_new, grant, issue
from accounts.enums import OrganisationKind, Role, SetupStep
from accounts.models import Invitation, Organisation, User
from accounts.permissions import may_set_up
from accounts.queries import pending_setup
from common.errors import Refused

# Words that begin addresses of the portal itself.
RESERVED_SLUGS = frozenset(
    {
        *("accounts", "admin", "check", "enter", "health", "join", "large-print"),
        *("media", "setup", "static", "ui"),
    }
)
ORDER = list(SetupStep)
MADE = "Организация по этой ссылке уже создана. Продолжайте настройку."


@transaction.atomic
def begin(*, invitation: Invitation, username: str, password: str, name: str) -> User:
    """Use the set-up link up: its bearer becomes the one who sets the portal up."""
    if invitation.organisation_id is not None:
        raise Refused("Эта ссылка приглашает в организацию, а не настраивает портал.")
    return accept_as_new(
        invitation=invitation, username=username, password=password, name=name
    )


@transaction.atomic
def create_organisation(*, values: Mapping[str, object], by: User) -> Organisation:
    """Create the institution of the set-up link; its bearer becomes its administrator."""
    invitation = pending_setup(by)
    if invitation is None:
        raise Refused(MADE)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(
        pk=invitation.pk
    )
    if invitation.organisation_id is not None:
        raise Refused(MADE)
    if values["slug"] in RESERVED_SLUGS:
        raise Refused("Такой адрес занят порталом. Выберите другой.")
    organisation = Organisation(**values, setup_step=SetupStep.DIRECTOR)
    roles = [Role.SYSTEM_ADMINISTRATOR]
    if organisation.kind == OrganisationKind.MUNICIPAL_CENTRE:
        # A centre has no director's papers to set up: it reads what is sent to it.
        organisation.setup_step = SetupStep.DONE
        roles.append(Role.MUNICIPAL_COORDINATOR)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as taken:
        raise Refused("Такой адрес на портале уже есть. Выберите другой.") from taken
    invitation.organisation = organisation
    invitation.save(update_fields=["organisation"])
    for role in roles:
        grant(user=by, organisation=organisation, role=role, by=None)
    audit.record(by=by, what="organisation.created", on=organisation)
    return organisation


@transaction.atomic
def name_director(
    *, organisation: Organisation, values: Mapping[str, object], email: str, by: User
) -> Issued:
    """Keep the director's post and name in the cases papers need, and invite him."""
    organisation = _at(organisation, SetupStep.DIRECTOR, by)
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(values))
    issued = issue(
        organisation=organisation,
        role=Role.DIRECTOR,
        name=organisation.director_name,
        email=email,
        by=None,
    )
    _advance(organisation, by)
    return issued


@transaction.atomic
def name_curator(
    *, organisation: Organisation, is_self: bool, name: str, email: str, by: User
) -> Issued | None:
    """Make the one who sets up the curator, or invite another."""
    organisation = _at(organisation, SetupStep.CURATOR, by)
    _advance(organisation, by)
    if is_self:
        grant(user=by, organisation=organisation, role=Role.CURATOR, by=by)
        return None
    return issue(
        organisation=organisation, role=Role.CURATOR, name=name, email=email, by=None
    )


@transaction.atomic
def advance(*, organisation: Organisation, past: SetupStep, by: User) -> Organisation:
    """Leave a step behind, its work done or put off."""
    return _advance(_at(organisation, past, by), by)


def _at(organisation: Organisation, step: SetupStep, by: User) -> Organisation:
    fresh = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    may_set_up(by, fresh).require()
    if fresh.setup_step != step:
        raise Refused("Этот шаг уже пройден. Продолжайте со следующего.")
    return fresh


def _advance(organisation: Organisation, by: User) -> Organisation:
    before = SetupStep(organisation.setup_step)
    organisation.setup_step = ORDER[ORDER.index(before) + 1]
    organisation.save(update_fields=["setup_step"])
    audit.record(
        by=by,
        what="organisation.set_up",
        on=organisation,
        before={"setup_step": before},
        after={"setup_step": organisation.setup_step},
    )
    return organisation
