"""A roadmap as a sheet of paper: in its own columns, by months, and as a paper (R-352)."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from common.russian.dates import MONTHS, long_date, school_year, short_date
from documents.enums import DocumentStatus
from documents.queries import blank_payload
from programmes.deadlines import Span, spans
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap
from programmes.payloads import OrderRoadmapPayload, RoadmapPayload
from programmes.queries.cycle_frame import frame_of
from programmes.queries.order_texts import CONTROL, METHOD
from programmes.queries.roadmap_template import understood, whole_plan
from programmes.roadmap_sheets import Block, Cell, Head, Row, Sheet, fit, lay_out

ORDER_TITLE = "Об утверждении дорожной карты"
APPROVE = (
    "Утвердить дорожную карту (план мероприятий) на {cycle} согласно приложению № 1."
)
FULFIL = "Ответственным исполнителям обеспечить выполнение мероприятий в срок."
CONTROL_AND_SHOW = (
    "Куратору программы наставничества контролировать выполнение дорожной карты и"
    " разместить её на официальном сайте организации."
)
APPENDIX = "Приложение № 1 к приказу"
LONG_DAYS = 92
"""A term longer than that belongs to the year, not to a month."""
MONTH_COLUMNS: tuple[Head, ...] = (
    {"key": "number", "title": "№"},
    {"key": "title", "title": "Мероприятие"},
    {"key": "deadline", "title": "Срок"},
    {"key": "responsibles", "title": "Ответственный"},
)


def sheet_of(roadmap: Roadmap, *, with_marks: bool = False) -> Sheet:
    """Return the plan as its own form prints it; `with_marks` adds what is done."""
    whole = whole_plan(roadmap, with_names=True)
    marks = _marks(roadmap) if with_marks else {}
    return lay_out(
        whole.template,
        approved=_approved(roadmap),
        marks={whole.codes[pk]: mark for pk, mark in marks.items()},
        with_marks=with_marks,
    )


def open_sheet_of(roadmap: Roadmap) -> Sheet:
    """Return the plan for the public page: no name of a person the portal knows (R-296)."""
    return lay_out(whole_plan(roadmap, is_open=True).template)


def _approved(roadmap: Roadmap) -> Block:
    """The block of a plan that names no order itself: its paper, or lines to fill in."""
    document = roadmap.approving_document
    if document is None or document.status != DocumentStatus.SIGNED:
        organisation = roadmap.cycle.organisation
        lines = [
            f"приказом {organisation.short_name}",
            "от «___» ____________ 20__ г. № ______",
        ]
    else:
        day = long_date(document.signed_on) if document.signed_on else ""
        lines = ["директором", f"{day} № {document.number}"]
    return {"title": "УТВЕРЖДЕНО", "lines": lines}


def _marks(roadmap: Roadmap) -> dict[int, str]:
    done = Measure.objects.filter(
        section__roadmap=roadmap, status=MeasureStatus.DONE
    ).select_related("evidence_document")
    return {measure.pk: _mark(measure) for measure in done}


def _mark(measure: Measure) -> str:
    told = [f"выполнено {short_date(measure.done_on)}"] if measure.done_on else []
    document = measure.evidence_document
    if document is not None:
        told.append(f"{document.title} № {document.number}")
    return "; ".join([*told, *filter(None, [measure.evidence])])


def is_changed_since_approval(roadmap: Roadmap) -> bool:
    """Tell whether the plan says now something else than what was signed."""
    document = roadmap.approving_document
    if document is None or document.status != DocumentStatus.SIGNED:
        return False
    return _told(document.payload["sheet"]) != _told(sheet_of(roadmap))


def _told(sheet: Sheet) -> list[list[str]]:
    """Every caption and every cell that says something: how they lie does not matter."""
    tables = sheet["tables"]
    captions = [[column["title"] for column in table["columns"]] for table in tables]
    cells = [
        [line["text"] for line in cell["lines"]]
        for table in tables
        for row in table["rows"]
        for cell in row["cells"]
        if cell["lines"]
    ]
    return captions + cells


def roadmap_payload(roadmap: Roadmap) -> RoadmapPayload:
    """Return the plan as a paper the director signs with his «УТВЕРЖДАЮ»."""
    sheet = sheet_of(roadmap)
    sheet["approved"] = []
    organisation = roadmap.cycle.organisation
    return {
        **blank_payload(organisation, roadmap.title),
        "sheet": sheet,
        "is_signed_here": True,
    }


def print_payload(roadmap: Roadmap, sheet: Sheet) -> RoadmapPayload:
    """Return a sheet as it is printed outside the official story: no mark across it."""
    return {
        **blank_payload(roadmap.cycle.organisation, sheet["title"]),
        "state": "blank",
        "sheet": sheet,
        "is_signed_here": False,
    }


def order_payload(roadmap: Roadmap, curator: User) -> OrderRoadmapPayload:
    """Return the order that approves the plan, with the plan as its appendix (DK-03)."""
    sheet = sheet_of(roadmap)
    sheet["appendix"], sheet["approved"] = "", []
    cycle = roadmap.cycle
    return {
        **blank_payload(cycle.organisation, f"Приказ «{ORDER_TITLE}»"),
        "heading": ORDER_TITLE,
        "preamble": (
            f"В соответствии с {METHOD} и в целях выполнения программы наставничества"
        ),
        "points": [
            {"text": text, "subpoints": [], "responsible": "", "due": ""}
            for text in (APPROVE.format(cycle=cycle.title), FULFIL, CONTROL_AND_SHOW)
        ],
        "control": CONTROL,
        "visas": [],
        "acquaintance": [],
        "executor": str(curator),
        "sheet": sheet,
    }


def annual_sheet(roadmap: Roadmap) -> Sheet:
    """Return the plan by months, for the organisation's annual plan (R-131, DK-22)."""
    cycle = roadmap.cycle
    rows: list[Row] = []
    number = 0
    for title, measures in _by_month(roadmap):
        rows.append(_title_row(title))
        for measure in measures:
            number += 1
            rows.append(_row(number, measure))
    return _calendar(
        f"Наставничество: раздел годового плана {cycle.organisation.short_name}",
        f"на {school_year(cycle.starts_on)}",
        rows,
    )


