"""The sheet on which people sign for their pairs by hand (R-258)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import TypedDict, cast

from accounts.models import Organisation, User
from common.russian.names import FullName
from documents.payloads import PaperPayload, Signatory
from documents.queries import blank_payload
from programmes.enums import PairSide
from programmes.models import Acceptance, Pair
from programmes.queries.people import is_spoken_for
from registry.models import Cycle, Guardianship, Person
from registry.queries.consents import guardians_of_all, local_day

TEMPLATE = "papers/pair_answers.html"


class SigningLine(TypedDict):
    """A line of one person: who signs and as whom; an empty name is written by hand."""

    name: str
    part: str


class AnswerPair(TypedDict):
    """A pair with the lines of those who have not answered yet."""

    mentor: str
    mentees: list[str]
    form: str
    lines: list[SigningLine]


class AnswerSheetPayload(PaperPayload):
    """The sheet to be signed by both sides before the order.

    Template: ``papers/pair_answers.html``.
    """

    cycle: str
    pairs: list[AnswerPair]
    signatories: list[Signatory]


def answer_sheet(
    organisation: Organisation, cycle: Cycle, waiting: Sequence[Acceptance], by: User
) -> AnswerSheetPayload:
    """Return all that the sheet prints; `waiting` come pair by pair, as awaited."""
    day = local_day(organisation)
    guardians = guardians_of_all([row.person_id for row in waiting], day)
    payload = {
        **blank_payload(organisation, "Лист согласия на вхождение в пары"),
        "state": "blank",
        "cycle": cycle.title,
        "pairs": [
            _pair(rows[0].pair, rows, guardians, day)
            for _, group in groupby(waiting, key=lambda row: row.pair_id)
            if (rows := list(group))
        ],
        "signatories": [
            {"post": "Лист составил(а)", "name": FullName.parse(by.name).short()}
        ],
    }
    return cast(AnswerSheetPayload, payload)


def _pair(
    pair: Pair,
    rows: Collection[Acceptance],
    guardians: dict[int, list[Guardianship]],
    day: date,
) -> AnswerPair:
    # The mentor signs first.
    ordered = sorted(rows, key=lambda row: row.side != PairSide.MENTOR)
    return {
        "mentor": pair.mentor_card.person.full_name,
        "mentees": [
            _with_class(member.mentee_card.person) for member in pair.members.all()
        ],
        "form": pair.form.title,
        "lines": [_line(row, guardians[row.person_id], day) for row in ordered],
    }


def _line(row: Acceptance, guardianships: list[Guardianship], day: date) -> SigningLine:
    if row.side == PairSide.MENTOR:
        return {"name": row.person.full_name, "part": "наставник"}
    if not is_spoken_for(row.person, guardianships, day):
        return {"name": row.person.full_name, "part": "наставляемый"}
    basis = f", {guardianships[0].basis}" if guardianships else ""
    return {
        "name": guardianships[0].guardian.full_name if guardianships else "",
        "part": f"законный представитель{basis}; за: {row.person.full_name}",
    }


def _with_class(person: Person) -> str:
    return f"{person.full_name}, {person.group}" if person.group else person.full_name
