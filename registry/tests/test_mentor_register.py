"""The register of mentors: an edition, its order, its effect, its undoing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.errors import Refused
from documents import actions as documents
from documents.enums import DocumentStatus
from documents.pdf import render
from documents.tests.reading import missing_from
from registry.actions import cards, mentor_register
from registry.enums import CycleStatus, MentorStatus
from registry.models import (
    MentorCard,
    MentoringForm,
    MentorRegisterEdition,
    MentorRegisterEntry,
)
from registry.papers import OrderMentorRegister
from registry.permissions.mentor_register import (
    may_decide_register,
    may_prepare_register,
    may_view_register,
)
from registry.queries.mentor_register import (
    edition_in_force,
    people_leaving,
    people_to_enter,
)
from registry.queries.mentor_register_paper import usual_texts
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.selection_factories import (
    make_criteria,
    make_order_kinds,
    make_regulation,
    make_selected,
    words,
)

pytestmark = pytest.mark.both
S = MentorStatus


@pytest.fixture
def cycle(school, kira):
    load_texts()
    year = make_cycle(school)
    make_criteria(year, kira)
    return year


@pytest.fixture
def regulation(school, kira):
    return make_regulation(school, kira)


@pytest.fixture
def selected(cycle, kira):
    return [
        make_selected(cycle, kira, name)
        for name in ("Аистов Лев Ильич", "Белов Пётр Ильич")
    ]


def draft(cycle, by, entering=(), leaving=None):
    return mentor_register.prepare_order(
        cycle=cycle,
        entering=entering,
        leaving=leaving or {},
        texts=words(cycle),
        by=by,
    )


def sign(document, kira, dina):
    mentor_register.submit_order(document=document, by=kira)
    return documents.sign(document=document, by=dina)


def gone_line(cycle, card, kira):
    cards.move_mentor(card=card, to=S.WITHDRAWN, by=kira, remark="Переезд")
    return people_leaving(cycle).get()


@pytest.fixture
def approved(cycle, regulation, selected, kira, dina):
    return sign(draft(cycle, kira, selected), kira, dina)


def test_without_a_regulation_in_force_there_is_no_order(cycle, selected, kira):
    make_order_kinds()

    with pytest.raises(PermissionDenied, match="Положение о наставничестве"):
        draft(cycle, kira, selected)

    assert not MentorRegisterEdition.objects.exists()


def test_a_regulation_annulled_meanwhile_stops_the_signing(
    cycle, regulation, selected, kira, dina
):
    document = draft(cycle, kira, selected)
    mentor_register.submit_order(document=document, by=kira)
    documents.annul(document=regulation, remark="новое", by=dina)

    with pytest.raises(Refused, match="действующее Положение"):
        documents.sign(document=document, by=dina)

    document.refresh_from_db()
    assert document.status == DocumentStatus.SUBMITTED
    assert not MentorCard.objects.filter(status=S.REGISTERED).exists()


def test_the_order_upon_the_regulation_counts_too(cycle, selected, school, kira):
    make_order_kinds()
    kind = "order_regulation_approval"
    type(make_regulation(school, kira).kind).objects.create(code=kind, title="Приказ")
    document = documents.register_external(
        organisation=school,
        kind=kind,
        title="Об утверждении Положения",
        number="",
        signed_on=timezone.localdate(),
        by=kira,
    )
    assert document.status == DocumentStatus.SIGNED
    assert may_prepare_register(kira, cycle)


def test_signing_registers_everybody_in_one_transaction(
    cycle, approved, selected, school
):
    for card in selected:
        card.refresh_from_db()
        assert card.status == S.REGISTERED
    lines = MentorRegisterEntry.objects.all()
    assert {line.entered_on for line in lines} == {approved.signed_on}
    edition = edition_in_force(cycle)
    assert (edition.number, edition.in_force_on) == (1, approved.signed_on)
    assert not people_to_enter(cycle).exists()


def test_until_the_signature_nobody_is_registered(cycle, regulation, selected, kira):
    document = draft(cycle, kira, selected)
    mentor_register.submit_order(document=document, by=kira)

    assert set(MentorCard.objects.values_list("status", flat=True)) == {S.SELECTED}
    assert edition_in_force(cycle) is None


def test_who_withdrew_meanwhile_is_not_signed_in(
    cycle, regulation, selected, kira, dina
):
    document = draft(cycle, kira, selected)
    mentor_register.submit_order(document=document, by=kira)
    cards.move_mentor(card=selected[0], to=S.WITHDRAWN, by=kira, remark="Уехал")

    with pytest.raises(Refused, match="Аистов Лев Ильич"):
        documents.sign(document=document, by=dina)

    selected[1].refresh_from_db()
    assert selected[1].status == S.SELECTED
    assert not MentorRegisterEntry.objects.filter(entered_on__isnull=False).exists()


def test_one_edition_is_drawn_up_at_a_time(cycle, regulation, selected, kira):
    draft(cycle, kira, selected[:1])

    with pytest.raises(Refused, match="уже готовится"):
        draft(cycle, kira, selected[1:])


def test_a_draft_is_changed_and_a_returned_order_too(
    cycle, regulation, selected, kira, dina
):
    document = draft(cycle, kira, selected)
    mentor_register.compose_order(
        document=document,
        entering=selected[:1],
        leaving={},
        texts=words(cycle),
        by=kira,
    )
    mentor_register.submit_order(document=document, by=kira)
    with pytest.raises(PermissionDenied, match="уже ушёл"):
        mentor_register.submit_order(document=document, by=kira)
    documents.return_for_changes(document=document, remark="Добавьте", by=dina)
    again = mentor_register.compose_order(
        document=document, entering=selected, leaving={}, texts=words(cycle), by=kira
    )

    assert [line["name"] for line in again.payload["lines"]] == [
        "Аистов Лев Ильич",
        "Белов Пётр Ильич",
    ]
    sign(again, kira, dina)
    assert MentorCard.objects.filter(status=S.REGISTERED).count() == 2


def test_an_edition_of_nobody_or_of_strangers_is_refused(
    cycle, regulation, selected, kira
):
    with pytest.raises(Refused, match="Отметьте, кого внести"):
        draft(cycle, kira)
    MentorCard.objects.filter(pk=selected[0].pk).update(status=S.INTERVIEW)
    with pytest.raises(Refused, match="нет среди отобранных"):
        draft(cycle, kira, selected)
    with pytest.raises(Refused, match="нет в реестре"):
        draft(cycle, kira, selected[1:], {12345: "Уехал"})


def test_when_there_is_nobody_the_reason_is_told(cycle, regulation, kira):
    assert "пока некого" in may_prepare_register(kira, cycle).refusal


def test_who_left_is_taken_out_by_the_next_edition(
    cycle, approved, selected, kira, dina
):
    line = gone_line(cycle, selected[0], kira)
    with pytest.raises(Refused, match="почему исключается"):
        draft(cycle, kira, (), {line.pk: " "})

    signed = sign(draft(cycle, kira, (), {line.pk: "Переезд"}), kira, dina)

    line.refresh_from_db()
    assert (line.left_on, line.left_reason) == (signed.signed_on, "Переезд")
    assert [each["name"] for each in signed.payload["lines"]] == ["Белов Пётр Ильич"]
    assert signed.payload["exits"][0]["reason"] == "Переезд"
    points = " ".join(point["text"] for point in signed.payload["points"])
    assert f"утверждённую приказом от {approved.signed_on:%d.%m.%Y}" in points
    assert edition_in_force(cycle).number == 2


def test_a_leaver_struck_from_the_draft_stays_in_the_register(
    cycle, approved, selected, kira
):
    line = gone_line(cycle, selected[0], kira)
    third = make_selected(cycle, kira)
    document = draft(cycle, kira, [third], {line.pk: "Переезд"})
    mentor_register.compose_order(
        document=document, entering=[third], leaving={}, texts=words(cycle), by=kira
    )

    line.refresh_from_db()
    assert (line.left_by, line.left_reason, line.left_on) == (None, "", None)


def test_who_has_come_back_is_not_taken_out(cycle, approved, selected, kira, dina):
    line = gone_line(cycle, selected[0], kira)
    document = draft(cycle, kira, (), {line.pk: "Переезд"})
    MentorCard.objects.filter(pk=selected[0].pk).update(status=S.READY)

    with pytest.raises(Refused, match="Исключать уже не нужно"):
        mentor_register.submit_order(document=document, by=kira)


def test_annulment_takes_everything_back(cycle, approved, selected, dina):
    documents.annul(document=approved, remark="ошибка", by=dina)

    for card in selected:
        card.refresh_from_db()
        assert card.status == S.SELECTED
    assert not MentorRegisterEntry.objects.exists()
    assert edition_in_force(cycle) is None
    assert people_to_enter(cycle).count() == 2


def test_after_an_annulment_the_next_edition_has_the_next_number(
    cycle, approved, selected, kira, dina
):
    documents.annul(document=approved, remark="ошибка", by=dina)

    signed = sign(draft(cycle, kira, selected), kira, dina)

    assert signed.payload["edition"] == 2
    assert MentorRegisterEntry.objects.count() == 2


def test_annulled_exits_are_in_the_register_again(
    cycle, approved, selected, kira, dina
):
    line = gone_line(cycle, selected[0], kira)
    signed = sign(draft(cycle, kira, (), {line.pk: "Переезд"}), kira, dina)

    documents.annul(document=signed, remark="ошибка", by=dina)

    line.refresh_from_db()
    assert (line.left_on, line.left_by, line.left_reason) == (None, None, "")
    assert edition_in_force(cycle).number == 1


def test_an_order_later_ones_rest_upon_stands(cycle, approved, selected, kira, dina):
    line = gone_line(cycle, selected[0], kira)
    document = draft(cycle, kira, (), {line.pk: "Переезд"})
    with pytest.raises(Refused, match="В проекте следующей"):
        documents.annul(document=approved, remark="ошибка", by=dina)
    mentor_register.submit_order(document=document, by=kira)
    with pytest.raises(Refused, match="уже на подписи"):
        documents.annul(document=approved, remark="ошибка", by=dina)
    documents.sign(document=document, by=dina)

    with pytest.raises(Refused, match="редакция № 2"):
        documents.annul(document=approved, remark="ошибка", by=dina)


def test_an_order_mentors_work_by_stands(cycle, approved, selected, kira, dina):
    cards.move_mentor(card=selected[0], to=S.READY, by=kira, remark="Обучен")

    with pytest.raises(Refused, match="уже работают: Аистов"):
        documents.annul(document=approved, remark="ошибка", by=dina)

    approved.refresh_from_db()
    assert approved.status == DocumentStatus.SIGNED


def test_an_order_without_an_edition_leads_nowhere(cycle, school, kira, dina):
    make_order_kinds()
    document = documents.prepare(
        organisation=school,
        kind="order_mentor_register",
        title="Об утверждении реестра",
        payload={},
        by=kira,
    )
    with pytest.raises(Refused, match="больше нет редакции"):
        documents.submit(document=document, by=kira)
    mentor_register.follow_annulment(document=document, by=dina)
    assert may_decide_register(dina, document)
    assert OrderMentorRegister.summary_context(document)["edition"] is None


def test_a_director_does_not_sign_himself_in(cycle, regulation, selected, kira, dina):
    selected[0].person.user = dina
    selected[0].person.save(update_fields=["user"])
    document = draft(cycle, kira, selected)
    mentor_register.submit_order(document=document, by=kira)

    with pytest.raises(PermissionDenied, match="исполняющий"):
        documents.sign(document=document, by=dina)


def test_a_closed_cycle_has_no_new_edition(cycle, regulation, selected, kira):
    cycle.status = CycleStatus.CLOSED
    cycle.save(update_fields=["status"])

    with pytest.raises(PermissionDenied, match="завершён"):
        draft(cycle, kira, selected)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.DIRECTOR, True),
        (Role.CURATOR, True),
        (Role.ROLE_MODEL_CURATOR, True),
        (Role.PSYCHOLOGIST, True),
        (Role.DEPARTMENT_HEAD, True),
        (Role.CLASS_TEACHER, False),
        (Role.MENTOR, False),
        (Role.MENTEE, False),
        (Role.PARENT, False),
        (Role.SYSTEM_ADMINISTRATOR, False),
    ],
)
def test_the_register_is_seen_by_the_staff_of_the_programme(role, sees, school):
    assert bool(may_view_register(make_member(school, role), school)) is sees


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PSYCHOLOGIST, Role.MENTOR])
def test_the_register_is_drawn_up_by_the_curator(
    role, school, cycle, regulation, selected
):
    with pytest.raises(PermissionDenied):
        draft(cycle, make_member(school, role), selected)


def test_the_order_prints_the_register_as_its_annex(
    cycle, approved, selected, kira, dina
):
    MentorCard.objects.update(
        form=MentoringForm.objects.create(code="a", title="учитель – ученик")
    )
    line = gone_line(cycle, selected[0], kira)
    third = make_selected(cycle, kira, "Вьюгин Глеб Львович")
    signed = sign(draft(cycle, kira, [third], {line.pk: "Переезд"}), kira, dina)

    pdf = render(OrderMentorRegister.template_name, signed.payload)

    assert missing_from(pdf, signed.payload) == []


def test_the_usual_words_name_the_regulation(cycle, regulation):
    cycle.introduction_order = regulation
    text = usual_texts(cycle).preamble

    assert text.startswith("В соответствии с Положением о наставничестве от 20 августа")
    assert "во исполнение приказа" in text
