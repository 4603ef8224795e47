"""Letters about the registry."""

from __future__ import annotations

from notifications.letters import Letter


class ImportFinished(Letter):
    """The table is in the base, or was not taken."""

    code = "import_finished"
    subject = "Загрузка таблицы закончена"
    template_name = "letters/registry/import_finished.txt"


class ImportChecked(Letter):
    """The table was checked and waits to be confirmed."""

    code = "import_checked"
    subject = "Таблица проверена и ждёт подтверждения"
    template_name = "letters/registry/import_checked.txt"
