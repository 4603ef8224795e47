"""Problems, analyses of needs, difficulties and strong sides (R-147, R-148, R-151, R-266)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from common.tenancy import within
from common.transitions import TransitionNotAllowed
from registry.actions import analyses, consents, difficulties, problems
from registry.actions.analyses import Analysis
from registry.actions.difficulties import Side
from registry.enums import (
    AnalysisMethod,
    ConsentKind,
    ConsentStatus,
    Contour,
    DifficultyState,
    MenteeStatus,
    ProblemState,
)
from registry.models import (
    Difficulty,
    NeedsAnalysis,
    Problem,
    PsychologistAssignment,
    Request,
)
from registry.queries.consents import local_day
from registry.queries.problems import proposed_requests, suggested_problems
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_person,
    make_topics,
)

TALK = [AnalysisMethod.INTERVIEW]


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def today(school):
    return local_day(school)


@pytest.fixture
def child(school):
    child = make_child(school)
    make_guardian(child)
    make_consent(child, ConsentKind.REPRESENTATIVE, ConsentStatus.VERIFIED)
    return child


@pytest.fixture
def card(child, cycle):
    return make_mentee_card(child, MenteeStatus.IN_BASE, cycle=cycle)


@pytest.fixture
def agreed(child):
    return make_consent(child, ConsentKind.NEEDS_ANALYSIS, ConsentStatus.VERIFIED)


@pytest.fixture
def adult(school, cycle):
    person = make_person(school)
    make_consent(person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return make_mentee_card(person, MenteeStatus.IN_BASE, cycle=cycle)


def talked(on, **values):
    return Analysis(on, TALK, "Боится доски", **values)


def ask(card, text, *topics):
    request = Request.objects.create(
        organisation=card.organisation,
        card=card,
        text=text,
        asked_on=card.cycle.starts_on,
    )
    request.competences.set(topics)
    return request


# --- Analyses of needs --------------------------------------------------------------------


def test_an_analysis_moves_the_card_on(kira, card, agreed, today):
    row = analyses.record_analysis(card=card, analysis=talked(today), by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.ANALYSED
    assert (row.consent, row.made_by, row.methods) == (agreed, kira, ["interview"])


def test_a_minor_is_not_analysed_without_the_separate_consent(kira, card, today):
    with pytest.raises(PermissionDenied, match="на анализ потребностей"):
        analyses.record_analysis(card=card, analysis=talked(today), by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.IN_BASE
    assert not NeedsAnalysis.objects.exists()


def test_the_consent_must_stand_on_the_day_of_the_analysis(kira, card, agreed, today):
    before = talked(today - timedelta(days=1))

    with pytest.raises(PermissionDenied, match="на этот день"):
        analyses.record_analysis(card=card, analysis=before, by=kira)


def test_a_consent_withdrawn_ends_analyses(kira, card, agreed, today):
    consents.withdraw(consent=agreed, by=kira, remark="Передумали")

    with pytest.raises(PermissionDenied, match="на анализ потребностей"):
        analyses.record_analysis(card=card, analysis=talked(today), by=kira)


def test_an_adult_needs_no_separate_consent(kira, adult, today):
    row = analyses.record_analysis(card=adult, analysis=talked(today), by=kira)

    assert row.consent is None


def test_without_the_consent_to_take_part_nothing_is_analysed(
    kira, school, cycle, today
):
    card = make_mentee_card(make_person(school), MenteeStatus.IN_BASE, cycle=cycle)

    with pytest.raises(PermissionDenied, match="персональных данных"):
        analyses.record_analysis(card=card, analysis=talked(today), by=kira)


def test_an_analysis_is_held_before_it_is_written(kira, adult, today):
    ahead = talked(today + timedelta(days=1))

    with pytest.raises(PermissionDenied, match="в будущем"):
        analyses.record_analysis(card=adult, analysis=ahead, by=kira)


def test_a_second_analysis_leaves_the_state(kira, adult, today):
    for _ in range(2):
        analyses.record_analysis(card=adult, analysis=talked(today), by=kira)

    adult.refresh_from_db()
    assert adult.status == MenteeStatus.ANALYSED
    assert AuditEvent.objects.filter(what="mentee.moved").count() == 1


def test_an_analysis_is_put_right(kira, card, agreed, today):
    row = analyses.record_analysis(card=card, analysis=talked(today), by=kira)
    other = Analysis(today, [AnalysisMethod.OBSERVATION], "Не боится")

    analyses.change_analysis(row=row, analysis=other, by=kira)

    row.refresh_from_db()
    assert (row.findings, row.methods) == ("Не боится", ["observation"])


def test_the_psychologist_analyses_whom_he_is_entrusted(school, kira, adult, today):
    psychologist = make_member(school, Role.PSYCHOLOGIST)
    with pytest.raises(PermissionDenied):
        analyses.record_analysis(card=adult, analysis=talked(today), by=psychologist)
    entrusted = PsychologistAssignment.objects.create(
        organisation=school, card=adult, psychologist=psychologist, assigned_by=kira
    )

    row = analyses.record_analysis(card=adult, analysis=talked(today), by=psychologist)
    of_kira = analyses.record_analysis(card=adult, analysis=talked(today), by=kira)

    analyses.change_analysis(row=row, analysis=talked(today), by=psychologist)
    with pytest.raises(PermissionDenied, match="тот, кто записал"):
        analyses.change_analysis(row=of_kira, analysis=talked(today), by=psychologist)
    PsychologistAssignment.objects.filter(pk=entrusted.pk).update(
        ended_at=row.created_at
    )
    with pytest.raises(PermissionDenied):
        analyses.change_analysis(row=row, analysis=talked(today), by=psychologist)


def test_a_psychologist_of_a_closed_cycle_writes_no_more(school, kira, adult, today):
    psychologist = make_member(school, Role.PSYCHOLOGIST)
    PsychologistAssignment.objects.create(
        organisation=school, card=adult, psychologist=psychologist, assigned_by=kira
    )
    adult.cycle.status = "closed"
    adult.cycle.save()

    with pytest.raises(PermissionDenied, match="завершён"):
        analyses.record_analysis(card=adult, analysis=talked(today), by=psychologist)


def test_the_page_says_whom_to_ask_for_the_consent(client, kira, card):
    client.force_login(kira)

    page = client.get(link("registry:analysis_add", pk=card.pk)).content.decode()

    assert "нет действующего согласия представителя" in page
    assert link("registry:consent_person", pk=card.person_id) in page


def test_the_curator_writes_an_analysis_down_and_puts_it_right(
    client, kira, card, agreed, today
):
    client.force_login(kira)
    add = link("registry:analysis_add", pk=card.pk)
    sent = {"made_on": today, "methods": ["interview", "anxiety"], "findings": "Робеет"}

    early = client.post(add, {**sent, "made_on": today - timedelta(days=2)})
    client.post(add, sent)
    row = NeedsAnalysis.objects.get()
    change = link("registry:analysis_change", pk=row.pk)
    form = client.get(change).context["form"]
    shown = client.post(change, {**sent, "findings": "Осмелел"}, follow=True)

    assert "на этот день нет" in early.content.decode()
    assert form["findings"].value() == "Робеет"
    page = shown.content.decode()
    assert "Осмелел" in page
    assert "Беседа, Методика тревожности" in page
    assert "Согласие представителя от" in page
    assert client.post(add, {}).status_code == 200


def test_a_psychologist_writes_on_the_card_of_whom_he_is_entrusted(
    client, school, kira, adult, today
):
    psychologist = make_member(school, Role.PSYCHOLOGIST)
    PsychologistAssignment.objects.create(
        organisation=school, card=adult, psychologist=psychologist, assigned_by=kira
    )
    client.force_login(psychologist)

    page = client.post(
        link("registry:analysis_add", pk=adult.pk),
        {"made_on": today, "methods": ["interview"], "findings": "Робеет"},
        follow=True,
    ).content.decode()

    assert "Робеет" in page
    assert link("registry:analysis_add", pk=adult.pk) in page
    assert link("registry:difficulty_add", pk=adult.pk) not in page


# --- Difficulties and strong sides --------------------------------------------------------


def test_a_difficulty_goes_from_found_to_removed(kira, card, today):
    asked = ask(card, "Помогите с уроками")
    row = difficulties.add_difficulty(
        card=card, side=Side("Не умеет планировать", today, request=asked), by=kira
    )

    for state in (DifficultyState.IN_WORK, DifficultyState.REMOVED):
        row = difficulties.change_difficulty(
            row=row, side=Side(row.text, today, state=state), by=kira
        )

    assert (row.state, row.removed_on) == (DifficultyState.REMOVED, today)


def test_a_difficulty_taken_up_again_is_removed_no_more(kira, card, today):
    row = difficulties.add_difficulty(card=card, side=Side("Речь", today), by=kira)
    gone = Side("Речь", today, state=DifficultyState.REMOVED)
    row = difficulties.change_difficulty(row=row, side=gone, by=kira)

    back = Side("Речь", today, state=DifficultyState.IN_WORK, removed_on=today)
    row = difficulties.change_difficulty(row=row, side=back, by=kira)
    with pytest.raises(TransitionNotAllowed):
        difficulties.change_difficulty(
            row=difficulties.change_difficulty(row=row, side=gone, by=kira),
            side=Side("Речь", today),
            by=kira,
        )

    assert row.removed_on is None


def test_a_strong_side_is_not_overcome(kira, card, today):
    side = Side("Рисует", today, is_strength=True, state=DifficultyState.REMOVED)

    row = difficulties.add_difficulty(card=card, side=side, by=kira)

    assert (row.state, row.removed_on) == (DifficultyState.FOUND, None)


@pytest.mark.parametrize(
    ("found", "removed", "said"),
    [(1, None, "не наступил"), (-1, -2, "не раньше"), (-1, 1, "не позже")],
)
def test_days_of_a_difficulty_are_in_order(kira, card, today, found, removed, said):
    side = Side(
        "Речь",
        today + timedelta(days=found),
        state=DifficultyState.REMOVED,
        removed_on=None if removed is None else today + timedelta(days=removed),
    )

    with pytest.raises(Refused) as refusal:
        difficulties.add_difficulty(card=card, side=side, by=kira)

    assert said in " ".join(str(refusal.value).split())


def test_a_removed_difficulty_has_its_day_in_the_base_too(school, card, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.create(
            organisation=school, card=card, text="Речь", state="removed", found_on=today
        )


def test_the_request_is_of_the_same_mentee(kira, card, adult, today):
    side = Side("Речь", today, request=ask(adult, "Чужой"))

    with pytest.raises(Refused, match="не этого"):
        difficulties.add_difficulty(card=card, side=side, by=kira)


def test_the_curator_keeps_difficulties_on_the_card(client, kira, card, today):
    client.force_login(kira)
    asked = ask(card, "Помогите с уроками")
    add = link("registry:difficulty_add", pk=card.pk)
    sent = {"text": "Не умеет планировать", "found_on": today, "request": asked.pk}

    wrong = client.post(add, {**sent, "found_on": today + timedelta(days=1)})
    client.post(add, sent)
    client.post(add, {"text": "Рисует", "found_on": today, "is_strength": "on"})
    row = Difficulty.objects.get(is_strength=False)
    change = link("registry:difficulty_change", pk=row.pk)
    client.get(change)
    page = client.post(change, {**sent, "state": "removed"}, follow=True)

    assert "ещё не наступил" in wrong.content.decode()
    text = page.content.decode()
    assert "Устранена" in text
    assert "Сильная сторона" in text
    assert "По запросу: Помогите с уроками" in text


def test_only_who_keeps_the_cards_writes_difficulties(card, dina, today):
    with pytest.raises(PermissionDenied):
        difficulties.add_difficulty(card=card, side=Side("Речь", today), by=dina)


# --- Problems -----------------------------------------------------------------------------


def add(cycle, kira, title="Буллинг", contour=Contour.PUPILS):
    return problems.add_problem(cycle=cycle, title=title, contour=contour, by=kira)


def change(problem, by, **values):
    told = {name: getattr(problem, name) for name in ("title", "contour", "remark")}
    told |= {"state": ProblemState(problem.state), **values}
    return problems.change_problem(problem=problem, by=by, **told)


def test_a_problem_stands_on_the_list_once(kira, cycle):
    add(cycle, kira)
    other = add(cycle, kira, "Травля")

    with pytest.raises(Refused, match="уже есть"):
        add(cycle, kira)
    with pytest.raises(Refused, match="уже есть"):
        change(other, kira, title="Буллинг")


def test_the_solution_of_a_problem_goes_its_road(kira, cycle):
    problem = change(add(cycle, kira), kira, state=ProblemState.SOLVED, remark="Пары")
    same = change(problem, kira)

    with pytest.raises(TransitionNotAllowed):
        change(same, kira, state=ProblemState.FOUND)
    assert AuditEvent.objects.filter(what="problem.changed").count() == 1


def test_problems_of_a_closed_cycle_are_history(school, kira, cycle, dina):
    problem = add(cycle, kira)
    with pytest.raises(PermissionDenied):
        change(problem, dina, remark="Своё")
    cycle.status = "closed"
    cycle.save()

    problem = Problem.objects.get()
    for act in (problems.link_requests, problems.unlink_requests):
        with pytest.raises(PermissionDenied, match="завершён"):
            act(problem=problem, requests=[], by=kira)


def test_the_portal_suggests_each_problem_until_it_is_taken(client, kira, cycle):
    client.force_login(kira)
    before = suggested_problems(cycle)

    page = client.get(link("registry:problem_list")).content.decode()
    answer = client.post(
        link("registry:problem_suggest"), {"code": "staff_turnover"}, follow=True
    )
    gone = client.post(link("registry:problem_suggest"), {"code": "nothing"})

    problem = Problem.objects.get()
    assert len(before) == 7
    assert page.count("Взять в список") == 7
    assert (problem.title, problem.contour) == ("Текучка кадров", Contour.TEACHERS)
    assert answer.content.decode().count("Взять в список") == 6
    assert gone.status_code == 404


def test_without_a_cycle_nothing_is_taken(client, school, kira):
    client.force_login(kira)

    answer = client.post(link("registry:problem_suggest"), {"code": "bullying"})

    assert answer.status_code == 404


def test_requests_are_proposed_by_the_topics_of_the_problem(kira, cycle, card, adult):
    english, math = make_topics("английский", "математика")
    named = ask(card, "Нужен английский", english)
    linked = ask(adult, "Задачи", math)
    alike = ask(card, "Уравнения", math)
    ask(card, "Танцы")
    problem = add(cycle, kira, "Слабый английский")

    assert list(proposed_requests(kira, problem)) == [named]
    problems.link_requests(problem=problem, requests=[linked], by=kira)
    assert set(proposed_requests(kira, problem)) == {named, alike}


def test_requests_of_another_cycle_are_not_linked(school, kira, cycle):
    other = make_mentee_card(make_child(school, name="Ёлкин Пётр"))
    problem = add(cycle, kira)

    count = problems.link_requests(
        problem=problem, requests=[ask(other, "Счёт")], by=kira
    )

    assert count == 0
    assert not AuditEvent.objects.filter(what="problem.requests_linked").exists()


def test_the_curator_links_requests_on_the_page(client, kira, cycle, card):
    client.force_login(kira)
    asked = ask(card, "Меня дразнят")
    sent = {"title": "Травля", "contour": "pupils", "remark": ""}
    made = client.post(link("registry:problem_add"), sent)
    twice = client.post(link("registry:problem_add"), sent)
    problem = Problem.objects.get()
    page = link("registry:problem_detail", pk=problem.pk)
    chosen = {"chosen": [asked.pk, "x", "99999999999999999999999"]}

    bare = client.get(page).content.decode()
    found = client.get(f"{page}?q=дразнят").content.decode()
    nothing = client.get(f"{page}?q=никто").content.decode()
    linked = client.post(
        link("registry:problem_link", pk=problem.pk), chosen, follow=True
    )
    listed = client.get(link("registry:problem_list")).content.decode()
    opened = client.get(f"{link('registry:request_list')}?problem={problem.pk}")
    unlinked = client.post(
        link("registry:problem_unlink", pk=problem.pk), chosen, follow=True
    )
    empty = client.post(link("registry:problem_link", pk=problem.pk), follow=True)

    assert made.url == page
    assert "уже есть" in twice.content.decode()
    assert "По темам предложить нечего" in bare
    assert "Меня дразнят" in found
    assert "Таких запросов нет" in nothing
    assert "Связано: 1 запрос." in linked.content.decode()
    assert f"?problem={problem.pk}" in listed
    assert opened.context["page"].paginator.count == 1
    assert "Убрано: 1 запрос." in unlinked.content.decode()
    assert "Ни один запрос не отмечен" in empty.content.decode()


def test_the_stage_of_solution_is_told_on_the_page(client, kira, cycle):
    client.force_login(kira)
    problem = add(cycle, kira)
    url = link("registry:problem_change", pk=problem.pk)
    sent = {"title": "Буллинг", "contour": "pupils", "remark": "Собрали клуб"}

    client.get(url)
    page = client.post(url, {**sent, "state": "in_work"}, follow=True)

    assert "Решается" in page.content.decode()
    assert "Собрали клуб" in page.content.decode()


def test_a_reader_changes_no_problem(client, kira, dina, cycle):
    problem = add(cycle, kira)
    client.force_login(dina)

    page = client.get(link("registry:problem_detail", pk=problem.pk)).content.decode()

    assert "Связать отмеченные" not in page
    answer = client.get(link("registry:problem_change", pk=problem.pk))
    assert answer.status_code == 403


# --- At once ------------------------------------------------------------------------------


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_under_way_wins_over_an_analysis(
    school, kira, card, agreed, today
):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one at a time")
    is_withdrawing = Event()

    def withdraw():
        with within(school.pk), transaction.atomic():
            consents.withdraw(consent=agreed, by=kira, remark="Передумали")
            is_withdrawing.set()
            sleep(0.7)
        connections.close_all()

    def analyse():
        is_withdrawing.wait(10)
        try:
            with within(school.pk):
                analyses.record_analysis(card=card, analysis=talked(today), by=kira)
        except PermissionDenied:
            return "refused"
        finally:
            connections.close_all()
        return "recorded"

    with ThreadPoolExecutor(2) as pool:
        pool.submit(withdraw)
        end = pool.submit(analyse).result()

    assert end == "refused"
    assert not NeedsAnalysis.objects.exists()
