"""Surveys: opened, answered, closed, read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.charts import number_text
from common.errors import Refused
from common.links import link
from common.paging import page_of
from common.tables import Cell, table_response
from monitoring.actions import surveys
from monitoring.forms import SurveyAnswerForm, SurveyOpenForm
from monitoring.models import Survey
from monitoring.permissions import (
    may_answer_survey,
    may_change_survey,
    may_close_survey,
    may_open_survey,
    may_view_figures,
)
from monitoring.queries.surveys import (
    QuestionResult,
    audience_of,
    means_chart,
    respondents,
    results_of,
    surveys_to_answer,
)
from registry.models import Person
from registry.queries.cycles import current_cycle

HEADINGS = ("Вопрос", "Ответов", "Среднее", "Доля довольных, %", "Варианты ответа")


@require_GET
def survey_list(request: Request) -> HttpResponse:
    """Show the surveys of all cycles with how many have answered."""
    may_view_figures(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    rows = Survey.objects.visible_to(request.user).select_related("cycle").answered()
    page = page_of(request, rows)
    return render(
        request,
        "monitoring/survey_list.html",
        {
            "page": page,
            "cycle": cycle,
            "may_open": may_open_survey(request.user, cycle) if cycle else None,
        },
    )


@require_http_methods(["GET", "POST"])
def survey_open(request: Request) -> HttpResponse:
    """Put the satisfaction survey to mentors or mentees of the current cycle."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл: опрос проводят в нём.")
        return redirect(link("monitoring:overview"))
    may_open_survey(request.user, cycle).require()
    form = SurveyOpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            survey = surveys.open_survey(
                cycle=cycle, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Опрос открыт, письма участникам написаны.")
            return redirect(link("monitoring:survey_results", pk=survey.pk))
    return render(
        request, "monitoring/survey_open.html", {"form": form, "cycle": cycle}
    )


@require_GET
def my_surveys(request: Request) -> HttpResponse:
    """Show the surveys that wait for one's own answers."""
    return render(
        request,
        "monitoring/my_surveys.html",
        {"waiting": surveys_to_answer(request.user)},
    )


@require_http_methods(["GET", "POST"])
def survey_answer(request: Request, pk: int) -> HttpResponse:
    """Answer for oneself."""
    survey = _survey(request, pk)
    person = get_object_or_404(audience_of(survey), user=request.user)
    return _answering(request, survey, person, back=link("dashboard"))


@require_http_methods(["GET", "POST"])
def survey_answer_paper(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """Copy the paper sheet of somebody without an account."""
    survey = _survey(request, pk)
    may_change_survey(request.user, survey).require()
    person = get_object_or_404(audience_of(survey), pk=person_pk)
    back = link("monitoring:survey_respondents", pk=survey.pk)
    return _answering(request, survey, person, back=back)


def _answering(
    request: Request, survey: Survey, person: Person, *, back: str
) -> HttpResponse:
    verdict = may_answer_survey(request.user, survey, person)
    is_answered = survey.responses.filter(person=person).exists()
    form = SurveyAnswerForm(
        request.POST or None, survey=survey, questions=list(survey.questions.all())
    )
    is_asked = bool(verdict) and not is_answered
    if request.method == "POST" and is_asked and form.is_valid():
        surveys.answer_survey(
            survey=survey, person=person, answers=form.cleaned_data, by=request.user
        )
        messages.success(request, "Ответы приняты. Спасибо!")
        return redirect(back)
    return render(
        request,
        "monitoring/survey_answer.html",
        {
            "survey": survey,
            "person": person,
            "form": form,
            "verdict": verdict,
            "is_answered": is_answered,
            "is_own": person.user_id == request.user.pk,
            "back": back,
        },
    )


@require_GET
def survey_results(request: Request, pk: int) -> HttpResponse:
    """Show what the answers came to; until the end, or below five, only how many."""
    may_view_figures(request.user, request.organisation).require()
    survey = _survey(request, pk)
    results = results_of(survey)
    return render(
        request,
        "monitoring/survey_results.html",
        {
            "survey": survey,
            "results": results,
            "chart": means_chart(results) if results.scales else None,
            "may_close": may_close_survey(request.user, survey),
            "may_change": may_change_survey(request.user, survey),
        },
    )


@require_GET
def survey_export(request: Request, pk: int) -> HttpResponse:
    """Give the table of results as a spreadsheet: `?as=csv` or XLSX."""
    may_view_figures(request.user, request.organisation).require()
    results = results_of(_survey(request, pk))
    if results.is_open:
        raise Refused("Итоги выгружают после закрытия опроса.")
    return table_response(
        request.GET.get("as", "xlsx"),
        results.survey.title,
        HEADINGS,
        [_row(result) for result in results.questions],
    )


def _row(result: QuestionResult) -> list[Cell]:
    choices = "; ".join(f"{title}: {count}" for title, count in result.choices)
    return [
        result.question.text,
        result.answered,
        number_text(result.mean) if result.mean is not None else "",
        result.satisfied_share,
        "скрыто: ответов меньше 5" if result.is_hidden else choices,
    ]


@require_GET
def survey_respondents(request: Request, pk: int) -> HttpResponse:
    """Show who has answered and who has not, with the sheets to be copied in."""
    survey = _survey(request, pk)
    may_change_survey(request.user, survey).require()
    page = page_of(request, respondents(survey).select_related("group"))
    return render(
        request,
        "monitoring/survey_respondents.html",
        {"survey": survey, "page": page, "is_open": survey.status == "open"},
    )


@require_POST
def survey_close(request: Request, pk: int) -> HttpResponse:
    """End the survey now."""
    survey = _survey(request, pk)
    surveys.close_survey(survey=survey, by=request.user)
    messages.success(request, "Опрос закрыт, итоги записаны в базы.")
    return redirect(link("monitoring:survey_results", pk=survey.pk))


def _survey(request: Request, pk: int) -> Survey:
    rows = Survey.objects.visible_to(request.user).select_related(
        "cycle", "organisation"
    )
    return get_object_or_404(rows, pk=pk)
