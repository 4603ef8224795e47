"""The cells of a roadmap's rows as text: what the table shows is what one types back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from programmes.models import Measure, Responsible, RoadmapEdit, Section
from programmes.queries.printed_names import is_name_of
from programmes.queries.row_states import Row, key_of

BETWEEN = " — "

TITLES: dict[str, str] = {
    "number_printed": "№",
    "title": "Название",
    "deadline_raw": "Срок",
    "responsibles": "Ответственные",
    "result": "Ожидаемый результат",
    "documents": "Документы",
    "stages": "Этапы",
    "items": "Пункты",
    "inner_work": "Работа внутри организации",
    "outer_work": "Работа с внешней средой",
}
SECTION_CELLS = (
    *("number_printed", "title", "deadline_raw", "result", "documents", "stages"),
    *("inner_work", "outer_work"),
)
MEASURE_CELLS = (
    *("number_printed", "title", "deadline_raw", "responsibles", "result"),
    *("documents", "stages", "items"),
)


def cell_text(row: Row, name: str) -> str:
    """Return a cell as text; a list has a line for each."""
    if name in {"number_printed", "title", "deadline_raw", "result"}:
        return str(getattr(row, name))
    if name in {"inner_work", "outer_work"}:
        return _lines(getattr(row, name))
    if name == "stages":
        return ", ".join(sorted(stage.code for stage in row.stages.all()))
    if name == "documents":
        return _lines(document["title"] for document in row.documents_printed)
    if isinstance(row, Measure) and name == "responsibles":
        return _lines(responsible_line(each) for each in row.responsibles.all())
    if isinstance(row, Measure) and name == "items":
        return _lines(item.text for item in row.items.all())
    raise ValueError(name)


def cells_of(row: Row) -> dict[str, str]:
    """Return all cells of a row as text."""
    names = MEASURE_CELLS if isinstance(row, Measure) else SECTION_CELLS
    return {name: cell_text(row, name) for name in names}


def lines_of_text(text: str) -> list[str]:
    """Read a cell of lines: one for each, without the empty ones and repetitions."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def tidy(name: str, text: str) -> str:
    """Return the text as the row would keep it, fit for comparing."""
    if name == "stages":
        codes = sorted({code.strip() for code in text.split(",")} - {""})
        return ", ".join(codes)
    if name in {"responsibles", "documents", "items", "inner_work", "outer_work"}:
        return _lines(lines_of_text(text))
    return "\n".join(text.splitlines()).strip()


def responsible_line(each: Responsible) -> str:
    """«заместитель директора — Крылова Кира Андреевна», or the part that is known.

    A printed word that is the person's own name says it all.
    """
    who = str(each.person or each.team or "")
    if each.person and is_name_of(each.label, each.person):
        return each.label
    if each.label and who:
        return f"{each.label}{BETWEEN}{who}"
    return each.label or who or each.get_role_display()


def last_edit_of(row: Row) -> RoadmapEdit | None:
    """Return the last step that changed the row."""
    key = key_of(row)
    return RoadmapEdit.objects.filter(before__has_key=key).select_related("by").first()


def clashing(
    row: Row, changes: Mapping[str, str], seen: Mapping[str, str]
) -> list[str]:
    """Return the cells somebody changed into something else since they were seen."""
    now = {name: tidy(name, cell_text(row, name)) for name in changes}
    return [
        name
        for name, text in changes.items()
        if now[name] not in {tidy(name, seen.get(name, "")), tidy(name, text)}
    ]


def _lines(lines: Iterable[object]) -> str:
    return "\n".join(str(line) for line in lines)


def section_name(section: Section) -> str:
    """«5. Мониторинг»."""
    return f"{section.number_printed} {section.title}".strip()
