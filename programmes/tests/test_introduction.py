"""The order that introduces mentoring: drawn up here, signed, followed; the cycle's end."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.links import link
from documents import actions as documents
from documents.enums import DocumentStatus
from programmes.actions import cycles, introduction
from programmes.models import Measure
from programmes.permissions.roadmap import (
    may_comment_measure,
    may_confirm_measure,
    may_report_measure,
)
from programmes.queries.introduction_texts import missing_from, texts_of, usual_texts
from registry.enums import CycleStatus
from registry.models import Person

pytestmark = pytest.mark.django_db

MATERIAL = "заместителя директора по АХР Берёзкина П. А."


@pytest.fixture
def curator_person(school, kira):
    return Person.objects.create(
        organisation=school,
        last_name="Орехова",
        first_name="Кира",
        patronymic="Львовна",
        post="Заместитель директора",
        is_staff_member=True,
        user=kira,
    )


@pytest.fixture
def order(cycle, plan, curator_person, kira):
    """A draft that lacks nothing."""
    document = introduction.prepare_order(cycle=cycle, by=kira)
    return fill(document, kira)


def fill(document, by, **words):
    texts = texts_of(document)
    asked = {**vars_of(texts), "material_responsible": MATERIAL, **words}
    return introduction.compose_order(
        document=document, texts=type(texts)(**asked), by=by
    )


def vars_of(texts):
    return {name: getattr(texts, name) for name in texts.__slots__}


def test_the_draft_names_the_curator_in_the_accusative(order):
    appointed = order.payload["responsibles"][0]

    assert appointed["person"] == "заместителя директора Орехову Киру Львовну"
    assert order.payload["starts_on"] == "1 сентября 2026 г."


def test_the_words_come_back_from_the_payload_as_they_went_in(cycle, order):
    texts = texts_of(order)

    assert texts.monitoring == usual_texts(cycle).monitoring
    assert (texts.starts_on, texts.ends_on) == (cycle.starts_on, cycle.ends_on)


def test_signing_lets_the_cycle_run_and_starts_the_terms_after_the_order(
    cycle, order, kira, dina
):
    waiting = Measure.objects.filter(deadline__kind="relative_to_order").first()
    waiting.deadline = {**waiting.deadline, "anchor": "order_cmn_introduction"}
    waiting.save()
    documents.submit(document=order, by=kira)

    signed = documents.sign(document=order, by=dina)

    cycle.refresh_from_db()
    assert (cycle.status, cycle.introduction_order) == (CycleStatus.RUNNING, signed)
    assert cycle.is_introduced
    waiting.refresh_from_db()
    assert waiting.planned_on is not None


def test_an_order_with_an_empty_point_is_not_submitted(
    cycle, plan, curator_person, kira
):
    document = introduction.prepare_order(cycle=cycle, by=kira)

    with pytest.raises(Refused, match="материально-техническое"):
        documents.submit(document=document, by=kira)

    document.refresh_from_db()
    assert document.status == DocumentStatus.DRAFT
    assert missing_from(texts_of(document)) == [
        "кто отвечает за материально-техническое обеспечение"
    ]


def test_after_an_annulled_order_another_is_drawn_up(cycle, order, kira, dina):
    documents.submit(document=order, by=kira)
    signed = documents.sign(document=order, by=dina)

    documents.annul(document=signed, remark="ошибка в сроке", by=dina)

    cycle.refresh_from_db()
    assert cycle.introduction_order is None
    again = introduction.prepare_order(cycle=cycle, by=kira)
    assert again.status == DocumentStatus.DRAFT


def test_a_second_draft_is_not_begun(cycle, order, kira):
    with pytest.raises(Refused, match="уже составлен"):
        introduction.prepare_order(cycle=cycle, by=kira)


def test_an_order_signed_on_paper_may_replace_the_draft(cycle, order, kira, dina):
    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="7",
        signed_on=date(2026, 9, 2),
        scan=None,
        by=kira,
    )
    documents.submit(document=order, by=kira)

    with pytest.raises(Refused, match="другим приказом"):
        documents.sign(document=order, by=dina)

    with pytest.raises(PermissionDenied, match="уже подписан"):
        introduction.introduce_by_paper(
            cycle=cycle,
            title="Ещё раз",
            number="8",
            signed_on=date(2026, 9, 2),
            scan=None,
            by=kira,
        )


def test_the_order_stays_in_force_while_pairs_work_by_it(working_pair, dina):
    order = working_pair.cycle.introduction_order

    with pytest.raises(Refused, match="работающие пары"):
        introduction.follow_annulment(document=order)


def test_the_curator_draws_it_up_on_the_pages(
    client, cycle, plan, curator_person, kira
):
    client.force_login(kira)
    page = link("programmes:order_introduction_prepare", pk=cycle.pk)
    form = client.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"starts_on": "01.09.2026", "ends_on": "31.05.2027"}

    draft = client.post(page, typed)
    typed["material_responsible"] = MATERIAL
    saved = client.post(draft.url, typed, follow=True)
    cycle.refresh_from_db()
    submitted = client.post(
        link("programmes:order_introduction_submit", pk=cycle.introduction_order.pk),
        follow=True,
    )

    assert "Проект сохранён." in saved.content.decode()
    assert "у директора" in submitted.content.decode()
    assert client.get(page).url.endswith("/draft/")
    assert client.get(draft.url).url.endswith(f"/{cycle.introduction_order.pk}/")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("responsibles", "Иванову И. И. куратором", "разделите тире"),
        ("responsibles", "- вести базу", "Сначала напишите, кого назначают"),
        ("preamble", "В целях ПРИКАЗЫВАЮ", "портал напечатает сам"),
        ("monitoring", "итоговый", "разделите тире"),
        ("ends_on", "01.08.2026", "позже первого"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    client, cycle, curator_person, kira, field, typed, told
):
    client.force_login(kira)
    page = link("programmes:order_introduction_prepare", pk=cycle.pk)
    form = client.get(page).context["form"]
    words = {name: form[name].value() for name in form.fields}
    words |= {"starts_on": "01.09.2026", "ends_on": "31.05.2027", field: typed}

    answer = client.post(page, words)

    assert told in answer.content.decode()
    cycle.refresh_from_db()
    assert cycle.introduction_order is None


def test_a_new_term_moves_the_days_of_the_roadmap(cycle, plan, kira):
    last = Measure.objects.filter(deadline__kind="whole_period").first()

    cycles.change_cycle(cycle=cycle, values={"ends_on": date(2027, 6, 30)}, by=kira)

    if last is not None:
        last.refresh_from_db()
        assert last.due_on == date(2027, 6, 30)


def test_a_cycle_is_closed_only_when_no_pair_works(client, working_pair, kira):
    cycle = working_pair.cycle
    cycle.status = CycleStatus.RUNNING
    cycle.save(update_fields=["status"])
    client.force_login(kira)
    asked = client.get(link("programmes:cycle_closing", pk=cycle.pk)).content.decode()
    assert "новые заявки на участие больше не принимаются" in asked
    assert "1 работающую пару" in asked
    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.RUNNING
    client.post(link("programmes:cycle_closing", pk=cycle.pk))
    again = client.get(link("programmes:cycle_closing", pk=cycle.pk))
    assert again.url == link("programmes:cycle_settings", pk=cycle.pk)
    closing = link("programmes:cycle_close", pk=cycle.pk)

    assert "1 работающую пару" in client.get(closing).content.decode()
    with pytest.raises(Refused, match="работающую пару"):
        cycles.close_cycle(cycle=cycle, by=kira)

    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.CLOSING
    assert "завершить 1 работающую пару" in " ".join(
        client.get(link("programmes:cycle_settings", pk=cycle.pk))
        .content.decode()
        .split()
    )


def test_a_closed_cycle_is_an_archive(client, cycle, plan, kira):
    cycle.status = CycleStatus.CLOSING
    cycle.save(update_fields=["status"])
    client.force_login(kira)
    page = link("programmes:cycle_close", pk=cycle.pk)
    assert "станет архивом" in client.get(page).content.decode()

    client.post(page)

    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.CLOSED
    assert client.post(page).status_code == 403
    with pytest.raises(PermissionDenied, match="завершён"):
        cycles.change_cycle(cycle=cycle, values={"goal": str(timezone.now())}, by=kira)


def test_in_a_closed_cycle_nothing_is_marked_or_written(cycle, plan, measure, kira):
    cycle.status = CycleStatus.CLOSED
    cycle.save(update_fields=["status"])
    measure = Measure.objects.get(pk=measure.pk)

    for verdict in (
        may_report_measure(kira, measure),
        may_confirm_measure(kira, measure),
        may_comment_measure(kira, measure),
    ):
        assert "архив" in verdict.refusal
