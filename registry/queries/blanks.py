"""Questions about packs of blanks."""

from __future__ import annotations

import re

from django.db.models import QuerySet, Sum

from accounts.models import User
from registry.models import BlankFile, BlankPack, Consent

NO_CLASS = "Без класса"


def packs_seen_by(user: User) -> QuerySet[BlankPack]:
    """Return the packs the user may download, with what their pages show."""
    packs = BlankPack.objects.visible_to(user)
    return packs.select_related("organisation", "created_by")


def printed_count(pack: BlankPack) -> int:
    """Count the blanks that lie in printed files."""
    done = pack.files.exclude(file="").aggregate(blanks=Sum("blank_count"))
    return done["blanks"] or 0


def consents_in(file: BlankFile) -> list[Consent]:
    """Return the consents of one file with all that their blanks print."""
    rows = file.consents.select_related(
        "person__group", "signer", "text", "organisation"
    )
    return sorted(rows, key=in_class_order)


def class_of(row: Consent) -> str:
    """Return the class whose file the blank goes into."""
    return row.person.group.name if row.person.group else NO_CLASS


def in_class_order(row: Consent) -> tuple[bool, int, str, str, int]:
    """Sort by class («5А» before «10А», those without one last), then by name."""
    name = class_of(row)
    number = re.match(r"\d+", name)
    return (
        row.person.group is None,
        int(number[0]) if number else 0,
        name,
        row.person.search,
        row.pk,
    )
