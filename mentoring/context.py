"""What every page shows around its content: the organisation, navigation, roles, bell."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import Organisation, User
from mentoring.navigation import navigation_of, role_choices


def page(request: HttpRequest) -> dict[str, object]:
    """Serve the base template; costs one query for the bell when somebody is signed in."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    around: dict[str, object] = {
        "organisation": organisation,
        "large_print": bool(request.session.get("large_print"))
        if hasattr(request, "session")
        else False,
        "is_demo": organisation.is_demo if organisation else False,
    }
    user = getattr(request, "user", None)
    if organisation is not None and isinstance(user, User):
        around |= {
            "navigation": navigation_of(request, organisation, user),
            "roles": role_choices(request, organisation, user),
            "unread_count": user.notifications.unread().filter(channel="inbox").count(),
        }
    return around
