from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from documents import actions
from documents.enums import DecisionKind, DocumentStatus
from documents.models import DocumentKind
from documents.tests.factories import (
    make_draft,
    make_kind,
    make_signed,
    make_submitted,
)
from notifications.models import Notification

pytestmark = pytest.mark.both


def test_the_curator_draws_up_a_draft(school, kira):
    document = make_draft(kira, school, title="О кураторе")

    assert document.status == DocumentStatus.DRAFT
    assert document.created_by == kira
    assert document.number == ""
    assert len(document.check_code) == 12
    assert AuditEvent.objects.filter(what="document.prepared").count() == 1


def test_a_mentor_draws_up_nothing(school, max_):
    make_kind()

    with pytest.raises(PermissionDenied, match="куратор"):
        actions.prepare(
            organisation=school, kind="sample_order", title="", payload={}, by=max_
        )


def test_an_unknown_kind_is_a_bug(school, kira):
    with pytest.raises(DocumentKind.DoesNotExist):
        actions.prepare(
            organisation=school, kind="no_such_kind", title="", payload={}, by=kira
        )


def test_a_draft_is_rewritten(school, kira):
    document = make_draft(kira, school)

    document = actions.rewrite(
        document=document, title="О  Кураторах", payload={"a": 1}, by=kira
    )

    document.refresh_from_db()
    assert document.title == "О  Кураторах"
    assert document.search_text == "о кураторах"
    assert document.payload == {"a": 1}


def test_a_submitted_paper_is_not_rewritten(school, kira):
    document = make_submitted(kira, school)

    with pytest.raises(Refused, match="вернуть его с замечанием"):
        actions.rewrite(document=document, title="иначе", payload={}, by=kira)


def test_a_signed_paper_is_not_rewritten(school, kira, dina):
    document = make_signed(kira, dina, school)

    with pytest.raises(Refused):
        actions.rewrite(document=document, title="иначе", payload={}, by=kira)


def test_a_mentor_rewrites_and_submits_nothing(school, kira, max_):
    document = make_draft(kira, school)

    with pytest.raises(PermissionDenied):
        actions.rewrite(document=document, title="", payload={}, by=max_)
    with pytest.raises(PermissionDenied):
        actions.submit(document=document, by=max_)


def test_a_submitted_paper_reaches_the_director(school, kira, dina):
    document = make_submitted(kira, school)

    assert document.status == DocumentStatus.SUBMITTED
    assert [step.kind for step in document.decisions.all()] == [DecisionKind.SUBMITTED]
    letter = Notification.objects.get(recipient=dina)
    assert letter.subject == "Документ ждёт вашей подписи"
    assert letter.path.endswith(f"/documents/{document.pk}/sign/")


def test_who_submits_gets_no_letter_from_himself(school, kira):
    make_submitted(kira, school)

    assert not Notification.objects.filter(recipient=kira).exists()


def test_a_returned_paper_can_be_submitted_again(school, kira, dina):
    document = make_submitted(kira, school)
    actions.return_for_changes(document=document, remark="Срок!", by=dina)

    document = actions.submit(document=document, by=kira)

    assert document.status == DocumentStatus.SUBMITTED
    assert Notification.objects.filter(recipient=dina).count() == 2
