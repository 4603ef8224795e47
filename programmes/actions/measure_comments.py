"""What people write about a measure."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.measure_letters import tell_commented
from programmes.models import Measure, MeasureComment
from programmes.permissions.roadmap import may_comment_measure

SECOND_CLICK = timedelta(minutes=1)


@transaction.atomic
def comment(*, measure: Measure, text: str, by: User) -> MeasureComment:
    """Write about a measure; the same words within a minute are a second click."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    may_comment_measure(by, measure).require()
    text = text.strip()
    if not text:
        raise Refused("Напишите комментарий.")
    just_now = timezone.now() - SECOND_CLICK
    same = measure.comments.filter(by=by, text=text, at__gt=just_now).first()
    if same is not None:
        return same
    written = MeasureComment.objects.create(
        organisation_id=measure.organisation_id, measure=measure, by=by, text=text
    )
    audit.record(by=by, what="measure.commented", on=measure, ids=[written.pk])
    tell_commented(comment=written)
    return written
