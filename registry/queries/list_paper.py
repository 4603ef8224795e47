"""A list of people on paper: turned sheets, the columns that were chosen."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from datetime import date, datetime
from itertools import islice

from django.utils import timezone

from accounts.models import Organisation
from common.errors import Refused
from common.russian.dates import short_date
from common.tables import Cell
from documents import pdf

TEMPLATE = "papers/people_list.html"
SHEETS = ("paper.css", "people_list.css")
LONGEST = 500
NARROW = 8


def list_pdf(
    organisation: Organisation,
    title: str,
    headings: Sequence[str],
    rows: Generator[Sequence[Cell]],
) -> bytes:
    """Return the list as a PDF; Refused when it is longer than paper should be."""
    # Closed here and now: the rows come by a cursor that ends with the request.
    with closing(rows) as told:
        lines = [[_printed(cell) for cell in row] for row in islice(told, LONGEST + 1)]
    if len(lines) > LONGEST:
        raise Refused(
            f"В PDF помещается {LONGEST} строк, а здесь больше. Сузьте отбор или"
            " возьмите XLSX."
        )
    payload: dict[str, object] = {
        "state": "signed",
        "check_url": "",
        "title": title,
        "organisation": organisation.name,
        "printed_on": short_date(timezone.localdate()),
        "headings": list(headings),
        "lines": lines,
        "is_wide": len(headings) > NARROW,
    }
    return pdf.print_html(
        pdf.compose(TEMPLATE, payload),
        sheets=SHEETS,
        identity=pdf.payload_digest(payload),
    )


def _printed(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "да" if cell else "нет"
        case datetime():
            return short_date(timezone.localdate(cell))
        case date():
            return short_date(cell)
        case _:
            return str(cell)
