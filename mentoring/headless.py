"""A cycle from two tables to the signed order, by the same actions as the pages.

Used by `manage.py run_cycle` and by the demo. Errands are done in this process, one
after another, as a worker would do them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common.errands import ErrandState
from common.errors import Refused
from documents import actions as documents
from documents.models import Document
from programmes.actions import matching, pairs
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.models import Acceptance, MatchingRun, Pair
from registry.actions import consents, imports
from registry.enums import ImportStatus, TableKind
from registry.models import Consent, Cycle, ImportBatch, ImportRow


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts: each step is done by its own role."""

    curator: User
    director: User


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was brought."""

    name: str
    content: bytes


def carry_out(name: str, pk: int) -> None:
    """Do an errand here and now; a row another worker took is left to it."""
    current_app.tasks[name](pk)


def load_base(*, cycle: Cycle, kind: TableKind, table: Table, by: User) -> ImportBatch:
    """Upload, check and confirm one base; refuse with the file's own faults."""
    batch = imports.upload(
        cycle=cycle,
        kind=kind,
        upload=SimpleUploadedFile(table.name, table.content),
        by=by,
    )
    carry_out(imports.ERRAND, batch.pk)
    batch.refresh_from_db()
    if batch.status == ImportStatus.REFUSED:
        raise Refused(batch.refusal)
    imports.confirm(batch=batch, by=by)
    carry_out(imports.ERRAND, batch.pk)
    batch.refresh_from_db()
    if batch.status != ImportStatus.APPLIED:
        raise Refused(batch.errand_failure or "Таблица не загрузилась.")
    return batch


def rejected_rows(batch: ImportBatch) -> list[ImportRow]:
    """Return the rows that did not get in, with their problems."""
    return list(batch.rows.filter(verdict="rejected"))


def consents_to_collect(cycle: Cycle) -> list[Consent]:
    """Return the participation consents people of the cycle still owe."""
    missing = Consent.objects.missing().filter(organisation_id=cycle.organisation_id)
    return list(missing.exclude(kind__in=["publication", "needs_analysis"]))


def record_consents(*, cycle: Cycle, signed_on: date, by: User) -> int:
    """Record that everybody signed on paper; return how many papers that is."""
    owed = consents_to_collect(cycle)
    if owed:
        consents.record_paper(
            consents=owed,
            signed_on=signed_on,
            attachment=None,
            by=by,
            is_cosigned=True,
        )
    return len(owed)


def match(*, cycle: Cycle, by: User) -> MatchingRun:
    """Ask for the best proposals over the whole list and wait for them."""
    run = matching.request_run(cycle=cycle, by=by)
    carry_out("programmes.match", run.pk)
    run.refresh_from_db()
    if run.errand_state != ErrandState.DONE:
        raise Refused(run.errand_failure or "Подбор не завершился.")
    return run


def adopt_all(*, run: MatchingRun, by: User) -> Sequence[Pair]:
    """Make a pair of every open proposal."""
    return pairs.adopt(proposals=run.proposals.filter(status="open"), by=by).pairs


def answers_to_collect(cycle: Cycle) -> list[Acceptance]:
    """Return the answers the sides of proposed pairs still owe."""
    return list(
        Acceptance.objects.filter(
            pair__cycle=cycle,
            pair__status=PairStatus.PROPOSED,
            answer=AcceptanceAnswer.WAITING,
        )
    )


def record_answers(*, cycle: Cycle, answered_on: date, by: User) -> int:
    """Record that both sides agreed on paper; return how many answers that is."""
    owed = answers_to_collect(cycle)
    if owed:
        pairs.record_paper_answers(acceptances=owed, answered_on=answered_on, by=by)
    return len(owed)


def order(*, cycle: Cycle, staff: Staff) -> Document:
    """Submit the agreed pairs and have the director sign; the pairs work from then on."""
    agreed = Pair.objects.filter(cycle=cycle, status=PairStatus.AGREED)
    document = pairs.submit(pairs=list(agreed), by=staff.curator)
    return documents.sign(document=document, by=staff.director)


def print_order(document: Document) -> Document:
    """Render the signed order's PDF as the worker does."""
    carry_out("documents.render", document.pk)
    document.refresh_from_db()
    if document.errand_state != ErrandState.DONE:
        raise Refused(document.errand_failure or "PDF не подготовлен.")
    return document


def staff_of(organisation: Organisation) -> Staff:
    """Find who acts: the first curator and the first director of the organisation."""
    curator = holders(organisation.pk, [Role.CURATOR, Role.DEPUTY_DIRECTOR]).first()
    director = holders(organisation.pk, [Role.DIRECTOR]).first()
    if curator is None or director is None:
        raise Refused(
            "В организации нужны куратор и директор: пригласите их на странице"
            " «Организация»."
        )
    return Staff(curator, director)
