"""Pages of surveys: asked, answered on a phone, read."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from common.links import link
from monitoring.actions.surveys import close_survey, open_survey
from monitoring.enums import SurveyAudience
from monitoring.models import Response, Survey
from monitoring.tests.factories import (
    answer_all,
    answers_to,
    make_pairs,
    people_asked,
)


def test_the_curator_opens_a_survey(client, cycle, six_pairs, kira):
    client.force_login(kira)
    assert client.get(link("monitoring:survey_open")).status_code == 200

    response = client.post(
        link("monitoring:survey_open"),
        {
            "audience": "mentors",
            "closes_on": timezone.localdate() + timedelta(days=3),
        },
    )

    survey = Survey.objects.get()
    assert response.url == link("monitoring:survey_results", pk=survey.pk)
    assert survey.audience == SurveyAudience.MENTORS


def test_a_refusal_stands_in_the_form(client, survey, kira):
    client.force_login(kira)

    page = client.post(
        link("monitoring:survey_open"),
        {"audience": "mentees", "closes_on": timezone.localdate()},
    )

    assert "уже открыт" in page.content.decode()


def test_without_a_cycle_there_is_nothing_to_ask_about(client, school, kira):
    client.force_login(kira)

    assert client.get(link("monitoring:survey_open")).url == link("monitoring:overview")


def test_a_mentee_answers_on_the_page(client, survey):
    person = people_asked(survey)[0]
    client.force_login(person.user)
    url = link("monitoring:survey_answer", pk=survey.pk)
    assert "Насколько комфортно" in client.get(url).content.decode()

    response = client.post(url, answers_to(survey, 9))

    assert response.url == link("dashboard")
    assert Response.objects.get().person == person
    assert "уже приняты" in client.get(url).content.decode()


def test_an_unanswered_question_is_pointed_at_and_nothing_is_lost(client, survey):
    person = people_asked(survey)[0]
    client.force_login(person.user)
    answers = answers_to(survey, 9, "Слова остались")
    del answers["support"]

    page = client.post(link("monitoring:survey_answer", pk=survey.pk), answers)

    assert "Слова остались" in page.content.decode()
    assert not Response.objects.exists()


def test_a_second_click_changes_nothing(client, survey):
    person = people_asked(survey)[0]
    client.force_login(person.user)
    url = link("monitoring:survey_answer", pk=survey.pk)
    client.post(url, answers_to(survey, 9))

    client.post(url, answers_to(survey, 1))

    answer = Response.objects.get().answers.get(question__code="satisfaction_overall")
    assert answer.number == 9


def test_a_mentor_does_not_find_the_mentees_survey(client, survey, six_pairs):
    client.force_login(six_pairs[0].mentor_card.person.user)

    url = link("monitoring:survey_answer", pk=survey.pk)

    assert client.get(url).status_code == 404


def test_a_mentee_does_not_read_the_results(client, survey):
    client.force_login(people_asked(survey)[0].user)

    for name in ("survey_results", "survey_export", "survey_respondents"):
        assert client.get(link(f"monitoring:{name}", pk=survey.pk)).status_code == 403
    assert client.post(link("monitoring:survey_close", pk=survey.pk)).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["survey_results", "survey_export", "survey_respondents", "survey_answer"],
)
def test_a_stranger_finds_nothing(client, survey, sam, name):
    client.force_login(sam)

    assert client.get(link(f"monitoring:{name}", pk=survey.pk)).status_code == 404


def test_my_surveys_wait_for_me(client, survey):
    client.force_login(people_asked(survey)[0].user)
    assert survey.title in client.get(link("monitoring:my_surveys")).content.decode()

    answer_all(survey, [8])

    page = client.get(link("monitoring:my_surveys")).content.decode()
    assert "отвечать не на что" in page


def test_the_curator_copies_a_paper_sheet(client, cycle, kira, dina):
    make_pairs(kira, cycle, 1, with_accounts=False)
    survey = open_survey(
        cycle=cycle,
        audience=SurveyAudience.MENTEES,
        closes_on=timezone.localdate(),
        by=kira,
    )
    person = people_asked(survey)[0]
    url = link("monitoring:survey_answer_paper", pk=survey.pk, person_pk=person.pk)
    client.force_login(dina)
    assert client.get(url).status_code == 403
    client.force_login(kira)
    people = link("monitoring:survey_respondents", pk=survey.pk)
    assert "Внести с бумаги" in client.get(people).content.decode()
    assert person.full_name in client.get(url).content.decode()

    response = client.post(url, answers_to(survey, 7))

    assert response.url == people
    assert Response.objects.get().given_by == kira
    assert "Внести с бумаги" not in client.get(people).content.decode()


def test_the_curator_sees_why_he_cannot_answer_for_an_account(client, survey, kira):
    person = people_asked(survey)[0]
    client.force_login(kira)
    url = link("monitoring:survey_answer_paper", pk=survey.pk, person_pk=person.pk)

    page = client.post(url, answers_to(survey)).content.decode()

    assert "отвечает сам" in page
    assert not Response.objects.exists()


def test_few_answers_show_only_how_many(client, survey, kira):
    answer_all(survey, [1, 1, 1, 1])
    close_survey(survey=survey, by=kira)
    client.force_login(kira)

    page = client.get(link("monitoring:survey_results", pk=survey.pk)).content.decode()

    assert "Итоги пока скрыты" in page
    assert '<svg class="chart-picture"' not in page


def test_an_open_survey_shows_only_how_many(client, survey, kira):
    answer_all(survey, [9, 9, 9, 9, 4, 8])
    client.force_login(kira)

    page = client.get(link("monitoring:survey_results", pk=survey.pk)).content.decode()
    export = client.get(link("monitoring:survey_export", pk=survey.pk), follow=True)

    assert "Итоги откроются после опроса" in page
    assert "chart-picture" not in page
    assert "Довольны" not in page
    assert "spreadsheet" not in export["Content-Type"]
    assert "после закрытия опроса" in export.content.decode()


def test_the_results_have_a_chart_a_table_and_a_file(client, survey, kira):
    answer_all(survey, [9, 9, 9, 9, 4, 8])
    close_survey(survey=survey, by=kira)
    client.force_login(kira)

    page = client.get(link("monitoring:survey_results", pk=survey.pk)).content.decode()
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(link("monitoring:survey_export", pk=survey.pk)).content)
    )
    rows = {row[0]: row for row in book.get_sheet_by_index(0).to_python()}

    assert "chart-picture" in page
    overall = rows["Насколько вы довольны совместной работой в целом?"]
    assert overall[1:4] == [6, "8", 83]
    assert rows["Хотите ли вы продолжить работу в программе?"][4] == "да: 6; нет: 0"


def test_the_curator_closes_the_survey(client, survey, kira):
    client.force_login(kira)

    client.post(link("monitoring:survey_close", pk=survey.pk))

    assert Survey.objects.get().status == "closed"
    person = people_asked(survey)[0]
    client.force_login(person.user)
    page = client.get(link("monitoring:survey_answer", pk=survey.pk)).content.decode()
    assert "Опрос закрыт" in page


@pytest.mark.parametrize("count", [1, 3])
def test_who_answered_costs_the_same_however_many(
    client, cycle, kira, count, django_assert_max_num_queries
):
    make_pairs(kira, cycle, count)
    survey = open_survey(
        cycle=cycle,
        audience=SurveyAudience.MENTEES,
        closes_on=timezone.localdate(),
        by=kira,
    )
    client.force_login(kira)

    with django_assert_max_num_queries(14):
        client.get(link("monitoring:survey_respondents", pk=survey.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, cycle, six_pairs, kira, count, django_assert_max_num_queries
):
    for number in range(count):
        Survey.objects.create(
            organisation=cycle.organisation,
            cycle=cycle,
            kind="satisfaction",
            audience="mentees",
            title=f"Опрос {number}",
            status="closed",
            closed_at=timezone.now(),
            opened_on=timezone.localdate(),
            closes_on=timezone.localdate(),
            created_by=kira,
        )
    client.force_login(kira)

    with django_assert_max_num_queries(14):
        client.get(link("monitoring:survey_list"))
