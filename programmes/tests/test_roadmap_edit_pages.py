"""The pages of editing a plan: as forms without scripts, as cells with them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from programmes.actions import measures, roadmap_rows, roadmaps
from programmes.actions.roadmap_rows import Typed
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureItem, Responsible, RoadmapEdit, Team
from programmes.queries.row_cells import cells_of
from registry.models import Person


@pytest.fixture
def curator(client, kira):
    client.force_login(kira)
    return client


@pytest.fixture
def zuev(school):
    """Zuev of the staff, with an account that answers for measures."""
    user = make_member(school, Role.RESPONSIBLE, name="Зуев Захар Ильич")
    return Person.objects.create(
        organisation=school, last_name="Зуев", is_staff_member=True, user=user
    )


def text_of(response):
    return response.content.decode()


def offered(page, **typed):
    """What the form of the page sends, with something typed into it."""
    form = page.context["form"]
    fields = {field.html_name: field.value() for field in form}
    return {
        name: value for name, value in {**fields, **typed}.items() if value is not None
    }


def cell(client, measure, name, value, *, seen=None, version=None):
    return client.post(
        link("programmes:measure_cell", pk=measure.pk),
        {
            "cell": name,
            "value": value,
            "seen": cells_of(measure)[name] if seen is None else seen,
            "version": measure.version if version is None else version,
        },
    )


@pytest.mark.parametrize(
    "template",
    ["youth_palace", "creativity_centre", "school", "youth_centre", "college"],
)
def test_every_plan_stands_in_its_own_columns(curator, cycle, template):
    plan = roadmaps.load_roadmap(cycle=cycle, template_code=template, by=None)

    page = text_of(curator.get(link("programmes:roadmap")))

    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    keys = [column["key"] for column in plan.columns]
    of_stages = {"stage", "number"} if "stage" in keys else set()
    own = [
        column["title"]
        for column in plan.columns
        if column["key"] not in of_stages
        and plan.level_of.get(column["key"]) != "section"
    ]
    assert heads[: len(own)] == own
    for measure in Measure.objects.all():
        assert f'id="row-{measure.pk}"' in page
    for title in plan.work_columns:
        assert title in page


def test_a_deadline_of_a_stage_stands_in_its_head(curator, cycle):
    roadmaps.load_roadmap(cycle=cycle, template_code="youth_palace", by=None)
    section = Measure.objects.exclude(deadline_raw="").first().section

    page = text_of(curator.get(link("programmes:roadmap")))

    head = page.split(f'id="section-{section.pk}"')[1].split("<table")[0]
    assert section.deadline_raw in head
    assert section.documents_printed[0]["title"] in head


def test_a_blank_cell_stays_blank(curator, measure):
    Measure.objects.filter(pk=measure.pk).update(result="", number_printed="")

    page = text_of(curator.get(link("programmes:roadmap")))

    row = page.split(f'id="row-{measure.pk}"')[1].split("</tr>")[0]
    assert row.count('class="is-blank"') >= 2


def make_long(plan, count):
    section = plan.sections.first()
    Measure.objects.bulk_create(
        Measure(
            organisation=plan.organisation,
            section=section,
            ordinal=1000 + number,
            title=f"Мероприятие {number}",
            deadline={"kind": "unspecified"},
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("name", "most"), [("roadmap", 27), ("roadmap_edit", 27), ("my_measures", 20)]
)
def test_three_hundred_measures_cost_no_more_queries(
    curator, plan, django_assert_max_num_queries, name, most
):
    make_long(plan, 300)

    with django_assert_max_num_queries(most):
        page = curator.get(link(f"programmes:{name}"))

    assert len(page.content) < 900_000


def test_a_row_is_changed_on_a_page_of_its_own(curator, measure):
    url = link("programmes:measure_edit", pk=measure.pk)

    response = curator.post(
        url,
        offered(curator.get(url), title="Иначе", deadline_raw="до 25.10.2026"),
    )

    measure.refresh_from_db()
    assert response.url.endswith(f"#row-{measure.pk}")
    assert (measure.title, measure.due_on) == ("Иначе", date(2026, 10, 25))


def test_a_page_open_meanwhile_shows_both_words(curator, measure, school):
    url = link("programmes:measure_edit", pk=measure.pk)
    typed = offered(curator.get(url), title="Моё")
    deputy = make_member(school, Role.DEPUTY_DIRECTOR, name="Быстрова Бэла Борисовна")
    roadmap_rows.edit_measure(
        measure=measure,
        typed=Typed({"title": "Её"}, cells_of(measure), measure.version),
        by=deputy,
    )

    page = curator.post(url, typed)

    assert "Быстрова Бэла Борисовна" in text_of(page)
    assert "Сейчас в плане: «Её»" in text_of(page)
    curator.post(url, offered(page))
    measure.refresh_from_db()
    assert measure.title == "Моё"


def test_a_cell_is_saved_and_the_row_comes_back(curator, measure):
    row = text_of(cell(curator, measure, "deadline_raw", "до 25.10.2026"))

    assert "до 25 октября 2026 г." in row
    assert 'data-version="2"' in row
    assert 'hx-swap-oob="true"' in row


def test_a_cell_not_understood_says_so(curator, measure):
    assert "не понято" in text_of(cell(curator, measure, "deadline_raw", "абракадабра"))


def test_a_cell_somebody_changed_meanwhile_offers_the_choice(curator, measure, kira):
    cell(curator, measure, "title", "Её слово")

    row = text_of(cell(curator, measure, "title", "Моё слово"))

    assert "Её слово" in row
    assert "У вас: «Моё слово»" in row
    assert 'data-keep="mine"' in row
    fresh = Measure.objects.get(pk=measure.pk)
    assert fresh.title == "Её слово"
    cell(curator, fresh, "title", "Моё слово")
    assert Measure.objects.get(pk=measure.pk).title == "Моё слово"


def test_a_refused_cell_keeps_what_was_typed(curator, measure):
    row = text_of(cell(curator, measure, "number_printed", "5" * 50))

    assert "не больше 20" in row
    assert "5" * 50 in row


@pytest.mark.parametrize("name", ["owner_id", ""])
def test_a_cell_that_is_none_changes_nothing(curator, measure, name):
    response = curator.post(
        link("programmes:measure_cell", pk=measure.pk),
        {"cell": name, "value": "1", "seen": "", "version": 1},
    )

    assert response.status_code == 200
    assert not RoadmapEdit.objects.exists()


def test_the_last_step_is_undone_and_done_again_by_buttons(curator, measure):
    title = measure.title
    cell(curator, measure, "title", "Иначе")
    step = RoadmapEdit.objects.get()
    page = text_of(curator.get(link("programmes:roadmap_edit")))
    assert link("programmes:edit_undo", pk=step.pk) in page

    curator.post(link("programmes:edit_undo", pk=step.pk))
    assert Measure.objects.get(pk=measure.pk).title == title
    assert "Отменена" in text_of(curator.get(link("programmes:edit_list")))

    curator.post(link("programmes:edit_redo", pk=step.pk))
    assert Measure.objects.get(pk=measure.pk).title == "Иначе"


def test_rows_and_sections_are_added_moved_and_removed(curator, plan):
    section = plan.sections.first()
    url = link("programmes:measure_add", pk=section.pk)
    curator.post(url, offered(curator.get(url), title="Новое дело"))
    row = Measure.objects.get(title="Новое дело")
    before = list(section.measures.values_list("pk", flat=True))

    curator.post(link("programmes:measure_up", pk=row.pk), {"version": row.version})
    row.refresh_from_db()
    assert list(section.measures.values_list("pk", flat=True)).index(row.pk) == (
        len(before) - 2
    )
    curator.post(link("programmes:measure_down", pk=row.pk), {"version": row.version})
    assert list(section.measures.values_list("pk", flat=True)) == before
    curator.post(link("programmes:measure_drop", pk=row.pk))
    assert not Measure.objects.filter(pk=row.pk).exists()

    url = link("programmes:section_add")
    curator.post(url, offered(curator.get(url), title="Новый раздел"))
    added = plan.sections.last()
    place = {"place": added.ordinal}
    curator.post(link("programmes:section_up", pk=added.pk), place)
    added.refresh_from_db()
    curator.post(link("programmes:section_down", pk=added.pk), {"place": added.ordinal})
    url = link("programmes:section_edit", pk=added.pk)
    curator.post(url, offered(curator.get(url), title="Раздел иначе"))
    assert plan.sections.last().title == "Раздел иначе"
    curator.post(link("programmes:section_drop", pk=added.pk))
    assert not plan.sections.filter(pk=added.pk).exists()


def ticked(*rows):
    return [f"{row.pk}:{Measure.objects.get(pk=row.pk).version}" for row in rows]


def test_several_rows_are_changed_at_once(curator, plan, zuev):
    rows = list(plan.sections.first().measures.filter(is_heading=False)[:2])
    url = link("programmes:measures_change")
    last = plan.sections.last()
    for act, fields in (
        ("assign", {"responsible": f"p{zuev.pk}"}),
        ("shift", {"days": 7, "reason": "карантин"}),
        ("status", {"status": "in_progress"}),
        ("cancel", {"reason": "не нужно"}),
        ("move", {"target": f"s{last.pk}"}),
    ):
        response = curator.post(
            url, {"act": act, "row": ticked(*rows), **fields}, follow=True
        )
        assert "Всё вместе можно отменить" in text_of(response), act

    assert RoadmapEdit.objects.count() == 5
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.section) == (MeasureStatus.CANCELLED, last)
        assert row.responsibles.filter(person=zuev).exists()


def test_nothing_ticked_is_said_on_the_page(curator, plan):
    response = curator.post(
        link("programmes:measures_change"),
        {"act": "status", "status": "done"},
        HTTP_REFERER=f"http://testserver{link('programmes:roadmap_edit')}",
        follow=True,
    )

    assert "галочками" in text_of(response)


def make_past(plan):
    day = timezone.localdate() - timedelta(days=10)
    Measure.objects.filter(is_heading=False).update(due_on=day, planned_on=day)
    return day


def test_a_plan_begun_late_is_told_of_on_one_page(curator, plan):
    day = make_past(plan)
    url = link("programmes:measures_catch_up")
    assert link("programmes:measures_catch_up") in text_of(
        curator.get(link("programmes:roadmap"))
    )
    first, second, third = Measure.objects.filter(is_heading=False)[:3]
    typed = offered(curator.get(url))
    typed[f"fate_{first.pk}"] = "done"
    typed[f"fate_{second.pk}"] = "shift"
    typed[f"day_{second.pk}"] = "2027-03-01"

    curator.post(url, typed)

    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.status, first.done_on) == ("done", day)
    assert (second.status, second.due_on) == ("postponed", date(2027, 3, 1))
    assert third.status == "planned"
    again = curator.post(url, typed)
    assert again.status_code < 500
    assert RoadmapEdit.objects.count() == 1


def test_a_shift_without_a_day_is_asked_for_it(curator, plan):
    make_past(plan)
    url = link("programmes:measures_catch_up")
    first = Measure.objects.filter(is_heading=False).first()
    typed = offered(curator.get(url))

    page = curator.post(
        url, {**typed, f"fate_{first.pk}": "shift", f"day_{first.pk}": ""}
    )

    assert "Укажите день" in text_of(page)


def test_the_curator_finds_what_waits_for_confirmation(curator, client, measure, zuev):
    measure.responsibles.create(
        organisation=measure.organisation, ordinal=9, person=zuev
    )
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=zuev.user)
    page = text_of(curator.get(f"{link('programmes:roadmap')}?show=unconfirmed"))
    assert measure.title in page
    assert page.count('id="row-') == 1

    curator.post(link("programmes:measure_confirm", pk=measure.pk))

    assert Measure.objects.get(pk=measure.pk).confirmed_at


def test_the_curator_returns_with_a_remark(curator, measure, zuev, kira):
    measure.responsibles.create(
        organisation=measure.organisation, ordinal=9, person=zuev
    )
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=zuev.user)

    response = curator.post(
        link("programmes:measure_return", pk=measure.pk),
        {"remark": "нет протокола"},
        follow=True,
    )

    assert "Возвращено: нет протокола" in text_of(response)


def test_a_responsible_works_from_his_list(client, measure, zuev):
    measure.responsibles.create(
        organisation=measure.organisation, ordinal=9, person=zuev
    )
    item = MeasureItem.objects.create(
        organisation=measure.organisation,
        measure=Measure.objects.exclude(pk=measure.pk).first(),
        ordinal=50,
        text="принести флаг",
        deadline={"kind": "unspecified"},
        responsible=zuev,
    )
    client.force_login(zuev.user)
    mine = link("programmes:my_measures")
    page = text_of(client.get(mine))
    assert "Мои мероприятия" in page
    assert measure.title in page
    assert "принести флаг" in page

    client.post(link("programmes:item_mark", pk=item.pk), {"done": "yes", "next": mine})
    client.post(
        link("programmes:measure_comment", pk=measure.pk),
        {"text": "Сделаю завтра", "next": mine},
    )
    response = client.post(
        link("programmes:measure_done_today", pk=measure.pk), {"next": mine}
    )

    assert response.url == mine
    assert "Ждут слова куратора" in text_of(client.get(mine))
    item.refresh_from_db()
    assert item.done_on
    assert measure.comments.get().text == "Сделаю завтра"


def test_the_way_back_leads_nowhere_else(client, measure, kira):
    client.force_login(kira)

    response = client.post(
        link("programmes:measure_done_today", pk=measure.pk),
        {"next": "//evil.example/"},
    )

    assert response.url == link("programmes:measure_detail", pk=measure.pk)


def test_a_link_is_evidence_and_its_scheme_is_checked(curator, measure):
    url = link("programmes:measure_done", pk=measure.pk)
    typed = offered(curator.get(url), evidence_link="javascript:alert(1)")
    assert "не похоже на ссылку" in text_of(curator.post(url, typed))

    curator.post(url, {**typed, "evidence_link": "https://school.example/1"})

    page = text_of(curator.get(link("programmes:measure_detail", pk=measure.pk)))
    assert 'href="https://school.example/1"' in page


def test_an_empty_comment_is_asked_for(curator, measure):
    response = curator.post(link("programmes:measure_comment", pk=measure.pk), {})

    assert response.status_code == 200
    assert "обязательно" in text_of(response).lower()


def test_a_cancelled_measure_returns_to_the_plan(curator, measure, kira):
    measures.move(
        measure=measure, to=MeasureStatus.CANCELLED, by=kira, reason="не нужно"
    )

    curator.post(link("programmes:measure_plan", pk=measure.pk))

    measure.refresh_from_db()
    assert (measure.status, measure.reason) == (MeasureStatus.PLANNED, "")


def test_an_item_is_changed_on_its_page(curator, measure, zuev):
    item = MeasureItem.objects.create(
        organisation=measure.organisation,
        measure=measure,
        ordinal=50,
        text="принести флаг",
        deadline={"kind": "unspecified"},
    )
    url = link("programmes:item_edit", pk=item.pk)

    curator.post(
        url,
        offered(curator.get(url), deadline_raw="октябрь", responsible=str(zuev.pk)),
    )

    item.refresh_from_db()
    assert (item.due_on, item.responsible) == (date(2026, 10, 31), zuev)


def test_a_mentee_reads_the_plan_and_not_what_is_said_about_it(client, measure, mia):
    client.force_login(mia)

    page = text_of(client.get(link("programmes:measure_detail", pk=measure.pk)))

    assert "История" not in page
    assert "Комментарии" not in page
    assert client.get(link("programmes:roadmap_edit")).status_code == 403


def test_a_group_is_made_filled_and_removed(curator, cycle, zuev):
    url = link("programmes:team_add")
    typed = offered(curator.get(url), title="Рабочая группа", function="ведёт план")
    curator.post(url, typed)
    assert "уже есть" in text_of(curator.post(url, typed))
    team = Team.objects.get()
    url = link("programmes:team_member_add", pk=team.pk)
    curator.post(
        url,
        offered(
            curator.get(url), person=str(zuev.pk), function="приказы", is_head="on"
        ),
    )
    member = team.members.get()
    url = link("programmes:team_member_edit", pk=member.pk)
    curator.post(url, offered(curator.get(url), function="все приказы"))
    url = link("programmes:team_edit", pk=team.pk)
    curator.post(url, offered(curator.get(url), kind="project_office"))

    page = text_of(curator.get(link("programmes:team_detail", pk=team.pk)))
    assert "Проектный офис" in page
    assert "все приказы" in page
    assert "Зуев" in text_of(curator.get(link("programmes:team_list")))
    curator.post(link("programmes:team_member_drop", pk=member.pk))
    curator.post(link("programmes:team_drop", pk=team.pk))
    assert "Групп ещё нет" in text_of(curator.get(link("programmes:team_list")))


def test_groups_are_read_by_the_staff_and_made_by_the_curator(client, cycle, dina):
    client.force_login(dina)

    assert "Это делает куратор" in text_of(client.get(link("programmes:team_list")))
    assert client.get(link("programmes:team_add")).status_code == 403


@pytest.mark.parametrize("role", [Role.RESPONSIBLE, Role.MENTOR])
def test_ones_own_measures_and_items_cost_the_same_however_many(
    client, plan, measure, school, role, django_assert_max_num_queries
):
    user = make_member(school, role)
    person = Person.objects.create(organisation=school, last_name="Юдин", user=user)
    make_long(plan, 30)
    rows = [*Measure.objects.filter(title__startswith="Мероприятие "), measure]
    Responsible.objects.bulk_create(
        Responsible(organisation=school, measure=row, ordinal=90, person=person)
        for row in rows
    )
    others = Measure.objects.exclude(pk__in=[row.pk for row in rows])
    MeasureItem.objects.bulk_create(
        MeasureItem(
            organisation=school,
            measure=row,
            ordinal=50 + number,
            text=f"пункт {number}",
            responsible=person if row != measure else None,
        )
        for row in (measure, others.first())
        for number in range(30)
    )
    client.force_login(user)

    with django_assert_max_num_queries(20):
        page = text_of(client.get(link("programmes:my_measures")))
    with django_assert_max_num_queries(26):
        client.get(link("programmes:measure_detail", pk=measure.pk))

    assert "Мероприятие 29" in page
    assert "пункт 29" in page
