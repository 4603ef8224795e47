"""Bring an installation up to date before it starts: folders, tables, files, first data."""

from __future__ import annotations

import hashlib
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role, SetupStep
from accounts.models import Invitation, Organisation
from common.links import absolute
from registry.actions.erasing_again import replay


class Command(BaseCommand):
    """What every start of the portal does first; doing it twice changes nothing."""

    help = "Готовит базу данных, статические файлы и первые данные."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Demo or real: a start has to say which."""
        parser.add_argument("--demo", action=BooleanOptionalAction, required=True)

    def handle(self, *args: object, demo: bool, **options: object) -> None:
        """Prepare; what is printed is for the person who starts the portal."""
        _make_folders()
        _migrate()
        _collect_static()
        call_command("load_reference", stdout=StringIO())
        # A database brought back by other means: nobody erased is served (invariant 22).
        replay(with_withdrawals=False)
        self.stdout.write(_demo() if demo else _reality())


def _make_folders() -> None:
    for folder in (
        settings.MEDIA_ROOT,
        settings.STATIC_ROOT,
        settings.QUEUE_DIR / "messages",
        settings.QUEUE_DIR / "control",
    ):
        Path(folder).mkdir(parents=True, exist_ok=True)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, stdout=StringIO())


def _collect_static() -> None:
    """Collect when a source has changed: hashing and compressing takes seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _sources()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != now:
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, stdout=StringIO())
        stamp.write_text(now, encoding="ascii")


def _sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            seen = path.stat()
            digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _demo() -> str:
    """Load the demo into an empty database, whole or not at all; return the logins."""
    if settings.IS_PUBLIC:
        raise CommandError("Демонстрация не загружается там, где портал открыт всем.")
    kept = Path(settings.VAR_DIR) / "demo-logins.txt"
    if not Organisation.objects.exists():
        shown = StringIO()
        with transaction.atomic():
            call_command("load_demo", stdout=shown)
        kept.write_text(shown.getvalue(), encoding="utf-8")
    if Organisation.objects.filter(is_demo=False).exists():
        return "В базе настоящие организации: демонстрация рядом с ними не загружается."
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def _reality() -> str:
    """Refuse a demo database; return a one-time link until an organisation is set up."""
    if Organisation.objects.filter(is_demo=True).exists():
        raise CommandError(
            "В этой базе демонстрация. Настоящей работе нужна пустая база: задайте "
            "другую папку данных, например VAR_DIR=var-school, или другую DATABASE_URL."
        )
    if Organisation.objects.ready().exists():
        return ""
    if begun := _who_began():
        return begun
    shown = StringIO()
    call_command("setup_link", stdout=shown, stderr=shown)
    return f"Настройте свою организацию по ссылке:\n{shown.getvalue()}"


def _who_began() -> str:
    """Say how to go on with a set-up that stopped: a second link would begin a second one."""
    begun = (
        Invitation.objects.filter(
            accepted_by__isnull=False, role=Role.SYSTEM_ADMINISTRATOR
        )
        .filter(Q(organisation=None) | ~Q(organisation__setup_step=SetupStep.DONE))
        .values_list("accepted_by__username", flat=True)
    )
    logins = sorted(set(begun))
    if not logins:
        return ""
    return (
        f"Настройка начата. Войдите как {' или '.join(logins)}, и портал продолжит с того\n"
        f"же шага: {absolute(reverse('enter'))}\n"
        f"Пароль забыт? {sys.executable} manage.py changepassword {logins[0]}"
    )
