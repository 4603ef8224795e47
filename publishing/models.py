"""What stands on the public page: cases and news. People only by their consent."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from programmes.models import Pair
from publishing.enums import CaseStatus
from registry.models import Person


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by eye and state."""

    def visible_to(self, user: User) -> CaseQuerySet:
        """Keep them for those who tell about pairs."""
        return self.filter(
            organisation_id__in=user.organisations_with(Permission.CASE_CHANGE)
        )

    def published(self) -> CaseQuerySet:
        """Keep what anybody may read now."""
        return self.filter(status=CaseStatus.PUBLISHED)

    def for_list(self) -> CaseQuerySet:
        """Carry the people of the pair."""
        return self.select_related(
            "pair__form", "pair__mentor_card__person"
        ).prefetch_related("pair__members__mentee_card__person")


CaseManager = TenantManager.from_queryset(CaseQuerySet)


class Case(TenantRow):
    """A best practice of a finished pair (R-216, R-269).

    The texts name nobody: with `has_names` the page itself puts the names of those
    whose consent to publish stands at that very request.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="cases")
    title = models.CharField("название", max_length=200)
    problem = models.TextField("с чего начали")
    solution = models.TextField("что делали")
    result = models.TextField("что получилось")
    quote = models.TextField("отзыв участника", blank=True)
    has_names = models.BooleanField("с именами тех, кто согласен", default=False)
    status = models.CharField(
        "состояние", max_length=12, choices=CaseStatus, default=CaseStatus.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[CaseManager[Self]] = CaseManager()

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


class NewsPostQuerySet(models.QuerySet["NewsPost"]):
    """News by eye and state."""

    def visible_to(self, user: User) -> NewsPostQuerySet:
        """Keep them all for who keeps the page."""
        return self.filter(
            organisation_id__in=user.organisations_with(Permission.PAGE_CHANGE)
        )

    def published(self) -> NewsPostQuerySet:
        """Keep what was not taken down."""
        return self.filter(is_published=True)


NewsPostManager = TenantManager.from_queryset(NewsPostQuerySet)


class NewsPost(TenantRow):
    """A piece of news or an announcement about the programme (R-218).

    `people` are those the text names: it is shown only while all of them consent.
    """

    title = models.CharField("заголовок", max_length=200)
    text = models.TextField("текст")
    posted_on = models.DateField("дата")
    is_published = models.BooleanField("на странице", default=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[NewsPostManager[Self]] = NewsPostManager()

    class Meta:
        ordering = ["-posted_on", "-pk"]

    def __str__(self) -> str:
        return self.title
