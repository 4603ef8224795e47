"""A survey from its opening to what it leaves in the bases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.transitions import TransitionNotAllowed
from monitoring import tasks
from monitoring.actions.results import write_results
from monitoring.actions.surveys import answer_survey, close_survey, open_survey
from monitoring.enums import SURVEY_TRANSITIONS, SurveyAudience, SurveyStatus
from monitoring.models import Answer, Response, Survey
from monitoring.queries.surveys import results_of, surveys_to_answer
from monitoring.tests.factories import (
    answer_all,
    answers_to,
    make_pairs,
    people_asked,
)
from notifications.models import Notification
from programmes.enums import PairStatus
from registry.enums import ConsentStatus
from registry.models import Consent, MenteeCard, MentorCard


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_opening_copies_the_template_and_writes_to_everybody_with_an_account(
    survey, six_pairs
):
    assert survey.questions.filter(is_satisfaction=True).count() == 1
    assert Notification.objects.filter(letter="survey_opened").count() == 6


def test_the_same_survey_is_not_opened_twice(survey, cycle, kira):
    with pytest.raises(Refused, match="уже открыт"):
        open_survey(
            cycle=cycle, audience=SurveyAudience.MENTEES, closes_on=tomorrow(), by=kira
        )


def test_a_survey_does_not_close_before_it_opens(cycle, six_pairs, kira):
    with pytest.raises(Refused, match="уже прошёл"):
        open_survey(
            cycle=cycle,
            audience=SurveyAudience.MENTORS,
            closes_on=timezone.localdate() - timedelta(days=1),
            by=kira,
        )


def test_nobody_is_asked_before_a_pair_has_worked(cycle, kira):
    make_pairs(kira, cycle, 1, PairStatus.PROPOSED)

    with pytest.raises(Refused, match="некого"):
        open_survey(
            cycle=cycle, audience=SurveyAudience.MENTORS, closes_on=tomorrow(), by=kira
        )
    assert not Survey.objects.exists()


def test_only_the_curator_opens_a_survey(cycle, six_pairs, dina):
    with pytest.raises(PermissionDenied):
        open_survey(
            cycle=cycle, audience=SurveyAudience.MENTORS, closes_on=tomorrow(), by=dina
        )


def test_an_answer_is_kept_question_by_question(survey):
    person = people_asked(survey)[0]

    response = answer_survey(
        survey=survey,
        person=person,
        answers=answers_to(survey, 9, "Всё понравилось"),
        by=person.user,
    )

    kept = {answer.question.code: answer for answer in response.answers.all()}
    assert kept["satisfaction_overall"].number == 9
    assert kept["missing"].words == "Всё понравилось"


def test_one_answers_once(survey):
    person = people_asked(survey)[0]
    answers = answers_to(survey)
    answer_survey(survey=survey, person=person, answers=answers, by=person.user)

    with pytest.raises(Refused, match="уже дан"):
        answer_survey(survey=survey, person=person, answers=answers, by=person.user)

    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("satisfaction_overall", "", "Нет ответа"),
        ("satisfaction_overall", "11", "от 1 до 10"),
        ("satisfaction_overall", "семь", "от 1 до 10"),
        ("wants_to_continue", "может быть", "Выберите"),
        ("main_benefit", "деньги", "Выберите"),
    ],
)
def test_an_answer_that_is_none_is_refused(survey, code, value, words):
    person = people_asked(survey)[0]

    with pytest.raises(Refused, match=words):
        answer_survey(
            survey=survey,
            person=person,
            answers={**answers_to(survey), code: value},
            by=person.user,
        )
    assert not Response.objects.exists()


def test_what_is_not_required_may_stay_empty(survey):
    person = people_asked(survey)[0]

    answer_survey(
        survey=survey,
        person=person,
        answers={**answers_to(survey), "main_benefit": ""},
        by=person.user,
    )

    assert Answer.objects.get(question__code="main_benefit").words == ""


def test_nobody_answers_for_another_with_an_account(survey, kira, max_):
    person = people_asked(survey)[0]

    for user in (kira, max_):
        with pytest.raises(PermissionDenied, match="сам"):
            answer_survey(
                survey=survey, person=person, answers=answers_to(survey), by=user
            )


def test_the_curator_copies_the_sheet_of_who_has_no_account(cycle, kira, dina):
    make_pairs(kira, cycle, 1, with_accounts=False)
    survey = open_survey(
        cycle=cycle, audience=SurveyAudience.MENTORS, closes_on=tomorrow(), by=kira
    )
    person = people_asked(survey)[0]

    with pytest.raises(PermissionDenied):
        answer_survey(survey=survey, person=person, answers={}, by=dina)
    answer_survey(survey=survey, person=person, answers=answers_to(survey), by=kira)

    assert Response.objects.get().given_by == kira


def test_the_other_side_is_not_asked(survey, six_pairs):
    mentor = six_pairs[0].mentor_card.person

    with pytest.raises(Refused, match="другим участникам"):
        answer_survey(
            survey=survey, person=mentor, answers=answers_to(survey), by=mentor.user
        )


def test_without_a_standing_consent_no_answer_is_stored(survey):
    person = people_asked(survey)[0]
    Consent.objects.filter(person=person).update(
        status=ConsentStatus.WITHDRAWN, withdrawn_at=timezone.now()
    )

    with pytest.raises(Refused, match="согласие"):
        answer_survey(
            survey=survey, person=person, answers=answers_to(survey), by=person.user
        )


def test_the_last_day_still_counts_and_the_next_does_not(survey):
    first, second, *_ = people_asked(survey)
    today = timezone.localdate()
    Survey.objects.update(closes_on=today, opened_on=today)
    answer_survey(
        survey=survey, person=first, answers=answers_to(survey), by=first.user
    )

    Survey.objects.update(closes_on=today - timedelta(days=1))

    with pytest.raises(Refused, match="срок ответов прошёл"):
        answer_survey(
            survey=survey, person=second, answers=answers_to(survey), by=second.user
        )


def test_it_closes_by_the_database_and_not_by_the_clock_of_the_process(
    survey, time_machine
):
    """A web process whose clock runs a month ahead still takes the answer."""
    person = people_asked(survey)[0]
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)

    answer_survey(
        survey=survey, person=person, answers=answers_to(survey), by=person.user
    )

    assert Response.objects.count() == 1


def test_a_closed_survey_takes_no_answers(survey, kira):
    close_survey(survey=survey, by=kira)
    person = people_asked(survey)[0]

    with pytest.raises(PermissionDenied, match="Опрос закрыт"):
        answer_survey(
            survey=survey, person=person, answers=answers_to(survey), by=person.user
        )


def test_a_survey_waits_for_those_who_have_not_answered(survey):
    first, second, *_ = people_asked(survey)
    answer_survey(
        survey=survey, person=first, answers=answers_to(survey), by=first.user
    )

    assert surveys_to_answer(first.user) == []
    assert surveys_to_answer(second.user) == [(survey, second)]


def test_an_open_survey_tells_only_how_many_answered(survey):
    answer_all(survey, [9] * 6)

    results = results_of(survey)

    assert results.answered == 6
    assert results.is_hidden
    assert results.scales == ()
    assert all(question.is_hidden for question in results.questions)


def test_fewer_than_five_answers_stay_hidden_after_the_closing(survey, kira):
    answer_all(survey, [10, 10, 7, 6])

    hidden = results_of(close_survey(survey=survey, by=kira))

    assert hidden.is_hidden
    assert hidden.satisfaction.mean is None
    assert hidden.scales == ()


def test_five_answers_open_the_results_after_the_closing(survey, kira):
    answer_all(survey, [10, 10, 7, 6, 2])

    results = results_of(close_survey(survey=survey, by=kira))

    assert (results.answered, results.invited, results.answered_share) == (5, 6, 83)
    assert results.satisfaction.mean == 7.0
    assert results.satisfaction.satisfied_share == 60


def test_a_question_few_answered_stays_hidden(survey, kira):
    answer_all(survey, [8] * 6)
    survey = close_survey(survey=survey, by=kira)
    Answer.objects.filter(
        pk__in=Answer.objects.filter(question__code="wants_to_mentor").values("pk")[:2]
    ).update(words="")

    results = {result.question.code: result for result in results_of(survey).questions}

    assert results["wants_to_mentor"].is_hidden
    assert results["wants_to_mentor"].choices == ()
    assert dict(results["wants_to_continue"].choices) == {"да": 6, "нет": 0}


def test_closing_writes_facts_into_the_base_and_marks_who_completed(
    survey, six_pairs, kira
):
    pair = six_pairs[0]
    pair.status = PairStatus.COMPLETED
    pair.ended_on = timezone.localdate()
    pair.end_reason = "plan_done"
    pair.save()
    answer_all(survey, [9] * 6)

    survey = close_survey(survey=survey, by=kira)

    card = MenteeCard.objects.get(pair_members__pair=pair)
    other = MenteeCard.objects.get(pair_members__pair=six_pairs[1])
    assert (survey.status, survey.invited_count) == (SurveyStatus.CLOSED, 6)
    assert card.is_completed_marked
    assert card.finished_on == pair.ended_on
    assert "Программа пройдена" in card.results
    assert "100\N{NO-BREAK SPACE}% довольных" in card.results
    assert not other.is_completed_marked
    assert "Проведено 0 встреч." in other.results
    assert not MentorCard.objects.exclude(results="").exists()


def test_closing_the_mentors_survey_writes_into_the_mentors_base(
    cycle, six_pairs, kira
):
    MentorCard.objects.update(results="Слово куратора.")
    survey = open_survey(
        cycle=cycle, audience=SurveyAudience.MENTORS, closes_on=tomorrow(), by=kira
    )

    close_survey(survey=survey, by=kira)

    results = MentorCard.objects.values_list("results", flat=True)
    assert len(results) == 6
    assert all(
        text.splitlines() == ["Слово куратора.", "Проведено 0 встреч."]
        for text in results
    )


def test_what_is_written_into_the_base_is_not_written_twice(survey, six_pairs, kira):
    pair = six_pairs[0]
    day = timezone.localdate() - timedelta(days=3)
    pair.status, pair.ended_on, pair.end_reason = (
        PairStatus.COMPLETED,
        timezone.localdate(),
        "plan_done",
    )
    pair.save()
    cards = MenteeCard.objects.filter(pair_members__pair=pair)
    cards.update(finished_on=day)
    close_survey(survey=survey, by=kira)
    once = cards.get()

    write_results(survey=survey, by=kira)

    again = cards.get()
    assert again.results == once.results
    assert again.is_completed_marked
    assert again.finished_on == day


def test_the_bases_of_a_closed_cycle_stay_as_they_are(survey, cycle, kira):
    cycle.status = "closed"
    cycle.save()

    close_survey(survey=survey, by=kira)

    assert not MenteeCard.objects.exclude(results="").exists()


def test_a_scale_that_is_not_required_may_stay_empty(survey):
    survey.questions.filter(code="support").update(is_required=False)
    person = people_asked(survey)[0]

    answer_survey(
        survey=survey,
        person=person,
        answers={**answers_to(survey), "support": ""},
        by=person.user,
    )

    assert Answer.objects.get(question__code="support").number is None


def test_a_survey_is_closed_once_and_by_the_curator(survey, kira, dina):
    with pytest.raises(PermissionDenied):
        close_survey(survey=survey, by=dina)
    close_survey(survey=survey, by=kira)

    with pytest.raises(PermissionDenied, match="Опрос закрыт"):
        close_survey(survey=survey, by=kira)


def test_the_clock_closes_what_is_over_and_tells_the_curator(survey, kira):
    tasks.close_surveys()
    survey.refresh_from_db()
    assert survey.status == SurveyStatus.OPEN
    with pytest.raises(Refused, match="ещё не прошёл"):
        close_survey(survey=survey, by=None)

    Survey.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    tasks.close_surveys()
    tasks.close_surveys()

    survey.refresh_from_db()
    assert survey.status == SurveyStatus.CLOSED
    assert Notification.objects.filter(letter="survey_closed").count() == 1


@pytest.mark.parametrize("source", SurveyStatus)
@pytest.mark.parametrize("target", SurveyStatus)
def test_a_survey_only_closes(source, target):
    is_legal = (source, target) == (SurveyStatus.OPEN, SurveyStatus.CLOSED)

    assert SURVEY_TRANSITIONS.allows(source, target) == is_legal
    if not is_legal:
        with pytest.raises(TransitionNotAllowed):
            SURVEY_TRANSITIONS.check(source, target)
