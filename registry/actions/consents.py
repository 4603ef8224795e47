"""Consents: what must be asked for, and from whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, ConsentText, Person

CLOSED = frozenset(
    {ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED, ConsentStatus.REFUSED}
)


@transaction.atomic
def require_for(*, person: Person, by: User | None) -> list[Consent]:
    """Ask for the consent without which nothing about the person may go on (R-264)."""
    require_for_all(people=[person], by=by)
    return list(Consent.objects.filter(person=person).exclude(status__in=CLOSED))


@transaction.atomic
def require_for_all(*, people: Sequence[Person], by: User | None) -> set[int]:
    """Ask the same of many at once; return the keys of those whose consent is missing.

    A minor's consent is the representative's (R-265). The people are of one
    organisation. An open or valid consent of the kind is not asked for twice.
    """
    if not people:
        return set()
    today = timezone.localdate()
    kinds = {
        person.pk: ConsentKind.REPRESENTATIVE
        if person.is_minor_on(today)
        else ConsentKind.PARTICIPANT
        for person in people
    }
    texts = _texts_of(people[0].organisation_id)
    asked = _standing(people[0].organisation_id)
    Consent.objects.bulk_create(
        [
            Consent(
                organisation_id=person.organisation_id,
                person=person,
                kind=kinds[person.pk],
                status=ConsentStatus.REQUIRED,
                text=texts[kinds[person.pk]],
                required_on=today,
            )
            for person in people
            if (person.pk, kinds[person.pk]) not in asked
        ],
        batch_size=1000,
    )
    return {pk for pk, kind in kinds.items() if asked.get((pk, kind)) is not True}


def _standing(organisation_id: int) -> dict[tuple[int, str], bool]:
    """Whether each open consent of the organisation is valid today, by person and kind."""
    valid = set(
        Consent.objects.valid_on(timezone.localdate()).values_list("pk", flat=True)
    )
    rows = Consent.objects.filter(organisation_id=organisation_id).exclude(
        status__in=CLOSED
    )
    return {
        (person, kind): pk in valid
        for pk, person, kind in rows.values_list("pk", "person_id", "kind")
    }


def _texts_of(organisation_id: int) -> dict[str, ConsentText]:
    """The newest wording of each kind, the organisation's own before the common one."""
    texts: dict[str, ConsentText] = {}
    rows = ConsentText.objects.filter(
        Q(organisation=None) | Q(organisation_id=organisation_id)
    )
    for text in sorted(rows, key=lambda row: (row.organisation_id or 0, row.version)):
        texts[text.kind] = text
    if {ConsentKind.PARTICIPANT, ConsentKind.REPRESENTATIVE} - set(texts):
        raise Refused(
            "На портале нет текстов согласий. Попросите администратора загрузить"
            " справочники."
        )
    return texts
