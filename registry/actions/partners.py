"""Partner organisations whose people come as mentors (R-155)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.models import Partner
from registry.permissions.people import may_create_person


@transaction.atomic
def add_partner(
    *, organisation: Organisation, title: str, contacts: str, by: User
) -> Partner:
    """Enter a partner; its title stands once in the organisation."""
    may_create_person(by, organisation).require()
    partner = Partner(organisation=organisation, title=title, contacts=contacts)
    _save(partner)
    audit.record(by=by, what="partner.added", on=partner, after={"title": title})
    return partner


@transaction.atomic
def change_partner(*, partner: Partner, title: str, contacts: str, by: User) -> Partner:
    """Correct a partner's title and contacts."""
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    may_create_person(by, partner.organisation).require()
    before = {"title": partner.title, "contacts": partner.contacts}
    after = {"title": title, "contacts": contacts}
    if before == after:
        return partner
    partner.title, partner.contacts = title, contacts
    _save(partner)
    audit.record(by=by, what="partner.changed", on=partner, before=before, after=after)
    return partner


def _save(partner: Partner) -> None:
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        raise Refused(f"Партнёр «{partner.title}» уже есть в списке.") from error
