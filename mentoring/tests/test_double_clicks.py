"""A form sent twice over, as an impatient hand does without scripts, acts once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import AuditEvent, TenantRow, User
from common.form_keys import FIELD
from common.links import current_slug
from common.tenancy import within
from mentoring.demo.load import participants
from mentoring.tests.test_house import routes
from mentoring.tests.world import school_in_full_swing
from monitoring.models import Survey
from programmes.models import Measure, Meeting, Pair, PlanRow, Programme, Section
from registry.models import (
    Application,
    Cycle,
    Diagnostic,
    FormCuratorship,
    Guardianship,
    Interview,
    MenteeCard,
    MentorCard,
    MentoringForm,
    MentorRegisterEdition,
    MentorRegisterEntry,
    NeedsAnalysis,
    Person,
    TopicMerge,
)
from registry.tests.import_files import mentor, mentors_table, uploaded

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


def drafted_programme():
    programme = Programme.objects.filter(status="active").earliest("pk")
    Programme.objects.filter(pk=programme.pk).update(status="draft")
    return programme.pk


def first_day_of_the_programme():
    return Programme.objects.get(status="draft").starts_on


def mentor_without_account():
    return MentorCard.objects.filter(person__user=None).earliest("pk").person_id


def application():
    return Application.objects.earliest("pk").pk


def section():
    return Section.objects.earliest("pk").pk


def measure():
    return Measure.objects.filter(status="planned").earliest("pk").pk


def open_survey():
    return Survey.objects.open().earliest("pk").pk


def child_of_the_parent():
    return Guardianship.objects.get(guardian__user__username="parent").child_id


def nominee():
    return Person.objects.filter(mentorcards=None).earliest("pk").pk


def earlier_cycle():
    """The cycle, with one after it."""
    cycle = Cycle.objects.earliest("pk")
    Cycle.objects.create(
        organisation=cycle.organisation,
        title="Через год",
        starts_on=cycle.starts_on + timedelta(days=365),
        ends_on=cycle.ends_on + timedelta(days=365),
    )
    return cycle.pk


def cycle_of_the_school():
    return Cycle.objects.earliest("pk").pk


@cache
def unentrusted_form():
    taken = FormCuratorship.objects.values("form")
    return MentoringForm.objects.filter(is_active=True).exclude(pk__in=taken)[0].pk


def unassigned_mentee():
    return MenteeCard.objects.filter(psychologist_assignments=None).earliest("pk").pk


def diagnosed_mentee():
    return Diagnostic.objects.earliest("pk").card_id


def diagnosed_person():
    return Diagnostic.objects.earliest("pk").card.person_id


def mentor_going_on():
    return [MentorCard.objects.filter(status="in_pair").earliest("pk").pk]


def analysed():
    """A mentee whose needs have been analysed before: the consent is there."""
    return NeedsAnalysis.objects.earliest("pk").card_id


def own_topic():
    return TopicMerge.objects.get().target_id


def candidate():
    """A mentor of the base of the year; the story leaves none."""
    card = MentorCard.objects.filter(status="interview", interviews=None).first()
    card = card or MentorCard.objects.exclude(status="in_pair").earliest("pk")
    MentorCard.objects.filter(pk=card.pk).update(status="year_base")
    Interview.objects.filter(card=card).delete()
    return card.pk


def without_draft_edition():
    MentorRegisterEntry.objects.filter(entered_by__in_force_on=None).delete()
    MentorRegisterEntry.objects.filter(left_by__in_force_on=None).update(left_by=None)
    MentorRegisterEdition.objects.filter(in_force_on=None).delete()


@cache
def table_content():
    return mentors_table(mentor("Новиков Новый Новикович"))


def table():
    return uploaded(table_content())


PLAN = "№\tМероприятие\tСрок\n1\tСобрать команду\tсентябрь 2026 г.\n"

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
    (
        "registry:own_question_add",
        None,
        {"questionnaire": "primary", "kind": "text", "text": "Что важно?"},
    ),
    ("registry:portfolio_sections", None, {"title": "Кружки"}),
    (
        "registry:portfolio_add",
        lambda: MentorCard.objects.earliest("pk").person_id,
        {"title": "Грамота"},
    ),
    ("programmes:matching_run", None, {}),
    ("programmes:pair_end", working_pair, {"reason": "by_curator", "note": "Переезд"}),
    ("programmes:meeting_log", working_pair, {"summary": "Разобрали ошибки."}),
    ("programmes:meeting_plan", working_pair, {"day": tomorrow, "at": "15:00"}),
    ("programmes:feedback_give", awaited_meeting, {"mark": 9}),
    ("programmes:plan_row_done_today", planned_row, {}),
    (
        "programmes:plan_row_add",
        drafted_programme,
        {"measure": "Разобрать задачи", "due_on": first_day_of_the_programme},
    ),
    ("programmes:section_add", None, {"title": "Новый раздел"}),
    ("programmes:measure_add", section, {"title": "Новое мероприятие"}),
    ("programmes:measure_comment", measure, {"text": "Ждём ответа."}),
    ("programmes:plan_import_bring", None, {"text": PLAN}),
    ("registry:group_add", None, {"name": "5Ж"}),
    ("registry:groups_promote", None, {}),
    (
        "registry:problem_add",
        None,
        {"title": "Мало кружков", "contour": "pupils"},
    ),
    ("registry:problem_suggest", None, {"code": "staff_turnover"}),
    (
        "registry:analysis_add",
        analysed,
        {"findings": "Робеет", "methods": ["interview"], "made_on": timezone.localdate},
    ),
    ("registry:difficulty_add", lambda: mentee().pk, {"text": "Теряется"}),
    ("registry:topic_phrase_add", own_topic, {"title": "карта и компас"}),
    ("registry:request_add", lambda: mentee().pk, {"text": "Научиться выступать"}),
    (
        "registry:word_record",
        lambda: mentee().pk,
        {"source_name": "Иванова И.", "text": "Много читает"},
    ),
    ("registry:word_add", child_of_the_parent, {"text": "Много читает"}),
    ("registry:nomination_add", nominee, {"note": "Умеет объяснять"}),
    ("registry:partner_add", None, {"title": "Новый завод"}),
    ("registry:department_add", None, {"title": "Новый отдел"}),
    ("registry:curatorship_add", cycle_of_the_school, {"form": unentrusted_form}),
    ("registry:assignment_add", unassigned_mentee, {"reason": "Адаптация"}),
    ("registry:diagnostic_add", diagnosed_mentee, {"technique": "Самооценка"}),
    (
        "registry:note_add",
        diagnosed_person,
        {"text": "Спросить о конкурсе"},
    ),
    ("registry:cycle_carry", earlier_cycle, {"mentor": mentor_going_on}),
    ("registry:import_upload", None, {"upload": table}),
    ("registry:invitation_issue", mentor_without_account, {"role": "mentor"}),
    ("registry:application_accept", application, {}),
    ("registry:erasure_record", mentor_without_account, {}),
    ("registry:criterion_add", None, {"title": "Время"}),
    (
        "registry:slots_add",
        None,
        {"day": tomorrow, "since": "15:00", "until": "16:00"},
    ),
    ("registry:interview_appoint", candidate, {"day": tomorrow, "at": "09:00"}),
    ("registry:mentor_register_prepare", None, {}),
    ("accounts:member_invite", None, {"name": "Новиков Новый Новикович"}),
    (
        "accounts:delegation_add",
        None,
        {"ground": "приказ № 5-к", "from_on": tomorrow, "to_on": tomorrow},
    ),
    (
        "documents:register_external",
        None,
        {
            "kind": "order_cmn_introduction",
            "title": "О внедрении",
            "signed_on": timezone.localdate,
        },
    ),
    ("monitoring:report_add", None, {"conclusions": "Пары работают."}),
    ("monitoring:survey_open", None, {}),
    ("monitoring:survey_close", open_survey, {}),
    ("monitoring:summary_submit", None, {}),
    ("publishing:news_add", None, {"title": "Начали", "text": "Первые встречи."}),
    (
        "publishing:case_add",
        None,
        {
            "title": "От двойки",
            "problem": "Двойка",
            "solution": "Учили",
            "result": "Пять",
        },
    ),
)

# Where the form stands, when not at the address it is sent to.
PAGES = {
    "registry:problem_suggest": "registry:problem_list",
    "registry:topic_phrase_add": "registry:topic_detail",
    "programmes:plan_row_add": "programmes:plan_edit",
    "programmes:measure_comment": "programmes:measure_detail",
    "registry:invitation_issue": "registry:consent_person",
    "registry:application_accept": "registry:application_detail",
}
# Whose act it is, when not the curator's.
ACTORS = {
    "accounts:delegation_add": "director",
    "registry:word_add": "parent",
    "registry:diagnostic_add": "psychologist",
    "registry:note_add": "psychologist",
}
# Guarded, and sent twice in a test of its own: its address carries a list's filters
# or the key of a line, or it asks for the password first (registry/tests/test_codes.py),
# or the kind of a questionnaire (registry/tests/test_questionnaire_pages.py), or the
# other topic (registry/tests/test_topic_merges.py).
ELSEWHERE = {
    "registry:topic_merge",
    "registry:my_erasure_ask",
    "registry:questionnaire_fill",
    *("registry:invitation_bulk", "programmes:calendar_feed_open"),
    *("programmes:plan_import_line_add", "programmes:plan_import_line_split"),
    *("registry:code_issue", "registry:pupil_account_bulk"),
}
KEY = re.compile(rf'name="{FIELD}" value="([^"]+)"')


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
def school_at_work(told_once, db):
    token = current_slug.set(told_once.slug)
    with within(told_once.pk):
        yield told_once
    current_slug.reset(token)


def offered(page):
    """Return what the page's form would send untouched, first choices taken."""
    if page.status_code != 200:
        return {}
    form = page.context.get("form")
    key = KEY.search(page.content.decode())
    return {FIELD: key[1] if key else ""} | {
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
    keys = {"organisation": school_at_work.slug} | ({"pk": row()} if row else {})
    url = reverse(name, kwargs=keys)
    if name == "registry:mentor_register_prepare":
        without_draft_edition()
    actor = User.objects.get(username=ACTORS.get(name, "curator"))
    client.force_login(actor, backend=BACKEND)
    page = offered(client.get(reverse(PAGES.get(name, name), kwargs=keys)))

    def send():
        told = {
            key: value() if callable(value) else value for key, value in typed.items()
        }
        return client.post(url, {**page, **told})

    before = rows_of(school_at_work)
    first = send()
    once = rows_of(school_at_work)
    again = send()

    assert once != before, first.context["form"].errors
    assert rows_of(school_at_work) == once
    assert again.status_code < 500


def test_every_guarded_act_is_sent_twice_here():
    guarded = {
        name
        for name, route in routes(get_resolver())
        if getattr(route.callback, "acts_once", False)
    }

    assert guarded <= {act[0] for act in ACTS} | ELSEWHERE
