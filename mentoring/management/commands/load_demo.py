"""Load five invented institutions under one invented centre into an empty database."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from mentoring.demo.load import load


class Command(BaseCommand):
    help = "Load the demo; prints one login per role."

    def handle(self, *args: object, **options: object) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                "В базе уже есть организации. Демонстрация живёт только в пустой базе."
            )
        for login in load():
            self.stdout.write(f"{login.username:<24} {login.who}")
