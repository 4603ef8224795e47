"""PDFs, sheets, attachments, and the open door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import YearReset
from common.links import link
from documents import actions, tasks
from documents.enums import RegisterCode
from documents.tests.factories import (
    PDF,
    make_draft,
    make_kind,
    make_signed,
    make_submitted,
    make_upload,
)

pytestmark = pytest.mark.both


def page(name: str, **kwargs) -> str:
    return link(f"documents:{name}", **kwargs)


def check(document) -> str:
    return reverse("documents:document_check", args=[document.check_code])


def test_a_signed_original_is_shown_as_it_was_kept(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    tasks.render(document.pk)
    document.refresh_from_db()
    client.force_login(kira)

    response = client.get(page("document_pdf", pk=document.pk))

    with document.pdf.open("rb") as kept:
        assert response.content == kept.read()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="1.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_number_with_a_stroke_makes_no_folder(client, school, kira, dina):
    actions.set_register(
        organisation=school,
        code=RegisterCode.ORDERS,
        number_format="{n}/{yyyy}",
        resets=YearReset.CALENDAR,
        by=dina,
    )
    document = make_signed(kira, dina, school)
    tasks.render(document.pk)
    client.force_login(kira)

    name = client.get(page("document_pdf", pk=document.pk))["Content-Disposition"]

    assert "/" not in name


def test_a_draft_is_drawn_on_the_fly_and_not_kept(client, school, kira):
    document = make_submitted(kira, school)
    client.force_login(kira)

    response = client.get(page("document_pdf", pk=document.pk))

    assert response.content.startswith(b"%PDF-")
    document.refresh_from_db()
    assert not document.pdf


def test_an_annulled_paper_is_shown_with_its_mark(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    tasks.render(document.pk)
    document.refresh_from_db()
    actions.annul(document=document, remark="Отмена", by=dina)
    client.force_login(kira)

    shown = client.get(page("document_pdf", pk=document.pk)).content

    with document.pdf.open("rb") as kept:
        assert shown != kept.read()
    sheet = client.get(page("document_preview", pk=document.pk)).content.decode()
    assert "АННУЛИРОВАН" in sheet


def test_a_paper_still_in_the_press_sends_back_to_its_page(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    client.force_login(kira)

    response = client.get(page("document_pdf", pk=document.pk), follow=True)

    assert "ещё печатается" in str(next(iter(response.context["messages"])))


def test_the_sheet_is_framed_by_our_own_pages_alone(client, school, kira):
    document = make_submitted(kira, school)
    client.force_login(kira)

    response = client.get(page("document_preview", pk=document.pk))

    sheet = response.content.decode()
    assert "ПРОЕКТ" in sheet
    assert "css/sheet.css" in sheet
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["document_pdf", "document_preview"])
def test_a_kind_the_portal_does_not_print_has_no_file(client, school, kira, name):
    make_kind("plain_act")
    document = make_draft(kira, school, kind="plain_act")
    client.force_login(kira)

    assert client.get(page(name, pk=document.pk)).status_code == 404


def test_an_attachment_is_a_download_in_a_sandbox(client, school, kira):
    attachment = actions.attach(organisation=school, upload=make_upload(), by=kira)
    client.force_login(kira)

    response = client.get(page("attachment_download", pk=attachment.pk))

    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_attachment_is_not_handed_to_others(client, school, kira, max_, sam):
    attachment = actions.attach(organisation=school, upload=make_upload(), by=kira)
    url = page("attachment_download", pk=attachment.pk)

    client.force_login(max_)
    assert client.get(url).status_code == 404
    client.force_login(sam)
    assert client.get(url).status_code == 404


def test_anybody_checks_a_paper_and_reads_no_name(client, school, kira, dina):
    document = make_signed(kira, dina, school, title="О назначении Крыловой К. А.")

    response = client.get(check(document))

    shown = response.content.decode()
    assert response.status_code == 200
    assert "Документ зарегистрирован и действует" in shown
    assert school.short_name.split()[0] in shown
    for hidden in ("Крылов", "Орлов", "О назначении"):
        assert hidden not in shown


def test_an_annulled_paper_is_told_at_the_door(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    actions.annul(document=document, remark="Отмена", by=dina)

    assert "Документ утратил силу" in client.get(check(document)).content.decode()


def test_an_unknown_code_and_a_draft_look_alike(client, school, kira):
    draft = client.get(check(make_draft(kira, school)))
    unknown = client.get(reverse("documents:document_check", args=["nosuchcode22"]))

    assert (draft.status_code, unknown.status_code) == (404, 404)
    assert "Такого документа нет" in unknown.content.decode()
