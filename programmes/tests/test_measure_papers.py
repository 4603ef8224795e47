"""A signed paper is the evidence of the measure that asked for it (R-322)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.tests.factories import make_member
from common.links import link
from documents import actions as documents
from documents.actions import register_external
from documents.models import DocumentKind
from programmes.actions import introduction, measures, roadmap_approval, roadmaps
from programmes.enums import MeasureStatus
from programmes.models import Measure
from programmes.queries.introduction_texts import texts_of
from programmes.queries.measures import history_of
from registry.models import Cycle, Person

pytestmark = pytest.mark.django_db
ORDER = "order_cmn_introduction"


@pytest.fixture
def asking(plan):
    """«Издать приказ о внедрении», the one row that names this order."""
    return Measure.objects.get(document_kinds__code=ORDER)


@pytest.fixture
def submitted(asking, cycle, school, kira):
    """The introduction order the curator drew up, before the director."""
    Person.objects.create(
        organisation=school, last_name="Орехова", user=kira, is_staff_member=True
    )
    draft = introduction.prepare_order(cycle=cycle, by=kira)
    words = replace(texts_of(draft), material_responsible="Берёзкина П. А.")
    draft = introduction.compose_order(document=draft, texts=words, by=kira)
    return documents.submit(document=draft, by=kira)


@pytest.fixture
def order(submitted, dina):
    """The same order, signed."""
    return documents.sign(document=submitted, by=dina)


def asking_for(plan, *kinds):
    """The second row of the plan asks for these kinds, and no other row does."""
    Measure.document_kinds.through.objects.filter(documentkind__code__in=kinds).delete()
    row = Measure.objects.filter(is_heading=False)[1]
    row.document_kinds.set(DocumentKind.objects.filter(code__in=kinds))
    row.documents_printed = [{"kind": code, "title": code} for code in kinds]
    row.save()
    return row


def entered(cycle, by, kind, number="7", days_ago=0):
    return register_external(
        organisation=cycle.organisation,
        kind=kind,
        title="О рабочей группе",
        number=number,
        signed_on=timezone.localdate() - timedelta(days=days_ago),
        by=by,
    )


def test_what_the_curator_prepared_and_the_director_signed_is_done(
    asking, order, kira, dina
):
    asking.refresh_from_db()

    assert (asking.status, asking.done_on) == (MeasureStatus.DONE, order.signed_on)
    assert asking.evidence_document == order
    assert (asking.reported_by, asking.confirmed_by) == (kira, kira)
    told = history_of(asking)[0]
    assert (told.what, told.by) == ("подтверждено подписанным документом", str(dina))
    assert ("документ", "", str(order)) in told.changes


def test_a_submitted_order_proves_nothing_yet(asking, submitted):
    asking.refresh_from_db()

    assert (asking.status, asking.evidence_document) == (MeasureStatus.PLANNED, None)


def test_the_order_entered_from_paper_is_the_same_evidence(asking, cycle, kira):
    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=timezone.localdate(),
        scan=None,
        by=kira,
    )

    asking.refresh_from_db()
    assert (asking.status, asking.evidence_document.number) == (
        MeasureStatus.DONE,
        "12-ОД",
    )


def test_what_one_who_left_has_prepared_waits_for_the_curators_word(
    plan, cycle, school, dina
):
    deputy = make_member(school, Role.DEPUTY_DIRECTOR)
    row = asking_for(plan, "order_working_group")
    paper = documents.prepare(
        organisation=school,
        kind="order_working_group",
        title="О рабочей группе",
        payload={},
        by=deputy,
    )
    paper = documents.submit(document=paper, by=deputy)
    Membership.objects.filter(user=deputy).delete()

    documents.sign(document=paper, by=dina)

    row.refresh_from_db()
    assert (row.status, row.reported_by, row.confirmed_at) == (
        MeasureStatus.DONE,
        deputy,
        None,
    )
    assert row in Measure.objects.reported()


def test_the_annulled_order_takes_its_measure_back(asking, order, dina):
    documents.annul(document=order, remark="ошибка в тексте", by=dina)

    asking.refresh_from_db()
    assert (asking.status, asking.done_on) == (MeasureStatus.IN_PROGRESS, None)
    assert (asking.evidence_document, asking.confirmed_at) == (None, None)
    assert history_of(asking)[0].what == "подтверждающий документ отменён"


def test_what_is_proved_otherwise_too_stays_done(asking, order, kira, dina):
    measures.move(measure=asking, to=MeasureStatus.IN_PROGRESS, by=kira)
    measures.report_done(
        measure=asking,
        done_on=timezone.localdate(),
        by=kira,
        evidence="протокол совета",
        document=order,
    )

    documents.annul(document=order, remark="ошибка в тексте", by=dina)

    asking.refresh_from_db()
    assert asking.status == MeasureStatus.DONE


def test_another_order_in_force_proves_what_the_annulled_one_did(
    plan, cycle, kira, dina
):
    row = asking_for(plan, "order_working_group")
    first = entered(cycle, kira, "order_working_group", days_ago=3)
    second = entered(cycle, kira, "order_working_group", number="8")
    row.refresh_from_db()
    assert row.evidence_document == first

    documents.annul(document=first, remark="ошибка", by=dina)

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.DONE, second)


def test_a_row_that_asks_for_more_keeps_the_paper_and_stays_open(
    client, plan, cycle, kira
):
    row = asking_for(plan, "order_working_group", "regulation")

    paper = entered(cycle, kira, "order_working_group")

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.PLANNED, paper)
    client.force_login(kira)
    page = client.get(link("programmes:measure_done", pk=row.pk)).content.decode()
    assert f'value="{paper.pk}" selected' in page

    client.post(link("programmes:measure_done_today", pk=row.pk))

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.DONE, paper)


def test_the_paper_of_an_open_row_goes_with_its_annulment(plan, cycle, kira, dina):
    row = asking_for(plan, "order_working_group", "regulation")
    paper = entered(cycle, kira, "order_working_group")

    documents.annul(document=paper, remark="ошибка", by=dina)

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.PLANNED, None)


def test_two_rows_that_name_the_kind_are_left_to_the_curator(plan, cycle, kira):
    row = asking_for(plan, "order_working_group")
    other = Measure.objects.filter(is_heading=False)[2]
    other.document_kinds.set(row.document_kinds.all())

    entered(cycle, kira, "order_working_group")

    asked = Measure.objects.filter(document_kinds__code="order_working_group")
    assert set(asked.values_list("status", "evidence_document")) == {("planned", None)}


@pytest.mark.parametrize("kind", ["order_local_act", "protocol_council", "idp"])
def test_a_kind_of_which_a_cycle_has_many_proves_no_measure(plan, cycle, kira, kind):
    row = asking_for(plan, kind)

    entered(cycle, kira, kind)

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.PLANNED, None)


def test_the_second_order_leaves_a_done_measure_as_it_is(plan, cycle, kira):
    row = asking_for(plan, "order_working_group")
    first = entered(cycle, kira, "order_working_group", days_ago=3)
    entered(cycle, kira, "order_working_group", number="8")

    row.refresh_from_db()
    assert (row.evidence_document, row.done_on) == (first, first.signed_on)


def test_what_the_curator_marked_by_hand_is_his(plan, cycle, kira):
    row = asking_for(plan, "order_working_group")
    measures.report_done(
        measure=row, done_on=timezone.localdate(), by=kira, evidence="протокол"
    )

    entered(cycle, kira, "order_working_group")

    row.refresh_from_db()
    assert row.evidence_document is None


def test_a_cancelled_measure_and_an_archive_are_left(plan, cycle, kira, dina):
    row = asking_for(plan, "order_working_group")
    measures.move(measure=row, to=MeasureStatus.CANCELLED, reason="нет", by=kira)
    entered(cycle, kira, "order_working_group")
    row.refresh_from_db()
    assert row.status == MeasureStatus.CANCELLED

    measures.move(measure=row, to=MeasureStatus.PLANNED, by=kira)
    Cycle.objects.filter(pk=cycle.pk).update(status="closed")
    entered(cycle, kira, "order_working_group", number="8")
    row.refresh_from_db()
    assert row.status == MeasureStatus.PLANNED


def test_a_paper_of_another_year_proves_nothing(plan, cycle, kira):
    row = asking_for(plan, "order_working_group")

    entered(cycle, kira, "order_working_group", days_ago=300)

    row.refresh_from_db()
    assert row.status == MeasureStatus.PLANNED


def test_of_two_cycles_that_share_the_day_neither_is_guessed(plan, cycle, kira):
    following = Cycle.objects.create(
        organisation=cycle.organisation,
        title="следующий",
        starts_on=timezone.localdate() + timedelta(days=20),
        ends_on=timezone.localdate() + timedelta(days=300),
    )
    roadmaps.load_roadmap(cycle=following, template_code="seven_stages", by=None)

    entered(cycle, kira, "order_working_group")

    asked = Measure.objects.filter(document_kinds__code="order_working_group")
    assert asked.count() == 2
    assert set(asked.values_list("status", flat=True)) == {"planned"}


def test_the_approved_plan_marks_the_row_of_its_own_plan(plan, kira, dina):
    row = Measure.objects.get(document_kinds__code=roadmap_approval.ORDER)
    paper = roadmap_approval.prepare_approval(
        roadmap=plan, kind=roadmap_approval.ORDER, by=kira
    )
    order = documents.sign(document=documents.submit(document=paper, by=kira), by=dina)

    row.refresh_from_db()
    assert (row.status, row.evidence_document) == (MeasureStatus.PLANNED, order)
