"""Entries as a file a calendar programme reads (RFC 5545). Pure: no table, no request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from common.links import absolute
from programmes.queries.calendar import Entry

PRODUCT = "-//Портал наставничества//RU"
DONE = "✓ "


def calendar_file(name: str, entries: Iterable[Entry], *, now: datetime) -> bytes:
    """Return the calendar as bytes; `now` stamps it, days without an hour are whole."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add(
        "refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"}
    )
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{absolute('').partition('//')[2]}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", f"{DONE if entry.status == 'done' else ''}{entry.title}")
    if entry.at is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entry.at.astimezone(UTC))
        event.add(
            "dtend", (entry.at + timedelta(minutes=entry.minutes)).astimezone(UTC)
        )
    if entry.place:
        event.add("location", entry.place)
    event.add("url", absolute(entry.url))
    return event
