"""The morning's digests: once, to whom it concerns, made good after an outage."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.tests.factories import make_member, make_organisation
from documents.models import Decision
from monitoring import tasks
from monitoring.actions import reminders
from monitoring.actions.reminders import make_rounds
from monitoring.models import MorningRound, Reminder, ReminderRules
from monitoring.queries.reminders import digests as digests_of
from monitoring.queries.reminders import items_of, morning_of
from notifications.models import LetterSettings, Notification
from programmes.actions import roadmaps
from programmes.actions.feedback import Impression, give
from programmes.deadlines import Deadline, spans
from programmes.models import Measure, MeasureItem, Team
from programmes.tests.pair_factories import make_order
from programmes.tests.programme_factories import (
    make_active,
    make_held,
    make_working_pair,
)
from registry.enums import ConsentStatus
from registry.models import Consent, Cycle, DayCorrection, Person
from registry.tests.consent_factories import make_person

MOSCOW = ZoneInfo("Europe/Moscow")


MONDAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Every test begins on a plain Monday morning, before anybody is there."""
    time_machine.move_to(at(MONDAY), tick=False)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=MOSCOW)


def remind(*schools, day=0, hour=9):
    """The rounds of the schools so many days after Monday; how many got a digest."""
    keys = [school.pk for school in schools]
    return make_rounds(now=at(MONDAY + timedelta(days=day), hour), only=keys)


def digests():
    return Notification.objects.filter(letter="morning_digest", channel="inbox")


def letter_to(user):
    return digests().filter(recipient=user).first().text


def told(school, day=0):
    """The items of a morning whose earlier days were all told."""
    today = MONDAY + timedelta(days=day)
    before = MorningRound(organisation=school, day=today - timedelta(days=1))
    rounds = {school.pk: before}
    return list(items_of(morning_of([school], today, rounds)))


@pytest.fixture
def measure(cycle, school, max_):
    """The only measure with a day, a week ahead; Max answers for it."""
    ReminderRules.objects.create(organisation=school, duties=[])
    roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)
    Measure.objects.update(due_on=None, deadline={"kind": "unspecified"})
    MeasureItem.objects.update(due_on=None)
    measure = Measure.objects.filter(is_heading=False).first()
    measure.due_on = MONDAY + timedelta(days=7)
    measure.save()
    measure.responsibles.all().delete()
    measure.responsibles.create(
        organisation=school,
        ordinal=9,
        person=make_person(school, "Орехов Олег Ильич", user=max_),
    )
    return measure


def test_a_measure_reminds_its_responsible_and_the_curator(measure, school, kira, max_):
    assert remind(school) == 2
    assert {letter.recipient for letter in digests()} == {kira, max_}
    assert measure.title in letter_to(max_)
    assert "осталось 7 дней" in letter_to(max_)


def test_the_same_day_writes_nobody_twice(measure, school, kira, max_):
    remind(school)

    assert remind(school, hour=15) == 0
    assert remind(school, day=1) == 0
    assert digests().count() == 2


def test_each_milestone_and_each_overdue_week_has_its_own_letter(
    measure, school, kira, max_
):
    """The 12th is a Monday: its eve, a Sunday, and Saturdays write to nobody."""
    spoken = [day for day in range(24) if remind(school, day=day)]

    assert spoken == [0, 4, 7, 8, 15, 21, 22]


def test_a_day_off_waits_for_the_next_working_day(measure, school, kira, max_):
    """Three days before Tuesday the 13th is a Saturday: it is said on Monday."""
    Measure.objects.filter(pk=measure.pk).update(due_on=MONDAY + timedelta(days=8))

    assert [day for day in range(9) if remind(school, day=day)] == [1, 7, 8]


def test_a_day_off_tells_what_must_be_done_that_very_day(measure, school, kira, max_):
    saturday = MONDAY + timedelta(days=5)
    Measure.objects.filter(pk=measure.pk).update(due_on=saturday)

    spoken = [day for day in range(9) if remind(school, day=day)]

    assert spoken == [0, 2, 5, 6]
    assert Reminder.objects.get(recipient=max_, day=saturday).keys == [
        f"measure:{measure.pk}:{saturday}:0"
    ]


def test_the_first_round_takes_the_last_working_day_with_it(
    measure, school, kira, max_
):
    assert remind(school, day=1) == 2
    assert "осталось 6 дней" in letter_to(max_)


def test_days_of_outage_are_made_good(measure, school, kira, max_):
    remind(school)

    assert remind(school, day=6) == 0
    assert remind(school, day=10) == 2
    assert "просрочено на 3 дня" in letter_to(max_)


def test_an_outage_of_hours_is_made_good_the_same_day(measure, school, kira, max_):
    assert remind(school, hour=23) == 2


