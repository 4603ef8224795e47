"""A joining undone: two people again, each with what was his (ADR 0004)."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions.consents.ageing import reevaluate
from registry.actions.join_trace import row_of
from registry.actions.people import DERIVED, lock_people, settle
from registry.enums import ConsentStatus, MenteeStatus
from registry.models import Consent, Joining, MenteeCard, Person
from registry.permissions.joining import may_undo_joining
from registry.queries.consents import local_day, people_without_consent

CHANGED_SINCE = (
    "Разделить не получилось: записи, которые были до объединения, с тех пор изменились"
    " или удалены. Исправьте карточки вручную."
)


@transaction.atomic
def undo(*, joining: Joining, by: User) -> Person:
    """Part two joined people; return the one who comes back.

    What changed hands goes back, what came after stays with the kept one; so does a field
    somebody has changed since. A consent withdrawn meanwhile revives nothing (20).
    Refused when a later joining stands on this one, or the rows are gone.
    """
    lock_people(joining.organisation)
    joining = Joining.objects.select_for_update(of=("self",)).get(pk=joining.pk)
    may_undo_joining(by, joining).require()
    kept = Person.objects.select_for_update(of=("self",)).get(pk=joining.kept_id)
    age = (kept.birth, kept.group_id)
    try:
        with transaction.atomic():
            _give_back_fields(kept, joining)
            gone = _brought_back(joining)
            _give_back_rows(joining, kept, gone)
            _revive_consents(joining, kept)
            _send_back_to_wait(joining)
            # What names a row that is gone is met here, not at the end.
            connection.check_constraints()
    except (IntegrityError, serializers.base.DeserializationError) as error:
        raise Refused(CHANGED_SINCE) from error
    joining.undone_at = timezone.now()
    joining.undone_by = by
    joining.save(update_fields=["undone_at", "undone_by"])
    if (kept.birth, kept.group_id) != age:
        reevaluate(person=kept, by=by)
    audit.record(by=by, what="person.join_undone", on=kept, ids=[gone.pk])
    return gone


def _give_back_fields(kept: Person, joining: Joining) -> None:
    """Let the kept one have what he had, but for what was changed after the joining."""
    now = _plain(row_of(kept)["fields"])
    before = joining.before["kept"]
    columns = {column.name: column for column in Person._meta.concrete_fields}
    for name, written in joining.after["fields"].items():
        if now[name] == written != before["fields"][name]:
            column = columns[name]
            setattr(kept, column.attname, column.to_python(before["fields"][name]))
    settle(kept)
    kept.save()


def _brought_back(joining: Joining) -> Person:
    _restore(joining.before["gone"])
    gone = Person.objects.select_for_update(of=("self",)).get(pk=joining.gone)
    settle(gone)
    gone.save(update_fields=DERIVED)
    return gone


def _give_back_rows(joining: Joining, kept: Person, gone: Person) -> None:
    for label, columns in joining.moved.items():
        rows = apps.get_model(label)._base_manager.all()
        for name, keys in columns.items():
            rows.filter(**{"pk__in": keys, name: kept}).update(**{name: gone})
    for row in joining.dropped:
        _restore(row)


def _restore(row: dict[str, Any]) -> None:
    """Write a row as it was, under its own key."""
    for told in serializers.deserialize("python", [row]):
        told.save(force_insert=True)


def _revive_consents(joining: Joining, kept: Person) -> None:
    """Let the weaker of two given consents stand again, unless one was taken back since."""
    withdrawn = set(
        Consent.objects.filter(
            person__in=[kept.pk, joining.gone],
            status=ConsentStatus.WITHDRAWN,
            withdrawn_at__gte=joining.joined_at,
        ).values_list("kind", flat=True)
    )
    for key, status in joining.expired.items():
        rows = Consent.objects.filter(pk=int(key), status=ConsentStatus.EXPIRED)
        rows.exclude(kind__in=withdrawn).update(status=status)


def _send_back_to_wait(joining: Joining) -> None:
    """Let a card that was admitted by the other's consent wait for its own again."""
    cards = MenteeCard.objects.filter(
        pk__in=joining.admitted, status=MenteeStatus.IN_BASE
    ).select_related("person")
    people = [card.person for card in cards]
    lacking = {
        person.pk
        for person in people_without_consent(people, local_day(joining.organisation))
    }
    MenteeCard.objects.filter(
        pk__in=[card.pk for card in cards if card.person_id in lacking]
    ).update(status=MenteeStatus.CONSENT_WAIT, changed_at=timezone.now())


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as JSON keeps them, to be compared with what was written down."""
    plain: dict[str, Any] = json.loads(json.dumps(fields, cls=DjangoJSONEncoder))
    return plain
