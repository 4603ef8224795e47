"""What the order on the register of mentors prints (DK-09), the register annexed (DK-55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from common.russian.dates import long_date, school_year, short_date
from common.russian.names import FullName
from documents.models import Document
from documents.payloads import OrderPoint
from documents.queries import blank_payload
from registry.models import Cycle, MentorRegisterEdition, MentorRegisterEntry
from registry.payloads import MentorRegisterPayload, RegisterExit, RegisterLine
from registry.queries.mentor_register import (
    basis_of,
    competences_of,
    edition_in_force,
    entrants_of,
    leavers_of,
    regulation_in_force,
    standing_lines,
    standing_of,
)

TITLE = "Об утверждении реестра наставников"
CONTROL = "Контроль за исполнением настоящего приказа оставляю за собой."


@dataclass(frozen=True, slots=True)
class RegisterTexts:
    """What the curator words in the order."""

    preamble: str
    control: str


def usual_texts(cycle: Cycle) -> RegisterTexts:
    """Return the words to start from: the Regulation, the order of introduction."""
    grounds = ["по итогам отбора наставников"]
    regulation = regulation_in_force(cycle.organisation)
    if regulation is not None and regulation.signed_on is not None:
        grounds.insert(0, f"в соответствии с {_named(regulation)}")
    order = cycle.introduction_order
    if order is not None and order.signed_on is not None:
        grounds.append(
            f"во исполнение приказа от {long_date(order.signed_on)} № {order.number}"
            " о внедрении целевой модели наставничества"
        )
    text = ", ".join(grounds)
    return RegisterTexts(text[:1].upper() + text[1:], CONTROL)


def _named(regulation: Document) -> str:
    assert regulation.signed_on is not None  # noqa: S101 -- asked by the caller
    own = (
        "Положением о наставничестве"
        if regulation.kind.code == "regulation"
        else "приказом об утверждении Положения о наставничестве"
    )
    number = f" № {regulation.number}" if regulation.number != "б/н" else ""
    return f"{own} от {long_date(regulation.signed_on)}{number}"


def texts_of(document: Document) -> RegisterTexts:
    """Return the words of a draft as they stand in its payload."""
    return RegisterTexts(document.payload["preamble"], document.payload["control"])


def register_payload(
    edition: MentorRegisterEdition, texts: RegisterTexts, curator: User
) -> MentorRegisterPayload:
    """Return the whole content of the order: the register as this edition leaves it."""
    cycle = edition.cycle
    entrants, leavers = list(entrants_of(edition)), list(leavers_of(edition))
    leaving = {line.pk for line in leavers}
    kept = [line for line in standing_lines(cycle) if line.pk not in leaving]
    lines = sorted([*kept, *entrants], key=lambda line: line.card.person.full_name)
    year = school_year(cycle.starts_on)
    return {
        **blank_payload(cycle.organisation, f"Приказ «{TITLE}»"),
        "heading": TITLE,
        "preamble": texts.preamble.strip().rstrip(",:"),
        "points": _points(edition, year, entrants, leavers, curator),
        "control": texts.control.strip(),
        "visas": [],
        "acquaintance": [
            {"post": standing_of(line.card), "name": line.card.person.full_name}
            for line in entrants
        ],
        "executor": str(curator),
        "register_title": f"Реестр наставников на {year}",
        "edition": edition.number,
        "lines": [_line(line) for line in lines],
        "exits": [_exit(line) for line in leavers],
    }


def _points(
    edition: MentorRegisterEdition,
    year: str,
    entrants: Sequence[MentorRegisterEntry],
    leavers: Sequence[MentorRegisterEntry],
    curator: User,
) -> list[OrderPoint]:
    points = [
        _point(
            f"Утвердить реестр наставников на {year}, редакция № {edition.number},"
            " согласно приложению № 1."
        )
    ]
    if entrants:
        points.append(
            _point(
                "Внести в реестр наставников со дня подписания настоящего приказа:",
                *_listed(entrants),
            )
        )
    if leavers:
        points.append(
            _point(
                "Исключить из реестра наставников со дня подписания настоящего приказа:",
                *_listed(leavers, with_reason=True),
            )
        )
    previous = edition_in_force(edition.cycle)
    if previous is not None:
        points.append(
            _point(
                f"Признать утратившей силу редакцию № {previous.number} реестра"
                f" наставников, утверждённую {_ordered(basis_of(previous))}."
            )
        )
    points.append(
        _point(
            "Ознакомить наставников с настоящим приказом.",
            responsible=f"куратор {FullName.parse(str(curator)).short()}",
        )
    )
    return points


def _ordered(basis: str) -> str:
    return basis.replace("приказ ", "приказом ", 1)


def _point(text: str, *subpoints: str, responsible: str = "") -> OrderPoint:
    return {
        "text": text,
        "subpoints": list(subpoints),
        "responsible": responsible,
        "due": "",
    }


def _listed(
    lines: Sequence[MentorRegisterEntry], *, with_reason: bool = False
) -> list[str]:
    told = [
        ", ".join(
            filter(
                None,
                (
                    line.card.person.full_name,
                    _within(
                        line.left_reason if with_reason else standing_of(line.card)
                    ),
                ),
            )
        )
        for line in lines
    ]
    return [f"{text};" for text in told[:-1]] + [
        f"{text.rstrip('.')}." for text in told[-1:]
    ]


def _within(text: str) -> str:
    """Return the words as they stand inside a sentence; «МБОУ» keeps its capitals."""
    is_word = text[1:2].islower()
    return f"{text[:1].lower()}{text[1:]}" if is_word else text


def _line(line: MentorRegisterEntry) -> RegisterLine:
    return {
        "name": line.card.person.full_name,
        "standing": standing_of(line.card),
        "competences": competences_of(line.card),
        "form": line.card.form.title if line.card.form else "",
        "entered_on": short_date(line.entered_on) if line.entered_on else "",
        "basis": basis_of(line.entered_by) if line.entered_on else "",
    }


def _exit(line: MentorRegisterEntry) -> RegisterExit:
    return {
        "name": line.card.person.full_name,
        "entered_on": short_date(line.entered_on) if line.entered_on else "",
        "reason": line.left_reason,
    }
