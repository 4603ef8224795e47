"""Everything that changes pairs: from a proposal to the end."""

from __future__ import annotations

from programmes.actions.pairs.activation import activate
from programmes.actions.pairs.answers import answer, record_paper_answers
from programmes.actions.pairs.ending import end
from programmes.actions.pairs.forming import Adoption, adopt, dissolve, propose
from programmes.actions.pairs.ordering import (
    compose_order,
    follow_annulment,
    follow_recall,
    follow_return,
    follow_submission,
    prepare_order,
    strike,
    submit,
    submit_order,
)

__all__ = [
    "Adoption",
    "activate",
    "adopt",
    "answer",
    "compose_order",
    "dissolve",
    "end",
    "follow_annulment",
    "follow_recall",
    "follow_return",
    "follow_submission",
    "prepare_order",
    "propose",
    "record_paper_answers",
    "strike",
    "submit",
    "submit_order",
]
