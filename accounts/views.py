"""Members of the organisation, who acts for the director, and the organisation itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import invitations, members
from accounts.forms import DelegationForm, MemberInviteForm, OrganisationForm
from accounts.http import PublicRequest, Request
from accounts.models import Membership
from accounts.permissions import (
    may,
    may_change_organisation,
    may_delegate,
    may_end_membership,
)
from accounts.queries import current_members
from accounts.roles import Permission
from common.colour import accent_stylesheet
from common.links import absolute, link


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
            "invitations": organisation.invitations.filter(
                accepted_at=None, withdrawn_at=None
            ),
            "delegations": organisation.delegations.select_related("user").order_by(
                "-from_on"
            )[:10],
            "may_invite": may(
                request.user,
                Permission.MEMBER_INVITE,
                organisation.pk,
                "куратор или директор",
            ),
            "may_delegate": may_delegate(request.user, organisation),
            "may_change": may_change_organisation(request.user, organisation),
        },
    )


@require_http_methods(["GET", "POST"])
def member_invite(request: Request) -> HttpResponse:
    """Issue an invitation and show its link, once."""
    organisation = request.organisation
    may(
        request.user, Permission.MEMBER_INVITE, organisation.pk, "куратор или директор"
    ).require()
    form = MemberInviteForm(
        request.POST or None, user=request.user, organisation=organisation
    )
    if request.method == "POST" and form.is_valid():
        issued = invitations.invite(
            organisation=organisation, by=request.user, **form.cleaned_data
        )
        address = absolute(
            reverse("registry:invitation_accept", kwargs={"token": issued.token})
        )
        return render(
            request,
            "accounts/member_invited.html",
            {"invitation": issued.invitation, "address": address},
        )
    return render(request, "accounts/member_invite.html", {"form": form})


@require_POST
def membership_end(request: Request, pk: int) -> HttpResponse:
    """Take a role away."""
    membership = get_object_or_404(Membership, pk=pk, organisation=request.organisation)
    members.end_membership(membership=membership, by=request.user)
    messages.success(request, "Роль снята.")
    return redirect(link("accounts:member_list"))


@require_http_methods(["GET", "POST"])
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
