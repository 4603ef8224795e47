"""Write a backup of the database and the files."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from common.errors import Refused
from mentoring import backups


class Command(BaseCommand):
    """`make backup`; the portal may be running."""

    help = "Сохраняет базу данных и файлы в один архив."

    def handle(self, *args: object, **options: object) -> None:
        """Write the archive and say where it is."""
        try:
            path = backups.back_up(backups.path_of_backups())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        size = path.stat().st_size / 1024 / 1024
        self.stdout.write(
            f"Копия готова: {path} ({size:.1f} МБ).\n"
            "В ней персональные данные и ключ портала: храните её как сам портал,\n"
            "на другом диске и под замком."
        )
