"""A cycle: opened, changed, introduced by the order of the head (R-255)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from common.errors import Refused
from documents.actions import register_external
from documents.models import Document, DocumentKind
from registry.actions import cycles
from registry.enums import CycleStatus
from registry.models import Cycle
from registry.queries.cycles import current_cycle, school_year_term
from registry.tests.consent_factories import make_cycle

TERM = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}


@pytest.fixture
def order_kind(db):
    return DocumentKind.objects.create(
        code=cycles.INTRODUCTION, title="Приказ о внедрении"
    )


def url(school, tail=""):
    return f"/{school.slug}/cabinet/people/cycles/{tail}"


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 11, 20), (date(2026, 9, 1), date(2027, 5, 31))),
        (date(2027, 3, 1), (date(2026, 9, 1), date(2027, 5, 31))),
        (date(2027, 7, 1), (date(2027, 9, 1), date(2028, 5, 31))),
    ],
)
def test_the_term_of_the_school_year(day, term):
    assert school_year_term(day) == term


def test_the_curator_opens_a_cycle_with_the_dates_that_stand_there(
    client, school, kira
):
    client.force_login(kira)
    form = client.get(url(school, "open/")).context["form"]

    response = client.post(url(school, "open/"), form.initial)

    cycle = Cycle.objects.get()
    assert response.url == url(school, f"{cycle.pk}/")
    assert (cycle.status, cycle.starts_on.month) == (CycleStatus.PREPARATION, 9)


def test_a_title_is_given_once_and_the_form_keeps_what_was_typed(client, school, kira):
    cycles.open_cycle(organisation=school, title="Год", by=kira, **TERM)
    client.force_login(kira)

    response = client.post(url(school, "open/"), {"title": "Год", **TERM})

    assert "уже есть" in response.content.decode()
    assert 'value="Год"' in response.content.decode()


def test_a_cycle_does_not_end_before_it_begins(school, kira):
    with pytest.raises(Refused):
        cycles.open_cycle(
            organisation=school,
            title="Год",
            starts_on=date(2027, 5, 31),
            ends_on=date(2026, 9, 1),
            by=kira,
        )


def test_a_mentor_opens_no_cycle(school, max_):
    with pytest.raises(PermissionDenied, match="куратор"):
        cycles.open_cycle(organisation=school, title="Год", by=max_, **TERM)


def test_settings_are_changed_by_the_page(client, school, kira):
    cycle = make_cycle(school)
    client.force_login(kira)

    client.post(
        url(school, f"{cycle.pk}/settings/"),
        {
            "title": cycle.title,
            **TERM,
            "goal": "Дружить",
            "training_precedes_pairing": "on",
        },
    )

    cycle.refresh_from_db()
    assert (cycle.goal, cycle.training_precedes_pairing) == ("Дружить", True)


def test_a_closed_cycle_stands(school, kira):
    cycle = make_cycle(school, status=CycleStatus.CLOSED)

    with pytest.raises(PermissionDenied):
        cycles.change_cycle(cycle=cycle, values={"goal": "x"}, by=kira)


def test_the_order_on_paper_introduces_the_cycle(client, school, kira, order_kind):
    cycle = make_cycle(school, status=CycleStatus.PREPARATION)
    client.force_login(kira)
    scan = SimpleUploadedFile("приказ.pdf", b"%PDF-1.7 scan")

    response = client.post(
        url(school, f"{cycle.pk}/introduce/"),
        {
            "number": "112-ОД",
            "signed_on": "01.09.2026",
            "title": "О внедрении",
            "scan": scan,
        },
    )

    cycle.refresh_from_db()
    assert response.status_code == 302
    assert (cycle.status, cycle.is_introduced) == (CycleStatus.RUNNING, True)
    assert cycle.introduction_order.number == "112-ОД"
    assert cycle.introduction_order.scan.name == "приказ.pdf"


def test_a_cycle_is_introduced_once(school, kira, order_kind):
    cycle = make_cycle(school)
    paper = {
        "cycle": cycle,
        "title": "О внедрении",
        "signed_on": date(2026, 9, 1),
        "scan": None,
        "by": kira,
    }
    cycles.introduce_by_paper(number="1", **paper)

    with pytest.raises(PermissionDenied, match="уже подписан"):
        cycles.introduce_by_paper(number="2", **paper)

    assert Document.objects.count() == 1


def test_another_paper_does_not_introduce(school, kira, order_kind):
    other = DocumentKind.objects.create(code="order_other", title="Другой приказ")
    document = register_external(
        organisation=school,
        kind=other.code,
        title="Другой",
        number="5",
        signed_on=date(2026, 9, 1),
        by=kira,
    )

    with pytest.raises(Refused, match="Нужен подписанный приказ"):
        cycles.introduce(cycle=make_cycle(school), document=document, by=kira)


def test_a_signed_order_of_the_portal_introduces_by_itself(school, kira, order_kind):
    document = register_external(
        organisation=school,
        kind=order_kind.code,
        title="О внедрении",
        number="1",
        signed_on=date(2026, 9, 1),
        by=kira,
    )
    running = make_cycle(school)

    cycle = cycles.introduce(cycle=running, document=document, by=None)

    assert (cycle.status, cycle.is_introduced) == (CycleStatus.RUNNING, True)


def test_the_order_of_another_organisation_does_not_introduce(
    school, kira, other_school, order_kind
):
    foreign = Document(organisation=other_school, kind=order_kind, title="О внедрении")

    with pytest.raises(Refused, match="другой организации"):
        cycles.introduce(cycle=make_cycle(school), document=foreign, by=kira)


def test_the_set_up_opens_a_cycle_by_nobody_and_no_change_leaves_no_event(school, kira):
    cycle = cycles.open_cycle(organisation=school, title="Год", by=None, **TERM)

    cycles.change_cycle(cycle=cycle, values={"title": "Год"}, by=kira)

    assert not AuditEvent.objects.filter(what="cycle.changed").exists()


def test_a_scan_too_big_is_named(client, school, kira, order_kind, settings):
    settings.UPLOAD_LIMIT_BYTES = 5
    cycle = make_cycle(school)
    client.force_login(kira)

    response = client.post(
        url(school, f"{cycle.pk}/introduce/"),
        {
            "number": "1",
            "signed_on": "01.09.2026",
            "title": "О",
            "scan": SimpleUploadedFile("приказ.pdf", b"%PDF-1.7"),
        },
    )

    assert "больше 5 МБ" in response.content.decode()


def test_the_running_cycle_is_the_present_one(school):
    make_cycle(school, status=CycleStatus.CLOSED)
    running = make_cycle(school)
    make_cycle(school, status=CycleStatus.PREPARATION)

    assert current_cycle(school) == running


@pytest.mark.parametrize("tail", ["", "{pk}/", "{pk}/settings/", "{pk}/introduce/"])
def test_pages_of_cycles_open(client, school, kira, tail):
    cycle = make_cycle(school)
    client.force_login(kira)

    assert client.get(url(school, tail.format(pk=cycle.pk))).status_code == 200


def test_a_mentor_sees_no_settings(client, school, max_):
    cycle = make_cycle(school)
    client.force_login(max_)

    assert client.get(url(school)).status_code == 403
    assert client.get(url(school, f"{cycle.pk}/")).status_code == 404
