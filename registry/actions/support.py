"""A psychologist's work with a mentee: assigned, opened, diagnosed (R-093)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions.consents.ending import hold_valid
from registry.models import (
    Diagnostic,
    MenteeCard,
    PsychologistAssignment,
)
from registry.permissions.support import (
    may_assign_psychologist,
    may_be_assigned,
    may_change_diagnostic,
    may_date_diagnostic,
    may_end_assignment,
    may_hide_diagnostic,
    may_record_diagnostic,
    may_release_diagnostic,
)
from registry.queries.consents import local_day
from registry.queries.support import OPENED

FIELDS = ("technique", "made_on", "value_before", "value_after", "findings")


@transaction.atomic
def assign_psychologist(
    *,
    card: MenteeCard,
    psychologist: User,
    reason: str,
    ends_on: date | None,
    by: User,
) -> PsychologistAssignment:
    """Entrust a mentee to a psychologist, with a reason and perhaps a term (R-274)."""
    card = _locked(card)
    may_assign_psychologist(by, card).require()
    verdict = may_be_assigned(psychologist, card)
    if not verdict:
        raise Refused(verdict.refusal)
    today = local_day(card.organisation)
    if ends_on is not None and ends_on < today:
        raise Refused("Последний день поручения уже прошёл.")
    now = timezone.now()
    before = card.psychologist_assignments.filter(psychologist=psychologist)
    before.filter(ended_at=None, ends_on__lt=today).update(ended_at=now)
    try:
        with transaction.atomic():
            assignment = PsychologistAssignment.objects.create(
                organisation_id=card.organisation_id,
                card=card,
                psychologist=psychologist,
                reason=reason,
                ends_on=ends_on,
                assigned_by=by,
            )
    except IntegrityError as error:
        raise Refused("Этот психолог уже работает с наставляемым.") from error
    audit.record(
        by=by,
        what="mentee.assigned",
        on=card,
        after={"psychologist": psychologist.pk},
        remark=reason,
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment: PsychologistAssignment, by: User) -> None:
    """Close the mentee to the psychologist, from the next request on (invariant 14)."""
    assignment = PsychologistAssignment.objects.select_for_update(of=("self",)).get(
        pk=assignment.pk
    )
    may_end_assignment(by, assignment).require()
    assignment.ended_at = timezone.now()
    assignment.save(update_fields=["ended_at"])
    audit.record(
        by=by,
        what="mentee.unassigned",
        on=assignment.card,
        before={"psychologist": assignment.psychologist_id},
    )


@transaction.atomic
def note_opening(*, card: MenteeCard, by: User) -> None:
    """Write down that the psychologist opened the mentee's card (R-274, invariant 59)."""
    mine = card.psychologist_assignments.in_force().filter(psychologist=by)
    for assignment in mine:
        audit.record(by=by, what=OPENED, on=assignment)


@transaction.atomic
def record_diagnostic(
    *, card: MenteeCard, values: dict[str, object], by: User
) -> Diagnostic:
    """Enter a technique with its values; a withdrawal of the consent waits and wins."""
    card = _locked(card)
    may_record_diagnostic(by, card).require()
    _hold(card, values)
    diagnostic = Diagnostic.objects.create(
        organisation_id=card.organisation_id, card=card, made_by=by, **values
    )
    audit.record(by=by, what="diagnostic.recorded", on=diagnostic)
    return diagnostic


@transaction.atomic
def change_diagnostic(
    *, diagnostic: Diagnostic, values: dict[str, object], by: User
) -> Diagnostic:
    """Correct a technique or add the values after the programme; texts stay out of the log."""
    card = _locked(diagnostic.card)
    diagnostic = Diagnostic.objects.select_for_update(of=("self",)).get(
        pk=diagnostic.pk
    )
    diagnostic.card = card
    may_change_diagnostic(by, diagnostic).require()
    _hold(card, values)
    for name in FIELDS:
        setattr(diagnostic, name, values[name])
    diagnostic.save(update_fields=FIELDS)
    audit.record(by=by, what="diagnostic.changed", on=diagnostic)
    return diagnostic


@transaction.atomic
def release_diagnostic(*, diagnostic: Diagnostic, text: str, by: User) -> Diagnostic:
    """Let the mentee, the parent and the mentor read these words, and only these."""
    diagnostic = _locked_diagnostic(diagnostic)
    may_release_diagnostic(by, diagnostic).require()
    diagnostic.released_text = text
    diagnostic.released_at = timezone.now()
    diagnostic.save(update_fields=["released_text", "released_at"])
    audit.record(by=by, what="diagnostic.released", on=diagnostic)
    return diagnostic


@transaction.atomic
def hide_diagnostic(*, diagnostic: Diagnostic, by: User) -> Diagnostic:
    """Take back what the participants could read; the words stay with the psychologist."""
    diagnostic = _locked_diagnostic(diagnostic)
    may_hide_diagnostic(by, diagnostic).require()
    diagnostic.released_at = None
    diagnostic.save(update_fields=["released_at"])
    audit.record(by=by, what="diagnostic.hidden", on=diagnostic)
    return diagnostic


def _locked(card: MenteeCard) -> MenteeCard:
    rows = MenteeCard.objects.select_for_update(of=("self",))
    return rows.select_related("person", "cycle", "organisation").get(pk=card.pk)


def _locked_diagnostic(diagnostic: Diagnostic) -> Diagnostic:
    rows = Diagnostic.objects.select_for_update(of=("self",))
    return rows.select_related("card__person", "card__cycle", "card__organisation").get(
        pk=diagnostic.pk
    )


def _hold(card: MenteeCard, values: dict[str, object]) -> None:
    """Hold the consents until commit, and refuse a day without them (invariants 16, 20)."""
    hold_valid(people=[card.person], on=local_day(card.organisation))
    made_on = values["made_on"]
    assert isinstance(made_on, date)  # noqa: S101 -- the form's field is a day
    verdict = may_date_diagnostic(card, made_on)
    if not verdict:
        raise Refused(verdict.refusal)
