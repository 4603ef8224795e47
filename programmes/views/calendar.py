"""The calendar: a month on a page, and the link other calendars read."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.http import PublicRequest, Request
from accounts.once import acts_once
from common.links import absolute, link
from common.verdict import YES
from programmes.actions import calendar as actions
from programmes.enums import FeedScope
from programmes.ics import calendar_file
from programmes.models import CalendarFeed
from programmes.permissions.calendar import may_open_feed
from programmes.permissions.roadmap import may_see_roadmap
from programmes.queries.calendar import bounds_of, entries_of, month_after, weeks_of

SIGNED = "programmes.calendar_feed"
WEEKDAYS = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")
BEFORE = timedelta(days=60)
AHEAD = timedelta(days=400)
# Nobody walks further; the calendar itself ends with the year 9999.
MOST_YEARS = 100


@require_GET
def calendar(request: Request) -> HttpResponse:
    """Show a month: what one answers for, or everything of the organisation."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), today)
    may_all = may_open_feed(
        request.user, request.organisation.pk, FeedScope.ORGANISATION
    )
    asked = request.GET.get("who", "organisation" if may_all else "mine")
    scope = FeedScope.MINE if asked == "mine" or not may_all else FeedScope.ORGANISATION
    entries = entries_of(
        request.user, request.organisation.pk, scope, *bounds_of(month)
    )
    return render(
        request,
        "programmes/calendar.html",
        {
            "month": month,
            "before": month_after(month, -1),
            "after": month_after(month, 1),
            "today": today,
            "weekdays": WEEKDAYS,
            "weeks": weeks_of(month, entries, today),
            "entries": [each for each in entries if each.on.month == month.month],
            "scope": scope,
            "may_all": may_all,
            "allowed": YES,
            "feeds": _feeds(request, may_all=bool(may_all)),
        },
    )


@require_POST
@acts_once
def calendar_feed_open(request: Request, scope: str) -> HttpResponse:
    """Make a link to a calendar, or a new one instead of the old."""
    if scope not in FeedScope.values:
        raise Http404
    actions.open_feed(
        organisation=request.organisation, scope=FeedScope(scope), by=request.user
    )
    messages.success(request, "Ссылка готова. Прежняя, если была, больше не работает.")
    return redirect(f"{link('programmes:calendar')}#feeds")


@require_POST
def calendar_feed_close(request: Request, pk: int) -> HttpResponse:
    """Take a link back."""
    feed = get_object_or_404(CalendarFeed, pk=pk, user=request.user)
    actions.close_feed(feed=feed, by=request.user)
    messages.success(request, "Ссылка больше не работает.")
    return redirect(f"{link('programmes:calendar')}#feeds")


@login_not_required
@never_cache
@require_GET
def calendar_feed(request: PublicRequest, token: str) -> HttpResponse:
    """Give the calendar to whoever holds its link, while its owner belongs here."""
    feed = _feed_or_404(token)
    allowed = feed.user.is_active and may_open_feed(
        feed.user, feed.organisation_id, FeedScope(feed.scope)
    )
    if not allowed:
        raise Http404
    today = timezone.localdate()
    entries = entries_of(
        feed.user,
        feed.organisation_id,
        FeedScope(feed.scope),
        today - BEFORE,
        today + AHEAD,
    )
    name = f"{request.organisation.short_name}: {feed.get_scope_display().lower()}"
    return HttpResponse(
        calendar_file(name, entries, now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="calendar.ics"'},
    )


def _feed_or_404(token: str) -> CalendarFeed:
    try:
        key, salt = signing.loads(token, salt=SIGNED)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    feed = get_object_or_404(CalendarFeed.objects.select_related("user"), pk=key)
    if not constant_time_compare(feed.salt, salt):
        raise Http404
    return feed


def feed_url(feed: CalendarFeed) -> str:
    """Return the full address of a feed, good until its salt changes."""
    token = signing.dumps([feed.pk, feed.salt], salt=SIGNED)
    return absolute(link("programmes:calendar_feed", token=token))


def _feeds(request: Request, *, may_all: bool) -> list[dict[str, object]]:
    own = {feed.scope: feed for feed in CalendarFeed.objects.filter(user=request.user)}
    scopes = [FeedScope.MINE, *([FeedScope.ORGANISATION] if may_all else [])]
    return [
        {
            "scope": scope,
            "feed": own.get(scope),
            "url": feed_url(own[scope]) if scope in own else "",
        }
        for scope in scopes
    ]


def _month(asked: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return month if abs(month.year - today.year) <= MOST_YEARS else today.replace(day=1)
