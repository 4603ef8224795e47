"""Questionnaires as typed cards, the organisation's own questions, the portfolio."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, TenantRow, User
from documents.models import Attachment
from registry.enums import (
    AnswerKind,
    Medium,
    MeetingFormat,
    QuestionnaireKind,
    QuestionnaireStatus,
)
from registry.models.card import MenteeCard, MentorCard
from registry.models.person import Person

SUBMITTED_HAS_DAY = Q(status="draft", answered_on=None) | Q(
    status="submitted", answered_on__isnull=False
)


class OwnQuestion(TenantRow):
    """A question an organisation adds to a questionnaire of the method.

    `options` are the choices of a question with a choice. A question that has been
    answered is switched off, never deleted or reworded: answers keep their meaning.
    """

    questionnaire = models.CharField("анкета", max_length=12, choices=QuestionnaireKind)
    text = models.CharField("вопрос", max_length=300)
    hint = models.CharField("пояснение", max_length=300, blank=True)
    kind = models.CharField(
        "ответ", max_length=8, choices=AnswerKind, default=AnswerKind.TEXT
    )
    options = models.JSONField("варианты", default=list, blank=True)
    is_required = models.BooleanField("обязательный", default=False)
    is_active = models.BooleanField("задаётся", default=True)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["questionnaire", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "questionnaire", "text"],
                name="own_question_once",
                violation_error_message="Такой вопрос в этой анкете уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Questionnaire(TenantRow):
    """What every questionnaire has: a draft until submitted, by whom, how, when.

    A draft is saved as it is typed and outlives the session. `own_answers` hold the
    answers to the organisation's own questions by their keys: {"12": "да"}.
    """

    status = models.CharField(
        "состояние",
        max_length=10,
        choices=QuestionnaireStatus,
        default=QuestionnaireStatus.DRAFT,
    )
    medium = models.CharField(
        "как заполнена", max_length=12, choices=Medium, default=Medium.CABINET
    )
    answered_on = models.DateField("дата заполнения", null=True, blank=True)
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    own_answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """Whether it is still being filled in."""
        return self.status == QuestionnaireStatus.DRAFT


class UsefulSurvey(Questionnaire):
    """«Чем я могу быть полезен в качестве наставника?» (R-157, DK-48)."""

    card = models.OneToOneField(
        MentorCard, models.CASCADE, related_name="useful_survey"
    )
    help_offered = models.TextField("чем могу помочь", blank=True)
    audience = models.TextField("кому хочу помогать", blank=True)
    meeting_format = models.CharField(
        "как удобнее встречаться", max_length=8, choices=MeetingFormat, blank=True
    )
    time_offered = models.CharField(
        "сколько времени готов уделять", max_length=200, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="useful_survey_submitted_has_day", condition=SUBMITTED_HAS_DAY
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}"


class PrimaryQuestionnaire(Questionnaire):
    """First questioning of a candidate: what the base of mentors needs (R-158)."""

    card = models.OneToOneField(
        MentorCard, models.CASCADE, related_name="primary_questionnaire"
    )
    life_experience = models.TextField("жизненный опыт", blank=True)
    interests = models.TextField("сфера интересов", blank=True)
    competences_text = models.TextField("профессиональные компетенции", blank=True)
    wanted_age_from = models.PositiveSmallIntegerField("от", null=True, blank=True)
    wanted_age_to = models.PositiveSmallIntegerField("до", null=True, blank=True)
    time_resource = models.CharField("ресурс времени", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="primary_questionnaire_submitted_has_day",
                condition=SUBMITTED_HAS_DAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}"


class CandidateQuestionnaire(Questionnaire):
    """The candidate in his own words (R-159, R-160, R-283, DK-50)."""

    card = models.OneToOneField(
        MentorCard, models.CASCADE, related_name="candidate_questionnaire"
    )
    education = models.TextField("образование", blank=True)
    work_experience = models.TextField("опыт работы", blank=True)
    achievements = models.TextField("достижения", blank=True)
    mentoring_experience = models.TextField("опыт наставничества", blank=True)
    intentions = models.TextField("намерения", blank=True)
    motivation = models.TextField("почему хочу быть наставником", blank=True)
    hobbies = models.TextField("увлечения", blank=True)
    strengths = models.TextField("сильные стороны", blank=True)
    weaknesses = models.TextField("слабые стороны", blank=True)
    expectations = models.TextField("чего жду от программы", blank=True)
    mentee_preferences = models.TextField("пожелания к наставляемому", blank=True)
    preferred_age = models.CharField(
        "предпочитаемый возраст наставляемого", max_length=120, blank=True
    )
    meeting_time = models.CharField("удобное время встреч", max_length=200, blank=True)
    meeting_frequency = models.CharField(
        "как часто готов встречаться", max_length=200, blank=True
    )
    readiness = models.TextField(
        "психологическая готовность к роли наставника", blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="candidate_questionnaire_submitted_has_day",
                condition=SUBMITTED_HAS_DAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}"


class MenteeQuestionnaire(Questionnaire):
    """The mentee about himself (DK-40).

    `requests_text` is what he asks for, a line each, while he writes it; submitting makes
    the Request rows.
    """

    card = models.OneToOneField(
        MenteeCard, models.CASCADE, related_name="mentee_questionnaire"
    )
    interests = models.TextField("чем увлекаюсь", blank=True)
    strengths = models.TextField("что у меня получается", blank=True)
    difficulties = models.TextField("что даётся трудно", blank=True)
    goals = models.TextField("чего хочу достичь", blank=True)
    expectations = models.TextField("чего жду от наставника", blank=True)
    wanted_mentor = models.TextField("каким вижу наставника", blank=True)
    meeting_format = models.CharField(
        "как удобнее встречаться", max_length=8, choices=MeetingFormat, blank=True
    )
    meeting_time = models.CharField("удобное время встреч", max_length=200, blank=True)
    has_had_mentor = models.BooleanField("уже был наставник", null=True, blank=True)
    requests_text = models.TextField("с чем нужна помощь", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mentee_questionnaire_submitted_has_day",
                condition=SUBMITTED_HAS_DAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}"


class PortfolioSection(models.Model):
    """A section of the portfolio's format: the portal's, or an organisation's (R-164)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("раздел портфолио", max_length=160)
    hint = models.CharField("что вписать", max_length=300, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("предлагается", default=True)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(organisation=None),
                name="portfolio_section_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="portfolio_section_once_per_organisation",
                violation_error_message="Такой раздел уже есть.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PortfolioEntry(TenantRow):
    """One line of a mentor's portfolio: it goes with the person through cycles."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="portfolio_entries")
    section = models.ForeignKey(
        PortfolioSection, models.PROTECT, related_name="entries"
    )
    title = models.CharField("что", max_length=300)
    text = models.TextField("подробнее", blank=True)
    happened_on = models.DateField("дата", null=True, blank=True)
    url = models.URLField("ссылка", blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["section__ordinal", "-happened_on", "pk"]

    def __str__(self) -> str:
        return self.title
