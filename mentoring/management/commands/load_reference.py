"""Load the vocabulary of the method: stages, forms, kinds, documents, consents."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from registry.actions.reference import load_reference


class Command(BaseCommand):
    help = "Load or refresh the reference data every organisation shares."

    def handle(self, *args: object, **options: object) -> None:
        load_reference()
        self.stdout.write("Справочники загружены.")
