"""How allauth behaves here: nobody signs up, invitations make members."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Accounts come from invitations and one-time codes alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
