"""Tables of invented people for the tests of imports, and their way through the pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organisation, User
from registry.enums import TableKind
from registry.models import ImportBatch
from registry.spreadsheets.columns import Base, federal_columns
from registry.tests.spreadsheet_files import (
    MENTEE_TITLES,
    MENTOR_TITLES,
    make_xlsx,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = dict[str, object]


def mentor(name: str = "Морозов Максим Ильич", **cells: object) -> Row:
    """A good row of the base of mentors; cells by the codes of the columns."""
    return {
        "full_name": name,
        "contacts": "+7 913 111-22-33",
        "workplace": "Учитель математики",
        "competences": "математика; шахматы",
        **cells,
    }


def mentee(name: str = "Мирная Мия Олеговна", **cells: object) -> Row:
    """A good row of the base of mentees."""
    return {
        "full_name": name,
        "contacts": "Мирный Павел Сергеевич, отец, +7 913 555-66-77",
        "birth_year": 2012,
        "request": "Подтянуть математику",
        **cells,
    }


def mentors_table(*rows: Row, extra: dict[str, str] | None = None) -> bytes:
    """An XLSX in the federal columns; `extra` maps codes to further titles."""
    return _table(Base.MENTORS, MENTOR_TITLES, rows, extra or {})


def mentees_table(*rows: Row, extra: dict[str, str] | None = None) -> bytes:
    """The same for mentees."""
    return _table(Base.MENTEES, MENTEE_TITLES, rows, extra or {})


def _table(
    base: Base, titles: list[str], rows: tuple[Row, ...], extra: dict[str, str]
) -> bytes:
    codes = [*(column.code for column in federal_columns(base)), *extra]
    cells = [
        [row.get(code, number if code == "number" else None) for code in codes]
        for number, row in enumerate(rows, start=1)
    ]
    return make_xlsx([[*titles, *extra.values()], *cells])


def uploaded(content: bytes, name: str = "список.xlsx") -> SimpleUploadedFile:
    """What a browser sends."""
    return SimpleUploadedFile(name, content, content_type=XLSX)


def people_url(school: Organisation, tail: str = "") -> str:
    """An address of the people's pages."""
    return f"/{school.slug}/cabinet/people/{tail}"


class Curator:
    """Kira at her browser: every step is a request to the real page."""

    def __init__(
        self,
        client: Client,
        school: Organisation,
        user: User,
        committed: Callable[[], AbstractContextManager[None]],
    ) -> None:
        client.force_login(user)
        self.client = client
        self.school = school
        self.committed = committed

    def upload(
        self,
        content: bytes,
        kind: TableKind = TableKind.MENTORS,
        name: str = "список.xlsx",
    ):
        """Send a file; the worker checks it at once. Returns the response."""
        with self.committed():
            return self.client.post(
                people_url(self.school, "imports/upload/"),
                {"kind": kind, "upload": uploaded(content, name)},
            )

    def checked(
        self, content: bytes, kind: TableKind = TableKind.MENTORS
    ) -> ImportBatch:
        """Send a good file; return its checked import."""
        response = self.upload(content, kind)
        assert response.status_code == 302, response.context["form"].errors
        return ImportBatch.objects.latest("pk")

    def press(self, batch: ImportBatch, what: str):
        """Press a button of the import's page; the worker does the rest at once."""
        with self.committed():
            return self.client.post(
                people_url(self.school, f"imports/{batch.pk}/{what}/"), follow=True
            )

    def load(self, content: bytes, kind: TableKind = TableKind.MENTORS) -> ImportBatch:
        """Send and confirm; return the import."""
        batch = self.checked(content, kind)
        self.press(batch, "confirm")
        batch.refresh_from_db()
        return batch

    def see(self, batch: ImportBatch, query: str = ""):
        """Open the import's page."""
        return self.client.get(people_url(self.school, f"imports/{batch.pk}/{query}"))
