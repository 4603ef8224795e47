"""The register of consents, a person's page, papers in bulk, printing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.links import link
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import Consent, Group, Guardianship
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_person,
)

K = ConsentKind
S = ConsentStatus
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

pytestmark = pytest.mark.both


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


@pytest.fixture
def paper(school):
    """A child's consent that is wanted; the father is known."""
    child = make_child(
        school,
        group=Group.objects.create(organisation=school, name="8А", school_year=2026),
    )
    make_guardian(child)
    return make_consent(child, K.REPRESENTATIVE)


def test_the_register_shows_what_is_wanted_first(as_kira, school, paper):
    make_consent(make_person(school, "Верная Вера Ивановна"), status=S.VERIFIED)

    page = as_kira.get(link("registry:consent_list")).content.decode()

    assert "Мирная Мия Олеговна" in page
    assert "Верная Вера" not in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=all", 5),
        ("status=unsigned", 2),
        ("status=missing", 3),
        ("status=signed", 1),
        ("status=valid", 1),
        ("status=ended", 1),
        ("status=refused", 0),
        ("status=all&q=мия", 1),
        ("status=all&kind=pd_representative", 1),
        ("status=nonsense", 3),
        ("status=all&sort=-name", 5),
    ],
)
def test_the_register_is_narrowed_by_the_address(as_kira, school, paper, query, count):
    for status in (S.REQUIRED, S.SIGNED, S.VERIFIED, S.WITHDRAWN):
        make_consent(make_person(school), status=status)

    response = as_kira.get(f"{link('registry:consent_list')}?{query}")

    assert response.context["page"].paginator.count == count


def test_a_class_is_chosen(as_kira, school, paper):
    make_consent(make_person(school))

    url = f"{link('registry:consent_list')}?group={paper.person.group_id}"

    assert as_kira.get(url).context["page"].paginator.count == 1


@pytest.mark.parametrize("extra", [1, 3])
def test_the_register_costs_the_same_however_long(
    as_kira, school, django_assert_max_num_queries, extra
):
    for _ in range(extra):
        make_consent(make_person(school))

    with django_assert_max_num_queries(14):
        as_kira.get(link("registry:consent_list"))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_shown_leaves_as_a_table(as_kira, paper, ending):
    response = as_kira.get(link("registry:consent_export", ending=ending))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_director_reads_the_register_and_does_not_take_it_along(
    client, dina, paper
):
    client.force_login(dina)
    url = link("registry:consent_export", ending="xlsx")

    assert url not in client.get(link("registry:consent_list")).content.decode()
    assert client.get(url).status_code == 403


def test_there_is_no_other_kind_of_table(as_kira, paper):
    url = link("registry:consent_export", ending="exe")

    assert as_kira.get(url).status_code == 404


def test_a_mentor_is_told_who_keeps_the_register(client, max_, paper):
    client.force_login(max_)

    assert client.get(link("registry:consent_list")).status_code == 403


def test_a_stranger_finds_nothing(client, sam, paper, school):
    client.force_login(sam)
    for url in (
        link("registry:consent_list"),
        link("registry:consent_person", pk=paper.person_id),
        link("registry:consent_withdraw", pk=paper.pk),
        link("registry:consent_pdf", pk=paper.pk),
    ):
        assert client.get(url).status_code == 404


def test_another_participant_finds_nothing_either(client, max_, paper):
    client.force_login(max_)

    assert client.get(link("registry:consent_pdf", pk=paper.pk)).status_code == 404
    assert (
        client.get(link("registry:consent_person", pk=paper.person_id)).status_code
        == 404
    )


def test_papers_of_the_chosen_are_recorded_with_their_scan(as_kira, school, paper):
    card = make_mentee_card(paper.person)
    chosen = as_kira.post(
        link("registry:consent_bulk"), {"act": "record", "chosen": [paper.pk]}
    )
    response = as_kira.post(
        chosen.url,
        {
            "signed_on": "2026-11-01",
            "is_cosigned": "on",
            "scan": SimpleUploadedFile("список.pdf", PDF),
        },
    )

    assert response.status_code == 302
    paper.refresh_from_db()
    card.refresh_from_db()
    assert paper.status == S.VERIFIED
    assert paper.cosigner_name == "Мирная Мия Олеговна"
    assert paper.attachment.name == "список.pdf"
    assert card.status == MenteeStatus.IN_BASE


