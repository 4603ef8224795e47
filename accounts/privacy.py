"""Data classes of the floor `accounts`."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import (
    AuditDetail,
    AuditEvent,
    AuditLink,
    Delegation,
    FormKey,
    Invitation,
    Membership,
    Organisation,
    ResetCode,
    User,
)
from common.privacy import GONE, about, classify

classify(
    Organisation,
    public="slug name name_genitive short_name founder_line locality address phone email"
    " site inn ogrn director_name director_post director_post_genitive"
    " director_name_genitive curator_contacts about accent time_zone",
)
classify(
    User,
    about(
        "pk",
        "username email name",
        kept="date_joined last_login",
        special="password",
        is_account=True,
        instead={
            "username": "erased-{pk}",
            "name": GONE,
            "password": "!",
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
        },
    ),
)
classify(
    Membership, about("user", kept="role from_on to_on", goes=True, is_account=True)
)
classify(
    Delegation, about("user", "post ground", kept="from_on to_on", is_account=True)
)
classify(
    Invitation,
    about("persons", "name email", kept="role created_at"),
    about("accepted_by", "name email", kept="role created_at", is_account=True),
    internal="token_hash",
)
# An event names nobody; the values beside it go with what they are about, as a whole.
classify(AuditEvent, internal="what object_kind object_ids field_names salt digest")
classify(AuditDetail, carried="before after remark")
classify(AuditLink, internal="digest")
classify(FormKey, about("user", goes=True, is_account=True), internal="digest place")
classify(ResetCode, about("user", goes=True, is_account=True), internal="digest")
classify(EmailAddress, about("user", "email", goes=True, is_account=True))
classify(Authenticator, about("user", special="data", goes=True, is_account=True))
