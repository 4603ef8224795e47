"""Roadmap templates: the five printed plans lost nothing on the way, ours is whole."""

from __future__ import annotations

import copy
import re
from collections import Counter
from datetime import date

import pytest

from accounts.enums import OrganisationKind, Role
from common.strict_yaml import FixtureError, Node
from programmes.deadlines import DeadlineKind, due_on
from programmes.roadmap_templates import (
    ANY_ORGANISATION,
    FOLDER,
    Level,
    _node,
    available,
    choices,
    fitting,
    load,
    read_template,
)
from programmes.roadmap_templates.variants import composed
from registry.reference import document_kinds, stages

PRINTED = ("youth_palace", "creativity_centre", "school", "youth_centre", "college")
ALL = (*PRINTED, "seven_stages")
OWN_VARIANTS = (
    *("teachers", "school_pupils", "school_teachers", "college_students"),
    *("college_teachers", "centre_pupils", "centre_teachers", "kindergarten_teachers"),
)

# Counts of the sources (requirements F.1; compared by hand: docs/roadmap-sources.md).
COUNTS = {
    "youth_palace": {
        "structure": "stages",
        "organisation_type": "additional_education",
        "sections": 5,
        "measures": 20,
        "items": 22,
        "documents": 15,
        "kinds": {"relative_to_order": 4, "relative_to_start": 16},
    },
    "creativity_centre": {
        "structure": "sections",
        "organisation_type": "additional_education",
        "sections": 5,
        "measures": 30,
        "items": 22,
        "documents": 32,
        "kinds": {
            "by_date": 13,
            "compound": 1,
            "month": 3,
            "month_list": 2,
            "month_range": 2,
            "on_date": 1,
            "programme_schedule": 1,
            "separate_schedule": 1,
            "unspecified": 2,
            "whole_period": 4,
        },
    },
    "school": {
        "structure": "stages",
        "organisation_type": "school",
        "sections": 7,
        "measures": 9,
        "items": 26,
        "documents": 41,
        "kinds": {"academic_year": 2, "compound": 1, "month": 3, "month_range": 3},
    },
    "youth_centre": {
        "structure": "stages",
        "organisation_type": "additional_education",
        "sections": 7,
        "measures": 24,
        "items": 15,
        "documents": 29,
        "kinds": {"unspecified": 24},
    },
    "college": {
        "structure": "stages",
        "organisation_type": "college",
        "sections": 7,
        "measures": 33,
        "items": 22,
        "documents": 28,
        "kinds": {"month": 3, "on_date": 3, "unspecified": 27},
    },
}


def _documents(template):
    for section in template.sections:
        yield from section.documents
        for measure in section.measures:
            yield from measure.documents


def _measure(code):
    template = load(code.partition("-")[0])
    return next(each for each in template.measures() if each.code == code)


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_plan_has_everything_its_source_has(code):
    template = load(code)
    measures = list(template.measures())

    assert {
        "structure": template.structure.value,
        "organisation_type": template.organisation_type,
        "sections": len(template.sections),
        "measures": len(measures),
        "items": sum(len(measure.items) for measure in measures),
        "documents": len(list(_documents(template))),
        "kinds": dict(
            Counter(measure.deadline.deadline.kind.value for measure in measures)
        ),
    } == COUNTS[code]


def test_every_template_is_available_and_ours_comes_first():
    found = available()

    assert found[0] == (
        "seven_stages",
        "Дорожная карта внедрения целевой модели наставничества",
        ANY_ORGANISATION,
    )
    assert {code for code, _, _ in found} == {*ALL, *OWN_VARIANTS}


@pytest.mark.parametrize("code", [*ALL, *OWN_VARIANTS])
def test_a_template_speaks_the_words_of_the_house(code):
    template = load(code)
    known = {kind.code for kind in document_kinds()}
    canonical = {stage.code for stage in stages()}

    assert template.organisation_type in {ANY_ORGANISATION, *OrganisationKind.values}
    assert {role.role for role in template.roles} <= set(Role.values)
    assert {ref.kind for ref in _documents(template) if ref.kind} <= known
    for measure in template.measures():
        assert measure.canonical
        assert set(measure.canonical) <= canonical


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_deadline_keeps_its_text(code):
    for measure in load(code).measures():
        deadline = measure.deadline.deadline
        is_blank = deadline.kind is DeadlineKind.UNSPECIFIED
        assert bool(deadline.raw) != is_blank, measure.code


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_measure_says_where_it_comes_from(code):
    for measure in load(code).measures():
        assert re.fullmatch(r"00[0-4]:L[\d.,;c\-:L 0-9]+", measure.source)