def test_all_that_the_filters_show_is_recorded(as_kira, school, paper):
    others = [make_consent(make_person(school)) for _ in range(3)]
    make_consent(make_person(school), K.NEEDS_ANALYSIS)
    query = "kind=pd_participant"

    chosen = as_kira.post(
        f"{link('registry:consent_bulk')}?{query}", {"act": "record", "whole": "1"}
    )
    as_kira.post(chosen.url, {"signed_on": "2026-11-01"})

    valid = Consent.objects.filter(status=S.VERIFIED)
    assert {row.pk for row in valid} == {row.pk for row in others}


def test_the_name_of_an_unknown_representative_is_asked_for(as_kira, school):
    row = make_consent(make_child(school), K.REPRESENTATIVE)
    url = f"{link('registry:consent_record')}?chosen={row.pk}"

    refused = as_kira.post(url, {"signed_on": "2026-11-01"})
    assert f"name_{row.pk}" in refused.context["form"].errors

    as_kira.post(
        url,
        {
            "signed_on": "2026-11-01",
            f"name_{row.pk}": "мирная анна игоревна",
            f"capacity_{row.pk}": "мать",
        },
    )
    row.refresh_from_db()
    assert (row.signer_name, row.capacity) == ("Мирная Анна Игоревна", "мать")


def test_a_file_that_is_no_scan_is_refused_and_nothing_is_recorded(as_kira, paper):
    url = f"{link('registry:consent_record')}?chosen={paper.pk}"

    response = as_kira.post(
        url,
        {"signed_on": "2026-11-01", "scan": SimpleUploadedFile("a.pdf", b"MZ evil")},
    )

    assert "не PDF" in response.content.decode()
    paper.refresh_from_db()
    assert paper.status == S.REQUIRED


def test_a_paper_to_publish_is_recorded_field_by_field(as_kira, school):
    row = make_consent(make_person(school), K.PUBLICATION)
    url = f"{link('registry:consent_record')}?chosen={row.pk}"

    silent = as_kira.post(url, {"signed_on": "2026-11-01"})
    assert "хотя бы один пункт" in silent.content.decode()

    as_kira.post(url, {"signed_on": "2026-11-01", "allow_photo": "on"})
    row.refresh_from_db()
    assert row.answers["photo"]["is_allowed"] is True
    assert row.answers["full_name"]["is_allowed"] is False


def test_nothing_chosen_is_said(as_kira, school, paper):
    response = as_kira.post(
        link("registry:consent_bulk"), {"act": "record"}, follow=True
    )
    assert "хотя бы одного" in response.content.decode()

    response = as_kira.get(
        f"{link('registry:consent_record')}?chosen=x&chosen=99", follow=True
    )
    assert "Записывать нечего" in response.content.decode()


def test_what_was_ticked_stays_ticked_after_a_refusal(as_kira, school, paper):
    response = as_kira.post(
        f"{link('registry:consent_bulk')}?status=missing",
        {"act": "verify", "chosen": [paper.pk]},
        follow=True,
    )

    page = response.content.decode()
    assert "Проверять нечего" in page
    assert f'value="{paper.pk}" checked' in page
    assert "chosen" not in response.context["query"]


def test_the_whole_list_stays_taken_after_a_refusal(as_kira, school, paper):
    for _ in range(26):
        make_consent(make_person(school))

    response = as_kira.post(
        link("registry:consent_bulk"),
        {"act": "ask", "whole": "1", "kind": "nonsense"},
        follow=True,
    )

    page = response.content.decode()
    assert "Выберите, какое согласие запросить" in page
    assert 'id="whole" checked' in page


def test_what_was_signed_is_checked_in_bulk(as_kira, school, paper):
    signed = make_consent(make_person(school), status=S.SIGNED)

    as_kira.post(
        link("registry:consent_bulk"),
        {"act": "verify", "chosen": [signed.pk, paper.pk]},
    )

    signed.refresh_from_db()
    paper.refresh_from_db()
    assert (signed.status, paper.status) == (S.VERIFIED, S.REQUIRED)


