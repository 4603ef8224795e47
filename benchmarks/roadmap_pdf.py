"""How long a plan of 300 measures takes to print, beside a bare WeasyPrint of the same HTML.

    python benchmarks/roadmap_pdf.py [measures] [rounds]

Ours goes all the way: lays the plan out, freezes the words, composes the page, prints it.
The other prints the composed page with the same sheets, fonts and options, and nothing
else. Both run in turn in one process; the medians of the rounds are compared (issue 3:
at most 1.3).
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django
from weasyprint import HTML  # noqa: TID253 -- a script, not a page

django.setup()

from documents import pdf
from documents.pdf.press import BASE_SHEET, cast_type, parse_sheet
from programmes.roadmap_sheets import lay_out
from programmes.roadmap_templates import RoadmapTemplate, load

TEMPLATE = "papers/roadmap.html"


def plan_of(count: int) -> RoadmapTemplate:
    """Our own plan with its measures repeated until there are `count`."""
    template = load("seven_stages")
    share = -(-count // len(template.sections))
    sections = []
    for section in template.sections:
        measures = (section.measures * share)[:share]
        sections.append(replace(section, measures=measures))
    return replace(template, sections=tuple(sections))


def payload_of(template: RoadmapTemplate) -> dict[str, object]:
    """What an export prints, requisites without a database."""
    told = (
        "founder",
        "address",
        "phone",
        "email",
        "site",
        "inn",
        "kpp",
        "ogrn",
        "okpo",
    )
    return {
        "state": "blank",
        "title": template.title,
        "letterhead": dict.fromkeys(told, "")
        | {"names": [], "short_name": "МБОУ «Школа № 12»"},
        "place": "",
        "date": "",
        "number": "",
        "check_url": "",
        "binding_margin": 20,
        "signature": {"method": "wet_ink", "post": "", "name": "", "stamp": None},
        "sheet": lay_out(template),
        "is_signed_here": False,
    }


def ours(template: RoadmapTemplate) -> bytes:
    """The whole way of an export."""
    return pdf.render(TEMPLATE, payload_of(template))


def bare(html: str) -> bytes:
    """WeasyPrint alone on the same page."""
    case = cast_type()
    page = HTML(string=html, base_url="paper:", url_fetcher=case.fetcher)
    printed: bytes = page.write_pdf(
        stylesheets=[*parse_sheet(BASE_SHEET), *parse_sheet("roadmap.css")],
        font_config=case.fonts,
        pdf_variant="pdf/ua-1",
    )
    return printed


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the medians and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    template = plan_of(count)
    html = pdf.compose(TEMPLATE, payload_of(template))
    ours(template), bare(html)
    pairs = [
        (seconds(lambda: ours(template)), seconds(lambda: bare(html)))
        for _ in range(rounds)
    ]
    ratio = statistics.median(own / other for own, other in pairs)
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{len(list(template.measures()))} measures, {rounds} rounds")
    print(f"ours {own:.2f} s, bare WeasyPrint {other:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
