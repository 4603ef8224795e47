"""The order that introduces mentoring: the cycle runs, terms «после приказа» begin."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from programmes.actions.roadmaps import recompute_days
from registry.actions import cycles
from registry.models import Cycle


@transaction.atomic
def introduce_by_paper(
    *,
    cycle: Cycle,
    title: str,
    number: str,
    signed_on: date,
    scan: UploadedFile[bytes] | None,
    by: User,
) -> Cycle:
    """Enter the order signed on paper; the roadmap's days are counted from it (R-300)."""
    cycle = cycles.introduce_by_paper(
        cycle=cycle, title=title, number=number, signed_on=signed_on, scan=scan, by=by
    )
    recompute_days(cycle=cycle)
    return cycle
