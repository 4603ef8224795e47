"""Teams, working groups and project offices of a cycle (R-051, R-138)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents.models import Document
from programmes.models import Team, TeamMember
from programmes.permissions.roadmap import may_change_team
from registry.models import Cycle, Person


@dataclass(frozen=True, slots=True)
class Charter:
    """What a group is: its kind, title, function and the order that appoints it."""

    kind: str
    title: str
    function: str = ""
    order: Document | None = None


@transaction.atomic
def create_team(*, cycle: Cycle, charter: Charter, by: User | None) -> Team:
    """Create a group in the cycle; by=None is the demo."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if by is not None:
        may_change_team(by, cycle).require()
    _refuse_same_title(cycle, charter.title)
    team = Team.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        kind=charter.kind,
        title=charter.title,
        function=charter.function,
        order=charter.order,
    )
    audit.record(by=by, what="team.created", on=team, after=_values(charter))
    return team


@transaction.atomic
def change_team(*, team: Team, charter: Charter, by: User) -> Team:
    """Change what a group is."""
    team = _locked(team, by)
    _refuse_same_title(team.cycle, charter.title, but=team)
    before = Charter(team.kind, team.title, team.function, team.order)
    if before == charter:
        return team
    team.kind, team.title = charter.kind, charter.title
    team.function, team.order = charter.function, charter.order
    team.save()
    audit.record(
        by=by,
        what="team.changed",
        on=team,
        before=_values(before),
        after=_values(charter),
    )
    return team


def _refuse_same_title(cycle: Cycle, title: str, but: Team | None = None) -> None:
    same = Team.objects.filter(cycle=cycle, title=title)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise Refused("Группа с таким названием уже есть.")


def _values(charter: Charter) -> dict[str, object]:
    return {
        "kind": charter.kind,
        "title": charter.title,
        "function": charter.function,
        "order": str(charter.order or ""),
    }


@transaction.atomic
def drop_team(*, team: Team, by: User) -> None:
    """Remove a group that answers for nothing."""
    team = _locked(team, by)
    count = team.responsibilities.count()
    if count:
        raise Refused(
            f"Группа отвечает за мероприятия ({count}): сначала назначьте других."
        )
    audit.record(by=by, what="team.dropped", on=team, before={"title": team.title})
    team.delete()


@transaction.atomic
def put_member(
    *, team: Team, person: Person, function: str, is_head: bool, by: User | None
) -> TeamMember:
    """Add a member or change his function; a new head replaces the one there was."""
    team = _locked(team, by)
    member = team.members.filter(person=person).first() or TeamMember(
        organisation_id=team.organisation_id,
        team=team,
        person=person,
        ordinal=(team.members.aggregate(last=Max("ordinal"))["last"] or 0) + 1,
    )
    is_new = member.pk is None
    before = {} if is_new else {"function": member.function, "is_head": member.is_head}
    after = {"function": function, "is_head": is_head}
    if before == after:
        return member
    if is_head:
        team.members.filter(is_head=True).exclude(person=person).update(is_head=False)
    member.function, member.is_head = function, is_head
    member.save()
    audit.record(
        by=by,
        what="team.member_added" if is_new else "team.member_changed",
        on=team,
        before=before,
        after=after,
        ids=[person.pk],
    )
    return member


@transaction.atomic
def drop_member(*, member: TeamMember, by: User) -> None:
    """Take somebody out of a group; once is enough."""
    team = _locked(member.team, by)
    gone, _ = team.members.filter(pk=member.pk).delete()
    if gone:
        audit.record(by=by, what="team.member_dropped", on=team, ids=[member.person_id])


def _locked(team: Team, by: User | None) -> Team:
    fresh = (
        Team.objects.select_for_update(of=("self",))
        .select_related("cycle", "order")
        .filter(pk=team.pk)
        .first()
    )
    if fresh is None:
        raise Refused("Этой группы уже нет. Обновите страницу.")
    if by is not None:
        may_change_team(by, fresh.cycle).require()
    return fresh
