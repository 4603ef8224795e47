"""What is known of a mentee's needs, and who may know it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from registry.enums import Contour, DifficultyState, ProblemState
from registry.models.card import MenteeCard, Request
from registry.models.consent import Consent
from registry.models.cycle import Cycle, MentoringForm
from registry.models.person import Person


class Problem(TenantRow):
    """A problem of pupils or pedagogues that mentoring can solve (R-147, R-237)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="problems")
    title = models.CharField("проблема", max_length=200)
    contour = models.CharField("у кого", max_length=10, choices=Contour)
    state = models.CharField(
        "решение", max_length=10, choices=ProblemState, default=ProblemState.FOUND
    )
    remark = models.TextField("что делается", blank=True)
    requests = models.ManyToManyField(
        Request, blank=True, related_name="problems", verbose_name="запросы"
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "title"],
                name="problem_once_per_cycle",
                violation_error_message="Такая проблема в списке уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class NeedsAnalysis(TenantRow):
    """A refining analysis of a mentee's needs (R-148).

    `methods` are codes of AnalysisMethod. For a minor `consent` is the separate paper
    of the representative (R-266).
    """

    card = models.ForeignKey(MenteeCard, models.CASCADE, related_name="analyses")
    made_on = models.DateField("дата")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    methods = models.JSONField("методы", default=list)
    findings = models.TextField("что выяснилось")
    recommended_form = models.ForeignKey(
        MentoringForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="рекомендуемая форма",
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.made_on}"


class Difficulty(TenantRow):
    """A professional difficulty of a mentee, or a strong side kept beside (R-151)."""

    card = models.ForeignKey(MenteeCard, models.CASCADE, related_name="difficulties")
    text = models.TextField("что")
    is_strength = models.BooleanField("сильная сторона", default=False)
    state = models.CharField(
        "состояние",
        max_length=8,
        choices=DifficultyState,
        default=DifficultyState.FOUND,
    )
    request = models.ForeignKey(
        Request, models.SET_NULL, null=True, blank=True, related_name="difficulties"
    )
    found_on = models.DateField("когда выявлено")
    removed_on = models.DateField("когда устранено", null=True, blank=True)

    class Meta:
        ordering = ["is_strength", "-found_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="difficulty_removed_has_day",
                condition=Q(state="removed", removed_on__isnull=False)
                | (~Q(state="removed") & Q(removed_on=None)),
                violation_error_message="Укажите, когда трудность устранена.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ThirdPartyWord(TenantRow):
    """What somebody who knows the mentee tells: parent, class teacher, head (R-150)."""

    card = models.ForeignKey(
        MenteeCard, models.CASCADE, related_name="third_party_words"
    )
    source = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_name = models.CharField("кто сообщил", max_length=200)
    capacity = models.CharField("в качестве кого", max_length=100)
    text = models.TextField("что сообщил")
    told_on = models.DateField("когда")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-told_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_name}, {self.told_on}"


class PsychologistAssignmentQuerySet(models.QuerySet["PsychologistAssignment"]):
    """Assignments by day."""

    def in_force(self) -> PsychologistAssignmentQuerySet:
        """Keep those not ended nor over: access closes at the next request."""
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), ended_at=None)


PsychologistAssignmentManager = TenantManager.from_queryset(
    PsychologistAssignmentQuerySet
)


class PsychologistAssignment(TenantRow):
    """A mentee entrusted to a psychologist: he sees these and no others (invariant 14).

    The reason, the term and the openings in the audit trail are the set procedure of
    access to the personal file (R-274); so is a support case without a pair (R-181).
    """

    card = models.ForeignKey(
        MenteeCard, models.CASCADE, related_name="psychologist_assignments"
    )
    psychologist = models.ForeignKey(
        User, models.PROTECT, related_name="psychologist_assignments"
    )
    reason = models.CharField("зачем", max_length=300, blank=True)
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_on = models.DateField("до какого дня", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PsychologistAssignmentManager[Self]] = (
        PsychologistAssignmentManager()
    )

    class Meta:
        ordering = ["-assigned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "psychologist"],
                condition=Q(ended_at=None),
                name="psychologist_assigned_once",
                violation_error_message="Этот психолог уже работает с наставляемым.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.psychologist_id} → {self.card_id}"


class Diagnostic(TenantRow):
    """A technique with a mentee: before and after; the psychologist's own (R-149).

    Others see it only once released, and the mentor, mentee and parent alone.
    """

    card = models.ForeignKey(MenteeCard, models.CASCADE, related_name="diagnostics")
    technique = models.CharField("методика", max_length=200)
    made_on = models.DateField("дата")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    value_before = models.CharField("до программы", max_length=120, blank=True)
    value_after = models.CharField("после программы", max_length=120, blank=True)
    findings = models.TextField("заключение", blank=True)
    released_text = models.TextField("что можно сказать участникам", blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return self.technique


class PsychologistNoteQuerySet(models.QuerySet["PsychologistNote"]):
    """Notes by eye."""

    def visible_to(self, user: User) -> PsychologistNoteQuerySet:
        """Keep one's own, while one is a psychologist there: nobody else's, ever."""
        return self.filter(
            made_by=user,
            organisation_id__in=user.organisations_with(Permission.NOTE_KEEP),
        )


PsychologistNoteManager = TenantManager.from_queryset(PsychologistNoteQuerySet)


class PsychologistNote(TenantRow):
    """A psychologist's note about a person: seen by its author alone (R-388)."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="psychologist_notes"
    )
    text = models.TextField("заметка")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[PsychologistNoteManager[Self]] = PsychologistNoteManager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.made_at:%d.%m.%Y}"


class FormCuratorship(TenantRow):
    """A form of mentoring of a cycle entrusted to the curator of its role models."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="form_curatorships")
    form = models.ForeignKey(MentoringForm, models.PROTECT, related_name="+")
    curator = models.ForeignKey(User, models.PROTECT, related_name="form_curatorships")

    class Meta:
        ordering = ["form__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "form", "curator"],
                name="form_curatorship_once",
                violation_error_message="Эта форма уже поручена этому куратору.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} — {self.curator_id}"
