from __future__ import annotations

from datetime import date

import pytest

from common.tenancy import within
from documents import actions, queries
from documents.enums import DocumentStatus
from documents.kinds import Paper, paper_of, signed_payload
from documents.models import Attachment, Document
from documents.queries import JournalFilter
from documents.tests.factories import (
    SampleOrder,
    make_draft,
    make_kind,
    make_signed,
    make_submitted,
    make_upload,
)
from documents.tests.test_permissions import act_for

pytestmark = pytest.mark.both


def found(school, user, **wanted):
    rows = JournalFilter(**wanted).applied_to(queries.documents_of(user, school))
    return [row.title for row in rows]


def test_the_letterhead_is_the_organisations_requisites(school):
    school.founder_line = "Управление образования"
    school.inn = "6601000001"

    head = queries.letterhead(school)

    assert (head["founder"], head["names"]) == ("Управление образования", [school.name])
    assert (head["short_name"], head["inn"]) == (school.short_name, "6601000001")


def test_a_paper_starts_from_the_organisations_requisites(school):
    payload = queries.blank_payload(school, "О кураторе")

    assert (payload["state"], payload["title"]) == ("draft", "О кураторе")
    assert payload["place"] == "г. Светлогорье"
    assert payload["signature"]["name"] == "Д. П. Орлова"


def test_the_director_signs_with_the_name_of_the_requisites(school, dina):
    school.director_post = "Директор"

    signature = queries.signature_of(school, by=dina)

    assert signature == {
        "method": "wet_ink",
        "post": "Директор",
        "name": "Д. П. Орлова",
        "stamp": None,
    }


def test_a_draft_shows_who_acts_today(school, dina, kira):
    act_for(dina, kira, school)

    assert queries.signature_of(school)["name"] == "К. А. Крылова"
    assert queries.signature_of(school, by=dina)["name"] == "Д. П. Орлова"
    assert queries.signature_of(school, by=kira)["post"] == "И. о. директора"


def test_without_requisites_the_account_tells_the_name(school, dina):
    school.director_name = ""

    assert queries.signature_of(school, by=dina)["name"] == "Д. П. Орлова"
    assert queries.signature_of(school)["name"] == ""


def test_those_who_may_sign_are_the_director_and_who_acts(school, dina, kira):
    assert queries.signers(school) == [dina]
    act_for(dina, kira, school)
    assert set(queries.signers(school)) == {dina, kira}


def test_the_curator_sees_all_papers_a_mentor_his_own(school, kira, dina, max_):
    document = make_draft(kira, school)

    assert list(Document.objects.visible_to(dina)) == [document]
    assert not Document.objects.visible_to(max_).exists()
    Document.objects.filter(pk=document.pk).update(created_by=max_)
    assert list(Document.objects.visible_to(max_)) == [document]


def test_a_stranger_sees_no_paper_even_in_his_scope(school, kira, sam, other_school):
    make_draft(kira, school)

    assert not Document.objects.visible_to(sam).exists()
    with within(other_school.pk):
        assert not Document.objects.visible_to(sam).exists()


def test_attachments_are_seen_by_the_curator_and_who_brought_them(
    school, kira, max_, mia
):
    attachment = actions.attach(organisation=school, upload=make_upload(), by=max_)

    assert list(Attachment.objects.visible_to(kira)) == [attachment]
    assert list(Attachment.objects.visible_to(max_)) == [attachment]
    assert not Attachment.objects.visible_to(mia).exists()


def test_papers_are_found_by_words_number_state_kind_and_year(school, kira, dina):
    make_kind("plain_act", title="Положение", register="acts")
    signed = make_signed(kira, dina, school, title="О ПРИЁМЕ")
    make_draft(kira, school, title="Положение о наставничестве", kind="plain_act")

    assert found(school, kira, q="приеме") == ["О ПРИЁМЕ"]
    assert found(school, kira, q=signed.number) == ["О ПРИЁМЕ"]
    assert found(school, kira, status=DocumentStatus.DRAFT) == [
        "Положение о наставничестве"
    ]
    assert found(school, kira, register="orders") == ["О ПРИЁМЕ"]
    assert found(school, kira, kind="plain_act") == ["Положение о наставничестве"]
    assert found(school, kira, year=signed.signed_on.year) == ["О ПРИЁМЕ"]
    assert found(school, kira, q="нет такого") == []
    assert len(found(school, kira)) == 2


def test_the_oldest_waits_first(school, kira, dina):
    first = make_submitted(kira, school, title="первый")
    second = make_submitted(kira, school, title="второй")
    actions.return_for_changes(document=first, remark="Срок!", by=dina)
    actions.submit(document=first, by=kira)

    assert list(queries.signing_queue(school)) == [second, first]


def test_ink_is_awaited_for_orders_alone(school, kira, dina):
    make_kind("sample_report", register="reports")
    order = make_signed(kira, dina, school)
    make_signed(kira, dina, school, kind="sample_report")

    assert list(queries.awaiting_ink(school)) == [order]


def test_the_check_finds_signed_and_annulled_paper_without_a_scope(school, kira, dina):
    document = make_signed(kira, dina, school)

    paper = queries.checked_paper(document.check_code.upper())

    assert (paper.number, paper.state) == ("1", DocumentStatus.SIGNED)
    assert paper.organisation == school.name
    actions.annul(document=document, remark="Отмена", by=dina)
    assert queries.checked_paper(document.check_code).state == DocumentStatus.ANNULLED


def test_the_check_knows_nothing_of_drafts(school, kira):
    assert queries.checked_paper(make_submitted(kira, school).check_code) is None
    assert queries.checked_paper("нет") is None


def test_a_draft_prints_its_mark_and_no_requisites(school, kira):
    document = make_draft(kira, school)

    payload = SampleOrder.payload_for_print(document)

    assert (payload["state"], payload["number"], payload["check_url"]) == (
        "draft",
        "",
        "",
    )


def test_an_annulled_paper_prints_its_mark_on_what_was_signed(school, kira, dina):
    document = make_signed(kira, dina, school)
    document = actions.annul(document=document, remark="Отмена", by=dina)

    payload = SampleOrder.payload_for_print(document)

    assert (payload["state"], payload["number"]) == ("annulled", "1")


def test_what_has_no_day_is_not_signed(school, kira):
    with pytest.raises(ValueError, match="not signed"):
        signed_payload(make_draft(kira, school), None)


def test_a_kind_without_a_paper_has_a_bare_one(school, kira):
    make_kind("plain_act")

    paper = paper_of(make_draft(kira, school, kind="plain_act"))

    assert paper is Paper
    assert paper.summary_context(Document()) == {}


def test_two_papers_do_not_share_a_code():
    with pytest.raises(ValueError, match="sample_order"):
        type("Another", (Paper,), {"code": "sample_order"})


def test_a_document_is_called_as_in_a_letter(school, kira, dina):
    document = make_signed(kira, dina, school, title="О кураторе")
    document.signed_on = date(2026, 9, 15)

    assert str(document) == "О кураторе от 15.09.2026 № 1"
    assert str(make_draft(kira, school, title="Проект")) == "Проект"
