"""What the order on pairs says: words, points, table; frozen as a payload (design 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.enums import OrganisationKind
from accounts.models import User
from common.russian.dates import long_date, parse_date, school_year, short_date
from common.russian.names import FullName
from documents.models import Document
from documents.payloads import OrderPoint, Signatory
from documents.queries import blank_payload
from programmes.enums import AcceptanceAnswer
from programmes.models import Pair
from programmes.payloads import MenteeLine, OrderPairsPayload, PairLine
from registry.enums import Contour
from registry.models import Cycle, Person

TITLE = "О закреплении наставнических пар"
CONTROL = "Контроль за исполнением настоящего приказа оставляю за собой."
PROGRAMMES_POINT = 1
DAYS_FOR_PROGRAMMES = 14
LABOUR_BASIS = (
    "письменное согласие работника и дополнительное соглашение к трудовому договору"
    " (ст. 351.8 ТК РФ)"
)
METHOD = (
    "распоряжением Министерства просвещения Российской Федерации от 25 декабря 2019 г."
    " № Р-145 «Об утверждении методологии (целевой модели) наставничества…»"
)


@dataclass(frozen=True, slots=True)
class OrderTexts:
    """What the curator may word in the order."""

    preamble: str
    programmes_due: date
    control: str


def usual_texts(cycle: Cycle, pairs: Sequence[Pair], day: date) -> OrderTexts:
    """Return the words to start from: grounds of this cycle and of these pairs."""
    grounds = [METHOD]
    if _has_teachers(pairs):
        grounds.insert(0, "статьёй 351.8 Трудового кодекса Российской Федерации")
    order = cycle.introduction_order
    if order is not None and order.signed_on is not None:
        grounds.append(
            f"приказом от {long_date(order.signed_on)} № {order.number}"
            " о внедрении целевой модели наставничества"
        )
    return OrderTexts(
        preamble=(
            f"В соответствии с{'о' if _has_teachers(pairs) else ''} {', '.join(grounds)}"
            " и на основании согласий наставников, наставляемых и их законных"
            " представителей"
        ),
        programmes_due=day + timedelta(days=DAYS_FOR_PROGRAMMES),
        control=CONTROL,
    )


def texts_of(document: Document) -> OrderTexts:
    """Return the words of a draft as they stand in its payload."""
    payload = document.payload
    due = str(payload["points"][PROGRAMMES_POINT]["due"]).removeprefix("до ")
    day = parse_date(due).day
    if day is None:
        raise ValueError(f"The order {document.pk} has no term for the programmes")
    return OrderTexts(payload["preamble"], day, payload["control"])


def order_payload(
    pairs: Sequence[Pair], texts: OrderTexts, curator: User
) -> OrderPairsPayload:
    """Return the whole content of the order; the pairs come as `for_order` gives them."""
    cycle = pairs[0].cycle
    organisation = pairs[0].organisation
    return {
        **blank_payload(organisation, f"Приказ «{TITLE}»"),
        "heading": TITLE,
        "preamble": texts.preamble.strip().rstrip(",:"),
        "points": _points(pairs, texts, curator),
        "control": texts.control.strip(),
        "visas": [],
        "acquaintance": _acquaintance(pairs),
        "executor": str(curator),
        "pairs_title": (
            f"Перечень наставнических пар (групп) на {school_year(cycle.starts_on)}"
        ),
        "pairs": [pair_line(pair) for pair in pairs],
    }


def _points(
    pairs: Sequence[Pair], texts: OrderTexts, curator: User
) -> list[OrderPoint]:
    responsible = f"куратор {FullName.parse(str(curator)).short()}"
    points = [
        _point("Закрепить наставнические пары (группы) согласно приложению № 1."),
        _point(
            "Наставникам совместно с наставляемыми:",
            "разработать персонализированные программы наставничества;",
            "представить их куратору на согласование.",
            due=f"до {long_date(texts.programmes_due)}",
        ),
        _point(
            "Организовать сопровождение наставнических пар (групп) и вести учёт"
            " реализации персонализированных программ.",
            responsible=responsible,
        ),
    ]
    if _has_teachers(pairs):
        points.append(
            _point(
                "До начала работы педагогов-наставников получить их письменные согласия"
                " и оформить дополнительные соглашения к трудовым договорам, указав"
                " содержание, сроки, форму и оплату наставничества (статья 351.8"
                " Трудового кодекса Российской Федерации).",
                due=f"до {long_date(texts.programmes_due)}",
            )
        )
    return points


def _point(
    text: str, *subpoints: str, responsible: str = "", due: str = ""
) -> OrderPoint:
    return {
        "text": text,
        "subpoints": list(subpoints),
        "responsible": responsible,
        "due": due,
    }


def _has_teachers(pairs: Sequence[Pair]) -> bool:
    return any(pair.form.contour == Contour.TEACHERS for pair in pairs)


def _acquaintance(pairs: Sequence[Pair]) -> list[Signatory]:
    mentors = {pair.mentor_card.person_id: pair.mentor_card.person for pair in pairs}
    return [
        {"post": standing(person), "name": person.full_name}
        for person in mentors.values()
    ]


def pair_line(pair: Pair) -> PairLine:
    """Return a pair as a row of the appendix."""
    mentor = pair.mentor_card.person
    return {
        "mentor": mentor.full_name,
        "mentor_post": standing(mentor),
        "mentees": [
            _mentee_line(member.mentee_card.person) for member in pair.members.all()
        ],
        "form": pair.form.title,
        "kind": ", ".join(kind.title for kind in pair.kinds.all()),
        "starts_on": short_date(pair.starts_on),
        "ends_on": short_date(pair.ends_on),
        "basis": _basis(pair),
    }


def _mentee_line(person: Person) -> MenteeLine:
    return {"name": person.full_name, "group": standing(person)}


def standing(person: Person) -> str:
    """Return the class or group of a learner, else the post."""
    group = person.group
    if group is None:
        return person.post
    name = group.name
    if "класс" in name.lower() or "групп" in name.lower():
        return name
    is_school = person.organisation.kind == OrganisationKind.SCHOOL
    return f"{name} класс" if is_school else f"группа {name}"


def _basis(pair: Pair) -> str:
    days = sorted(
        {
            row.answered_on
            for row in pair.acceptances.all()
            if row.answer == AcceptanceAnswer.ACCEPTED and row.answered_on
        }
    )
    told = [f"согласия сторон от {', '.join(map(short_date, days))}"] if days else []
    if pair.form.contour == Contour.TEACHERS:
        told.append(LABOUR_BASIS)
    text = "; ".join(told)
    return text[:1].upper() + text[1:]
