from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from documents.tests.reading import squeezed, whole_text
from programmes.actions import plan, programmes
from programmes.enums import PlanRowStatus, ProgrammeStatus
from programmes.models import PlanRow, Programme
from programmes.tests.programme_factories import (
    make_active,
    make_agreed,
    make_programme,
    make_working_pair,
)

PROGRAMME_PAGES = [
    "programme_detail",
    "programme_edit",
    "programme_paper_agreements",
    "programme_print",
    "plan_edit",
]
PROGRAMME_POSTS = ["programme_agree", "programme_approve", "plan_row_add"]
ROW_PAGES = ["plan_row_edit", "plan_row_done"]
ROW_POSTS = [
    "plan_row_up",
    "plan_row_down",
    "plan_row_drop",
    "plan_row_done_today",
    "plan_row_undo",
]


def page(client: Client, name: str, **kwargs: object) -> str:
    response = client.get(link(f"programmes:{name}", **kwargs))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def typed(programme: Programme, **changes: object) -> dict[str, object]:
    """What a browser sends of the form as it stands, with some fields changed."""
    programme.refresh_from_db()
    fields = {
        "version": programme.version,
        "request": programme.request,
        "problem": programme.problem,
        "tasks": programme.tasks,
        "kinds": [kind.code for kind in programme.kinds.all()],
        "basis": programme.basis,
        "interaction_forms": programme.interaction_forms,
        "mentor_activity": programme.mentor_activity,
        "mentee_activity": programme.mentee_activity,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "schedule_format": programme.schedule_format,
        "regime": programme.regime,
        "planned_results": programme.planned_results,
    }
    return {**fields, **changes}


def test_a_side_opens_the_programme_from_the_page_of_the_pair(
    client, working_pair, max_
):
    client.force_login(max_)
    assert "Открыть программу" in page(client, "pair_detail", pk=working_pair.pk)

    response = client.post(link("programmes:programme_open", pk=working_pair.pk))

    programme = Programme.objects.get()
    assert response.url == link("programmes:programme_detail", pk=programme.pk)
    assert "хотя бы одна строка плана" in page(
        client, "programme_detail", pk=programme.pk
    )


def test_every_field_is_kept_and_shown(client, draft, mia):
    client.force_login(mia)
    written = {
        "request": "Цель",
        "problem": "Проблема",
        "tasks": [" первая  задача ", "", "вторая задача"],
        "kinds": ["situational"],
        "basis": "group",
        "interaction_forms": ["training"],
        "interaction_other": "походы",
        "directions": "предметное",
        "mentor_activity": "ведёт",
        "mentee_activity": "идёт",
        "schedule_format": "mixed",
        "schedule": "по средам",
        "regime": "час",
        "conditions": "кабинет 7",
        "interim_results": "половина",
        "interim_check_on": "25.12.2026",
        "planned_results": "всё",
        "planned_check_on": (draft.ends_on).isoformat(),
    }

    response = client.post(
        link("programmes:programme_edit", pk=draft.pk), typed(draft, **written)
    )

    assert response.url == link("programmes:programme_detail", pk=draft.pk)
    draft.refresh_from_db()
    assert draft.tasks == ["первая задача", "вторая задача"]
    shown = page(client, "programme_detail", pk=draft.pk)
    for words in ("походы", "по средам", "кабинет 7", "половина", "25.12.2026"):
        assert words in shown
    again = page(client, "programme_edit", pk=draft.pk)
    assert 'value="вторая задача"' in again
    assert f'data-draft="programme-{draft.pk}-{draft.version}"' in again


def test_a_wrong_term_is_told_beside_its_field(client, draft, max_):
    client.force_login(max_)
    short = (draft.starts_on + timedelta(days=30)).isoformat()

    response = client.post(
        link("programmes:programme_edit", pk=draft.pk),
        typed(draft, ends_on=short, regime="Моё"),
    )

    shown = response.content.decode()
    assert "короче трёх месяцев" in shown
    assert "Моё" in shown
    assert 'id="error_1_id_ends_on"' in shown or "ends_on_error" in shown


