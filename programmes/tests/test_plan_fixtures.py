"""The five fixture plans, printed with the defects of real files, come back as they are.

What differs is put right by corrections the review offers; each is counted by its field.
Not printed and therefore not compared: flags, notes, sources, the term of a sub-item that
the fixture knows from elsewhere.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings

from common import strict_yaml
from programmes import roadmap_templates
from programmes.plan_reading.composing import compose
from programmes.plan_reading.documents import Kinds, Vocabulary
from programmes.plan_reading.reading import read_clipboard, read_file
from programmes.plan_reading.understanding import understand
from programmes.tests import plan_files

PRINTED = ["youth_palace", "creativity_centre", "school", "youth_centre", "college"]
WAYS = {
    "word": lambda plan: read_file(plan_files.as_word(plan), "план.docx"),
    "page": lambda plan: read_clipboard("", plan_files.as_page(plan)),
    "text": lambda plan: read_clipboard(plan_files.as_text(plan)),
}
# To how many lines the curator goes at most: for the mapping to stages, for documents that
# nobody printed (most are implied by the text), for the one number lost in the DOCX.
MOST = {
    "youth_palace": {"stages": 3},
    "creativity_centre": {"stages": 7, "documents": 14},
    "school": {"stages": 3, "documents": 3},
    "youth_centre": {"stages": 4, "documents": 16},
    "college": {"documents": 17},
}
LOST_NUMBERS = {("creativity_centre", "word"): {"number": 1}}


@pytest.fixture(scope="module")
def vocabulary():
    file = settings.BASE_DIR / "registry/fixtures/reference/document_kinds.yaml"
    kinds = strict_yaml.read(file).nodes("document_kinds")
    return Vocabulary(Kinds({kind.text("code"): kind.text("title") for kind in kinds}))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_plan_comes_back(vocabulary, code, way):
    fixture = roadmap_templates.load(code)
    grids = WAYS[way](fixture)

    # Sections first: their measures are read by them.
    sections = corrections_to(
        understand(grids, {}, vocabulary), fixture, only="section"
    )
    corrections = corrections_to(understand(grids, sections, vocabulary), fixture)
    corrections["lines"] |= sections["lines"]

    counts = Counter(
        field for changed in corrections["lines"].values() for field in changed
    )
    counts["words"] = len(corrections["words"])
    most = Counter(MOST[code] | LOST_NUMBERS.get((code, way), {}))
    assert counts <= most, counts
    corrected = compose(
        understand(grids, corrections, vocabulary), fixture.organisation_type
    )
    assert told(corrected) == told(fixture)


def corrections_to(plan, fixture, only=""):
    """What a curator would change in the review to get the fixture."""
    lines = [line for line in plan.lines if line.kind not in {"drop", "continuation"}]
    wanted = [
        row for section in fixture.sections for row in (section, *section.measures)
    ]
    assert len(lines) == len(wanted), [line.title for line in lines]
    changes = {
        line.key: change
        for line, row in zip(lines, wanted, strict=True)
        if only in {"", line.kind} and (change := _change(line, row))
    }
    roles = {role.label: role.role for role in fixture.roles}
    words = {
        word.label: {"role": roles[word.label]}
        for word in plan.words
        if roles[word.label] != word.role
    }
    return {"lines": changes, "words": words}


def _change(line, row):
    wanted = {
        "number": row.number_printed,
        "title": row.title_printed or row.title if hasattr(row, "items") else row.title,
        "stages": list(row.canonical),
    }
    if hasattr(row, "items"):
        wanted["items"] = [item.text for item in row.items]
        wanted["responsibles"] = [role.label for role in row.responsibles]
        wanted["result"] = row.result
        inherits = row.deadline.is_inherited
        wanted["deadline"] = {} if inherits else deadline_of(row.deadline.deadline)
    else:
        wanted["deadline"] = deadline_of(row.deadline)
    changed = {
        name: value for name, value in wanted.items() if getattr(line, name) != value
    }
    if [each["kind"] for each in line.documents] != [
        each.kind for each in row.documents
    ]:
        changed["documents"] = [
            {"kind": each.kind, "title": each.title, "basis": str(each.basis)}
            for each in row.documents
        ]
    return changed


def deadline_of(deadline):
    return {} if deadline.kind == "unspecified" else deadline.to_json()


def told(plan):
    """Everything a printed plan tells, in plain values."""
    period, approval = plan.period, plan.approval
    return {
        "title": plan.title,
        "structure": plan.structure,
        "sections": plan.printed_section_count,
        "period": (period.kind, period.raw, period.starts_on, period.ends_on),
        "approval": approval,
        "columns": plan.columns,
        "work_columns": plan.work_columns,
        "level_of": plan.level_of,
        "shared": plan.is_result_in_document_column,
        "roles": {(role.label, role.role) for role in plan.roles},
        "rows": [_section(section, plan) for section in plan.sections],
    }


def _section(section, plan):
    work = section.work
    return {
        "number": section.number_printed,
        "title": section.title,
        "kind": section.kind,
        "canonical": section.canonical,
        "deadline": deadline_of(section.deadline),
        "documents": [(each.kind, each.title) for each in section.documents],
        "work": work and (work.number_printed, work.inner, work.outer),
        "measures": [_measure(each, section, plan) for each in section.measures],
    }


def _measure(measure, section, plan):
    places = {each.code: at for at, each in enumerate(section.measures)}
    return {
        "number": measure.number_printed,
        "title": measure.title_printed or measure.title,
        "is_heading": measure.is_heading,
        "parent": places.get(measure.parent),
        "items": [item.text for item in measure.items],
        "canonical": measure.canonical,
        "deadline": deadline_of(measure.deadline.deadline),
        "inherits": measure.deadline.is_inherited,
        "responsibles": [role.label for role in measure.responsibles],
        "result": measure.result,
        "documents": [
            (each.kind, each.title if _is_printed(each, plan) else "")
            for each in measure.documents
        ],
    }


def _is_printed(document, plan):
    return document.basis == "document_column" and not plan.is_result_in_document_column
