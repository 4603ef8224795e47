"""A run of the matching and what it proposed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from common.errands import ErrandRow
from programmes.enums import ProposalStatus
from registry.models import Cycle, MenteeCard, MentorCard


class MatchingRun(TenantRow, ErrandRow):
    """One optimum of a cycle's whole list. Its errand is the computation.

    `weights` are the points of each part; `certificate` proves the optimum over all
    admissible pairs; `unmatched` = {mentee card id: [reasons]}.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="matching_runs")
    weights = models.JSONField(default=dict)
    mentor_count = models.PositiveIntegerField(default=0)
    mentee_count = models.PositiveIntegerField(default=0)
    matched_count = models.PositiveIntegerField(default=0)
    total_score = models.PositiveIntegerField(default=0)
    certificate = models.JSONField(default=dict)
    unmatched = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Подбор {self.created_at:%d.%m.%Y}"


class Proposal(TenantRow):
    """A mentor for a mentee, with the score in parts that add up exactly (R-174).

    `parts` = [{"code": …, "points": int, "maximum": int, "text": …}].
    """

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="proposals")
    mentor_card = models.ForeignKey(
        MentorCard, models.PROTECT, related_name="proposals"
    )
    mentee_card = models.ForeignKey(
        MenteeCard, models.PROTECT, related_name="proposals"
    )
    score = models.PositiveIntegerField()
    parts = models.JSONField(default=list)
    status = models.CharField(
        max_length=10, choices=ProposalStatus, default=ProposalStatus.OPEN
    )

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "mentee_card"],
                condition=~Q(status="dismissed"),
                name="proposal_one_mentor_per_mentee",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor_card} — {self.mentee_card}"
