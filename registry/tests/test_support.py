"""A psychologist's work: assigned mentees alone, diagnostics, what is released, notes."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.enums import Role
from accounts.models import AuditDetail, AuditEvent, Membership
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from common.tenancy import within
from registry.actions import support
from registry.actions.consents import withdraw
from registry.actions.psychologist_notes import write_note
from registry.enums import ConsentKind, ConsentStatus, CycleStatus, MenteeStatus
from registry.models import Diagnostic, PsychologistAssignment, PsychologistNote
from registry.permissions.support import may_date_diagnostic
from registry.queries.consents import local_day
from registry.queries.support import released_diagnostics, support_of
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
)

pytestmark = pytest.mark.both
SECRET = "Тревожность высокая"
RELEASED = "Лучше начинать с маленьких групп"


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def psychologist(school):
    return make_member(school, Role.PSYCHOLOGIST, name="Псарёва Ия Ильинична")


@pytest.fixture
def card(school, cycle, pavel, mia):
    child = make_child(school, phone="8 900 111-22-33", user=mia)
    make_guardian(child, user=pavel)
    for kind in (ConsentKind.REPRESENTATIVE, ConsentKind.NEEDS_ANALYSIS):
        make_consent(child, kind, ConsentStatus.VERIFIED)
    return make_mentee_card(child, MenteeStatus.IN_BASE, cycle=cycle)


@pytest.fixture
def assigned(card, psychologist, kira):
    return assign(card, psychologist, kira)


def assign(card, psychologist, kira, **values):
    return support.assign_psychologist(
        card=card,
        psychologist=psychologist,
        **{"reason": "Нет подходящего наставника", "ends_on": None, **values},
        by=kira,
    )


def values(card, **changed):
    return {
        "technique": "Шкала тревожности",
        "made_on": local_day(card.organisation),
        "value_before": "27 баллов",
        "value_after": "",
        "findings": SECRET,
        **changed,
    }


@pytest.fixture
def diagnostic(card, assigned, psychologist):
    return support.record_diagnostic(card=card, values=values(card), by=psychologist)


def page_of(client, user, card):
    client.force_login(user)
    response = client.get(link("registry:mentee_detail", pk=card.pk))
    return response.status_code, response.content.decode()


# --- Who sees whom --------------------------------------------------------------------


def test_a_psychologist_finds_only_those_assigned(client, card, psychologist, kira):
    assert page_of(client, psychologist, card)[0] == 404

    assign(card, psychologist, kira)

    status, page = page_of(client, psychologist, card)
    assert status == 200
    assert "8 900 111-22-33" in page
    listed = client.get(link("registry:assigned_list")).content.decode()
    assert str(card.person) in listed
    assert "Нет подходящего наставника" in listed


def test_an_assignment_ended_closes_the_card_at_the_next_request(
    client, card, assigned, psychologist, kira
):
    assert page_of(client, psychologist, card)[0] == 200
    client.force_login(kira)
    client.post(link("registry:assignment_end", pk=assigned.pk))

    assert page_of(client, psychologist, card)[0] == 404
    for name, pk in (("diagnostic_add", card.pk), ("note_add", card.person_id)):
        assert client.get(link(f"registry:{name}", pk=pk)).status_code == 404


def test_an_assignment_closes_by_its_last_day(client, card, psychologist, kira):
    today = local_day(card.organisation)
    assignment = assign(card, psychologist, kira, ends_on=today)
    assert page_of(client, psychologist, card)[0] == 200

    PsychologistAssignment.objects.filter(pk=assignment.pk).update(
        ends_on=today - timedelta(days=1)
    )

    assert page_of(client, psychologist, card)[0] == 404
    assert assign(card, psychologist, kira).pk != assignment.pk
    assignment.refresh_from_db()
    assert assignment.ended_at is not None


def test_a_role_lost_closes_the_card_too(client, card, assigned, psychologist):
    Membership.objects.filter(user=psychologist).delete()
    psychologist.forget_roles()

    assert page_of(client, psychologist, card)[0] in {403, 404}


def test_every_opening_is_in_the_log_and_the_curator_sees_how_often(
    client, card, assigned, psychologist, kira
):
    page_of(client, psychologist, card)
    page_of(client, psychologist, card)

    opened = AuditEvent.objects.filter(what="mentee.opened", by=psychologist)
    assert opened.count() == 2
    assert "Карточку открывали 2 раза" in page_of(client, kira, card)[1]


# --- Assigning ------------------------------------------------------------------------


def test_the_curator_assigns_on_the_card_with_a_reason(
    client, card, psychologist, kira
):
    client.force_login(kira)
    url = link("registry:assignment_add", pk=card.pk)
    told = {"psychologist": psychologist.pk, "reason": "", "ends_on": "2020-01-01"}

    refused = client.post(url, told).content.decode()
    assert "Напишите, зачем" in refused
    assert "Этот день уже прошёл" in refused
    assert not PsychologistAssignment.objects.exists()

    client.post(url, {**told, "reason": "Адаптация", "ends_on": ""})
    assert PsychologistAssignment.objects.get().reason == "Адаптация"


def test_nobody_else_assigns(card, psychologist, dina, max_):
    for user in (dina, max_, psychologist):
        with pytest.raises(PermissionDenied):
            assign(card, psychologist, user)


def test_only_a_psychologist_is_assigned_once_and_not_for_his_own_child(
    card, psychologist, kira, max_, pavel, assigned
):
    with pytest.raises(Refused, match="роли педагога-психолога нет"):
        assign(card, max_, kira)
    with pytest.raises(Refused, match="уже работает"):
        assign(card, psychologist, kira)
    pavel.memberships.create(organisation=card.organisation, role=Role.PSYCHOLOGIST)
    pavel.forget_roles()
    with pytest.raises(Refused, match="своего ребёнка"):
        assign(card, pavel, kira)
    yesterday = local_day(card.organisation) - timedelta(days=1)
    with pytest.raises(Refused, match="уже прошёл"):
        assign(card, psychologist, kira, ends_on=yesterday)


def test_an_assignment_ends_once_in_a_closed_cycle_too(assigned, card, kira, dina):
    card.cycle.status = CycleStatus.CLOSED
    card.cycle.save()
    with pytest.raises(PermissionDenied):
        support.end_assignment(assignment=assigned, by=dina)

    support.end_assignment(assignment=assigned, by=kira)

    with pytest.raises(PermissionDenied, match="уже закончено"):
        support.end_assignment(assignment=assigned, by=kira)


# --- Diagnostics ----------------------------------------------------------------------


def test_a_diagnostic_is_entered_before_and_added_to_after(
    client, card, assigned, psychologist
):
    client.force_login(psychologist)
    told = values(card)
    client.post(link("registry:diagnostic_add", pk=card.pk), told)
    diagnostic = Diagnostic.objects.get()
    assert diagnostic.made_by == psychologist

    url = link("registry:diagnostic_change", pk=diagnostic.pk)
    assert "27 баллов" in client.get(url).content.decode()
    client.post(url, {**told, "value_after": "14 баллов"})

    page = page_of(client, psychologist, card)[1]
    assert "27 баллов" in page
    assert "14 баллов" in page


def test_a_diagnostic_of_the_future_or_before_the_consent_is_refused(
    client, card, assigned, psychologist
):
    today = local_day(card.organisation)
    client.force_login(psychologist)
    url = link("registry:diagnostic_add", pk=card.pk)

    future = client.post(url, values(card, made_on=today + timedelta(days=1)))
    assert "ещё не наступил" in future.content.decode()
    with pytest.raises(Refused, match="не наступил"):
        support.record_diagnostic(
            card=card,
            values=values(card, made_on=today + timedelta(days=1)),
            by=psychologist,
        )
    past = client.post(url, values(card, made_on=today - timedelta(days=1)))
    assert "согласия ещё не было" in past.content.decode()
    assert not Diagnostic.objects.exists()


def test_without_the_consent_to_analyse_nothing_is_entered_or_shown(
    client, card, diagnostic, psychologist, pavel
):
    support.release_diagnostic(diagnostic=diagnostic, text=RELEASED, by=psychologist)
    consent = card.person.consents.get(kind=ConsentKind.NEEDS_ANALYSIS)
    assert RELEASED in page_of(client, pavel, card)[1]

    withdraw(consent=consent, by=pavel)

    page = page_of(client, psychologist, card)[1]
    assert "Диагностика закрыта" in page
    assert SECRET not in page
    assert RELEASED not in page_of(client, pavel, card)[1]
    with pytest.raises(PermissionDenied, match="анализ"):
        support.record_diagnostic(card=card, values=values(card), by=psychologist)


def test_another_psychologist_neither_finds_nor_changes_it(
    client, school, card, diagnostic
):
    other = make_member(school, Role.PSYCHOLOGIST)
    client.force_login(other)

    for name in ("diagnostic_change", "diagnostic_release"):
        url = link(f"registry:{name}", pk=diagnostic.pk)
        assert client.get(url).status_code == 404
    hide = link("registry:diagnostic_hide", pk=diagnostic.pk)
    assert client.post(hide).status_code == 404
    with pytest.raises(PermissionDenied, match="не поручен"):
        support.change_diagnostic(diagnostic=diagnostic, values=values(card), by=other)


def test_in_a_closed_cycle_diagnostics_stay_as_they_are(card, diagnostic, psychologist):
    card.cycle.status = CycleStatus.CLOSED
    card.cycle.save()

    with pytest.raises(PermissionDenied):
        support.change_diagnostic(
            diagnostic=diagnostic, values=values(card), by=psychologist
        )


def test_the_log_has_no_word_of_a_diagnostic_or_a_note(card, diagnostic, psychologist):
    write_note(person=card.person, text="Плакала", by=psychologist)
    support.release_diagnostic(diagnostic=diagnostic, text=RELEASED, by=psychologist)

    told = [*AuditDetail.objects.values_list("before", "after", "remark")]
    for word in ("Плакала", SECRET, RELEASED, "27 баллов"):
        assert word not in str(told)
    assert AuditEvent.objects.filter(what="note.written").count() == 1
    assert AuditEvent.objects.filter(what="diagnostic.released").count() == 1


# --- What others see ------------------------------------------------------------------


def test_participants_read_what_is_released_and_only_while_it_is(
    client, card, diagnostic, psychologist, pavel, mia
):
    for user in (pavel, mia):
        assert "Шкала тревожности" not in page_of(client, user, card)[1]
    client.force_login(psychologist)
    url = link("registry:diagnostic_release", pk=diagnostic.pk)
    assert "Напишите, что можно" in client.post(url, {"text": ""}).content.decode()
    client.post(url, {"text": RELEASED})

    for user in (pavel, mia):
        page = page_of(client, user, card)[1]
        assert RELEASED in page
        assert SECRET not in page
        assert "27 баллов" not in page

    client.force_login(psychologist)
    client.post(link("registry:diagnostic_hide", pk=diagnostic.pk))
    for user in (pavel, mia):
        assert RELEASED not in page_of(client, user, card)[1]
    with pytest.raises(PermissionDenied, match="не показано"):
        support.hide_diagnostic(diagnostic=diagnostic, by=psychologist)


def test_the_curator_sees_how_many_and_the_director_nothing(
    client, card, diagnostic, psychologist, kira, dina
):
    support.release_diagnostic(diagnostic=diagnostic, text=RELEASED, by=psychologist)

    curators = page_of(client, kira, card)[1]
    directors = page_of(client, dina, card)[1]

    assert "Диагностика проводилась: 1 методика" in curators
    assert "Диагностика" not in directors
    for page in (curators, directors):
        for word in (SECRET, "Шкала тревожности", "27 баллов", RELEASED):
            assert word not in page


def test_a_note_is_read_by_its_author_alone(
    client, school, card, assigned, psychologist, kira, dina, pavel, mia
):
    client.force_login(psychologist)
    url = link("registry:note_add", pk=card.person_id)
    client.post(url, {"text": "Плакала на занятии"})
    assert PsychologistNote.objects.count() == 1
    second = make_member(school, Role.PSYCHOLOGIST)
    assign(card, second, kira)

    assert "Плакала" in page_of(client, psychologist, card)[1]
    administrator = make_member(school, Role.SYSTEM_ADMINISTRATOR)
    for user in (second, kira, dina, pavel, mia, administrator):
        assert "Плакала" not in page_of(client, user, card)[1]


def test_a_mentee_of_age_needs_the_own_consent_alone(school, cycle, psychologist, kira):
    grown = make_child(school, age=18)
    make_consent(grown, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    card = make_mentee_card(grown, MenteeStatus.IN_BASE, cycle=cycle)
    assign(card, psychologist, kira)

    support.record_diagnostic(card=card, values=values(card), by=psychologist)

    assert len(support_of(card, psychologist).diagnostics) == 1
    assert released_diagnostics(card, local_day(school)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_and_the_list_cost_the_same_however_much_is_kept(
    client, card, assigned, psychologist, count, django_assert_num_queries, kira
):
    for number in range(count):
        support.record_diagnostic(card=card, values=values(card), by=psychologist)
        write_note(person=card.person, text=f"Заметка {number}", by=psychologist)
        child = make_child(card.organisation, name=f"Мирная Ия {number}")
        assign(make_mentee_card(child, cycle=card.cycle), psychologist, kira)
    client.force_login(psychologist)
    for url, queries in (
        (link("registry:mentee_detail", pk=card.pk), 31),
        (link("registry:assigned_list"), 8),
    ):
        with django_assert_num_queries(queries):
            client.get(url)


# --- Races ----------------------------------------------------------------------------


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_waits_for_a_diagnostic_being_entered_and_then_wins(
    card, assigned, psychologist, pavel, monkeypatch
):
    """Invariant 20: without the hold the withdrawal overtakes what is being entered."""
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    consent = card.person.consents.get(kind=ConsentKind.NEEDS_ANALYSIS)
    entering, go_on, withdrawn = Event(), Event(), Event()

    def slowly(card, made_on):
        entering.set()
        go_on.wait(10)
        return may_date_diagnostic(card, made_on)

    def run(act, done=None):
        with within(card.organisation_id):
            act()
        if done:
            done.set()
        connection.close()

    monkeypatch.setattr(support, "may_date_diagnostic", slowly)
    enter = Thread(
        target=run,
        args=(
            lambda: support.record_diagnostic(
                card=card, values=values(card), by=psychologist
            ),
        ),
    )
    enter.start()
    assert entering.wait(10)
    take_back = Thread(
        target=run, args=(lambda: withdraw(consent=consent, by=pavel), withdrawn)
    )
    take_back.start()

    overtook = withdrawn.wait(1)
    go_on.set()
    enter.join()
    take_back.join()

    assert not overtook
    assert withdrawn.is_set()
    assert Diagnostic.objects.count() == 1
    assert support_of(card, psychologist).diagnostics == []
