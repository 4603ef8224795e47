"""Data classes of the floor `publishing`."""

from __future__ import annotations

from common.privacy import about, classify
from publishing.models import Case, NewsPost

classify(
    Case,
    about(
        "pair__mentor_card__person pair__members__mentee_card__person",
        "title problem solution result quote",
        kept="status published_at",
        goes=True,
    ),
)
classify(
    NewsPost, about("people", "title text", kept="posted_on is_published", goes=True)
)
