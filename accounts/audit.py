"""The audit trail's pen: one event per act, in the act's own transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import AuditDetail, AuditEvent, Organisation, User

Values = Mapping[str, object]


def record(  # noqa: PLR0913 -- an event has this many sides
    *,
    by: User | None,
    what: str,
    on: models.Model,
    before: Values | None = None,
    after: Values | None = None,
    remark: str = "",
    ids: Sequence[int] = (),
) -> AuditEvent:
    """Write that `by` (None: the clock) did `what` to `on`.

    `before` and `after` hold the changed fields alone. A bulk act is one event: `on` is
    its carrier (the import batch), `ids` are the rows it made.
    """
    event, detail = _written(by, what, on, before, after, remark)
    event.object_ids = list(ids)
    event.save()
    if before or after or remark:
        detail.save()
    return event


def record_each(
    *,
    by: User | None,
    what: str,
    on: Sequence[models.Model],
    before: Values | None = None,
    after: Values | None = None,
    remark: str = "",
) -> None:
    """Write the same of many rows, an event each: a bulk act in every row's own history."""
    written = [_written(by, what, row, before, after, remark) for row in on]
    AuditEvent.objects.bulk_create([event for event, _ in written], batch_size=500)
    for event, detail in written:
        detail.event = event
    AuditDetail.objects.bulk_create([detail for _, detail in written], batch_size=500)


def _written(
    by: User | None,
    what: str,
    on: models.Model,
    before: Values | None,
    after: Values | None,
    remark: str,
) -> tuple[AuditEvent, AuditDetail]:
    details = {
        "before": dict(before or {}),
        "after": dict(after or {}),
        "remark": remark,
    }
    text = json.dumps(
        details, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False
    )
    salt = secrets.token_hex(16)
    event = AuditEvent(
        organisation_id=_organisation_id(on),
        by=by,
        what=what,
        object_kind=on._meta.label_lower,
        object_id=on.pk,
        field_names=sorted({*(before or {}), *(after or {})}),
        salt=salt,
        digest=hashlib.sha256(f"{salt}{text}".encode()).hexdigest(),
    )
    return event, AuditDetail(event=event, **json.loads(text))


def _organisation_id(on: models.Model) -> int | None:
    if isinstance(on, Organisation):
        return on.pk
    organisation_id: int | None = getattr(on, "organisation_id", None)
    return organisation_id
