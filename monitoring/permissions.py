"""May this person survey, report, send figures?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from monitoring.enums import SurveyStatus
from monitoring.models import Survey
from registry.models import Cycle, Person
from registry.permissions.cycles import is_open

CURATOR = "куратор или заместитель директора"
STAFF = "куратор, заместитель директора или директор"


def may_view_figures(user: User, organisation: Organisation) -> Verdict:
    """Figures, lists behind them and results are read by who answers for the programme."""
    return may(user, Permission.SURVEY_RESULTS, organisation.pk, STAFF)


def may_open_survey(user: User, cycle: Cycle) -> Verdict:
    """The curator asks, while the cycle goes on."""
    return all_of(
        may(user, Permission.SURVEY_CHANGE, cycle.organisation_id, CURATOR),
        is_open(cycle),
    )


def may_change_survey(user: User, survey: Survey) -> Verdict:
    """The curator closes a survey and puts in what was answered on paper."""
    return may(user, Permission.SURVEY_CHANGE, survey.organisation_id, CURATOR)


def may_close_survey(user: User, survey: Survey) -> Verdict:
    """An open survey is closed once."""
    return all_of(may_change_survey(user, survey), _is_open(survey))


def may_answer_survey(user: User, survey: Survey, person: Person) -> Verdict:
    """One answers for oneself; the curator copies the sheet of who has no account."""
    return all_of(_speaks_for(user, survey, person), _is_open(survey))


def _speaks_for(user: User, survey: Survey, person: Person) -> Verdict:
    if person.user_id == user.pk:
        return YES
    if person.user_id is not None:
        return no("Этот человек отвечает сам, в своём кабинете.")
    return may_change_survey(user, survey)


def _is_open(survey: Survey) -> Verdict:
    if survey.status == SurveyStatus.CLOSED:
        return no("Опрос закрыт: ответы больше не принимаются.")
    return YES


def may_view_reports(user: User, organisation: Organisation) -> Verdict:
    """Reports are read by the curator and the director."""
    return may(user, Permission.REPORT_VIEW, organisation.pk, STAFF)


def may_prepare_report(user: User, organisation: Organisation) -> Verdict:
    """The curator reports on the cycle (R-211)."""
    return may(user, Permission.REPORT_PREPARE, organisation.pk, CURATOR)


def may_submit_summary(user: User, cycle: Cycle) -> Verdict:
    """The curator or the director sends the figures, when there is a centre above."""
    if cycle.organisation.parent_id is None:
        return no("У организации не указан муниципальный центр: отправлять некому.")
    return may(user, Permission.SUMMARY_SUBMIT, cycle.organisation_id, STAFF)


def may_view_municipal(user: User, organisation: Organisation) -> Verdict:
    """The coordinator reads what institutions have sent, in the centre's own cabinet."""
    if not organisation.is_municipal_centre:
        return no("Сводку по организациям видит муниципальный центр.")
    return may(user, Permission.SUMMARY_VIEW, organisation.pk, "координатор центра")


def may_nudge(user: User, organisation: Organisation) -> Verdict:
    """The curator writes to all who keep something waiting."""
    return may(user, Permission.DOCUMENT_PREPARE, organisation.pk, CURATOR)


def may_change_reminder_rules(user: User, organisation: Organisation) -> Verdict:
    """Who changes the roadmap says when it is called to mind."""
    return may(user, Permission.ROADMAP_CHANGE, organisation.pk, CURATOR)