@pytest.mark.parametrize("code", ALL)
def test_a_template_names_no_institution_town_or_person(code):
    text = (FOLDER / f"{code}.yaml").read_text(encoding="utf-8")

    for trace in (
        r"(?:ОУ|УДО|БУ)\s+(?:ДО\s+)?[А-Я]*\s*[«Ш]",
        r"\bг\.\s?(?:о\.)?\s?[А-Я]",
        r"[А-Я][а-я]+\s[А-Я]\.\s?[А-Я]\.",
        r"[А-Я]\.\s?[А-Я]\.\s?[А-Я][а-я]+",
        r"[Дд]вор(?:ец|ц)",
        r"№ 1\d\d\b",
    ):
        assert re.findall(trace, text) == []


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("youth_centre", ["1.", "1.", "2.", "3.", "4.", "", ""]),
        ("creativity_centre", ["1.", "2", "3", "4", "5"]),
        ("college", [""] * 7),
    ],
)
def test_printed_numbers_are_text_with_their_gaps_and_repeats(code, numbers):
    assert [section.number_printed for section in load(code).sections] == numbers


def test_a_measure_may_take_the_deadline_of_its_stage():
    template = load("youth_palace")

    for section in template.sections:
        for measure in section.measures:
            assert measure.deadline.is_inherited
            assert measure.deadline.deadline == section.deadline
    assert template.level_of.deadline is Level.SECTION
    assert template.level_of.result is Level.NOT_PRINTED


def test_a_sub_item_may_have_its_own_deadline():
    measure = _measure("youth_centre-5-1")

    told = [item for item in measure.items if item.deadline.raw]
    assert [(item.deadline.kind, item.deadline.anchor) for item in told] == [
        (DeadlineKind.RELATIVE_TO_EVENT, "round_table")
    ]


def test_a_deadline_outside_the_period_is_kept_beside_its_correction():
    spec = _measure("creativity_centre-3.5").deadline

    assert spec.deadline.raw == "до 15 октября 2022 г."
    assert spec.deadline.day == date(2022, 10, 15)
    assert spec.suggested is not None
    assert spec.suggested.day == date(2023, 10, 15)


def test_an_ambiguous_deadline_names_its_other_reading():
    deadline = _measure("school-6").deadline.deadline

    assert deadline.is_ambiguous
    assert deadline.alternatives == (DeadlineKind.MONTH_LIST,)


def test_a_heading_holds_the_measures_under_it():
    template = load("creativity_centre")

    assert {each.code: each.parent for each in template.measures() if each.parent} == {
        "creativity_centre-5.1.1": "creativity_centre-5.1",
        "creativity_centre-5.2.1": "creativity_centre-5.2",
    }


def test_work_inside_and_outside_stands_beside_every_stage_of_the_college():
    template = load("college")

    assert all(section.work for section in template.sections)
    assert [len(section.work.outer) for section in template.sections] == [
        *(2, 0, 2, 2, 1, 1, 3)
    ]
    assert template.work_columns[2:] == (
        "Работа внутри организации",
        "Работа с внешней средой",
    )


def test_a_measure_is_mapped_to_several_canonical_stages():
    assert _measure("creativity_centre-3.3").canonical == ("S3", "S4")
    assert _measure("school-5b").canonical == ("S5", "S4")


def test_our_template_has_seven_stages_of_four_to_seven_measures():
    template = load("seven_stages")

    assert [section.canonical for section in template.sections] == [
        (f"S{number}",) for number in range(1, 8)
    ]
    assert all(4 <= len(section.measures) <= 7 for section in template.sections)
    for measure in template.measures():
        assert measure.responsibles
        assert measure.result


def test_our_template_is_tied_to_no_year():
    for measure in load("seven_stages").measures():
        deadline = measure.deadline.deadline
        assert deadline.kind not in {DeadlineKind.ON_DATE, DeadlineKind.BY_DATE}
        assert all(month.year is None for month in deadline.months)


def test_every_dated_measure_of_our_template_falls_inside_a_school_year():
    start, end = date(2026, 9, 1), date(2027, 6, 30)

    for measure in load("seven_stages").measures():
        due = due_on(
            measure.deadline.deadline,
            cycle_start=start,
            cycle_end=end,
            order_on=date(2026, 11, 16),
        )
        assert due is None or start < due <= end, measure.code


def test_an_unknown_template_is_refused():
    with pytest.raises(FixtureError, match="no roadmap template 'atlantis'"):
        load("atlantis")


@pytest.mark.parametrize("code", ["../../secret", "", "a/b"])
def test_a_code_cannot_lead_out_of_the_folder(code):
    with pytest.raises(FixtureError, match="no roadmap template"):
        load(code)


ROLES = [{"code": "director", "label": "директор", "role": "director"}]
SECTIONS = [
    {
        "title": "Подготовка",
        "kind": "stage",
        "canonical": ["S1"],
        "measures": [
            {"code": "small-1", "title": "Издать приказ", "canonical": ["S1"]}
        ],
    }
]
SMALL = {
    "code": "small",
    "title": "Дорожная карта",
    "organisation_type": "school",
    "structure": "stages",
    "printed_section_count": 1,
    "roles": ROLES,
    "sections": SECTIONS,
}


def _small(**changes):
    content = copy.deepcopy(SMALL)
    content["sections"][0]["measures"][0].update(changes)
    return Node("small.yaml", content)


