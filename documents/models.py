"""Official paper: kinds, registers with their counters, documents and their story."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Max, Q

from accounts.enums import YearReset
from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.errands import ErrandRow, ErrandState
from common.tenancy import TenantManager
from documents.enums import DecisionKind, DocumentStatus, RegisterCode


class DocumentKind(models.Model):
    """A kind of the vocabulary (R-254): who prepares it, who signs, where it is numbered.

    Reference data; a Paper class found by `code` fills those the portal can fill.
    """

    code = models.SlugField(max_length=60, unique=True)
    number = models.CharField("№ по перечню", max_length=10, blank=True)
    title = models.CharField("вид документа", max_length=300)
    stages = models.JSONField("этапы", default=list)
    prepared_by = models.CharField("готовит", max_length=160, blank=True)
    signed_by = models.CharField("подписывает", max_length=160, blank=True)
    register = models.CharField(
        "журнал", max_length=20, choices=RegisterCode, blank=True
    )
    is_publishable = models.BooleanField("публикуется на странице", default=False)

    class Meta:
        ordering = ["number", "code"]

    def __str__(self) -> str:
        return self.title


class Register(TenantRow):
    """A journal of registration with its number format (invariants 35–37).

    `number_format` holds `{n}` (the counter), `{yy}` and `{yyyy}` (the year) and
    `{yy2}` (the year after, for school years), e.g. `{n}-ОД` or `{n}-ОД/{yy}-{yy2}`.
    """

    code = models.CharField("журнал", max_length=20, choices=RegisterCode)
    number_format = models.CharField("вид номера", max_length=40, default="{n}")
    resets = models.CharField(
        "нумерация начинается заново",
        max_length=10,
        choices=YearReset,
        default=YearReset.CALENDAR,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="register_one_per_code",
                violation_error_message="Такой журнал уже есть.",
            ),
            models.CheckConstraint(
                name="register_format_has_the_counter",
                condition=Q(number_format__contains="{n}"),
                violation_error_message="В виде номера должно быть {n} — счётчик.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class Counter(models.Model):
    """The last number given in a register in a year; locked while one is given."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "year"], name="counter_one_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.year}: {self.last}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments by eye."""

    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Keep what the user brought, and everything for those who see documents.

        What is told in confidence is served by the page it belongs to alone.
        """
        everything = user.organisations_with(Permission.DOCUMENT_VIEW)
        return self.filter(
            Q(organisation_id__in=everything) | Q(uploaded_by=user),
            is_confidential=False,
        )


AttachmentManager = TenantManager.from_queryset(AttachmentQuerySet)


class Attachment(TenantRow):
    """A file somebody brought: a scan, a list, a signed original (invariants 53–54).

    `is_confidential` marks what fewer people may see than see documents: answers of a
    questionnaire, a portfolio. Only the page it belongs to hands it over.
    """

    file = models.FileField(upload_to="attachments/%Y/%m")
    name = models.CharField("имя файла", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_confidential = models.BooleanField("только на своей странице", default=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[AttachmentManager[Self]] = AttachmentManager()

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents by state and by eye."""

    def visible_to(self, user: User) -> DocumentQuerySet:
        """Keep what the user prepared, and everything for those who see documents."""
        everything = user.organisations_with(Permission.DOCUMENT_VIEW)
        return self.filter(Q(organisation_id__in=everything) | Q(created_by=user))

    def awaiting_signature(self) -> DocumentQuerySet:
        """Keep what waits for the director."""
        return self.filter(status=DocumentStatus.SUBMITTED)

    def in_force(self) -> DocumentQuerySet:
        """Keep what was signed and still stands."""
        return self.filter(status=DocumentStatus.SIGNED)

    def awaiting_ink(self) -> DocumentQuerySet:
        """Keep the director's decisions whose printed sheet is not signed yet."""
        return self.in_force().filter(
            is_external=False, confirmed_on=None, kind__register=RegisterCode.ORDERS
        )

    def for_list(self) -> DocumentQuerySet:
        """Carry what a list shows."""
        return self.select_related("kind", "register", "signed_by")

    def queued(self) -> DocumentQuerySet:
        """Order by `submitted_at`, when it was last laid before the director."""
        submitted = Q(decisions__kind=DecisionKind.SUBMITTED)
        return self.annotate(
            submitted_at=Max("decisions__at", filter=submitted)
        ).order_by("submitted_at", "pk")


DocumentManager = TenantManager.from_queryset(DocumentQuerySet)


class Document(TenantRow, ErrandRow):
    """One paper. Its errand is the rendering of its PDF from the payload alone.

    `payload` is all that will be printed; it is taken at submission and frozen by the
    signature, together with the number (given in the signing transaction), its own
    digest (invariant 40) and, once rendered, the PDF's SHA-256.
    """

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents")
    title = models.CharField("заголовок", max_length=400)
    status = models.CharField(
        "состояние",
        max_length=12,
        choices=DocumentStatus,
        default=DocumentStatus.DRAFT,
    )
    payload = models.JSONField(default=dict)
    payload_digest = models.CharField(max_length=64, blank=True)
    search_text = models.TextField(blank=True)
    check_code = models.CharField(max_length=32, unique=True)
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField("порядковый номер", null=True)
    number = models.CharField("номер", max_length=60, blank=True)
    signed_on = models.DateField("дата", null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_external = models.BooleanField("издан вне портала", default=False)
    confirmed_on = models.DateField("подписан на бумаге", null=True)
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="documents"
    )
    pdf = models.FileField(upload_to="documents", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField("показывать на странице", default=False)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="amendments"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[DocumentManager[Self]] = DocumentManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "year", "serial"],
                name="document_number_once",
                violation_error_message="Этот номер уже занят.",
            ),
            models.CheckConstraint(
                name="document_signed_has_number_and_day",
                condition=~Q(status__in=["signed", "annulled"])
                | (~Q(number="") & Q(signed_on__isnull=False)),
                violation_error_message="У подписанного документа есть номер и дата.",
            ),
            models.CheckConstraint(
                name="document_number_only_when_signed",
                condition=Q(status__in=["signed", "annulled"]) | Q(number=""),
                violation_error_message="Номер даётся при подписании.",
            ),
            models.CheckConstraint(
                name="document_signed_at_and_by_together",
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="document_serial_in_a_register",
                condition=Q(serial=None)
                | Q(register__isnull=False, year__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="document_by_status")
        ]

    def __str__(self) -> str:
        if not self.number or self.signed_on is None:
            return self.title
        return f"{self.title} от {self.signed_on:%d.%m.%Y} № {self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.status in {DocumentStatus.SIGNED, DocumentStatus.ANNULLED}

    @property
    def is_printing(self) -> bool:
        """Tell whether the PDF of a signed paper is still to come."""
        under_way = {ErrandState.WAITING, ErrandState.RUNNING}
        return self.errand_state in under_way and not self.pdf

    @property
    def is_unprinted(self) -> bool:
        """Tell whether the PDF was given up; `errand_failure` says why."""
        return self.errand_state == ErrandState.FAILED and not self.pdf

    @property
    def awaits_ink(self) -> bool:
        """Tell whether the printed sheet is still to be signed by hand."""
        return (
            self.status == DocumentStatus.SIGNED
            and not self.is_external
            and self.confirmed_on is None
            and self.kind.register == RegisterCode.ORDERS
        )


class Decision(TenantRow):
    """A step of a document's story: who, what, why."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=DecisionKind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    remark = models.TextField("замечание", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_returned_says_why",
                condition=~Q(kind="returned") | ~Q(remark=""),
                violation_error_message="Напишите, что исправить.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d.%m.%Y}"
