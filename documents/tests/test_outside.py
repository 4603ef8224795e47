from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errands import ErrandState
from common.errors import Refused
from documents import actions
from documents.enums import DocumentStatus
from documents.queries import public_documents
from documents.tests.factories import make_draft, make_kind, make_signed, make_upload

pytestmark = pytest.mark.both


def register(school, by, **values):
    make_kind()
    return actions.register_external(
        **{
            "organisation": school,
            "kind": "sample_order",
            "title": "О внедрении целевой модели",
            "number": " 15-ОД ",
            "signed_on": date(2026, 9, 1),
            "by": by,
            **values,
        }
    )


def test_a_paper_from_outside_is_in_force_with_its_own_number(school, kira):
    document = register(school, kira, scan=make_upload())

    assert document.status == DocumentStatus.SIGNED
    assert (document.number, document.is_external) == ("15-ОД", True)
    assert (document.register, document.serial, document.signed_by) == (
        None,
        None,
        None,
    )
    assert document.errand_state == ErrandState.NONE
    assert document.scan.name == "скан.pdf"
    assert not document.awaits_ink


def test_it_takes_no_number_of_the_portal(school, kira, dina):
    register(school, kira)

    assert make_signed(kira, dina, school).number == "1"


def test_it_is_entered_once(school, kira):
    register(school, kira)

    with pytest.raises(Refused, match="уже внесён"):
        register(school, kira)


def test_papers_without_a_number_are_not_taken_for_one(school, kira):
    assert register(school, kira, number=" ").number == "б/н"
    assert register(school, kira, number="").number == "б/н"


def test_a_paper_of_tomorrow_and_a_mentor_are_refused(school, kira, max_):
    with pytest.raises(Refused, match="ещё не наступила"):
        register(school, kira, signed_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        register(school, max_)


def test_it_can_lose_its_force(school, kira, dina):
    document = register(school, kira)

    document = actions.annul(document=document, remark="Приказ № 60", by=dina)

    assert document.status == DocumentStatus.ANNULLED


def test_there_is_no_ink_to_note_on_it(school, kira):
    document = register(school, kira)

    with pytest.raises(Refused, match="вне портала"):
        actions.confirm_on_paper(
            document=document, confirmed_on=timezone.localdate(), scan=None, by=kira
        )


def test_a_paper_about_people_is_never_shown(school, kira, dina):
    document = make_signed(kira, dina, school)

    with pytest.raises(PermissionDenied, match="касаются людей"):
        actions.show_on_page(document=document, by=kira)


def test_only_a_paper_in_force_is_shown_and_only_by_the_curator(school, kira, dina):
    make_kind("sample_regulation", register="acts", is_publishable=True)
    draft = make_draft(kira, school, kind="sample_regulation")
    signed = make_signed(kira, dina, school, kind="sample_regulation")

    with pytest.raises(Refused, match="который действует"):
        actions.show_on_page(document=draft, by=kira)
    with pytest.raises(PermissionDenied):
        actions.show_on_page(document=signed, by=dina)
    with pytest.raises(PermissionDenied):
        actions.hide_from_page(document=signed, by=dina)


def test_an_annulled_paper_leaves_the_page(school, kira, dina):
    make_kind("sample_regulation", register="acts", is_publishable=True)
    document = make_signed(kira, dina, school, kind="sample_regulation")
    actions.show_on_page(document=document, by=kira)

    actions.annul(document=document, remark="Новое положение", by=dina)

    assert not public_documents(school).exists()
