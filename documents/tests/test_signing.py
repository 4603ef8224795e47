from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common.errands import ErrandState
from common.errors import Refused
from documents import actions
from documents.enums import (
    DOCUMENT_TRANSITIONS,
    DecisionKind,
    DocumentStatus,
    RegisterCode,
)
from documents.kinds import Paper
from documents.pdf import payload_digest
from documents.tests.factories import (
    make_draft,
    make_kind,
    make_signed,
    make_submitted,
    make_upload,
)
from documents.tests.sample_payloads import order
from documents.tests.test_permissions import act_for
from notifications.models import Notification

pytestmark = pytest.mark.both


class EventfulOrder(Paper):
    """Notes what happened to it."""

    code = "eventful_order"
    happened: list[str] = []

    @classmethod
    def on_submitted(cls, document, *, by):
        cls.happened.append(f"submitted {document.status}")

    @classmethod
    def on_recalled(cls, document, *, by):
        cls.happened.append(f"recalled {document.status}")

    @classmethod
    def on_returned(cls, document, *, by):
        cls.happened.append(f"returned {document.status}")

    @classmethod
    def on_signed(cls, document, *, by):
        cls.happened.append(f"signed {document.number}")

    @classmethod
    def on_annulled(cls, document, *, by):
        cls.happened.append(f"annulled {document.status}")


class HopelessOrder(Paper):
    """What it orders cannot come about."""

    code = "hopeless_order"

    @classmethod
    def on_signed(cls, document, *, by):
        raise Refused("Пара уже распалась.")


def in_status(status, kira, dina, school):
    document = make_draft(kira, school)
    if status == DocumentStatus.DRAFT:
        return document
    document = actions.submit(document=document, by=kira)
    if status == DocumentStatus.SUBMITTED:
        return document
    if status == DocumentStatus.RETURNED:
        return actions.return_for_changes(document=document, remark="Срок!", by=dina)
    document = actions.sign(document=document, by=dina)
    if status == DocumentStatus.ANNULLED:
        return actions.annul(document=document, remark="Новый приказ", by=dina)
    return document


def move(document, target, kira, dina):
    steps = {
        DocumentStatus.DRAFT: lambda: actions.recall(document=document, by=kira),
        DocumentStatus.SUBMITTED: lambda: actions.submit(document=document, by=kira),
        DocumentStatus.RETURNED: lambda: actions.return_for_changes(
            document=document, remark="Срок!", by=dina
        ),
        DocumentStatus.SIGNED: lambda: actions.sign(document=document, by=dina),
        DocumentStatus.ANNULLED: lambda: actions.annul(
            document=document, remark="Отмена", by=dina
        ),
    }
    return steps[target]()


# What the table allows to `issue` alone, and a second click that changes nothing.
APART = {
    (DocumentStatus.DRAFT, DocumentStatus.SIGNED),
    (DocumentStatus.SIGNED, DocumentStatus.SIGNED),
}


MATRIX = [
    (source, target)
    for source in DocumentStatus
    for target in DocumentStatus
    if (source, target) not in APART
]


@pytest.mark.parametrize(("source", "target"), MATRIX)
def test_only_the_moves_of_the_table_occur(school, kira, dina, source, target):
    document = in_status(source, kira, dina, school)

    if DOCUMENT_TRANSITIONS.allows(source, target):
        move(document, target, kira, dina)
        expected = target
    else:
        with pytest.raises((Refused, PermissionDenied)):
            move(document, target, kira, dina)
        expected = source
    document.refresh_from_db()
    assert document.status == expected


def test_a_paper_is_recalled_before_the_decision(school, kira, dina):
    document = make_draft(kira, school, kind="eventful_order")
    actions.submit(document=document, by=kira)

    document = actions.recall(document=document, by=kira)

    assert document.status == DocumentStatus.DRAFT
    assert EventfulOrder.happened[-1] == "recalled draft"
    assert document.decisions.latest("pk").kind == DecisionKind.RECALLED
    assert AuditEvent.objects.filter(what="document.recalled").count() == 1
    letter = Notification.objects.get(letter="document_recalled")
    assert letter.recipient == dina
    actions.rewrite(document=document, title="Новый", payload={}, by=kira)
    actions.submit(document=document, by=kira)


