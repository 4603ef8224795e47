"""What the order that introduces mentoring says, DK-01: the six points of R-298."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common.russian.cases import Case, decline_organisation, decline_post
from common.russian.dates import long_date, parse_date
from common.russian.names import FullName
from documents.models import Document
from documents.payloads import Signatory
from documents.queries import blank_payload
from programmes.payloads import Appointment, IntroductionOrderPayload
from programmes.queries.order_texts import CONTROL, METHOD
from registry.models import Cycle, Person

TITLE = "О внедрении целевой модели наставничества"
DUTIES = (
    "сформировать базы наставников и наставляемых",
    "организовать отбор и обучение наставников",
    "вести дорожную карту и представлять отчёт о ходе программы",
)
RESULTS = (
    "сформированы базы наставников и наставляемых",
    "у каждой наставнической пары есть персонализированная программа",
    "проведён мониторинг программы, его итоги обсуждены на педагогическом совете",
)
ACTS = (
    ("Положение о программе наставничества", "приложение № 1"),
    ("дорожную карту внедрения целевой модели наставничества", "приложение № 2"),
)


@dataclass(frozen=True, slots=True)
class IntroductionTexts:
    """What the curator words in the order; pairs of words are (what, when or where)."""

    preamble: str
    subject: str
    starts_on: date
    ends_on: date
    responsibles: tuple[Appointment, ...]
    material_responsible: str
    monitoring: tuple[tuple[str, str], ...]
    planned_results: tuple[str, ...]
    approved_acts: tuple[tuple[str, str], ...]
    acquaintance: tuple[tuple[str, str], ...]
    control: str


def usual_texts(cycle: Cycle) -> IntroductionTexts:
    """Return the words to start from: the cycle's term, its curators, usual results."""
    organisation = cycle.organisation
    staff = _people(organisation, (Role.DEPUTY_DIRECTOR, Role.CURATOR))
    halfway = cycle.starts_on + (cycle.ends_on - cycle.starts_on) / 2
    return IntroductionTexts(
        preamble=(
            f"В соответствии с {METHOD} и в целях создания условий для раскрытия"
            " потенциала участников программы наставничества"
        ),
        subject=f"целевую модель наставничества в {_place(organisation)}",
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        responsibles=tuple(_appointment(person) for person in staff),
        material_responsible="",
        monitoring=(
            ("промежуточный мониторинг программы", f"до {long_date(halfway)}"),
            ("итоговый мониторинг программы", f"до {long_date(cycle.ends_on)}"),
        ),
        planned_results=RESULTS,
        approved_acts=ACTS,
        acquaintance=tuple((person.post, person.full_name) for person in staff),
        control=CONTROL,
    )


def texts_of(document: Document) -> IntroductionTexts:
    """Return the words of a draft as they stand in its payload."""
    payload = document.payload
    return IntroductionTexts(
        preamble=payload["preamble"],
        subject=payload["subject"],
        starts_on=_day(payload["starts_on"]),
        ends_on=_day(payload["ends_on"]),
        responsibles=tuple(payload["responsibles"]),
        material_responsible=payload["material_responsible"],
        monitoring=tuple((each["what"], each["due"]) for each in payload["monitoring"]),
        planned_results=tuple(payload["planned_results"]),
        approved_acts=tuple(
            (act["title"], act["appendix"]) for act in payload["approved_acts"]
        ),
        acquaintance=tuple(
            (each["post"], each["name"]) for each in payload["acquaintance"]
        ),
        control=payload["control"],
    )


def introduction_payload(
    organisation: Organisation, texts: IntroductionTexts, curator: User
) -> IntroductionOrderPayload:
    """Return the whole content of the order."""
    return {
        **blank_payload(organisation, f"Приказ «{TITLE}»"),
        "heading": TITLE,
        "preamble": texts.preamble.strip().rstrip(",:"),
        "subject": texts.subject.strip(),
        "starts_on": long_date(texts.starts_on),
        "ends_on": long_date(texts.ends_on),
        "responsibles": list(texts.responsibles),
        "material_responsible": texts.material_responsible.strip(),
        "monitoring": [{"what": what, "due": due} for what, due in texts.monitoring],
        "planned_results": list(texts.planned_results),
        "approved_acts": [
            {"title": title, "appendix": place} for title, place in texts.approved_acts
        ],
        "points": [],
        "control": texts.control.strip(),
        "visas": [],
        "acquaintance": _signatories(texts.acquaintance),
        "executor": str(curator),
    }


def missing_from(texts: IntroductionTexts) -> list[str]:
    """Say which of the six points R-298 asks for are still empty."""
    asked = {
        "кто отвечает за внедрение": texts.responsibles,
        "кто отвечает за материально-техническое обеспечение": (
            texts.material_responsible.strip()
        ),
        "сроки мониторинга": texts.monitoring,
        "планируемые результаты": texts.planned_results,
        "какие акты утверждаются": texts.approved_acts,
    }
    return [what for what, given in asked.items() if not given]


def _people(organisation: Organisation, roles: Sequence[Role]) -> list[Person]:
    users = holders(organisation.pk, roles)
    return list(
        Person.objects.filter(organisation=organisation, user__in=users).order_by(
            "last_name", "pk"
        )
    )


def _appointment(person: Person) -> Appointment:
    name = FullName.parse(person.full_name).in_case(Case.ACCUSATIVE).full()
    post = decline_post(person.post, Case.ACCUSATIVE) if person.post else ""
    return {
        "person": f"{post[:1].lower()}{post[1:]} {name}".strip(),
        "role": "куратором программы наставничества",
        "duties": list(DUTIES),
    }


def _signatories(lines: Sequence[tuple[str, str]]) -> list[Signatory]:
    return [{"post": post, "name": name} for post, name in lines]


def _place(organisation: Organisation) -> str:
    return decline_organisation(organisation.short_name, Case.PREPOSITIONAL)


def _day(printed: str) -> date:
    day = parse_date(printed).day
    if day is None:
        raise ValueError(f"no day in «{printed}»")
    return day
