"""The calendar: a month's days, and the link other calendars read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from accounts.tests.factories import make_member
from common.links import link
from programmes.enums import FeedScope
from programmes.models import CalendarFeed, Meeting
from programmes.queries.calendar import bounds_of, entries_of, month_after, weeks_of
from programmes.views.calendar import feed_url

pytestmark = pytest.mark.django_db


def opened(client, scope="mine"):
    client.post(link("programmes:calendar_feed_open", scope=scope))
    return CalendarFeed.objects.get(scope=scope)


def read(client, url):
    client.logout()
    return client.get(url.partition("testserver")[2] or url)


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_month_starts_on_monday_and_holds_every_day():
    first, last = bounds_of(date(2026, 11, 1))

    assert (first, last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert month_after(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    weeks = weeks_of(date(2026, 11, 1), [], date(2026, 11, 20))
    assert all(len(week) == 7 for week in weeks)
    assert sum(day.is_today for week in weeks for day in week) == 1


def test_the_curator_sees_measures_and_meetings_a_mentor_only_his_own(
    client, school, cycle, plan, planned, kira, max_
):
    whole = (cycle.starts_on, cycle.ends_on)

    everything = entries_of(kira, school.pk, FeedScope.ORGANISATION, *whole)
    own = entries_of(max_, school.pk, FeedScope.MINE, *whole)

    assert {each.key.partition("-")[0] for each in everything} >= {"measure", "meeting"}
    assert f"meeting-{planned.pk}" in {each.key for each in own}
    assert len(own) < len(everything)


def test_a_meeting_stands_on_its_day_in_the_organisations_zone(
    school, planned, max_, settings
):
    late = datetime.fromisoformat("2026-11-24T20:30:00+00:00")
    Meeting.objects.filter(pk=planned.pk).update(planned_at=late)

    with timezone.override("Asia/Vladivostok"):
        found = entries_of(
            max_, school.pk, FeedScope.MINE, date(2026, 11, 25), date(2026, 11, 25)
        )

    assert [each.key for each in found] == [f"meeting-{planned.pk}"]


def test_the_page_walks_through_months_and_bears_nonsense(client, plan, planned, kira):
    client.force_login(kira)
    page = link("programmes:calendar")

    now = client.get(page)
    assert now.context["month"] == timezone.localdate().replace(day=1)
    assert client.get(f"{page}?month=2027-02").context["month"] == date(2027, 2, 1)
    nonsense = client.get(f"{page}?month=вчера&who=все").context["month"]
    assert nonsense == timezone.localdate().replace(day=1)
    for end in ("0001-01", "9999-12"):
        assert client.get(f"{page}?month={end}").context["month"] == nonsense


def test_the_page_costs_the_same_however_many_days_it_holds(
    client, plan, planned, kira, django_assert_max_num_queries
):
    client.force_login(kira)
    client.get(link("programmes:calendar"))

    with django_assert_max_num_queries(16):
        client.get(f"{link('programmes:calendar')}?month={timezone.localdate():%Y-%m}")


def test_a_link_gives_the_days_without_a_sign_in_and_names_nobody(
    client, planned, max_, mia_person
):
    client.force_login(max_)
    feed = opened(client)

    answer = read(client, feed_url(feed))

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    summaries = [str(event["summary"]) for event in events(answer)]
    assert any("Встреча пары" in each for each in summaries)
    assert mia_person.last_name not in answer.content.decode()


def test_an_hour_is_kept_and_a_whole_day_is_a_whole_day(client, plan, planned, kira):
    client.force_login(kira)
    found = {
        str(event["uid"]).partition("-")[0]: event
        for event in events(read(client, feed_url(opened(client, "organisation"))))
    }

    meeting, measure = found["meeting"], found["measure"]
    assert meeting["dtend"].dt - meeting["dtstart"].dt == timedelta(minutes=45)
    assert measure["dtend"].dt - measure["dtstart"].dt == timedelta(days=1)


def test_a_new_link_makes_the_old_one_void(client, planned, max_):
    client.force_login(max_)
    old = feed_url(opened(client))
    new = feed_url(opened(client))

    assert read(client, old).status_code == 404
    assert read(client, new).status_code == 200


def test_a_closed_link_a_forged_one_and_one_of_somebody_gone_open_nothing(
    client, school, planned, max_
):
    client.force_login(max_)
    feed = opened(client)
    url = feed_url(feed)
    Membership.objects.filter(user=max_).update(
        from_on=date(2026, 1, 1), to_on=date(2026, 1, 31)
    )
    assert read(client, url).status_code == 404
    forged = reverse(
        "programmes:calendar_feed", kwargs={"organisation": school.slug, "token": "x:y"}
    )
    assert read(client, forged).status_code == 404

    Membership.objects.filter(user=max_).update(to_on=None)
    client.force_login(max_)
    client.post(link("programmes:calendar_feed_close", pk=feed.pk))

    assert read(client, url).status_code == 404
    assert AuditEvent.objects.filter(what="calendar_feed.closed").exists()


def test_a_link_of_one_school_opens_nothing_in_another(
    client, school, other_school, planned, max_
):
    client.force_login(max_)
    url = feed_url(opened(client))

    assert read(client, url.replace(school.slug, other_school.slug)).status_code == 404


def test_only_staff_has_a_link_to_the_whole_organisation(client, school, planned, max_):
    client.force_login(max_)

    refused = client.post(link("programmes:calendar_feed_open", scope="organisation"))
    unknown = client.post(link("programmes:calendar_feed_open", scope="everything"))

    assert refused.status_code == 403
    assert unknown.status_code == 404
    assert not CalendarFeed.objects.exists()


def test_nobody_closes_the_link_of_another(client, school, planned, max_):
    client.force_login(max_)
    feed = opened(client)
    client.force_login(make_member(school, Role.CURATOR))

    closed = client.post(link("programmes:calendar_feed_close", pk=feed.pk))

    assert closed.status_code == 404