def test_nobody_is_woken_before_the_morning(measure, school, kira, max_):
    assert remind(school, hour=6) == 0
    assert remind(school, hour=7) == 2


def test_the_organisation_chooses_the_hour(measure, school, kira, max_):
    ReminderRules.objects.update(morning_hour=10)

    assert remind(school, hour=9) == 0
    assert remind(school, hour=10) == 2


def test_the_organisation_chooses_the_days(measure, school, kira, max_):
    ReminderRules.objects.update(measure_days=[5, 1], overdue_every_days=3)

    spoken = [day for day in range(13) if remind(school, day=day)]

    # A day ahead is Sunday: it is said on Monday, the day itself.
    assert spoken == [2, 7, 8, 11]


def test_the_morning_is_where_the_organisation_is(measure, school, kira, max_):
    Organisation.objects.filter(pk=school.pk).update(time_zone="Asia/Vladivostok")

    assert remind(school, hour=3) == 2


def test_a_done_measure_reminds_nobody(measure, school, kira, max_):
    measure.status = "done"
    measure.done_on = MONDAY
    measure.confirmed_by, measure.confirmed_at = kira, timezone.now()
    measure.save()

    assert told(school) == []


def test_who_is_no_longer_a_member_is_not_written_to(measure, school, kira, max_):
    Membership.objects.filter(user=max_).delete()

    remind(school)

    assert {letter.recipient for letter in digests()} == {kira}


def test_another_organisation_is_not_touched(measure, school, kira, other_school):
    assert remind(other_school) == 0
    assert remind(school) == 2
    assert MorningRound.objects.get(organisation=school).day == MONDAY


def test_a_role_answers_while_nobody_is_named(measure, school, kira, dina):
    measure.responsibles.all().delete()
    measure.responsibles.create(
        organisation=school, ordinal=1, label="Директор", role="director"
    )

    assert {item.recipient for item in told(school)} == {dina.pk, kira.pk}


def test_a_team_answers_with_all_its_members(measure, cycle, school, kira, max_, mia):
    team = Team.objects.create(
        organisation=school, cycle=cycle, kind="team", title="Рабочая группа"
    )
    for ordinal, user in enumerate([max_, mia]):
        person = Person.objects.filter(user=user).first() or make_person(
            school, "Мирная Мия Олеговна", user=user
        )
        team.members.create(organisation=school, person=person, ordinal=ordinal)
    measure.responsibles.all().delete()
    measure.responsibles.create(organisation=school, ordinal=1, team=team)

    assert {item.recipient for item in told(school)} == {max_.pk, mia.pk, kira.pk}


def test_long_overdue_goes_to_the_deputy_with_who_answers(measure, school, kira, max_):
    vera = make_member(school, Role.DEPUTY_DIRECTOR, name="Волкова Вера Ильинична")
    remind(school, day=20)

    assert remind(school, day=21) == 2
    text = letter_to(vera)
    assert "Давно просрочено" in text
    assert "отвечает: Орехов Олег Ильич" in text
    assert "Давно просрочено" in letter_to(kira)


def test_an_item_with_its_own_day_reminds_its_own_responsible(
    measure, school, kira, max_, mia
):
    person = make_person(school, "Мирная Мия Олеговна", user=mia)
    own = {"organisation": school, "due_on": MONDAY + timedelta(days=3)}
    measure.items.create(ordinal=91, text="собрать анкеты", responsible=person, **own)
    measure.items.create(ordinal=92, text="без имени", **own)
    measure.items.create(ordinal=93, text="сделан", done_on=MONDAY, **own)

    lines = {
        (item.text.split(" (")[0], item.recipient)
        for item in told(school)
        if item.key.startswith("measure_item")
    }

    assert lines == {("собрать анкеты", mia.pk), ("без имени", max_.pk)}


def test_a_recurring_measure_speaks_in_each_of_its_periods(
    measure, cycle, school, kira, max_
):
    measure.deadline = {"kind": "recurring", "every": "quarter"}
    measure.due_on = cycle.ends_on
    measure.save()
    quarters = spans(
        Deadline.from_json(measure.deadline),
        cycle_start=cycle.starts_on,
        cycle_end=cycle.ends_on,
    )
    ends = [
        MONDAY + timedelta(days=day)
        for day in range((cycle.ends_on - MONDAY).days + 1)
        if any(item.key.endswith(":0") for item in told(school, day))
    ]

    assert len(ends) > 2
    assert ends == [span.last_on for span in quarters]


