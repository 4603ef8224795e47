"""Who has filled in what, as a page, a table and blanks for the pen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.http import Request
from common.links import link
from common.paging import page_of, sorted_rows
from documents.serving import pdf_file
from registry.forms.questionnaires import QuestionnaireFilter
from registry.models import Cycle
from registry.permissions.questionnaires import (
    may_change_own_questions,
    may_export_questionnaires,
    may_view_questionnaires,
)
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle
from registry.queries.people import groups_of
from registry.queries.questionnaire_lists import (
    ORDERS,
    QuestionnairesChosen,
    questionnaire_counts,
)
from registry.queries.questionnaire_lists import questionnaire_list as listed
from registry.queries.questionnaire_paper import blank_pdf, blanks_pdf
from registry.queries.questionnaires import Line, line_of
from registry.questions import DESIGNS, Card, Design
from registry.views.exports import people_table

# Fifty sheets take the press 3 seconds: more at once would keep the others waiting.
PER_FILE = 50
MOST_FILES = 12
HEADINGS = (
    *("Фамилия, имя, отчество", "Класс или группа", "Анкета", "Состояние"),
    *("Дата", "Как заполнена", "Расхождений с карточкой"),
)


@require_GET
def questionnaire_list(request: Request) -> HttpResponse:
    """Show who has filled in the chosen questionnaire and who has not."""
    may_view_questionnaires(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    form = _filter(request)
    chosen = form.chosen
    page = page_of(request, _rows(request, cycle, chosen))
    return render(
        request,
        "registry/questionnaire_list.html",
        {
            "form": form,
            "cycle": cycle,
            "design": chosen.design,
            "designs": DESIGNS.values(),
            "page": page,
            "lines": [_line(chosen.design, card, cycle) for card in page],
            "counts": questionnaire_counts(request.user, cycle, chosen.design),
            "parts": _parts(page.paginator.count),
            "may_keep": may_change_own_questions(request.user, request.organisation),
            "may_export": may_export_questionnaires(request.user, request.organisation),
            "query": _query(request),
        },
    )


@require_GET
def questionnaire_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the rows shown as a table, without the answers."""
    may_export_questionnaires(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if ending not in {"xlsx", "csv"} or cycle is None:
        raise Http404
    chosen = _filter(request).chosen
    lines = (
        _line(chosen.design, card, cycle) for card in _rows(request, cycle, chosen)
    )
    cells = (
        (
            line.card.person.full_name,
            str(line.card.person.group or ""),
            str(chosen.design.kind.label),
            line.status_words,
            line.found.answered_on if line.found else None,
            line.found.get_medium_display() if line.found and line.is_filled else "",
            line.differences,
        )
        for line in lines
    )
    return people_table(request, ending, "Анкеты", HEADINGS, cells)


@require_GET
def questionnaire_blank(request: Request, kind: str) -> HttpResponse:
    """Hand over the form for the pen, without a name; anybody who takes part may print it."""
    design = _design(kind)
    content = blank_pdf(design, request.organisation)
    return pdf_file(content, f"Бланк, {design.kind.label}.pdf")


@require_GET
def questionnaire_blanks(request: Request, kind: str) -> HttpResponse:
    """Hand over forms for the pen with the names of those shown, fifty in a file."""
    may_change_own_questions(request.user, request.organisation).require()
    design = _design(kind)
    cycle = current_cycle(request.organisation)
    if cycle is None:
        raise Http404
    part = request.GET.get("part", "1")
    start = (int(part) - 1) * PER_FILE if part.isdecimal() and int(part) > 0 else 0
    rows = _rows(request, cycle, _filter(request, kind).chosen)
    cards = list(rows[start : start + PER_FILE])
    if not cards:
        messages.info(request, "Печатать некому: измените отбор.")
        return redirect(f"{link('registry:questionnaire_list')}?kind={kind}")
    content = blanks_pdf(design, request.organisation, cards)
    return pdf_file(content, f"Бланки, {design.kind.label}.pdf")


def _design(kind: str) -> Design:
    design = DESIGNS.get(kind)
    if design is None:
        raise Http404
    return design


def _filter(request: Request, kind: str = "") -> QuestionnaireFilter:
    asked = request.GET.copy()
    if kind or "kind" not in asked:
        asked["kind"] = kind or QuestionnairesChosen().kind
    return QuestionnaireFilter(asked, groups=groups_of(request.organisation))


def _rows(
    request: Request, cycle: Cycle, chosen: QuestionnairesChosen
) -> QuerySet[Any]:
    rows = listed(request.user, cycle, chosen, local_day(request.organisation))
    cards: QuerySet[Any] = rows
    return sorted_rows(request, cards, ORDERS)


def _line(design: Design, card: Card, cycle: Cycle) -> Line:
    card.cycle = cycle
    return line_of(design, card)


def _parts(count: int) -> list[tuple[int, str]]:
    """Number the files of blanks: «1–50», «51–100»; none when there are too many."""
    files = -(-count // PER_FILE)
    if files > MOST_FILES:
        return []
    return [
        (number, f"{(number - 1) * PER_FILE + 1}–{min(number * PER_FILE, count)}")
        for number in range(1, files + 1)
    ]


def _query(request: Request) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
