"""Cards of mentors and mentees: opened, changed, moved along their roads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions.competences import recognise
from registry.actions.consents import require_for_all
from registry.actions.requests import ask
from registry.enums import (
    MENTEE_TRANSITIONS,
    MENTOR_TRANSITIONS,
    CardSource,
    MenteeStatus,
    MentorStatus,
)
from registry.models import Competence, Cycle, MenteeCard, MentorCard, Person
from registry.permissions.cards import (
    may_change_card,
    may_move_mentee,
    may_move_mentor,
    may_take_card,
    must_say_why,
)
from registry.queries.people import usual_audience

SHARED = (
    "form",
    "joined_on",
    "finished_on",
    "results",
    "case_url",
    "remark",
    "counterpart_names",
    "counterpart_workplace",
)
MENTOR_FIELDS = (
    *SHARED,
    "competences_text",
    "achievements",
    "interests",
    "wanted_age",
    "wanted_age_from",
    "wanted_age_to",
    "time_resource",
    "capacity",
    "life_experience",
    "is_alumnus",
    "labels",
)
MENTEE_FIELDS = (
    *SHARED,
    "is_completed_marked",
    "audience",
    "channel",
    "wanted_kind",
    "wants_mentor",
)
# What a candidate himself writes when he applies.
CANDIDACY_FIELDS = (
    "competences_text",
    "wanted_age",
    "wanted_age_from",
    "wanted_age_to",
    "time_resource",
)
Card = TypeVar("Card", MentorCard, MenteeCard)


@transaction.atomic
def take_mentor(
    *,
    cycle: Cycle,
    person: Person,
    values: Mapping[str, object],
    by: User | None,
    source: CardSource = CardSource.CURATOR,
    status: MentorStatus = MentorStatus.YEAR_BASE,
) -> MentorCard:
    """Put a person into the base of mentors; consent is asked for at once (design 4.4).

    `values` holds fields of MENTOR_FIELDS, and `pools` as a list. The tags follow from `competences_text`.
    """
    _require_cycle(by, cycle, person)
    if MentorCard.objects.filter(cycle=cycle, person=person).exists():
        raise Refused(f"{person.full_name}: карточка наставника в этом цикле уже есть.")
    require_for_all(people=[person], by=by)
    card = MentorCard.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        person=person,
        source=source,
        status=status,
        **_known(values, MENTOR_FIELDS),
    )
    card.competences.set(
        recognise(organisation=cycle.organisation, text=card.competences_text)
    )
    _set_pools(card, values)
    audit.record(by=by, what="mentor.taken", on=card, after={"status": card.status})
    return card


@transaction.atomic
def take_mentee(
    *,
    cycle: Cycle,
    person: Person,
    values: Mapping[str, object],
    requests: Sequence[str],
    by: User | None,
    source: CardSource = CardSource.CURATOR,
) -> MenteeCard:
    """Put a person into the base of mentees, or let him wait for the consent (R-319).

    `requests` are the needs in the person's own words.
    """
    _require_cycle(by, cycle, person)
    if MenteeCard.objects.filter(cycle=cycle, person=person).exists():
        raise Refused(
            f"{person.full_name}: карточка наставляемого в этом цикле уже есть."
        )
    lacks_consent = person.pk in require_for_all(people=[person], by=by)
    known = _known(values, MENTEE_FIELDS)
    known["audience"] = known.get("audience") or usual_audience(person)
    card = MenteeCard.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        person=person,
        source=source,
        status=MenteeStatus.CONSENT_WAIT if lacks_consent else MenteeStatus.IN_BASE,
        **known,
    )
    for text in requests:
        ask(card=card, text=text)
    audit.record(by=by, what="mentee.taken", on=card, after={"status": card.status})
    return card


@transaction.atomic
def change_mentor(
    *,
    card: MentorCard,
    values: Mapping[str, object],
    by: User | None,
    competences: Sequence[Competence] | None = None,
) -> MentorCard:
    """Change a mentor's card; without `competences` the tags follow the changed text."""
    card = _locked(card)
    _require_change(by, card)
    before = _write(card, values, MENTOR_FIELDS, by, "mentor.changed")
    if competences is None and "competences_text" in before:
        competences = recognise(
            organisation=card.organisation, text=card.competences_text
        )
    if competences is not None:
        card.competences.set(competences)
    _set_pools(card, values)
    return card


@transaction.atomic
def change_mentee(
    *, card: MenteeCard, values: Mapping[str, object], by: User | None
) -> MenteeCard:
    """Change a mentee's card."""
    card = _locked(card)
    _require_change(by, card)
    _write(card, values, MENTEE_FIELDS, by, "mentee.changed")
    return card


