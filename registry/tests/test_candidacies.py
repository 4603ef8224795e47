"""Applications in the cabinet: mentors', mentees', nominations, words of third parties."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.actions.invitations import grant
from accounts.enums import Role, SignatureMode
from accounts.tests.factories import PASSWORD, make_member
from common.errors import Refused
from common.links import link
from common.russian.dates import school_year_start
from common.tenancy import within
from notifications.models import Notification
from registry.actions import candidacies, wishes
from registry.actions.cards import move_mentor
from registry.actions.reference import load_reference
from registry.enums import (
    CardSource,
    Channel,
    ConsentKind,
    ConsentStatus,
    CycleStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    Department,
    Group,
    MenteeCard,
    MentorCard,
    Person,
    PsychologistAssignment,
    ThirdPartyWord,
    UsefulSurvey,
)
from registry.queries.consents import local_day
from registry.queries.history import history_of
from registry.queries.words import people_known_to
from registry.tests.consent_factories import (
    born_to_be,
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)

pytestmark = pytest.mark.both
M, E = MentorStatus, MenteeStatus
HELP = {"competences_text": "шахматы", "time_resource": "час в неделю"}


@pytest.fixture
def cycle(school):
    load_texts()
    make_topics("шахматы")
    return make_cycle(school)


@pytest.fixture
def teacher(school, cycle):
    """A teacher with a cabinet of her own."""
    user = make_member(school, Role.RESPONSIBLE, name="Зуева Анна Петровна")
    return make_person(school, "Зуева Анна Петровна", user=user, is_staff_member=True)


@pytest.fixture
def child(school, cycle, mia, pavel):
    """Mia with her father, both with cabinets."""
    person = make_child(school, user=mia)
    make_guardian(person, pavel)
    return person


@pytest.fixture
def fresh(client):
    """Sign somebody in who has typed the password a moment ago."""

    def sign_in(user):
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in


# --- Mentors ------------------------------------------------------------------------------


def test_a_teacher_applies_on_one_page_with_the_consent(teacher, kira, fresh):
    client = fresh(teacher.user)
    url = link("registry:my_candidacy", pk=teacher.pk)
    assert "Чем вы можете быть полезны" in client.get(url).content.decode()

    client.post(url, {**HELP, "wanted_age": "7–9 классы", "is_agreed": "on"})

    card = MentorCard.objects.get(person=teacher)
    assert (card.status, card.source) == (M.SUBMITTED, CardSource.CABINET)
    assert (card.wanted_age_from, card.wanted_age_to) == (13, 16)
    assert [tag.title for tag in card.competences.all()] == ["шахматы"]
    assert teacher.consents.get().status == ConsentStatus.SIGNED
    assert Notification.objects.filter(recipient=kira).exists()


def test_the_survey_on_usefulness_begins_with_what_was_written(teacher):
    candidacies.save_candidacy(person=teacher, values=HELP, by=teacher.user)
    assert not UsefulSurvey.objects.exists(), "a questionnaire before the consent"
    make_consent(teacher, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)

    candidacies.submit_candidacy(person=teacher, values=HELP, by=teacher.user)

    survey = UsefulSurvey.objects.get()
    assert (survey.help_offered, survey.time_offered) == ("шахматы", "час в неделю")
    assert survey.is_draft


def test_without_the_tick_nothing_is_sent_and_nothing_lost(teacher, fresh):
    url = link("registry:my_candidacy", pk=teacher.pk)

    page = fresh(teacher.user).post(url, HELP).content.decode()

    assert "Без согласия отправить заявку нельзя" in page
    assert "шахматы" in page
    assert not MentorCard.objects.exists()


def test_a_draft_is_kept_and_goes_on_another_day(teacher, client):
    client.force_login(teacher.user)
    url = link("registry:my_candidacy", pk=teacher.pk)

    client.post(url, {**HELP, "draft": "1"})

    assert MentorCard.objects.get().status == M.DRAFT
    assert "шахматы" in client.get(url).content.decode()


def test_an_old_sign_in_loses_no_word(teacher, client):
    client.force_login(teacher.user)
    url = link("registry:my_candidacy", pk=teacher.pk)

    response = client.post(url, {**HELP, "is_agreed": "on"})

    assert response.url.startswith(reverse("account_reauthenticate"))
    card = MentorCard.objects.get()
    assert (card.status, card.competences_text) == (M.DRAFT, "шахматы")


def test_who_gave_the_consent_before_is_not_asked_again(teacher, client):
    make_consent(teacher, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    client.force_login(teacher.user)
    url = link("registry:my_candidacy", pk=teacher.pk)
    assert "is_agreed" not in client.get(url).content.decode()

    client.post(url, HELP)

    assert MentorCard.objects.get().status == M.SUBMITTED


def test_a_withdrawn_consent_is_given_anew_with_a_new_application(teacher):
    make_consent(teacher, ConsentKind.PARTICIPANT, ConsentStatus.WITHDRAWN)

    card = candidacies.submit_candidacy(
        person=teacher, values=HELP, by=teacher.user, is_agreed=True
    )

    assert card.status == M.SUBMITTED


def test_a_minor_sends_the_application_after_the_parents_consent(child, mia):
    with pytest.raises(Refused, match="родитель"):
        candidacies.submit_candidacy(person=child, values=HELP, by=mia, is_agreed=False)
    make_consent(child, ConsentKind.REPRESENTATIVE, ConsentStatus.SIGNED)

    card = candidacies.submit_candidacy(person=child, values=HELP, by=mia)

    assert card.status == M.SUBMITTED


def test_a_parent_applies_for_the_child_and_for_himself(child, pavel):
    for person in (child, Person.objects.get(user=pavel)):
        card = candidacies.submit_candidacy(
            person=person, values=HELP, by=pavel, is_agreed=True
        )
        assert card.status == M.SUBMITTED


def test_nobody_applies_for_a_stranger(teacher, child, max_, client):
    with pytest.raises(PermissionDenied, match="Заявку подаёт"):
        candidacies.save_candidacy(person=child, values=HELP, by=max_)
    client.force_login(max_)

    for page in ("my_candidacy", "my_wish"):
        url = link(f"registry:{page}", pk=child.pk)
        assert client.get(url).status_code == 404


def test_who_left_the_organisation_does_not_apply(teacher):
    teacher.departure, teacher.departed_on = "left", date(2026, 9, 1)
    teacher.save()

    with pytest.raises(PermissionDenied, match="выбыл"):
        candidacies.save_candidacy(person=teacher, values=HELP, by=teacher.user)


def test_a_closed_cycle_takes_no_application(teacher, cycle):
    cycle.status = CycleStatus.CLOSED
    cycle.save()

    with pytest.raises(PermissionDenied, match="набор закрыт"):
        candidacies.save_candidacy(person=teacher, values=HELP, by=teacher.user)


def test_a_sent_application_is_shown_and_not_changed(teacher, client):
    make_mentor_card(
        teacher, status=M.SUBMITTED, cycle=make_cycle(teacher.organisation)
    )
    client.force_login(teacher.user)
    url = link("registry:my_candidacy", pk=teacher.pk)

    page = client.post(url, HELP).content.decode()

    assert "Заявка отправлена" in page
    assert MentorCard.objects.get().competences_text == ""
    with pytest.raises(PermissionDenied, match="уже отправлена"):
        candidacies.save_candidacy(person=teacher, values=HELP, by=teacher.user)


def test_a_candidate_takes_the_application_back_with_the_reason(teacher, client):
    card = make_mentor_card(teacher, status=M.POTENTIAL)
    client.force_login(teacher.user)
    url = link("registry:my_candidacy_withdraw", pk=card.pk)

    client.post(url, {"remark": ""})
    assert MentorCard.objects.get().status == M.POTENTIAL
    client.get(url)
    client.post(url, {"remark": "Нет времени"})

    assert MentorCard.objects.get().status == M.WITHDRAWN
    assert history_of(card, with_person=False)[0].remark == "Нет времени"


def test_a_reason_of_spaces_is_none(teacher):
    card = make_mentor_card(teacher, status=M.POTENTIAL)

    with pytest.raises(Refused, match="причину"):
        candidacies.withdraw_candidacy(card=card, remark=" ", by=teacher.user)


def test_a_mentee_gives_the_reason_too(child, mia):
    card = make_mentee_card(child, E.IN_BASE)

    with pytest.raises(Refused, match="причину"):
        wishes.withdraw_wish(card=card, remark=" ", by=mia)


def test_from_the_register_on_one_leaves_through_the_curator(teacher):
    card = make_mentor_card(teacher, status=M.READY)

    with pytest.raises(PermissionDenied, match="куратору"):
        candidacies.withdraw_candidacy(card=card, remark="Так", by=teacher.user)


def test_a_mentee_who_completed_becomes_a_candidate(school, cycle, teacher):
    load_reference()
    past = make_mentee_card(teacher, E.COMPLETED, cycle=cycle)

    card = candidacies.submit_candidacy(
        person=teacher, values=HELP, by=teacher.user, is_agreed=True
    )

    past.refresh_from_db()
    assert past.status == E.MENTOR_CANDIDATE
    assert [pool.code for pool in card.pools.all()] == ["in_former_mentee"]


# --- Nomination ---------------------------------------------------------------------------


@pytest.fixture
def head(school, cycle, teacher):
    """The head of the teacher's department."""
    user = make_member(school, Role.DEPARTMENT_HEAD, name="Глебов Иван Ильич")
    person = make_person(school, "Глебов Иван Ильич", user=user)
    department = Department.objects.create(
        organisation=school, title="Отдел", head=person
    )
    teacher.department = department
    teacher.save()
    return user


