"""What the rules of plans refuse and leave alone: files, imports, samples, groups, orders."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from programmes.actions import introduction, plan_files, plan_imports, samples, teams
from programmes.enums import TeamKind
from programmes.models import Measure, Roadmap, Team
from programmes.permissions.introduction import may_change_introduction
from programmes.queries.plan_imports import plan_of
from programmes.roadmap_templates import dump, load
from registry.enums import CycleStatus
from registry.models import Person

COPIED = "\n".join(
    "\t".join(row)
    for row in [
        ("№", "Этап", "Мероприятие", "Сроки", "Ответственный"),
        ("1", "Отбор наставников", "Провести анкетирование", "сентябрь", "директор"),
        ("2", "Завершение", "Провести итоговую встречу", "май", "куратор"),
    ]
)


@pytest.fixture
def brought(cycle, kira):
    """A plan copied from a page, on its way in."""
    return plan_imports.bring(cycle=cycle, text=COPIED, by=kira)


def corrected(plan_import, by, **change):
    return plan_imports.correct(
        plan_import=plan_import, version=plan_import.version, change=change, by=by
    )


# --- Files ----------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "  \n"])
def test_an_empty_plan_is_not_begun_without_a_title(cycle, kira, title):
    with pytest.raises(Refused, match="Напишите название плана"):
        plan_files.begin_empty(cycle=cycle, title=title, by=kira)

    assert not Roadmap.objects.exists()


def test_a_file_of_too_many_measures_is_refused_whole(cycle, kira, monkeypatch):
    monkeypatch.setattr(plan_files, "MOST_MEASURES", 3)

    with pytest.raises(Refused, match="больше 3 мероприятий: разделите"):
        plan_files.load_plan_file(cycle=cycle, text=dump(load("school")), by=kira)

    assert not Roadmap.objects.exists()


# --- Imports --------------------------------------------------------------------------


def test_a_plan_whose_every_line_is_left_out_is_not_accepted(brought, kira):
    left_out = {line.key: {"kind": "drop"} for line in plan_of(brought).measures}
    brought = corrected(brought, kira, lines=left_out)

    with pytest.raises(Refused, match="не нашлось ни одного мероприятия"):
        plan_imports.accept(plan_import=brought, by=kira)

    assert not Roadmap.objects.exists()


def test_a_plan_that_does_not_hold_together_stays_under_review(brought, kira):
    line = plan_of(brought).measures[0]
    brought = corrected(brought, kira, lines={line.key: {"stages": ["S3", "S3"]}})

    with pytest.raises(Refused, match=r"^План не складывается\.[^A-Za-z]+$"):
        plan_imports.accept(plan_import=brought, by=kira)

    brought = corrected(brought, kira, lines={line.key: {"stages": ["S3"]}})
    plan_imports.accept(plan_import=brought, by=kira)
    assert Measure.objects.count() == 2


def test_the_director_does_not_correct_the_curators_plan(brought, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        corrected(brought, dina, about={"title": "План директора"})


def test_an_accepted_plan_is_corrected_as_the_roadmap(brought, kira):
    plan_imports.accept(plan_import=brought, by=kira)

    with pytest.raises(PermissionDenied, match="уже принят: правьте дорожную карту"):
        corrected(brought, kira, about={"title": "Поздно"})

    with pytest.raises(PermissionDenied, match="не отложен"):
        plan_imports.resume(plan_import=brought, by=kira)


# --- Ready measures -------------------------------------------------------------------


def test_ready_measures_join_a_section_without_numbers_unnumbered(plan, kira):
    section = plan.sections.first()
    section.measures.update(number_printed="")

    added = samples.add_samples(
        section=section, template_code="teachers", codes=["teachers-5-4"], by=kira
    )

    assert [each.number_printed for each in added] == [""]


# --- Groups ---------------------------------------------------------------------------


CHARTER = teams.Charter(TeamKind.WORKING_GROUP, "Рабочая группа", "готовит приказы")


@pytest.fixture
def team(cycle, kira):
    return teams.create_team(cycle=cycle, charter=CHARTER, by=kira)


@pytest.fixture
def zuev(school):
    """Zuev of the staff."""
    return Person.objects.create(
        organisation=school, last_name="Зуев", is_staff_member=True
    )


def told(what):
    return AuditEvent.objects.filter(what=what).count()


def test_a_group_saved_as_it_was_is_no_change(team, kira):
    assert teams.change_team(team=team, charter=CHARTER, by=kira) == team

    assert told("team.changed") == 0


def test_a_member_put_again_as_he_is_is_no_change(team, zuev, kira):
    as_he_is = {"team": team, "person": zuev, "function": "секретарь", "is_head": False}
    first = teams.put_member(**as_he_is, by=kira)

    assert teams.put_member(**as_he_is, by=kira) == first

    assert (told("team.member_added"), told("team.member_changed")) == (1, 0)


def test_a_group_removed_in_another_window_is_gone(team, zuev, kira):
    teams.drop_team(team=Team.objects.get(pk=team.pk), by=kira)

    with pytest.raises(Refused, match="Этой группы уже нет"):
        teams.put_member(team=team, person=zuev, function="", is_head=False, by=kira)


def test_the_demo_makes_its_groups_in_nobodys_name(cycle, zuev):
    team = teams.create_team(cycle=cycle, charter=CHARTER, by=None)

    teams.put_member(team=team, person=zuev, function="", is_head=True, by=None)

    assert team.members.get().is_head
    made = AuditEvent.objects.filter(what__startswith="team.")
    assert [event.by for event in made] == [None, None]


# --- The order on introduction --------------------------------------------------------


def test_a_draft_left_behind_by_an_order_on_paper_is_only_looked_at(
    client, cycle, plan, kira
):
    draft = introduction.prepare_order(cycle=cycle, by=kira)
    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="7",
        signed_on=date(2026, 9, 2),
        scan=None,
        by=kira,
    )

    verdict = may_change_introduction(kira, draft)

    assert not verdict
    assert "введён другим приказом" in verdict.refusal
    client.force_login(kira)
    page = client.get(link("programmes:order_introduction_draft", pk=draft.pk))
    assert page.url == link("documents:document_detail", pk=draft.pk)
    late = client.post(page.request["PATH_INFO"], {}, follow=True).content.decode()
    assert "Изменения не сохранены. Цикл уже введён другим приказом." in late
    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.RUNNING
