"""The page's own words and which documents stand on it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from documents.actions import hide_from_page, show_on_page
from documents.models import Document
from publishing.permissions import may_change_page
from publishing.queries.page import publishable_documents


@transaction.atomic
def change_page(
    *,
    organisation: Organisation,
    about: str,
    curator_contacts: str,
    documents: Collection[Document],
    by: User,
) -> Organisation:
    """Change what the page says and choose its documents among those that may stand.

    A paper of a kind that is not for publication stays off, whatever is asked.
    """
    may_change_page(by, organisation).require()
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=organisation.pk
    )
    values = {"about": about, "curator_contacts": curator_contacts}
    before = {
        name: getattr(organisation, name)
        for name, value in values.items()
        if getattr(organisation, name) != value
    }
    for name in before:
        setattr(organisation, name, values[name])
    if before:
        organisation.save(update_fields=list(before))
    shown, hidden = _choose(organisation, {document.pk for document in documents}, by)
    audit.record(
        by=by,
        what="page.changed",
        on=organisation,
        before={**before, "documents": hidden},
        after={**{name: values[name] for name in before}, "documents": shown},
    )
    return organisation


def _choose(
    organisation: Organisation, chosen: Collection[int], by: User
) -> tuple[list[int], list[int]]:
    """Show the chosen papers and hide the others; return whose state changed."""
    shown: list[int] = []
    hidden: list[int] = []
    for document in publishable_documents(organisation):
        if document.pk in chosen and not document.is_public:
            show_on_page(document=document, by=by)
            shown.append(document.pk)
        elif document.is_public and document.pk not in chosen:
            hide_from_page(document=document, by=by)
            hidden.append(document.pk)
    return shown, hidden