def test_a_head_nominates_and_the_candidate_confirms(
    head, teacher, cycle, fresh, client
):
    client.force_login(head)
    assert "Зуева" in client.get(link("registry:nomination_list")).content.decode()
    url = link("registry:nomination_add", pk=teacher.pk)
    client.get(url)
    client.post(url, {"note": "Умеет объяснять"})

    card = MentorCard.objects.get(person=teacher)
    assert (card.status, card.nominated_by) == (M.NOMINATED, head)
    assert Notification.objects.filter(recipient=teacher.user).exists()
    mine = link("registry:my_candidacy", pk=teacher.pk)
    own = fresh(teacher.user)
    assert "Умеет объяснять" in own.get(mine).content.decode()

    own.post(mine, {**HELP, "is_agreed": "on"})

    card.refresh_from_db()
    assert (card.status, card.source) == (M.SUBMITTED, CardSource.NOMINATION)


def test_the_nominated_may_decline(head, teacher, cycle):
    card = candidacies.nominate(cycle=cycle, person=teacher, note="Да", by=head)

    card = candidacies.withdraw_candidacy(
        card=card, remark="Не готова", by=teacher.user
    )

    assert card.status == M.WITHDRAWN


def test_the_nominated_cannot_be_taken_past_his_own_word(head, teacher, cycle, kira):
    card = candidacies.nominate(cycle=cycle, person=teacher, note="Да", by=head)

    with pytest.raises(Refused):
        move_mentor(card=card, to=M.POTENTIAL, by=kira)


