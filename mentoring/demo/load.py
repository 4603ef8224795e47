"""The whole demo: the centre, its institutions, and one login per role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.actions.invitations import grant
from accounts.enums import Role
from accounts.models import Organisation, User
from common.links import current_slug
from common.tenancy import within
from mentoring.demo import specialists
from mentoring.demo.institutions import CENTRE, INSTITUTIONS, Chapter, Institution
from mentoring.demo.story import PASSWORD, Story, account, cases_of, connect
from mentoring.headless import staff_of
from registry.actions.reference import load_reference
from registry.models import Guardianship, MenteeCard, Person

LOGINS_OF = "school-12"


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demo and whose it is."""

    username: str
    who: str


@transaction.atomic
def load() -> list[Login]:
    """Tell every institution's story; return one login per role."""
    load_reference()
    centre = create_organisation(CENTRE, None)
    logins: list[Login] = []
    for institution in INSTITUTIONS:
        organisation = create_organisation(institution, centre)
        token = current_slug.set(organisation.slug)
        with within(organisation.pk):
            Story(organisation, institution).tell()
            if institution.slug == LOGINS_OF:
                logins = list(participants(organisation))
        current_slug.reset(token)
    coordinator = account("coordinator", CENTRE.curator)
    grant(
        user=coordinator, organisation=centre, role=Role.MUNICIPAL_COORDINATOR, by=None
    )
    logins.append(Login("coordinator", f"координатор, {centre.short_name}"))
    waiting = next(one for one in INSTITUTIONS if one.chapter == Chapter.SUBMITTED)
    logins.append(
        Login(
            f"{waiting.slug}-director", f"директор, {waiting.short_name}: ждёт подписи"
        )
    )
    return [*logins, Login("", f"пароль у всех: {PASSWORD}")]


def create_organisation(
    institution: Institution, centre: Organisation | None
) -> Organisation:
    return Organisation.objects.create(
        kind=institution.kind,
        parent=centre,
        slug=institution.slug,
        name=institution.name,
        short_name=institution.short_name,
        locality=institution.locality,
        address=f"{institution.locality}, ул. Школьная, д. 1",
        phone="8 (000) 000-00-00",
        email=f"{institution.slug}@example.org",
        director_name=institution.director,
        curator_contacts=f"{institution.curator}, тел. 8 (000) 000-00-00",
        about=(
            "Наставник помогает тому, кто только начинает: разобраться в предмете,"
            " выбрать дорогу, освоиться в профессии. У каждой пары своя программа и"
            " свой темп."
        ),
        accent=institution.accent,
        requires_second_factor=False,
        is_demo=True,
        **dict(cases_of(institution)),
    )


def participants(organisation: Organisation) -> Iterator[Login]:
    """Give accounts to a mentor, his mentee, a parent, specialists; name every login."""
    yield Login("curator", f"куратор, {organisation.short_name}")
    yield Login("director", f"директор, {organisation.short_name}")
    mentee = MenteeCard.objects.filter(
        status="in_programme", person__guardianships__isnull=False
    ).first()
    if mentee is None:
        return
    pair = mentee.pair_members.get(is_current=True).pair
    guardianship = Guardianship.objects.filter(child=mentee.person).first()
    who: list[tuple[str, Role, Person | None]] = [
        ("mentor", Role.MENTOR, pair.mentor_card.person),
        ("mentee", Role.MENTEE, mentee.person),
        ("parent", Role.PARENT, guardianship.guardian if guardianship else None),
    ]
    for username, role, person in who:
        if person is not None:
            yield _participant(organisation, username, role, person)
    for username, role, name in specialists.appear(
        organisation, pair, staff_of(organisation).curator
    ):
        yield Login(username, f"{role.label.lower()}, {name}")


def _participant(
    organisation: Organisation, username: str, role: Role, person: Person
) -> Login:
    user: User = account(username, person.full_name)
    grant(user=user, organisation=organisation, role=role, by=None)
    connect(person, user)
    return Login(username, f"{role.label.lower()}, {person.full_name}")
