"""«Проверка плана»: proposals accepted into the plan and taken back, hints let stand."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from programmes.actions import hints, roadmap_edits, roadmaps
from programmes.hints import hints_of
from programmes.models import Measure, Roadmap, RoadmapEdit, Section
from programmes.queries.hints import check_of, shown_hints
from programmes.roadmap_templates import load

OF_THE_YEAR = {"deadline_non_working_day", "deadline_outside_period"}
CHECK = "programmes:roadmap_hints"


@pytest.fixture
def centre(cycle):
    """The roadmap of a source plan full of traps."""
    return roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )


@pytest.fixture
def palace(cycle):
    return roadmaps.load_roadmap(cycle=cycle, template_code="youth_palace", by=None)


def keys_of(roadmap, code, title=""):
    return [
        shown.key
        for shown in shown_hints(roadmap)
        if shown.hint.code == code and title in shown.title
    ]


def codes_of(roadmap):
    roadmap = Roadmap.objects.select_related("cycle").get(pk=roadmap.pk)
    return {group.code for group in check_of(roadmap).groups}


def measure(number):
    return Measure.objects.get(number_printed=number)


def day_of_the_week(number, day):
    """Give a measure a printed day, understood as printed."""
    row = measure(number)
    row.deadline_raw = f"{day:%d.%m.%Y}"
    row.deadline = {
        "kind": "on_date",
        "raw": row.deadline_raw,
        "day": day.isoformat(),
    }
    row.save()
    return row


def test_the_page_shows_each_hint_with_its_proposal(client, centre, kira):
    row = measure("3.5")
    client.force_login(kira)

    page = client.get(link(CHECK)).content.decode()

    assert "Срок вне периода плана" in page
    assert link("programmes:measure_detail", pk=row.pk) in page
    assert "Принять: до 15 октября" in page
    assert "Утверждает не руководитель" in page


def test_a_clean_plan_says_so(client, plan, kira):
    client.force_login(kira)

    assert "Замечаний нет" in client.get(link(CHECK)).content.decode()


@pytest.mark.parametrize(
    "code", ["college", "creativity_centre", "school", "youth_centre", "youth_palace"]
)
def test_a_plan_in_the_database_gets_the_hints_of_its_file(cycle, code):
    roadmap = roadmaps.load_roadmap(cycle=cycle, template_code=code, by=None)
    days = {"starts_on": cycle.starts_on, "ends_on": cycle.ends_on}

    # Its days move into the cycle, so another day may be a day off, a year in the period.
    def lasting(found):
        return sorted(hint for hint in found if hint[0] not in OF_THE_YEAR)

    assert lasting((s.hint.code, s.title) for s in shown_hints(roadmap)) == lasting(
        (hint.code, title_of(hint, load(code))) for hint in hints_of(load(code), **days)
    )


def title_of(hint, plan):
    code = hint.place.code
    if hint.place.kind == "measure":
        return next(m.title for m in plan.measures() if m.code == code)
    return plan.sections[int(code) - 1].title if code else "План в целом"


def test_an_accepted_year_moves_the_day_and_leaves_the_printed_text(centre, kira):
    row = measure("3.5")
    printed, before = row.deadline_raw, row.due_on

    count = hints.accept(
        roadmap=centre, keys=keys_of(centre, "deadline_outside_period"), by=kira
    )

    row.refresh_from_db()
    assert count == 1
    assert row.deadline_raw == row.deadline["raw"] == printed
    assert row.due_on == before.replace(year=before.year + 1)
    assert "deadline_outside_period" not in codes_of(centre)
    assert AuditEvent.objects.filter(what="roadmap.hint_accepted", by=kira).exists()


def test_an_accepted_proposal_is_undone_as_a_step_of_editing(centre, kira):
    before = measure("3.5").due_on
    hints.accept(
        roadmap=centre, keys=keys_of(centre, "deadline_outside_period"), by=kira
    )

    step = RoadmapEdit.objects.get()
    assert step.what == "проверка плана: срок вне периода плана"
    roadmap_edits.undo(edit=step, by=kira)

    assert measure("3.5").due_on == before
    assert "deadline_outside_period" in codes_of(centre)


def test_all_hints_of_one_kind_are_accepted_in_one_step(centre, kira):
    for number, day in (("1.2.", date(2026, 10, 3)), ("1.3.", date(2026, 10, 4))):
        day_of_the_week(number, day)
    keys = keys_of(centre, "deadline_non_working_day")

    hints.accept(roadmap=centre, keys=keys, by=kira)

    assert measure("1.2.").deadline["day"] == "2026-10-05"
    assert measure("1.3.").deadline["day"] == "2026-10-05"
    assert RoadmapEdit.objects.count() == 1
    assert "deadline_non_working_day" not in codes_of(centre)


def test_a_second_proposal_is_chosen_by_its_place(cycle, kira):
    school = roadmaps.load_roadmap(cycle=cycle, template_code="school", by=None)

    hints.accept(
        roadmap=school, keys=keys_of(school, "deadline_ambiguous"), choice=1, by=kira
    )

    row = Measure.objects.get(deadline_raw="Декабрь Июнь")
    assert row.deadline["kind"] == "month_list"
    assert "alternatives" not in row.deadline


def test_the_deadline_of_what_is_done_needs_no_look(centre):
    row = measure("3.5")
    row.status, row.done_on = "done", row.due_on
    row.save()

    assert keys_of(centre, "deadline_outside_period") == []


def test_a_number_is_given_its_dot(centre, kira):
    hints.accept(roadmap=centre, keys=keys_of(centre, "number_format_mixed"), by=kira)

    assert Measure.objects.filter(number_printed="1.11.").exists()


def test_measures_follow_the_deadline_of_their_section(palace, kira):
    section = Section.objects.filter(roadmap=palace).first()
    section.deadline_raw = "в течение 10 дней"
    section.deadline = {
        "kind": "relative_to_event",
        "raw": section.deadline_raw,
        "anchor": "unnamed",
        "days_to": 10,
    }
    section.save()

    hints.accept(
        roadmap=palace,
        keys=keys_of(palace, "deadline_anchor_unknown", section.title),
        by=kira,
    )

    heir = section.measures.first()
    assert heir.deadline["kind"] == "relative_to_start"
    assert heir.deadline["is_inherited"] is True
    assert (heir.due_on - palace.cycle.starts_on).days == 9


def test_a_hint_that_is_gone_is_refused_in_words(centre, kira):
    keys = keys_of(centre, "deadline_outside_period")
    hints.accept(roadmap=centre, keys=keys, by=kira)

    with pytest.raises(Refused, match="план изменился"):
        hints.accept(roadmap=centre, keys=keys, by=kira)


def test_a_hint_let_stand_is_shown_no_more_until_its_text_changes(centre, kira):
    row = day_of_the_week("1.2.", date(2026, 10, 3))
    key = keys_of(centre, "deadline_non_working_day")

    hints.dismiss(roadmap=centre, keys=key, by=kira)
    assert "deadline_non_working_day" not in codes_of(centre)

    day_of_the_week(row.number_printed, date(2026, 10, 4))
    assert "deadline_non_working_day" in codes_of(centre)


def test_hints_let_stand_are_shown_again_on_request(centre, kira, client):
    hints.dismiss(roadmap=centre, keys=keys_of(centre, "number_gap"), by=kira)
    client.force_login(kira)
    assert "Показать отложенные (2)" in client.get(link(CHECK)).content.decode()

    client.post(link("programmes:hint_recall"))

    assert "number_gap" in codes_of(centre)


def test_the_curator_accepts_and_lets_stand_on_the_page(client, centre, kira):
    client.force_login(kira)
    year = keys_of(centre, "deadline_outside_period")
    gaps = keys_of(centre, "number_gap")

    client.post(link("programmes:hint_accept"), {"hint": year, "choice": "0"})
    page = client.post(link("programmes:hint_dismiss"), {"hint": gaps}, follow=True)

    assert "Отложены 2 подсказки" in page.content.decode()
    assert {"deadline_outside_period", "number_gap"} & codes_of(centre) == set()


@pytest.mark.parametrize("choice", ["9", "-1", "no", ""])
def test_a_choice_that_is_none_changes_nothing(client, centre, kira, choice):
    client.force_login(kira)
    keys = keys_of(centre, "deadline_anchor_unknown") or ["x"]

    client.post(link("programmes:hint_accept"), {"hint": keys, "choice": choice})

    assert not RoadmapEdit.objects.exists()


def test_a_mentor_does_not_check_the_plan(client, centre, max_):
    client.force_login(max_)

    assert client.get(link(CHECK)).status_code == 403
    with pytest.raises(PermissionDenied):
        hints.dismiss(roadmap=centre, keys=keys_of(centre, "number_gap"), by=max_)
    with pytest.raises(PermissionDenied):
        hints.accept(
            roadmap=centre, keys=keys_of(centre, "deadline_outside_period"), by=max_
        )


def test_the_roadmap_asks_how_many_hints_there_are(client, centre, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap_hints_count")).content.decode()

    assert f"Проверка плана: {check_of(centre).count} подсказ" in page


@pytest.mark.parametrize("template", ["school", "college"])
def test_the_check_costs_the_same_however_long_the_plan(
    client, cycle, kira, django_assert_max_num_queries, template
):
    roadmaps.load_roadmap(cycle=cycle, template_code=template, by=None)
    client.force_login(kira)

    with django_assert_max_num_queries(20):
        client.get(link(CHECK))
