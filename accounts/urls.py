"""Addresses of the floor `accounts`."""

from __future__ import annotations

from django.urls import path

from accounts import views
from common.links import CABINET

app_name = "accounts"
urlpatterns = [
    path(f"{CABINET}members/", views.member_list, name="member_list"),
    path(f"{CABINET}members/invite/", views.member_invite, name="member_invite"),
    path(f"{CABINET}members/links/", views.invitation_links, name="invitation_links"),
    path(
        f"{CABINET}invitations/<int:pk>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        f"{CABINET}members/<int:pk>/end/", views.membership_end, name="membership_end"
    ),
    path(f"{CABINET}delegations/add/", views.delegation_add, name="delegation_add"),
    path(
        f"{CABINET}delegations/<int:pk>/end/",
        views.delegation_end,
        name="delegation_end",
    ),
    path(f"{CABINET}organisation/", views.organisation_edit, name="organisation_edit"),
    path("<slug:organisation>/accent.css", views.accent, name="accent"),
]
