"""The roof: everything is known here, and made known to everything."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Портал"

    def ready(self) -> None:
        """Let every process know each floor's errands, papers, letters and data classes."""
        autodiscover_modules("letters", "papers", "privacy", "tasks")
