"""Two people of the registry who are one human being: joined, or told apart (ADR 0004)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models, transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions.consents.ageing import reevaluate
from registry.actions.consents.effects import admit
from registry.actions.join_trace import Trace, row_of
from registry.actions.people import CHANGEABLE, lock_people, settle
from registry.enums import CONSENT_TRANSITIONS, ConsentStatus, MenteeStatus
from registry.models import (
    Consent,
    Distinction,
    Guardianship,
    Joining,
    MenteeCard,
    MentorCard,
    Person,
)
from registry.permissions.joining import may_join_people
from registry.queries.consents import local_day
from registry.queries.doubles import clashes_of, relations_to_person

# What the curator may take from the other, field by field.
TAKEN = {
    "name": ("last_name", "first_name", "patronymic"),
    "birth": ("birth_on", "birth_year"),
    "phone": ("phone",),
    "email": ("email",),
    "group": ("group",),
    "post": ("post",),
    "workplace": ("workplace",),
}
GONE = "Этих людей уже объединили. Обновите список."
ROWS = ("group", "partner")
UNSIGNED = (ConsentStatus.REQUIRED, ConsentStatus.ISSUED)


@transaction.atomic
def join(
    *, kept: Person, other: Person, by: User, take: Collection[str] = ()
) -> Person:
    """Move all that is of `other` to `kept` and take `other` out of the registry.

    What would break a rule (two cards in a cycle, two accounts) is refused with its
    reason, nothing half done. What `kept` lacks is taken from `other`, and so is what
    `take` names (keys of TAKEN). Papers name people by words and stay as they are; the
    audit trail keeps who was joined, and `join_undo.undo` parts them again.
    """
    kept, other = _locked(kept, other)
    may_join_people(by, kept, other).require()
    reasons = clashes_of(kept, other)
    if reasons:
        raise Refused(f"Объединить нельзя. {' '.join(reasons)}")
    before = _particulars(other)
    joining = Joining(
        organisation_id=kept.organisation_id,
        gone=other.pk,
        gone_name=other.full_name,
        before={"gone": row_of(other), "kept": row_of(kept)},
        joined_by=by,
    )
    trace = _moved(kept, other)
    age = (kept.birth, kept.group_id)
    user, invitation, joined = other.user, other.invitation, other.pk
    # Nothing names the other any more; a row that does stops it here.
    other.delete()
    kept.group = kept.group or other.group
    kept.partner = kept.partner or other.partner
    _take(kept, other, take)
    _complete(kept, before, user, invitation)
    waiting = MenteeCard.objects.filter(person=kept, status=MenteeStatus.CONSENT_WAIT)
    joining.admitted = list(waiting.values_list("pk", flat=True))
    # A card that waited for the consent the other one gave waits no longer.
    admit(people=[kept], on=local_day(kept.organisation), by=by)
    if (kept.birth, kept.group_id) != age:
        reevaluate(person=kept, by=by)
    joining.kept, joining.after = kept, row_of(kept)
    joining.moved, joining.dropped = trace.moved, trace.dropped
    joining.expired = trace.expired
    joining.save()
    audit.record(
        by=by,
        what="person.joined",
        on=kept,
        ids=[joined],
        before=before,
        after={"person": kept.pk, "moved": trace.counts},
    )
    return kept


def _moved(kept: Person, other: Person) -> Trace:
    """Let all that names the other name the kept one; return what was done."""
    trace = Trace()
    _settle_consents(kept, other, trace)
    _settle_guardianships(kept, other, trace)
    for relation in relations_to_person():
        _move(relation, kept, other, trace)
    trace.drop(Distinction.objects.filter(lesser=other))
    trace.drop(Distinction.objects.filter(greater=other))
    return trace


@transaction.atomic
def distinguish(*, one: Person, other: Person, by: User) -> None:
    """Note that two people who look alike are two; they are not offered again."""
    one, other = _locked(one, other)
    may_join_people(by, one, other).require()
    lesser, greater = sorted((one, other), key=lambda person: person.pk)
    _, is_new = Distinction.objects.get_or_create(
        organisation_id=one.organisation_id, lesser=lesser, greater=greater
    )
    if is_new:
        audit.record(
            by=by,
            what="person.distinguished",
            on=one,
            ids=[one.pk, other.pk],
        )


def _locked(one: Person, other: Person) -> tuple[Person, Person]:
    """Hold both people, their consents and then their cards until commit."""
    lock_people(one.organisation)
    keys = sorted({one.pk, other.pk})
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < len(keys) or len(keys) < 2:
        raise Refused(GONE)
    for model in (Consent, MentorCard, MenteeCard):
        held = model.objects.filter(person__in=keys).order_by("pk")
        list(held.select_for_update(of=("self",)).values_list("pk"))
    return found[one.pk], found[other.pk]


def _settle_consents(kept: Person, other: Person, trace: Trace) -> None:
    """Leave one open consent of a kind: the given one, of two given the later."""
    rows = Consent.objects.filter(person__in=[kept, other]).exclude(
        status__in=[
            ConsentStatus.WITHDRAWN,
            ConsentStatus.EXPIRED,
            ConsentStatus.REFUSED,
        ]
    )
    by_kind: dict[str, list[Consent]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for of_kind in by_kind.values():
        if len(of_kind) > 1:
            _leave_one(of_kind, kept, trace)


def _leave_one(consents: Iterable[Consent], kept: Person, trace: Trace) -> None:
    weaker, _ = sorted(
        consents,
        key=lambda row: (
            row.status not in UNSIGNED,
            str(row.signed_on or ""),
            row.person_id == kept.pk,
        ),
    )
    if weaker.status in UNSIGNED:
        trace.drop(Consent.objects.filter(pk=weaker.pk))
        return
    CONSENT_TRANSITIONS.check(weaker.status, ConsentStatus.EXPIRED)
    trace.expired[str(weaker.pk)] = weaker.status
    weaker.status = ConsentStatus.EXPIRED
    weaker.save(update_fields=["status"])


def _settle_guardianships(kept: Person, other: Person, trace: Trace) -> None:
    """Drop the other's relations the kept one has too."""
    for side, far in (("child", "guardian_id"), ("guardian", "child_id")):
        standing = Guardianship.objects.filter(**{side: kept}, to_on=None)
        doubled = Guardianship.objects.filter(
            **{side: other, f"{far}__in": list(standing.values_list(far, flat=True))},
            to_on=None,
        )
        trace.drop(doubled)


