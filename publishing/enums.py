"""Words of the public page."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class CaseStatus(models.TextChoices):
    """R-328."""

    DRAFT = "draft", "Черновик"
    PUBLISHED = "published", "Опубликован"
    UNPUBLISHED = "unpublished", "Снят с публикации"


CASE_TRANSITIONS = Transitions(
    {
        CaseStatus.DRAFT: frozenset({CaseStatus.PUBLISHED}),
        CaseStatus.PUBLISHED: frozenset({CaseStatus.UNPUBLISHED}),
        CaseStatus.UNPUBLISHED: frozenset({CaseStatus.PUBLISHED}),
    }
)
