"""Surveys with their answers, reports and municipal summaries."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Document
from monitoring import reference
from monitoring.enums import (
    NudgeKind,
    QuestionKind,
    SummaryStatus,
    SurveyAudience,
    SurveyKind,
    SurveyStatus,
)
from registry.models import Cycle, MenteeCard, MentorCard, Person


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys by eye and state."""

    def visible_to(self, user: User) -> SurveyQuerySet:
        """Keep all for who reads results, else those put to the user's own role."""
        mentors = MentorCard.objects.filter(person__user=user)
        mentees = MenteeCard.objects.filter(person__user=user)
        return self.filter(
            Q(organisation_id__in=user.organisations_with(Permission.SURVEY_RESULTS))
            | Q(audience=SurveyAudience.MENTORS, cycle__in=mentors.values("cycle_id"))
            | Q(audience=SurveyAudience.MENTEES, cycle__in=mentees.values("cycle_id"))
        )

    def open(self) -> SurveyQuerySet:
        """Keep those that take answers until their day comes."""
        return self.filter(status=SurveyStatus.OPEN)

    def answered(self) -> SurveyQuerySet:
        """Add `answered_count`, how many have answered."""
        return self.annotate(answered_count=Count("responses")).order_by(
            "-opened_on", "-pk"
        )


SurveyManager = TenantManager.from_queryset(SurveyQuerySet)


class Survey(TenantRow):
    """A set of questions put to an audience of a cycle for a while (R-240).

    `invited_count` is how many were asked, taken once when the survey closes.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="surveys")
    kind = models.CharField("вид", max_length=20, choices=SurveyKind)
    audience = models.CharField("кто отвечает", max_length=10, choices=SurveyAudience)
    title = models.CharField("название", max_length=200)
    intro = models.TextField("вступление", blank=True)
    status = models.CharField(
        "состояние", max_length=10, choices=SurveyStatus, default=SurveyStatus.OPEN
    )
    opened_on = models.DateField("открыт")
    closes_on = models.DateField("закроется")
    closed_at = models.DateTimeField("закрыт", null=True, blank=True)
    invited_count = models.PositiveIntegerField("опрашивали", default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[SurveyManager[Self]] = SurveyManager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "audience"],
                condition=Q(status="open"),
                name="survey_one_open_per_kind",
                violation_error_message="Такой опрос уже открыт.",
            ),
            models.CheckConstraint(
                name="survey_closed_has_moment",
                condition=Q(status="open", closed_at=None)
                | Q(status="closed", closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Question(TenantRow):
    """A question; `code` is what lets before and after be compared."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    text = models.TextField("вопрос")
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=True)
    is_satisfaction = models.BooleanField(default=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"], name="question_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Response(TenantRow):
    """One person's answers; one per survey (invariant 55)."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="responses")
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person"],
                name="response_once",
                violation_error_message="Ответ на этот опрос уже дан.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}:{self.person_id}"


class Answer(TenantRow):
    """An answer to one question: a number or words."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.SmallIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once")
        ]

    def __str__(self) -> str:
        return self.words or str(self.number)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by eye."""

    def visible_to(self, user: User) -> ReportQuerySet:
        """Keep them for those who may read reports."""
        return self.filter(
            organisation_id__in=user.organisations_with(Permission.REPORT_VIEW)
        )


ReportManager = TenantManager.from_queryset(ReportQuerySet)


class Report(TenantRow):
    """The curator's report of a cycle (R-211): figures taken once, words by the curator.

    The paper is a Document; its payload is the figures and words as they were.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reports")
    title = models.CharField("название", max_length=200)
    period_from = models.DateField("с")
    period_to = models.DateField("по")
    conclusions = models.TextField("выводы", blank=True)
    suggestions = models.TextField("предложения", blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="reports")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ReportManager[Self]] = ReportManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Reminder(TenantRow):
    """The digest a person got on a day: the claim that makes two beats write once.

    `keys` name the deadlines told of, so that a day of outage is caught up and nothing
    is told twice (invariant 48).
    """

    recipient = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    day = models.DateField()
    keys = models.JSONField(default=list)

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient", "day"],
                name="reminder_one_digest_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {len(self.keys)}"


class ReminderRules(TenantRow):
    """When an organisation is reminded of its deadlines; without a row `reference` speaks.

    Lists hold days before a deadline, 0 is its own day. `duties` = [{"code", "title",
    "days", "is_active"}]: recurring duties no roadmap row prints (R-253); a day is
    "10-01" (every 1 October) or "25" (the 25th of every month).
    """

    morning_hour = models.PositiveSmallIntegerField(
        "писать с часа", default=reference.MORNING_HOUR
    )
    measure_days = models.JSONField(default=reference.measure_days)
    plan_row_days = models.JSONField(default=reference.plan_row_days)
    overdue_every_days = models.PositiveSmallIntegerField(
        default=reference.OVERDUE_EVERY_DAYS
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        default=reference.ESCALATE_AFTER_DAYS
    )
    nudge_every_days = models.PositiveSmallIntegerField(
        default=reference.NUDGE_EVERY_DAYS
    )
    duties = models.JSONField(default=reference.duties)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], name="reminder_rules_one_per_organisation"
            ),
            models.CheckConstraint(
                name="reminder_rules_within_reason",
                condition=Q(
                    morning_hour__lte=23,
                    overdue_every_days__gte=1,
                    nudge_every_days__gte=1,
                ),
                violation_error_message="Час — от 0 до 23, дней — не меньше одного.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.morning_hour:02}:00"


class MorningRound(TenantRow):
    """The last day on which an organisation's people were reminded.

    The row is the claim: whoever holds its lock does the day's round, and the day is
    written in the transaction that keeps the letters (invariant 48).
    """

    day = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], name="morning_round_one_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.day}"


class Nudge(TenantRow):
    """Letters a curator sent by hand to all who keep something waiting: who got one, when.

    `recipients` are keys of accounts; `left_out` counts those who got nothing.
    """

    kind = models.CharField("о чём", max_length=20, choices=NudgeKind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    recipients = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {len(self.recipients)}"


class Summary(TenantRow):
    """Figures an institution sends its municipal centre: aggregates, no names (R-299).

    `figures` = {figure code: {"title": …, "value": int | None}}; None stands for what
    is too small to be told, or would tell it (invariant 13): it never leaves the school.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="summaries")
    status = models.CharField(
        max_length=10, choices=SummaryStatus, default=SummaryStatus.SUBMITTED
    )
    as_of = models.DateField("по состоянию на")
    figures = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(status="submitted"),
                name="summary_one_standing_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.as_of:%d.%m.%Y}"
