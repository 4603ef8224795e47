"""Matching of mentees with mentors: pure, exact, explained; no Django, no dependency.

    result = match(mentors, mentees, weights=DEFAULT_WEIGHTS.without(*CHOICES))

`people` says what goes in, `results` what comes out; `exclusions` and `scoring` judge
one pair, `table` all of them; `flow` solves, `forming` states the aims, `certificate`
checks the outcome, `explaining` puts it into words.
"""

from __future__ import annotations

from programmes.matching.certificate import verify
from programmes.matching.exclusions import Cause
from programmes.matching.explaining import explain
from programmes.matching.forming import candidates, match, solve
from programmes.matching.people import (
    CHOICES,
    DEFAULT_WEIGHTS,
    Case,
    Criterion,
    Mentee,
    Mentor,
    Pairing,
    Weights,
)
from programmes.matching.results import (
    BrokenLock,
    Candidate,
    Certificate,
    Proof,
    Proposal,
    Result,
    Unmatched,
)
from programmes.matching.scoring import Part
from programmes.matching.words import words

__all__ = [
    "CHOICES",
    "DEFAULT_WEIGHTS",
    "BrokenLock",
    "Candidate",
    "Case",
    "Cause",
    "Certificate",
    "Criterion",
    "Mentee",
    "Mentor",
    "Pairing",
    "Part",
    "Proof",
    "Proposal",
    "Result",
    "Unmatched",
    "Weights",
    "candidates",
    "explain",
    "match",
    "solve",
    "verify",
    "words",
]
