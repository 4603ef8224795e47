from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import PASSWORD
from common.links import link
from documents import actions, tasks
from documents.enums import DocumentStatus
from documents.kinds import Paper
from documents.models import Document, Register
from documents.queries import public_documents
from documents.tests.factories import (
    PDF,
    make_draft,
    make_kind,
    make_signed,
    make_submitted,
    make_upload,
)

pytestmark = pytest.mark.both

ONE = (
    "document_detail",
    "document_sign",
    "document_return",
    "document_confirm",
    "document_annul",
    "document_preview",
    "document_pdf",
)
POSTED = ("document_submit", "document_render", "document_show", "document_hide")


class SummedUpOrder(Paper):
    """Shows what speaks for it beside the sheet."""

    code = "summed_up_order"
    template_name = "papers/order.html"
    summary_template = "components/notice.html"

    @classmethod
    def summary_context(cls, document):
        return {"reasons": 3}


def page(name: str, **kwargs) -> str:
    return link(f"documents:{name}", **kwargs)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def confirm_identity(client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


# --- Who gets in ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ONE)
def test_a_stranger_finds_nothing_here(client, school, kira, sam, name):
    document = make_submitted(kira, school)
    client.force_login(sam)

    assert client.get(page(name, pk=document.pk)).status_code == 404


@pytest.mark.parametrize("name", POSTED)
def test_a_stranger_posts_nothing_here(client, school, kira, sam, name):
    document = make_submitted(kira, school)
    client.force_login(sam)

    assert client.post(page(name, pk=document.pk)).status_code == 404


@pytest.mark.parametrize("name", ONE)
def test_a_mentor_does_not_see_the_papers_of_others(client, school, kira, max_, name):
    document = make_submitted(kira, school)
    client.force_login(max_)

    assert client.get(page(name, pk=document.pk)).status_code == 404


@pytest.mark.parametrize("name", ["document_sign", "document_return", "document_annul"])
def test_the_curator_is_told_who_decides(client, school, kira, name):
    document = make_submitted(kira, school)
    client.force_login(kira)

    response = client.get(page(name, pk=document.pk))

    assert response.status_code == 403
    assert "Это делает директор" in response.content.decode()


@pytest.mark.parametrize("name", ["desk", "register_settings"])
def test_the_directors_pages_are_closed_to_the_curator(client, school, kira, name):
    client.force_login(kira)

    assert client.get(page(name)).status_code == 403


def test_only_the_curator_enters_papers_from_outside(client, school, dina):
    client.force_login(dina)

    assert client.get(page("register_external")).status_code == 403


# --- The journal ------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_asks_as_little_for_three_as_for_one(
    client, school, kira, dina, count, django_assert_num_queries
):
    for _ in range(count):
        make_signed(kira, dina, school)
    client.force_login(kira)

    with django_assert_num_queries(8):
        response = client.get(page("document_list"))
    assert response.context["count"] == count


