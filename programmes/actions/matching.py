"""Runs of the matching: asked for, computed by a worker, decided on."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import User
from common import errands
from common.errands import Claim
from common.links import link
from notifications.actions import notify
from programmes.enums import ProposalStatus
from programmes.letters.pairs import MatchingFinished
from programmes.matching import Case, Result, explain
from programmes.matching import Proposal as Found
from programmes.models import MatchingRun, Proposal
from programmes.permissions.pairs import may_dismiss_proposal, may_run_matching
from programmes.queries.matching import (
    ON_THE_WAY,
    certificate_of,
    runs_of,
    weights_now,
)
from registry.models import Cycle


@transaction.atomic
def request_run(*, cycle: Cycle, by: User) -> MatchingRun:
    """Ask for the best pairs of the whole list; a worker finds them (R-174).

    While a run is on its way the second click gets the same one.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    may_run_matching(by, cycle).require()
    present = runs_of(cycle).filter(errand_state__in=ON_THE_WAY).first()
    if present is not None:
        return present
    run = MatchingRun(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        weights={code.value: most for code, most in weights_now().points.items()},
        created_by=by,
    )
    run.expect_errand()
    run.save()
    audit.record(by=by, what="matching.requested", on=run)
    errands.hand_over("programmes.match", run.pk)
    return run


@transaction.atomic
def note_sides(*, run: MatchingRun, case: Case, claim: Claim) -> MatchingRun:
    """Note how many people the worker has read; the page's progress moves."""
    claim.beat()
    run.mentor_count, run.mentee_count = len(case.mentors), len(case.mentees)
    run.save(update_fields=["mentor_count", "mentee_count"])
    return run


@transaction.atomic
def keep_result(*, run: MatchingRun, result: Result, claim: Claim) -> MatchingRun:
    """Write proposals, causes and the certificate; tell who asked for them."""
    claim.finish()
    Proposal.objects.bulk_create(
        (_kept(run, found) for found in result.proposals), batch_size=1000
    )
    run.matched_count = len(result.proposals)
    run.total_score = sum(found.score for found in result.proposals)
    run.certificate = certificate_of(result.certificate)
    run.unmatched = {str(row.mentee): row.reasons() for row in result.unmatched}
    run.save(update_fields=["matched_count", "total_score", "certificate", "unmatched"])
    audit.record(by=None, what="matching.finished", on=run)
    organisation = run.organisation
    notify(
        letter=MatchingFinished,
        to=[run.created_by],
        organisation=organisation,
        key=f"matching_finished:{run.pk}",
        path=link("programmes:matching", organisation=organisation.slug),
        context={"run": run},
    )
    return run


def _kept(run: MatchingRun, found: Found) -> Proposal:
    return Proposal(
        organisation_id=run.organisation_id,
        run=run,
        mentor_card_id=found.mentor,
        mentee_card_id=found.mentee,
        score=found.score,
        parts=[
            {
                "code": part.code.value,
                "points": part.points,
                "maximum": part.maximum,
                "text": explain(part),
            }
            for part in found.parts
            if part.maximum
        ],
    )


@transaction.atomic
def dismiss(*, proposal: Proposal, by: User) -> Proposal:
    """Take a proposal off: this pair is not proposed again in the cycle."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("run__cycle")
        .get(pk=proposal.pk)
    )
    may_dismiss_proposal(by, proposal).require()
    proposal.status = ProposalStatus.DISMISSED
    proposal.save(update_fields=["status"])
    audit.record(by=by, what="proposal.dismissed", on=proposal)
    return proposal