def test_what_the_director_has_signed_is_not_recalled(school, kira, dina):
    document = make_draft(kira, school)
    actions.submit(document=document, by=kira)
    actions.sign(document=document, by=dina)

    with pytest.raises(PermissionDenied, match="ждёт подписи"):
        actions.recall(document=document, by=kira)


def test_the_director_returns_and_does_not_recall(school, kira, dina):
    document = make_draft(kira, school)
    actions.submit(document=document, by=kira)

    with pytest.raises(PermissionDenied, match="куратор"):
        actions.recall(document=document, by=dina)


def test_the_director_does_not_sign_a_draft(school, kira, dina):
    document = make_draft(kira, school)

    with pytest.raises(Refused, match="Это ещё проект"):
        actions.sign(document=document, by=dina)


def test_signing_gives_number_day_and_frozen_content(school, kira, dina):
    document = make_signed(kira, dina, school)

    document.refresh_from_db()
    assert (document.status, document.number) == (DocumentStatus.SIGNED, "1")
    assert document.signed_by == dina
    assert document.signed_on == timezone.localdate()
    assert document.payload["number"] == "1"
    assert document.payload["state"] == "signed"
    assert document.payload["check_url"].endswith(f"/check/{document.check_code}/")
    assert document.payload["signature"]["name"] == "Д. П. Орлова"
    assert document.payload_digest == payload_digest(document.payload)
    assert document.errand_state == ErrandState.WAITING
    assert AuditEvent.objects.filter(what="document.signed").count() == 1


def test_a_second_click_finds_the_first_ones_number(school, kira, dina):
    document = make_submitted(kira, school)
    actions.sign(document=document, by=dina)

    again = actions.sign(document=document, by=dina)

    assert again.number == "1"
    assert again.decisions.filter(kind=DecisionKind.SIGNED).count() == 1
    assert make_signed(kira, dina, school).number == "2"


def test_a_curator_signs_nothing(school, kira):
    document = make_submitted(kira, school)

    with pytest.raises(PermissionDenied, match="директор"):
        actions.sign(document=document, by=kira)


def test_who_acts_for_the_director_signs_with_his_own_post(school, kira, dina):
    act_for(dina, kira, school)
    document = make_submitted(kira, school)

    document = actions.sign(document=document, by=kira)

    assert document.payload["signature"]["post"] == "И. о. директора"
    assert document.payload["signature"]["name"] == "К. А. Крылова"


def test_who_drew_the_paper_up_learns_that_it_is_signed(school, kira, dina):
    make_signed(kira, dina, school)

    assert Notification.objects.get(recipient=kira).subject == "Документ подписан"


def test_a_paper_hears_of_every_step(school, kira, dina):
    make_kind("eventful_order")
    EventfulOrder.happened.clear()
    document = make_submitted(kira, school, kind="eventful_order")
    actions.return_for_changes(document=document, remark="Срок!", by=dina)
    actions.submit(document=document, by=kira)
    actions.sign(document=document, by=dina)
    actions.annul(document=document, remark="Отмена", by=dina)

    assert EventfulOrder.happened == [
        "submitted submitted",
        "returned returned",
        "submitted submitted",
        "signed 1",
        "annulled annulled",
    ]


def test_what_cannot_come_about_is_not_signed_and_takes_no_number(school, kira, dina):
    make_kind("hopeless_order")
    document = make_submitted(kira, school, kind="hopeless_order")

    with pytest.raises(Refused, match="распалась"):
        actions.sign(document=document, by=dina)

    document.refresh_from_db()
    assert (document.status, document.number) == (DocumentStatus.SUBMITTED, "")
    assert make_signed(kira, dina, school).number == "1"


def test_a_kind_without_a_paper_of_its_own_waits_for_no_pdf(school, kira, dina):
    make_kind("plain_act", register=RegisterCode.ACTS)
    document = make_signed(kira, dina, school, kind="plain_act")

    assert document.errand_state == ErrandState.NONE


def test_a_return_needs_words_and_the_right(school, kira, dina):
    document = make_submitted(kira, school)

    with pytest.raises(Refused, match="что исправить"):
        actions.return_for_changes(document=document, remark="  ", by=dina)
    with pytest.raises(PermissionDenied):
        actions.return_for_changes(document=document, remark="Срок!", by=kira)


