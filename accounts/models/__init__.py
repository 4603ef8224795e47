"""Who: organisations, users, memberships and the audit trail."""

from __future__ import annotations

from accounts.models.audit import AuditDetail, AuditEvent, AuditLink
from accounts.models.form_key import FormKey
from accounts.models.organisation import Organisation, TenantRow
from accounts.models.reset_code import ResetCode
from accounts.models.user import Delegation, Invitation, Membership, User

__all__ = [
    "AuditDetail",
    "AuditEvent",
    "AuditLink",
    "Delegation",
    "FormKey",
    "Invitation",
    "Membership",
    "Organisation",
    "ResetCode",
    "TenantRow",
    "User",
]
