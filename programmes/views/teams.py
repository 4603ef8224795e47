"""Teams, working groups and project offices with their members."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.roles import Permission
from common.links import link
from programmes.actions import teams
from programmes.forms.teams import TeamForm, TeamMemberForm
from programmes.models import Team, TeamMember
from programmes.permissions.roadmap import may_change_team, may_see_roadmap
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on

DETAIL = "programmes:team_detail"


@require_GET
def team_list(request: Request) -> HttpResponse:
    """Show the groups of the current cycle with their heads."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    cycle = current_cycle(request.organisation)
    heads = TeamMember.objects.filter(is_head=True).select_related("person")
    found = (
        Team.objects.filter(cycle=cycle)
        .select_related("order")
        .annotate(
            member_count=Count("members", distinct=True),
            measure_count=Count("responsibilities", distinct=True),
        )
        .prefetch_related(Prefetch("members", queryset=heads, to_attr="heads"))
    )
    return render(
        request,
        "programmes/team_list.html",
        {
            "cycle": cycle,
            "teams": found,
            "may_change": cycle and may_change_team(request.user, cycle),
        },
    )


@require_http_methods(["GET", "POST"])
def team_add(request: Request) -> HttpResponse:
    """Create a group in the current cycle."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл.")
        return redirect(link("registry:cycle_open"))
    may_change_team(request.user, cycle).require()
    form = TeamForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            team = teams.create_team(cycle=cycle, charter=form.charter, by=request.user)
            messages.success(request, "Группа создана. Назовите, кто в неё входит.")
            return redirect(link(DETAIL, pk=team.pk))
    return _form(request, form, "Новая группа", "Создать")


@require_GET
def team_detail(request: Request, pk: int) -> HttpResponse:
    """Show a group: what it does, who is in it, what it answers for."""
    team = _team(request, pk)
    may_change = may_change_team(request.user, team.cycle)
    return render(
        request,
        "programmes/team_detail.html",
        {
            "team": team,
            "members": team.members.select_related("person"),
            "measures": [
                each.measure for each in team.responsibilities.select_related("measure")
            ],
            "may_change": may_change,
            "may_read": request.user.has(
                Permission.DOCUMENT_VIEW, request.organisation.pk
            ),
        },
    )


@require_http_methods(["GET", "POST"])
def team_edit(request: Request, pk: int) -> HttpResponse:
    """Change what a group is."""
    team = _changeable(request, pk)
    form = TeamForm(request.POST or None, user=request.user, team=team)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            teams.change_team(team=team, charter=form.charter, by=request.user)
            messages.success(request, "Сохранено.")
            return redirect(link(DETAIL, pk=pk))
    return _form(request, form, "Изменить группу", "Сохранить", team)


@require_POST
def team_drop(request: Request, pk: int) -> HttpResponse:
    """Remove a group that answers for nothing."""
    teams.drop_team(team=_changeable(request, pk), by=request.user)
    messages.success(request, "Группа удалена.")
    return redirect(link("programmes:team_list"))


@require_http_methods(["GET", "POST"])
def team_member_add(request: Request, pk: int) -> HttpResponse:
    """Add somebody of the staff to a group."""
    team = _changeable(request, pk)
    form = TeamMemberForm(request.POST or None, user=request.user, team=team)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            _put(request, team, form)
            messages.success(request, "Участник добавлен.")
            return redirect(link(DETAIL, pk=pk))
    return _form(request, form, "Новый участник", "Добавить", team)


@require_http_methods(["GET", "POST"])
def team_member_edit(request: Request, pk: int) -> HttpResponse:
    """Change what a member does in a group."""
    member = _member(request, pk)
    team = member.team
    form = TeamMemberForm(
        request.POST or None, user=request.user, team=team, member=member
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            _put(request, team, form)
            messages.success(request, "Сохранено.")
            return redirect(link(DETAIL, pk=team.pk))
    return _form(request, form, str(member.person), "Сохранить", team)


def _put(request: Request, team: Team, form: TeamMemberForm) -> None:
    teams.put_member(
        team=team,
        person=form.chosen,
        function=form.cleaned_data["function"],
        is_head=form.cleaned_data["is_head"],
        by=request.user,
    )


@require_POST
def team_member_drop(request: Request, pk: int) -> HttpResponse:
    """Take somebody out of a group."""
    member = _member(request, pk)
    teams.drop_member(member=member, by=request.user)
    messages.success(request, "Участник исключён из группы.")
    return redirect(link(DETAIL, pk=member.team_id))


def _team(request: Request, pk: int) -> Team:
    may_see_roadmap(request.user, request.organisation.pk).require()
    return get_object_or_404(Team.objects.select_related("cycle", "order__kind"), pk=pk)


def _changeable(request: Request, pk: int) -> Team:
    team = _team(request, pk)
    may_change_team(request.user, team.cycle).require()
    return team


def _member(request: Request, pk: int) -> TeamMember:
    members = TeamMember.objects.select_related("team__cycle", "team__order", "person")
    member = get_object_or_404(members, pk=pk)
    may_change_team(request.user, member.team.cycle).require()
    return member


def _form(
    request: Request, form: object, title: str, button: str, team: Team | None = None
) -> HttpResponse:
    return render(
        request,
        "programmes/team_form.html",
        {"form": form, "title": title, "button": button, "team": team},
    )