@transaction.atomic
def move_mentor(
    *, card: MentorCard, to: MentorStatus, by: User, remark: str = "", seen: str = ""
) -> MentorCard:
    """Move a mentor along his road by decision of whoever keeps the base (R-318).

    `seen` is the state the decision was made in; another one by now refuses it.
    """
    card = _locked(card)
    _require_as_seen(card, seen)
    may_move_mentor(by, card, to).require()
    MENTOR_TRANSITIONS.check(card.status, to)
    _require_reason(card, to, remark)
    return _moved(card, to, by, remark, "mentor.moved")


@transaction.atomic
def move_mentee(
    *, card: MenteeCard, to: MenteeStatus, by: User, remark: str = "", seen: str = ""
) -> MenteeCard:
    """Move a mentee along his road in the same way (R-319)."""
    card = _locked(card)
    _require_as_seen(card, seen)
    may_move_mentee(by, card, to).require()
    MENTEE_TRANSITIONS.check(card.status, to)
    _require_reason(card, to, remark)
    return _moved(card, to, by, remark, "mentee.moved")


@transaction.atomic
def follow_mentor(
    *, card: MentorCard, to: MentorStatus, by: User | None, remark: str = ""
) -> MentorCard:
    """Move a mentor because something else happened: the pair's act had the right."""
    card = _locked(card)
    MENTOR_TRANSITIONS.check(card.status, to)
    return _moved(card, to, by, remark, "mentor.moved")


@transaction.atomic
def follow_mentee(
    *, card: MenteeCard, to: MenteeStatus, by: User | None, remark: str = ""
) -> MenteeCard:
    """Move a mentee because something else happened: a consent, a pair, an end."""
    card = _locked(card)
    MENTEE_TRANSITIONS.check(card.status, to)
    return _moved(card, to, by, remark, "mentee.moved")


@transaction.atomic
def record_counterparts(
    *, card: MentorCard | MenteeCard, names: str, workplace: str, by: User | None
) -> None:
    """Write who the other side is, as the federal bases print it; the pair's act calls."""
    values = {"counterpart_names": names, "counterpart_workplace": workplace[:300]}
    what = "mentor.changed" if isinstance(card, MentorCard) else "mentee.changed"
    fresh = type(card).objects.select_for_update(of=("self",)).get(pk=card.pk)
    _write(fresh, values, SHARED, by, what)


@transaction.atomic
def learn_mentor(
    *, card: MentorCard, values: Mapping[str, object], by: User
) -> MentorCard:
    """Write what a questionnaire told; the questionnaire's act had the right.

    The tags follow from `competences_text`.
    """
    card = _locked(card)
    before = _write(card, values, MENTOR_FIELDS, by, "mentor.changed")
    if "competences_text" in before:
        card.competences.set(
            recognise(organisation=card.organisation, text=card.competences_text)
        )
    return card


def _require_cycle(by: User | None, cycle: Cycle, person: Person) -> None:
    if by is not None:
        may_take_card(by, cycle).require()
    if person.organisation_id != cycle.organisation_id:
        raise Refused("Этот человек записан в другой организации.")


def _require_change(by: User | None, card: MentorCard | MenteeCard) -> None:
    if by is not None:
        may_change_card(by, card).require()


def _set_pools(card: MentorCard, values: Mapping[str, object]) -> None:
    pools = values.get("pools")
    if isinstance(pools, list):
        card.pools.set(pools)


def _require_as_seen(card: MentorCard | MenteeCard, seen: str) -> None:
    if seen and seen != card.status:
        raise Refused(
            f"Пока страница была открыта, состояние изменили на"
            f" «{card.get_status_display()}». Посмотрите карточку и решите ещё раз."
        )


def _require_reason(
    card: MentorCard | MenteeCard, to: MentorStatus | MenteeStatus, remark: str
) -> None:
    verdict = must_say_why(card, to)
    if not remark.strip() and not verdict:
        raise Refused(verdict.refusal)


def _known(values: Mapping[str, object], fields: Sequence[str]) -> dict[str, object]:
    return {name: values[name] for name in fields if name in values}


def _locked(card: Card) -> Card:
    model = type(card)
    return model.objects.select_for_update(of=("self",)).get(pk=card.pk)


def _write(
    card: MentorCard | MenteeCard,
    values: Mapping[str, object],
    fields: Sequence[str],
    by: User | None,
    what: str,
) -> dict[str, object]:
    before = {
        name: getattr(card, name)
        for name, value in _known(values, fields).items()
        if getattr(card, name) != value
    }
    if not before:
        return before
    for name in before:
        setattr(card, name, values[name])
    card.save(update_fields=[*before, "changed_at"])
    audit.record(
        by=by,
        what=what,
        on=card,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(values[name]) for name in before},
    )
    return before


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _moved(
    card: Card, to: MentorStatus | MenteeStatus, by: User | None, remark: str, what: str
) -> Card:
    before = card.status
    card.status = to
    card.save(update_fields=["status", "changed_at"])
    audit.record(
        by=by,
        what=what,
        on=card,
        before={"status": before},
        after={"status": str(to)},
        remark=remark,
    )
    return card
