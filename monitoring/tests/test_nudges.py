"""A curator reminds many by hand: looks first, then sends exactly that, and not too often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, Membership, User
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from monitoring.actions.nudges import send_nudge
from monitoring.enums import NudgeKind
from monitoring.models import Nudge, ReminderRules
from monitoring.queries.nudges import preview
from notifications.models import LetterSettings, Notification
from programmes.actions import roadmaps
from programmes.models import Measure
from programmes.tests.pair_factories import make_pair
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, Person
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_person,
)


@pytest.fixture
def measure(cycle, school, max_):
    """One measure is due tomorrow, Max answers for it; the next one nobody does."""
    roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)
    Measure.objects.update(due_on=None)
    first, second = Measure.objects.filter(is_heading=False)[:2]
    for each in (first, second):
        each.responsibles.all().delete()
        each.due_on = timezone.localdate() + timedelta(days=1)
        each.save()
    first.responsibles.create(
        organisation=school,
        ordinal=1,
        person=make_person(school, "Орехов Олег Ильич", user=max_),
    )
    return first


@pytest.fixture
def max_by_mail(max_):
    """Max has an address."""
    User.objects.filter(pk=max_.pk).update(email="max@example.org")
    max_.refresh_from_db()
    return max_


def send(kind, school, kira, *, words=""):
    seal = preview(kind, school, by=kira, words=words).seal
    return send_nudge(kind=kind, organisation=school, seal=seal, by=kira, words=words)


def test_who_answers_for_a_measure_is_reminded_of_it(measure, school, kira, max_):
    letter = preview(NudgeKind.MEASURES, school, by=kira)

    assert [one.user for one in letter.addressees] == [max_]
    assert measure.title in letter.addressees[0].text
    assert letter.addressees[0].way == "Только на портале"
    assert "Никто не отвечает" in letter.left_out[0].reason


def test_what_was_looked_at_is_what_leaves(measure, school, kira, max_by_mail):
    shown = preview(
        NudgeKind.MEASURES, school, by=kira, words="До пятницы, пожалуйста."
    )
    assert shown.addressees[0].way == "На портале и на почту max@example.org"

    nudge = send(NudgeKind.MEASURES, school, kira, words="До пятницы, пожалуйста.")

    mail = Notification.objects.get(channel="email")
    assert mail.text == shown.addressees[0].text
    assert "До пятницы" in mail.text
    assert nudge.recipients == [max_by_mail.pk]
    assert nudge.left_out == 1
    assert AuditEvent.objects.get(what="nudge.sent").object_ids == [max_by_mail.pk]


def test_who_refused_such_mail_is_reminded_on_the_portal(
    measure, school, kira, max_by_mail
):
    LetterSettings.objects.create(
        organisation=school, user=max_by_mail, not_by_email=["nudge_measures"]
    )

    assert (
        preview(NudgeKind.MEASURES, school, by=kira).addressees[0].way
        == "Только на портале"
    )


def test_nobody_is_nudged_too_often(measure, school, kira, max_, time_machine):
    send(NudgeKind.MEASURES, school, kira)

    again = preview(NudgeKind.MEASURES, school, by=kira)
    assert again.addressees == []
    assert "Снова можно с" in again.left_out[-1].reason
    with pytest.raises(Refused, match="Писать некому"):
        send(NudgeKind.MEASURES, school, kira)

    time_machine.move_to(timezone.now() + timedelta(days=3), tick=False)
    assert send(NudgeKind.MEASURES, school, kira).recipients == [max_.pk]


def test_the_organisation_says_how_often(measure, school, kira, max_, time_machine):
    ReminderRules.objects.create(organisation=school, nudge_every_days=1)
    send(NudgeKind.MEASURES, school, kira)

    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)

    assert send(NudgeKind.MEASURES, school, kira).recipients == [max_.pk]


def test_a_list_that_changed_meanwhile_is_shown_again(measure, school, kira, max_):
    seal = preview(NudgeKind.MEASURES, school, by=kira).seal
    Measure.objects.filter(pk=measure.pk).update(title="Другое")

    with pytest.raises(Refused, match="список изменился"):
        send_nudge(kind=NudgeKind.MEASURES, organisation=school, seal=seal, by=kira)

    assert not Notification.objects.exists()
    assert not Nudge.objects.exists()


def test_who_sends_it_gets_none(measure, school, max_):
    letter = preview(NudgeKind.MEASURES, school, by=max_)

    assert letter.addressees == []
    assert "Это вы" in letter.left_out[-1].reason


def test_only_the_curator_nudges(measure, school, max_):
    with pytest.raises(PermissionDenied):
        send(NudgeKind.MEASURES, school, max_)


def test_missing_consents_are_asked_of_who_is_to_sign(six_pairs, cycle, school, kira):
    Consent.objects.update(status=ConsentStatus.REQUIRED)

    letter = preview(NudgeKind.CONSENTS, school, by=kira)
    told = {one.user for one in letter.addressees}
    signers = set(
        User.objects.filter(
            persons__in=Person.objects.filter(consents__isnull=False)
        ).distinct()
    )

    assert told <= signers | set(
        User.objects.filter(persons__wards__isnull=False).distinct()
    )
    assert len(letter.addressees) + len(letter.left_out) >= 6
    assert all("согласие на участие" in one.text for one in letter.addressees)


def test_unanswered_pairs_are_asked_of_both_sides(cycle, school, kira):
    make_pair(kira, cycle)

    letter = preview(NudgeKind.ANSWERS, school, by=kira)

    assert len(letter.addressees) + len(letter.left_out) == 2


def test_without_a_cycle_there_is_nobody_to_write_to(school, kira):
    for kind in NudgeKind:
        assert preview(kind, school, by=kira).addressees == []


def test_who_holds_no_role_any_more_is_not_written_to(measure, school, kira, max_):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=max_).update(from_on=yesterday, to_on=yesterday)

    letter = preview(NudgeKind.MEASURES, school, by=kira)

    assert letter.addressees == []
    assert "Роли здесь больше нет" in letter.left_out[-1].reason


def test_the_preview_costs_the_same_for_many(
    measure, school, kira, max_, django_assert_max_num_queries
):
    for number in range(20):
        measure.responsibles.create(
            organisation=school,
            ordinal=10 + number,
            person=make_person(
                school,
                "Лисицын Лев Ильич",
                user=make_member(school, Role.RESPONSIBLE),
            ),
        )

    with django_assert_max_num_queries(12):
        assert len(preview(NudgeKind.MEASURES, school, by=kira).addressees) == 21


def test_the_page_shows_everything_before_anything_leaves(
    client, measure, school, kira, max_
):
    client.force_login(kira)
    page = link("monitoring:nudge_preview", kind="measures")

    shown = client.get(page, {"words": "Спасибо!"}).content.decode()

    assert "Ещё ничего не отправлено" in shown
    assert str(max_) in shown
    assert "Спасибо!" in shown
    assert not Notification.objects.exists()


def test_the_page_sends_what_it_showed(client, measure, school, kira, max_):
    client.force_login(kira)
    letter = client.get(link("monitoring:nudge_preview", kind="measures")).context[
        "letter"
    ]

    response = client.post(
        link("monitoring:nudge_send", kind="measures"),
        {"seal": letter.seal, "words": ""},
        follow=True,
    )

    assert "отправлено 1 человеку" in response.content.decode()
    assert Notification.objects.get().recipient == max_
    assert "Уже отправлено" in response.content.decode()


def test_a_kind_nobody_knows_does_not_exist(client, school, kira):
    client.force_login(kira)

    assert client.get(link("monitoring:nudge_preview", kind="x")).status_code == 404
    assert client.post(link("monitoring:nudge_send", kind="x")).status_code == 404


def test_nobody_else_sees_the_pages(client, measure, school, max_):
    client.force_login(max_)

    assert client.get(link("monitoring:nudge_list")).status_code == 403
    assert (
        client.get(link("monitoring:nudge_preview", kind="measures")).status_code == 403
    )
    assert client.get(link("monitoring:reminder_rules")).status_code == 403


def rules_form(**values):
    return {
        "morning_hour": "9",
        "measure_days": "14, 7; 1",
        "plan_row_days": "2",
        "overdue_every_days": "5",
        "escalate_after_days": "10",
        "nudge_every_days": "2",
        "duty_mentee_data": "15.09, 15.01",
        "duty_annual_programme": "",
        "duty_monthly_plan": "20",
        "duty_monitoring": "20.12",
        "duty_report": "15.06",
        **values,
    }


def test_the_organisation_sets_its_own_rules(client, school, kira):
    client.force_login(kira)
    page = link("monitoring:reminder_rules")
    assert "20.12, 20.05" in client.get(page).content.decode()

    response = client.post(page, rules_form())

    assert response.status_code == 302
    rules = ReminderRules.objects.get()
    assert (rules.morning_hour, rules.measure_days) == (9, [14, 7, 1])
    duties = {duty["code"]: duty for duty in rules.duties}
    assert duties["mentee_data"]["days"] == ["09-15", "01-15"]
    assert duties["monthly_plan"]["days"] == ["20"]
    assert not duties["annual_programme"]["is_active"]
    assert AuditEvent.objects.filter(what="reminder_rules.changed").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("measure_days", "завтра", "Напишите числа"),
        ("measure_days", "200", "Напишите числа"),
        ("duty_report", "31.02", "напишите день и месяц"),
        ("duty_report", "скоро", "напишите день и месяц"),
        ("morning_hour", "3", "Выберите корректный вариант"),
        ("escalate_after_days", "0", "равно 1"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    client, school, kira, field, value, words
):
    client.force_login(kira)

    response = client.post(
        link("monitoring:reminder_rules"), rules_form(**{field: value})
    )

    assert words in response.content.decode()
    assert not ReminderRules.objects.exists()


def test_a_teenager_whose_signature_alone_lacks_is_asked_himself(cycle, school, kira):
    mia = make_member(school, Role.MENTEE)
    child = make_child(school, user=mia)
    make_guardian(child, make_member(school, Role.PARENT))
    make_mentee_card(child, cycle=cycle)
    make_consent(
        child,
        ConsentKind.REPRESENTATIVE,
        ConsentStatus.SIGNED,
        awaits_cosigner=True,
    )

    letter = preview(NudgeKind.CONSENTS, school, by=kira)

    assert [one.user for one in letter.addressees] == [mia]
