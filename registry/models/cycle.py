"""The cycle and the vocabulary of the method."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.enums import DocumentStatus
from documents.models import Document
from registry.enums import Contour, CycleStatus


class Stage(models.Model):
    """A canonical stage S1…S7 or a cross-cutting line X1…X5 of the method."""

    code = models.CharField(max_length=2, unique=True)
    title = models.CharField("этап", max_length=200)
    short_title = models.CharField("коротко", max_length=60)
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.title


class MentoringForm(models.Model):
    """A form of mentoring (R-223, R-224): federal, or an organisation's own."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.SlugField(max_length=60)
    title = models.CharField("форма наставничества", max_length=160)
    contour = models.CharField("для кого", max_length=10, choices=Contour)
    role_models = models.JSONField("ролевые модели", default=list)
    is_active = models.BooleanField("предлагается", default=True)

    class Meta:
        ordering = ["contour", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation=None), name="form_code_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"], name="form_code_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MentoringKind(models.Model):
    """One of the seven kinds of mentoring (R-225, R-226)."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField("вид наставничества", max_length=160)
    definition = models.TextField("что это", blank=True)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.title


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Cycles, the running one first."""

    def visible_to(self, user: User) -> CycleQuerySet:
        """Keep them all for the staff who work by the roadmap."""
        return self.filter(
            organisation_id__in=user.organisations_with(Permission.CYCLE_VIEW)
        )

    def open(self) -> CycleQuerySet:
        """Leave the closed ones out."""
        return self.exclude(status=CycleStatus.CLOSED)


CycleManager = TenantManager.from_queryset(CycleQuerySet)


class Cycle(TenantRow):
    """One run of the programme in an organisation (R-115); everything yearly hangs on it.

    `introduction_order` is the act without which no pair may work (R-255).
    """

    title = models.CharField("название", max_length=160)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    status = models.CharField(
        "состояние", max_length=12, choices=CycleStatus, default=CycleStatus.PREPARATION
    )
    introduction_order = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="introduced_cycles",
    )
    goal = models.TextField("цель", blank=True)
    training_precedes_pairing = models.BooleanField(
        "наставники сначала проходят обучение", default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[CycleManager[Self]] = CycleManager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="cycle_title_once",
                violation_error_message="Цикл с таким названием уже есть.",
            ),
            models.CheckConstraint(
                name="cycle_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Цикл не может закончиться раньше, чем начался.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_introduced(self) -> bool:
        order = self.introduction_order
        return order is not None and order.status == DocumentStatus.SIGNED
