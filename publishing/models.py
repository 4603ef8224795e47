"""What stands on the public page: cases and news. People only by their consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from programmes.models import Pair
from publishing.enums import CaseStatus


class Case(TenantRow):
    """A best practice of a finished pair (R-216, R-269); public while consents stand."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="cases")
    title = models.CharField("название", max_length=200)
    problem = models.TextField("с чего начали")
    solution = models.TextField("что делали")
    result = models.TextField("что получилось")
    quote = models.TextField("отзыв участника", blank=True)
    status = models.CharField(
        "состояние", max_length=12, choices=CaseStatus, default=CaseStatus.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_at", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="case_published_at_and_by_together",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="case_published_has_moment",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NewsPost(TenantRow):
    """A piece of news or an announcement about the programme (R-218)."""

    title = models.CharField("заголовок", max_length=200)
    text = models.TextField("текст")
    posted_on = models.DateField("дата")
    is_published = models.BooleanField("на странице", default=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-posted_on", "-pk"]

    def __str__(self) -> str:
        return self.title