def test_what_waits_for_confirmation_is_told_to_the_curator_weekly(
    measure, school, kira, max_
):
    Measure.objects.filter(pk=measure.pk).update(
        status="done", done_on=MONDAY, reported_by=max_
    )

    assert [day for day in range(9) if remind(school, day=day)] == [0, 7]
    assert "ждут вашего подтверждения: 1 мероприятие" in letter_to(kira)


def test_terms_that_wait_for_the_order_are_told_to_the_curator_weekly(
    measure, cycle, school, kira, max_
):
    Cycle.objects.filter(pk=cycle.pk).update(introduction_order=None)
    Measure.objects.filter(pk=measure.pk).update(
        due_on=None,
        deadline={
            "kind": "relative_to_order",
            "anchor": "order_cmn_introduction",
            "months_to": 1,
        },
    )

    texts = [item.text for item in told(school) if item.section == "Ждёт вас"]

    assert len(texts) == 1
    assert "Нет приказа о внедрении" in texts[0]


def test_duties_no_plan_prints_fall_due_by_the_calendar(measure, school, kira, max_):
    ReminderRules.objects.update(
        duties=[
            {"code": "plan", "title": "План", "days": ["25"], "is_active": True},
            {"code": "off", "title": "Нет", "days": ["25"], "is_active": False},
        ]
    )
    Measure.objects.update(due_on=None)

    spoken = [day for day in range(21) if remind(school, day=day)]

    # 25 October is a Sunday: a week ahead falls on Sunday too, three days on Thursday.
    assert spoken == [14, 17, 20]
    assert {letter.recipient for letter in digests()} == {kira}


def test_who_reads_weekly_gets_all_of_the_week_on_monday(measure, school, kira, max_):
    LetterSettings.objects.create(organisation=school, user=max_, digest="weekly")
    Measure.objects.filter(pk=measure.pk).update(due_on=MONDAY + timedelta(days=9))

    days = {}
    for day in range(15):
        remind(school, day=day)
        for letter in digests().filter(recipient=max_).exclude(pk__in=days):
            days[letter.pk] = day

    assert list(days.values()) == [7, 14]


def test_who_wants_no_digest_by_mail_has_it_on_the_portal(measure, school, max_, kira):
    User.objects.filter(pk=max_.pk).update(email="max@example.org")
    LetterSettings.objects.create(organisation=school, user=max_, digest="never")

    remind(school)

    assert Notification.objects.get(recipient=max_).channel == "inbox"


def test_asking_costs_the_same_for_many_organisations(measure, school, kira, max_):
    with CaptureQueriesContext(connection) as alone:
        remind(school, day=1)
    others = [make_organisation() for _ in range(7)]
    for other in others:
        make_member(other, Role.CURATOR)
    Measure.objects.filter(pk=measure.pk).update(due_on=MONDAY + timedelta(days=9))

    with CaptureQueriesContext(connection) as together:
        remind(school, *others, day=2)

    # One more gives the new organisations their rows.
    assert len(together) <= len(alone)


def test_the_clock_serves_every_organisation(measure, school, other_school, kira, max_):
    tasks.remind()
    tasks.remind()

    assert digests().count() == 2


def test_one_organisation_in_trouble_does_not_silence_the_rest(
    measure, school, other_school, kira, max_, caplog
):
    Organisation.objects.filter(pk=other_school.pk).update(
        time_zone="Nowhere/Land", name="А"
    )
    tasks.remind()

    assert digests().count() == 2
    assert "Nobody was reminded" in caplog.text


def test_the_rest_of_its_chunk_is_reminded_all_the_same(
    measure, school, other_school, kira, max_, monkeypatch, caplog
):
    def poisoned(morning):
        if other_school.pk in morning.organisations:
            raise ValueError("poison")
        return digests_of(morning)

    monkeypatch.setattr(reminders, "digests", poisoned)

    assert remind(school, other_school) == 2
    assert f"Nobody was reminded in {other_school.pk}" in caplog.text
    assert MorningRound._base_manager.get(organisation=other_school).day is None


def test_a_deadline_that_cannot_be_read_silences_nobody(measure, school, kira, max_):
    broken = Measure.objects.exclude(pk=measure.pk).filter(is_heading=False).first()
    broken.deadline = {"kind": "recurring", "every": "fortnight"}
    broken.due_on = MONDAY + timedelta(days=90)
    broken.save()

    assert remind(school) == 2


