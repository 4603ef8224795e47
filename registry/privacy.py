"""Data classes of the floor `registry`."""

from __future__ import annotations

from django.db.models import Model

from accounts.enums import Role
from common.privacy import GONE, about, classify, hindrance
from registry.models import (
    Application,
    BlankFile,
    BlankPack,
    CandidateQuestionnaire,
    ColumnMemory,
    Competence,
    Consent,
    ConsentText,
    Criterion,
    CriterionScore,
    Cycle,
    DayCorrection,
    Department,
    Diagnostic,
    Difficulty,
    Distinction,
    Erasure,
    ErasureTerm,
    FormCuratorship,
    Group,
    Guardianship,
    ImportBatch,
    ImportRow,
    Interview,
    InterviewSlot,
    Joining,
    MenteeCard,
    MenteeQuestionnaire,
    MentorCard,
    MentoringForm,
    MentoringKind,
    MentorPool,
    MentorRegisterEdition,
    MentorRegisterEntry,
    NeedsAnalysis,
    OwnQuestion,
    Partner,
    Person,
    PortfolioEntry,
    PortfolioSection,
    PrimaryQuestionnaire,
    Problem,
    PsychologistAssignment,
    PsychologistNote,
    Request,
    Stage,
    ThirdPartyWord,
    TopicMerge,
    TopicPhrase,
    UsefulSurvey,
)
from registry.queries.erasures import signs_for_another, staff_roles_of

# --- Reference data and the organisation's own arrangements -----------------------------

PUBLIC: tuple[tuple[type[Model], str], ...] = (
    (Stage, "code title short_title"),
    (MentoringForm, "code title role_models"),
    (MentoringKind, "code title definition"),
    (MentorPool, "code title"),
    (ConsentText, "title blocks"),
    (Competence, "title normalised synonyms"),
)
INTERNAL: tuple[tuple[type[Model], str], ...] = (
    (DayCorrection, "basis"),
    (ErasureTerm, "basis"),
    (Department, "title"),
    (Partner, "title contacts"),
    (Group, "name"),
    (Cycle, "title goal"),
    (TopicPhrase, "title normalised"),
    (Problem, "title remark"),
    (OwnQuestion, "text hint options"),
    (PortfolioSection, "title hint"),
    (Criterion, "title description"),
    (InterviewSlot, "place"),
    (FormCuratorship, ""),
    (MentorRegisterEdition, ""),
    (BlankPack, "digest"),
    (TopicMerge, "moved"),
    (ColumnMemory, "heading code"),
)
for model, words in PUBLIC:
    classify(model, public=words)
for model, words in INTERNAL:
    classify(model, internal=words)

# --- People -----------------------------------------------------------------------------

classify(
    Person,
    about(
        "pk",
        "last_name first_name patronymic birth_on birth_year email phone contacts post"
        " workplace group department partner",
        kept="is_staff_member departure departed_on created_at",
        others="name_cases search name_key surname_key user invitation",
        instead={"last_name": GONE},
    ),
)
classify(
    Guardianship,
    about("child", "basis basis_document", kept="from_on to_on", goes=True),
    about("guardian", "basis basis_document", kept="from_on to_on", goes=True),
)
classify(
    Joining,
    about(
        "kept",
        "gone_name",
        others="before after moved dropped expired admitted",
        goes=True,
    ),
)
classify(Distinction, about("lesser greater", goes=True))
classify(
    Consent,
    about(
        "person",
        "capacity attachment answers resources",
        kept="kind status medium required_on signed_on valid_until"
        " withdrawn_at cosigned_on",
        others="signer signer_name cosigner_name",
    ),
    about("signer", "signer_name capacity", kept="kind signed_on", others="signer"),
)
classify(BlankFile, about("consents__person"), internal="title", files="file")
classify(
    Application,
    about(
        "person",
        "name birth_on email phone place wish signature remark",
        kept="base status created_at decided_at",
        others="representative_name relation",
        goes=True,
    ),
)
CARD = "results case_url remark"
OTHER_SIDE = "counterpart_names counterpart_workplace"
COURSE = "source status joined_on finished_on refreshed_on"
classify(
    MentorCard,
    about(
        "person",
        f"{CARD} competences_text achievements interests life_experience labels"
        " nomination_note wanted_age time_resource group",
        kept=f"{COURSE} is_alumnus wanted_age_from wanted_age_to capacity",
        others=OTHER_SIDE,
    ),
)
classify(
    MenteeCard,
    about(
        "person",
        f"{CARD} group",
        kept=f"{COURSE} is_completed_marked audience channel wants_mentor",
        others=f"{OTHER_SIDE} asked_by",
    ),
    about("asked_by", others="asked_by"),
)
classify(
    Request,
    about(
        "card__person",
        "text",
        kept="kind channel is_urgent asked_on closed_on",
        goes=True,
    ),
)
classify(
    Erasure,
    about(
        "person", "remark", kept="ground status requested_on due_on decided_at done_at"
    ),
    internal="kept erased",
)

