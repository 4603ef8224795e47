"""Letters of monitoring: surveys that wait for an answer, and the morning's digest."""

from __future__ import annotations

from accounts.enums import Role
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
