"""The rights table: what each role may do in its organisation.

`requirements.md` A.13 and `reliability.md` §3 joined; where they differ the narrower
stands. Sight (which rows) is the querysets' `visible_to`; this says what may be done.
"""

from __future__ import annotations

from enum import StrEnum

from accounts.enums import Role


class Permission(StrEnum):
    """One right; the name is `<thing>_<verb>`, as in URL, action and audit word."""

    ORGANISATION_CHANGE = "organisation_change"
    MEMBER_VIEW = "member_view"
    MEMBER_INVITE = "member_invite"
    MEMBER_APPOINT = "member_appoint"
    DELEGATION_CHANGE = "delegation_change"
    CYCLE_VIEW = "cycle_view"
    CYCLE_OPEN = "cycle_open"
    ROADMAP_VIEW = "roadmap_view"
    ROADMAP_CHANGE = "roadmap_change"
    MEASURE_REPORT = "measure_report"
    PERSON_VIEW = "person_view"
    PERSON_CHANGE = "person_change"
    PERSON_IMPORT = "person_import"
    PERSON_EXPORT = "person_export"
    CARD_VIEW = "card_view"
    CARD_CHANGE = "card_change"
    QUESTIONNAIRE_VIEW = "questionnaire_view"
    MENTOR_VIEW = "mentor_view"
    FORM_CURATE = "form_curate"
    MENTEE_SUPPORT = "mentee_support"
    DIAGNOSTIC_COUNT = "diagnostic_count"
    DEPARTMENT_VIEW = "department_view"
    PARTNER_VIEW = "partner_view"
    APPLICATION_DECIDE = "application_decide"
    MENTOR_NOMINATE = "mentor_nominate"
    WORD_TELL = "word_tell"
    SELECTION_VIEW = "selection_view"
    SELECTION_CHANGE = "selection_change"
    INTERVIEW_HOLD = "interview_hold"
    NOTE_KEEP = "note_keep"
    MENTOR_REGISTER_VIEW = "mentor_register_view"
    CONSENT_VIEW = "consent_view"
    CONSENT_VERIFY = "consent_verify"
    ERASURE_PREPARE = "erasure_prepare"
    ERASURE_DECIDE = "erasure_decide"
    ERASURE_CARRY_OUT = "erasure_carry_out"
    CONSENT_TEXT_CHANGE = "consent_text_change"
    MATCHING_RUN = "matching_run"
    PAIR_VIEW = "pair_view"
    PAIR_PROPOSE = "pair_propose"
    PAIR_SUBMIT = "pair_submit"
    PAIR_END = "pair_end"
    DOCUMENT_VIEW = "document_view"
    DOCUMENT_PREPARE = "document_prepare"
    DOCUMENT_SIGN = "document_sign"
    REGISTER_CHANGE = "register_change"
    PROGRAMME_VIEW = "programme_view"
    PROGRAMME_APPROVE = "programme_approve"
    MEETING_VIEW = "meeting_view"
    SURVEY_CHANGE = "survey_change"
    SURVEY_RESULTS = "survey_results"
    REPORT_PREPARE = "report_prepare"
    REPORT_VIEW = "report_view"
    CASE_CHANGE = "case_change"
    PAGE_CHANGE = "page_change"
    SUMMARY_SUBMIT = "summary_submit"
    SUMMARY_VIEW = "summary_view"


P = Permission

