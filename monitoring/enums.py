"""Words of surveys, reports and reminders."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class SurveyKind(models.TextChoices):
    """R-240, those the portal runs by itself so far."""

    SATISFACTION = "satisfaction", "Удовлетворённость программой"


class SurveyAudience(models.TextChoices):
    """Who answers."""

    MENTORS = "mentors", "Наставники"
    MENTEES = "mentees", "Наставляемые"


class SurveyStatus(models.TextChoices):
    """A survey's window."""

    OPEN = "open", "Открыт"
    CLOSED = "closed", "Закрыт"


SURVEY_TRANSITIONS = Transitions(
    {
        SurveyStatus.OPEN: frozenset({SurveyStatus.CLOSED}),
        SurveyStatus.CLOSED: frozenset(),
    }
)


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale_10", "Шкала от 1 до 10"
    YES_NO = "yes_no", "Да или нет"
    CHOICE = "choice", "Один вариант"
    TEXT = "text", "Свободный ответ"


class SummaryStatus(models.TextChoices):
    """A municipal summary's road."""

    SUBMITTED = "submitted", "Отправлена"
    REPLACED = "replaced", "Заменена новой"


SUMMARY_TRANSITIONS = Transitions(
    {
        SummaryStatus.SUBMITTED: frozenset({SummaryStatus.REPLACED}),
        SummaryStatus.REPLACED: frozenset(),
    }
)


class NudgeKind(models.TextChoices):
    """Of what a curator reminds many people at once."""

    CONSENTS = "consents", "Согласия, которых ещё нет"
    ANSWERS = "answers", "Ответы о предложенных парах"
    MEASURES = "measures", "Мероприятия: сроки подходят или прошли"
