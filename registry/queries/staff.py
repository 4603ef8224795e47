"""The staff as a list."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from accounts.queries import holders
from accounts.roles import STAFF_ROLES
from common.russian.names import normalise
from registry.models import Person

ORDERS = {
    "name": ("last_name", "first_name", "patronymic"),
    "post": ("post", "last_name", "first_name"),
}


def staff_list(user: User, words: str = "") -> QuerySet[Person]:
    """Return the staff the user may see, by words of the name, contacts or post."""
    rows = Person.objects.visible_to(user).filter(is_staff_member=True)
    for word in normalise(words).split():
        # SQLite does not fold Cyrillic: a post is met as written or capitalised.
        rows = rows.filter(
            Q(search__contains=word)
            | Q(post__contains=word)
            | Q(post__contains=word.capitalize())
        )
    return rows


def unlinked_members(organisation: Organisation) -> QuerySet[User]:
    """Return the staff's accounts that belong to nobody of the registry here."""
    linked = Person.objects.filter(organisation=organisation, user__isnull=False)
    return (
        holders(organisation.pk, STAFF_ROLES)
        .exclude(pk__in=linked.values("user_id"))
        .order_by("name", "username")
    )
