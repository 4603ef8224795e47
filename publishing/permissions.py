"""May this person change what stands on the public page?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from programmes.models import Pair
from publishing.enums import CASE_TRANSITIONS, CaseStatus
from publishing.models import Case
from publishing.queries.page import OVER

CURATOR = "куратор или заместитель директора"


def may_change_page(user: User, organisation: Organisation) -> Verdict:
    """The page, its documents and news are kept by the curator."""
    return may(user, Permission.PAGE_CHANGE, organisation.pk, CURATOR)


def may_change_cases(user: User, organisation: Organisation) -> Verdict:
    """Cases are told by the curator."""
    return may(user, Permission.CASE_CHANGE, organisation.pk, CURATOR)


def may_add_case(user: User, pair: Pair) -> Verdict:
    """Results are told only of what is over (R-269, R-328)."""
    return all_of(
        may(user, Permission.CASE_CHANGE, pair.organisation_id, CURATOR), is_over(pair)
    )


def may_edit_case(user: User, case: Case) -> Verdict:
    """What anybody reads is taken down before it is rewritten."""
    if case.status == CaseStatus.PUBLISHED:
        return no("Опубликованный кейс сначала снимают с публикации.")
    return may(user, Permission.CASE_CHANGE, case.organisation_id, CURATOR)


def may_publish_case(user: User, case: Case) -> Verdict:
    """A case of a finished pair, not published yet."""
    if not CASE_TRANSITIONS.allows(case.status, CaseStatus.PUBLISHED):
        return no("Кейс уже опубликован.")
    return may_add_case(user, case.pair)


def may_unpublish_case(user: User, case: Case) -> Verdict:
    """Taking down is always possible while it stands."""
    if not CASE_TRANSITIONS.allows(case.status, CaseStatus.UNPUBLISHED):
        return no("Кейс не опубликован: снимать нечего.")
    return may(user, Permission.CASE_CHANGE, case.organisation_id, CURATOR)


def is_over(pair: Pair) -> Verdict:
    """Whether the pair has come to its end."""
    if pair.status in OVER:
        return YES
    return no("Результаты публикуются только после завершения программы пары.")