def test_the_journal_is_searched_sorted_and_taken_along(client, school, kira, dina):
    make_signed(kira, dina, school, title="О приёме")
    make_signed(kira, dina, school, title="=О зачислении")
    make_draft(kira, school, title="Проект")
    client.force_login(kira)

    found = client.get(page("document_list"), {"q": "приеме"})
    by_number = client.get(
        page("document_list"), {"status": "signed", "sort": "-number"}
    )
    exported = client.get(
        page("document_export"), {"status": "signed", "sort": "-number"}
    )

    assert [row.title for row in found.context["page"]] == ["О приёме"]
    titles = [row.title for row in by_number.context["page"]]
    assert titles == ["=О зачислении", "О приёме"]
    sheet = openpyxl.load_workbook(io.BytesIO(exported.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == titles
    assert sheet["C2"].data_type == "s"


def test_nothing_found_says_how_to_find_more(client, school, kira):
    client.force_login(kira)

    response = client.get(page("document_list"), {"q": "нет такого"})

    assert "Ничего не нашлось" in response.content.decode()


def test_an_empty_journal_says_what_comes_here(client, school, kira):
    client.force_login(kira)

    assert "Документов пока нет" in client.get(page("document_list")).content.decode()


# --- One paper --------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "submitted", "signed"])
def test_a_paper_shows_its_story_and_steps(client, school, kira, dina, status):
    document = {
        "draft": lambda: make_draft(kira, school),
        "submitted": lambda: make_submitted(kira, school),
        "signed": lambda: make_signed(kira, dina, school),
    }[status]()
    client.force_login(kira)

    response = client.get(page("document_detail", pk=document.pk))

    assert response.status_code == 200
    assert len(response.context["story"]) == {"draft": 0, "submitted": 1}.get(status, 2)


def test_a_page_of_a_paper_asks_little(
    client, school, kira, dina, django_assert_num_queries
):
    document = make_signed(kira, dina, school)
    client.force_login(kira)

    with django_assert_num_queries(7):
        client.get(page("document_detail", pk=document.pk))


def test_a_returned_paper_shows_the_remark_and_goes_back(client, school, kira, dina):
    document = make_submitted(kira, school)
    actions.return_for_changes(document=document, remark="Исправьте срок", by=dina)
    client.force_login(kira)
    url = page("document_detail", pk=document.pk)
    assert "Исправьте срок" in client.get(url).content.decode()

    client.post(page("document_submit", pk=document.pk))

    document.refresh_from_db()
    assert document.status == DocumentStatus.SUBMITTED


# --- The director's desk ------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_shows_what_waits(
    client, school, kira, dina, count, django_assert_num_queries
):
    for _ in range(count):
        make_submitted(kira, school)
    client.force_login(dina)

    with django_assert_num_queries(7):
        response = client.get(page("desk"))
    assert len(response.context["queue"]) == count


def test_an_empty_desk_says_so(client, school, dina):
    client.force_login(dina)

    assert "Всё подписано" in client.get(page("desk")).content.decode()


def test_a_signature_asks_for_the_password_and_comes_back(client, school, kira, dina):
    document = make_submitted(kira, school)
    client.force_login(dina)
    url = page("document_sign", pk=document.pk)
    shown = client.get(url).content.decode()
    assert "Ввести пароль, чтобы подписать" in shown

    response = client.post(url)

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    document.refresh_from_db()
    assert document.status == DocumentStatus.SUBMITTED
    back = client.post(response["Location"], {"password": PASSWORD})
    assert back["Location"] == url
    document.refresh_from_db()
    assert document.status == DocumentStatus.SUBMITTED


def test_the_director_signs_on_one_screen(client, school, kira, dina):
    document = make_submitted(kira, school)
    client.force_login(dina)
    confirm_identity(client)
    url = page("document_sign", pk=document.pk)
    assert page("document_preview", pk=document.pk) in client.get(url).content.decode()

    response = client.post(url, follow=True)

    assert said(response) == ["Подписано. Номер документа: 1."]
    assert response.context["document"].status == DocumentStatus.SIGNED


def test_a_double_click_signs_once_and_stays_friendly(client, school, kira, dina):
    document = make_submitted(kira, school)
    client.force_login(dina)
    confirm_identity(client)
    url = page("document_sign", pk=document.pk)
    client.post(url)

    again = client.post(url, follow=True)
    seen_late = client.get(url, follow=True)

    assert said(again)[-1] == "Подписано. Номер документа: 1."
    assert said(seen_late) == ["Этот документ уже подписан, его номер: 1."]
    assert Document.objects.exclude(serial=None).count() == 1


def test_a_returned_paper_is_not_offered_for_signing(client, school, kira, dina):
    document = make_submitted(kira, school)
    actions.return_for_changes(document=document, remark="Срок!", by=dina)
    client.force_login(dina)
    confirm_identity(client)
    url = page("document_sign", pk=document.pk)

    assert said(client.get(url, follow=True)) == ["Этот документ сейчас не на подписи."]
    late = client.post(url, headers={"referer": f"http://testserver{url}"}, follow=True)
    assert "уже нельзя" in said(late)[0]


def test_the_signing_page_shows_what_speaks_for_the_paper(client, school, kira, dina):
    make_kind("summed_up_order")
    document = make_submitted(kira, school, kind="summed_up_order")
    client.force_login(dina)

    response = client.get(page("document_sign", pk=document.pk))

    assert response.context["summary"] == {"reasons": 3}
    assert "components/notice.html" in [used.name for used in response.templates]


def test_a_return_needs_words(client, school, kira, dina):
    document = make_submitted(kira, school)
    client.force_login(dina)
    url = page("document_return", pk=document.pk)

    silent = client.post(url, {"remark": " "})
    response = client.post(url, {"remark": "Исправьте срок"}, follow=True)

    assert silent.context["form"].errors == {"remark": ["Напишите, что исправить."]}
    assert response.redirect_chain == [(page("desk"), 302)]
    document.refresh_from_db()
    assert document.status == DocumentStatus.RETURNED


def test_annulling_asks_for_the_password_and_a_ground(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    client.force_login(dina)
    url = page("document_annul", pk=document.pk)
    assert "Ввести пароль" in client.get(url).content.decode()
    confirm_identity(client)

    silent = client.post(url, {"remark": ""})
    client.post(url, {"remark": "Приказ № 60"})

    assert "remark" in silent.context["form"].errors
    document.refresh_from_db()
    assert document.status == DocumentStatus.ANNULLED


# --- Ink, papers from outside, registers ----------------------------------------------------


def test_ink_is_noted_with_a_scan(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    client.force_login(kira)
    url = page("document_confirm", pk=document.pk)
    assert client.get(url).context["form"].initial["confirmed_on"] == document.signed_on

    client.post(url, {"confirmed_on": timezone.localdate(), "scan": make_upload()})

    document.refresh_from_db()
    assert document.confirmed_on == document.signed_on
    assert document.scan.size == len(PDF)


def test_a_wrong_scan_comes_back_as_a_message(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    client.force_login(kira)
    url = page("document_confirm", pk=document.pk)

    response = client.post(
        url,
        {
            "confirmed_on": timezone.localdate(),
            "scan": make_upload(b"MZ", "скан.pdf"),
        },
        follow=True,
    )

    assert said(response)[0].startswith("Это не PDF")
    document.refresh_from_db()
    assert document.confirmed_on is None


def test_the_curator_enters_a_paper_from_outside(client, school, kira):
    make_kind()
    client.force_login(kira)
    words = {"kind": "sample_order", "title": "О внедрении", "number": "15-ОД"}

    broken = client.post(page("register_external"), {**words, "signed_on": "вчера"})
    client.post(page("register_external"), {**words, "signed_on": "01.09.2026"})

    assert "signed_on" in broken.context["form"].errors
    document = Document.objects.get()
    assert (document.number, document.signed_on) == ("15-ОД", date(2026, 9, 1))


def test_a_paper_entered_before_is_refused_beside_what_was_typed(client, school, kira):
    make_kind()
    client.force_login(kira)
    words = {
        "kind": "sample_order",
        "title": "О внедрении",
        "number": "15-ОД",
        "signed_on": "01.09.2026",
    }
    client.post(page("register_external"), words)

    again = client.post(page("register_external"), {**words, "title": "Другой"})

    assert "уже внесён" in again.content.decode()
    assert again.context["form"]["title"].value() == "Другой"


def test_kinds_stand_by_stage_and_those_in_use_first(client, school, kira, dina):
    make_kind("plan", stages=["S1"], title="План")
    make_kind("survey", stages=["S7", "S1"], title="Анкета")
    make_kind("letter", title="Письмо")
    for kind in ("plan", "sample_order", "sample_order"):
        make_draft(kira, school, kind=kind)
    client.force_login(kira)

    form = client.get(page("register_external")).context["form"]

    assert form.fields["kind"].choices[1:] == [
        ("Уже есть у вас", [("sample_order", "Приказ о кураторе"), ("plan", "План")]),
        ("Завершение", [("survey", "Анкета")]),
        ("Прочие", [("letter", "Письмо")]),
    ]


def test_the_director_sets_how_orders_are_numbered(client, school, kira, dina):
    client.force_login(dina)
    url = page("register_change", code="orders")
    words = {"number_format": "{n}-ОД", "resets": "school", "start": "42"}

    broken = client.post(url, {**words, "number_format": "ОД"})
    client.post(url, words)

    assert "number_format" in broken.context["form"].errors
    assert Register.objects.get().number_format == "{n}-ОД"
    assert "42-ОД" in client.get(page("register_settings")).content.decode()
    make_signed(kira, dina, school)
    assert "start" not in client.get(url).context["form"].fields


def test_there_is_no_register_of_that_name(client, school, dina):
    client.force_login(dina)

    assert client.get(page("register_change", code="letters")).status_code == 404


def test_printing_given_up_is_started_again_from_the_page(client, school, kira, dina):
    document = make_signed(kira, dina, school)
    Document.objects.filter(pk=document.pk).update(
        errand_state="failed", errand_failure="Шаблон не читается"
    )
    client.force_login(kira)
    shown = client.get(page("document_detail", pk=document.pk)).content.decode()
    assert "Шаблон не читается" in shown
    assert "Напечатать ещё раз" in shown
    told = client.get(page("document_pdf", pk=document.pk), follow=True)
    assert "PDF не напечатан" in told.content.decode()
    assert "ещё печатается" not in told.content.decode()

    client.post(page("document_render", pk=document.pk))
    tasks.render(document.pk)

    document.refresh_from_db()
    assert document.errand_state == "done"


def test_a_paper_is_recalled_from_its_page(client, school, kira, dina):
    document = make_draft(kira, school)
    actions.submit(document=document, by=kira)
    url = page("document_recall", pk=document.pk)
    client.force_login(dina)
    assert (
        url not in client.get(page("document_detail", pk=document.pk)).content.decode()
    )
    client.force_login(kira)
    assert url in client.get(page("document_detail", pk=document.pk)).content.decode()

    answer = client.post(url, follow=True).content.decode()

    document.refresh_from_db()
    assert document.status == "draft"
    assert "снова проект" in answer
    client.force_login(dina)
    assert not client.get(page("desk")).context["queue"]


def test_a_regulation_is_shown_on_the_public_page_and_taken_off(
    client, school, kira, dina
):
    make_kind("sample_regulation", register="acts", is_publishable=True)
    document = make_signed(kira, dina, school, kind="sample_regulation")
    client.force_login(kira)
    url = page("document_detail", pk=document.pk)
    assert "Показать на публичной странице" in client.get(url).content.decode()

    client.post(page("document_show", pk=document.pk))
    assert list(public_documents(school)) == [document]
    assert "Убрать с публичной страницы" in client.get(url).content.decode()

    client.post(page("document_hide", pk=document.pk))
    assert not public_documents(school).exists()
