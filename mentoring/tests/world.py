"""A school in full swing whose every table begins at one key, and a school with nothing."""

from __future__ import annotations

from dataclasses import replace

from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation, TenantRow
from common.links import current_slug
from common.tenancy import within
from common.tests.remembered import Remembered
from mentoring.demo.institutions import CENTRE, INSTITUTIONS, Institution
from mentoring.demo.load import create_organisation
from mentoring.demo.story import Story
from programmes.actions import plan_imports
from registry.actions import blanks, erasures, joining, people
from registry.actions.reference import load_reference
from registry.enums import ErasureGround
from registry.models import Consent, Person
from registry.queries.cycles import current_cycle

FIRST_KEY = 700_001

SMALL: Institution = replace(INSTITUTIONS[0], mentors=4, mentees=6)


def begin_keys_at(first: int) -> None:
    """Let every tenant table give its next row the same key.

    A foreign row's key is then known whatever the view fetches.
    """
    for model in apps.get_models():
        if issubclass(model, TenantRow):
            _begin_at(model._meta.db_table, first)


def _begin_at(table: str, first: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)",
                [table, first],
            )
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
            [table, first - 1],
        )


IN_FULL_SWING = Remembered()


def school_in_full_swing() -> Organisation:
    """Return the school of the demo's fullest story in miniature: told once, then put in."""
    begin_keys_at(FIRST_KEY)
    IN_FULL_SWING.begin(_tell)
    return Organisation.objects.get(slug=SMALL.slug)


def _tell() -> None:
    load_reference()
    organisation = create_organisation(SMALL, create_organisation(CENTRE, None))
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        story = Story(organisation, SMALL)
        story.tell()
        _go_on(story)
    current_slug.reset(token)


def _go_on(story: Story) -> None:
    """What the demo's story leaves out and a stranger must not find either."""
    cycle = current_cycle(story.organisation)
    assert cycle is not None
    one, other = (
        people.create_person(
            organisation=story.organisation,
            values={"last_name": "Ясный", "first_name": name, "post": "тьютор"},
            by=story.staff.curator,
        )
        for name in ("Лев", "Л.")
    )
    joining.join(kept=one, other=other, by=story.staff.curator)
    blanks.order(consents=list(Consent.objects.all()[:2]), by=story.staff.curator)
    plan_imports.bring(
        cycle=cycle,
        text="Мероприятие\tСрок\nДело\tмай\n",
        by=story.staff.curator,
    )
    erasures.record(
        person=Person.objects.filter(mentorcards__isnull=False, user=None).latest("pk"),
        ground=ErasureGround.REQUEST,
        requested_on=timezone.localdate(),
        remark="",
        by=story.staff.curator,
    )
