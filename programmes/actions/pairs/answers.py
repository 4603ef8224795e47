"""What the sides say of a proposed pair: in the cabinet, or on paper (R-258)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.enums import Role
from accounts.models import User
from accounts.queries import holders
from common.errors import Refused
from common.links import link
from documents.models import Attachment
from notifications.actions import notify
from programmes.actions.pairs.steps import (
    lock_pair,
    lock_pairs,
    move,
    release_members,
)
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.letters.pairs import PairAnswered, PairDeclined
from programmes.models import Acceptance, Pair
from programmes.permissions.pairs import may_answer, may_record_answers
from programmes.queries.people import informed_users, paper_speaker_of, speaker_of
from registry.enums import Medium
from registry.queries.consents import local_day

ANSWER_FIELDS = [
    "answer",
    "medium",
    "answered_on",
    "given_by",
    "recorded_by",
    "attachment",
    "note",
]


@transaction.atomic
def answer(
    *, acceptance: Acceptance, answer: AcceptanceAnswer, by: User, note: str = ""
) -> Acceptance:
    """Accept or decline a pair for oneself, or for a child under 14.

    All accepted makes the pair agreed; one refusal ends it, and the mentee seeks again.
    Before the order a side may still change its mind and decline. Repeating an answer
    changes nothing.
    """
    pair = lock_pair(acceptance.pair)
    acceptance = _fresh(acceptance, pair)
    if acceptance.answer == answer != AcceptanceAnswer.WAITING:
        return acceptance
    today = local_day(pair.organisation)
    may_answer(by, acceptance, today).require()
    _check(answer, note)
    _write(
        acceptance,
        answer=answer,
        medium=Medium.CABINET,
        answered_on=today,
        given_by=speaker_of(by, acceptance.person, today),
        note=note.strip(),
        by=by,
    )
    _inform(acceptance, today)
    _follow(pair, by)
    return acceptance


@transaction.atomic
def record_paper_answers(
    *,
    acceptances: Iterable[Acceptance],
    answered_on: date,
    by: User,
    attachment: Attachment | None = None,
    answer: AcceptanceAnswer = AcceptanceAnswer.ACCEPTED,
    note: str = "",
) -> list[Acceptance]:
    """Record what people signed on paper, many at once, with the list as attachment.

    What is already answered stays. The scan may follow later (design 4.4).
    """
    _check(answer, note)
    asked = {acceptance.pk for acceptance in acceptances}
    keys = Acceptance.objects.filter(pk__in=asked).values_list("pair_id", flat=True)
    written: list[Acceptance] = []
    for pair in lock_pairs(keys):
        may_record_answers(by, pair).require()
        today = local_day(pair.organisation)
        if answered_on > today:
            raise Refused("Дата ответа ещё не наступила. Исправьте дату.")
        rows = pair.acceptances.filter(pk__in=asked, answer=AcceptanceAnswer.WAITING)
        for row in rows.select_related("person"):
            row.attachment = attachment
            _write(
                row,
                answer=answer,
                medium=Medium.PAPER,
                answered_on=answered_on,
                given_by=paper_speaker_of(row.person, today),
                note=note.strip(),
                by=by,
            )
            written.append(row)
        _follow(pair, by)
    return written


def _fresh(acceptance: Acceptance, pair: Pair) -> Acceptance:
    fresh = pair.acceptances.select_related("person").get(pk=acceptance.pk)
    fresh.pair = pair
    return fresh


def _check(answer: AcceptanceAnswer, note: str) -> None:
    if answer == AcceptanceAnswer.WAITING:
        raise Refused("Выберите ответ: согласие или отказ.")
    if answer == AcceptanceAnswer.DECLINED and not note.strip():
        raise Refused("Напишите причину отказа: она поможет подобрать другую пару.")


def _write(  # noqa: PLR0913 -- an answer has this many sides
    acceptance: Acceptance,
    *,
    answer: AcceptanceAnswer,
    medium: Medium,
    answered_on: date,
    given_by: str,
    note: str,
    by: User,
) -> None:
    before = acceptance.answer
    acceptance.answer = answer
    acceptance.medium = medium
    acceptance.answered_on = answered_on
    acceptance.given_by = given_by[:200]
    acceptance.recorded_by = by
    acceptance.note = note if answer == AcceptanceAnswer.DECLINED else ""
    acceptance.save(update_fields=ANSWER_FIELDS)
    audit.record(
        by=by,
        what=f"acceptance.{answer.value}",
        on=acceptance,
        before={"answer": before},
        after={"answer": answer.value},
        remark=acceptance.note,
    )


def _inform(acceptance: Acceptance, today: date) -> None:
    """Tell the representatives what a child of 14 to 17 answered."""
    slug = acceptance.pair.organisation.slug
    path = link("programmes:pair_detail", organisation=slug, pk=acceptance.pair_id)
    if acceptance.answer == AcceptanceAnswer.DECLINED:
        path = link("dashboard", organisation=slug)
    notify(
        letter=PairAnswered,
        to=informed_users(acceptance.person, today),
        organisation=acceptance.pair.organisation,
        key=f"pair_answered:{acceptance.pk}:{acceptance.answer}",
        path=path,
        context={"answer": acceptance.get_answer_display().lower()},
    )


def _follow(pair: Pair, by: User) -> None:
    rows = list(pair.acceptances.all())
    declined = [row for row in rows if row.answer == AcceptanceAnswer.DECLINED]
    if declined:
        pair.order = None
        move(pair, PairStatus.DECLINED, by, fields=["order"], remark=declined[0].note)
        release_members(pair)
        _tell_curators(pair, declined[0], by)
    elif pair.status == PairStatus.PROPOSED and all(
        row.answer == AcceptanceAnswer.ACCEPTED for row in rows
    ):
        move(pair, PairStatus.AGREED, by)


def _tell_curators(pair: Pair, declined: Acceptance, by: User) -> None:
    curators = holders(pair.organisation_id, [Role.CURATOR, Role.DEPUTY_DIRECTOR])
    notify(
        letter=PairDeclined,
        to=curators.exclude(pk=by.pk),
        organisation=pair.organisation,
        key=f"pair_declined:{pair.pk}",
        path=link(
            "programmes:pair_detail", organisation=pair.organisation.slug, pk=pair.pk
        ),
        context={"note": declined.note},
    )
