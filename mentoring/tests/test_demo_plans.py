"""Each institution of the demo shows its document to the last word (R-335)."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from common.links import current_slug, link
from common.tenancy import within
from mentoring.demo.institutions import CENTRE, INSTITUTIONS, Chapter
from mentoring.demo.load import create_organisation
from mentoring.demo.story import Story
from programmes import roadmap_templates
from programmes.roadmap_templates import Basis, Level
from registry.actions.reference import load_reference


@pytest.fixture(params=INSTITUTIONS, ids=lambda one: one.slug)
def page(request, client, db):
    """The plan of an institution that has just begun, and the HTML of its roadmap."""
    load_reference()
    planned = replace(request.param, chapter=Chapter.PLANNED)
    organisation = create_organisation(planned, create_organisation(CENTRE, None))
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        story = Story(organisation, planned)
        story.tell()
        client.force_login(story.staff.curator)
        html = client.get(link("programmes:roadmap")).content.decode()
    current_slug.reset(token)
    return roadmap_templates.load(planned.template_code), html


def words(html):
    """What a person reads."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def missing(html, texts):
    shown = words(html)
    return [text for text in texts if " ".join(text.split()) not in shown]


def test_every_section_and_caption_stands_on_the_page(page):
    plan, html = page
    parts = html.split('<section class="plan-section"')[1:]

    assert missing(html, [column.title for column in plan.columns]) == []
    assert missing(html, [plan.title, plan.period.raw]) == []
    for section, part in zip(plan.sections, parts, strict=False):
        told = [f"{section.number_printed} {section.title}".strip()]
        if plan.level_of.deadline is Level.SECTION:
            told.append(section.deadline.raw)
        told += [document.title for document in section.documents]
        assert missing(part, told) == []


def test_every_row_has_its_number_term_people_result_and_papers(page):
    plan, html = page
    measures = list(plan.measures())
    rows = re.split(r'<tr id="row-\d+"', html)[1:]

    assert len(rows) == len(measures)
    for measure, row in zip(measures, rows, strict=True):
        numbered = f"{measure.number_printed} {measure.title}".strip()
        told = [numbered, *(item.text for item in measure.items)]
        if plan.level_of.deadline is Level.MEASURE:
            told.append(measure.deadline.deadline.raw)
        told += [role.label for role in measure.responsibles]
        told.append(measure.result)
        if not plan.is_result_in_document_column:
            told += [
                document.title
                for document in measure.documents
                if document.basis is Basis.DOCUMENT_COLUMN
            ]
        assert missing(row, told) == [], measure.code


def test_work_inside_and_outside_is_shown_line_by_line(page):
    plan, html = page
    work = html.partition('id="work"')[2]

    assert bool(work) == bool(plan.work_columns)
    assert missing(work, plan.work_columns) == []
    for section in plan.sections:
        if section.work:
            lines = (*section.work.inner, *section.work.outer)
            assert missing(work, [section.work.number_printed, *lines]) == []
