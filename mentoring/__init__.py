"""The portal's roof."""

from __future__ import annotations

from mentoring.celery import app as celery_app

__all__ = ["celery_app"]
