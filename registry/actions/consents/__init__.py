"""Consents: asked for, given, checked, refused, taken back (R-326; 152-ФЗ ст. 9).

Whatever makes a consent stand or fall acts on the cards in the same transaction.
"""

from __future__ import annotations

from registry.actions.consents.asking import (
    ask,
    issue,
    require_for,
    require_for_all,
    text_for,
)
from registry.actions.consents.ending import (
    expire_lapsed,
    hold_valid,
    refuse,
    withdraw,
)
from registry.actions.consents.giving import (
    Signer,
    record_paper,
    sign,
    sign_in_cabinet,
    verify,
)

__all__ = [
    "Signer",
    "ask",
    "expire_lapsed",
    "hold_valid",
    "issue",
    "record_paper",
    "refuse",
    "require_for",
    "require_for_all",
    "sign",
    "sign_in_cabinet",
    "text_for",
    "verify",
    "withdraw",
]
