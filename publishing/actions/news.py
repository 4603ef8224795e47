"""News of the programme (R-218)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from documents.numbering import local_day
from publishing.models import NewsPost
from publishing.naming import people_in
from publishing.permissions import may_change_page
from publishing.queries.people import NAME, allowed_fields, named_of, participants
from registry.models import Person


@transaction.atomic
def add_news(
    *, organisation: Organisation, title: str, text: str, posted_on: date, by: User
) -> NewsPost:
    """Post a piece of news; whoever it names must have consented to be named."""
    may_change_page(by, organisation).require()
    people = _named_people(organisation, title, text)
    post = NewsPost.objects.create(
        organisation=organisation,
        title=title,
        text=text,
        posted_on=posted_on,
        created_by=by,
    )
    post.people.set(people)
    audit.record(by=by, what="news.added", on=post)
    return post


@transaction.atomic
def edit_news(
    *, post: NewsPost, title: str, text: str, posted_on: date, by: User
) -> NewsPost:
    """Change a piece of news and put it on the page again if it was taken down."""
    post = _locked(post)
    may_change_page(by, post.organisation).require()
    people = _named_people(post.organisation, title, text)
    before = {"title": post.title, "posted_on": post.posted_on}
    post.title = title
    post.text = text
    post.posted_on = posted_on
    post.is_published = True
    post.save(update_fields=["title", "text", "posted_on", "is_published"])
    post.people.set(people)
    audit.record(
        by=by,
        what="news.edited",
        on=post,
        before=before,
        after={"title": title, "posted_on": posted_on},
    )
    return post


@transaction.atomic
def unpublish_news(*, post: NewsPost, by: User) -> NewsPost:
    """Take a piece of news off the page; a second click changes nothing."""
    post = _locked(post)
    may_change_page(by, post.organisation).require()
    if not post.is_published:
        return post
    post.is_published = False
    post.save(update_fields=["is_published"])
    audit.record(by=by, what="news.unpublished", on=post)
    return post


def _named_people(organisation: Organisation, title: str, text: str) -> list[Person]:
    everybody = {person.pk: person for person in participants(organisation.pk)}
    found = people_in(f"{title}\n{text}", named_of(everybody.values()))
    people = [everybody[named.key] for named in found]
    today = local_day(timezone.now(), organisation.time_zone)
    allowed = allowed_fields([person.pk for person in people], today)
    silent = [
        person.full_name
        for person in people
        if NAME not in allowed.get(person.pk, frozenset())
    ]
    if silent:
        raise Refused(
            "Нет согласия на публикацию имени: "
            + ", ".join(silent)
            + ". Уберите имена из текста или получите согласие."
        )
    return people


def _locked(post: NewsPost) -> NewsPost:
    return (
        NewsPost.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=post.pk)
    )
