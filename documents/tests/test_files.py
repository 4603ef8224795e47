from __future__ import annotations

import hashlib
import os
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.errands import ClaimLost, ErrandState, take
from common.errors import Refused
from documents import actions, pdf, tasks
from documents.kinds import Paper
from documents.models import Attachment, Document
from documents.tests.factories import (
    PDF,
    make_kind,
    make_signed,
    make_submitted,
    make_upload,
)

pytestmark = pytest.mark.both


class BrokenOrder(Paper):
    """Its template does not exist."""

    code = "broken_order"
    template_name = "papers/no_such_paper.html"


def test_a_scan_is_kept_under_a_name_of_our_own(school, kira):
    upload = make_upload(name="../../Приказ № 5.exe")

    attachment = actions.attach(organisation=school, upload=upload, by=kira)

    assert attachment.name == "Приказ № 5.pdf"
    assert attachment.content_type == "application/pdf"
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert attachment.size == len(PDF)
    assert attachment.file.name.startswith("attachments/")
    assert "Приказ" not in attachment.file.name


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
    ],
)
def test_a_photograph_is_known_by_its_content(school, kira, content, content_type):
    upload = make_upload(content, name="photo.pdf")

    attachment = actions.attach(organisation=school, upload=upload, by=kira)

    assert attachment.content_type == content_type


def test_a_file_without_a_name_gets_one(school, kira):
    upload = make_upload()
    upload.name = None

    assert (
        actions.attach(organisation=school, upload=upload, by=kira).name == "файл.pdf"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Файл пуст"),
        (b"<html><script>", "не PDF, JPG и не PNG"),
        (b"PK\x03\x04", "не PDF, JPG и не PNG"),
    ],
)
def test_what_is_no_scan_is_refused(school, kira, content, said):
    with pytest.raises(Refused, match=said):
        actions.attach(organisation=school, upload=make_upload(content), by=kira)
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_refused(school, kira, settings):
    settings.UPLOAD_LIMIT_BYTES = len(PDF) - 1

    with pytest.raises(Refused, match="Уменьшите"):
        actions.attach(organisation=school, upload=make_upload(), by=kira)


def test_a_stranger_attaches_nothing(school, sam):
    with pytest.raises(Refused, match="участники"):
        actions.attach(organisation=school, upload=make_upload(), by=sam)


def test_a_signed_order_gets_its_pdf_in_the_background(school, kira, dina, committed):
    document = make_submitted(kira, school)
    with committed():
        actions.sign(document=document, by=dina)

    document.refresh_from_db()
    assert document.errand_state == ErrandState.DONE
    with document.pdf.open("rb") as kept:
        content = kept.read()
    assert content.startswith(b"%PDF-")
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.pdf.name == f"documents/{school.pk}/{document.sha256}.pdf"


def test_printing_again_gives_the_same_bytes(school, kira, dina, committed):
    document = make_submitted(kira, school)
    with committed():
        actions.sign(document=document, by=dina)
    document.refresh_from_db()

    content = pdf.render("papers/order.html", document.payload)

    assert hashlib.sha256(content).hexdigest() == document.sha256


def test_the_errand_twice_equals_the_errand_once(school, kira, dina):
    document = make_signed(kira, dina, school)

    tasks.render(document.pk)
    document.refresh_from_db()
    first = (document.sha256, document.errand_attempts)
    tasks.render(document.pk)

    document.refresh_from_db()
    assert (document.sha256, document.errand_attempts) == first


def test_a_paper_annulled_before_it_was_printed_keeps_its_original(school, kira, dina):
    document = make_signed(kira, dina, school)
    actions.annul(document=document, remark="Отмена", by=dina)

    tasks.render(document.pk)

    document.refresh_from_db()
    assert document.payload["state"] == "signed"
    signed = pdf.render("papers/order.html", document.payload)
    assert document.sha256 == hashlib.sha256(signed).hexdigest()


def test_a_broken_template_is_told_and_given_up(school, kira, dina):
    make_kind("broken_order")
    document = make_signed(kira, dina, school, kind="broken_order")

    tasks.render(document.pk)

    document.refresh_from_db()
    assert document.errand_state == ErrandState.FAILED
    assert "no_such_paper" in document.errand_failure


def test_a_worker_taken_over_keeps_nothing(school, kira, dina):
    document = make_signed(kira, dina, school)
    late = take(Document, document.pk)
    Document.objects.filter(pk=document.pk).update(errand_state=ErrandState.WAITING)
    take(Document, document.pk)

    with pytest.raises(ClaimLost):
        actions.store_pdf(document=document, content=PDF, claim=late)
    document.refresh_from_db()
    assert document.sha256 == ""


def test_a_kept_original_is_never_made_anew(school, kira, dina):
    document = make_signed(kira, dina, school)
    actions.store_pdf(document=document, content=PDF, claim=take(Document, document.pk))
    Document.objects.filter(pk=document.pk).update(errand_state=ErrandState.WAITING)

    again = actions.store_pdf(
        document=document, content=b"%PDF-other", claim=take(Document, document.pk)
    )

    assert again.sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize("left_behind", [PDF, PDF[:5]])
def test_what_a_killed_worker_left_does_not_spoil_the_original(
    school, kira, dina, left_behind
):
    document = make_signed(kira, dina, school)
    name = f"documents/{school.pk}/{hashlib.sha256(PDF).hexdigest()}.pdf"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(left_behind))

    document = actions.store_pdf(
        document=document, content=PDF, claim=take(Document, document.pk)
    )

    assert document.pdf.name == name
    with document.pdf.open("rb") as kept:
        assert kept.read() == PDF


def test_printing_given_up_is_started_again(school, kira, dina, max_):
    make_kind("broken_order")
    document = make_signed(kira, dina, school, kind="broken_order")
    with pytest.raises(Refused, match="не останавливалась"):
        actions.render_again(document=document, by=kira)
    tasks.render(document.pk)
    with pytest.raises(PermissionDenied):
        actions.render_again(document=document, by=max_)

    document = actions.render_again(document=document, by=kira)

    assert (document.errand_state, document.errand_attempts) == (
        ErrandState.WAITING,
        0,
    )


def test_files_nobody_knows_go_after_a_day(school, kira, dina):
    attachment = actions.attach(organisation=school, upload=make_upload(), by=kira)
    document = make_signed(kira, dina, school)
    document = actions.store_pdf(
        document=document, content=PDF, claim=take(Document, document.pk)
    )
    actions.remove_orphans()
    fresh = default_storage.save("attachments/2026/11/fresh.pdf", ContentFile(PDF))
    stale = default_storage.save("documents/7/stale.pdf", ContentFile(PDF))
    long_ago = time.time() - 2 * 24 * 60 * 60
    for name in (attachment.file.name, document.pdf.name, stale):
        os.utime(default_storage.path(name), (long_ago, long_ago))

    assert actions.remove_orphans() == 1

    assert not default_storage.exists(stale)
    for name in (attachment.file.name, document.pdf.name, fresh):
        assert default_storage.exists(name)


def test_where_no_file_ever_came_none_is_removed(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    assert actions.remove_orphans() == 0
