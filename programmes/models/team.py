"""The team of a cycle, its working group, its project office (R-051, R-138)."""

from __future__ import annotations

from django.db import models

from accounts.models import TenantRow
from documents.models import Document
from programmes.enums import TeamKind
from registry.models import Cycle, Person


class Team(TenantRow):
    """A body of people with a function, appointed by an order or not yet."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="teams")
    kind = models.CharField("что это", max_length=20, choices=TeamKind)
    title = models.CharField("название", max_length=200)
    function = models.TextField("чем занимается", blank=True)
    order = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="teams"
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "title"],
                name="team_title_once",
                violation_error_message="Группа с таким названием уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TeamMember(TenantRow):
    """A person in a team and what he does there."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="team_memberships")
    ordinal = models.PositiveSmallIntegerField()
    function = models.CharField("обязанность в группе", max_length=200, blank=True)
    is_head = models.BooleanField("руководит", default=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                name="team_member_once",
                violation_error_message="Этот человек уже в группе.",
            ),
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(is_head=True), name="team_one_head"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
