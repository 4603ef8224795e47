from __future__ import annotations

import io
from datetime import UTC, date, datetime

from django.test import RequestFactory
from django.utils import timezone
from openpyxl import load_workbook

from common.paging import page_of
from common.tables import comma_separated, table_response, workbook


def test_no_cell_of_a_workbook_is_a_formula():
    content = workbook("Пары: 1/2", ["A", "Б"], [["=1+1", date(2026, 9, 1)]])

    cell, day = load_workbook(io.BytesIO(content)).active[2]

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert day.value.date() == date(2026, 9, 1)


def test_no_cell_of_a_csv_is_a_formula():
    content = comma_separated(["A"], [["=cmd()"], ["+7 900"], ["Ёж"], [None]])

    assert content.decode("utf-8-sig") == "A\r\n'=cmd()\r\n'+7 900\r\nЁж\r\n\"\"\r\n"


def test_a_moment_is_written_by_the_organisations_clock():
    moment = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)

    with timezone.override("Asia/Kamchatka"):
        written = comma_separated(["Отозвано"], [[moment]]).decode("utf-8-sig")

    assert written.splitlines() == ["Отозвано", "21.11.2026 08:30"]


def test_a_list_leaves_under_its_russian_name():
    response = table_response("xlsx", "Пары", ["A"], [])

    assert "filename*=UTF-8''%D0%9F" in response["Content-Disposition"]


def test_a_wrong_page_number_gives_the_nearest_page():
    request = RequestFactory().get("/", {"page": "99"})

    assert list(page_of(request, list(range(30)), size=25)) == [25, 26, 27, 28, 29]
