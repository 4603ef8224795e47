"""Members of the organisation, who acts for the director, and the organisation itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import invitations, members
from accounts.forms import DelegationForm, MemberInviteForm, OrganisationForm
from accounts.http import PublicRequest, Request
from accounts.issued_links import forget_links, keep_links, kept_links
from accounts.models import Delegation, Invitation, Membership
from accounts.once import acts_once
from accounts.permissions import (
    may,
    may_change_organisation,
    may_delegate,
    may_end_delegation,
    may_end_membership,
    may_invite,
    may_withdraw_invitation,
)
from accounts.queries import (
    current_members,
    latest_delegations,
    unanswered_invitations,
)
from accounts.roles import Permission
from common.colour import accent_stylesheet
from common.links import link


@require_GET
def member_list(request: Request) -> HttpResponse:
    """Show who holds which role today, open invitations and delegations."""
    organisation = request.organisation
    may(request.user, Permission.MEMBER_VIEW, organisation.pk, "сотрудник").require()
    rows = [
        (member, may_end_membership(request.user, member))
        for member in current_members(organisation)
    ]
    return render(
        request,
        "accounts/member_list.html",
        {
            "rows": rows,
            "invitations": [
                (invitation, may_withdraw_invitation(request.user, invitation))
                for invitation in unanswered_invitations(organisation)
            ],
            "delegations": [
                (delegation, may_end_delegation(request.user, delegation))
                for delegation in latest_delegations(organisation)
            ],
            "may_invite": may_invite(request.user, organisation),
            "may_delegate": may_delegate(request.user, organisation),
            "may_change": may_change_organisation(request.user, organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def member_invite(request: Request) -> HttpResponse:
    """Issue an invitation and lead to its link."""
    organisation = request.organisation
    may_invite(request.user, organisation).require()
    form = MemberInviteForm(
        request.POST or None, user=request.user, organisation=organisation
    )
    if request.method == "POST" and form.is_valid():
        issued = invitations.invite(
            organisation=organisation, by=request.user, **form.cleaned_data
        )
        keep_links(request, [issued])
        return redirect(link("accounts:invitation_links"))
    return render(request, "accounts/member_invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def invitation_links(request: Request) -> HttpResponse:
    """Show the links just issued until they are said to be passed on."""
    may_invite(request.user, request.organisation).require()
    if request.method == "POST":
        forget_links(request)
        messages.success(
            request, "Ссылки убраны с экрана. Они действуют до своего дня."
        )
        return redirect(link("accounts:member_list"))
    return render(
        request, "accounts/invitation_links.html", {"slips": kept_links(request)}
    )


@require_POST
def invitation_withdraw(request: Request, pk: int) -> HttpResponse:
    """Make an unused link open nothing."""
    invitation = get_object_or_404(Invitation, pk=pk, organisation=request.organisation)
    invitations.withdraw(invitation=invitation, by=request.user)
    messages.success(request, "Приглашение отозвано: ссылка больше не действует.")
    return redirect(link("accounts:member_list"))


@require_POST
def membership_end(request: Request, pk: int) -> HttpResponse:
    """Take a role away."""
    membership = get_object_or_404(Membership, pk=pk, organisation=request.organisation)
    members.end_membership(membership=membership, by=request.user)
    messages.success(request, "Роль снята.")
    return redirect(link("accounts:member_list"))


@require_http_methods(["GET", "POST"])
@acts_once
def delegation_add(request: Request) -> HttpResponse:
    """Let somebody act for the director."""
    may_delegate(request.user, request.organisation).require()
    form = DelegationForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        members.delegate(
            organisation=request.organisation, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Исполняющий обязанности назначен.")
        return redirect(link("accounts:member_list"))
    return render(request, "accounts/delegation_add.html", {"form": form})


@require_POST
def delegation_end(request: Request, pk: int) -> HttpResponse:
    """Take the director's right back before its last day."""
    delegation = get_object_or_404(Delegation, pk=pk, organisation=request.organisation)
    members.end_delegation(delegation=delegation, by=request.user)
    messages.success(request, "Исполнение обязанностей прекращено.")
    return redirect(link("accounts:member_list"))


@require_http_methods(["GET", "POST"])
def organisation_edit(request: Request) -> HttpResponse:
    """Change the organisation's names, requisites and settings."""
    organisation = request.organisation
    may_change_organisation(request.user, organisation).require()
    initial = {
        name: getattr(organisation, name) for name in OrganisationForm.base_fields
    }
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        members.change_organisation(
            organisation=organisation, values=form.cleaned_data, by=request.user
        )
        messages.success(request, "Сведения об организации сохранены.")
        return redirect(link("accounts:organisation_edit"))
    return render(request, "accounts/organisation_edit.html", {"form": form})


@require_GET
@login_not_required
def accent(request: PublicRequest) -> HttpResponse:
    """Serve the organisation's colour as a small stylesheet."""
    response = HttpResponse(
        accent_stylesheet(request.organisation.accent), content_type="text/css"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response
