"""Meetings of a pair and the feedback on them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from programmes.enums import MeetingFormat, MeetingKind, MeetingStatus, PairSide
from programmes.models.pair import Pair
from programmes.models.programme import PlanRow
from registry.models import Person


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings by eye and state."""

    def visible_to(self, user: User) -> MeetingQuerySet:
        """Keep those of the pairs the user sees."""
        return self.filter(
            pair__in=Pair.objects.visible_to(user, Permission.MEETING_VIEW)
        )

    def held(self) -> MeetingQuerySet:
        """Keep those that took place."""
        return self.filter(status=MeetingStatus.HELD)


MeetingManager = TenantManager.from_queryset(MeetingQuerySet)


class Meeting(TenantRow):
    """A meeting (R-176): planned ahead, or logged after in three fields."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="meetings")
    kind = models.CharField(
        "вид встречи",
        max_length=12,
        choices=MeetingKind,
        default=MeetingKind.JOINT_WORK,
    )
    format = models.CharField(
        "формат", max_length=8, choices=MeetingFormat, default=MeetingFormat.OFFLINE
    )
    place = models.CharField("место или ссылка", max_length=300, blank=True)
    planned_at = models.DateTimeField("когда", null=True, blank=True)
    held_on = models.DateField("дата", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("минут", default=45)
    summary = models.TextField("что сделали", blank=True)
    plan_rows = models.ManyToManyField(
        PlanRow, blank=True, related_name="meetings", verbose_name="строки плана"
    )
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=MeetingStatus,
        default=MeetingStatus.PLANNED,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[MeetingManager[Self]] = MeetingManager()

    class Meta:
        ordering = ["-held_on", "planned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_held_has_day_and_summary",
                condition=~Q(status="held")
                | (Q(held_on__isnull=False) & ~Q(summary="")),
                violation_error_message="Укажите день встречи и что сделали.",
            ),
            models.CheckConstraint(
                name="meeting_has_some_day",
                condition=Q(planned_at__isnull=False) | Q(held_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Feedback(TenantRow):
    """What one side says of a meeting (R-179, R-272)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="feedbacks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="feedbacks")
    side = models.CharField(max_length=8, choices=PairSide)
    mark = models.PositiveSmallIntegerField("оценка встречи")
    useful = models.TextField("что было полезно", blank=True)
    trouble = models.TextField("что было трудно", blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="feedback_once",
                violation_error_message="Отзыв об этой встрече уже есть.",
            ),
            models.CheckConstraint(
                name="feedback_mark_is_1_to_10",
                condition=Q(mark__gte=1, mark__lte=10),
                violation_error_message="Оценка — от 1 до 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark}"