READ_ALL = frozenset(
    {
        P.MEMBER_VIEW,
        P.CYCLE_VIEW,
        P.ROADMAP_VIEW,
        P.PERSON_VIEW,
        P.CARD_VIEW,
        P.SELECTION_VIEW,
        P.MENTOR_REGISTER_VIEW,
        P.CONSENT_VIEW,
        P.PAIR_VIEW,
        P.DOCUMENT_VIEW,
        P.PROGRAMME_VIEW,
        P.MEETING_VIEW,
        P.SURVEY_RESULTS,
        P.REPORT_VIEW,
    }
)
CURATOR = READ_ALL | {
    P.MEMBER_INVITE,
    P.CYCLE_OPEN,
    P.ROADMAP_CHANGE,
    P.MEASURE_REPORT,
    P.PERSON_CHANGE,
    P.PERSON_IMPORT,
    P.PERSON_EXPORT,
    P.CARD_CHANGE,
    P.QUESTIONNAIRE_VIEW,
    P.DIAGNOSTIC_COUNT,
    P.APPLICATION_DECIDE,
    P.MENTOR_NOMINATE,
    P.SELECTION_CHANGE,
    P.INTERVIEW_HOLD,
    P.CONSENT_VERIFY,
    P.ERASURE_PREPARE,
    P.CONSENT_TEXT_CHANGE,
    P.MATCHING_RUN,
    P.PAIR_PROPOSE,
    P.PAIR_SUBMIT,
    P.PAIR_END,
    P.DOCUMENT_PREPARE,
    P.PROGRAMME_APPROVE,
    P.SURVEY_CHANGE,
    P.REPORT_PREPARE,
    P.CASE_CHANGE,
    P.PAGE_CHANGE,
    P.SUMMARY_SUBMIT,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DIRECTOR: READ_ALL
    | {
        P.ORGANISATION_CHANGE,
        P.MEMBER_INVITE,
        P.MEMBER_APPOINT,
        P.DELEGATION_CHANGE,
        P.DOCUMENT_SIGN,
        P.ERASURE_DECIDE,
        P.CONSENT_TEXT_CHANGE,
        P.REGISTER_CHANGE,
        P.CYCLE_OPEN,
        P.SUMMARY_SUBMIT,
    },
    Role.DEPUTY_DIRECTOR: CURATOR,
    Role.CURATOR: CURATOR,
    Role.ROLE_MODEL_CURATOR: frozenset(
        {
            P.CYCLE_VIEW,
            P.ROADMAP_VIEW,
            P.MEASURE_REPORT,
            P.FORM_CURATE,
            P.MENTOR_REGISTER_VIEW,
        }
    ),
    Role.MENTOR: frozenset({P.ROADMAP_VIEW}),
    Role.MENTEE: frozenset({P.ROADMAP_VIEW}),
    Role.PARENT: frozenset({P.ROADMAP_VIEW, P.WORD_TELL}),
    Role.PSYCHOLOGIST: frozenset(
        {
            P.CYCLE_VIEW,
            P.ROADMAP_VIEW,
            P.MEASURE_REPORT,
            P.WORD_TELL,
            P.INTERVIEW_HOLD,
            P.NOTE_KEEP,
            P.MENTOR_REGISTER_VIEW,
            P.MENTOR_VIEW,
            P.MENTEE_SUPPORT,
        }
    ),
    Role.DEPARTMENT_HEAD: frozenset(
        {
            P.CYCLE_VIEW,
            P.ROADMAP_VIEW,
            P.MEASURE_REPORT,
            P.MENTOR_NOMINATE,
            P.WORD_TELL,
            P.MENTOR_REGISTER_VIEW,
            P.DEPARTMENT_VIEW,
        }
    ),
    Role.CLASS_TEACHER: frozenset({P.CYCLE_VIEW, P.ROADMAP_VIEW, P.WORD_TELL}),
    Role.RESPONSIBLE: frozenset({P.CYCLE_VIEW, P.ROADMAP_VIEW, P.MEASURE_REPORT}),
    Role.PARTNER_STAFF: frozenset({P.ROADMAP_VIEW, P.PARTNER_VIEW}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.ORGANISATION_CHANGE,
            P.ROADMAP_VIEW,
            P.ERASURE_CARRY_OUT,
        }
    ),
    Role.MUNICIPAL_COORDINATOR: frozenset({P.SUMMARY_VIEW, P.MEMBER_VIEW}),
}

# Who may be invited by whom: staff roles come from the director alone (T12).
PARTICIPANT_ROLES = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT})
STAFF_ROLES = frozenset(Role) - PARTICIPANT_ROLES
