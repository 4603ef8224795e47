"""Ask the database what must always hold; fail when anything does not."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from common.tenancy import everywhere
from mentoring.integrity import QUESTIONS


class Command(BaseCommand):
    help = "Проверить, что данные целы: номера, подписи, места, журнал событий."

    def handle(self, *args: object, **options: object) -> None:
        broken = 0
        with everywhere():
            for title, ask in QUESTIONS.items():
                found = list(ask())
                broken += len(found)
                self.stdout.write(f"{title}: {'нарушено' if found else 'в порядке'}")
                for line in found:
                    self.stdout.write(f"  {line}")
        if broken:
            raise CommandError(f"Нарушений: {broken}. Восстановите данные из копии.")
