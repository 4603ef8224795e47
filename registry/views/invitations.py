"""Personal links: the page that opens behind one, and the curator's handing out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.invitations import Issued, find
from accounts.enums import Role
from accounts.http import Request
from accounts.issued_links import keep_links
from accounts.models import Invitation, User
from accounts.once import acts_once
from accounts.permissions import may_invite_member
from common.errors import Refused
from common.links import link
from registry.actions import invitations
from registry.enums import BaseKind
from registry.forms.card_filters import MenteeFilter, MentorFilter
from registry.forms.invitations import NewAccountForm
from registry.logins import suggested_login
from registry.models import Cycle, Person
from registry.queries import cards as found
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle
from registry.queries.invitations import cabinet_roles, has_open_link, is_login_taken
from registry.views.refusals import refusal_on

ROLES = {BaseKind.MENTORS.value: Role.MENTOR, BaseKind.MENTEES.value: Role.MENTEE}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let the bearer of a link in: by a new account, or by the one he has."""
    try:
        invitation = find(token)
    except Refused as refusal:
        return render(
            request, "registry/invitation_gone.html", {"reason": refusal}, status=410
        )
    user = request.user
    if isinstance(user, User):
        return _as_existing(request, token, invitation, user)
    return _as_new(request, token, invitation)


def _as_existing(
    request: HttpRequest, token: str, invitation: Invitation, user: User
) -> HttpResponse:
    if request.method == "POST":
        invitations.accept_as(token=token, by=user)
        return _welcome(request, invitation)
    return render(
        request, "registry/invitation_confirm.html", {"invitation": invitation}
    )


def _as_new(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(
        request.POST or None,
        initial={"username": suggested_login(invitation.name, is_login_taken)},
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            user = invitations.accept_as_new(
                token=token,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                name=invitation.name,
            )
            login(request, user, backend=BACKEND)
            return _welcome(request, invitation)
    return render(
        request,
        "registry/invitation_accept.html",
        {"invitation": invitation, "form": form},
    )


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, "Добро пожаловать! Это ваш кабинет.")
    if invitation.organisation is None:
        return redirect("home")
    return redirect("dashboard", organisation=invitation.organisation.slug)


@require_POST
@acts_once
def invitation_issue(request: Request, pk: int) -> HttpResponse:
    """Invite a person into his cabinet and lead to the link."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    asked = request.POST.get("role", "")
    role = next((role for role in cabinet_roles(person) if role == asked), None)
    if role is None:
        raise Refused("Сначала заведите карточку: тогда будет ясно, какой это кабинет.")
    issued = invitations.invite_person(person=person, role=role, by=request.user)
    if issued is None:
        messages.success(
            request, "У человека уже есть учётная запись: кабинет ему открыт."
        )
        return redirect(link("registry:consent_person", pk=pk))
    return _to_links(request, [issued])


@require_http_methods(["GET", "POST"])
@acts_once
def invitation_bulk(request: Request) -> HttpResponse:
    """Issue links to all the people a list shows, on one page to print and cut.

    The address carries the base and the filters of its list.
    """
    role = ROLES.get(request.GET.get("base", ""))
    cycle = current_cycle(request.organisation)
    if role is None or cycle is None:
        raise Http404
    may_invite_member(request.user, request.organisation, role).require()
    waiting = [person for person in _listed(request, cycle) if person.user_id is None]
    linked = [person for person in waiting if has_open_link(person)]
    if request.method == "POST":
        again = "again" in request.POST
        chosen = [each for each in waiting if again or each not in linked]
        issued = invitations.invite_people(
            people=[(person, role) for person in chosen], by=request.user
        )
        return _to_links(request, issued)
    return render(
        request,
        "registry/invitation_bulk.html",
        {"waiting_count": len(waiting), "linked_count": len(linked), "role": role},
    )


def _listed(request: Request, cycle: Cycle) -> list[Person]:
    """The people of the list, with what a link needs of them."""
    today = local_day(request.organisation)
    if request.GET["base"] == BaseKind.MENTORS:
        mentors = MentorFilter(request.GET, offered=found.mentor_choices(cycle))
        asked = mentors.cycle_asked or cycle
        mentor_cards = found.mentor_list(request.user, asked, mentors.chosen, today)
        keys = {*mentor_cards.values_list("person_id", flat=True)}
    else:
        mentees = MenteeFilter(request.GET, offered=found.mentee_choices(cycle))
        asked = mentees.cycle_asked or cycle
        mentee_cards = found.mentee_list(request.user, asked, mentees.chosen, today)
        keys = {*mentee_cards.values_list("person_id", flat=True)}
    people = Person.objects.filter(pk__in=keys)
    return list(people.select_related("invitation", "group"))


def _to_links(request: Request, issued: list[invitations.PersonalLink]) -> HttpResponse:
    """Lead to the page that shows the links until they are passed on."""
    keep_links(request, [Issued(each.invitation, each.token) for each in issued])
    return redirect(link("accounts:invitation_links"))