def test_a_head_nominates_his_own_people_alone(head, school, cycle, max_):
    other = make_person(school, "Чужой Олег Ильич")

    with pytest.raises(PermissionDenied, match="своего отдела"):
        candidacies.nominate(cycle=cycle, person=other, note="Да", by=head)
    with pytest.raises(PermissionDenied, match="Себя"):
        candidacies.nominate(
            cycle=cycle, person=Person.objects.get(user=head), note="Да", by=head
        )
    with pytest.raises(PermissionDenied, match="заведующий"):
        candidacies.nominate(cycle=cycle, person=other, note="Да", by=max_)


def test_somebody_elses_person_is_not_found_by_a_head(head, school, client):
    """A page that refuses would tell that the number is somebody's."""
    other = make_person(school, "Чужой Олег Ильич")
    client.force_login(head)

    for pk in (other.pk, other.pk + 1000):
        assert (
            client.get(link("registry:nomination_add", pk=pk)).status_code
            == client.get(link("registry:word_add", pk=pk)).status_code
            == 404
        )


def test_nobody_tells_of_himself_or_of_who_left(head, school):
    own = Person.objects.get(user=head)
    Person.objects.filter(pk=own.pk).update(department=own.headed.first())
    gone = make_person(
        school, "Ушедшая Ия Ильинична", departure="left", departed_on=date(2026, 1, 9)
    )

    with pytest.raises(PermissionDenied, match="О себе"):
        wishes.tell_word(person=own, request="Речь", text="", by=head)
    with pytest.raises(PermissionDenied, match="выбыл"):
        wishes.tell_word(person=gone, request="Речь", text="", by=head)


def test_the_curator_finds_anybody_and_nominates_without_a_cabinet(
    kira, school, cycle, client
):
    other = make_person(school, "Чужой Олег Ильич")
    client.force_login(kira)
    assert "Чужой" not in client.get(link("registry:nomination_list")).content.decode()
    found = client.get(link("registry:nomination_list"), {"q": "чужой"})
    assert "Чужой" in found.content.decode()

    page = client.post(
        link("registry:nomination_add", pk=other.pk), {"note": "Да"}, follow=True
    )

    assert "Кабинета у кандидата ещё нет" in page.content.decode()
    with pytest.raises(Refused, match="уже есть"):
        candidacies.nominate(cycle=cycle, person=other, note="Да", by=kira)


def test_who_left_is_not_nominated(kira, school, cycle):
    gone = make_person(school, departure="left", departed_on=date(2026, 9, 1))

    with pytest.raises(PermissionDenied, match="выбыл"):
        candidacies.nominate(cycle=cycle, person=gone, note="Да", by=kira)


