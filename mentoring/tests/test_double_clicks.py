"""A form sent twice over, as an impatient hand does without scripts, acts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, TenantRow, User
from common.links import current_slug
from common.tenancy import within
from mentoring.demo.load import participants
from mentoring.tests.world import school_in_full_swing
from programmes.models import Meeting, Pair, PlanRow
from registry.models import MenteeCard

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def working_pair():
    return Pair.objects.filter(programme__status="active").earliest("pk").pk


def planned_row():
    return (
        PlanRow.objects.filter(programme__pair=working_pair(), status="planned")
        .earliest("pk")
        .pk
    )


def awaited_meeting():
    return Meeting.objects.held().filter(feedbacks=None).earliest("pk").pk


def mentee() -> MenteeCard:
    return MenteeCard.objects.earliest("pk")


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


# A route, its row when it is about one, and what is typed beside what the page offers.
ACTS: tuple[tuple[str, Callable[[], int] | None, dict[str, object]], ...] = (
    ("registry:cycle_open", None, {}),
    (
        "registry:mentor_add",
        None,
        {
            "name": "Новиков Новый Новикович",
            "competences_text": "Физика",
            "birth_year": 1980,
        },
    ),
    (
        "registry:mentee_add",
        None,
        {"name": "Новикова Нова Новиковна", "birth_year": 2010, "request": "Физика"},
    ),
    (
        "registry:guardian_add",
        lambda: mentee().person_id,
        {"name": "Опекунов Олег Олегович", "basis": "опекун"},
    ),
    ("programmes:matching_run", None, {}),
    ("programmes:pair_end", working_pair, {"reason": "by_curator", "note": "Переезд"}),
    ("programmes:meeting_log", working_pair, {"summary": "Разобрали ошибки."}),
    ("programmes:meeting_plan", working_pair, {"day": tomorrow, "at": "15:00"}),
    ("programmes:feedback_give", awaited_meeting, {"mark": 9}),
    ("programmes:plan_row_done_today", planned_row, {}),
)


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The story takes seconds: it is told once and undone after the last act."""
    with django_db_blocker.unblock(), transaction.atomic():
        organisation = school_in_full_swing()
        with within(organisation.pk):
            list(participants(organisation))
        yield organisation
        transaction.set_rollback(True)


@pytest.fixture
def school_at_work(told_once, db, client):
    token = current_slug.set(told_once.slug)
    with within(told_once.pk):
        client.force_login(User.objects.get(username="curator"), backend=BACKEND)
        yield told_once
    current_slug.reset(token)


def offered(page):
    """Return what the page's form would send untouched, first choices taken."""
    form = (page.context or {}).get("form") if page.status_code == 200 else None
    return {
        field.html_name: value
        for field in form or ()
        if (value := field.value() or first_choice(field.field)) is not None
    }


def first_choice(field):
    if field.required and isinstance(field, forms.ModelChoiceField):
        return field.prepare_value(field.queryset.first())
    if field.required and isinstance(field, forms.ChoiceField):
        return next(code for code, _ in field.choices if code)
    return None


def rows_of(organisation):
    """Count the rows of every tenant table, letters and history included."""
    models = [each for each in apps.get_models() if issubclass(each, TenantRow)]
    return {
        model.__name__: model._base_manager.filter(organisation=organisation).count()
        for model in {*models, AuditEvent}
    }


@pytest.mark.parametrize(("name", "row", "typed"), ACTS, ids=[act[0] for act in ACTS])
def test_a_form_sent_twice_acts_once(name, row, typed, client, school_at_work):
    keys = {"pk": row()} if row else {}
    url = reverse(name, kwargs={"organisation": school_at_work.slug, **keys})
    told = {key: value() if callable(value) else value for key, value in typed.items()}
    fields = {**offered(client.get(url)), **told}
    before = rows_of(school_at_work)

    first = client.post(url, fields)
    once = rows_of(school_at_work)
    again = client.post(url, fields)

    assert once != before, first.context["form"].errors
    assert rows_of(school_at_work) == once
    assert again.status_code < 500
