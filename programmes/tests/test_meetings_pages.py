from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from programmes.enums import MeetingStatus, PlanRowStatus
from programmes.models import Meeting
from programmes.tests.pair_factories import make_mentee
from programmes.tests.programme_factories import make_held, make_working_pair
from registry.models import FormCuratorship

PAIR_PAGES = ["meeting_list", "meeting_log", "meeting_plan"]
MEETING_PAGES = ["meeting_detail", "meeting_hold", "meeting_cancel", "feedback_give"]


def test_a_meeting_is_logged_in_three_fields(client, working_pair, active, max_):
    client.force_login(max_)
    log = link("programmes:meeting_log", pk=working_pair.pk)
    form = client.get(log).context["form"]
    row = active.rows.first()
    assert list(form.fields) == ["held_on", "summary", "rows"]
    assert form["held_on"].value() == timezone.localdate()

    response = client.post(
        log,
        {
            "held_on": timezone.localdate().isoformat(),
            "summary": "Разобрали доклад",
            "rows": [row.pk],
        },
        follow=True,
    )

    row.refresh_from_db()
    shown = response.content.decode()
    assert row.status == PlanRowStatus.DONE
    assert "Встреча записана" in shown
    assert "Ждёт отзыва" in shown
    assert row.title in shown


def test_a_refused_log_keeps_what_was_typed(client, working_pair, max_):
    client.force_login(max_)

    response = client.post(
        link("programmes:meeting_log", pk=working_pair.pk),
        {"held_on": "2099-01-01", "summary": "Длинный рассказ"},
    )

    shown = response.content.decode()
    assert "ещё не наступил" in shown
    assert "Длинный рассказ" in shown


def test_the_curator_logs_from_the_page_of_the_pair(client, working_pair, kira):
    client.force_login(kira)
    shown = client.get(link("programmes:pair_detail", pk=working_pair.pk))
    log = link("programmes:meeting_log", pk=working_pair.pk)
    assert log in shown.content.decode()

    client.post(
        log, {"held_on": f"{timezone.localdate():%d.%m.%Y}", "summary": "Дневник"}
    )

    assert Meeting.objects.get().created_by == kira


def test_a_meeting_is_planned_in_the_hours_of_the_organisation(
    client, working_pair, school, max_
):
    school.time_zone = "Asia/Vladivostok"
    school.save()
    client.force_login(max_)
    day = timezone.localdate() + timedelta(days=5)

    response = client.post(
        link("programmes:meeting_plan", pk=working_pair.pk),
        {
            "day": day.isoformat(),
            "at": "15:30",
            "kind": "trial",
            "format": "online",
            "place": "https://example.org/room",
        },
        follow=True,
    )

    meeting = Meeting.objects.get()
    assert f"{meeting.planned_at.astimezone(tz=None).utctimetuple()[3]:02}" == "05"
    assert f"{day:%d.%m.%Y}, 15:30" in response.content.decode()


def test_a_past_hour_is_refused_beside_the_form(client, working_pair, max_):
    client.force_login(max_)

    response = client.post(
        link("programmes:meeting_plan", pk=working_pair.pk),
        {"day": "2020-01-01", "at": "15:30", "kind": "trial", "format": "online"},
    )

    assert "уже прошло" in response.content.decode()


def test_a_planned_meeting_is_logged_from_its_page(client, planned, max_):
    client.force_login(max_)
    hold = link("programmes:meeting_hold", pk=planned.pk)
    assert client.get(hold).context["form"]["held_on"].value() == timezone.localdate()

    client.post(
        hold, {"held_on": timezone.localdate().isoformat(), "summary": "Прошла"}
    )

    planned.refresh_from_db()
    assert planned.status == MeetingStatus.HELD
    assert client.get(hold).status_code == 403


def test_a_planned_meeting_is_called_off_from_its_page(client, planned, max_):
    client.force_login(max_)

    client.post(
        link("programmes:meeting_cancel", pk=planned.pk), {"reason": "карантин"}
    )

    planned.refresh_from_db()
    assert planned.status == MeetingStatus.CANCELLED


def test_feedback_is_a_mark_and_two_lines(client, held, mia, max_):
    client.force_login(mia)
    give = link("programmes:feedback_give", pk=held.pk)
    person = mia.persons.get()

    response = client.post(
        give,
        {"person": person.pk, "mark": "9", "useful": "Примеры", "trouble": "Темп"},
        follow=True,
    )

    assert "Отзыв записан" in response.content.decode().replace("отзыв", "Отзыв")
    assert "Все наставляемые оставили отзыв" not in response.content.decode()
    client.force_login(max_)
    shown = client.get(link("programmes:meeting_detail", pk=held.pk)).content.decode()
    assert "9 из 10" in shown
    assert "Ждёт отзыва" not in shown


