"""May this person bring a table into a base?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.errands import ErrandState
from common.verdict import YES, Verdict, all_of, no
from registry.enums import IMPORT_TRANSITIONS, ImportStatus
from registry.models import Cycle, ImportBatch
from registry.permissions.cycles import is_open


def may_view_imports(user: User, organisation: Organisation) -> Verdict:
    """Whoever may import sees what was imported."""
    return may(
        user,
        Permission.PERSON_IMPORT,
        organisation.pk,
        "куратор или заместитель директора",
    )


def may_import(user: User, cycle: Cycle) -> Verdict:
    """A table goes into a cycle that goes on."""
    return all_of(may_view_imports(user, cycle.organisation), is_open(cycle))


def may_confirm_import(user: User, batch: ImportBatch) -> Verdict:
    """A checked table with at least one good row may be loaded."""
    verdict = may_import(user, batch.cycle)
    if not verdict:
        return verdict
    if batch.status != ImportStatus.CHECKED:
        return no("Загрузить можно только проверенную таблицу.")
    if not batch.accepted_count:
        return no("Ни одна строка не принята. Исправьте файл и загрузите его снова.")
    return YES


def may_choose_columns(user: User, batch: ImportBatch) -> Verdict:
    """What the columns are is said of a checked table, or of one refused for them."""
    verdict = may_import(user, batch.cycle)
    if not verdict:
        return verdict
    if batch.status == ImportStatus.CHECKED:
        return YES
    if batch.status == ImportStatus.REFUSED and batch.layout:
        return YES
    return no("Столбцы меняют, пока таблица не загружена.")


def may_cancel_import(user: User, batch: ImportBatch) -> Verdict:
    """Until it is loaded, a table may be put away; a running load is stopped."""
    verdict = may_view_imports(user, batch.organisation)
    if not verdict:
        return verdict
    target = cancelled_as(batch)
    if not IMPORT_TRANSITIONS.allows(batch.status, target):
        return no("Эту таблицу уже не отменить.")
    return YES


def may_retry_import(user: User, batch: ImportBatch) -> Verdict:
    """Work that was given up may be started again."""
    verdict = may_import(user, batch.cycle)
    if verdict and batch.errand_state != ErrandState.FAILED:
        return no("Повторить можно, когда работа не удалась.")
    return verdict


def cancelled_as(batch: ImportBatch) -> ImportStatus:
    """What cancelling makes of the table: a stopped load waits for its confirmation."""
    if batch.status == ImportStatus.APPLYING:
        return ImportStatus.CHECKED
    return ImportStatus.CANCELLED
