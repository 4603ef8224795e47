"""The institution, and the rows that belong to one."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from accounts.enums import OrganisationKind, SetupStep, SignatureMode
from common.tenancy import TenantManager


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, the only rows above every scope."""

    def institutions(self) -> OrganisationQuerySet:
        """Leave the municipal centres out."""
        return self.exclude(kind=OrganisationKind.MUNICIPAL_CENTRE)

    def centres(self) -> OrganisationQuerySet:
        """Keep the municipal centres."""
        return self.filter(kind=OrganisationKind.MUNICIPAL_CENTRE)

    def ready(self) -> OrganisationQuerySet:
        """Keep those whose set-up is done."""
        return self.filter(setup_step=SetupStep.DONE)


class Organisation(models.Model):
    """A school, college, youth centre or municipal centre (R-114); its slug is its URL.

    Names are kept in the cases the papers need; each form is proposed once by
    declension and corrected by hand.
    """

    kind = models.CharField("вид", max_length=30, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="муниципальный центр",
    )
    slug = models.SlugField("адрес на портале", max_length=40, unique=True)
    name = models.CharField("полное наименование", max_length=400)
    name_genitive = models.CharField(
        "полное наименование (кого? чего?)", max_length=400, blank=True
    )
    short_name = models.CharField("краткое наименование", max_length=160)
    founder_line = models.CharField("учредитель", max_length=400, blank=True)
    locality = models.CharField("населённый пункт", max_length=160, blank=True)
    address = models.CharField("почтовый адрес", max_length=400, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    site = models.URLField("сайт", blank=True)
    inn = models.CharField(
        "ИНН",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{10}(\d{2})?$", "ИНН — это 10 или 12 цифр.")],
    )
    ogrn = models.CharField(
        "ОГРН",
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^\d{13}(\d{2})?$", "ОГРН — это 13 или 15 цифр.")],
    )
    director_name = models.CharField("директор (ФИО)", max_length=200, blank=True)
    director_post = models.CharField("должность", max_length=200, default="Директор")
    director_post_genitive = models.CharField(
        "должность (кого?)", max_length=200, blank=True
    )
    director_name_genitive = models.CharField(
        "директор (кого?)", max_length=200, blank=True
    )
    curator_contacts = models.CharField(
        "контакты куратора для сайта", max_length=300, blank=True
    )
    about = models.TextField("о наставничестве у нас", blank=True)
    accent = models.CharField(
        "цвет",
        max_length=7,
        default="#1f5fae",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Цвет — это # и 6 цифр.")],
    )
    time_zone = models.CharField("часовой пояс", max_length=40, default="Europe/Moscow")
    signature_mode = models.CharField(
        "способ подписания",
        max_length=10,
        choices=SignatureMode,
        default=SignatureMode.WET_INK,
    )
    requires_second_factor = models.BooleanField(
        "второй фактор для директора и администратора", default=True
    )
    setup_step = models.CharField(
        max_length=20, choices=SetupStep, default=SetupStep.DONE
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_accent_is_a_colour",
                condition=models.Q(accent__regex=r"^#[0-9a-fA-F]{6}$"),
                violation_error_message="Цвет записан неверно: нужен # и 6 цифр.",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_municipal_centre(self) -> bool:
        return self.kind == OrganisationKind.MUNICIPAL_CENTRE


class TenantRow(models.Model):
    """A row of one organisation, seen only inside its scope (design 4.3)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = TenantManager()

    class Meta:
        abstract = True
