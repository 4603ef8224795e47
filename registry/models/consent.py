"""Consents: one row per kind and person, its own form, its own withdrawal."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Attachment
from registry.enums import ConsentKind, ConsentStatus, Medium
from registry.models.person import ADULT_AGE, Person

COSIGNING_AGE = 14
PUBLICATION_YEARS = 3
OWN = "лично"
"""The capacity of somebody who signs for himself."""


def needs_representative(person: Person, day: date) -> bool:
    """Tell whether a representative must sign for the person on the day (R-265).

    A pupil of a class whose age is not known is taken for a minor: the stricter form
    harms nobody, the laxer one would not count.
    """
    age = person.age_on(day)
    return person.group_id is not None if age is None else age < ADULT_AGE


def is_cosigned_by(person: Person, day: date) -> bool:
    """Tell whether the minor signs beside his representative: from 14 (domain 4)."""
    age = person.age_on(day)
    return age is not None and COSIGNING_AGE <= age < ADULT_AGE


class ConsentText(models.Model):
    """The wording of a consent form, versioned: old consents keep theirs (R-391)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=ConsentKind)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField("заголовок", max_length=300)
    blocks = models.JSONField(default=dict)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"],
                condition=Q(organisation=None),
                name="consent_text_version_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "version"],
                name="consent_text_version_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, редакция {self.version}"

    @property
    def edition(self) -> str:
        """Whose edition it is and its number, as lists print it."""
        whose = "портала" if self.organisation_id is None else "своя"
        return f"{whose}, № {self.version}"

    @property
    def term_years(self) -> int:
        """For how many years it is given; 0 is until it is taken back."""
        given = self.blocks.get("years")
        if isinstance(given, int):
            return given
        return PUBLICATION_YEARS if self.kind == ConsentKind.PUBLICATION else 0


OPEN = frozenset({ConsentStatus.REQUIRED, ConsentStatus.ISSUED, ConsentStatus.SIGNED})


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by eye and validity."""

    def visible_to(self, user: User) -> ConsentQuerySet:
        """Keep all for the staff who answer for them, else one's own and one's wards'."""
        own = Q(person__in=Person.objects.in_care_of(user))
        return self.filter(user.sees(Permission.CONSENT_VIEW, own))

    def valid_on(self, day: date) -> ConsentQuerySet:
        """Keep those that stand on the day."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            status=ConsentStatus.VERIFIED,
            signed_on__lte=day,
        )

    def missing(self) -> ConsentQuerySet:
        """Keep those still to be given or checked."""
        return self.filter(status__in=OPEN)

    def for_list(self) -> ConsentQuerySet:
        """Carry what a list shows."""
        return self.select_related(
            "person__group", "signer", "attachment", "text", "organisation"
        )


ConsentManager = TenantManager.from_queryset(ConsentQuerySet)


class Consent(TenantRow):
    """A consent of one kind of one person (R-152, R-326; 152-ФЗ).

    `answers` stand in a consent to publish: {"photo": {"is_allowed": true,
    "conditions": ""}, …} by the codes of the text's `published_fields`; `resources` are
    the addresses it was given for, as they were on that day.

    A minor from 14 signs beside his representative; until then it `awaits_cosigner`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField("вид", max_length=20, choices=ConsentKind)
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=ConsentStatus,
        default=ConsentStatus.REQUIRED,
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    signer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signed_consents"
    )
    signer_name = models.CharField("кто подписал", max_length=200, blank=True)
    capacity = models.CharField("в качестве кого", max_length=200, blank=True)
    cosigner_name = models.CharField(
        "подписал и несовершеннолетний", max_length=200, blank=True
    )
    awaits_cosigner = models.BooleanField("ждёт подписи подростка", default=False)
    cosigned_on = models.DateField("подросток подписал", null=True, blank=True)
    answers = models.JSONField("что разрешено показывать", default=dict, blank=True)
    resources = models.JSONField("где разрешено показывать", default=list, blank=True)
    medium = models.CharField("как дано", max_length=12, choices=Medium, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    required_on = models.DateField("запрошено")
    signed_on = models.DateField("дата согласия", null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_until = models.DateField("действует до", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[ConsentManager[Self]] = ConsentManager()

    class Meta:
        ordering = ["person__last_name", "person__first_name", "kind"]
        indexes = [
            models.Index(fields=["organisation", "status"], name="consent_by_status")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=~Q(status__in=["withdrawn", "expired", "refused"]),
                name="consent_one_open_per_kind",
                violation_error_message="Такое согласие у человека уже есть.",
            ),
            models.CheckConstraint(
                name="consent_verified_has_day_and_medium",
                condition=~Q(status__in=["signed", "verified"])
                | (Q(signed_on__isnull=False) & ~Q(medium="")),
                violation_error_message="Укажите, когда и как дано согласие.",
            ),
            models.CheckConstraint(
                name="consent_verified_is_cosigned",
                condition=~Q(status="verified") | Q(awaits_cosigner=False),
                violation_error_message="Ждём подписи подростка.",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_has_moment",
                condition=~Q(status="withdrawn") | Q(withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_status_display()}"

    @property
    def is_own(self) -> bool:
        """Whether the person signed for himself."""
        return self.signer_id == self.person_id

    def stands_on(self, day: date) -> bool:
        """Tell whether the consent is valid on the day; needs its person loaded.

        A representative's consent ends with the childhood, one's own counts only when
        given as an adult (invariant 17).
        """
        if self.status != ConsentStatus.VERIFIED or self.signed_on is None:
            return False
        if self.signed_on > day or (self.valid_until and self.valid_until < day):
            return False
        if self.is_own:
            return not needs_representative(self.person, self.signed_on)
        return needs_representative(self.person, day)

    def is_stale_on(self, day: date) -> bool:
        """Tell whether the row is to be closed: lapsed, or not what the age asks for.

        A representative's word for somebody who is an adult by now, and the other way
        round, leads nowhere however far it has come.
        """
        if self.status == ConsentStatus.VERIFIED:
            return not self.stands_on(day) and (self.signed_on or day) <= day
        is_for_minor = needs_representative(self.person, day)
        if self.status == ConsentStatus.SIGNED and self.is_own == is_for_minor:
            return True
        return self.status in OPEN and (
            (self.kind == ConsentKind.PARTICIPANT and is_for_minor)
            or (self.kind == ConsentKind.REPRESENTATIVE and not is_for_minor)
        )

    def shown_status(self, day: date) -> ConsentStatus:
        """Return the status as it is on the day: what lapsed is shown as expired."""
        if self.status == ConsentStatus.VERIFIED and not self.stands_on(day):
            return ConsentStatus.EXPIRED
        return ConsentStatus(self.status)
