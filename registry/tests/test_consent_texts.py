"""The organisation's own wording: a new edition, old consents keep theirs (R-391)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from documents.actions import attach
from documents.tests.reading import whole_text
from registry.actions import consents
from registry.actions.consent_texts import Wording, edit_text
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, ConsentText
from registry.queries.consents import current_text, local_day, resources_of
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_guardian,
    make_person,
)

K = ConsentKind
S = ConsentStatus
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def texts(db):
    load_texts()


def as_it_is(text):
    """The wording of the edition, ready to be changed."""
    return Wording(
        title=text.title,
        plain_words=text.blocks["plain_words"],
        years=text.term_years,
        blocks={
            block["code"]: (block["text"], block["items"])
            for block in text.blocks["blocks"]
        },
    )


def reworded(school, kind, by, **changes):
    current = current_text(school, kind)
    wording = as_it_is(current)
    blocks = {**wording.blocks, **changes.pop("blocks", {})}
    return edit_text(
        organisation=school,
        kind=kind,
        wording=replace(wording, blocks=blocks, **changes),
        by=by,
    )


def test_a_new_edition_is_signed_from_now_on_and_old_consents_keep_theirs(
    school, other_school, kira
):
    old = current_text(school, K.PARTICIPANT)
    rows = {
        status: make_consent(
            make_person(school, f"Лисицын Олег {status}"), status=status
        )
        for status in (S.REQUIRED, S.ISSUED, S.SIGNED, S.VERIFIED)
    }

    new = reworded(school, K.PARTICIPANT, kira, title="Согласие школы")

    assert (new.organisation, new.version, new.title) == (school, 1, "Согласие школы")
    kept = {row.status: row.text for row in Consent.objects.select_related("text")}
    assert kept == {S.REQUIRED: new, S.ISSUED: old, S.SIGNED: old, S.VERIFIED: old}
    assert current_text(other_school, K.PARTICIPANT) == old
    assert consents.issue(consents=[rows[S.REQUIRED]], by=kira)[0].text == new
    assert AuditEvent.objects.filter(what="consent_text.edited").count() == 1


def test_editions_are_numbered_and_the_same_words_make_none(school, kira):
    first = reworded(school, K.PUBLICATION, kira, plain_words="Коротко.")
    second = reworded(school, K.PUBLICATION, kira, plain_words="Ещё короче.")

    assert (first.version, second.version) == (1, 2)
    assert reworded(school, K.PUBLICATION, kira) == second
    assert ConsentText.objects.filter(organisation=school).count() == 2


def test_no_block_the_law_asks_for_falls_out(school, kira):
    with pytest.raises(Refused, match="Порядок отзыва"):
        reworded(school, K.PARTICIPANT, kira, blocks={"withdrawal": ("  ", [])})
    with pytest.raises(Refused, match="лет"):
        reworded(school, K.PARTICIPANT, kira, years=99)
    assert not ConsentText.objects.filter(organisation=school).exists()


def test_the_wording_is_the_staffs(school, max_, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        reworded(school, K.PARTICIPANT, max_, title="Моё")
    assert reworded(school, K.PARTICIPANT, dina, title="Наше").version == 1


def test_the_term_of_the_edition_ends_the_consent(school, kira, max_):
    today = local_day(school)
    reworded(school, K.PARTICIPANT, kira, years=1)
    row = make_consent(
        make_person(school, user=max_), text=current_text(school, K.PARTICIPANT)
    )

    signed = consents.sign_in_cabinet(consent=row, by=max_)

    assert signed.valid_until.year == today.year + 1


def test_who_read_the_old_edition_does_not_sign_the_new_one(school, kira, max_):
    row = make_consent(make_person(school, user=max_))
    read = row.text_id
    reworded(school, K.PARTICIPANT, kira, title="Согласие школы")

    with pytest.raises(Refused, match="изменила текст"):
        consents.sign_in_cabinet(consent=row, by=max_, text=read)

    assert Consent.objects.get().status == S.REQUIRED


def test_the_addresses_published_on_stay_as_they_were(school, kira, max_):
    school.site = "https://school.example.ru"
    school.save()
    row = make_consent(make_person(school, user=max_), K.PUBLICATION)
    answers = {"photo": {"is_allowed": True, "conditions": ""}}
    consents.sign_in_cabinet(consent=row, by=max_, answers=answers)
    given = resources_of(school)
    school.site = "https://elsewhere.example.ru"
    school.save()

    row.refresh_from_db()

    assert row.resources == given
    assert "https://school.example.ru" in row.resources


def test_the_page_words_a_consent_anew(client, school, kira):
    client.force_login(kira)
    listed = link("registry:consent_text_list")
    url = link("registry:consent_text_edit", kind="pd_participant")
    assert url in client.get(listed).content.decode()
    form = client.get(url).context["form"]
    typed = {name: field.initial for name, field in form.fields.items()}

    same = client.post(url, typed, follow=True).content.decode()
    assert "редакция прежняя" in same
    empty = client.post(url, typed | {"text_term": ""}).content.decode()
    assert "закон его требует" in empty
    done = client.post(
        url, typed | {"items_data": "фамилия\r\n\r\nимя\r\n"}, follow=True
    )

    assert "своя, № 1, действует" in done.content.decode()
    blocks = {
        each["code"]: each
        for each in current_text(school, K.PARTICIPANT).blocks["blocks"]
    }
    assert blocks["data"]["items"] == ["фамилия", "имя"]
    assert (
        client.get(link("registry:consent_text_edit", kind="none")).status_code == 404
    )


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("query", ["", "?minor=1"])
def test_a_blank_with_nobodys_name_is_printed(client, school, kira, kind, query):
    client.force_login(kira)

    url = link("registry:consent_text_blank", kind=kind.value) + query
    text = whole_text(client.get(url).content)

    is_for_minor = kind in {K.REPRESENTATIVE, K.NEEDS_ANALYSIS} or (
        kind == K.PUBLICATION and bool(query)
    )
    # The reader of PDFs glues words together.
    assert ("Законныйпредставитель(дата)" in text) is is_for_minor
    assert ("с14лет" in text) is is_for_minor


def test_the_texts_are_not_everybodys(client, max_, dina):
    urls = [
        link("registry:consent_text_list"),
        link("registry:consent_text_blank", kind="publication"),
        link("registry:consent_text_edit", kind="publication"),
    ]
    client.force_login(max_)
    assert [client.get(url).status_code for url in urls] == [403, 403, 403]
    client.force_login(dina)
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]


def test_the_journal_is_printed_as_it_is_narrowed(client, school, kira):
    child = make_child(school)
    make_guardian(child)
    make_consent(child, K.REPRESENTATIVE, S.VERIFIED)
    make_consent(make_person(school, "Лисицын Олег Юрьевич"))
    client.force_login(kira)
    url = link("registry:consent_journal")

    text = whole_text(client.get(f"{url}?status=valid").content)

    assert "ЖУРНАЛСОГЛАСИЙ" in text
    assert "МирнаяМия" in text
    assert "отец" in text
    assert "Лисицын" not in text


def test_a_journal_too_long_for_paper_says_so(client, school, kira, monkeypatch):
    monkeypatch.setattr("registry.views.consents.LONGEST", 0)
    make_consent(make_person(school))
    client.force_login(kira)

    response = client.get(link("registry:consent_journal"), follow=True)

    assert "помещается 0 строк" in response.content.decode()


def test_the_journal_is_for_who_keeps_it(client, school, dina):
    client.force_login(dina)

    assert client.get(link("registry:consent_journal")).status_code == 403


def test_a_scan_is_brought_later(client, school, kira):
    consent = make_consent(make_person(school), status=S.VERIFIED)
    client.force_login(kira)
    url = link("registry:consent_scan", pk=consent.pk)
    person = link("registry:consent_person", pk=consent.person_id)
    assert url in client.get(person).content.decode()
    assert client.get(url).status_code == 200

    bad = client.post(url, {"scan": SimpleUploadedFile("a.pdf", b"MZ")})
    client.post(url, {"scan": SimpleUploadedFile("a.pdf", PDF)})

    assert bad.status_code == 200
    assert Consent.objects.get().attachment is not None
    assert client.get(url).status_code == 403


def test_nobody_brings_the_scan_of_his_own(school, kira, max_):
    own = make_consent(make_person(school, user=kira), status=S.VERIFIED)
    scan = attach(organisation=school, upload=SimpleUploadedFile("a.pdf", PDF), by=kira)

    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        consents.add_scan(consent=own, attachment=scan, by=kira)
    with pytest.raises(PermissionDenied, match="куратор"):
        consents.add_scan(consent=own, attachment=scan, by=max_)


def test_refusing_to_be_published_stops_nothing(school, kira, max_):
    """Invariant 18: separate rows, and a «no» to one does not touch another."""
    person = make_person(school, user=max_)
    make_consent(person, status=S.VERIFIED)
    publication = make_consent(person, K.PUBLICATION)

    consents.refuse(consent=publication, by=max_)

    consents.hold_valid(people=[person], on=local_day(school))


@pytest.mark.parametrize("kind", K)
def test_nothing_is_ticked_beforehand(client, school, max_, kind):
    consent = make_consent(make_person(school, user=max_), kind)
    client.force_login(max_)
    url = link("registry:my_consent_sign", pk=consent.pk)

    page = client.get(url)

    assert not any(field.initial for field in page.context["form"].fields.values())
    assert "checked" not in page.content.decode()
