"""The whole of an erasure: one transaction that leaves the person unnamed, or nothing done."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errands import Claim
from common.errors import Refused
from documents import actions as documents
from documents.models import Attachment, Document
from registry.actions.consents.ending import end_all
from registry.actions.erasure_ledger import note_erasure
from registry.actions.forgetting.rows import (
    empty,
    forget_details,
    is_pointed_to,
)
from registry.actions.forgetting.uploads import empty_uploads
from registry.actions.forgetting.words import papers_naming, spelled, take_out
from registry.actions.people import lock_people
from registry.enums import ERASURE_TRANSITIONS, ErasureStatus
from registry.models import Consent, Erasure, ImportRow, MenteeCard, MentorCard, Person
from registry.queries.erasure_act import ACT, act_payload, act_title
from registry.queries.erasures import hindrances_of
from registry.queries.subject_rows import Found, rows_about

ERRAND = "registry.erasure"
LAW = "125-ФЗ, номенклатура дел организации"
UNTIL = "до истечения срока хранения"
SHARED = "Файл, в котором есть и данные других людей"


@transaction.atomic
def forget(*, erasure: Erasure, claim: Claim) -> Erasure:
    """Carry out what was decided; killed at any moment, it leaves all or nothing undone.

    Raises Refused while something stands in the way. Done twice, it is done once.
    """
    erasure = _locked(erasure)
    person = _hold(erasure.person)
    if erasure.status == ErasureStatus.DONE:
        claim.finish()
        return erasure
    reasons = hindrances_of(person)
    if reasons:
        raise Refused(" ".join(reasons))
    if erasure.done_by is None:
        raise Refused("Исполнение не начато: откройте обращение и нажмите кнопку.")
    _forget(erasure, person, erasure.done_by)
    claim.finish()
    return erasure


@transaction.atomic
def forget_again(*, erasure: Erasure, by: User) -> Erasure:
    """Erase once more whom a restored backup brought back; nothing stands in the way."""
    erasure = _locked(erasure)
    erasure.done_by = by
    erasure.decided_by = erasure.decided_by or by
    erasure.decided_at = erasure.decided_at or timezone.now()
    _forget(erasure, _hold(erasure.person), by)
    return erasure


def _locked(erasure: Erasure) -> Erasure:
    return (
        Erasure.objects.select_for_update(of=("self",))
        .select_related("person__organisation", "done_by", "organisation")
        .get(pk=erasure.pk)
    )


def _hold(person: Person) -> Person:
    """Hold the person, then the consents and cards, as everybody who changes them does.

    Tables on their way in wait for the same lock: whichever comes second finds the first
    one's work (invariant 20).
    """
    lock_people(person.organisation)
    held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    for model in (Consent, MentorCard, MenteeCard):
        rows = model.objects.filter(person=person.pk).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))
    return held


def _forget(erasure: Erasure, person: Person, by: User) -> None:
    mentions = spelled(person)
    end_all(person=person, by=by)
    papers = papers_naming(person, mentions)
    found = rows_about(person)
    files = _files_of(found)
    counted = Counter[str]()
    counted[ImportRow._meta.label] += empty_uploads(person, mentions)
    forget_details(found, person)
    counted += empty(found)
    take_out(person, mentions)
    now = timezone.now()
    Person.objects.filter(pk=person.pk).update(
        erased_at=now,
        search="",
        name_key="",
        surname_key="",
        is_staff_member=False,
    )
    ERASURE_TRANSITIONS.check(erasure.status, ErasureStatus.DONE)
    erasure.refresh_from_db(fields=["remark"])
    erasure.status = ErasureStatus.DONE
    erasure.done_at = now
    erasure.kept = [*map(_paper_kept, papers), *_files_kept(files)]
    erasure.erased = dict(counted)
    audit.record(by=by, what="erasure.done", on=erasure, ids=[person.pk])
    erasure.act = documents.issue_after(
        organisation=erasure.organisation,
        kind=ACT,
        title=act_title(erasure),
        payload=act_payload(erasure, by),
        by=by,
    )
    erasure.save()
    note_erasure(erasure, person)


def _paper_kept(paper: Document) -> dict[str, str]:
    """Name a paper without its title: the title may name people."""
    return {
        "what": f"{paper.kind.title} от {paper.signed_on:%d.%m.%Y} № {paper.number}",
        "until": UNTIL,
        "ground": LAW,
    }


def _files_of(found: list[Found]) -> set[int]:
    return {
        key
        for each in found
        for column in each.table.model._meta.concrete_fields
        if column.related_model is Attachment
        and (each.about.goes or column.name in each.about.emptied)
        for key in each.rows.exclude(**{column.name: None}).values_list(
            column.name, flat=True
        )
    }


def _files_kept(files: set[int]) -> list[dict[str, str]]:
    """Name the scans other people's rows point to: their curator parts them by hand."""
    left = Attachment._base_manager.filter(pk__in=files).order_by("pk")
    return [
        {
            "what": f"{SHARED}: вложение № {attachment.pk}",
            "until": "пока действуют согласия этих людей",
            "ground": "152-ФЗ, ст. 9 ч. 3",
        }
        for attachment in left
        if is_pointed_to(attachment)
    ]
