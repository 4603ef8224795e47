"""What has happened to a card so far: the facts its next step is asked for."""

from __future__ import annotations

from datetime import date

from registry.enums import (
    ConsentStatus,
    InterviewConclusion,
    InterviewStatus,
    QuestionnaireStatus,
)
from registry.models import (
    CandidateQuestionnaire,
    Criterion,
    Cycle,
    Interview,
    MenteeCard,
    MentorCard,
    Person,
    PrimaryQuestionnaire,
    Request,
)
from registry.queries.consents import (
    latest_consents,
    participation_kind,
    people_without_consent,
)


def is_consent_given(person: Person, on: date) -> bool:
    """Tell whether the consent to take part stands, or is signed and waits for a check."""
    if not people_without_consent([person], on):
        return True
    kind = participation_kind(person, on)
    latest = latest_consents([person]).get((person.pk, kind))
    if latest is None:
        return False
    # Checked, and still to be signed beside by a minor from 14 on.
    is_half = latest.status == ConsentStatus.VERIFIED and latest.awaits_cosigner
    return is_half or latest.status == ConsentStatus.SIGNED


def has_primary_questionnaire(card: MentorCard) -> bool:
    """Tell whether the first questioning is filled in (R-158)."""
    return PrimaryQuestionnaire.objects.filter(
        card=card, status=QuestionnaireStatus.SUBMITTED
    ).exists()


def has_candidate_questionnaire(card: MentorCard) -> bool:
    """Tell whether the candidate has written of himself (R-283)."""
    return CandidateQuestionnaire.objects.filter(
        card=card, status=QuestionnaireStatus.SUBMITTED
    ).exists()


def has_requests(cycle: Cycle) -> bool:
    """Tell whether the year has a list of requests to select mentors by (R-281)."""
    return Request.objects.filter(card__cycle=cycle, closed_on=None).exists()


def has_criteria(cycle: Cycle) -> bool:
    """Tell whether the criteria of selection are set (R-161)."""
    return Criterion.objects.filter(cycle=cycle).exists()


def is_recommended(card: MentorCard) -> bool:
    """Tell whether the last interview held recommends the candidate (R-284)."""
    held = Interview.objects.filter(card=card, status=InterviewStatus.HELD)
    last = held.order_by("-held_on", "-pk").first()
    return last is not None and last.conclusion == InterviewConclusion.RECOMMENDED


def has_mentors_of_the_year(cycle: Cycle) -> bool:
    """Tell whether there is anybody to be matched with (R-319)."""
    return MentorCard.objects.filter(cycle=cycle).in_work().exists()


def is_held_by_a_pair(card: MenteeCard) -> bool:
    """Tell whether a pair, proposed or working, has the mentee."""
    return MenteeCard.objects.filter(pk=card.pk, pair_members__is_current=True).exists()
