"""The personalised programme: opened, written together, agreed, approved, closed (R-321)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import User
from accounts.queries import holders
from common.errors import Refused
from documents.actions import issue
from documents.models import Document
from programmes.actions.drafting import (
    Outdated,
    hold_consents,
    keep_revision,
    lock_pair,
    lock_programme,
    move,
    new_version,
    says,
    tell,
)
from programmes.actions.meetings import call_off
from programmes.enums import (
    Basis,
    EndReason,
    ProgrammePart,
    ProgrammeStatus,
)
from programmes.letters.programmes import (
    ProgrammeAgreed,
    ProgrammeApproved,
    ProgrammeAwaitsAgreement,
    ProgrammeReturned,
)
from programmes.models import Pair, Programme, ProgrammeAgreement
from programmes.permissions.programmes import (
    may_agree_programme,
    may_approve_programme,
    may_change_programme,
    may_open_programme,
    may_record_agreement,
    may_return_programme,
)
from programmes.queries.people import (
    paper_speaker_of,
    participants,
    speaker_of,
    speakers_of,
)
from programmes.queries.programme_paper import programme_payload
from programmes.queries.programmes import (
    missing_parts,
    open_row_count,
    parties_of,
)
from programmes.queries.revisions import ProgrammeText, divergence_since, plain
from programmes.terms import clipped, flaw_of_term
from registry import reference
from registry.actions.cards import follow_mentee
from registry.enums import Medium, MenteeStatus
from registry.models import MenteeCard, Person, Request
from registry.queries.consents import local_day

KIND = "personal_programme"
TITLE = "Персонализированная программа наставничества"


@transaction.atomic
def open_for(*, pair: Pair, by: User | None) -> Programme:
    """Give the pair its draft from the template; a second call finds the first one's.

    What made the pair work had the right: the order's effect calls it, and `begin`.
    """
    pair = lock_pair(pair)
    existing = Programme.objects.filter(pair=pair).first()
    if existing is not None:
        return existing
    starts_on, ends_on = clipped(pair.starts_on, pair.ends_on)
    mentees = list(
        pair.members.filter(is_current=True).values_list("mentee_card_id", flat=True)
    )
    programme = Programme.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        request=_requests_of(mentees),
        basis=Basis.GROUP if len(mentees) > 1 else Basis.INDIVIDUAL,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    offered = reference.programme_template().kinds
    programme.kinds.set(pair.kinds.filter(code__in=offered))
    keep_revision(programme, ProgrammePart.OPENED, by)
    audit.record(by=by, what="programme.opened", on=programme)
    return programme


def _requests_of(mentee_cards: Sequence[int]) -> str:
    requests = Request.objects.filter(card_id__in=mentee_cards).order_by("card", "pk")
    return "\n".join(dict.fromkeys(request.text for request in requests))


@transaction.atomic
def begin(*, pair: Pair, by: User) -> Programme:
    """A side or the curator opens the programme by the button."""
    may_open_programme(by, pair).require()
    return open_for(pair=pair, by=by)


@transaction.atomic
def change(
    *, programme: Programme, text: ProgrammeText, version: int, by: User
) -> Programme:
    """Write the draft; `version` is the one the person began from.

    Raises `Outdated` when the text has changed since: nothing is overwritten, the page
    shows both. Fields that `text` leaves out stay as they are.
    """
    hold_consents(programme.pair)
    programme = lock_programme(programme)
    may_change_programme(by, programme).require()
    if divergence_since(programme, version):
        raise Outdated("Пока вы писали, программу изменил другой человек.")
    flaw = flaw_of_term(
        text.get("starts_on", programme.starts_on),
        text.get("ends_on", programme.ends_on),
    )
    if flaw:
        raise Refused(flaw)
    before = says(programme)
    if all(before[name] == value for name, value in plain(text).items()):
        return programme
    _write(programme, text)
    new_version(programme, ProgrammePart.TEXT, by, before)
    return programme


def _write(programme: Programme, text: ProgrammeText) -> None:
    fields = [name for name in text if name != "kinds"]
    for name, value in text.items():
        if name in fields:
            setattr(programme, name, value)
    programme.save(update_fields=fields)
    if "kinds" in text:
        programme.kinds.set(text["kinds"])


@transaction.atomic
def agree(*, programme: Programme, person: Person, version: int, by: User) -> Programme:
    """Agree to the version that was read, for oneself or a child under 14.

    The last party's word makes the programme agreed (R-321).
    """
    hold_consents(programme.pair)
    programme = lock_programme(programme)
    may_agree_programme(by, programme, person).require()
    if programme.version != version:
        raise Outdated(
            "Программу изменили, пока вы её читали. Прочитайте её ещё раз и согласуйте."
        )
    given_by = speaker_of(by, person, local_day(programme.organisation))
    _keep_agreements(programme, {person.pk: given_by}, Medium.CABINET, by)
    return _follow_agreements(programme, by)


@transaction.atomic
def record_paper_agreements(
    *, programme: Programme, people: Sequence[Person], version: int, by: User
) -> Programme:
    """Note that people agreed to the printed version by their signatures."""
    hold_consents(programme.pair)
    programme = lock_programme(programme)
    may_record_agreement(by, programme).require()
    if programme.version != version:
        raise Outdated("Программу изменили. Напечатайте её заново и подпишите.")
    day = local_day(programme.organisation)
    given = {person.pk: paper_speaker_of(person, day) for person in people}
    _keep_agreements(programme, given, Medium.PAPER, by)
    return _follow_agreements(programme, by)


def _keep_agreements(
    programme: Programme, given: Mapping[int, str], medium: Medium, by: User
) -> None:
    if missing := missing_parts(programme):
        raise Refused(f"Сначала заполните: {', '.join(missing)}.")
    parties = {party.person.pk: party for party in parties_of(programme)}
    for pk, given_by in given.items():
        if pk not in parties:
            raise Refused("Этот человек не участвует в паре.")
        if parties[pk].has_agreed:
            continue
        ProgrammeAgreement.objects.create(
            organisation_id=programme.organisation_id,
            programme=programme,
            person_id=pk,
            version=programme.version,
            medium=medium,
            given_by=given_by,
            agreed_by=by,
        )
        audit.record(
            by=by,
            what="programme.agreed_by_party",
            on=programme,
            after={"person": pk, "version": programme.version, "medium": medium.value},
        )


def _follow_agreements(programme: Programme, by: User) -> Programme:
    waiting = [party for party in parties_of(programme) if not party.has_agreed]
    if waiting:
        day = local_day(programme.organisation)
        asked = [user for each in waiting for user in speakers_of(each.person, day)]
        tell(ProgrammeAwaitsAgreement, asked, programme, by)
        return programme
    move(programme, ProgrammeStatus.AGREED, by)
    curators = holders(programme.organisation_id, [Role.CURATOR, Role.DEPUTY_DIRECTOR])
    tell(ProgrammeAgreed, curators, programme, by)
    return programme


@transaction.atomic
def approve(*, programme: Programme, by: User) -> Programme:
    """Approve what both sides agreed: the paper is issued and the programme begins.

    Every mentee of the pair is in the programme from now on (R-319).
    """
    hold_consents(programme.pair)
    pair = lock_pair(programme.pair)
    mentees = _lock_mentees(pair)
    programme = lock_programme(programme)
    may_approve_programme(by, programme).require()
    programme.document = _issue(programme, by)
    programme.approved_at = timezone.now()
    programme.approved_by = by
    programme.remark = ""
    programme.save(update_fields=["document", "approved_at", "approved_by", "remark"])
    move(programme, ProgrammeStatus.ACTIVE, by)
    for card in mentees:
        if card.status == MenteeStatus.PAIRED:
            follow_mentee(card=card, to=MenteeStatus.IN_PROGRAMME, by=by)
    day = local_day(programme.organisation)
    tell(ProgrammeApproved, participants(programme.pair, day), programme, by)
    return programme


def _lock_mentees(pair: Pair) -> list[MenteeCard]:
    members = pair.members.filter(is_current=True)
    cards = MenteeCard.objects.select_for_update(of=("self",)).filter(
        pk__in=list(members.values_list("mentee_card_id", flat=True))
    )
    return list(cards.order_by("pk"))


def _issue(programme: Programme, by: User) -> Document:
    mentor = programme.pair.mentor_card.person
    return issue(
        organisation=programme.organisation,
        kind=KIND,
        title=f"{TITLE}: {mentor.full_name}",
        payload=programme_payload(programme, approved_by=by),
        by=by,
    )


@transaction.atomic
def return_for_changes(*, programme: Programme, remark: str, by: User) -> Programme:
    """Send an agreed programme back to both sides; they will agree anew."""
    programme = lock_programme(programme)
    may_return_programme(by, programme).require()
    if not remark.strip():
        raise Refused("Напишите, что исправить: стороны увидят замечание.")
    move(programme, ProgrammeStatus.DRAFT, by, remark.strip())
    programme.remark = remark.strip()
    programme.save(update_fields=["remark"])
    new_version(programme, ProgrammePart.RETURNED, by, says(programme))
    day = local_day(programme.organisation)
    tell(ProgrammeReturned, participants(programme.pair, day), programme, by)
    return programme


@transaction.atomic
def close(*, programme: Programme, reason: EndReason, by: User | None) -> Programme:
    """End the programme because its pair ends (R-289): the pair's act had the right.

    «План выполнен» completes it and needs every row marked (R-305); any other reason
    ends it early. Meetings planned ahead are called off.
    """
    programme = lock_programme(programme)
    if reason == EndReason.PLAN_DONE:
        if count := open_row_count(programme):
            raise Refused(
                f"В плане не отмечено строк: {count}. Отметьте их выполненными или"
                " выберите другую причину завершения."
            )
        move(programme, ProgrammeStatus.COMPLETED, by)
    else:
        move(programme, ProgrammeStatus.ENDED_EARLY, by, reason.label)
    call_off(pair=programme.pair, by=by)
    return programme
