"""The public page: what anybody may read at this very moment."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import OrganisationKind, SetupStep
from accounts.models import Organisation
from accounts.tests.factories import make_organisation
from common.links import link
from programmes.actions import roadmaps
from programmes.models import Roadmap
from programmes.tests.pair_factories import make_mentor
from publishing.actions.cases import publish_case
from publishing.models import NewsPost
from publishing.tests.factories import allow, make_public_paper, with_scan
from registry.actions.consents import withdraw
from registry.enums import ConsentStatus, MentorStatus
from registry.models import Competence, Consent


def page_of(client, name="publishing:page", **kwargs):
    response = client.get(link(name, **kwargs))
    return response.content.decode()


@pytest.fixture
def mentor(cycle):
    """Max the mentor, who works."""
    return make_mentor(cycle, status=MentorStatus.IN_PAIR, capacity=1)


def test_anybody_reads_the_page(client, cycle, school):
    Organisation.objects.filter(pk=school.pk).update(
        about="Мы растём вместе.", curator_contacts="Кира Андреевна, каб. 12"
    )

    page = page_of(client)

    assert "Мы растём вместе." in page
    assert "Кира Андреевна, каб. 12" in page
    assert "Хочу стать наставником" in page
    assert 'property="og:title"' in page


def test_a_page_without_a_cycle_still_stands(client, school):
    assert client.get(link("publishing:page")).status_code == 200


def test_a_centre_leads_to_its_institutions(client, school):
    centre = make_organisation(kind=OrganisationKind.MUNICIPAL_CENTRE, slug="centre")
    Organisation.objects.filter(pk=school.pk).update(parent=centre)
    unready = make_organisation(parent=centre, setup_step=SetupStep.REGISTERS)

    page = page_of(client, organisation="centre")

    assert f"/{school.slug}/" in page
    assert f"/{unready.slug}/" not in page
    assert "Хочу стать наставником" not in page


def test_no_cache_keeps_the_page(client, cycle, case, kira):
    publish_case(case=case, by=kira)
    for url in (link("publishing:page"), link("publishing:case", pk=case.pk)):
        assert "no-store" in client.get(url).headers["Cache-Control"]


def test_an_organisation_not_set_up_has_no_page(client, school):
    Organisation.objects.filter(pk=school.pk).update(setup_step=SetupStep.REGISTERS)

    assert client.get(link("publishing:page")).status_code == 404


def test_a_mentor_is_named_only_with_his_consent(client, mentor):
    assert "Морозов" not in page_of(client)

    allow(mentor.person)

    assert "Морозов Максим Ильич" in page_of(client)


def test_only_what_was_allowed_is_shown(client, mentor):
    person = mentor.person
    person.post = "Инженер"
    person.save()
    mentor.competences.add(
        Competence.objects.create(title="Робототехника для всех", normalised="р")
    )
    consent = allow(person, "full_name")
    page = page_of(client)
    assert "Морозов" in page
    assert "Инженер" not in page
    assert "Робототехника для всех" not in page

    consent.answers = {"place": {"is_allowed": True}}
    consent.save()
    assert "Инженер" not in page_of(client)

    Consent.objects.filter(pk=consent.pk).delete()
    allow(person)
    page = page_of(client)
    assert "Инженер" in page
    assert "Робототехника для всех" in page


def test_a_withdrawn_consent_is_gone_with_the_next_request(client, mentor, kira):
    consent = allow(mentor.person)
    assert "Морозов" in page_of(client)

    withdraw(consent=consent, by=kira)

    assert "Морозов" not in page_of(client)


@pytest.mark.parametrize(
    "values",
    [
        {"status": ConsentStatus.SIGNED},
        {"valid_until": timezone.localdate().replace(year=2020)},
    ],
)
def test_an_unchecked_or_lapsed_consent_names_nobody(client, mentor, values):
    consent = allow(mentor.person)
    Consent.objects.filter(pk=consent.pk).update(**values)

    assert "Морозов" not in page_of(client)


def test_who_does_not_work_is_not_shown(client, mentor):
    allow(mentor.person)
    mentor.status = MentorStatus.RESIGNED
    mentor.save()

    assert "Морозов" not in page_of(client)


def test_the_roadmap_is_shown_without_doors_into_the_cabinet(client, cycle):
    roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)
    page = page_of(client)
    assert 'class="track"' in page
    assert "/cabinet/" not in page
    assert "просрочено" not in page

    Roadmap.objects.update(is_public=False)

    assert 'class="track"' not in page_of(client)


def test_a_paper_on_the_page_has_date_number_and_file(client, cycle, school, kira):
    paper = with_scan(make_public_paper(school), kira)
    page = page_of(client)
    url = link("publishing:public_document", pk=paper.pk)

    assert f"от 01.09.2026 № {paper.number}" in page
    assert url in page
    assert client.get(url).content.startswith(b"%PDF-")


def test_a_printed_paper_is_read_as_printed(client, cycle, school, kira, committed):
    from documents.tests.factories import make_kind, make_signed

    make_kind("sample_order").__class__.objects.filter(code="sample_order").update(
        is_publishable=True
    )
    director = _director(school)
    with committed():
        paper = make_signed(kira, director, school)
    paper.is_public = True
    paper.save(update_fields=["is_public"])

    response = client.get(link("publishing:public_document", pk=paper.pk))

    assert response.content.startswith(b"%PDF-1.7")
    assert "no-store" in response.headers["Cache-Control"]


def _director(school):
    from accounts.enums import Role
    from accounts.tests.factories import make_member

    return make_member(school, Role.DIRECTOR, name="Орлова Дина Павловна")


def test_a_paper_without_a_file_is_named_and_not_linked(client, cycle, school):
    paper = make_public_paper(school)
    url = link("publishing:public_document", pk=paper.pk)

    assert url not in page_of(client)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"is_public": False},
        {"status": "annulled"},
        {"kind": "order_pairs"},
    ],
)
def test_what_is_not_for_anybody_has_no_door(client, cycle, school, kira, values):
    paper = with_scan(make_public_paper(school, **values), kira)

    url = link("publishing:public_document", pk=paper.pk)

    assert client.get(url).status_code == 404
    assert paper.number not in page_of(client)


def test_a_paper_of_another_organisation_is_not_found(
    client, cycle, school, other_school, kira
):
    paper = with_scan(make_public_paper(school), kira)

    url = link(
        "publishing:public_document", organisation=other_school.slug, pk=paper.pk
    )

    assert client.get(url).status_code == 404


def test_news_of_the_future_wait_for_their_day(client, school, kira):
    post = NewsPost.objects.create(
        organisation=school,
        title="Встреча наставников",
        text="Ждём всех.",
        posted_on=timezone.localdate() + timezone.timedelta(days=1),
        created_by=kira,
    )
    assert post.title not in page_of(client)
    url = link("publishing:news", pk=post.pk)
    assert client.get(url).status_code == 404

    NewsPost.objects.update(posted_on=timezone.localdate())

    assert post.title in page_of(client)
    assert "Ждём всех." in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_stands_on_it(
    client, cycle, school, kira, count, django_assert_max_num_queries
):
    for number in range(count):
        card = make_mentor(
            cycle, f"Азов{number} Андрей Петрович", status=MentorStatus.IN_PAIR
        )
        allow(card.person)
        make_public_paper(school)
        NewsPost.objects.create(
            organisation=school,
            title=f"Новость {number}",
            text="…",
            posted_on=timezone.localdate(),
            created_by=kira,
        )

    with django_assert_max_num_queries(14):
        client.get(link("publishing:page"))
