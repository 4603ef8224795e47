"""Forms of mentoring of a cycle entrusted to the curators of their role models."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.models import Cycle, FormCuratorship, MentoringForm
from registry.permissions.curatorships import may_be_entrusted, may_entrust_forms


@transaction.atomic
def entrust_form(
    *, cycle: Cycle, form: MentoringForm, curator: User, by: User
) -> FormCuratorship:
    """Open the cards and pairs of a form to a curator, and no others."""
    may_entrust_forms(by, cycle).require()
    verdict = may_be_entrusted(curator, cycle)
    if not verdict:
        raise Refused(verdict.refusal)
    try:
        with transaction.atomic():
            curatorship = FormCuratorship.objects.create(
                organisation_id=cycle.organisation_id,
                cycle=cycle,
                form=form,
                curator=curator,
            )
    except IntegrityError as error:
        raise Refused("Эта форма уже поручена этому куратору.") from error
    audit.record(
        by=by,
        what="form.entrusted",
        on=cycle,
        after={"form": form.pk, "curator": curator.pk},
    )
    return curatorship


@transaction.atomic
def take_form_back(*, curatorship: FormCuratorship, by: User) -> None:
    """Close the form to the curator at once; the log keeps that he had it."""
    may_entrust_forms(by, curatorship.cycle).require()
    audit.record(
        by=by,
        what="form.taken_back",
        on=curatorship.cycle,
        before={"form": curatorship.form_id, "curator": curatorship.curator_id},
    )
    curatorship.delete()
