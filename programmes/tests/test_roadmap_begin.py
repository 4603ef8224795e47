"""Where a plan begins: a ready one, a file, nothing; and ready measures (R-341, R-342)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import Refused
from common.links import link
from documents.models import Document
from programmes.actions import (
    measures,
    plan_files,
    roadmap_edits,
    roadmaps,
    samples,
)
from programmes.actions.measure_comments import comment
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap
from programmes.queries.roadmap_template import template_of
from programmes.queries.samples import samples_of
from programmes.roadmap_templates import dump, load

PLAN = dump(load("school"))


def uploaded(text):
    return SimpleUploadedFile("план.yaml", text.encode())


def test_the_page_offers_what_fits_the_organisation_first(client, cycle, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap_load")).content.decode()

    own, _, others = page.partition("Готовые планы других организаций")
    assert "Дорожная карта наставничества обучающихся школы" in own
    assert "План «Дорожная карта» внедрения" in others


def test_a_ready_plan_is_looked_at_before_it_is_taken(client, cycle, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap_preview", code="college"))

    assert "Работа с внешней средой" in page.content.decode()
    assert not Roadmap.objects.exists()
    assert (
        client.get(link("programmes:roadmap_preview", code="atlantis")).status_code
        == 404
    )


def test_a_plan_that_is_not_offered_is_not_loaded(client, cycle, kira):
    client.force_login(kira)

    client.post(link("programmes:roadmap_load"), {"template_code": "atlantis"})

    assert not Roadmap.objects.exists()


def test_a_plans_file_is_loaded_back(client, cycle, kira):
    client.force_login(kira)

    client.post(link("programmes:roadmap_load_file"), {"file": uploaded(PLAN)})

    assert template_of(Roadmap.objects.get()) == load("school")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("canonical:", "canonical2:", "Портал не понял файл плана в месте"),
        ("kind: order_", "kind: ordre_", "незнакомый вид документа"),
        ("role: curator", "role: king", "незнакомая роль"),
        ("organisation_type: school", "organisation_type: ship", "вид организации"),
        ("number_printed: '3'", f"number_printed: '{'3' * 30}'", "слишком длинный"),
        ("code: school\n", "- ", "Это не файл плана"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(cycle, kira, before, after, words):
    text = PLAN.replace(before, after)
    assert text != PLAN

    with pytest.raises(Refused, match=words):
        plan_files.load_plan_file(cycle=cycle, text=text, by=kira)


def test_a_refused_file_leaves_the_page_with_the_reason(client, cycle, kira):
    client.force_login(kira)

    page = client.post(
        link("programmes:roadmap_load_file"), {"file": uploaded("просто текст")}
    ).content.decode()

    assert "Это не файл плана" in page
    binary = SimpleUploadedFile("план.docx", b"PK\x03\x04\xff\xfe")
    page = client.post(link("programmes:roadmap_load_file"), {"file": binary})
    assert "Свой план таблицей" in page.content.decode()


def test_a_plan_begins_empty_and_takes_ready_measures(client, cycle, kira):
    client.force_login(kira)
    client.post(link("programmes:roadmap_begin_empty"), {"title": "Наш план"})
    roadmap = Roadmap.objects.get()
    assert (roadmap.title, roadmap.sections.count()) == ("Наш план", 7)
    section = roadmap.sections.first()

    client.post(
        link("programmes:roadmap_samples"),
        {
            "plan": "school_pupils",
            "section": section.pk,
            "take": ["school_pupils-1-1", "school_pupils-1-2"],
        },
    )

    added = list(section.measures.all())
    assert [each.number_printed for each in added] == ["1.1", "1.2"]
    assert added[0].document_kinds.count() == 2
    assert added[0].due_on is not None


def test_ready_measures_go_on_with_the_plans_own_numbers(plan, kira):
    section = plan.sections.first()

    added = samples.add_samples(
        section=section,
        template_code="teachers",
        codes=["teachers-5-4"],
        by=kira,
    )

    assert [each.number_printed for each in added] == ["1.8"]


def test_what_the_plan_has_is_not_offered_again(plan):
    offered = samples_of(plan, load("school_pupils"))

    titles = {measure.title for stage in offered for measure in stage.measures}
    assert titles
    assert not titles & set(Measure.objects.values_list("title", flat=True))


def test_added_measures_are_one_step_that_is_undone(plan, kira):
    count = Measure.objects.count()
    samples.add_samples(
        section=plan.sections.first(),
        template_code="teachers",
        codes=["teachers-5-4", "teachers-6-4"],
        by=kira,
    )
    assert Measure.objects.count() == count + 2

    roadmap_edits.undo(edit=plan.edits.first(), by=kira)

    assert Measure.objects.count() == count


def test_nothing_ticked_is_refused_and_a_foreign_section_not_found(client, plan, kira):
    client.force_login(kira)
    url = link("programmes:roadmap_samples")
    section = plan.sections.first()

    page = client.post(url, {"plan": "teachers", "section": section.pk})
    assert "хотя бы одно" in page.content.decode()
    assert client.post(url, {"section": "7777777"}).status_code == 404


def test_only_the_curator_adds_ready_measures(plan, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        samples.add_samples(
            section=plan.sections.first(),
            template_code="teachers",
            codes=["teachers-5-4"],
            by=dina,
        )


def test_the_page_of_ready_measures_costs_the_same(
    client, plan, kira, django_assert_max_num_queries
):
    client.force_login(kira)

    with django_assert_max_num_queries(20):
        client.get(link("programmes:roadmap_samples"))


def test_the_roadmap_says_at_its_head_that_the_order_is_missing(client, plan, kira):
    client.force_login(kira)
    page = client.get(link("programmes:roadmap")).content.decode()
    assert "Нет подписанного приказа о внедрении" in page
    assert link("programmes:order_introduction_prepare", pk=plan.cycle.pk) in page

    from programmes.actions import introduction

    introduction.introduce_by_paper(
        cycle=plan.cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=plan.cycle.starts_on,
        scan=None,
        by=kira,
    )
    assert Document.objects.filter(number="12-ОД").exists()
    page = client.get(link("programmes:roadmap")).content.decode()
    assert "Нет подписанного приказа о внедрении" not in page


def test_replacing_a_plan_with_a_file_keeps_the_rules(plan, measure, cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="college", by=kira)

    plan_files.load_plan_file(cycle=cycle, text=PLAN, by=kira)

    assert Roadmap.objects.get().template_code == "school"


def test_a_large_file_is_refused_before_it_is_read(client, cycle, kira):
    client.force_login(kira)

    page = client.post(
        link("programmes:roadmap_load_file"), {"file": uploaded("a" * 600_000)}
    ).content.decode()

    assert "больше 500 КБ" in page


def test_a_plan_typed_into_is_not_replaced_by_the_way(client, plan, measure, kira):
    client.force_login(kira)
    comment(measure=measure, text="Обсудили на педсовете", by=kira)

    refused = client.post(
        link("programmes:roadmap_load"), {"template_code": "seven_stages"}
    )
    page = client.get(link("programmes:roadmap_load")).content.decode()

    assert refused.status_code != 200 or "сначала удалите" in refused.content.decode()
    assert "Удалить нынешний план" in page
    assert Roadmap.objects.filter(pk=plan.pk).exists()


def test_a_plan_is_dropped_once_asked_for_by_itself(client, plan, measure, kira):
    client.force_login(kira)
    comment(measure=measure, text="Обсудили на педсовете", by=kira)
    drop = link("programmes:roadmap_drop")
    assert "исчезнет со всеми строками" in client.get(drop).content.decode()

    client.post(drop)

    assert not Roadmap.objects.exists()
    assert client.post(drop).status_code == 404


def test_a_plan_by_which_somebody_works_is_not_dropped(client, plan, measure, kira):
    measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=kira)
    client.force_login(kira)
    drop = link("programmes:roadmap_drop")
    assert "удалить нельзя" in client.get(drop).content.decode()

    assert client.post(drop).status_code == 403
    assert Roadmap.objects.exists()


def test_a_day_put_off_by_hand_outlives_the_start_of_work(plan, measure, kira):
    off_to = plan.cycle.ends_on
    measures.postpone(measure=measure, due_on=off_to, reason="карантин", by=kira)
    measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=kira)

    roadmaps.recompute_days(cycle=plan.cycle)

    measure.refresh_from_db()
    assert measure.due_on == off_to
