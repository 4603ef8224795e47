"""The plan of measures as anybody reads it (R-296)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from documents import actions as documents
from documents.models import Document
from programmes.actions import roadmap_approval, roadmaps
from programmes.models import Measure, Responsible
from registry.models import Person


@pytest.fixture
def roadmap(cycle):
    return roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )


def page_of(client, school):
    return client.get(reverse("publishing:public_plan", args=[school.slug]))


def test_anybody_reads_the_plan_in_its_own_columns(client, school, roadmap):
    page = page_of(client, school).content.decode()

    assert "Результат. Вид документа" in page
    for measure in Measure.objects.all():
        assert measure.deadline_raw in page
    link = reverse("publishing:public_plan", args=[school.slug])
    front = client.get(reverse("publishing:page", args=[school.slug]))
    assert link in front.content.decode()


def test_a_hidden_plan_is_not_found(client, school, roadmap):
    roadmap.is_public = False
    roadmap.save()

    assert page_of(client, school).status_code == 404


def test_who_answers_is_told_by_post_and_not_by_name(client, school, roadmap):
    measure = Measure.objects.filter(is_heading=False).first()
    person = Person.objects.create(
        organisation=school, last_name="Недошитова", post="методист"
    )
    Responsible.objects.filter(measure=measure).update(
        label="Недошитова С. П.", person=person
    )

    page = page_of(client, school).content.decode()

    assert "Недошитова" not in page
    assert "методист" in page


def test_a_name_the_plan_brought_is_no_more_shown_than_a_confirmed_one(
    client, school, roadmap
):
    measure = Measure.objects.filter(is_heading=False).first()
    Responsible.objects.filter(measure=measure).delete()
    Responsible.objects.create(
        organisation=school, measure=measure, label="Недошитова С.П.", ordinal=1
    )
    Responsible.objects.create(
        organisation=school, measure=measure, label="секретарь учёбы", ordinal=2
    )

    page = page_of(client, school).content.decode()

    assert "Недошитова" not in page
    assert "секретарь учёбы" in page


def test_the_approved_paper_is_offered_once_it_is_on_the_page(
    client, school, roadmap, kira, dina
):
    document = roadmap_approval.prepare_approval(
        roadmap=roadmap, kind=roadmap_approval.ORDER, by=kira
    )
    documents.submit(document=document, by=kira)
    document = documents.sign(document=document, by=dina)
    Document.objects.filter(pk=document.pk).update(pdf="plan.pdf")
    assert "Скачать утверждённый план" not in page_of(client, school).content.decode()

    documents.show_on_page(document=document, by=kira)

    assert "Скачать утверждённый план" in page_of(client, school).content.decode()


def test_the_plan_costs_the_same_however_long(
    client, school, roadmap, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        page_of(client, school)
