"""The worker's part of the matching: the computation itself."""

from __future__ import annotations

from common.errands import Claim, errand
from programmes.actions import matching as runs
from programmes.matching import Weights, solve
from programmes.models import MatchingRun
from programmes.queries.matching import case_of_cycle
from registry.queries.consents import local_day


@errand("programmes.match", MatchingRun)
def match(run: MatchingRun, claim: Claim) -> None:
    """Read both sides, find the best pairs, keep them with their proof."""
    case = case_of_cycle(
        run.cycle,
        weights=Weights.from_mapping(run.weights),
        day=local_day(run.organisation),
    )
    run = runs.note_sides(run=run, case=case, claim=claim)
    runs.keep_result(run=run, result=solve(case), claim=claim)
