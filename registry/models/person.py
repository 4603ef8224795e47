"""People of an organisation, their classes and their representatives."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Invitation, TenantRow, User
from accounts.roles import Permission
from common.russian.dates import school_year_label
from common.russian.names import normalise
from common.tenancy import TenantManager
from registry.enums import Departure


class Department(TenantRow):
    """A part of the organisation with its head, who sees his own people (R-100)."""

    title = models.CharField("отдел, подразделение", max_length=160)
    head = models.ForeignKey(
        "registry.Person", models.PROTECT, null=True, blank=True, related_name="headed"
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="department_title_once",
                violation_error_message="Такой отдел уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Partner(TenantRow):
    """An organisation outside whose people come as mentors (R-155)."""

    title = models.CharField("организация-партнёр", max_length=200)
    contacts = models.TextField("контакты", blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="partner_title_once",
                violation_error_message="Такой партнёр уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class GroupQuerySet(models.QuerySet["Group"]):
    """Classes by eye."""

    def visible_to(self, user: User) -> GroupQuerySet:
        """Keep all for the staff who see people by name, else those one teaches."""
        own = Q(class_teacher__user=user)
        return self.filter(user.sees(Permission.PERSON_VIEW, own))


GroupManager = TenantManager.from_queryset(GroupQuerySet)


class Group(TenantRow):
    """A class or a group of a school year, with its class teacher.

    `promoted_from` is the same class a year before: 9А of 2026 was 8А of 2025.
    """

    name = models.CharField("класс, группа", max_length=40)
    school_year = models.PositiveSmallIntegerField("учебный год (начало)")
    class_teacher = models.ForeignKey(
        "registry.Person", models.PROTECT, null=True, blank=True, related_name="classes"
    )
    promoted_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="promoted_to"
    )

    objects: ClassVar[GroupManager[Self]] = GroupManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "school_year", "name"],
                name="group_name_once_a_year",
                violation_error_message="Такой класс в этом году уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def year_label(self) -> str:
        """The school year in words of paper: «2026/27»."""
        return school_year_label(self.school_year)


class PersonQuerySet(models.QuerySet["Person"]):
    """People by eye and by name."""

    def visible_to(self, user: User) -> PersonQuerySet:
        """Keep whom the user may see by name: all for staff with the right, else own.

        The scope has already left other organisations out.
        """
        return self.filter(user.sees(Permission.PERSON_VIEW, _in_care_of(user)))

    def in_care_of(self, user: User) -> PersonQuerySet:
        """Keep the user as a person, and those he represents today (invariant 15)."""
        return self.filter(_in_care_of(user))

    def search(self, normalised: str) -> PersonQuerySet:
        """Keep those whose normalised name or contacts hold every word."""
        found = self
        for word in normalised.split():
            found = found.filter(search__contains=word)
        return found


def _in_care_of(user: User) -> Q:
    wards = Guardianship.objects.in_force(timezone.localdate())
    return Q(user=user) | Q(pk__in=wards.filter(guardian__user=user).values("child_id"))


PersonManager = TenantManager.from_queryset(PersonQuerySet)


class Person(TenantRow):
    """A human being in one organisation (R-143); may have no account.

    `search` is the normalised name and contacts (SQLite does not fold Cyrillic), the keys
    are the normalised first and last name: by them likely doubles are found;
    `name_cases` keeps forms corrected by hand: {"genitive": "…", "dative": "…"}.
    """

    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80, blank=True)
    patronymic = models.CharField("отчество", max_length=80, blank=True)
    birth_on = models.DateField("дата рождения", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("год рождения", null=True, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    contacts = models.TextField("другие контакты", blank=True)
    post = models.CharField("должность", max_length=200, blank=True)
    workplace = models.CharField("место работы или учёбы", max_length=300, blank=True)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    is_staff_member = models.BooleanField("сотрудник организации", default=False)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    departure = models.CharField(
        "почему выбыл", max_length=10, choices=Departure, blank=True
    )
    departed_on = models.DateField("выбыл", null=True, blank=True)
    erased_at = models.DateTimeField("данные уничтожены", null=True, blank=True)
    name_cases = models.JSONField(default=dict, blank=True)
    search = models.TextField(db_index=True, blank=True, editable=False)
    name_key = models.CharField(max_length=240, blank=True, editable=False)
    surname_key = models.CharField(max_length=240, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager[Self]] = PersonManager()

    class Meta:
        ordering = ["last_name", "first_name", "patronymic", "pk"]
        indexes = [
            models.Index(
                fields=["organisation", "last_name", "first_name", "patronymic", "id"],
                name="person_in_order",
            ),
            models.Index(fields=["organisation", "group"], name="person_by_group"),
            models.Index(
                fields=["organisation", "surname_key", "name_key", "birth_on", "id"],
                name="person_by_name",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(user__isnull=False),
                name="person_one_per_account_in_organisation",
                violation_error_message="Эта учётная запись уже связана с человеком.",
            ),
            models.CheckConstraint(
                name="person_birth_year_fits_birth_day",
                condition=Q(birth_on=None)
                | Q(birth_year=None)
                | Q(birth_on__year=F("birth_year")),
                violation_error_message="Год рождения не совпадает с датой рождения.",
            ),
            models.CheckConstraint(
                name="person_departure_has_day",
                condition=Q(departure="", departed_on=None)
                | (~Q(departure="") & Q(departed_on__isnull=False)),
                violation_error_message="Укажите, когда и почему человек выбыл.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(
            part for part in (self.last_name, self.first_name, self.patronymic) if part
        )

    @property
    def birth(self) -> date | int | None:
        """The day of birth, else the year, else nothing."""
        return self.birth_on or self.birth_year

    @property
    def search_words(self) -> str:
        """What `search` must hold: the name and the contacts in one spelling."""
        told = (self.full_name, self.email, self.phone, self.contacts)
        return normalise(" ".join(filter(None, told)))

    def age_on(self, day: date) -> int | None:
        """Return the full years on the day; by the year alone, the smallest possible."""
        if self.birth_on is not None:
            had_birthday = (day.month, day.day) >= (
                self.birth_on.month,
                self.birth_on.day,
            )
            return day.year - self.birth_on.year - (0 if had_birthday else 1)
        if self.birth_year is not None:
            return day.year - self.birth_year - 1
        return None

    def is_minor_on(self, day: date) -> bool:
        """Tell whether the person may be under 18; a year alone is read as the younger."""
        age = self.age_on(day)
        return age is not None and age < ADULT_AGE

    def is_adult_on(self, day: date) -> bool:
        """Tell whether the person may be of age; a year alone is read as the older."""
        if self.birth_on is not None or self.birth_year is None:
            return not self.is_minor_on(day)
        return day.year - self.birth_year >= ADULT_AGE


ADULT_AGE = 18


def years_before(day: date, years: int) -> date:
    """Return the same day so many years ago; 29 February is 28 where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def represented_since(child: Person, today: date) -> date:
    """Return the day from which parents represent a child: that of birth.

    When it is not known, a day before which no minor of today was born.
    """
    if child.birth_on is not None:
        return child.birth_on
    year = child.birth_year or today.year - ADULT_AGE - 1
    return date(year, 1, 1)


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    """Guardianships by day."""

    def in_force(self, day: date) -> GuardianshipQuerySet:
        """Keep those that have begun and are not over; an adult represents himself."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day).exclude(
            Q(child__birth_on__lte=years_before(day, ADULT_AGE))
            | Q(child__birth_on=None, child__birth_year__lt=day.year - ADULT_AGE)
        )

    def overlapping(self, from_on: date) -> GuardianshipQuerySet:
        """Keep those not over before the day."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=from_on))


