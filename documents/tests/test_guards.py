"""What PostgreSQL itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from conftest import lacking
from documents import actions
from documents.models import Decision, Document
from documents.tests.factories import make_draft, make_signed

pytestmark = pytest.mark.services


@pytest.fixture
def signed(school, kira, dina):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")
    return make_signed(kira, dina, school)


def refused(change) -> None:
    with (
        pytest.raises(DatabaseError, match="never"),
        transaction.atomic(),
    ):
        change()


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": {"a": 1}},
        {"payload_digest": ""},
        {"title": "иначе"},
        {"number": "2"},
        {"serial": 2},
        {"year": 1999},
        {"register": None, "serial": None},
        {"signed_on": "2020-01-01"},
        {"signed_at": None, "signed_by": None},
        {"check_code": "other"},
        {"is_external": True},
        {"status": "draft", "number": ""},
        {"status": "returned", "number": ""},
    ],
)
def test_what_was_signed_is_never_changed(signed, changes):
    row = Document.objects.filter(pk=signed.pk)

    refused(lambda: row.update(**changes))


def test_a_signed_document_is_never_deleted(signed):
    row = Document.objects.filter(pk=signed.pk)

    refused(lambda: row._raw_delete("default"))


def test_an_annulled_document_does_not_come_back(signed, dina):
    actions.annul(document=signed, remark="Отмена", by=dina)

    refused(lambda: Document.objects.filter(pk=signed.pk).update(status="signed"))


def test_a_kept_original_is_never_replaced(signed):
    row = Document.objects.filter(pk=signed.pk)
    row.update(sha256="a" * 64, pdf="documents/a.pdf")

    refused(lambda: row.update(sha256="b" * 64))
    refused(lambda: row.update(pdf="documents/b.pdf"))


def test_ink_and_printing_are_still_noted(signed, kira):
    actions.confirm_on_paper(
        document=signed, confirmed_on=signed.signed_on, scan=None, by=kira
    )
    assert Document.objects.filter(pk=signed.pk).update(errand_state="done") == 1


def test_a_draft_may_go(signed, kira, school):
    draft = make_draft(kira, school)

    assert Document.objects.filter(pk=draft.pk).delete()[0] == 1


def test_the_story_of_a_document_is_only_added_to(signed):
    refused(lambda: Decision.objects.update(remark="иначе"))
    refused(lambda: Decision.objects.all()._raw_delete("default"))


def test_the_audit_trail_is_only_added_to(signed):
    refused(lambda: AuditEvent.objects.update(what="nothing"))
    refused(lambda: AuditEvent.objects.all()._raw_delete("default"))
