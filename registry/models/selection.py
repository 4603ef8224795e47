"""Selection of mentors: criteria, interviews, the register by order."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Document
from registry.enums import (
    InterviewConclusion,
    InterviewStatus,
    Readiness,
    SelectionDecision,
)
from registry.models.card import MentorCard
from registry.models.cycle import Cycle


class Criterion(TenantRow):
    """A criterion of selection set for a cycle (R-161).

    A mentor's mark is the sum of points × weight; below `threshold` points the
    criterion is not met.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="criteria")
    title = models.CharField("критерий", max_length=160)
    description = models.TextField("на что смотреть", blank=True)
    max_points = models.PositiveSmallIntegerField("наибольший балл", default=5)
    weight = models.PositiveSmallIntegerField("вес", default=1)
    threshold = models.PositiveSmallIntegerField(
        "порог", null=True, blank=True, help_text="меньше — не подходит"
    )
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "title"],
                name="criterion_once_per_cycle",
                violation_error_message="Такой критерий в цикле уже есть.",
            ),
            models.CheckConstraint(
                name="criterion_scale_is_reasonable",
                condition=Q(max_points__gte=1, max_points__lte=100, weight__gte=1),
                violation_error_message="Наибольший балл — от 1 до 100, вес — не меньше 1.",
            ),
            models.CheckConstraint(
                name="criterion_threshold_within_scale",
                condition=Q(threshold=None) | Q(threshold__lte=F("max_points")),
                violation_error_message="Порог не может быть больше наибольшего балла.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InterviewSlot(TenantRow):
    """A time an interviewer keeps free for one candidate."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="interview_slots")
    starts_at = models.DateTimeField("начало")
    minutes = models.PositiveSmallIntegerField("минут", default=30)
    place = models.CharField("где", max_length=200, blank=True)
    interviewer = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interviewer", "starts_at"],
                name="interview_slot_once",
                violation_error_message="На это время у собеседующего уже есть окно.",
            ),
            models.CheckConstraint(
                name="interview_slot_has_length",
                condition=Q(minutes__gte=5, minutes__lte=240),
                violation_error_message="Собеседование длится от 5 минут до 4 часов.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d.%m.%Y %H:%M}"


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Interviews by eye."""

    def visible_to(self, user: User) -> InterviewQuerySet:
        """Keep all for who selects, else those one conducts or is invited to."""
        everywhere = user.organisations_with(Permission.SELECTION_VIEW)
        conducting = user.organisations_with(Permission.INTERVIEW_HOLD)
        own = Q(slot__interviewer=user) | Q(psychologist=user)
        return self.filter(
            Q(organisation_id__in=everywhere) | Q(organisation_id__in=conducting) & own
        )


InterviewManager = TenantManager.from_queryset(InterviewQuerySet)


class Interview(TenantRow):
    """A talk with a candidate and its record (R-162, R-284, DK-52).

    A `psychologist` invited to it gives the readiness himself (R-095). `decision` is the
    curator's, of the candidate, after the talk.
    """

    card = models.ForeignKey(MentorCard, models.CASCADE, related_name="interviews")
    slot = models.ForeignKey(
        InterviewSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interviews",
    )
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=InterviewStatus,
        default=InterviewStatus.APPOINTED,
    )
    appointed_at = models.DateTimeField("назначено на", null=True, blank=True)
    place = models.CharField("где", max_length=200, blank=True)
    interviewers = models.CharField("кто проводит", max_length=300, blank=True)
    held_on = models.DateField("проведено", null=True, blank=True)
    readiness = models.CharField(
        "психологическая готовность", max_length=12, choices=Readiness, blank=True
    )
    notes = models.TextField("запись беседы", blank=True)
    conclusion = models.CharField(
        "заключение", max_length=12, choices=InterviewConclusion, blank=True
    )
    conclusion_reason = models.TextField("обоснование", blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    psychologist = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(
        "решение", max_length=8, choices=SelectionDecision, blank=True
    )
    decision_reason = models.TextField("почему так решено", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[InterviewManager[Self]] = InterviewManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="interview_decided_after_it_was_held",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (
                    Q(
                        status="held",
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(decision="")
                ),
                violation_error_message="Решают после проведённого собеседования.",
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(status="appointed"),
                name="interview_one_appointed_per_card",
                violation_error_message="Собеседование этому кандидату уже назначено.",
            ),
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(status__in=["appointed", "held"]),
                name="interview_slot_taken_once",
                violation_error_message="Это время уже занято.",
            ),
            models.CheckConstraint(
                name="interview_held_is_recorded",
                condition=~Q(status="held")
                | (
                    Q(held_on__isnull=False, recorded_by__isnull=False)
                    & ~Q(conclusion="")
                ),
                violation_error_message="Укажите день и заключение собеседования.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} — {self.get_status_display()}"


class CriterionScore(TenantRow):
    """Points given to a candidate by one criterion at an interview."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField("баллы")
    remark = models.CharField("пояснение", max_length=300, blank=True)

    class Meta:
        ordering = ["criterion__ordinal", "criterion_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "criterion"], name="criterion_scored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"

    @property
    def weighted(self) -> int:
        """The points times the criterion's weight."""
        return self.points * self.criterion.weight


class MentorRegisterEdition(TenantRow):
    """An edition of the register of mentors, approved by an order (R-163, DK-09, DK-55)."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="mentor_register_editions"
    )
    number = models.PositiveSmallIntegerField("редакция")
    document = models.OneToOneField(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentor_register_edition",
    )
    in_force_on = models.DateField("действует с", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"], name="mentor_register_edition_once"
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(in_force_on=None),
                name="mentor_register_one_draft_edition",
                violation_error_message="Новая редакция реестра уже готовится.",
            ),
        ]

    def __str__(self) -> str:
        return f"Реестр наставников, редакция {self.number}"


class MentorRegisterEntry(TenantRow):
    """A mentor's line in the register: by which editions he entered and left."""

    card = models.ForeignKey(
        MentorCard, models.PROTECT, related_name="register_entries"
    )
    entered_by = models.ForeignKey(
        MentorRegisterEdition, models.PROTECT, related_name="entries"
    )
    entered_on = models.DateField("внесён", null=True, blank=True)
    left_by = models.ForeignKey(
        MentorRegisterEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exits",
    )
    left_on = models.DateField("исключён", null=True, blank=True)
    left_reason = models.CharField("причина", max_length=200, blank=True)

    class Meta:
        ordering = ["card__person__last_name", "card__person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(left_on=None),
                name="mentor_register_entry_once",
                violation_error_message="Этот наставник уже в реестре.",
            ),
            models.CheckConstraint(
                name="mentor_register_left_after_entered",
                condition=Q(left_on=None)
                | Q(entered_on__isnull=False, left_on__gte=F("entered_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card}"