# --- Needs, diagnostics, selection ---------------------------------------------------------

classify(
    NeedsAnalysis,
    about("card__person", "findings", kept="made_on methods", goes=True),
)
classify(
    Difficulty,
    about(
        "card__person", "text", kept="is_strength state found_on removed_on", goes=True
    ),
)
classify(
    ThirdPartyWord,
    about(
        "card__person", "text", kept="told_on", others="source_name capacity", goes=True
    ),
    about("source", "source_name capacity", others="source"),
)
classify(
    PsychologistAssignment,
    about("card__person", "reason", kept="assigned_at ended_at", goes=True),
)
classify(
    Diagnostic,
    about(
        "card__person",
        "released_text",
        kept="made_on released_at",
        special="technique value_before value_after findings",
        goes=True,
    ),
)
classify(PsychologistNote, about("person", special="text", goes=True))
classify(
    Interview,
    about(
        "card__person",
        "place notes conclusion_reason decision_reason",
        kept="status appointed_at held_on readiness conclusion",
        others="interviewers",
        goes=True,
    ),
)
classify(
    CriterionScore,
    about("interview__card__person", "remark", kept="points", goes=True),
)
classify(
    MentorRegisterEntry,
    about("card__person", "left_reason", kept="entered_on left_on"),
)

# --- Questionnaires and the portfolio ------------------------------------------------------

FILLED = "status medium answered_on created_at"
ANSWERS = "attachment own_answers"
QUESTIONNAIRES: tuple[tuple[type[Model], str], ...] = (
    (UsefulSurvey, "help_offered audience time_offered"),
    (PrimaryQuestionnaire, "life_experience interests competences_text time_resource"),
    (
        CandidateQuestionnaire,
        (
            "education work_experience achievements mentoring_experience intentions"
            " motivation hobbies strengths weaknesses expectations mentee_preferences"
            " preferred_age meeting_time meeting_frequency readiness"
        ),
    ),
    (
        MenteeQuestionnaire,
        "interests strengths difficulties goals expectations wanted_mentor meeting_time requests_text",
    ),
)
for model, words in QUESTIONNAIRES:
    classify(model, about("card__person", f"{words} {ANSWERS}", kept=FILLED, goes=True))
classify(
    PortfolioEntry,
    about("person", "title text url attachment happened_on", goes=True),
)

# --- Tables on their way in ----------------------------------------------------------------

# The rows of an erased person are emptied and the file goes: `registry.actions.forgetting`.
classify(ImportBatch, internal="sha256 refusal notes layout chosen")
classify(
    ImportRow,
    about("person", "cells", kept="number verdict", others="line problems"),
)


@hindrance
def works_on_the_portal(person_id: int) -> str:
    """Whoever holds a post here is needed under his contract, and acts under his name."""
    roles = staff_roles_of(person_id)
    if not roles:
        return ""
    titles = ", ".join(Role(role).label.lower() for role in roles)
    return (
        f"Человек работает на портале ({titles}). Сначала снимите с него роли:"
        " раздел «Организация»."
    )


@hindrance
def signed_for_another(person_id: int) -> str:
    """A child's consent stands on the name of who gave it."""
    if not signs_for_another(person_id):
        return ""
    return (
        "Человек подписал согласие за другого, и оно действует. Сначала отзовите то"
        " согласие или получите новое от другого представителя."
    )