def test_a_second_feedback_is_told_it_is_there(client, held, mia):
    client.force_login(mia)
    give = link("programmes:feedback_give", pk=held.pk)
    answer = {"person": mia.persons.get().pk, "mark": "9"}
    client.post(give, answer)

    response = client.post(give, answer, follow=True)

    assert "уже записан" in response.content.decode()
    assert held.feedbacks.count() == 1


def test_a_mark_is_asked_for(client, held, mia):
    client.force_login(mia)

    response = client.post(
        link("programmes:feedback_give", pk=held.pk),
        {"person": mia.persons.get().pk, "useful": "Примеры"},
    )

    shown = response.content.decode()
    assert "Поставьте оценку" in shown
    assert "Примеры" in shown


def test_a_parent_of_two_says_whose_word_it_is(client, working_pair, kira, pavel):
    cycle = working_pair.cycle
    children = [
        make_mentee(cycle, f"Мирный Егор {number}", age=10) for number in (1, 2)
    ]
    guardian = children[0].person.guardianships.get().guardian
    guardian.user = pavel
    guardian.save()
    relation = children[1].person.guardianships.get()
    relation.guardian = guardian
    relation.save()
    pair = make_working_pair(kira, cycle=cycle, mentees=children, name="Ли Ян Ян")
    held = make_held(pair, kira)
    client.force_login(pavel)
    give = link("programmes:feedback_give", pk=held.pk)
    assert "Чей отзыв" in client.get(give).content.decode()

    for child in children:
        client.post(give, {"person": child.person.pk, "mark": "8"})

    assert held.feedbacks.count() == 2


def test_the_director_sees_that_feedback_is_there_and_not_its_words(
    client, held, mia, dina
):
    client.force_login(mia)
    client.post(
        link("programmes:feedback_give", pk=held.pk),
        {"person": mia.persons.get().pk, "mark": "9", "useful": "Секрет"},
    )
    client.force_login(dina)

    shown = client.get(link("programmes:meeting_detail", pk=held.pk)).content.decode()

    assert "Все наставляемые оставили отзыв" in shown
    assert "Секрет" not in shown


@pytest.mark.parametrize("name", ["meeting_log", "meeting_plan"])
@pytest.mark.parametrize("who", ["mia", "dina"])
def test_who_does_not_log_is_told(client, working_pair, who, name, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(link(f"programmes:{name}", pk=working_pair.pk))

    assert response.status_code == 403


@pytest.mark.parametrize("name", ["meeting_hold", "meeting_cancel", "feedback_give"])
def test_who_does_not_act_is_told(client, planned, dina, name):
    client.force_login(dina)

    response = client.get(link(f"programmes:{name}", pk=planned.pk))

    assert response.status_code == 403


@pytest.mark.parametrize("is_stranger", [True, False])
@pytest.mark.parametrize("name", PAIR_PAGES)
def test_strangers_find_no_pair(client, working_pair, school, sam, name, is_stranger):
    client.force_login(sam if is_stranger else make_member(school, Role.MENTOR))

    response = client.get(link(f"programmes:{name}", pk=working_pair.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("is_stranger", [True, False])
@pytest.mark.parametrize("name", MEETING_PAGES)
def test_strangers_find_no_meeting(client, planned, school, sam, name, is_stranger):
    client.force_login(sam if is_stranger else make_member(school, Role.MENTOR))

    response = client.get(link(f"programmes:{name}", pk=planned.pk))

    assert response.status_code == 404


def test_a_curator_of_a_role_model_does_not_read_meetings(
    client, working_pair, held, school
):
    user = make_member(school, Role.ROLE_MODEL_CURATOR)
    FormCuratorship.objects.create(
        organisation=school,
        cycle=working_pair.cycle,
        form=working_pair.form,
        curator=user,
    )
    client.force_login(user)

    detail = client.get(link("programmes:pair_detail", pk=working_pair.pk))
    meetings = client.get(link("programmes:meeting_list", pk=working_pair.pk))

    assert "Программа и встречи" not in detail.content.decode()
    assert meetings.status_code == 404


def test_an_empty_list_says_how_to_begin(client, working_pair, mia):
    client.force_login(mia)

    response = client.get(link("programmes:meeting_list", pk=working_pair.pk))

    assert "встречи-знакомства" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, working_pair, kira, count, django_assert_num_queries
):
    for number in range(count):
        make_held(working_pair, kira, summary=f"Встреча {number}")
    client.force_login(kira)
    url = link("programmes:meeting_list", pk=working_pair.pk)
    client.get(url)

    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 9


@pytest.mark.parametrize("name", ["meeting_hold", "meeting_cancel"])
def test_every_page_of_a_meeting_leads_back(client, planned, max_, name):
    client.force_login(max_)

    response = client.get(link(f"programmes:{name}", pk=planned.pk))

    content = response.content.decode().split("<main")[1]
    back = link("programmes:meeting_list", pk=planned.pair_id)
    assert 'href=""' not in content
    assert content.count(f'href="{back}"') == 2
