"""A person as a mentor or a mentee in one cycle, with requests and competences."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from registry.enums import (
    WITH_MENTOR,
    Audience,
    CardSource,
    Channel,
    MenteeStatus,
    MentorContour,
    MentorStatus,
    RequestKind,
)
from registry.models.cycle import Cycle, MentoringForm, MentoringKind
from registry.models.person import Group, Person

YEAR = timedelta(days=365)
"""After so long without a word a card is stale (R-267)."""


class Competence(models.Model):
    """A tag: what mentors offer and mentees ask for, one vocabulary for both."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("компетенция", max_length=120)
    normalised = models.CharField(max_length=120)
    synonyms = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["normalised"],
                condition=Q(organisation=None),
                name="competence_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                name="competence_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TopicPhrase(TenantRow):
    """An organisation's own words for a topic; without one, words that name none."""

    title = models.CharField("слова", max_length=120)
    normalised = models.CharField(max_length=120)
    competence = models.ForeignKey(
        Competence, models.CASCADE, null=True, blank=True, related_name="phrases"
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                name="topic_phrase_once",
                violation_error_message="Эти слова уже разобраны.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CardRow(TenantRow):
    """What both cards share: a person in a cycle, from joining to the result.

    The columns about the other side are printed as an imported table gives them, until
    a pair of the portal writes its own. `refreshed_on` is the day somebody last said
    that the card is true: a year later it is stale (R-267). `group` is the class of that
    time, once the class has been promoted.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="%(class)ss")
    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss")
    source = models.CharField(
        "откуда", max_length=12, choices=CardSource, default=CardSource.CURATOR
    )
    form = models.ForeignKey(
        MentoringForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="форма наставничества",
    )
    joined_on = models.DateField("дата вхождения в программу", null=True, blank=True)
    finished_on = models.DateField("дата завершения программы", null=True, blank=True)
    results = models.TextField("результаты программы", blank=True)
    case_url = models.URLField("ссылка на кейс или отзыв", blank=True)
    counterpart_names = models.TextField("с кем в паре", blank=True)
    counterpart_workplace = models.CharField(
        "место работы или учёбы второй стороны", max_length=300, blank=True
    )
    remark = models.TextField("замечание куратора", blank=True)
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="класс в этом цикле",
    )
    refreshed_on = models.DateField("сведения обновлены", null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def shown_group(self) -> Group | None:
        """The class in that cycle: kept when the class was promoted, else today's."""
        return self.group or self.person.group


class CardQuerySet(models.QuerySet["MentorCard"]):
    """Mentors' cards by eye and state."""

    def visible_to(self, user: User) -> CardQuerySet:
        """Keep the whole base for staff with the right, else one's own card.

        The curator of a form sees its cards, a psychologist every mentor.
        """
        organisations = user.organisations_with(Permission.MENTOR_VIEW)
        return self.filter(_seen_by(user, Q(organisation_id__in=organisations)))

    def in_work(self) -> CardQuerySet:
        """Keep those who may be proposed or already work."""
        return self.filter(
            status__in=[
                MentorStatus.YEAR_BASE,
                MentorStatus.SELECTED,
                MentorStatus.REGISTERED,
                MentorStatus.READY,
                MentorStatus.IN_PAIR,
            ]
        )

    def for_list(self) -> CardQuerySet:
        """Carry what a list shows."""
        return self.select_related("person__group", "form").prefetch_related(
            "competences"
        )


def _seen_by(user: User, entrusted: Q) -> Q:
    own = Q(person__in=Person.objects.in_care_of(user)) | of_forms_entrusted_to(user)
    return user.sees(Permission.CARD_VIEW, own | entrusted)


def of_forms_entrusted_to(user: User) -> Q:
    """Match rows of a cycle and form entrusted to the user: cards and pairs (A.13)."""
    organisations = user.organisations_with(Permission.FORM_CURATE)
    if not organisations:
        return Q(pk__in=())
    entrusted = user.form_curatorships.filter(
        cycle=OuterRef("cycle"), form=OuterRef("form")
    )
    return Q(Exists(entrusted), organisation_id__in=organisations)


MentorCardManager = TenantManager.from_queryset(CardQuerySet)


class MentorPool(models.Model):
    """Where mentors are sought: motivated pupils, alumni, enterprises (R-234, R-235)."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField("откуда наставник", max_length=200)
    contour = models.CharField("контур", max_length=6, choices=MentorContour)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.title


class MentorCard(CardRow):
    """A mentor of a cycle: the columns of the federal base (R-154; МР-42/02)."""

    status = models.CharField(
        "состояние",
        max_length=12,
        choices=MentorStatus,
        default=MentorStatus.YEAR_BASE,
    )
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="mentor_cards", verbose_name="компетенции"
    )
    competences_text = models.TextField("основные компетенции", blank=True)
    achievements = models.TextField("достижения", blank=True)
    interests = models.TextField("интересы", blank=True)
    life_experience = models.TextField("жизненный опыт", blank=True)
    pools = models.ManyToManyField(
        MentorPool, blank=True, related_name="mentor_cards", verbose_name="откуда"
    )
    is_alumnus = models.BooleanField("выпускник организации", default=False)
    labels = models.CharField("признаки", max_length=300, blank=True)
    nominated_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    nomination_note = models.TextField("почему выдвинут", blank=True)
    wanted_age = models.CharField("желаемый возраст", max_length=120, blank=True)
    wanted_age_from = models.PositiveSmallIntegerField("от", null=True, blank=True)
    wanted_age_to = models.PositiveSmallIntegerField("до", null=True, blank=True)
    time_resource = models.CharField("ресурс времени", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("сколько наставляемых", default=1)

    objects: ClassVar[MentorCardManager[Self]] = MentorCardManager()

    class Meta:
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"],
                name="mentor_card_once_per_cycle",
                violation_error_message="Карточка этого наставника уже есть.",
            ),
            models.CheckConstraint(
                name="mentor_capacity_is_reasonable",
                condition=Q(capacity__lte=30),
                violation_error_message="У наставника не может быть больше 30 мест.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class MenteeCardQuerySet(models.QuerySet["MenteeCard"]):
    """Mentees' cards by eye and state."""

    def visible_to(self, user: User) -> MenteeCardQuerySet:
        """Keep the whole base for staff with the right, else one's own or a child's.

        The curator of a form sees its cards, a psychologist those assigned to him.
        """
        return self.filter(_seen_by(user, _assigned_to(user)))

    def assigned_to(self, user: User) -> MenteeCardQuerySet:
        """Keep those a psychologist works with today (invariant 14)."""
        return self.filter(_assigned_to(user))

    def waiting_for_mentor(self) -> MenteeCardQuerySet:
        """Keep those for whom a mentor is sought."""
        return self.filter(
            status__in=[
                MenteeStatus.IN_BASE,
                MenteeStatus.ANALYSED,
                MenteeStatus.MATCHING,
                MenteeStatus.UNMATCHED,
            ]
        )

    def for_list(self) -> MenteeCardQuerySet:
        """Carry what a list shows."""
        return self.select_related("person__group", "form").prefetch_related(
            "requests__competences"
        )


def _assigned_to(user: User) -> Q:
    organisations = user.organisations_with(Permission.MENTEE_SUPPORT)
    if not organisations:
        return Q(pk__in=())
    mine = user.psychologist_assignments.in_force().values("card_id")
    return Q(pk__in=mine, organisation_id__in=organisations)


MenteeCardManager = TenantManager.from_queryset(MenteeCardQuerySet)


class MenteeCard(CardRow):
    """A mentee of a cycle: the columns of the federal base (R-144; МР-42/02)."""

    status = models.CharField(
        "состояние",
        max_length=16,
        choices=MenteeStatus,
        default=MenteeStatus.IN_BASE,
    )
    is_completed_marked = models.BooleanField(
        "отметка о прохождении программы", default=False
    )
    audience = models.CharField("кто", max_length=16, choices=Audience, blank=True)
    channel = models.CharField(
        "откуда узнали", max_length=16, choices=Channel, blank=True
    )
    wants_mentor = models.BooleanField("сам хочет наставника", default=True)
    wanted_kind = models.ForeignKey(
        MentoringKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="желаемый вид наставничества",
    )
    asked_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто обратился",
    )

    objects: ClassVar[MenteeCardManager[Self]] = MenteeCardManager()

    class Meta:
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"],
                name="mentee_card_once_per_cycle",
                violation_error_message="Карточка этого наставляемого уже есть.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def has_mentor(self) -> bool:
        """Whether an order has given the mentee a mentor."""
        return self.status in WITH_MENTOR


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests by eye."""

    def visible_to(self, user: User) -> RequestQuerySet:
        """Keep those of the cards the user sees."""
        return self.filter(card__in=MenteeCard.objects.visible_to(user))


RequestManager = TenantManager.from_queryset(RequestQuerySet)


class Request(TenantRow):
    """What a mentee needs (R-146): the words as given, and the tags understood."""

    card = models.ForeignKey(MenteeCard, models.CASCADE, related_name="requests")
    text = models.TextField("запрос")
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="requests", verbose_name="темы"
    )
    kind = models.CharField(
        "вид запроса",
        max_length=12,
        choices=RequestKind,
        default=RequestKind.PRELIMINARY,
    )
    channel = models.CharField("от кого", max_length=16, choices=Channel, blank=True)
    is_urgent = models.BooleanField("срочный", default=False)
    closed_on = models.DateField("больше не нужен с", null=True, blank=True)
    asked_on = models.DateField("дата")

    objects: ClassVar[RequestManager[Self]] = RequestManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]
