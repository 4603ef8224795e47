"""What papers of every kind, the portal's own or not, do to the plans."""

from __future__ import annotations

from accounts.models import User
from documents.kinds import Follower
from documents.models import Document
from programmes.actions import order_effects


class PlansFollow(Follower):
    """Terms begin and stop with their order; what a measure asked for marks it."""

    @classmethod
    def on_in_force(cls, document: Document, *, by: User) -> None:
        order_effects.follow_in_force(document=document, by=by)

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        order_effects.follow_annulment(document=document, by=by)