GuardianshipManager = TenantManager.from_queryset(GuardianshipQuerySet)


class Guardianship(TenantRow):
    """A dated relation: who represents whom, on what ground (152-ФЗ ст. 9 ч. 6).

    `basis_document` is the paper that proves it: a birth certificate, an act on
    guardianship.
    """

    child = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="wards")
    basis = models.CharField("основание", max_length=200, default="родитель")
    basis_document = models.CharField("документ-основание", max_length=300, blank=True)
    from_on = models.DateField("с")
    to_on = models.DateField("по", null=True, blank=True)

    objects: ClassVar[GuardianshipManager[Self]] = GuardianshipManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guardianship_is_between_two_people",
                condition=~Q(child=F("guardian")),
                violation_error_message="Человек не может представлять сам себя.",
            ),
            models.UniqueConstraint(
                fields=["child", "guardian"],
                condition=Q(to_on=None),
                name="guardianship_once",
                violation_error_message="Этот представитель уже указан.",
            ),
            models.CheckConstraint(
                name="guardianship_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="Последний день раньше первого.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.child_id}"


class Distinction(TenantRow):
    """Two people who look alike and are not one: the curator has looked (ADR 0004)."""

    lesser = models.ForeignKey(Person, models.CASCADE, related_name="+")
    greater = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesser", "greater"],
                name="distinction_once",
                violation_error_message="Эти люди уже отмечены как разные.",
            ),
            models.CheckConstraint(
                name="distinction_is_between_two_in_order",
                condition=Q(lesser__lt=F("greater")),
                violation_error_message="Разными бывают только два человека.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesser_id} ≠ {self.greater_id}"
