"""The road of a request to destroy data, and who may take which step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.tenancy import within
from notifications.models import Notification
from registry.actions import erasures
from registry.actions.reference import load_reference
from registry.enums import ConsentStatus
from registry.models import Consent, DayCorrection, Erasure, ErasureTerm
from registry.permissions.erasures import (
    may_ask_to_erase,
    may_carry_out_erasure,
    may_decide_erasure,
    may_record_erasure,
    may_take_data,
    may_view_erasures,
)
from registry.permissions.people import may_change_person
from registry.queries.consents import local_day
from registry.queries.erasures import due_day, hindrances_of
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentor_card,
    make_person,
)


@pytest.fixture
def school(db):
    load_reference()
    organisation = make_organisation()
    with within(organisation.pk):
        yield organisation


@pytest.fixture
def staff(school):
    return {
        role: make_member(school, role, name="Котова Кира Львовна")
        for role in (Role.DIRECTOR, Role.CURATOR, Role.SYSTEM_ADMINISTRATOR)
    }


@pytest.fixture
def person(school):
    return make_person(school, user=make_member(school, Role.MENTOR))


def asked_for(person, by=None):
    return erasures.ask(person=person, by=by or person.user)


def test_the_term_is_counted_in_working_days_by_the_reference_data(school):
    friday = date(2026, 11, 20)
    assert due_day("request", friday) == date(2026, 12, 1)
    ErasureTerm.objects.filter(ground="request").update(days=2)
    assert due_day("request", friday) == date(2026, 11, 24)
    DayCorrection.objects.create(day=date(2026, 11, 23), is_working=False)
    assert due_day("request", friday) == date(2026, 11, 25)
    assert due_day("withdrawal", friday) == friday + timedelta(days=30)


def test_corrected_terms_are_not_brought_back(school):
    ErasureTerm.objects.filter(ground="request").update(days=5)

    load_reference()

    assert ErasureTerm.objects.get(ground="request").days == 5


def test_a_person_asks_and_the_director_is_told(school, staff, person):
    asked = asked_for(person)

    assert (asked.status, asked.ground) == ("requested", "request")
    assert asked.due_on == due_day("request", local_day(school))
    told = Notification.objects.filter(letter="erasure_requested", channel="inbox")
    assert staff[Role.DIRECTOR].pk in set(told.values_list("recipient", flat=True))
    assert not may_ask_to_erase(person.user, person)
    assert "рассматривается" in may_record_erasure(staff[Role.CURATOR], person).refusal


@pytest.mark.parametrize(
    ("age", "may"), [(10, False), (13, False), (14, True), (17, True)]
)
def test_a_minor_asks_from_fourteen(school, age, may):
    child = make_child(school, age, user=make_member(school, Role.MENTEE))

    assert bool(may_ask_to_erase(child.user, child)) is may
    assert bool(may_take_data(child.user, child)) is may


def test_a_pupil_of_unknown_age_asks_through_his_parent(school):
    from registry.models import Group

    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    child = make_person(
        school, birth_on=None, group=group, user=make_member(school, Role.MENTEE)
    )
    parent = make_guardian(child, user=make_member(school, Role.PARENT))

    assert "представитель" in may_ask_to_erase(child.user, child).refusal
    assert may_ask_to_erase(parent.guardian.user, child)


def test_a_parent_asks_for_the_child_and_for_no_other(school):
    child = make_child(school, 10)
    parent = make_guardian(child, user=make_member(school, Role.PARENT)).guardian.user

    assert may_ask_to_erase(parent, child)
    assert not may_ask_to_erase(parent, make_person(school))


def test_a_paper_is_written_down_not_before_its_day(school, staff, person):
    told = {"person": person, "ground": "purpose", "remark": " Выбыл "}
    curator = staff[Role.CURATOR]

    with pytest.raises(Refused, match="не наступила"):
        erasures.record(
            **told, requested_on=local_day(school) + timedelta(days=1), by=curator
        )
    asked = erasures.record(**told, requested_on=local_day(school), by=curator)

    assert asked.remark == "Выбыл"
    with pytest.raises(PermissionDenied):
        erasures.record(
            **told | {"person": make_person(school)},
            requested_on=local_day(school),
            by=staff[Role.SYSTEM_ADMINISTRATOR],
        )


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.DIRECTOR, {"view", "decide"}),
        (Role.CURATOR, {"view", "record"}),
        (Role.DEPUTY_DIRECTOR, {"view", "record"}),
        (Role.SYSTEM_ADMINISTRATOR, {"view", "carry out"}),
        (Role.MENTOR, set()),
        (Role.MENTEE, set()),
        (Role.PARENT, set()),
        (Role.PSYCHOLOGIST, set()),
        (Role.CLASS_TEACHER, set()),
        (Role.ROLE_MODEL_CURATOR, set()),
        (Role.MUNICIPAL_COORDINATOR, set()),
    ],
)
def test_the_row_erasure_of_the_matrix(school, staff, person, role, rights):
    user = make_member(school, role)
    stranger = make_person(school)
    asked = asked_for(person)
    decided = asked_for(make_person(school, user=make_member(school, Role.MENTOR)))
    Erasure.objects.filter(pk=decided.pk).update(status="approved")
    decided.refresh_from_db()

    assert {
        name
        for name, verdict in {
            "view": may_view_erasures(user, school),
            "record": may_record_erasure(user, stranger),
            "decide": may_decide_erasure(user, asked),
            "carry out": may_carry_out_erasure(user, decided),
        }.items()
        if verdict
    } == rights
    assert not may_carry_out_erasure(user, asked)


def test_where_no_administrator_is_the_curator_carries_it_out(school, staff, person):
    asked = erasures.approve(erasure=asked_for(person), by=staff[Role.DIRECTOR])
    assert not may_carry_out_erasure(staff[Role.CURATOR], asked)

    Membership.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).delete()

    assert may_carry_out_erasure(staff[Role.CURATOR], asked)


def test_nobody_decides_on_his_own_matter(school, staff):
    director = staff[Role.DIRECTOR]
    asked = asked_for(make_person(school, user=director))

    assert "другой сотрудник" in may_decide_erasure(director, asked).refusal


def test_a_refusal_says_why_and_is_told(school, staff, person):
    asked = asked_for(person)
    director = staff[Role.DIRECTOR]

    with pytest.raises(Refused, match="причину"):
        erasures.refuse(erasure=asked, remark=" ", by=director)
    refused = erasures.refuse(erasure=asked, remark="Идёт проверка.", by=director)

    assert (refused.status, refused.remark) == ("refused", "Идёт проверка.")
    told = Notification.objects.filter(letter="erasure_refused", channel="inbox")
    assert "Идёт проверка." in told.get().text
    with pytest.raises(PermissionDenied):
        erasures.approve(erasure=asked, by=director)


def test_the_beginning_ends_consents_and_tells_no_worker_twice(school, staff, person):
    card = make_mentor_card(person, status="registered")
    given = make_consent(person, status=ConsentStatus.VERIFIED)
    asked_one = make_consent(person, kind="publication")
    asked = erasures.approve(erasure=asked_for(person), by=staff[Role.DIRECTOR])
    admin = staff[Role.SYSTEM_ADMINISTRATOR]

    begun = erasures.carry_out(erasure=asked, by=admin)

    card.refresh_from_db()
    assert card.status == "withdrawn"
    assert Consent.objects.get(pk=given.pk).status == "withdrawn"
    assert Consent.objects.get(pk=asked_one.pk).status == "refused"
    assert "уже идёт" in may_carry_out_erasure(admin, begun).refusal


def test_what_stands_in_the_way_is_said(school, staff, person):
    child = make_child(school)
    guardianship = make_guardian(child)
    make_consent(child, kind="pd_representative", status=ConsentStatus.VERIFIED)

    assert "за другого" in " ".join(hindrances_of(guardianship.guardian))
    teacher = make_person(school, user=make_member(school, Role.CLASS_TEACHER))
    assert "классный руководитель" in " ".join(hindrances_of(teacher))
    assert hindrances_of(person) == []
    asked = erasures.record(
        person=teacher,
        ground="request",
        requested_on=local_day(school),
        remark="",
        by=staff[Role.CURATOR],
    )
    erasures.approve(erasure=asked, by=staff[Role.DIRECTOR])
    with pytest.raises(Refused, match="снимите"):
        erasures.carry_out(erasure=asked, by=staff[Role.SYSTEM_ADMINISTRATOR])


def test_taking_data_is_noted_without_a_value(school, person):
    erasures.take_data(person=person, by=person.user)

    event = AuditEvent.objects.get(what="person.data_taken")
    assert (event.object_id, event.field_names) == (person.pk, [])
    with pytest.raises(PermissionDenied):
        erasures.take_data(person=make_person(school), by=person.user)


def test_nothing_is_written_of_an_erased_person(school, staff, person):
    person.erased_at = person.created_at

    assert "уничтожены" in may_change_person(staff[Role.CURATOR], person).refusal
    assert "уничтожены" in may_record_erasure(staff[Role.CURATOR], person).refusal
