"""One topic merged into another, kept so that it can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import TenantRow, User
from registry.models.card import Competence


class TopicMerge(TenantRow):
    """What one merge moved inside its organisation (R-146); undone last first.

    `moved` holds keys: "mentors" and "requests" that changed the topic, "mentors_both"
    and "requests_both" that had the target already, "phrases" that were the source's;
    "title" is the phrase of the source's own title and "is_title_new" whether it was
    made by the merge. Nothing of the topics themselves is changed: a shared topic stays
    as it is for the others.
    """

    source = models.ForeignKey(Competence, models.CASCADE, related_name="+")
    target = models.ForeignKey(Competence, models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="topic_merge_is_of_two",
                condition=~Q(source=F("target")),
                violation_error_message="Тему нельзя объединить с ней самой.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "source"],
                condition=Q(undone_at=None),
                name="topic_merged_once",
                violation_error_message="Эту тему уже объединили с другой.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
