"""What the clock does for monitoring: reminds in the morning, closes surveys."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from accounts.models import Organisation
from common.tenancy import within
from monitoring.actions.reminders import remind_people
from monitoring.actions.surveys import close_survey
from monitoring.models import Survey
from monitoring.queries.surveys import database_day

logger = logging.getLogger(__name__)


@shared_task(name="monitoring.remind")
def remind() -> None:
    """Write the morning's digests of every organisation where morning has come.

    Run often (every quarter of an hour): a run that finds nothing new writes nothing.
    """
    for organisation in Organisation.objects.ready().institutions():
        with within(organisation.pk):
            try:
                remind_people(organisation=organisation, now=timezone.now())
            except Exception:
                logger.exception("Nobody was reminded in %s", organisation.pk)


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
