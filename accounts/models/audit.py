"""What was done, by whom, to what: rows that are only ever added."""

from __future__ import annotations

from django.db import models

from accounts.models.organisation import Organisation
from accounts.models.user import User


class AuditEvent(models.Model):
    """One act, written in its own transaction (R-005, invariant 59).

    Names no person: the object's kind and ids, the names of changed fields, and a
    salted hash of what changed; the values stand in AuditDetail and go with the person.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="audit_events"
    )
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_ids = models.JSONField(default=list)
    object_id = models.BigIntegerField(null=True)
    field_names = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(
                fields=["object_kind", "object_id"], name="audit_event_of_object"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.object_kind} {self.object_id}"


class AuditDetail(models.Model):
    """Before and after of an event; erased when the person is (invariant 21)."""

    event = models.OneToOneField(
        AuditEvent, models.PROTECT, primary_key=True, related_name="detail"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    remark = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.event_id)


class AuditLink(models.Model):
    """One link of an organisation's chain of events, added by the clock after commit.

    `digest` = SHA-256 of the previous link's digest and the event's own fields, so that
    an event changed or removed later is found by `integrity_check`.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+"
    )
    position = models.PositiveBigIntegerField()
    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="link")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "position"], name="audit_link_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}:{self.position}"
