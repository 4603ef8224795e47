"""Surveys with their answers, reports and municipal summaries."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Document
from monitoring.enums import (
    QuestionKind,
    SummaryStatus,
    SurveyAudience,
    SurveyKind,
    SurveyStatus,
)
from registry.models import Cycle, Person


class Survey(TenantRow):
    """A set of questions put to an audience of a cycle for a while (R-240)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="surveys")
    kind = models.CharField("вид", max_length=20, choices=SurveyKind)
    audience = models.CharField("кто отвечает", max_length=10, choices=SurveyAudience)
    title = models.CharField("название", max_length=200)
    status = models.CharField(
        "состояние", max_length=10, choices=SurveyStatus, default=SurveyStatus.OPEN
    )
    opened_on = models.DateField("открыт")
    closes_on = models.DateField("закроется")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "audience"],
                condition=Q(status="open"),
                name="survey_one_open_per_kind",
                violation_error_message="Такой опрос уже открыт.",
            )
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


class Summary(TenantRow):
    """Figures an institution sends its municipal centre: aggregates, no names (R-299).

    `figures` = {indicator code: {"title": …, "value": int | None}}.
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
