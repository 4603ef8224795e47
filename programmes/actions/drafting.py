"""What every edit of a draft shares: the lock, the new version, who is told."""

from __future__ import annotations

from collections.abc import Iterable

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from notifications.letters import Letter
from programmes.enums import PROGRAMME_TRANSITIONS, ProgrammePart, ProgrammeStatus
from programmes.models import Pair, Programme, ProgrammeRevision
from programmes.queries.programmes import people_of
from programmes.queries.revisions import PLAN, Values, plan_of, text_of
from registry.actions import consents
from registry.queries.consents import local_day


class Outdated(Refused):
    """Somebody changed the programme while the person was writing."""


def lock_programme(programme: Programme) -> Programme:
    """Lock the row until the transaction ends; pairs and cards are locked before it."""
    return (
        Programme.objects.select_for_update(of=("self",))
        .select_related("pair__mentor_card__person", "pair__cycle", "organisation")
        .get(pk=programme.pk)
    )


def new_version(
    programme: Programme, part: ProgrammePart, by: User | None, before: Values
) -> None:
    """Keep what the programme says now as a version of its own; agreements start anew."""
    programme.version += 1
    programme.save(update_fields=["version"])
    after = keep_revision(programme, part, by)
    changed = [name for name in after if after[name] != before.get(name)]
    audit.record(
        by=by,
        what="programme.changed",
        on=programme,
        before={name: before.get(name, "") for name in changed},
        after={name: after[name] for name in changed},
    )


def keep_revision(
    programme: Programme, part: ProgrammePart, by: User | None
) -> dict[str, object]:
    """Write down what the present version says."""
    values = says(programme)
    ProgrammeRevision.objects.create(
        organisation_id=programme.organisation_id,
        programme=programme,
        version=programme.version,
        part=part,
        values=values,
        changed_by=by,
    )
    return values


def says(programme: Programme) -> dict[str, object]:
    """Return everything the programme says."""
    return {**text_of(programme), PLAN: plan_of(programme)}


def move(
    programme: Programme, to: ProgrammeStatus, by: User | None, remark: str = ""
) -> None:
    """Move the programme along its table and write the step into its history."""
    PROGRAMME_TRANSITIONS.check(programme.status, to)
    before, programme.status = programme.status, to
    programme.save(update_fields=["status"])
    audit.record(
        by=by,
        what=f"programme.{to.value}",
        on=programme,
        before={"status": before},
        after={"status": to.value},
        remark=remark,
    )


def tell(
    letter: type[Letter], to: Iterable[User], programme: Programme, by: User | None
) -> None:
    """Write to people about the programme, except to who did it."""
    notify(
        letter=letter,
        to=[user for user in to if by is None or user.pk != by.pk],
        organisation=programme.organisation,
        key=f"{letter.code}:{programme.pk}:{programme.version}",
        path=link(
            "programmes:programme_detail",
            organisation=programme.organisation.slug,
            pk=programme.pk,
        ),
        context={"programme": programme},
    )


def lock_pair(pair: Pair) -> Pair:
    """Lock the pair: before its mentees' cards, its programme and its meetings."""
    return (
        Pair.objects.select_for_update(of=("self",))
        .select_related("mentor_card__person", "cycle", "form", "organisation")
        .get(pk=pair.pk)
    )


def hold_consents(pair: Pair) -> None:
    """Refuse to go on with a pair one of whose people has no consent (design 4.4).

    Called before any other lock: a withdrawal, too, takes the consents first and the
    cards after.
    """
    consents.hold_valid(
        people=[party.person for party in people_of(pair)],
        on=local_day(pair.organisation),
    )
