"""Figures, reports and summaries come about without a page too: demo, command line."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.tests.factories import make_organisation
from common.links import current_slug
from monitoring.actions.reports import prepare_report
from monitoring.actions.summaries import submit_summary
from monitoring.queries.figures import figures_of


@pytest.fixture
def no_cabinet_open():
    """As in a task or a command: no address has named an organisation."""
    token = current_slug.set(None)
    yield
    current_slug.reset(token)


def test_figures_lead_into_their_own_organisation(
    cycle, six_pairs, kira, no_cabinet_open
):
    urls = [
        figure.url
        for family in figures_of(cycle, kira).families.values()
        for figure in family.values()
    ]

    assert all(url.startswith(f"/{cycle.organisation.slug}/cabinet/") for url in urls)


def test_a_report_and_a_summary_need_no_page(cycle, six_pairs, kira, no_cabinet_open):
    organisation = cycle.organisation
    organisation.parent = make_organisation(kind=OrganisationKind.MUNICIPAL_CENTRE)
    organisation.save()

    report = prepare_report(
        cycle=cycle,
        period_from=cycle.starts_on,
        period_to=timezone.localdate(),
        conclusions="Всё состоялось.",
        suggestions="",
        by=kira,
    )
    summary = submit_summary(cycle=cycle, by=kira)

    assert report.document.payload["by_form_total"]["pairs"] == 6
    assert summary.figures["pairs"]["value"] == 6
