"""A birthday and a corrected birth weigh consents anew (invariants 17, 26)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from common.tenancy import within
from notifications.models import Notification
from registry.actions import consents, people
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import Consent, Group
from registry.queries.consents import local_day, missing_consents
from registry.tests.consent_factories import (
    born_to_be,
    load_texts,
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

K = ConsentKind
S = ConsentStatus
DAY = timedelta(days=1)

pytestmark = pytest.mark.both


@pytest.fixture
def today(school):
    load_texts()
    return local_day(school)


def states(person):
    return set(Consent.objects.filter(person=person).values_list("kind", "status"))


def test_on_the_eighteenth_birthday_ones_own_consent_is_asked(school, mia, today):
    child = make_child(school, birth_on=born_to_be(school, 18), user=mia)
    make_guardian(child)
    make_mentee_card(child, MenteeStatus.IN_BASE)
    for kind in (K.REPRESENTATIVE, K.PUBLICATION):
        make_consent(child, kind, S.VERIFIED, signed_on=today - DAY)

    assert missing_consents(child, today) == [K.PARTICIPANT], "the gate needs no clock"
    assert consents.expire_lapsed(organisation=school) == 2

    assert states(child) == {
        (K.REPRESENTATIVE, S.EXPIRED),
        (K.PARTICIPANT, S.REQUIRED),
        (K.PUBLICATION, S.EXPIRED),
        (K.PUBLICATION, S.REQUIRED),
    }
    told = Notification.objects.filter(recipient=mia)
    assert [letter.letter for letter in told] == ["consent_at_eighteen"]
    assert consents.expire_lapsed(organisation=school) == 0
    assert told.count() == 1


@pytest.mark.parametrize("status", [S.REQUIRED, S.ISSUED, S.SIGNED])
def test_what_the_parent_had_not_finished_is_closed_and_ones_own_asked(
    school, today, status
):
    child = make_child(school, birth_on=born_to_be(school, 18))
    make_guardian(child)
    make_mentee_card(child)
    make_consent(child, K.REPRESENTATIVE, status)

    consents.expire_lapsed(organisation=school)

    assert states(child) == {(K.REPRESENTATIVE, S.EXPIRED), (K.PARTICIPANT, S.REQUIRED)}


def test_who_takes_no_part_is_not_asked(school, today):
    child = make_child(school, birth_on=born_to_be(school, 18))
    make_guardian(child)
    make_consent(child, K.REPRESENTATIVE, S.VERIFIED, signed_on=today - DAY)

    consents.expire_lapsed(organisation=school)

    assert states(child) == {(K.REPRESENTATIVE, S.EXPIRED)}


def test_a_grown_up_without_any_row_is_asked_by_the_clock(school, today):
    person = make_person(school)
    make_mentor_card(person)

    assert consents.expire_lapsed(organisation=school) == 0

    assert states(person) == {(K.PARTICIPANT, S.REQUIRED)}


def test_a_corrected_birth_closes_what_the_wrong_person_gave(school, kira, today):
    person = make_person(school)
    make_mentor_card(person)
    make_consent(person, status=S.VERIFIED)
    born = born_to_be(school, 16)

    people.change_person(
        person=person, values={"birth_on": born, "birth_year": born.year}, by=kira
    )

    assert states(person) == {
        (K.PARTICIPANT, S.EXPIRED),
        (K.REPRESENTATIVE, S.REQUIRED),
    }
    changed = AuditEvent.objects.get(what="person.changed")
    assert changed.by == kira
    assert "birth_on" in changed.field_names


def test_a_child_who_turns_out_to_be_grown_is_asked_himself(school, kira, today):
    child = make_child(school)
    make_guardian(child)
    make_mentee_card(child, MenteeStatus.IN_BASE)
    make_consent(child, K.REPRESENTATIVE, S.VERIFIED)
    born = born_to_be(school, 18)

    people.change_person(
        person=child, values={"birth_on": born, "birth_year": born.year}, by=kira
    )

    assert states(child) == {(K.REPRESENTATIVE, S.EXPIRED), (K.PARTICIPANT, S.REQUIRED)}


def test_a_corrected_birth_may_let_the_waiting_in(school, kira, today):
    """The adult's own consent was checked while his year was mistyped."""
    group = Group.objects.create(organisation=school, name="11А", school_year=2026)
    person = make_person(school, birth_on=None, group=group)
    card = make_mentee_card(person)
    make_consent(person, status=S.VERIFIED)

    people.change_person(
        person=person, values={"birth_on": born_to_be(school, 19)}, by=kira
    )

    card.refresh_from_db()
    assert card.status == MenteeStatus.IN_BASE


