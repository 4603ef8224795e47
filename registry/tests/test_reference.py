"""Reference data parses, its codes are unique and its cross-references hold."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from common.strict_yaml import FixtureError
from documents.enums import KindStage
from registry import reference
from registry.reference import QuestionType, Signer, texts, vocabulary
from registry.reference.vocabulary import Contour, RegisterName, StageKind

LISTS = (
    *(reference.stages, reference.forms, reference.kinds, reference.principles),
    *(reference.problem_kinds, reference.document_kinds, reference.competences),
    *(reference.consent_texts, reference.survey_templates, reference.pools),
)


@pytest.mark.parametrize("entries", LISTS, ids=lambda entries: entries.__name__)
def test_a_list_parses_with_unique_codes_and_titles(entries):
    found = entries()

    assert len({entry.code for entry in found}) == len(found) > 0
    assert len({entry.title for entry in found}) == len(found)


@pytest.mark.parametrize("entries", LISTS, ids=lambda entries: entries.__name__)
def test_a_code_is_a_plain_word_that_fits_a_column(entries):
    for entry in entries():
        assert re.fullmatch(r"[A-Za-z][a-z0-9_]{1,48}", entry.code), entry.code


def test_every_fixture_file_has_its_reader():
    files = {file.stem for file in vocabulary.FOLDER.glob("*.yaml")}

    assert files == {entries.__name__ for entries in LISTS} | {
        "portfolio_sections",
        "programme_template",
    }


def test_seven_stages_and_five_sections_stand_in_order():
    found = reference.stages()

    assert [stage.code for stage in found] == [
        *("S1", "S2", "S3", "S4", "S5", "S6", "S7", "X1", "X2", "X3", "X4", "X5")
    ]
    assert all(
        (stage.kind is StageKind.CANONICAL)
        == stage.code.startswith("S")
        == bool(stage.result)
        for stage in found
    )


def test_five_forms_are_federal_and_all_of_them_are_offered():
    federal = [form for form in reference.forms() if form.is_federal]

    assert [form.code for form in federal] == [
        *("pupil_pupil", "teacher_teacher", "student_pupil"),
        *("employer_pupil", "employer_student"),
    ]
    assert all(form.is_offered and form.role_models for form in federal)


def test_a_form_for_teachers_has_teachers_for_mentees():
    for form in reference.forms():
        if form.contour is Contour.TEACHERS:
            assert set(form.mentee_audiences) <= {"teacher", "young_specialist"}


def test_seven_kinds_of_mentoring_have_definitions():
    found = reference.kinds()

    assert len(found) == 7
    assert [kind.code for kind in found if kind.min_mentees > 1] == ["group"]
    assert [kind.code for kind in found if kind.is_single_meeting] == ["speed"]


def test_nine_principles_can_be_printed_in_a_list():
    found = reference.principles()

    assert len(found) == 9
    for principle in found:
        assert principle.title.startswith("принцип ")
        assert not principle.statement.endswith((".", ";"))


def test_all_ninety_one_document_kinds_are_there_in_order():
    numbers = [kind.number for kind in reference.document_kinds()]

    assert numbers[:91] == [f"DK-{number:02}" for number in range(1, 92)]
    assert numbers[91:] == ["P-01", "P-02"]


def test_kinds_are_grouped_by_the_stages_own_words():
    titles = {stage.code: stage.short_title for stage in reference.stages()}

    assert {stage.value: stage.label for stage in KindStage}.items() <= titles.items()


def test_a_document_kind_belongs_to_known_stages():
    stages = {stage.code for stage in reference.stages()}

    for kind in reference.document_kinds():
        assert kind.stages
        assert set(kind.stages) <= stages


def test_orders_and_protocols_are_numbered_in_their_registers():
    by_register = Counter(kind.register for kind in reference.document_kinds())

    for kind in reference.document_kinds():
        is_order = kind.code.startswith("order_")
        assert (kind.register is RegisterName.ORDERS) == is_order
        is_protocol = kind.code.startswith("protocol_")
        assert (kind.register is RegisterName.PROTOCOLS) == is_protocol
    assert by_register == {"orders": 15, "acts": 11, "protocols": 2, "none": 65}


@pytest.mark.parametrize(
    "code",
    [
        *("consent_pd", "consent_pd_representative", "consent_needs_analysis"),
        *("consent_publication", "order_pairs", "order_rewards", "mentee_base"),
        *("mentor_base", "diagnostic_record", "interview_record", "personal_programme"),
        *("petition_mentor_replacement", "order_release", "mentor_portfolio"),
    ],
)
def test_a_paper_about_people_is_not_publishable(code):
    kinds = {kind.code: kind for kind in reference.document_kinds()}

    assert not kinds[code].is_publishable


def test_a_synonym_leads_to_one_competence_only():
    words = Counter(
        word.casefold()
        for tag in reference.competences()
        for word in {tag.title, *tag.synonyms}
    )

    shared = {word for word, count in words.items() if count > 1}
    assert shared == set()


def test_four_consents_name_their_papers_and_signers():
    kinds = {kind.code for kind in reference.document_kinds()}
    found = {consent.code: consent for consent in reference.consent_texts()}

    assert {code: consent.signer for code, consent in found.items()} == {
        "pd_participant": Signer.PARTICIPANT,
        "pd_representative": Signer.REPRESENTATIVE,
        "needs_analysis": Signer.REPRESENTATIVE,
        "publication": Signer.PARTICIPANT,
    }
    assert {consent.document_kind for consent in found.values()} <= kinds
    assert [code for code, each in found.items() if each.published_fields] == [
        "publication"
    ]


def test_a_consent_begins_with_the_statement_and_ends_with_the_withdrawal():
    for consent in reference.consent_texts():
        codes = [block.code for block in consent.blocks]
        assert (codes[0], codes[-1]) == ("statement", "withdrawal")


def test_the_programme_template_refers_to_known_codes():
    template = reference.programme_template()

    assert set(template.forms) <= {form.code for form in reference.forms()}
    assert set(template.kinds) == {kind.code for kind in reference.kinds()}
    assert list(template.principles) == [each.code for each in reference.principles()]
    assert template.document_kind in {each.code for each in reference.document_kinds()}
    assert (template.min_months, template.max_months) == (3, 12)
    assert [column.key for column in template.plan.columns] == [
        *("number", "measure", "due", "mark")
    ]
    assert template.epigraph_credit


def test_both_sides_answer_the_question_the_indicator_counts():
    surveys = {survey.code: survey for survey in reference.survey_templates()}

    for code in ("satisfaction_mentee_after", "satisfaction_mentor_after"):
        questions = {each.code: each for each in surveys[code].questions}
        assert questions["satisfaction_overall"].type is QuestionType.SCALE_10
        assert questions["satisfaction_overall"].is_required
        assert 8 <= len(questions) <= 10
    assert len(surveys["meeting_feedback"].questions) == 3


def test_a_survey_belongs_to_a_known_kind_of_document():
    kinds = {kind.code for kind in reference.document_kinds()}

    assert {survey.document_kind for survey in reference.survey_templates()} <= kinds


@pytest.mark.parametrize(
    ("name", "reader", "content", "words"),
    [
        (
            "consent_texts",
            reference.consent_texts,
            """
            consent_texts:
              - code: pd
                version: 1
                document_kind: consent_pd
                title: Согласие
                signer: participant
                plain_words: Слова
                blocks:
                  - {code: purpose, text: Цель}
            """,
            "the law asks for actions, data",
        ),
        (
            "consent_texts",
            reference.consent_texts,
            """
            consent_texts:
              - code: pd
                version: 1
                document_kind: consent_pd
                title: Согласие
                signer: participant
                plain_words: Слова
                blocks:
                  - {code: purpose, heading: Цель}
            """,
            "the block says nothing",
        ),
        (
            "survey_templates",
            reference.survey_templates,
            """
            survey_templates:
              - code: one
                version: 1
                kind: satisfaction
                audience: mentor
                moment: after
                document_kind: feedback_form
                title: Опрос
                intro: Слова
                questions:
                  - {code: a, type: choice, text: "Что?"}
            """,
            "a choice has choices",
        ),
        (
            "stages",
            reference.stages,
            """
            stages:
              - {code: S1, title: Первый, short_title: Первый, kind: canonical, order: 1}
            """,
            "unknown keys order",
        ),
        (
            "problem_kinds",
            reference.problem_kinds,
            """
            problem_kinds:
              - {code: one, title: Первая, audiences: [grandmother]}
            """,
            "grandmother",
        ),
    ],
)
def test_a_broken_fixture_is_refused(
    name, reader, content, words, tmp_path, monkeypatch
):
    (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)

    with pytest.raises(FixtureError, match=words):
        reader()


def test_the_programme_template_is_read_from_the_same_folder():
    assert texts.FOLDER == vocabulary.FOLDER