def test_who_was_slower_sees_both_and_loses_nothing(client, draft, max_, mia):
    mine = typed(draft, regime="Её режим", problem="Её проблема")
    programmes.change(
        programme=draft,
        text={"regime": "Его режим", "request": "Его цель"},
        version=draft.version,
        by=max_,
    )
    client.force_login(mia)

    response = client.post(link("programmes:programme_edit", pk=draft.pk), mine)

    shown = response.content.decode()
    assert "Морозов Максим Ильич" in shown
    assert "Изменено: запрос (цель) наставляемого, режим работ" in shown
    assert "Её режим" in shown
    assert "Сейчас в программе: «Его режим»" in shown
    assert "Её проблема" in shown
    assert "Его цель" in shown
    draft.refresh_from_db()
    assert draft.regime == "Его режим"
    assert f'name="version" value="{draft.version}"' in shown


def test_saving_again_takes_both(client, draft, max_, mia):
    base = typed(draft)
    programmes.change(
        programme=draft, text={"request": "Его цель"}, version=draft.version, by=max_
    )
    client.force_login(mia)
    edit = link("programmes:programme_edit", pk=draft.pk)
    response = client.post(edit, {**base, "problem": "Её проблема"})
    form = response.context["form"]

    values = {name: form[name].value() or "" for name in form.fields}
    client.post(edit, values)

    draft.refresh_from_db()
    assert (draft.request, draft.problem) == ("Его цель", "Её проблема")


def test_a_conflict_shows_choices_and_days_in_words(client, draft, max_, mia):
    mine = typed(draft, basis="group", kinds=["situational"], planned_check_on="")
    other = draft.starts_on + timedelta(days=100)
    programmes.change(
        programme=draft,
        text={"kinds": [], "planned_check_on": other, "schedule_format": "online"},
        version=draft.version,
        by=max_,
    )
    mine["planned_check_on"] = draft.ends_on.isoformat()
    mine["schedule_format"] = "mixed"
    client.force_login(mia)

    shown = client.post(
        link("programmes:programme_edit", pk=draft.pk), mine
    ).content.decode()

    assert "Сейчас в программе: «пусто»" in shown
    assert f"Сейчас в программе: «{other:%d.%m.%Y}»" in shown
    assert "Сейчас в программе: «Онлайн»" in shown


def test_a_forged_version_is_taken_for_an_old_one(client, draft, max_):
    client.force_login(max_)

    response = client.post(
        link("programmes:programme_edit", pk=draft.pk), typed(draft, version=999)
    )

    assert "другой человек" in response.content.decode()


def test_the_whole_road_to_approval(client, draft, max_, mia, kira, committed):
    for user in (max_, mia):
        client.force_login(user)
        person = user.persons.get()
        draft.refresh_from_db()
        client.post(
            link("programmes:programme_agree", pk=draft.pk),
            {"person": person.pk, "version": draft.version},
        )
    client.force_login(kira)
    assert "Утвердить программу" in page(client, "programme_detail", pk=draft.pk)

    with committed():
        client.post(link("programmes:programme_approve", pk=draft.pk))

    draft.refresh_from_db()
    assert draft.status == ProgrammeStatus.ACTIVE
    response = client.get(link("programmes:programme_pdf", pk=draft.pk))
    text = whole_text(response.content)
    assert squeezed("Персонализированная программа").upper() in text.upper()
    assert squeezed("Научиться выступать перед классом") in text


def test_a_forged_agreement_is_refused(client, draft, max_):
    client.force_login(max_)

    response = client.post(
        link("programmes:programme_agree", pk=draft.pk),
        {"person": "0", "version": "1"},
        headers={"referer": link("programmes:programme_detail", pk=draft.pk)},
        follow=True,
    )

    assert "Обновите страницу и согласуйте ещё раз" in response.content.decode()
    assert not draft.agreements.exists()


