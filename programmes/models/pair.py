"""A pair: one mentor, one or more mentees, from proposal to closing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Attachment, Document
from programmes.enums import AcceptanceAnswer, EndReason, PairSide, PairStatus
from programmes.models.matching import Proposal
from registry.enums import Medium
from registry.models import (
    Cycle,
    MenteeCard,
    MentorCard,
    MentoringForm,
    MentoringKind,
    Person,
)
from registry.models.card import of_forms_entrusted_to

# States in which a pair takes a place of its mentor, and its mentee is taken.
HOLDING = [
    PairStatus.PROPOSED,
    PairStatus.AGREED,
    PairStatus.SUBMITTED,
    PairStatus.RETURNED,
    PairStatus.ACTIVE,
    PairStatus.CLOSING,
]
WORKING = [PairStatus.ACTIVE, PairStatus.CLOSING]


class PairQuerySet(models.QuerySet["Pair"]):
    """Pairs by eye and state."""

    def visible_to(
        self, user: User, permission: Permission = Permission.PAIR_VIEW
    ) -> PairQuerySet:
        """Keep all for staff with the right, else those one is in now, or a child is.

        A pair declined, dissolved or over, and one a mentee has left, closes to its
        people: a mentor sees whom he is assigned (invariant 14). The curator of a form
        sees its pairs, not their programmes and meetings.
        """
        own = Person.objects.in_care_of(user)
        mentees = PairMember.objects.filter(mentee_card__person__in=own)
        is_own = Q(mentor_card__person__in=own) | Q(
            pk__in=mentees.filter(is_current=True).values("pair_id")
        )
        own_rows = Q(is_own, status__in=HOLDING)
        if permission == Permission.PAIR_VIEW:
            own_rows |= of_forms_entrusted_to(user)
        return self.filter(user.sees(permission, own_rows))

    def holding(self) -> PairQuerySet:
        """Keep those that take places."""
        return self.filter(status__in=HOLDING)

    def working(self) -> PairQuerySet:
        """Keep those fixed by an order and not over."""
        return self.filter(status__in=WORKING)

    def for_list(self) -> PairQuerySet:
        """Carry what a list shows."""
        return self.select_related(
            "mentor_card__person", "form", "order", "proposal"
        ).prefetch_related("members__mentee_card__person", "acceptances__person")


PairManager = TenantManager.from_queryset(PairQuerySet)


class Pair(TenantRow):
    """A mentoring pair or group (R-175, R-320). Working only by a signed order (R-257)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="pairs")
    mentor_card = models.ForeignKey(MentorCard, models.PROTECT, related_name="pairs")
    form = models.ForeignKey(
        MentoringForm, models.PROTECT, related_name="+", verbose_name="форма"
    )
    kinds = models.ManyToManyField(
        MentoringKind, blank=True, related_name="+", verbose_name="виды"
    )
    status = models.CharField(
        "состояние", max_length=12, choices=PairStatus, default=PairStatus.PROPOSED
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="pairs"
    )
    reason = models.TextField("почему эта пара", blank=True)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    order = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="pairs"
    )
    remark = models.TextField("замечание директора", blank=True)
    ended_on = models.DateField("дата окончания", null=True, blank=True)
    end_reason = models.CharField(
        "причина окончания", max_length=12, choices=EndReason, blank=True
    )
    end_note = models.TextField("обстоятельства", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[PairManager[Self]] = PairManager()

    class Meta:
        ordering = [
            "mentor_card__person__last_name",
            "mentor_card__person__first_name",
            "pk",
        ]
        constraints = [
            models.CheckConstraint(
                name="pair_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Окончание раньше начала.",
            ),
            models.CheckConstraint(
                name="pair_works_by_an_order",
                condition=~Q(status__in=["submitted", "active", "closing", "completed"])
                | Q(order__isnull=False),
                violation_error_message="Пара работает только по приказу.",
            ),
            models.CheckConstraint(
                name="pair_over_says_when_and_why",
                condition=~Q(status__in=["completed", "ended_early"])
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message="Укажите, когда и почему пара завершилась.",
            ),
        ]

    def __str__(self) -> str:
        return f"Пара {self.pk}"


class PairMember(TenantRow):
    """A mentee of a pair. `is_current` falls when the pair is over or he leaves.

    The partial unique index is invariant 29: one current pair per mentee's card (a card
    is a person in a cycle).
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="members")
    mentee_card = models.ForeignKey(
        MenteeCard, models.PROTECT, related_name="pair_members"
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee_card"],
                condition=Q(is_current=True),
                name="pair_member_one_current_pair",
                violation_error_message="Этот наставляемый уже в другой паре.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentee_card}"


class Acceptance(TenantRow):
    """The word of one person of a pair (R-258): who said it, when, how, for whom.

    A mentee under 14 is spoken for by a representative: `given_by` tells them apart.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="acceptances")
    side = models.CharField("сторона", max_length=8, choices=PairSide)
    answer = models.CharField(
        "ответ",
        max_length=10,
        choices=AcceptanceAnswer,
        default=AcceptanceAnswer.WAITING,
    )
    medium = models.CharField("как дано", max_length=12, choices=Medium, blank=True)
    answered_on = models.DateField("дата", null=True, blank=True)
    given_by = models.CharField("кто ответил", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    note = models.TextField("причина отказа", blank=True)

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"], name="acceptance_one_per_person"
            ),
            models.CheckConstraint(
                name="acceptance_answered_has_day_and_medium",
                condition=Q(answer="waiting")
                | (Q(answered_on__isnull=False) & ~Q(medium="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"
