"""Print a one-time link to the set-up of a real organisation."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.actions.invitations import TERM, issue_setup_link
from accounts.models import Organisation
from common.links import absolute


class Command(BaseCommand):
    help = "Print a one-time link that sets up a real organisation."

    def handle(self, *args: object, **options: object) -> None:
        if Organisation.objects.filter(is_demo=True).exists():
            raise CommandError(
                "В этой базе демонстрация. Настоящую организацию заводят в пустой базе:"
                " make run DEMO=0 с другим VAR_DIR."
            )
        issued = issue_setup_link()
        path = reverse("setup_begin", kwargs={"token": issued.token})
        self.stdout.write(absolute(path))
        self.stderr.write(f"Ссылка одноразовая, действует {TERM.days} дней.")