def test_the_curator_notes_signatures_on_paper(client, draft, kira, max_person):
    client.force_login(kira)
    url = link("programmes:programme_paper_agreements", pk=draft.pk)

    response = client.post(url, {"version": draft.version, "people": [max_person.pk]})
    stale = client.post(
        url, {"version": 1, "people": [draft.pair.members.get().mentee_card.person.pk]}
    )

    assert response.status_code == 302
    assert "Напечатайте её заново" in stale.content.decode()
    assert "на бумаге" in page(client, "programme_detail", pk=draft.pk)


def test_the_curator_returns_with_a_remark(client, working_pair, kira, max_):
    programme = make_agreed(working_pair, kira)
    client.force_login(kira)
    url = link("programmes:programme_return", pk=programme.pk)
    assert (
        "Напишите, что исправить" in client.post(url, {"remark": ""}).content.decode()
    )

    client.post(url, {"remark": "Уточните задачи"})

    client.force_login(max_)
    assert "Уточните задачи" in page(client, "programme_detail", pk=programme.pk)


def test_a_second_approval_is_told_to_be_late(client, active, kira):
    client.force_login(kira)

    response = client.post(link("programmes:programme_approve", pk=active.pk))

    assert response.status_code == 403


def test_a_paper_still_printing_says_so(client, active, max_):
    client.force_login(max_)

    response = client.get(link("programmes:programme_pdf", pk=active.pk), follow=True)

    assert "PDF ещё печатается" in response.content.decode()


def test_a_draft_has_no_approved_paper(client, draft, max_):
    client.force_login(max_)

    response = client.get(link("programmes:programme_pdf", pk=draft.pk))

    assert response.status_code == 404


def test_a_fresh_print_has_todays_marks_and_the_approved_text(
    client, active, max_, mia
):
    row = active.rows.first()
    plan.mark_done(programme=active, rows=[row], done_on=active.starts_on, by=max_)
    client.force_login(mia)

    response = client.get(link("programmes:programme_print", pk=active.pk))

    text = whole_text(response.content)
    assert f"выполнено{active.starts_on:%d.%m.%Y}" in text
    assert "ПРОЕКТ" not in text
    assert response["Cache-Control"] == "private, no-store"


def test_a_print_of_the_draft_is_marked_as_one(client, draft, max_):
    client.force_login(max_)

    response = client.get(link("programmes:programme_print", pk=draft.pk))

    assert "ПРОЕКТ" in whole_text(response.content)


def test_a_press_that_fails_says_so(client, draft, max_, monkeypatch):
    monkeypatch.setattr(
        "programmes.papers.programme.PersonalProgramme.template_name", "papers/no.html"
    )
    client.force_login(max_)

    response = client.get(link("programmes:programme_print", pk=draft.pk))

    assert response.status_code == 409
    assert "не читается" in response.content.decode()


def test_the_plan_is_written_row_by_row(client, draft, max_):
    client.force_login(max_)
    add = link("programmes:plan_row_add", pk=draft.pk)
    due = draft.ends_on.isoformat()

    client.post(add, {"measure": "Доклад", "due_on": due})
    wrong = client.post(add, {"measure": "Поздно", "due_on": "2099-01-01"})
    row = draft.rows.get(title="Доклад")
    client.post(link("programmes:plan_row_up", pk=row.pk))
    client.post(link("programmes:plan_row_up", pk=row.pk))
    client.post(link("programmes:plan_row_down", pk=row.pk))
    draft.refresh_from_db()
    client.post(
        link("programmes:plan_row_edit", pk=row.pk),
        {"measure": "Большой доклад", "due_on": due, "version": draft.version},
    )
    client.post(
        link("programmes:plan_row_drop", pk=draft.rows.get(title="Встреча 2").pk)
    )

    assert "внутри срока программы" in wrong.content.decode()
    assert "Поздно" in wrong.content.decode()
    assert [row.title for row in draft.rows.all()] == ["Встреча 1", "Большой доклад"]


