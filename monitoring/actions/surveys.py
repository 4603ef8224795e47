"""A survey: opened, answered once by each, closed, its results kept in the bases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import User
from accounts.queries import holders
from common.errors import Refused
from common.links import link
from documents.numbering import local_day
from monitoring.actions.results import write_results
from monitoring.enums import (
    SURVEY_TRANSITIONS,
    QuestionKind,
    SurveyAudience,
    SurveyKind,
    SurveyStatus,
)
from monitoring.letters import SurveyClosed, SurveyOpened
from monitoring.models import Answer, Question, Response, Survey
from monitoring.permissions import (
    may_answer_survey,
    may_close_survey,
    may_open_survey,
)
from monitoring.queries.surveys import audience_of, database_day, invited_now
from monitoring.reference import SATISFACTION_CODE
from notifications.actions import notify
from registry import reference
from registry.models import Cycle, Person
from registry.queries.consents import missing_consents

# The template's words for the audience and ours.
AUDIENCES = {SurveyAudience.MENTORS: "mentor", SurveyAudience.MENTEES: "mentee"}


@transaction.atomic
def open_survey(
    *, cycle: Cycle, audience: SurveyAudience, closes_on: date, by: User
) -> Survey:
    """Put the satisfaction survey to one side of the cycle's pairs (R-240).

    Questions are copied from the template, so that a later edition of it leaves this
    survey as it was. Everybody with an account gets a letter.
    """
    may_open_survey(by, cycle).require()
    today = local_day(timezone.now(), cycle.organisation.time_zone)
    if closes_on < today:
        raise Refused("День закрытия уже прошёл. Выберите другой.")
    if Survey.objects.open().filter(cycle=cycle, audience=audience).exists():
        raise Refused("Такой опрос уже открыт. Сначала закройте его.")
    survey = _created(cycle, audience, today, closes_on, by)
    if not audience_of(survey).exists():
        raise Refused("Опрашивать некого: ни одна пара ещё не работала по приказу.")
    audit.record(by=by, what="survey.opened", on=survey)
    _invite(survey)
    return survey


def _created(
    cycle: Cycle, audience: SurveyAudience, today: date, closes_on: date, by: User
) -> Survey:
    template = next(
        template
        for template in reference.survey_templates()
        if template.kind == SurveyKind.SATISFACTION
        and template.audience == AUDIENCES[audience]
    )
    survey = Survey.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        kind=SurveyKind.SATISFACTION,
        audience=audience,
        title=template.title,
        intro=template.intro,
        opened_on=today,
        closes_on=closes_on,
        created_by=by,
    )
    Question.objects.bulk_create(
        Question(
            organisation=cycle.organisation,
            survey=survey,
            ordinal=ordinal,
            code=question.code,
            kind=QuestionKind(question.type),
            text=question.text,
            choices=[option.title for option in question.choices],
            is_required=question.is_required,
            is_satisfaction=question.code == SATISFACTION_CODE,
        )
        for ordinal, question in enumerate(template.questions, start=1)
    )
    return survey


def _invite(survey: Survey) -> None:
    asked = User.objects.filter(
        pk__in=audience_of(survey).exclude(user=None).values("user_id"), is_active=True
    )
    notify(
        letter=SurveyOpened,
        to=asked,
        organisation=survey.organisation,
        key=f"survey_opened:{survey.pk}",
        path=link(
            "monitoring:survey_answer",
            organisation=survey.organisation.slug,
            pk=survey.pk,
        ),
        context={"survey": survey},
    )


@transaction.atomic
def answer_survey(
    *, survey: Survey, person: Person, answers: Mapping[str, object], by: User
) -> Response:
    """Give a person's answers, once (invariant 55); `answers` are by question code.

    The survey closes by the database's clock. Answers are personal: without a standing
    consent there is nothing to store (invariant 16).
    """
    survey = _locked(survey)
    may_answer_survey(by, survey, person).require()
    _check_answering(survey, person)
    questions = list(survey.questions.all())
    given = [_answer_to(question, answers) for question in questions]
    try:
        with transaction.atomic():
            response = Response.objects.create(
                organisation_id=survey.organisation_id,
                survey=survey,
                person=person,
                given_by=by,
            )
    except IntegrityError as twice:
        raise Refused("Ответ на этот опрос уже дан. Спасибо!") from twice
    for answer in given:
        answer.response = response
    Answer.objects.bulk_create(given)
    audit.record(by=by, what="survey.answered", on=survey)
    return response


def _check_answering(survey: Survey, person: Person) -> None:
    today = database_day(survey)
    if survey.closes_on < today:
        raise Refused("Опрос уже закрыт: срок ответов прошёл.")
    if not audience_of(survey).filter(pk=person.pk).exists():
        raise Refused("Этот опрос задан другим участникам.")
    if missing_consents(person, today):
        raise Refused(
            "Сначала нужно согласие на обработку персональных данных:"
            " без него ответы не сохраняются. Обратитесь к куратору."
        )


def _answer_to(question: Question, answers: Mapping[str, object]) -> Answer:
    value = answers.get(question.code)
    if value in (None, "") and question.is_required:
        raise Refused(f"Нет ответа на вопрос «{question.text}».")
    answer = Answer(organisation_id=question.organisation_id, question=question)
    if question.kind == QuestionKind.SCALE:
        answer.number = _mark(question, value)
    else:
        answer.words = str(value or "").strip()
        _check_words(question, answer.words)
    return answer


def _mark(question: Question, value: object) -> int | None:
    if value in (None, ""):
        return None
    mark = int(str(value)) if str(value).isdecimal() else 0
    if not 1 <= mark <= 10:
        raise Refused(f"Оценка — от 1 до 10: «{question.text}».")
    return mark


def _check_words(question: Question, words: str) -> None:
    allowed = {
        QuestionKind.YES_NO.value: ["да", "нет"],
        QuestionKind.CHOICE.value: question.choices,
    }.get(question.kind)
    if words and allowed is not None and words not in allowed:
        raise Refused(f"Выберите один из ответов: «{question.text}».")


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """End the survey and write what came of it into the bases (design 3).

    The clock (`by` None) closes it once its last day is over, and tells the curators.
    """
    survey = _locked(survey)
    if by is None:
        if survey.closes_on >= database_day(survey):
            raise Refused("Последний день опроса ещё не прошёл.")
    else:
        may_close_survey(by, survey).require()
    SURVEY_TRANSITIONS.check(survey.status, SurveyStatus.CLOSED)
    survey.invited_count = invited_now(survey)
    survey.status = SurveyStatus.CLOSED
    survey.closed_at = timezone.now()
    survey.save(update_fields=["status", "closed_at", "invited_count"])
    write_results(survey=survey, by=by)
    audit.record(by=by, what="survey.closed", on=survey)
    if by is None:
        _tell_curators(survey)
    return survey


def _tell_curators(survey: Survey) -> None:
    organisation = survey.organisation
    notify(
        letter=SurveyClosed,
        to=holders(organisation.pk, [Role.CURATOR, Role.DEPUTY_DIRECTOR]),
        organisation=organisation,
        key=f"survey_closed:{survey.pk}",
        path=link(
            "monitoring:survey_results", organisation=organisation.slug, pk=survey.pk
        ),
        context={"survey": survey, "answered": survey.responses.count()},
    )


def _locked(survey: Survey) -> Survey:
    return (
        Survey.objects.select_for_update(of=("self",))
        .select_related("cycle", "organisation")
        .get(pk=survey.pk)
    )
