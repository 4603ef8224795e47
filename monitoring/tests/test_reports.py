"""The curator's report: taken once, printed, read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from documents.tests.reading import squeezed, whole_text
from monitoring.actions.reports import prepare_report
from monitoring.actions.surveys import close_survey
from monitoring.models import Report
from monitoring.tests.factories import answer_all, make_pairs
from programmes.tests.programme_factories import make_active, make_held


def report_of(cycle, by, **values):
    today = timezone.localdate()
    return prepare_report(
        **{
            "cycle": cycle,
            "period_from": cycle.starts_on,
            "period_to": today,
            "conclusions": "Цели достигнуты.\nСпрос растёт.",
            "suggestions": "Привлечь студентов.",
            "by": by,
            **values,
        }
    )


def test_a_report_is_issued_with_its_figures(cycle, survey, six_pairs, kira):
    make_active(six_pairs[0], kira)
    make_held(six_pairs[0], six_pairs[0].mentor_card.person.user)
    answer_all(survey, [9, 9, 9, 9, 6])
    close_survey(survey=survey, by=kira)

    payload = report_of(cycle, kira).document.payload

    figures = {row["name"]: row["value"] for row in payload["figures"]}
    assert figures["Закреплено пар и групп"] == "6"
    assert figures["Проведено встреч за период"] == "1"
    assert (
        figures["Наставляемых, получивших наставника"] == "6 (100\N{NO-BREAK SPACE}%)"
    )
    assert figures["Удовлетворённость, наставляемые: ответили 5 из 6"] == "80 %"
    assert payload["conclusions"] == ["Цели достигнуты.", "Спрос растёт."]
    assert payload["proposals"] == ["Привлечь студентов."]
    assert payload["by_form_total"] == {
        "form": "Всего",
        "pairs": 6,
        "mentors": 6,
        "mentees": 6,
    }
    assert [chart["title"] for chart in payload["charts"]] == [
        "Пары по формам наставничества",
        "Удовлетворённость участников, средний балл из 10",
    ]
    assert payload["signature"]["name"] == "К. А. Крылова"


def test_few_answers_are_not_broken_down_in_the_report(cycle, survey, kira):
    answer_all(survey, [1, 1])

    payload = report_of(cycle, kira).document.payload

    assert {row["mean"] for row in payload["surveys"]} == {""}
    assert len(payload["charts"]) == 1


def test_what_is_printed_stays_when_the_figures_move(cycle, six_pairs, kira):
    report = report_of(cycle, kira)
    make_pairs(kira, cycle, 2)

    report.document.refresh_from_db()

    assert report.document.payload["by_form_total"]["pairs"] == 6


def test_the_pdf_is_printed_by_the_worker(client, cycle, six_pairs, kira, committed):
    with committed():
        report = report_of(cycle, kira)
    client.force_login(kira)

    response = client.get(link("monitoring:report_pdf", pk=report.pk))

    text = whole_text(b"".join(response) if response.streaming else response.content)
    assert squeezed("Цели достигнуты.") in text
    assert squeezed("ПРОЕКТ") not in text


def test_until_it_is_printed_the_list_says_so(client, cycle, six_pairs, kira):
    report = report_of(cycle, kira)
    client.force_login(kira)

    assert client.get(link("monitoring:report_pdf", pk=report.pk)).url == link(
        "monitoring:report_list"
    )
    page = client.get(link("monitoring:report_list")).content.decode()
    assert "Печатается" in page


def test_a_period_runs_forward_and_conclusions_are_needed(cycle, kira):
    with pytest.raises(Refused, match="раньше начала"):
        report_of(cycle, kira, period_to=cycle.starts_on - timedelta(days=1))
    with pytest.raises(Refused, match="выводы"):
        report_of(cycle, kira, conclusions="  ")


def test_the_director_reads_reports_and_does_not_write_them(client, cycle, kira, dina):
    report_of(cycle, kira)
    with pytest.raises(PermissionDenied):
        report_of(cycle, dina)
    client.force_login(dina)

    assert (
        client.get(link("monitoring:report_list")).context["page"].paginator.count == 1
    )
    assert client.get(link("monitoring:report_add")).status_code == 403
    assert client.post(link("monitoring:report_preview")).status_code == 403


def test_the_curator_writes_a_report_on_the_page(client, cycle, kira):
    client.force_login(kira)
    assert client.get(link("monitoring:report_add")).status_code == 200
    words = {
        "period_from": "2026-09-01",
        "period_to": "2026-08-01",
        "conclusions": "Всё хорошо.",
    }
    page = client.post(link("monitoring:report_add"), words).content.decode()
    assert "раньше начала" in page

    client.post(link("monitoring:report_add"), {**words, "period_to": "2027-05-31"})

    assert Report.objects.get().period_to.year == 2027


def test_the_draft_is_marked_and_kept_nowhere(client, cycle, kira):
    client.force_login(kira)
    words = {
        "period_from": "2026-09-01",
        "period_to": "2026-10-01",
        "conclusions": "Черновой вывод",
    }

    response = client.post(link("monitoring:report_preview"), words)

    assert squeezed("ПРОЕКТ") in whole_text(response.content)
    assert not Report.objects.exists()
    page = client.post(link("monitoring:report_preview"), {}).content.decode()
    assert "Обязательное поле" in page


def test_without_a_cycle_there_is_nothing_to_report(client, school, kira):
    client.force_login(kira)

    assert client.get(link("monitoring:report_add")).url == link(
        "monitoring:report_list"
    )
    assert client.post(link("monitoring:report_preview")).status_code == 302


def test_strangers_and_participants_find_no_report(client, cycle, kira, sam, school):
    report = report_of(cycle, kira)
    url = link("monitoring:report_pdf", pk=report.pk)
    for user in (sam, make_member(school, Role.MENTOR)):
        client.force_login(user)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, cycle, kira, count, django_assert_max_num_queries
):
    for _ in range(count):
        report_of(cycle, kira)
    client.force_login(kira)

    with django_assert_max_num_queries(12):
        client.get(link("monitoring:report_list"))
