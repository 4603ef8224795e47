"""What leaves the school, and what the centre sees of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.tests.factories import make_member, make_organisation
from common.links import link
from common.tenancy import within
from common.transitions import TransitionNotAllowed
from monitoring.actions.summaries import submit_summary
from monitoring.actions.surveys import close_survey
from monitoring.enums import SUMMARY_TRANSITIONS, SummaryStatus
from monitoring.models import Summary
from monitoring.queries.summaries import municipal_of
from monitoring.tests.factories import answer_all, make_pairs
from notifications.models import Notification
from programmes.tests.pair_factories import make_mentee


@pytest.fixture
def centre(school):
    """The municipal centre above the school."""
    centre = make_organisation(
        kind=OrganisationKind.MUNICIPAL_CENTRE, short_name="Центр", slug="centre"
    )
    school.parent = centre
    school.save()
    return centre


@pytest.fixture
def cora(centre):
    """Cora the coordinator of the centre."""
    return make_member(centre, Role.MUNICIPAL_COORDINATOR, name="Котова Кора Львовна")


@pytest.fixture
def sent(centre, cora, cycle, six_pairs, kira):
    """The school's figures: six pairs and nobody without one."""
    return submit_summary(cycle=cycle, by=kira)


def value(summary, code):
    return summary.figures[code]["value"]


def test_aggregates_leave_and_no_names(sent, six_pairs):
    assert value(sent, "mentors") == 6
    assert value(sent, "pairs") == 6
    text = str(sent.figures)
    assert not any(pair.mentor_card.person.last_name in text for pair in six_pairs)


def test_what_is_small_and_its_complement_never_leave(sent):
    """Nobody is without a pair: that nought and the six it completes stay at home."""
    assert value(sent, "mentees") == 6
    assert value(sent, "mentees_paired") is None
    assert value(sent, "mentees_free") is None
    assert value(sent, "meetings") is None


def test_large_parts_are_told(centre, cycle, six_pairs, kira):
    for number in range(5):
        make_mentee(cycle, f"Юрина{number} Юлия Олеговна")

    summary = submit_summary(cycle=cycle, by=kira)

    assert [
        value(summary, code) for code in ("mentees", "mentees_paired", "mentees_free")
    ] == [11, 6, 5]


def test_satisfaction_follows_the_same_rule(centre, cycle, survey, kira):
    answer_all(survey, [9] * 6)
    close_survey(survey=survey, by=kira)

    summary = submit_summary(cycle=cycle, by=kira)

    assert value(summary, "mentees_answered") == 6
    assert value(summary, "mentees_answered_satisfied") is None
    assert "mentors_answered" not in summary.figures


def test_a_new_summary_replaces_the_earlier(sent, cycle, dina):
    again = submit_summary(cycle=cycle, by=dina)

    sent.refresh_from_db()
    assert sent.status == SummaryStatus.REPLACED
    assert list(Summary.objects.filter(status=SummaryStatus.SUBMITTED)) == [again]


def test_the_coordinator_is_told(sent, cora, centre):
    with within(centre.pk):
        letter = Notification.objects.get(recipient=cora)

    assert letter.path == f"/{centre.slug}/cabinet/municipal/"


def test_without_a_centre_there_is_nobody_to_send_to(cycle, kira):
    with pytest.raises(PermissionDenied, match="отправлять некому"):
        submit_summary(cycle=cycle, by=kira)


def test_only_the_curator_and_the_director_send(centre, cycle, max_):
    with pytest.raises(PermissionDenied):
        submit_summary(cycle=cycle, by=max_)


@pytest.mark.parametrize("source", SummaryStatus)
@pytest.mark.parametrize("target", SummaryStatus)
def test_a_summary_is_only_replaced(source, target):
    is_legal = (source, target) == (SummaryStatus.SUBMITTED, SummaryStatus.REPLACED)

    assert SUMMARY_TRANSITIONS.allows(source, target) == is_legal
    if not is_legal:
        with pytest.raises(TransitionNotAllowed):
            SUMMARY_TRANSITIONS.check(source, target)


def test_the_page_shows_what_will_be_sent_and_sends_it(client, centre, cycle, kira):
    make_pairs(kira, cycle, 6)
    client.force_login(kira)
    page = client.get(link("monitoring:summary_submit")).content.decode()
    assert "менее 5*" in page
    assert "ещё не отправляли" in page

    client.post(link("monitoring:summary_submit"))

    assert value(Summary.objects.get(), "pairs") == 6
    page = client.get(link("monitoring:summary_submit")).content.decode()
    assert "Действует сводка" in page


def test_without_a_cycle_there_is_nothing_to_send(client, school, kira):
    client.force_login(kira)

    url = link("monitoring:summary_submit")

    assert client.get(url).url == link("monitoring:overview")


def test_the_centre_reads_its_institutions(client, sent, centre, cora, school):
    silent = make_organisation(parent=centre, short_name="Школа молчания")
    stranger = make_organisation(short_name="Чужая школа")
    client.force_login(cora)

    page = client.get(link("monitoring:municipal", organisation=centre.slug))

    text = page.content.decode()
    assert school.short_name in text
    assert silent.short_name in text
    assert stranger.short_name not in text
    assert [row.organisation for row in page.context["municipal"].silent] == [silent]
    assert "менее 5*" in text


def test_the_centre_reads_summaries_and_nothing_else(
    sent, centre, school, django_assert_num_queries
):
    with within(centre.pk), django_assert_num_queries(2):
        table = municipal_of(centre, timezone.localdate())

    assert table.rows[0].value("mentors") == 6


def test_a_summary_of_last_year_does_not_count_as_sent(sent, centre, school):
    later = timezone.localdate().replace(year=timezone.localdate().year + 1)

    with within(centre.pk):
        table = municipal_of(centre, later)

    assert [row.organisation for row in table.silent] == [school]


def test_a_total_with_something_hidden_is_only_a_lower_bound(
    sent, centre, kira, reference
):
    with within(centre.pk):
        table = municipal_of(centre, timezone.localdate())

    assert table.total_text("mentors") == "6"
    assert table.total_text("mentees_free") == "скрыто*"


def test_the_file_says_what_the_page_says(client, sent, centre, cora):
    client.force_login(cora)
    url = link("monitoring:municipal_export", organisation=centre.slug)

    text = client.get(f"{url}?as=csv").content.decode("utf-8-sig")

    assert "менее 5*" in text
    assert "Итого" in text


def test_the_table_lives_in_the_centres_own_cabinet(client, sent, cora, kira, school):
    client.force_login(kira)
    assert client.get(link("monitoring:municipal")).status_code == 403
    assert client.get(link("monitoring:municipal_export")).status_code == 403
    client.force_login(cora)
    assert client.get(link("monitoring:municipal")).status_code == 404


def test_the_coordinator_has_no_door_into_a_school(client, sent, cora):
    client.force_login(cora)

    for name in ("overview", "survey_list", "report_list", "summary_submit"):
        assert client.get(link(f"monitoring:{name}")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_however_many(
    client, centre, cora, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_organisation(parent=centre)
    client.force_login(cora)

    with django_assert_max_num_queries(12):
        client.get(link("monitoring:municipal", organisation=centre.slug))