def _move(
    relation: models.ManyToOneRel, kept: Person, other: Person, trace: Trace
) -> None:
    """Let the rows name the kept person; a link he has already is dropped."""
    name = relation.field.name
    model = relation.related_model
    rows = model._base_manager.filter(**{name: other})
    if model._meta.auto_created:
        far = next(
            field.name
            for field in model._meta.fields
            if field.is_relation and field.name != name
        )
        known = model._base_manager.filter(**{name: kept}).values_list(far, flat=True)
        trace.drop(rows.filter(**{f"{far}__in": list(known)}))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if keys:
        rows.update(**{name: kept})
        trace.moved.setdefault(model._meta.label_lower, {})[name] = keys


def _take(kept: Person, other: Person, take: Collection[str]) -> None:
    """Let the kept one have what the curator chose of the other; contacts stay beside."""
    known = {"phone": kept.phone, "email": kept.email}
    for code in take:
        for name in TAKEN[code]:
            if getattr(other, name):
                setattr(kept, name, getattr(other, name))
    if "name" in take:
        # Forms corrected by hand were forms of the old name.
        kept.name_cases = {}
    left = [told for name, told in known.items() if told != getattr(kept, name)]
    kept.contacts = "\n".join(dict.fromkeys(filter(None, [kept.contacts, *left])))


def _particulars(person: Person) -> dict[str, object]:
    values = {name: getattr(person, name) for name in CHANGEABLE if name not in ROWS}
    return {
        "pk": person.pk,
        **{name: value for name, value in values.items() if value},
        **{name: str(row) for name in ROWS if (row := getattr(person, name))},
        **({"user": person.user_id} if person.user_id else {}),
    }


def _complete(
    kept: Person,
    told: dict[str, object],
    user: User | None,
    invitation: models.Model | None,
) -> None:
    """Fill what the kept one lacks; contacts that differ are kept side by side."""
    for name in ("birth_on", "birth_year", "email", "phone", "post", "workplace"):
        setattr(kept, name, getattr(kept, name) or told.get(name, getattr(kept, name)))
    if kept.birth_on is not None:
        kept.birth_year = kept.birth_on.year
    extra = [
        str(told[name])
        for name in ("phone", "email", "contacts")
        if told.get(name) and told[name] != getattr(kept, name)
    ]
    kept.contacts = "\n".join(dict.fromkeys(filter(None, [kept.contacts, *extra])))
    kept.is_staff_member = kept.is_staff_member or bool(told.get("is_staff_member"))
    kept.user = kept.user or user
    kept.invitation_id = kept.invitation_id or (invitation.pk if invitation else None)
    settle(kept)
    kept.save()