def test_the_remark_reaches_who_drew_the_paper_up(school, kira, dina):
    document = make_submitted(kira, school)

    actions.return_for_changes(document=document, remark=" Срок! ", by=dina)

    assert document.decisions.last().remark == "Срок!"
    assert "«Срок!»" in Notification.objects.get(recipient=kira).text


def test_annulling_keeps_the_number_and_needs_a_ground(school, kira, dina):
    document = make_signed(kira, dina, school)
    with pytest.raises(Refused, match="основание"):
        actions.annul(document=document, remark="", by=dina)
    with pytest.raises(PermissionDenied):
        actions.annul(document=document, remark="Отмена", by=kira)

    document = actions.annul(document=document, remark="Отмена", by=dina)

    assert (document.status, document.number) == (DocumentStatus.ANNULLED, "1")
    assert make_signed(kira, dina, school).number == "2"


def test_a_paper_without_a_director_is_issued_at_once(school, kira):
    make_kind("sample_report", register=RegisterCode.REPORTS)

    document = actions.issue(
        organisation=school,
        kind="sample_report",
        title="Отчёт куратора",
        payload=order(),
        by=kira,
    )

    assert (document.status, document.number) == (DocumentStatus.SIGNED, "1")
    assert document.payload["signature"]["name"] == "Д. Ё. Королёва"


def test_a_paper_without_a_register_has_no_number(school, kira):
    make_kind("sample_certificate", register="")

    document = actions.issue(
        organisation=school,
        kind="sample_certificate",
        title="Сертификат",
        payload=order(),
        by=kira,
    )

    assert (document.number, document.register) == ("б/н", None)
    assert document.signed_on == timezone.localdate()


def test_an_order_is_never_issued_past_the_director(school, kira, max_):
    make_kind()
    words = {"organisation": school, "kind": "sample_order", "title": "", "payload": {}}

    with pytest.raises(Refused, match="подписывает директор"):
        actions.issue(**words, by=kira)
    with pytest.raises(PermissionDenied):
        actions.issue(**words, by=max_)


def test_ink_is_noted_with_its_scan(school, kira, dina):
    document = make_signed(kira, dina, school)

    document = actions.confirm_on_paper(
        document=document,
        confirmed_on=document.signed_on,
        scan=make_upload(),
        by=kira,
    )

    assert document.confirmed_on == document.signed_on
    assert document.scan.name == "скан.pdf"
    assert not document.awaits_ink


def test_the_scan_may_come_later_but_once(school, kira, dina):
    document = make_signed(kira, dina, school)
    day = document.signed_on
    actions.confirm_on_paper(document=document, confirmed_on=day, scan=None, by=kira)
    with pytest.raises(Refused, match="уже отмечена"):
        actions.confirm_on_paper(
            document=document, confirmed_on=day, scan=None, by=kira
        )
    scan = actions.attach(organisation=school, upload=make_upload(), by=kira)

    document = actions.confirm_on_paper(
        document=document, confirmed_on=day, scan=scan, by=kira
    )

    assert document.scan == scan
    assert document.decisions.filter(kind=DecisionKind.CONFIRMED).count() == 1
    with pytest.raises(Refused, match="уже отмечена"):
        actions.confirm_on_paper(
            document=document, confirmed_on=day, scan=scan, by=kira
        )


@pytest.mark.parametrize("days", [-1, 1])
def test_ink_is_neither_older_than_the_decision_nor_of_tomorrow(
    school, kira, dina, days
):
    document = make_signed(kira, dina, school)

    with pytest.raises(Refused, match="Исправьте дату"):
        actions.confirm_on_paper(
            document=document,
            confirmed_on=document.signed_on + timedelta(days=days),
            scan=None,
            by=kira,
        )


def test_ink_is_noted_on_signed_paper_only_and_by_right(school, kira, dina, max_):
    document = make_submitted(kira, school)
    words = {
        "document": document,
        "confirmed_on": timezone.localdate(),
        "scan": None,
    }

    with pytest.raises(Refused, match="у подписанного"):
        actions.confirm_on_paper(**words, by=kira)
    with pytest.raises(PermissionDenied):
        actions.confirm_on_paper(**words, by=max_)
