"""Catch up with the ledger of erasures after a restore made without `restore`."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from registry.actions.erasing_again import replay


class Command(BaseCommand):
    """For a database brought back by other means, before the portal is started."""

    help = "Повторяет уничтожения и отзывы, которых нет в возвращённой базе."

    def handle(self, *args: object, **options: object) -> None:
        """Replay and say how much."""
        done = replay(with_withdrawals=True)
        self.stdout.write(
            f"Уничтожено повторно: {done.erasures}. Отозвано повторно согласий:"
            f" {done.withdrawals}."
        )