# --- Mentees ------------------------------------------------------------------------------


def test_a_parent_asks_for_the_child_with_the_consent_on_one_page(
    child, pavel, school, fresh
):
    school.signature_mode = SignatureMode.SIMPLE
    school.save()
    Person.objects.filter(pk=child.pk).update(
        birth_on=born_to_be(school, 12), birth_year=born_to_be(school, 12).year
    )
    client = fresh(pavel)
    url = link("registry:my_wish", pk=child.pk)
    assert "Оператор" in client.get(url).content.decode()

    client.post(url, {"text": "Хочет научиться играть в шахматы", "is_agreed": "on"})

    card = MenteeCard.objects.get()
    assert (card.status, card.channel) == (E.SUBMITTED, Channel.PARENT)
    request = card.requests.get()
    assert [tag.title for tag in request.competences.all()] == ["шахматы"]
    assert child.consents.get().status == ConsentStatus.VERIFIED


def test_where_ink_rules_the_application_waits_for_the_paper(child, pavel):
    card = wishes.submit_wish(person=child, text="Шахматы", by=pavel, is_agreed=True)

    assert card.status == E.CONSENT_WAIT
    told = history_of(card, with_person=False)
    assert told[0].by == ""
    assert told[0].remark == "Нет действующего согласия"


def test_a_pupil_asks_and_the_parent_is_waited_for(child, mia, client):
    client.force_login(mia)

    page = client.post(
        link("registry:my_wish", pk=child.pk), {"text": "Шахматы"}, follow=True
    )

    card = MenteeCard.objects.get()
    assert (card.status, card.channel) == (E.CONSENT_WAIT, Channel.SELF)
    assert "ждёт согласия" in page.content.decode()


def test_an_empty_draft_is_kept_and_not_sent(child, mia, client):
    client.force_login(mia)
    url = link("registry:my_wish", pk=child.pk)

    client.post(url, {"text": "", "draft": "1"})
    with pytest.raises(Refused, match="хотя бы один запрос"):
        wishes.submit_wish(person=child, text="", by=mia)

    client.post(url, {"text": "Шахматы", "draft": "1"})
    assert MenteeCard.objects.get().status == E.DRAFT


def test_a_mentee_takes_the_application_back_until_there_is_a_pair(child, mia, client):
    card = make_mentee_card(child, E.MATCHING, cycle=make_cycle(child.organisation))
    client.force_login(mia)
    url = link("registry:my_wish_withdraw", pk=card.pk)
    client.get(url)

    client.post(url, {"remark": "Справлюсь сама"})

    card.refresh_from_db()
    assert card.status == E.WITHDRAWN
    with pytest.raises(PermissionDenied, match="закрыта"):
        wishes.withdraw_wish(card=card, remark="", by=mia)


def test_in_a_pair_one_parts_through_the_curator(child, mia):
    card = make_mentee_card(child, E.IN_PROGRAMME)

    with pytest.raises(PermissionDenied, match="в паре"):
        wishes.withdraw_wish(card=card, remark="", by=mia)


def test_a_sent_wish_is_shown_with_its_state(child, mia, client):
    make_mentee_card(child, E.SUBMITTED, cycle=make_cycle(child.organisation))
    client.force_login(mia)

    page = client.get(link("registry:my_wish", pk=child.pk)).content.decode()

    assert "Заявка подана" in page


# --- Third parties ------------------------------------------------------------------------


@pytest.fixture
def form_master(school, child):
    """The class teacher of Mia's class."""
    user = make_member(school, Role.CLASS_TEACHER, name="Крот Вера Ильинична")
    person = make_person(school, "Крот Вера Ильинична", user=user)
    child.group = Group.objects.create(
        organisation=school,
        name="8А",
        school_year=school_year_start(local_day(school)),
        class_teacher=person,
    )
    child.save()
    return user


def test_a_class_teacher_asks_and_the_pupil_confirms(form_master, child, mia, client):
    client.force_login(form_master)
    assert "Мирная" in client.get(link("registry:word_list")).content.decode()
    url = link("registry:word_add", pk=child.pk)
    client.get(url)
    client.post(url, {"request": "Шахматы", "text": "Стесняется"})

    card = MenteeCard.objects.get()
    word = ThirdPartyWord.objects.get()
    assert (card.status, card.source) == (E.DRAFT, CardSource.THIRD_PARTY)
    assert (card.channel, card.asked_by.user) == (Channel.CLASS_TEACHER, form_master)
    assert (word.text, word.capacity) == ("Стесняется", "Классный руководитель")
    assert Notification.objects.filter(recipient=mia).exists()
    client.force_login(mia)
    page = client.get(link("registry:my_wish", pk=child.pk)).content.decode()
    assert "За вас попросили наставника" in page
    assert "Стесняется" not in page

    client.post(link("registry:my_wish", pk=child.pk), {"text": "Шахматы и речь"})

    card.refresh_from_db()
    assert card.status == E.CONSENT_WAIT
    assert card.requests.get().text == "Шахматы и речь"