def test_another_kind_is_asked_of_many(as_kira, school, paper):
    as_kira.post(
        link("registry:consent_bulk"),
        {"act": "ask", "chosen": [paper.pk], "kind": "publication"},
    )
    wrong = as_kira.post(
        link("registry:consent_bulk"),
        {"act": "ask", "chosen": [paper.pk], "kind": "x"},
        follow=True,
    )

    assert Consent.objects.filter(kind=K.PUBLICATION).count() == 1
    assert "какое согласие" in wrong.content.decode()


def test_a_persons_page_shows_consents_and_representatives(as_kira, paper):
    make_consent(paper.person, K.PUBLICATION, S.WITHDRAWN)

    page = as_kira.get(
        link("registry:consent_person", pk=paper.person_id)
    ).content.decode()

    assert "Участвовать пока нельзя" in page
    assert "Мирный Павел Сергеевич" in page
    assert "Отозвано" in page


def test_one_consent_is_asked_for_checked_refused_and_withdrawn(as_kira, school):
    person = make_person(school)
    make_consent(person)
    page = link("registry:consent_person", pk=person.pk)

    as_kira.post(link("registry:consent_ask", pk=person.pk), {"kind": "publication"})
    again = as_kira.post(
        link("registry:consent_ask", pk=person.pk), {"kind": "publication"}, follow=True
    )
    assert "уже запрошено" in again.content.decode()
    publication = Consent.objects.get(kind=K.PUBLICATION)
    refusal = link("registry:consent_refuse", pk=publication.pk)
    assert "не влияет" in as_kira.get(refusal).content.decode()
    assert as_kira.post(refusal, {"remark": "Сказал по телефону"}).url == page

    own = Consent.objects.get(kind=K.PARTICIPANT)
    Consent.objects.filter(pk=own.pk).update(
        status=S.SIGNED, signer=person, medium="cabinet", signed_on=own.required_on
    )
    as_kira.post(link("registry:consent_verify", pk=own.pk))
    withdrawal = link("registry:consent_withdraw", pk=own.pk)
    assert "прекратится сразу" in as_kira.get(withdrawal).content.decode()
    as_kira.post(withdrawal, {"remark": "Заявление"})

    assert set(Consent.objects.values_list("kind", "status")) == {
        (K.PUBLICATION, S.REFUSED),
        (K.PARTICIPANT, S.WITHDRAWN),
    }


def test_a_representative_is_written_down_and_ended(as_kira, school):
    child = make_child(school)
    url = link("registry:guardian_add", pk=child.pk)
    asked = {
        "name": "Мирная Анна Игоревна",
        "basis": "мать",
        "basis_document": "свидетельство о рождении I-АК № 123456",
        "phone": "+7 900 000-00-01",
        "from_on": "2026-09-01",
    }

    assert as_kira.get(url).status_code == 200
    as_kira.post(url, asked)
    as_kira.post(url, asked)
    guardianship = Guardianship.objects.get()
    end = link("registry:guardian_end", pk=guardianship.pk)
    assert as_kira.get(end).status_code == 200
    ended = as_kira.post(end, {"since": "2026-11-01"}, follow=True)
    late = as_kira.post(end, {"since": "2026-11-01"})

    assert "Кто теперь представляет" in ended.content.decode()
    assert ended.request["PATH_INFO"] == url
    assert "уже закончены" in late.content.decode()
    guardianship.refresh_from_db()
    assert str(guardianship.to_on) == "2026-10-31"


def test_nobody_represents_himself(as_kira, school):
    child = make_child(school, phone="+7 900 000-00-02")

    response = as_kira.post(
        link("registry:guardian_add", pk=child.pk),
        {
            "name": child.full_name,
            "basis": "мать",
            "phone": "+7 900 000-00-02",
            "from_on": "2026-09-01",
        },
    )

    assert not Guardianship.objects.exists() or "сам себя" in response.content.decode()
