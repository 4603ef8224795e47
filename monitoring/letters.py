"""Letters of monitoring: surveys that wait for an answer, and the morning's digest."""

from __future__ import annotations

from accounts.enums import Role
from accounts.roles import STAFF_ROLES
from notifications.letters import CURATORS, PARTICIPANTS, Letter


class SurveyOpened(Letter):
    """A survey waits for the recipient's answers."""

    code = "survey_opened"
    subject = "Ответьте на вопросы о программе наставничества"
    template_name = "letters/monitoring/survey_opened.txt"
    readers = PARTICIPANTS


class SurveyClosed(Letter):
    """The survey closed by its day; its results are there."""

    code = "survey_closed"
    subject = "Опрос завершён, результаты готовы"
    template_name = "letters/monitoring/survey_closed.txt"
    readers = CURATORS


class MorningDigest(Letter):
    """What is due, overdue or waits for the recipient today (R-374…R-378)."""

    is_digest = True
    code = "morning_digest"
    subject = "Что требует внимания сегодня"
    template_name = "letters/monitoring/morning_digest.txt"


class SummarySubmitted(Letter):
    """An institution has sent its figures."""

    code = "summary_submitted"
    subject = "Поступила сводка организации"
    template_name = "letters/monitoring/summary_submitted.txt"
    readers = frozenset({Role.MUNICIPAL_COORDINATOR})


class ConsentNudge(Letter):
    """The curator asks once more for a consent that is still missing."""

    code = "nudge_consents"
    subject = "Нужно ваше согласие на участие в наставничестве"
    template_name = "letters/monitoring/nudge.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class AnswerNudge(Letter):
    """The curator asks once more for the answer about a pair."""

    code = "nudge_answers"
    subject = "Ждём вашего ответа о наставнической паре"
    template_name = "letters/monitoring/nudge.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class MeasureNudge(Letter):
    """The curator reminds of measures that are due or overdue."""

    code = "nudge_measures"
    subject = "Мероприятия дорожной карты ждут вас"
    template_name = "letters/monitoring/nudge.txt"
    readers = STAFF_ROLES
