"""The plan of the next cycle, the archive, the comparison (R-330, R-373)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.links import link
from programmes.actions import measures, roadmap_copies, roadmaps
from programmes.models import Measure, Responsible, Roadmap
from programmes.queries.roadmap_next import compare, copy_proposal
from registry.models import Cycle, Person


@pytest.fixture
def next_year(school, cycle):
    return Cycle.objects.create(
        organisation=school,
        title="2027/28 учебный год",
        starts_on=date(2027, 9, 1),
        ends_on=date(2028, 5, 31),
    )


def everything(roadmap):
    return set(
        Measure.objects.filter(section__roadmap=roadmap).values_list("pk", flat=True)
    )


@pytest.fixture
def dated(cycle):
    """A plan with days: that of the creativity centre, printed for 2023-2024."""
    return roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )


@pytest.fixture
def copied(dated, next_year, kira):
    return roadmap_copies.copy_roadmap(
        source=dated, cycle=next_year, taken=everything(dated), by=kira
    )


def test_every_measure_comes_with_its_number_and_knows_where_from(dated, copied):
    old, new = (
        list(Measure.objects.filter(section__roadmap=plan)) for plan in (dated, copied)
    )

    assert [each.number_printed for each in new] == [
        each.number_printed for each in old
    ]
    assert [each.copied_from_id for each in new] == [each.pk for each in old]
    assert copied.copied_from == dated


def test_days_keep_their_weekday_and_the_text_its_pattern(dated, copied):
    for measure in Measure.objects.filter(section__roadmap=copied):
        source = measure.copied_from
        if source.deadline.get("day"):
            was = date.fromisoformat(source.deadline["day"])
            now = date.fromisoformat(measure.deadline["day"])
            assert now.weekday() == was.weekday()
            assert now.year == was.year + 1
    first = Measure.objects.filter(
        section__roadmap=copied, copied_from__deadline_raw="до 25.09.2023"
    ).first()
    assert (first.deadline_raw, first.due_on) == ("до 24.09.2027", date(2027, 9, 24))


def test_titles_and_the_period_name_the_new_school_year(copied):
    assert copied.period_raw == "на 2027-2028 год"
    assert copied.period["starts_on"] == "2027-09-01"
    titles = [section.title for section in copied.sections.all()]
    assert "Внедрение целевой модели наставничества в учреждении в 2027 г." in titles
    assert Measure.objects.filter(
        section__roadmap=copied, title__contains="2027-2028 учебном году"
    ).exists()


def test_last_years_state_and_approval_are_not_carried_over(dated, next_year, kira):
    measure = Measure.objects.filter(is_heading=False).first()
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)
    dated.approval = {"order_number": "1", "order_on": "2026-09-01"}
    dated.save()

    new = roadmap_copies.copy_roadmap(
        source=dated, cycle=next_year, taken=everything(dated), by=kira
    )

    assert new.approval == {}
    assert set(
        Measure.objects.filter(section__roadmap=new).values_list("status", flat=True)
    ) == {"planned"}


def test_what_is_dropped_stays_in_the_archive(dated, next_year, kira):
    dropped = Measure.objects.filter(is_heading=False, parent=None).first()

    new = roadmap_copies.copy_roadmap(
        source=dated, cycle=next_year, taken=everything(dated) - {dropped.pk}, by=kira
    )

    assert not dropped.copies.exists()
    assert Measure.objects.filter(pk=dropped.pk, section__roadmap=dated).exists()
    assert Measure.objects.filter(section__roadmap=new).count() == 29


def test_a_heading_comes_with_its_measures(dated, next_year, kira):
    part = Measure.objects.exclude(parent=None).first()

    new = roadmap_copies.copy_roadmap(
        source=dated, cycle=next_year, taken={part.pk}, by=kira
    )

    kept = list(Measure.objects.filter(section__roadmap=new))
    assert [each.copied_from_id for each in kept] == [part.parent_id, part.pk]
    assert kept[1].parent == kept[0]


def test_people_go_on_answering(plan, measure, next_year, kira):
    person = Person.objects.create(
        organisation=plan.cycle.organisation, last_name="Зуев"
    )
    Responsible.objects.create(
        organisation_id=plan.organisation_id, measure=measure, ordinal=90, person=person
    )

    new = roadmap_copies.copy_roadmap(
        source=plan, cycle=next_year, taken=everything(plan), by=kira
    )

    answering = Responsible.objects.filter(measure__section__roadmap=new, person=person)
    assert answering.get().measure.copied_from == measure


def test_a_deadline_written_by_hand_wins(dated, next_year, kira):
    measure = Measure.objects.filter(deadline_raw="до 25.09.2023").first()

    new = roadmap_copies.copy_roadmap(
        source=dated,
        cycle=next_year,
        taken={measure.pk},
        texts={measure.pk: "до 1 октября 2027 г."},
        by=kira,
    )

    copy = Measure.objects.get(section__roadmap=new)
    assert copy.due_on == date(2027, 10, 1)


def test_nothing_taken_is_refused(dated, next_year, kira):
    with pytest.raises(Refused, match="хотя бы одно"):
        roadmap_copies.copy_roadmap(source=dated, cycle=next_year, taken=(), by=kira)


def test_only_the_curator_copies(dated, next_year, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        roadmap_copies.copy_roadmap(
            source=dated, cycle=next_year, taken=everything(dated), by=dina
        )


def test_what_was_never_done_is_counted_and_the_cancelled_is_not_proposed(
    plan, measure, next_year, kira
):
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)
    other = Measure.objects.exclude(pk=measure.pk).first()
    measures.move(measure=other, to="cancelled", by=kira, reason="не нужно")

    proposal = copy_proposal(plan, next_year)

    assert proposal.undone_count == Measure.objects.count() - 1
    assert {line.measure.pk for line in proposal.lines if not line.is_taken} == {
        other.pk
    }


def test_the_curator_makes_next_years_plan_on_the_page(client, dated, next_year, kira):
    client.force_login(kira)
    url = link("programmes:roadmap_copy", pk=next_year.pk)
    page = client.get(url).content.decode()
    assert "до 24.09.2027" in page
    taken = Measure.objects.filter(deadline_raw="до 25.09.2023").first()

    answer = client.post(
        url, {"take": [taken.pk], f"deadline-{taken.pk}": "до 27.09.2027"}
    )

    new = Roadmap.objects.get(cycle=next_year)
    assert answer.url == link("programmes:roadmap_sheet", pk=new.pk)
    assert Measure.objects.get(section__roadmap=new).deadline_raw == "до 27.09.2027"


def test_a_refused_page_keeps_what_was_typed(client, dated, next_year, kira):
    client.force_login(kira)
    measure = Measure.objects.filter(deadline_raw="до 25.09.2023").first()

    page = client.post(
        link("programmes:roadmap_copy", pk=next_year.pk),
        {f"deadline-{measure.pk}": "в октябре"},
    ).content.decode()

    assert "хотя бы одно" in page
    assert 'value="в октябре"' in page


def test_without_a_plan_before_the_page_leads_to_the_ready_ones(
    client, next_year, kira
):
    client.force_login(kira)

    answer = client.get(link("programmes:roadmap_copy", pk=next_year.pk))

    assert answer.url == link("programmes:roadmap_load")


def test_two_plans_are_compared(dated, copied, kira):
    gone = Measure.objects.filter(section__roadmap=copied, parent=None).first()
    source = gone.copied_from
    gone.delete()
    Measure.objects.filter(section__roadmap=copied, is_heading=False).filter(
        number_printed="1.7."
    ).update(deadline_raw="до 1 октября 2027 г.")
    section = copied.sections.first()
    Measure.objects.create(
        organisation_id=copied.organisation_id,
        section=section,
        ordinal=90,
        title="Новое",
    )

    comparison = compare(dated, copied)

    assert [each.title for each in comparison.new] == ["Новое"]
    assert [each.pk for each in comparison.gone] == [source.pk]
    assert [each.what for each in comparison.changed] == [("срок",)]
    assert len(comparison.stages) == 7
    assert comparison.sections[0].count_before == comparison.sections[0].count_after


def test_the_comparison_and_the_archive_cost_the_same_however_long(
    client, dated, copied, kira, django_assert_max_num_queries
):
    client.force_login(kira)

    with django_assert_max_num_queries(30):
        page = client.get(link("programmes:roadmap_compare", pk=copied.pk))
    assert "План против прошлогоднего" in page.content.decode()
    with django_assert_max_num_queries(25):
        page = client.get(link("programmes:roadmap_sheet", pk=dated.pk))
    assert "Результат. Вид документа" in page.content.decode()


def test_an_old_plan_is_printed_too(client, dated, copied, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap_print"), {"plan": dated.pk})
    assert page.status_code == 200
    text = client.get(
        link("programmes:roadmap_file", form="yaml"), {"plan": copied.pk}
    ).content.decode()
    assert "до 24.09.2027" in text


def test_a_cycle_without_a_plan_leads_to_last_years(client, dated, next_year, kira):
    client.force_login(kira)
    url = link("programmes:roadmap_copy", pk=next_year.pk)

    page = client.get(link("registry:cycle_detail", pk=next_year.pk)).content.decode()
    assert url in page
    page = client.get(link("registry:cycle_detail", pk=dated.cycle.pk))
    assert "ещё нет дорожной карты" not in page.content.decode()
