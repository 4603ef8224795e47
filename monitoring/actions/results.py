"""What a closed survey leaves in the two bases: the column «Результаты программы»."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from common.russian.dates import short_date
from monitoring.enums import SurveyAudience
from monitoring.indicators import percent_text
from monitoring.models import Survey
from monitoring.queries.results import CardResult, mentee_results, mentor_results
from monitoring.queries.surveys import results_of
from registry.actions import cards
from registry.models import MenteeCard, MentorCard
from registry.permissions.cards import may_change_card

KEPT_LETTERS = 2000


@transaction.atomic
def write_results(*, survey: Survey, by: User | None) -> int:
    """Write facts of the pair and the audience's satisfaction; return how many cards.

    Nobody's own answers go into the base: they were promised to stay with the summary.
    What the curator wrote by hand stays, and a second closing adds nothing twice.
    """
    satisfaction = _satisfaction_words(survey)
    is_of_mentors = survey.audience == SurveyAudience.MENTORS
    found = (mentor_results if is_of_mentors else mentee_results)(survey.cycle)
    changed = 0
    for result in found:
        values = _values(result, satisfaction)
        if by is not None and not may_change_card(by, result.card):
            continue
        changed += bool(values)
        _write(result.card, values, by)
    return changed


def _write(
    card: MentorCard | MenteeCard, values: Mapping[str, object], by: User | None
) -> None:
    if isinstance(card, MentorCard):
        cards.change_mentor(card=card, values=values, by=by)
    else:
        cards.change_mentee(card=card, values=values, by=by)


def _values(result: CardResult, satisfaction: str) -> dict[str, object]:
    values: dict[str, object] = {}
    words = f"{result.words} {satisfaction}".strip()
    if words not in result.card.results:
        lines = [line for line in (result.card.results, words) if line]
        values["results"] = "\n".join(lines)[:KEPT_LETTERS]
    if result.completed_on is not None:
        values["is_completed_marked"] = True
        if result.card.finished_on is None:
            values["finished_on"] = result.completed_on
    return values


def _satisfaction_words(survey: Survey) -> str:
    results = results_of(survey)
    overall = results.satisfaction
    if overall is None or overall.satisfied_share is None:
        return ""
    return (
        f"Удовлетворённость по опросу от {short_date(survey.opened_on)}:"
        f" {overall.satisfied_share}\N{NO-BREAK SPACE}% довольных"
        f" (ответили {percent_text(results.answered, results.invited)})."
    )
