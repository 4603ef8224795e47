"""What the clock starts for the whole house."""

from __future__ import annotations

from celery import shared_task

from common import errands


@shared_task(name="mentoring.sweep")
def sweep() -> None:
    """Hand over again every errand that waited or fell silent too long."""
    errands.sweep()