def test_a_suggestion_is_one_tap(client, draft, max_):
    client.force_login(max_)
    response = client.get(link("programmes:plan_edit", pk=draft.pk))
    suggestion = response.context["suggestions"][0]
    shown = response.content.decode()
    assert f'name="measure" value="{suggestion.measure}"' in shown

    client.post(
        link("programmes:plan_row_add", pk=draft.pk),
        {"measure": suggestion.measure, "due_on": suggestion.due_on.isoformat()},
    )

    assert draft.rows.filter(title=suggestion.measure).exists()


def test_a_row_changed_by_another_keeps_what_was_typed(client, draft, max_, mia):
    row = draft.rows.first()
    version = draft.version
    plan.change_row(
        row=row, title="Его слова", due_on=row.due_on, version=version, by=max_
    )
    client.force_login(mia)

    response = client.post(
        link("programmes:plan_row_edit", pk=row.pk),
        {"measure": "Её слова", "due_on": row.due_on.isoformat(), "version": version},
    )

    shown = response.content.decode()
    assert "изменил другой человек" in shown
    assert "Её слова" in shown
    assert "Его слова" in shown
    draft.refresh_from_db()
    assert f'name="version" value="{draft.version}"' in shown


def test_marks_are_put_and_taken_back(client, active, max_, mia):
    row = active.rows.first()
    client.force_login(max_)
    client.post(link("programmes:plan_row_done_today", pk=row.pk))
    client.force_login(mia)
    assert "Выполнено" in page(client, "programme_detail", pk=active.pk)
    client.force_login(max_)
    client.post(link("programmes:plan_row_undo", pk=row.pk))
    done = link("programmes:plan_row_done", pk=row.pk)
    wrong = client.post(done, {"done_on": "2099-01-01"})

    client.post(done, {"done_on": active.starts_on.isoformat()})

    row.refresh_from_db()
    assert "ещё не наступил" in wrong.content.decode()
    assert (row.status, row.done_on) == (PlanRowStatus.DONE, active.starts_on)


@pytest.mark.parametrize("name", PROGRAMME_PAGES)
def test_a_stranger_finds_no_programme(client, draft, sam, school, name):
    client.force_login(sam)

    assert client.get(link(f"programmes:{name}", pk=draft.pk)).status_code == 404


@pytest.mark.parametrize("name", PROGRAMME_PAGES)
def test_another_mentor_of_the_school_finds_none(client, draft, school, name):
    client.force_login(other_mentor(school))

    assert client.get(link(f"programmes:{name}", pk=draft.pk)).status_code == 404


@pytest.mark.parametrize("name", PROGRAMME_POSTS)
def test_another_mentor_changes_no_programme(client, draft, school, name):
    client.force_login(other_mentor(school))

    assert client.post(link(f"programmes:{name}", pk=draft.pk)).status_code == 404


@pytest.mark.parametrize("name", [*ROW_PAGES, *ROW_POSTS])
def test_another_mentor_changes_no_row(client, draft, school, name):
    client.force_login(other_mentor(school))
    row = draft.rows.first()

    response = client.post(link(f"programmes:{name}", pk=row.pk))

    assert response.status_code == 404
    assert PlanRow.objects.filter(pk=row.pk).exists()


def other_mentor(school):

    return make_member(school, Role.MENTOR)


@pytest.mark.parametrize(
    "name",
    ["programme_edit", "programme_return", "programme_paper_agreements", "plan_edit"],
)
def test_the_director_reads_and_does_not_write(client, draft, dina, name):
    client.force_login(dina)
    page(client, "programme_detail", pk=draft.pk)

    response = client.get(link(f"programmes:{name}", pk=draft.pk))

    assert response.status_code == 403


