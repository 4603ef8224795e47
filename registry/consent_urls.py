"""Addresses of consents, representatives, applications, personal links, self-service."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import (
    applications,
    blanks,
    codes,
    consent_texts,
    consents,
    invitations,
    person_consents,
    self_service,
)

CONSENTS = f"{CABINET}people/consents/"
APPLICATIONS = f"{CABINET}people/applications/"
MINE = f"{CABINET}my/"

register_patterns = [
    path(CONSENTS, consents.consent_list, name="consent_list"),
    path(
        f"{CONSENTS}consents.<str:ending>",
        consents.consent_export,
        name="consent_export",
    ),
    path(f"{CONSENTS}journal.pdf", consents.consent_journal, name="consent_journal"),
    path(
        f"{CONSENTS}texts/",
        consent_texts.consent_text_list,
        name="consent_text_list",
    ),
    path(
        f"{CONSENTS}texts/<str:kind>/",
        consent_texts.consent_text_edit,
        name="consent_text_edit",
    ),
    path(
        f"{CONSENTS}texts/<str:kind>/blank.pdf",
        consent_texts.consent_text_blank,
        name="consent_text_blank",
    ),
    path(f"{CONSENTS}bulk/", consents.consent_bulk, name="consent_bulk"),
    path(f"{CONSENTS}record/", consents.consent_record, name="consent_record"),
    path(f"{CONSENTS}blanks/", blanks.blank_pack_list, name="blank_pack_list"),
    path(
        f"{CONSENTS}blanks/<int:pk>/",
        blanks.blank_pack_detail,
        name="blank_pack_detail",
    ),
    path(
        f"{CONSENTS}blanks/<int:pk>/progress/",
        blanks.blank_pack_progress,
        name="blank_pack_progress",
    ),
    path(
        f"{CONSENTS}blanks/<int:pk>/again/",
        blanks.blank_pack_again,
        name="blank_pack_again",
    ),
    path(
        f"{CONSENTS}blanks/files/<int:pk>/blanks.pdf",
        blanks.blank_file,
        name="blank_file",
    ),
    path(
        f"{CONSENTS}people/<int:pk>/",
        person_consents.consent_person,
        name="consent_person",
    ),
    path(
        f"{CONSENTS}people/<int:pk>/ask/",
        person_consents.consent_ask,
        name="consent_ask",
    ),
    path(
        f"{CONSENTS}people/<int:pk>/guardians/add/",
        person_consents.guardian_add,
        name="guardian_add",
    ),
    path(
        f"{CONSENTS}guardians/<int:pk>/end/",
        person_consents.guardian_end,
        name="guardian_end",
    ),
    path(
        f"{CONSENTS}<int:pk>/verify/",
        person_consents.consent_verify,
        name="consent_verify",
    ),
    path(
        f"{CONSENTS}<int:pk>/cosign/",
        person_consents.consent_cosign,
        name="consent_cosign",
    ),
    path(
        f"{CONSENTS}<int:pk>/refuse/",
        person_consents.consent_refuse,
        name="consent_refuse",
    ),
    path(
        f"{CONSENTS}<int:pk>/withdraw/",
        person_consents.consent_withdraw,
        name="consent_withdraw",
    ),
    path(
        f"{CONSENTS}<int:pk>/scan/",
        person_consents.consent_scan,
        name="consent_scan",
    ),
    path(
        f"{CONSENTS}<int:pk>/consent.pdf",
        person_consents.consent_pdf,
        name="consent_pdf",
    ),
]

application_patterns = [
    path(
        "<slug:organisation>/apply/",
        applications.application_apply,
        name="application_apply",
    ),
    path(
        "<slug:organisation>/apply/done/",
        applications.application_done,
        name="application_done",
    ),
    path(APPLICATIONS, applications.application_list, name="application_list"),
    path(
        f"{APPLICATIONS}export.<str:ending>",
        applications.application_export,
        name="application_export",
    ),
    path(
        f"{APPLICATIONS}<int:pk>/",
        applications.application_detail,
        name="application_detail",
    ),
    path(
        f"{APPLICATIONS}<int:pk>/accept/",
        applications.application_accept,
        name="application_accept",
    ),
    path(
        f"{APPLICATIONS}<int:pk>/reject/",
        applications.application_reject,
        name="application_reject",
    ),
]

invitation_patterns = [
    path("join/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path(
        f"{CABINET}people/<int:pk>/invite/",
        invitations.invitation_issue,
        name="invitation_issue",
    ),
    path(
        f"{CABINET}people/invite/", invitations.invitation_bulk, name="invitation_bulk"
    ),
]

code_patterns = [
    path("join/code/", codes.code_use, name="code_use"),
    path(f"{CABINET}people/<int:pk>/code/", codes.code_issue, name="code_issue"),
    path(
        f"{CABINET}people/accounts/",
        codes.pupil_account_bulk,
        name="pupil_account_bulk",
    ),
    path(f"{CABINET}codes/", codes.code_slips, name="code_slips"),
    path(f"{CABINET}codes/slips.pdf", codes.code_slips_pdf, name="code_slips_pdf"),
]

self_service_patterns = [
    path(f"{MINE}card/", self_service.my_card, name="my_card"),
    path(f"{MINE}consents/", self_service.my_consents, name="my_consents"),
    path(
        f"{MINE}consents/<int:pk>/sign/",
        self_service.my_consent_sign,
        name="my_consent_sign",
    ),
    path(
        f"{MINE}consents/<int:pk>/cosign/",
        self_service.my_consent_cosign,
        name="my_consent_cosign",
    ),
    path(
        f"{MINE}people/<int:pk>/publication/",
        self_service.my_publication_offer,
        name="my_publication_offer",
    ),
]

consent_patterns: list[URLPattern] = [
    *register_patterns,
    *application_patterns,
    *code_patterns,
    *invitation_patterns,
    *self_service_patterns,
]
