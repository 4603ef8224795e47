"""May this person have blanks printed again?"""

from __future__ import annotations

from accounts.models import User
from common.verdict import Verdict, no
from registry.models import BlankPack
from registry.permissions.consents import may_record_consents


def may_print_again(user: User, pack: BlankPack) -> Verdict:
    """What failed or is no longer kept may be printed once more by who keeps papers."""
    verdict = may_record_consents(user, pack.organisation)
    if verdict and not (pack.has_failed or pack.is_expired):
        return no("Бланки уже напечатаны или печатаются: скачайте файлы.")
    return verdict