@pytest.mark.parametrize("name", [*ROW_PAGES, *ROW_POSTS])
def test_the_director_touches_no_row(client, draft, dina, name):
    client.force_login(dina)

    response = client.post(link(f"programmes:{name}", pk=draft.rows.first().pk))

    assert response.status_code == 403


def test_a_parent_reads_what_the_child_of_15_writes(client, draft, mia_person, pavel):
    guardian = mia_person.guardianships.get().guardian
    guardian.user = pavel
    guardian.save()
    client.force_login(pavel)

    assert "Согласовать" not in page(client, "programme_detail", pk=draft.pk)
    edit = client.get(link("programmes:programme_edit", pk=draft.pk))
    assert edit.status_code == 403


def test_the_list_is_searched_narrowed_and_sorted(client, active, working_pair, kira):
    make_programme(
        make_working_pair(kira, cycle=working_pair.cycle, name="Абаев Аким Ильич"), kira
    )
    client.force_login(kira)

    def found(**query):
        response = client.get(link("programmes:programme_list"), query)
        return [
            row.pair.mentor_card.person.last_name for row in response.context["page"]
        ]

    assert found() == ["Абаев", "Морозов"]
    assert found(sort="-mentor") == ["Морозов", "Абаев"]
    assert found(q="абаев") == ["Абаев"]
    assert found(q="мирная") == ["Абаев", "Морозов"]
    assert found(status="active") == ["Морозов"]
    assert found(q="никто") == []


def test_the_list_leaves_as_it_is_shown(client, active, kira, max_):
    client.force_login(kira)
    response = client.get(
        link("programmes:programme_export"), {"as": "csv", "status": "active"}
    )
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Наставник;Наставляемые;Состояние")
    assert lines[1].startswith("Морозов Максим Ильич;Мирная Мия Олеговна;Реализуется")
    assert len(lines) == 2

    client.force_login(max_)

    assert client.get(link("programmes:programme_export")).status_code == 403


def test_a_mentor_sees_his_own_programmes_alone(
    client, active, working_pair, kira, max_
):
    make_active(
        make_working_pair(kira, cycle=working_pair.cycle, name="Абаев Аким Ильич"), kira
    )
    client.force_login(max_)

    response = client.get(link("programmes:programme_list"))

    assert [row.pk for row in response.context["page"]] == [active.pk]


def test_an_empty_list_says_what_comes_next(client, school, kira):
    client.force_login(kira)

    assert "Программ пока нет" in page(client, "programme_list")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, active, working_pair, kira, count, django_assert_num_queries
):
    for number in range(count - 1):
        pair = make_working_pair(
            kira, cycle=working_pair.cycle, name=f"Абаев Аким {number}"
        )
        make_programme(pair, kira)
    client.force_login(kira)
    client.get(link("programmes:programme_list"))

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(link("programmes:programme_list"))


QUERIES_OF_THE_LIST = 11


@pytest.mark.parametrize("rows", [1, 3])
def test_a_programme_costs_the_same_however_long_its_plan(
    client, working_pair, kira, rows, django_assert_num_queries
):
    programme = make_active(working_pair, kira, rows=rows)
    client.force_login(kira)
    client.get(link("programmes:programme_detail", pk=programme.pk))

    with django_assert_num_queries(QUERIES_OF_A_PROGRAMME):
        client.get(link("programmes:programme_detail", pk=programme.pk))


QUERIES_OF_A_PROGRAMME = 17


@pytest.mark.parametrize("name", ["programme_edit", "plan_edit"])
def test_every_page_of_a_draft_leads_back(client, draft, max_, name):
    client.force_login(max_)

    content = page(client, name, pk=draft.pk).split("<main")[1]

    assert 'href=""' not in content
    assert (
        content.count(f'href="{link("programmes:programme_detail", pk=draft.pk)}"') == 2
    )