def test_a_corrected_birth_tells_anew_whether_the_teenager_signs(school, kira, today):
    child = make_child(school, 12)
    make_guardian(child)
    row = make_consent(child, K.REPRESENTATIVE, S.SIGNED)
    born = born_to_be(school, 15)

    people.change_person(
        person=child, values={"birth_on": born, "birth_year": born.year}, by=kira
    )

    row.refresh_from_db()
    assert row.awaits_cosigner


def test_another_class_is_weighed_too(school, kira, today):
    """A pupil of unknown age is taken for a minor; out of the class he is an adult."""
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    child = make_person(school, birth_on=None, group=group)
    make_mentee_card(child)
    make_consent(child, K.REPRESENTATIVE)

    people.change_person(person=child, values={"group": None}, by=kira)

    assert states(child) == {(K.REPRESENTATIVE, S.EXPIRED), (K.PARTICIPANT, S.REQUIRED)}


def test_what_was_withdrawn_stays_withdrawn(school, kira, today):
    child = make_child(school)
    make_mentee_card(child)
    make_consent(child, K.REPRESENTATIVE, S.WITHDRAWN)
    born = born_to_be(school, 12)

    people.change_person(
        person=child, values={"birth_on": born, "birth_year": born.year}, by=kira
    )

    assert states(child) == {(K.REPRESENTATIVE, S.WITHDRAWN)}


def test_a_birth_in_the_future_is_refused(school, kira, today):
    person = make_person(school)

    with pytest.raises(Refused, match="не наступила"):
        people.change_person(
            person=person,
            values={"birth_on": today + DAY, "birth_year": (today + DAY).year},
            by=kira,
        )
    with pytest.raises(Refused, match="не наступила"):
        people.create_person(
            organisation=school,
            values={
                "last_name": "Ранний",
                "first_name": "Ян",
                "birth_year": today.year + 1,
            },
            by=kira,
        )


def test_a_birth_does_not_turn_a_family_upside_down(school, kira, today):
    guardianship = make_guardian(make_child(school))
    born = born_to_be(school, 17)

    with pytest.raises(Refused, match="меньше 18 лет"):
        people.change_person(
            person=guardianship.guardian,
            values={"birth_on": born, "birth_year": born.year},
            by=kira,
        )


def test_nobody_changes_his_own_birth_nor_his_childs(school, kira):
    own = make_person(school, user=kira)
    child = make_child(school)
    guardianship = make_guardian(child)
    born = {"birth_on": born_to_be(school, 30), "birth_year": None}

    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        people.change_person(person=own, values=born, by=kira)
    own.user = None
    own.save()
    guardianship.guardian.user = kira
    guardianship.guardian.save()
    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        people.change_person(person=child, values=born, by=kira)
    assert people.change_person(person=child, values={"phone": "1"}, by=kira)


def test_an_adults_signature_waits_for_no_teenager(school, kira, today):
    person = make_person(school)
    row = make_consent(person, status=S.SIGNED)

    people.change_person(
        person=person,
        values={"birth_on": born_to_be(school, 44), "birth_year": None},
        by=kira,
    )

    row.refresh_from_db()
    assert (row.status, row.awaits_cosigner) == (S.SIGNED, False)


def test_the_day_of_the_eighteenth_birthday_is_the_organisations_own(
    school, other_school, monkeypatch
):
    """Thirteen o'clock in London: in Kamchatka the birthday has begun."""
    load_texts()
    monkeypatch.setattr(
        timezone, "now", lambda: datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    )
    closed = {}
    for organisation, zone in (
        (school, "Asia/Kamchatka"),
        (other_school, "Europe/Kaliningrad"),
    ):
        organisation.time_zone = zone
        organisation.save()
        with within(organisation.pk):
            child = make_person(organisation, birth_on=date(2008, 11, 21))
            make_guardian(child)
            make_consent(child, K.REPRESENTATIVE, S.VERIFIED, signed_on="2026-09-01")
            closed[zone] = consents.expire_lapsed(organisation=organisation)

    assert closed == {"Asia/Kamchatka": 1, "Europe/Kaliningrad": 0}
