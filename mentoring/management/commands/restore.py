"""Put a backup in the place of the database and the files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.errors import Refused
from mentoring import backups
from scripts import locking


class Command(BaseCommand):
    """`make restore FILE=…`; the portal must be stopped."""

    help = "Возвращает базу данных и файлы из архива."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        """Restore under the lock the running portal holds."""
        var = Path(settings.VAR_DIR)
        var.mkdir(parents=True, exist_ok=True)
        stood = set(backups.kept_before())
        try:
            with locking.held(var / "portal.lock", note="восстановление из копии"):
                manifest = backups.restore(file.resolve())
        except locking.Taken as taken:
            raise CommandError(
                f"Портал работает. Остановите его и повторите. {taken}"
            ) from taken
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Восстановлено из {file}: состояние на {manifest.created_at}, "
            f"файлов: {len(manifest.files) - 1}."
        )
        for path in sorted(set(backups.kept_before()) - stood):
            self.stdout.write(f"Прежнее состояние сохранено: {path}")