def month_sheet(roadmap: Roadmap, month: date) -> Sheet:
    """Return what is due in the month of that day, and what goes on in it (DK-23)."""
    due: list[Measure] = []
    going: list[Measure] = []
    for measure in _measures(roadmap):
        terms = _terms(measure, roadmap)
        if any(_same_month(term.last_on, month) for term in terms):
            due.append(measure)
        elif any(_covers(term, month) for term in terms):
            going.append(measure)
    rows: list[Row] = [_row(at, each) for at, each in enumerate(due, start=1)]
    if going:
        rows.append(_title_row("Продолжается"))
        first = len(due) + 1
        rows += [_row(at, each) for at, each in enumerate(going, start=first)]
    organisation = roadmap.cycle.organisation
    return _calendar(
        f"План работы по программе наставничества {organisation.short_name}",
        f"на {month_words(month)}",
        rows,
    )


def months_of(roadmap: Roadmap) -> list[date]:
    """Return the first days of the cycle's months."""
    cycle = roadmap.cycle
    count = (cycle.ends_on.year - cycle.starts_on.year) * 12
    count += cycle.ends_on.month - cycle.starts_on.month + 1
    first = cycle.starts_on.replace(day=1)
    return [_later(first, months) for months in range(count)]


def month_words(month: date) -> str:
    """«сентябрь 2026 г.»."""
    return f"{MONTHS[month.month - 1]} {month.year} г."


def _later(first: date, months: int) -> date:
    total = first.month - 1 + months
    return date(first.year + total // 12, total % 12 + 1, 1)


def _by_month(roadmap: Roadmap) -> list[tuple[str, list[Measure]]]:
    by_month: dict[date, list[Measure]] = {}
    whole_year: list[Measure] = []
    undated: list[Measure] = []
    for measure in _measures(roadmap):
        terms = _terms(measure, roadmap)
        if not terms:
            undated.append(measure)
        elif any(_days(term) > LONG_DAYS for term in terms):
            whole_year.append(measure)
        else:
            for first in dict.fromkeys(term.last_on.replace(day=1) for term in terms):
                by_month.setdefault(first, []).append(measure)
    groups = [
        (month_words(first).capitalize(), by_month[first]) for first in sorted(by_month)
    ]
    groups += [("В течение года", whole_year), ("Срок уточняется", undated)]
    return [(title, measures) for title, measures in groups if measures]


def _measures(roadmap: Roadmap) -> list[Measure]:
    return list(
        Measure.objects.filter(section__roadmap=roadmap, is_heading=False)
        .exclude(status=MeasureStatus.CANCELLED)
        .prefetch_related("responsibles__person", "responsibles__team")
    )


def _terms(measure: Measure, roadmap: Roadmap) -> tuple[Span, ...]:
    """The stretches of days of a measure; a postponed one has its new day."""
    if measure.status == MeasureStatus.POSTPONED and measure.due_on is not None:
        return (Span(None, measure.due_on),)
    return spans(
        understood(measure.deadline, measure.deadline_raw), **frame_of(roadmap.cycle)
    )


def _days(term: Span) -> int:
    return (term.last_on - term.first_on).days if term.first_on else 0


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _covers(term: Span, month: date) -> bool:
    first = month.replace(day=1)
    if term.first_on is None:
        return False
    return term.first_on < _later(first, 1) and term.last_on >= first


def _title_row(title: str) -> Row:
    line: Cell = {
        "key": "title",
        "lines": [{"text": title, "level": 0}],
        "span": len(MONTH_COLUMNS),
    }
    return {"kind": "section", "cells": [line]}


def _row(number: int, measure: Measure) -> Row:
    told = {
        "number": [str(number)],
        "title": [measure.title],
        "deadline": [measure.deadline_raw],
        "responsibles": [str(each) for each in measure.responsibles.all()],
    }
    if measure.status == MeasureStatus.POSTPONED and measure.due_on is not None:
        told["deadline"] = [f"{short_date(measure.due_on)} (перенесено)"]
    return {
        "kind": "measure",
        "cells": [
            {
                "key": head["key"],
                "lines": [
                    {"text": text, "level": 0} for text in told[head["key"]] if text
                ],
                "span": 1,
            }
            for head in MONTH_COLUMNS
        ],
    }


def _calendar(title: str, period: str, rows: list[Row]) -> Sheet:
    return fit(
        {
            "appendix": "",
            "adopted": [],
            "approved": [],
            "title": title,
            "period": period,
            "tables": [{"caption": "", "columns": list(MONTH_COLUMNS), "rows": rows}],
        }
    )
