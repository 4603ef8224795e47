"""The morning's digests: once, to whom it concerns, made good after an outage."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation
from common.tenancy import within
from documents.models import Decision
from monitoring import tasks
from monitoring.actions.reminders import remind_people, send_digest
from monitoring.models import Reminder
from monitoring.queries.reminders import items_of, untold
from notifications.models import Notification
from programmes.actions import roadmaps
from programmes.actions.feedback import Impression, give
from programmes.models import Measure
from programmes.tests.pair_factories import make_order
from programmes.tests.programme_factories import (
    make_active,
    make_held,
    make_working_pair,
)
from registry.enums import ConsentStatus
from registry.models import Consent
from registry.tests.consent_factories import make_person

MOSCOW = ZoneInfo("Europe/Moscow")


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=MOSCOW)


def digests():
    return Notification.objects.filter(letter="morning_digest", channel="inbox")


@pytest.fixture
def measure(cycle, school, max_):
    """The only measure with a day; Max answers for it."""
    roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)
    Measure.objects.update(due_on=None)
    measure = Measure.objects.filter(is_heading=False).first()
    measure.due_on = timezone.localdate() + timedelta(days=7)
    measure.save()
    measure.responsibles.create(
        organisation=school,
        ordinal=9,
        person=make_person(school, "Орехов Олег Ильич", user=max_),
    )
    return measure


def test_a_measure_reminds_its_responsible_and_the_curator(measure, school, kira, max_):
    count = remind_people(organisation=school, now=at(timezone.localdate()))

    assert count == 2
    assert {letter.recipient for letter in digests()} == {kira, max_}
    assert measure.title in digests().get(recipient=max_).text
    assert "осталось 7 дней" in digests().get(recipient=max_).text


def test_the_same_day_writes_nobody_twice(measure, school, kira, max_):
    today = timezone.localdate()
    remind_people(organisation=school, now=at(today))

    assert remind_people(organisation=school, now=at(today, 15)) == 0
    assert remind_people(organisation=school, now=at(today + timedelta(days=1))) == 0
    assert digests().count() == 2


def test_each_milestone_and_each_overdue_week_has_its_own_letter(
    measure, school, kira, max_
):
    start = timezone.localdate()
    spoken = [
        days
        for days in range(24)
        if remind_people(organisation=school, now=at(start + timedelta(days=days)))
    ]

    assert spoken == [0, 4, 7, 8, 15, 22]


def test_a_day_of_outage_is_made_good(measure, school, kira, max_):
    missed = timezone.localdate()

    count = remind_people(organisation=school, now=at(missed + timedelta(days=1)))

    assert count == 2
    assert "осталось 6 дней" in digests().get(recipient=max_).text


def test_an_outage_of_hours_is_made_good_the_same_day(measure, school, kira, max_):
    assert remind_people(organisation=school, now=at(timezone.localdate(), 23)) == 2


def test_nobody_is_woken_before_the_morning(measure, school, kira, max_):
    assert remind_people(organisation=school, now=at(timezone.localdate(), 6)) == 0


def test_the_morning_is_where_the_organisation_is(measure, school, kira, max_):
    Organisation.objects.filter(pk=school.pk).update(time_zone="Asia/Vladivostok")
    school.refresh_from_db()

    assert remind_people(organisation=school, now=at(timezone.localdate(), 3)) == 2


def test_a_done_measure_reminds_nobody(measure, school, kira, max_):
    measure.status = "done"
    measure.done_on = timezone.localdate()
    measure.save()

    assert items_of(school, timezone.localdate()) == []


def test_of_two_beats_at_once_the_second_writes_nothing(measure, school, kira, max_):
    today = timezone.localdate()
    items = [item for item in items_of(school, today) if item.recipient == max_]

    assert send_digest(organisation=school, to=max_, items=items, day=today)
    assert not send_digest(organisation=school, to=max_, items=items, day=today)
    assert Reminder.objects.get().keys == [items[0].key]
    assert digests().count() == 1


def test_who_is_no_longer_a_member_is_not_written_to(measure, school, kira, max_):
    Membership.objects.filter(user=max_).delete()

    remind_people(organisation=school, now=at(timezone.localdate()))

    assert {letter.recipient for letter in digests()} == {kira}


def test_another_organisation_is_not_touched(measure, school, kira, other_school):
    with within(other_school.pk):
        assert remind_people(organisation=other_school, now=timezone.now()) == 0


def test_the_clock_serves_every_organisation(
    measure, school, other_school, kira, max_, time_machine
):
    time_machine.move_to(at(timezone.localdate()), tick=False)

    tasks.remind()
    tasks.remind()

    assert digests().count() == 2


def test_one_organisation_in_trouble_does_not_silence_the_rest(
    measure, school, other_school, kira, max_, time_machine, caplog
):
    Organisation.objects.filter(pk=other_school.pk).update(
        time_zone="Nowhere/Land", name="А"
    )
    time_machine.move_to(at(timezone.localdate()), tick=False)

    tasks.remind()

    assert digests().count() == 2
    assert "Nobody was reminded" in caplog.text


def test_plan_rows_remind_mentor_and_mentee(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    row = make_active(pair, kira).rows.first()
    day = row.due_on - timedelta(days=3)

    items = [i for i in items_of(school, day) if i.key.startswith("plan_row")]

    assert {item.recipient for item in items} == {max_, mia}
    assert "осталось 3 дня" in items[0].text
    assert len({item.key for item in items}) == 1


def test_a_row_done_reminds_nobody(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    row = make_active(pair, kira).rows.first()
    row.status, row.done_on = "done", timezone.localdate()
    row.save()

    items = items_of(school, row.due_on)

    assert not [i for i in items if i.key.startswith(f"plan_row:{row.pk}")]


def test_feedback_is_asked_for_two_days_after_the_meeting(
    school, reference, kira, max_, mia
):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    make_active(pair, kira)
    meeting = make_held(pair, max_)
    days = [
        day
        for day in range(40)
        if [
            item
            for item in items_of(school, meeting.held_on + timedelta(days=day))
            if item.key.startswith("feedback") and item.recipient == mia
        ]
    ]

    # The day after each is the one to be caught up on.
    assert days == [2, 3, 9, 10, 16, 17, 23, 24, 30]


def test_feedback_given_is_not_asked_for(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    make_active(pair, kira)
    meeting = make_held(pair, max_)
    person = pair.members.get().mentee_card.person
    give(meeting=meeting, person=person, impression=Impression(9), by=mia)

    items = items_of(school, meeting.held_on + timedelta(days=2))

    assert not [item for item in items if item.key.startswith("feedback")]


def test_the_director_is_reminded_of_what_lies_more_than_two_days(
    cycle, school, kira, dina
):
    order = make_order(kira, cycle)
    Decision.objects.create(
        organisation=school, document=order, kind="submitted", by=kira
    )
    today = timezone.localdate()

    def told(days):
        items = items_of(school, today + timedelta(days=days))
        return [i.recipient for i in items if i.key.startswith("signature")]

    assert [told(days) for days in range(4)] == [[], [], [], [dina]]


def test_missing_consents_are_the_curators_once_a_week(
    cycle, six_pairs, school, kira, dina
):
    Consent.objects.filter(person__mentorcards__isnull=False).update(
        status=ConsentStatus.REQUIRED
    )
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    written = [
        remind_people(organisation=school, now=at(monday + timedelta(days=days)))
        for days in range(9)
    ]

    assert written == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    assert {letter.recipient for letter in digests()} == {kira}
    assert "6 участников" in digests().first().text


def test_a_digest_is_one_letter_of_everything(measure, cycle, school, kira, six_pairs):
    Consent.objects.update(status=ConsentStatus.REQUIRED)

    remind_people(organisation=school, now=at(timezone.localdate()))

    text = digests().get(recipient=kira).text
    assert "Дорожная карта" in text
    assert "Согласия" in text
    assert f"/{school.slug}/cabinet/" in text


def test_what_was_told_is_not_told_again(measure, school, kira, max_):
    today = timezone.localdate()
    remind_people(organisation=school, now=at(today))

    left = untold(
        items_of(school, today + timedelta(days=1)), school, today + timedelta(days=1)
    )

    assert left == []
