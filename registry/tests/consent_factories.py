"""People with ages and representatives, and the consents they give; plain."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from itertools import count

from accounts.models import Organisation, User
from common.russian.names import FullName, normalise
from registry import reference
from registry.actions.people import settle
from registry.enums import ConsentKind, ConsentStatus, CycleStatus, Medium, MenteeStatus
from registry.models import (
    Competence,
    Consent,
    ConsentText,
    Cycle,
    Guardianship,
    MenteeCard,
    MentorCard,
    Person,
)
from registry.models.consent import OWN
from registry.queries.consents import local_day

_numbers = count(1)
YEAR = timedelta(days=365)


def load_texts() -> None:
    """The common wordings, as the reference data bring them."""
    for text in reference.consent_texts():
        ConsentText.objects.update_or_create(
            organisation=None,
            kind=text.code,
            version=text.version,
            defaults={"title": text.title, "blocks": asdict(text)},
        )


def make_topics(*titles: str) -> list[Competence]:
    """Tags of the common vocabulary."""
    return [
        Competence.objects.create(title=title, normalised=normalise(title))
        for title in titles
    ]


def make_cycle(organisation: Organisation, **values: object) -> Cycle:
    """A running cycle of this school year."""
    return Cycle.objects.create(
        **{
            "organisation": organisation,
            "title": f"Цикл {next(_numbers)}",
            "starts_on": date(2026, 9, 1),
            "ends_on": date(2027, 5, 31),
            "status": CycleStatus.RUNNING,
            **values,
        }
    )


def make_person(
    organisation: Organisation, name: str = "", user: User | None = None, **values
) -> Person:
    """An adult."""
    full = FullName.parse(name or f"Лисицын Олег Юрьевич {next(_numbers)}")
    person = Person(
        **{
            "organisation": organisation,
            "last_name": full.last,
            "first_name": full.first,
            "patronymic": full.patronymic,
            "birth_on": date(1985, 4, 12),
            "user": user,
            **values,
        }
    )
    if person.birth_on:
        person.birth_year = person.birth_on.year
    settle(person)
    person.save()
    return person


def born_to_be(organisation: Organisation, age: int, ago: int = 0) -> date:
    """The birthday of somebody who turned `age` `ago` days ago."""
    day = local_day(organisation) - timedelta(days=ago)
    return day.replace(year=day.year - age)


def make_child(organisation: Organisation, age: int = 15, **values) -> Person:
    """A minor; Mia unless told otherwise."""
    return make_person(
        organisation,
        values.pop("name", "Мирная Мия Олеговна"),
        **{"birth_on": born_to_be(organisation, age, 30), **values},
    )


def make_guardian(child: Person, user: User | None = None, **values) -> Guardianship:
    """Pavel, the father of the child."""
    guardian = make_person(
        child.organisation, values.pop("name", "Мирный Павел Сергеевич"), user=user
    )
    return Guardianship.objects.create(
        **{
            "organisation": child.organisation,
            "child": child,
            "guardian": guardian,
            "basis": "отец",
            "from_on": date(2020, 1, 1),
            **values,
        }
    )


def make_consent(
    person: Person,
    kind: ConsentKind = ConsentKind.PARTICIPANT,
    status: ConsentStatus = ConsentStatus.REQUIRED,
    **values,
) -> Consent:
    """A consent in the state, with what the state asks for."""
    if not ConsentText.objects.filter(kind=kind).exists():
        load_texts()
    today = local_day(person.organisation)
    signed = status in {
        ConsentStatus.SIGNED,
        ConsentStatus.VERIFIED,
        ConsentStatus.WITHDRAWN,
        ConsentStatus.EXPIRED,
    }
    guardianship = Guardianship.objects.filter(child=person).first()
    signer = guardianship.guardian if guardianship else person
    given = {
        "signer": signer,
        "signer_name": signer.full_name,
        "capacity": guardianship.basis if guardianship else OWN,
        "medium": Medium.PAPER,
        "signed_on": today,
    }
    if status == ConsentStatus.WITHDRAWN:
        given["withdrawn_at"] = person.created_at
    return Consent.objects.create(
        **{
            "organisation": person.organisation,
            "person": person,
            "kind": kind,
            "status": status,
            "text": ConsentText.objects.filter(kind=kind).latest("version"),
            "required_on": today,
            **(given if signed else {}),
            **values,
        }
    )


def make_mentee_card(
    person: Person, status: MenteeStatus = MenteeStatus.CONSENT_WAIT, **values
) -> MenteeCard:
    """A mentee's card in a running cycle."""
    return MenteeCard.objects.create(
        **{
            "organisation": person.organisation,
            "cycle": values.pop("cycle", None) or make_cycle(person.organisation),
            "person": person,
            "status": status,
            **values,
        }
    )


def make_mentor_card(person: Person, **values) -> MentorCard:
    """A mentor's card in a running cycle."""
    return MentorCard.objects.create(
        **{
            "organisation": person.organisation,
            "cycle": values.pop("cycle", None) or make_cycle(person.organisation),
            "person": person,
            **values,
        }
    )
