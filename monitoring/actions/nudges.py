"""Letters a curator sends by hand, and the rules of the letters the clock sends."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from monitoring.enums import NudgeKind
from monitoring.models import Nudge, ReminderRules
from monitoring.permissions import may_change_reminder_rules, may_nudge
from monitoring.queries.nudges import preview
from notifications.actions import notify_each


@transaction.atomic
def send_nudge(
    *, kind: NudgeKind, organisation: Organisation, seal: str, by: User, words: str = ""
) -> Nudge:
    """Send what was looked at (`seal` of the preview), to exactly those people.

    Nobody is nudged of the same thing more often than the organisation's rules allow,
    whoever presses; what has changed meanwhile is shown again first.
    """
    may_nudge(by, organisation).require()
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )
    letter = preview(kind, organisation, by=by, words=words)
    if not letter.addressees:
        raise Refused("Писать некому: посмотрите, кто и почему не получит письма.")
    if letter.seal != seal:
        raise Refused(
            "Пока вы смотрели, список изменился. Проверьте его и отправьте ещё раз."
        )
    notify_each([(one.event, one.user) for one in letter.addressees])
    nudge = Nudge.objects.create(
        organisation=organisation,
        kind=kind,
        by=by,
        recipients=[one.user.pk for one in letter.addressees],
        left_out=len(letter.left_out),
    )
    audit.record(
        by=by,
        what="nudge.sent",
        on=nudge,
        after={"kind": kind.value, "words": words},
        ids=nudge.recipients,
    )
    return nudge


@transaction.atomic
def change_reminder_rules(
    *, organisation: Organisation, values: Mapping[str, object], by: User
) -> ReminderRules:
    """Set when the organisation is reminded, from the next morning on."""
    may_change_reminder_rules(by, organisation).require()
    rules, _ = ReminderRules.objects.get_or_create(organisation=organisation)
    rules = ReminderRules.objects.select_for_update(of=("self",)).get(pk=rules.pk)
    before = {name: getattr(rules, name) for name in values}
    for name, value in values.items():
        setattr(rules, name, value)
    rules.save(update_fields=list(values))
    audit.record(
        by=by, what="reminder_rules.changed", on=rules, before=before, after=values
    )
    return rules