def test_a_small_template_is_read():
    template = read_template(_small(responsibles=["директор"]))

    assert [each.title for each in template.measures()] == ["Издать приказ"]
    assert template.level_of.deadline is Level.NOT_PRINTED
    assert template.approval is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"responsibles": ["завхоз"]}, r"measures\[1\]\.responsibles: not among roles"),
        ({"canonical": ["S9"]}, "no such stage: S9"),
        ({"canonical": ["S1", "S1"]}, "'S1' stands twice"),
        ({"deadline": {"kind": "by_date"}}, r"deadline: by_date needs day"),
        ({"inherits_deadline": True}, "the section has none"),
        ({"parent": "small-0"}, "is no heading above"),
        ({"titel": "x"}, "unknown keys titel"),
        ({"items": [{"text": ""}]}, r"items\[1\]\.text"),
        (
            {
                "documents": [
                    {
                        "kind": "a",
                        "title": "b",
                        "basis": "text",
                        "part_of": "order_pairs",
                    }
                ]
            },
            "part of an absent document: order_pairs",
        ),
        ({"documents": [{"kind": "a", "title": "b", "basis": "guess"}]}, "none of"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused_with_the_place(changes, words):
    with pytest.raises(FixtureError, match=words):
        read_template(_small(**changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sections": []}, "the plan has no measure"),
        ({"structure": "spiral"}, "structure: 'spiral' is none of"),
        (
            {"period": {"kind": "academic_year", "starts_on": "1 сентября"}},
            r"period\.starts_on: a day is written 2026-09-01",
        ),
        ({"roles": ROLES * 2}, "'директор' stands twice"),
        ({"sections": SECTIONS * 2}, "'small-1' stands twice"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(changes, words):
    with pytest.raises(FixtureError, match=words):
        read_template(Node("small.yaml", {**copy.deepcopy(SMALL), **changes}))


def test_a_choice_says_for_whom_the_template_is():
    titles = dict(choices())

    assert titles["seven_stages"].endswith("семь этапов, для любой организации")
    assert titles["college"].endswith("— колледж")


@pytest.mark.parametrize("code", OWN_VARIANTS)
def test_a_variant_is_a_whole_plan_of_seven_stages(code):
    template = load(code)

    assert [section.canonical for section in template.sections] == [
        (f"S{number}",) for number in range(1, 8)
    ]
    for section in template.sections:
        assert [measure.number_printed for measure in section.measures] == [
            f"{section.number_printed}.{place}"
            for place in range(1, len(section.measures) + 1)
        ]
        for measure in section.measures:
            assert measure.code.startswith(f"{code}-")
            assert measure.responsibles, measure.title
            assert measure.result, measure.title


@pytest.mark.parametrize("code", OWN_VARIANTS)
def test_a_variant_differs_from_its_base_in_words(code):
    ours = {measure.title for measure in load("seven_stages").measures()}
    own = {measure.title for measure in load(code).measures()}

    assert len(own - ours) >= 3


@pytest.mark.parametrize(
    "code", [code for code in OWN_VARIANTS if code.endswith("teachers")]
)
def test_a_plan_for_pedagogues_speaks_of_no_pupils_and_parents(code):
    template = load(code)
    told = [measure.title for measure in template.measures()] + [
        document.title for document in _documents(template)
    ]

    assert not [
        text
        for text in told
        if re.search(r"(?i)классн\w+ руководител|законн\w+ представител|обучающ", text)
    ]


def test_an_organisation_is_offered_its_own_first():
    codes = [template.code for template in fitting("college")]

    assert set(codes[:3]) == {"college_students", "college_teachers", "college"}
    assert codes[3] == "seven_stages"
    assert len(codes) == len(available())


def test_a_kindergarten_has_its_head_and_senior_educator():
    labels = {role.label for role in load("kindergarten_teachers").roles}

    assert {"заведующий", "старший воспитатель"} <= labels
    assert "директор" not in labels


VARIANT = {"code": "mine", "base": "seven_stages", "organisation_type": "any"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"without": ["9-9"]}, "without: not in seven_stages: 9-9"),
        ({"change": {"9-9": {}}}, "change: not in seven_stages: 9-9"),
        ({"change": ["2-1"]}, "change: a mapping is expected"),
        ({"add": [{"title": "x"}]}, "add: each measure says after which"),
        ({"add": [{"after": "9-9"}]}, "add: not in seven_stages: 9-9"),
        ({"relabel": {"завхоз": "дворник"}}, "relabel: not in seven_stages: завхоз"),
        ({"base": "atlantis"}, "no roadmap template 'atlantis'"),
        ({"columns": []}, "unknown keys columns"),
    ],
)
def test_a_variant_that_names_what_is_not_there_is_refused(changes, words):
    node = Node("mine.yaml", {**VARIANT, **changes})

    with pytest.raises(FixtureError, match=words):
        composed(node, _node)


def test_a_variant_leaves_out_what_it_says():
    node = Node("mine.yaml", {**VARIANT, "without": ["1-1"]})

    template = read_template(composed(node, _node))

    first = next(template.measures())
    assert first.title == "Разработать и принять положение о программе наставничества"
    assert (first.code, first.number_printed) == ("mine-1-1", "1.1")