def test_of_a_mentee_who_is_there_the_words_stand_beside(form_master, child, client):
    card = make_mentee_card(child, E.IN_BASE, cycle=make_cycle(child.organisation))
    client.force_login(form_master)

    client.post(link("registry:word_add", pk=child.pk), {"text": "Много болел"})

    card.refresh_from_db()
    assert card.status == E.IN_BASE
    assert ThirdPartyWord.objects.get(card=card).text == "Много болел"


def test_a_teacher_of_another_class_tells_nothing(form_master, school, client):
    stranger = make_child(school, name="Иная Ия Ильинична")
    client.force_login(form_master)

    with pytest.raises(PermissionDenied, match="своего класса"):
        wishes.tell_word(person=stranger, request="Речь", text="", by=form_master)
    assert client.get(link("registry:word_add", pk=stranger.pk)).status_code == 404


def test_last_years_class_is_nobodys_any_more(form_master, child):
    Group.objects.update(school_year=2020)

    assert not people_known_to(form_master, child.organisation).exists()


def test_a_head_tells_of_his_people_a_parent_of_the_child(head, teacher, child, pavel):
    school = child.organisation

    assert list(people_known_to(head, school)) == [teacher]
    assert list(people_known_to(pavel, school)) == [child]
    word = wishes.tell_word(person=teacher, request="Речь", text="", by=head)
    assert word.text == "Речь"


def test_a_psychologist_sees_his_mentees_and_finds_others_by_full_name(
    school, child, kira, cycle
):
    user = make_member(school, Role.PSYCHOLOGIST, name="Псарёва Ия Ильинична")
    other = make_child(school, name="Иная Ия Ильинична")
    card = make_mentee_card(child, E.IN_BASE, cycle=cycle)
    PsychologistAssignment.objects.create(
        organisation=school, card=card, psychologist=user, assigned_by=kira
    )

    assert list(people_known_to(user, school)) == [child]
    assert not people_known_to(user, school, "Иная").exists()
    assert list(people_known_to(user, school, "иная ия")) == [other]
    word = wishes.tell_word(person=other, request="Речь", text="", by=user)
    assert word.capacity == "Педагог-психолог"


def test_a_mentor_asks_for_nobody(max_, client, cycle):
    client.force_login(max_)

    assert client.get(link("registry:word_list")).status_code == 403


def test_the_curator_writes_down_what_was_told_aloud(kira, child, client, cycle):
    card = make_mentee_card(child, E.IN_BASE, cycle=cycle)
    client.force_login(kira)
    url = link("registry:word_record", pk=card.pk)
    client.get(url)
    told = {
        "source_name": "Крот Вера Ильинична",
        "capacity": "Классный руководитель",
        "text": "Любит рисовать",
    }

    assert "ещё не наступил" in (
        client.post(
            url, {**told, "told_on": local_day(card.organisation) + timedelta(1)}
        ).content.decode()
    )
    client.post(url, {**told, "told_on": "2026-09-05"})

    page = client.get(link("registry:mentee_detail", pk=card.pk)).content.decode()
    assert "Любит рисовать" in page


def test_a_role_that_ended_tells_nothing(school, child, form_master):
    form_master.memberships.all().delete()
    form_master.forget_roles()
    grant(user=form_master, organisation=school, role=Role.MENTOR, by=None)

    assert not people_known_to(form_master, school).exists()


# --- Two at once --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_at_once_make_one_card(school, mia, race_rounds):
    if connection.vendor != "postgresql":
        pytest.skip("Races are run on PostgreSQL")
    load_texts()
    make_cycle(school)
    for number in range(race_rounds):
        person = make_person(school, f"Лист Олег Ильич {number}", user=None)
        Person.objects.filter(user=mia).update(user=None)
        Person.objects.filter(pk=person.pk).update(user=mia)
        both, failed = Barrier(2), []

        def send(person=person, both=both, failed=failed):
            try:
                with within(school.pk):
                    both.wait()
                    wishes.save_wish(person=person, text="Речь", by=mia)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told
                failed.append(error)
            finally:
                connection.close()

        threads = [Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        assert MenteeCard.objects.filter(person=person).count() == 1