def test_plan_rows_remind_mentor_and_mentee(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    row = make_active(pair, kira).rows.first()

    items = [
        item
        for item in told(school, (row.due_on - MONDAY).days - 3)
        if item.key.startswith("plan_row")
    ]

    assert {item.recipient for item in items} == {max_.pk, mia.pk}
    assert "осталось 3 дня" in items[0].text
    assert len({item.key for item in items}) == 1


def test_a_row_done_reminds_nobody(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    row = make_active(pair, kira).rows.first()
    row.status, row.done_on = "done", timezone.localdate()
    row.save()

    items = told(school, (row.due_on - MONDAY).days)

    assert not [i for i in items if i.key.startswith(f"plan_row:{row.pk}")]


def test_feedback_is_asked_for_two_days_after_the_meeting(
    school, reference, kira, max_, mia
):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    make_active(pair, kira)
    meeting = make_held(pair, max_)
    held = (meeting.held_on - MONDAY).days
    days = [
        day
        for day in range(40)
        if [
            item
            for item in told(school, held + day)
            if item.key.startswith("feedback")
            and item.recipient == mia.pk
            and item.day == meeting.held_on + timedelta(days=day)
        ]
    ]

    assert days == [2, 9, 16, 23, 30]


def test_feedback_given_is_not_asked_for(school, reference, kira, max_, mia):
    pair = make_working_pair(kira, mentor=max_, mentee=mia)
    make_active(pair, kira)
    meeting = make_held(pair, max_)
    person = pair.members.get().mentee_card.person
    give(meeting=meeting, person=person, impression=Impression(9), by=mia)

    items = told(school, (meeting.held_on - MONDAY).days + 2)

    assert not [item for item in items if item.key.startswith("feedback")]


def test_the_director_is_reminded_of_what_lies_more_than_two_days(
    cycle, school, kira, dina
):
    order = make_order(kira, cycle)
    Decision.objects.create(
        organisation=school, document=order, kind="submitted", by=kira
    )

    def signers(day):
        return [i.recipient for i in told(school, day) if i.section.endswith("подпись")]

    assert [signers(day) for day in range(4)] == [[], [], [], [dina.pk]]


def test_missing_consents_are_the_curators_once_a_week(
    cycle, six_pairs, school, kira, dina
):
    ReminderRules.objects.create(organisation=school, duties=[])
    Consent.objects.filter(person__mentorcards__isnull=False).update(
        status=ConsentStatus.REQUIRED
    )

    assert [remind(school, day=day) for day in range(9)] == [1, *[0] * 6, 1, 0]
    assert {letter.recipient for letter in digests()} == {kira}
    assert "6 участников" in letter_to(kira)


def test_a_digest_is_one_letter_of_everything(measure, cycle, school, kira, six_pairs):
    Consent.objects.update(status=ConsentStatus.REQUIRED)

    remind(school)

    assert "Дорожная карта" in letter_to(kira)
    assert "Согласия" in letter_to(kira)
    assert f"/{school.slug}/cabinet/" in letter_to(kira)


def test_what_was_told_on_a_day_off_is_not_told_again(measure, school, kira, max_):
    saturday = MONDAY + timedelta(days=5)
    Measure.objects.filter(pk=measure.pk).update(due_on=saturday)
    for day in range(8):
        remind(school, day=day)

    keys = [key for row in Reminder.objects.filter(recipient=max_) for key in row.keys]

    assert len(keys) == len(set(keys))


@pytest.fixture
def in_working_days(measure, cycle):
    """The measure is due in the first three working days from Tuesday 29 September."""
    Cycle.objects.filter(pk=cycle.pk).update(starts_on=date(2026, 9, 29))
    measure.deadline = {
        "kind": "relative_to_start",
        "anchor": "programme_start",
        "days_to": 3,
        "in_working_days": True,
    }
    measure.due_on = measure.planned_on = None
    measure.save()
    return measure


def test_the_letter_names_the_day_moved_against_the_calendar(in_working_days, max_):
    """Due on Thursday the 1st; with Wednesday a day off, on Friday the 2nd."""
    DayCorrection.objects.create(day=date(2026, 9, 30), is_working=False)

    tasks.remind()

    assert f"{in_working_days.title} (просрочено на 3 дня)" in letter_to(max_)


def test_without_the_correction_the_letter_names_the_usual_day(in_working_days, max_):

    tasks.remind()

    assert f"{in_working_days.title} (просрочено на 4 дня)" in letter_to(max_)


def test_a_saturday_declared_working_has_its_letter(measure, school, kira, max_):
    """Three days before Tuesday the 13th is Saturday the 10th."""
    measure.due_on = date(2026, 10, 13)
    measure.save()
    DayCorrection.objects.create(day=date(2026, 10, 10), is_working=True)

    assert [day for day in range(8) if remind(school, day=day)] == [1, 5]
    assert "осталось 3 дня" in letter_to(max_)


def test_a_monday_declared_a_day_off_waits_for_tuesday(measure, school, kira, max_):
    DayCorrection.objects.create(day=MONDAY, is_working=False)

    assert [day for day in range(3) if remind(school, day=day)] == [1]
