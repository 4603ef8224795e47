from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common import errands
from common.errands import ErrandState
from notifications.models import Notification
from programmes.actions import matching as runs
from programmes.enums import AcceptanceAnswer, PairSide, PairStatus, ProposalStatus
from programmes.models import MatchingRun, Proposal
from programmes.queries.matching import (
    case_of_cycle,
    certificate_words,
    matching_page,
    step_of,
    weights_now,
)
from programmes.queries.pools import listed, pool_of, refused_pairings
from programmes.tests.pair_factories import (
    make_form,
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.models import Competence, Guardianship, Request


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


def tag(title):
    return Competence.objects.create(title=title, normalised=title.lower())


def ask(card, text, *tags):
    request = Request.objects.create(
        organisation=card.organisation,
        card=card,
        text=text,
        asked_on=timezone.localdate(),
    )
    request.competences.set(tags)


def run_of(year, kira, committed) -> MatchingRun:
    with committed():
        run = runs.request_run(cycle=year, by=kira)
    run.refresh_from_db()
    return run


def test_a_run_pairs_everybody_and_gives_its_reasons(year, kira, committed):
    mathematics = tag("Математика")
    mentor = make_mentor(year, interests="шахматы; походы")
    mentor.competences.add(mathematics)
    mentee = make_mentee(year)
    ask(mentee, "Подготовка к олимпиаде по математике", mathematics)

    run = run_of(year, kira, committed)

    proposal = run.proposals.get()
    assert run.errand_state == ErrandState.DONE
    assert (proposal.mentor_card, proposal.mentee_card) == (mentor, mentee)
    assert "Компетенции отвечают запросу" in proposal.parts[0]["text"]
    assert (run.mentor_count, run.mentee_count, run.matched_count) == (1, 1, 1)
    assert run.certificate["holds"]


def test_the_parts_of_every_score_add_up(year, kira, committed):
    chess, maths = tag("Шахматы"), tag("Математика")
    for number in range(4):
        mentor = make_mentor(year, f"Морозов Максим {number}", capacity=2)
        mentor.competences.add(chess if number % 2 else maths)
    for number in range(7):
        mentee = make_mentee(year, f"Мирная Мия {number}", age=11 + number)
        ask(mentee, "Хочу играть в шахматы" if number % 3 else "Математика")

    run = run_of(year, kira, committed)

    scores = [
        (row.score, sum(part["points"] for part in row.parts))
        for row in run.proposals.all()
    ]
    assert len(scores) == 7
    assert all(score == total for score, total in scores)
    assert sum(score for score, _ in scores) == run.total_score


def test_the_points_of_a_run_are_those_it_was_asked_with(year, kira, committed):
    run = run_of(year, kira, committed)

    assert sum(run.weights.values()) == 1000
    assert run.weights["mentee_choice"] == 0


def test_an_unmatched_mentee_is_told_why(year, kira, committed):
    make_mentor(year)
    make_mentor(year, "Тихонов Фёдор", form=make_form("student_pupil", title="студент"))
    make_mentee(year)
    left = make_mentee(year, "Белова Ася", has_consent=False)

    run = run_of(year, kira, committed)

    assert run.unmatched == {
        str(left.pk): ["Нет согласия наставляемого, без него подбор невозможен"]
    }


def test_causes_are_counted_over_all_mentors(year, kira, committed):
    make_mentor(year, wanted_age_from=18)
    make_mentor(year, "Тихонов Фёдор", form=make_form("student_pupil", title="студент"))
    mentee = make_mentee(year)

    run = run_of(year, kira, committed)

    assert run.unmatched[str(mentee.pk)] == [
        "Форма наставничества не подходит у 1 наставника",
        "Возраст вне пожеланий у 1 наставника",
    ]


def test_relatives_are_never_proposed_to_each_other(year, kira, committed):
    mentor, mentee = make_mentor(year), make_mentee(year)
    Guardianship.objects.create(
        organisation=year.organisation,
        child=mentee.person,
        guardian=mentor.person,
        from_on=year.starts_on,
    )

    run = run_of(year, kira, committed)

    assert run.unmatched[str(mentee.pk)] == [
        "Родство или запрет на пару у 1 наставника"
    ]


def test_places_of_pairs_on_their_way_are_taken(year, kira):
    mentor = make_mentor(year, capacity=3)
    for status, name in (
        (PairStatus.PROPOSED, "Первая Ася"),
        (PairStatus.ACTIVE, "Вторая Ася"),
        (PairStatus.DECLINED, "Третья Ася"),
    ):
        make_pair(kira, year, status, mentor=mentor, mentees=[make_mentee(year, name)])

    pool = pool_of(year, timezone.localdate())

    assert pool.places == {mentor.pk: 1}
    assert [str(card) for card in pool.mentees] == ["Третья Ася"]


def test_where_training_comes_first_the_untrained_are_not_proposed(school, kira):
    year = make_pair_cycle(school, training_precedes_pairing=True)
    make_mentor(year)
    ready = make_mentor(year, "Тихонов Фёдор", status="ready")

    assert pool_of(year, timezone.localdate()).mentors == (ready,)


def test_a_declined_pair_is_never_proposed_again(year, kira):
    pair = make_pair(kira, year, PairStatus.DECLINED)
    pair.acceptances.filter(side=PairSide.MENTOR).update(
        answer=AcceptanceAnswer.DECLINED
    )
    mentee = pair.members.get().mentee_card

    assert refused_pairings(year) == {(mentee.pk, pair.mentor_card_id)}


def test_who_declined_a_group_is_refused_alone(year, kira):
    first, second = make_mentee(year), make_mentee(year, "Белова Ася")
    pair = make_pair(kira, year, PairStatus.DECLINED, mentees=[first, second])
    pair.acceptances.filter(person=second.person).update(
        answer=AcceptanceAnswer.DECLINED
    )

    assert refused_pairings(year) == {(second.pk, pair.mentor_card_id)}


def test_who_parted_early_is_not_proposed_again(year, kira):
    pair = make_pair(kira, year, PairStatus.ENDED_EARLY)

    assert refused_pairings(year) == {
        (pair.members.get().mentee_card_id, pair.mentor_card_id)
    }


def test_a_dismissed_proposal_does_not_come_back(year, kira, committed):
    make_mentor(year)
    make_mentee(year)
    proposal = run_of(year, kira, committed).proposals.get()

    runs.dismiss(proposal=proposal, by=kira)
    again = run_of(year, kira, committed)

    assert not again.proposals.exists()
    assert AuditEvent.objects.filter(what="proposal.dismissed").count() == 1


def test_a_dismissed_proposal_is_dismissed_once(year, kira, committed):
    make_mentor(year)
    make_mentee(year)
    proposal = run_of(year, kira, committed).proposals.get()
    runs.dismiss(proposal=proposal, by=kira)

    with pytest.raises(PermissionDenied, match="уже решено"):
        runs.dismiss(proposal=proposal, by=kira)


def test_what_people_have_seen_is_preferred(year, kira, committed):
    make_mentor(year)
    make_mentee(year)
    run = run_of(year, kira, committed)
    shown = run.proposals.get()

    case = case_of_cycle(year, weights=weights_now(), day=timezone.localdate())

    assert case.shown == {(shown.mentee_card_id, shown.mentor_card_id)}


def test_a_second_click_gets_the_same_run(year, kira):
    first = runs.request_run(cycle=year, by=kira)
    second = runs.request_run(cycle=year, by=kira)

    assert first.pk == second.pk
    assert step_of(first) == 0


def test_only_the_curator_runs_the_matching(year, dina, max_):
    for user in (dina, max_):
        with pytest.raises(PermissionDenied, match="Это делает куратор"):
            runs.request_run(cycle=year, by=user)


def test_a_closed_cycle_is_not_matched(school, kira):
    year = make_pair_cycle(school, status="closed")

    with pytest.raises(PermissionDenied, match="Цикл завершён"):
        runs.request_run(cycle=year, by=kira)


def test_the_curator_is_told_when_the_proposals_are_there(year, kira, committed):
    run = run_of(year, kira, committed)

    letter = Notification.objects.get(recipient=kira)
    assert letter.letter == "matching_finished"
    assert letter.key == f"matching_finished:{run.pk}:{kira.pk}"


def test_a_late_worker_leaves_nothing_behind(year, kira):
    make_mentor(year)
    make_mentee(year)
    run = runs.request_run(cycle=year, by=kira)
    late = errands.take(MatchingRun, run.pk)
    MatchingRun.objects.update(errand_state=ErrandState.WAITING)
    errands.take(MatchingRun, run.pk)

    case = case_of_cycle(year, weights=weights_now(), day=timezone.localdate())
    with pytest.raises(errands.ClaimLost):
        runs.note_sides(run=run, case=case, claim=late)

    assert not Proposal.objects.exists()


def test_the_page_says_that_nothing_better_exists(year, kira, committed):
    make_mentor(year)
    make_mentee(year)
    run_of(year, kira, committed)

    page = matching_page(year, timezone.localdate())

    assert page.certificate.startswith("Проверено: лучше не бывает.")
    assert "больше 1 пары не составить" in page.certificate
    assert [row.status for row in page.open_proposals] == [ProposalStatus.OPEN]


@pytest.mark.parametrize("size", [1, 3])
def test_reading_both_sides_takes_the_same_queries(
    year, kira, django_assert_num_queries, size
):
    for number in range(size):
        make_mentor(year, f"Морозов Максим {number}")
        ask(make_mentee(year, f"Мирная Мия {number}"), "Математика")

    with django_assert_num_queries(12):
        case_of_cycle(year, weights=weights_now(), day=timezone.localdate())


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({}, ""),
        ({"holds": False}, "не подтвердила, что это лучшее"),
        ({"holds": True, "matched": 0}, "допустимых пар нет"),
    ],
)
def test_the_certificate_says_only_what_it_proves(kept, told):
    words = certificate_words(MatchingRun(certificate=kept))

    assert told in words
    assert bool(words) == bool(kept)


def test_lists_typed_by_people_are_read():
    assert listed("шахматы; походы,\nкино ;") == {"шахматы", "походы", "кино"}
