"""What the clock does for monitoring: reminds in the morning, closes surveys."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from accounts.models import Organisation
from common.tenancy import within
from monitoring.actions.reminders import make_rounds
from monitoring.actions.surveys import close_survey
from monitoring.models import Survey
from monitoring.queries.surveys import database_day
from programmes.actions.waiting_terms import begin_waiting_terms

logger = logging.getLogger(__name__)


@shared_task(name="monitoring.remind")
def remind() -> None:
    """Begin the terms an order has started, then write the morning's digests.

    Run often (every quarter of an hour): an organisation's day is done once.
    """
    begin_waiting_terms()
    make_rounds(now=timezone.now())


@shared_task(name="monitoring.close_surveys")
def close_surveys() -> None:
    """Close the surveys whose last day is over by the database's clock."""
    for organisation in Organisation.objects.ready().institutions():
        with within(organisation.pk):
            for survey in Survey.objects.open().order_by("pk"):
                try:
                    if survey.closes_on < database_day(survey):
                        close_survey(survey=survey, by=None)
                except Exception:
                    logger.exception("Survey %s was not closed", survey.pk)
