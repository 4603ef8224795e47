"""Pupils without a cabinet, and the codes waiting to be handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reset_codes import code_of
from accounts.models import Organisation, ResetCode, User
from common.links import absolute
from documents import pdf
from registry.models import Group, Person
from registry.models.person import ADULT_AGE, years_before
from registry.queries.consents import local_day, taking_part

PAPER = "papers/code_slips.html"


@dataclass(frozen=True, slots=True)
class CodeSlip:
    """What is handed to a pupil: whose it is, his login and the code."""

    person: Person
    login: str
    code: str
    row: ResetCode


def pupils_without_cabinet(
    user: User, organisation: Organisation, group: Group | None
) -> QuerySet[Person]:
    """Return who takes part, has no account, and is a minor or a mentee without e-mail.

    Of the class, or of all.
    """
    today = local_day(organisation)
    of_age = Q(birth_on__lte=years_before(today, ADULT_AGE)) | Q(
        birth_on=None, birth_year__lt=today.year - ADULT_AGE
    )
    unknown = Q(birth_on=None, birth_year=None, group=None)
    minors = ~of_age & ~unknown
    mentees = Q(menteecards__isnull=False, email="")
    rows = Person.objects.visible_to(user).filter(
        Q(pk__in=taking_part().values("pk")), minors | mentees, user=None
    )
    if group is not None:
        rows = rows.filter(group=group)
    return rows.select_related("group", "organisation").distinct()


def slips_of(organisation: Organisation, nonces: Mapping[str, str]) -> list[CodeSlip]:
    """Return the slips of the codes still open, by class and name; `nonces` by their key."""
    rows = ResetCode.objects.filter(
        organisation=organisation,
        pk__in=[int(key) for key in nonces],
        used_at=None,
        revoked_at=None,
        expires_at__gt=timezone.now(),
    ).select_related("user")
    people = {
        person.user_id: person
        for person in Person.objects.filter(
            user__in=[row.user_id for row in rows]
        ).select_related("group")
    }
    slips = [
        CodeSlip(
            people[row.user_id], row.user.username, code_of(nonces[str(row.pk)]), row
        )
        for row in rows
        if row.user_id in people
    ]
    return sorted(slips, key=lambda slip: (str(slip.person.group), str(slip.person)))


def code_address() -> str:
    """Return the full address of the page that asks for a code."""
    return absolute(reverse("registry:code_use"))


def slips_pdf(organisation: Organisation, slips: list[CodeSlip]) -> bytes:
    """Return the slips to print and cut. Raises RendererFailed."""
    address = code_address()
    return pdf.render(
        PAPER,
        {
            "state": "blank",
            "title": "Коды для входа",
            "check_url": "",
            "organisation": organisation.short_name,
            "address": address,
            "slips": [
                {
                    "name": slip.person.full_name,
                    "group": str(slip.person.group or ""),
                    "login": slip.login,
                    "code": slip.code,
                    "until": f"{timezone.localtime(slip.row.expires_at):%d.%m.%Y %H:%M}",
                }
                for slip in slips
            ],
        },
    )
