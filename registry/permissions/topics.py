"""May this person keep the vocabulary: say what words mean, merge, rename?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, no
from registry.models import Competence
from registry.permissions.people import WHO


def may_name_topics(user: User, organisation: Organisation) -> Verdict:
    """The vocabulary is kept by who keeps the cards."""
    return may(user, Permission.CARD_CHANGE, organisation.pk, WHO)


def may_rename_topic(
    user: User, organisation: Organisation, topic: Competence
) -> Verdict:
    """A shared topic is the portal's: an organisation changes none but its own."""
    if topic.organisation_id != organisation.pk:
        return no(
            "Это общая тема портала, её название не меняют. Добавьте к ней свои слова или"
            " объедините её со своей темой."
        )
    return may_name_topics(user, organisation)
