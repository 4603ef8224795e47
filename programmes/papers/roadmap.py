"""The plan of measures as an official paper, and the order that approves it (R-295)."""

from __future__ import annotations

from accounts.models import User
from documents.kinds import Paper
from documents.models import Document
from programmes.actions import roadmap_approval


class RoadmapPlan(Paper):
    """DK-18 «Дорожная карта (план мероприятий)», approved by the director's signature."""

    code = roadmap_approval.PLAN
    template_name = "papers/roadmap.html"

    @classmethod
    def on_submitted(cls, document: Document, *, by: User) -> None:
        roadmap_approval.follow_submission(document=document, by=by)

    @classmethod
    def on_signed(cls, document: Document, *, by: User) -> None:
        roadmap_approval.follow_signing(document=document, by=by)

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        roadmap_approval.follow_annulment(document=document, by=by)


class OrderRoadmap(RoadmapPlan):
    """DK-03 «Приказ об утверждении дорожной карты»; the plan is its Appendix № 1."""

    code = roadmap_approval.ORDER
    template_name = "papers/order_roadmap_approval.html"
