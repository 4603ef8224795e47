"""Which colour a status wears: one map for the whole portal."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """A colour with a meaning; templates write it as a class, `tone-positive`."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    POSITIVE = "positive"
    WARNING = "warning"
    DANGER = "danger"


# Values of every status of requirements E: nothing yet, under way, good, needs
# somebody, gone wrong. A value has one colour wherever it occurs.
TONES: dict[Tone, tuple[str, ...]] = {
    Tone.NEUTRAL: (
        "amended",
        "archived",
        "cancelled",
        "candidate",
        "closed",
        "discarded",
        "dissolved",
        "draft",
        "expired",
        "inactive",
        "not_started",
        "paused",
        "planned",
        "postponed",
        "preparation",
        "queued",
        "replaced",
        "skipped",
        "stopped",
        "superseded",
        "unasked",
        "unmatched",
        "unpublished",
        "withdrawn",
    ),
    Tone.ACCENT: (
        "agreement",
        "analysed",
        "applying",
        "appointed",
        "checked",
        "checking",
        "closing",
        "collecting",
        "current",
        "described",
        "in_base",
        "in_pair",
        "in_programme",
        "in_progress",
        "in_work",
        "interview",
        "issued",
        "long_term",
        "matching",
        "new",
        "nominated",
        "open",
        "paired",
        "potential",
        "preview",
        "proposed",
        "ready",
        "registered",
        "rendering",
        "review",
        "reviewed",
        "running",
        "selected",
        "sending",
        "submitted",
        "trial",
        "uploaded",
        "year_base",
    ),
    Tone.POSITIVE: (
        "accepted",
        "active",
        "adopted",
        "agreed",
        "applied",
        "approved",
        "attended",
        "completed",
        "covered",
        "discussed",
        "done",
        "executed",
        "granted",
        "handed_over",
        "held",
        "in_force",
        "mentor_candidate",
        "published",
        "recommended",
        "removed",
        "rendered",
        "reported",
        "sent",
        "signed",
        "signed_on_paper",
        "solved",
        "summarised",
        "valid",
        "verified",
    ),
    Tone.WARNING: (
        "awaiting_paper",
        "consent_wait",
        "due_soon",
        "found",
        "no_deadline",
        "partial",
        "pending",
        "replacing",
        "requested",
        "required",
        "reserve",
        "returned",
        "short",
        "silent",
        "stale",
        "unsent",
        "unsigned",
        "waiting",
        "waiting_order",
    ),
    Tone.DANGER: (
        "annulled",
        "declined",
        "ended_early",
        "failed",
        "missed",
        "overdue",
        "refused",
        "rejected",
        "resigned",
        "uncovered",
    ),
}
_TONE_BY_STATUS = {value: tone for tone, values in TONES.items() for value in values}


def tone_of(status: str) -> Tone:
    """Return the colour of a status value; an unknown one is neutral."""
    return _TONE_BY_STATUS.get(str(status), Tone.NEUTRAL)
