"""The page «Подбор»: both sides, the run, its proposals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from common.links import link
from common.russian.plural import counted
from programmes.actions import matching as runs
from programmes.actions import pairs
from programmes.enums import ProposalStatus
from programmes.models import MatchingRun, Proposal
from programmes.permissions.pairs import (
    may_adopt_all,
    may_propose_pair,
    may_run_matching,
    may_see_matching,
)
from programmes.queries.matching import PAIRS, STEP_COUNT, matching_page, step_of
from programmes.queries.people import listed_name
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle

TOLD_REFUSALS = 3


@require_GET
def matching(request: Request) -> HttpResponse:
    """Show who seeks a mentor, who has places, and what the last run proposes."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "programmes/matching_none.html")
    may_see_matching(request.user, request.organisation.pk).require()
    page = matching_page(cycle, local_day(request.organisation))
    return render(
        request,
        "programmes/matching.html",
        {
            "page": page,
            "may_run": may_run_matching(request.user, cycle),
            "may_propose": may_propose_pair(request.user, cycle),
            "may_adopt_all": page.run and may_adopt_all(request.user, page.run),
            "step": page.run and step_of(page.run),
            "step_count": STEP_COUNT,
        },
    )


@require_POST
def matching_run(request: Request) -> HttpResponse:
    """Ask for the best pairs; a worker finds them while the page waits."""
    cycle = current_cycle(request.organisation)
    if cycle is not None:
        runs.request_run(cycle=cycle, by=request.user)
    return redirect(link("programmes:matching"))


@require_GET
def matching_progress(request: Request, pk: int) -> HttpResponse:
    """Answer with the bar of a run; once it has ended, with the whole page anew."""
    run = _run_or_404(request, pk)
    may_see_matching(request.user, run.organisation_id).require()
    response = render(
        request,
        "programmes/_matching_progress.html",
        {"run": run, "step": step_of(run), "step_count": STEP_COUNT},
    )
    if step_of(run) == STEP_COUNT or run.errand_failure:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def proposal_adopt(request: Request, pk: int) -> HttpResponse:
    """Make a pair of one proposal."""
    proposal = _proposal_or_404(request, pk)
    _tell(request, pairs.adopt(proposals=[proposal], by=request.user))
    return redirect(link("programmes:matching"))


@require_POST
def proposal_dismiss(request: Request, pk: int) -> HttpResponse:
    """Take a proposal off."""
    runs.dismiss(proposal=_proposal_or_404(request, pk), by=request.user)
    messages.success(request, "Предложение снято: эту пару подбор больше не покажет.")
    return redirect(link("programmes:matching"))


@require_POST
def proposal_adopt_all(request: Request, pk: int) -> HttpResponse:
    """Make pairs of all open proposals of a run."""
    run = _run_or_404(request, pk)
    may_adopt_all(request.user, run).require()
    still_open = run.proposals.filter(status=ProposalStatus.OPEN)
    _tell(request, pairs.adopt(proposals=still_open, by=request.user))
    return redirect(link("programmes:matching"))


def _tell(request: Request, adoption: pairs.Adoption) -> None:
    if adoption.pairs:
        messages.success(
            request,
            f"В работе {counted(len(adoption.pairs), *PAIRS)}. Сторонам отправлены"
            " вопросы; ответы на бумаге внесите на странице «Пары».",
        )
    for proposal, reason in adoption.refusals[:TOLD_REFUSALS]:
        name = listed_name(proposal.mentee_card.person)
        messages.warning(request, f"Не принято ({name}): {reason}.")
    if len(adoption.refusals) > TOLD_REFUSALS:
        rest = len(adoption.refusals) - TOLD_REFUSALS
        messages.warning(request, f"Не принято ещё: {rest}. Запустите подбор заново.")


def _run_or_404(request: Request, pk: int) -> MatchingRun:
    runs_here = MatchingRun.objects.filter(organisation=request.organisation)
    return get_object_or_404(runs_here.select_related("cycle"), pk=pk)


def _proposal_or_404(request: Request, pk: int) -> Proposal:
    proposals = Proposal.objects.filter(organisation=request.organisation)
    return get_object_or_404(proposals.select_related("run__cycle"), pk=pk)
