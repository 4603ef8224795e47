"""Letters, plain."""

from __future__ import annotations

from accounts.models import Organisation, User
from notifications.actions import notify
from notifications.letters import Letter
from notifications.models import Notification


class SampleLetter(Letter):
    """A letter of the test's own, by the text of a common one."""

    code = "sample_letter"
    subject = "Документ ждёт вашей подписи"
    template_name = "letters/documents/document_submitted.txt"


def make_letters(
    to: User, organisation: Organisation, key: str = "event", path: str = ""
) -> list[Notification]:
    """Write to somebody about a document called «A & B»."""
    return notify(
        letter=SampleLetter,
        to=[to],
        organisation=organisation,
        key=key,
        context={"document": {"title": "А & Б"}},
        path=path,
    )
