"""Blanks of consents for the pen: ordered together, printed by a worker, kept for days."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.errands import ErrandRow, ErrandState
from common.tenancy import TenantManager
from registry.models.consent import Consent


class BlankPackQuerySet(models.QuerySet["BlankPack"]):
    """Packs by eye."""

    def visible_to(self, user: User) -> BlankPackQuerySet:
        """Keep them for who keeps the papers, none for anybody else."""
        keeping = user.organisations_with(Permission.CONSENT_VERIFY)
        return self.filter(organisation_id__in=keeping)


BlankPackManager = TenantManager.from_queryset(BlankPackQuerySet)


class BlankPack(TenantRow, ErrandRow):
    """Blanks of many consents; its errand prints file after file (R-264).

    `digest` tells the same choice of consents from another one; the files go at
    `expires_at`, the row stays.
    """

    digest = models.CharField(max_length=64)
    blank_count = models.PositiveIntegerField("бланков")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("хранится до")

    objects: ClassVar[BlankPackManager[Self]] = BlankPackManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"],
                condition=models.Q(errand_state__in=["waiting", "running"]),
                name="blank_pack_printed_once_at_a_time",
                violation_error_message="Эти бланки уже печатаются.",
            )
        ]

    def __str__(self) -> str:
        return f"Бланки согласий, {self.blank_count}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.errand_state in {ErrandState.WAITING, ErrandState.RUNNING}

    @property
    def has_failed(self) -> bool:
        """Whether the worker gave it up."""
        return self.errand_state == ErrandState.FAILED

    @property
    def is_expired(self) -> bool:
        """Whether its files are no longer handed out."""
        return not self.is_under_way and self.expires_at <= timezone.now()


class BlankFile(TenantRow):
    """One file of a pack: the blanks of a class, or of all where they are few.

    `file` is empty until printed and after the pack's term.
    """

    pack = models.ForeignKey(BlankPack, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField("№")
    title = models.CharField("что в файле", max_length=80)
    consents = models.ManyToManyField(Consent, related_name="+")
    blank_count = models.PositiveSmallIntegerField("бланков")
    file = models.CharField(max_length=200, blank=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "number"], name="blank_file_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
