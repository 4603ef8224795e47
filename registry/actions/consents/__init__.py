"""Consents: asked for, given, checked, refused, taken back (R-326; 152-ФЗ ст. 9).

Whatever makes a consent stand or fall acts on the cards in the same transaction.
"""

from __future__ import annotations

from registry.actions.consents.ageing import (
    expire_everywhere,
    expire_lapsed,
    reevaluate,
)
from registry.actions.consents.asking import (
    ask,
    issue,
    offer_participation,
    offer_publication,
    require_for,
    require_for_all,
    text_for,
)
from registry.actions.consents.cosigning import cosign_in_cabinet, record_cosigner
from registry.actions.consents.ending import (
    hold_valid,
    refuse,
    withdraw,
)
from registry.actions.consents.giving import (
    Signer,
    add_scan,
    record_paper,
    sign_in_cabinet,
    sign_participation,
    take_from_public_page,
    verify,
)
from registry.actions.consents.rows import hold

__all__ = [
    "Signer",
    "add_scan",
    "ask",
    "cosign_in_cabinet",
    "expire_everywhere",
    "expire_lapsed",
    "hold",
    "hold_valid",
    "issue",
    "offer_participation",
    "offer_publication",
    "record_cosigner",
    "record_paper",
    "reevaluate",
    "refuse",
    "require_for",
    "require_for_all",
    "sign_in_cabinet",
    "sign_participation",
    "take_from_public_page",
    "text_for",
    "verify",
    "withdraw",
]
