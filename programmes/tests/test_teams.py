"""Groups that work by the roadmap: members, a head, measures of their own."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from documents.actions import register_external
from programmes.actions import (
    measures_bulk,
    teams,
)
from programmes.enums import MeasureStatus, TeamKind
from programmes.models import (
    Responsible,
)
from programmes.queries.measures import my_measures_of
from registry.models import Person

DONE, PLANNED = MeasureStatus.DONE, MeasureStatus.PLANNED


def make_team(cycle, by, **values):
    charter = teams.Charter(
        **{"kind": TeamKind.WORKING_GROUP, "title": "Рабочая группа", **values}
    )
    return teams.create_team(cycle=cycle, charter=charter, by=by)


def test_a_group_has_members_a_head_and_an_order(cycle, school, zuev, kira):
    order = register_external(
        organisation=school,
        kind="order_working_group",
        title="О составе рабочей группы",
        number="7",
        signed_on=timezone.localdate(),
        by=kira,
    )
    team = make_team(cycle, kira, order=order)
    old = Person.objects.create(
        organisation=school, last_name="Ершов", is_staff_member=True
    )
    teams.put_member(team=team, person=old, function="", is_head=True, by=kira)

    teams.put_member(
        team=team, person=zuev, function="готовит приказы", is_head=True, by=kira
    )

    assert [each.person for each in team.members.filter(is_head=True)] == [zuev]
    assert team.members.count() == 2
    assert team.order == order


def test_a_group_answers_for_measures_with_all_its_members(
    cycle, plan, three, zuev, kira
):
    team = make_team(cycle, kira)
    teams.put_member(team=team, person=zuev, function="", is_head=False, by=kira)
    measures_bulk.assign_to(
        roadmap=plan,
        chosen={three[0].pk: three[0].version},
        responsible=Responsible(team=team),
        by=kira,
    )

    assert list(my_measures_of(zuev.user, cycle.organisation_id)) == [three[0]]
    with pytest.raises(Refused, match="отвечает за мероприятия"):
        teams.drop_team(team=team, by=kira)


def test_a_member_leaves_and_an_idle_group_is_removed(cycle, zuev, kira):
    team = make_team(cycle, kira)
    member = teams.put_member(
        team=team, person=zuev, function="", is_head=False, by=kira
    )

    teams.drop_member(member=member, by=kira)
    teams.drop_member(member=member, by=kira)
    teams.drop_team(team=team, by=kira)

    assert AuditEvent.objects.filter(what="team.member_dropped").count() == 1
    assert not cycle.teams.exists()


def test_two_groups_of_one_name_are_refused(cycle, kira):
    make_team(cycle, kira)

    with pytest.raises(Refused, match="уже есть"):
        make_team(cycle, kira)


def test_a_group_changes_its_words(cycle, kira):
    team = make_team(cycle, kira)

    changed = teams.change_team(
        team=team,
        charter=teams.Charter(TeamKind.PROJECT_OFFICE, "Проектный офис", "ведёт план"),
        by=kira,
    )

    assert (changed.kind, changed.function) == ("project_office", "ведёт план")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.MENTOR, Role.RESPONSIBLE])
def test_only_the_curator_makes_groups(cycle, school, role):
    with pytest.raises(PermissionDenied, match="куратор"):
        make_team(cycle, make_member(school, role))
