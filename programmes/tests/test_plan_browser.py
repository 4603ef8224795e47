"""The plan typed into in a real browser, by keyboard alone, as in a spreadsheet."""

from __future__ import annotations

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from common.links import link
from programmes.actions import roadmap_rows
from programmes.actions.roadmap_rows import Typed
from programmes.models import Measure
from programmes.queries.row_cells import cells_of

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, client, plan, kira, chromium_path, monkeypatch):
    client.force_login(kira)
    # The browser's driver keeps a loop in this thread; the tests look into the rows.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        session = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url}]
        )
        opened = context.new_page()
        opened.goto(live_server.url + link("programmes:roadmap_edit"))
        yield opened
        browser.close()
        # Inside the driver's loop the rows were read over a connection of their own.
        connection.close()


def cell(page, measure, name):
    return page.locator(f"#row-{measure.pk} [data-cell={name}]")


def where(page):
    return page.evaluate(
        "[document.activeElement.closest('[data-row]')?.id,"
        " document.activeElement.dataset.cell]"
    )


def saved(page, count):
    """Wait until the row has come back so often."""
    page.wait_for_function(
        "count => [...document.querySelectorAll('[data-row]')]"
        ".reduce((sum, row) => sum + Number(row.dataset.version) - 1, 0) === count",
        arg=count,
    )


def test_cells_are_walked_typed_left_and_undone_by_keyboard(page, plan):
    first, second = Measure.objects.filter(section=plan.sections.first())[:2]
    title = first.title
    cell(page, first, "number_printed").focus()
    page.keyboard.press("ArrowRight")
    assert where(page) == [f"row-{first.pk}", "title"]

    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" сегодня")
    page.keyboard.press("Enter")
    saved(page, 1)
    assert where(page) == [f"row-{second.pk}", "title"]
    assert Measure.objects.get(pk=first.pk).title == f"{title} сегодня"

    page.keyboard.press("Enter")
    page.keyboard.type("не то")
    page.keyboard.press("Escape")
    assert cell(page, second, "title").inner_text().strip() == second.title

    page.keyboard.press("Control+z")
    page.wait_for_selector(".flash-message")
    assert Measure.objects.get(pk=first.pk).title == title


def test_two_words_for_one_cell_are_both_shown(page, plan, kira):
    measure = Measure.objects.first()
    roadmap_rows.edit_measure(
        measure=measure,
        typed=Typed({"title": "Другое слово"}, cells_of(measure), 1),
        by=kira,
    )

    cell(page, measure, "title").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Своё слово")
    page.keyboard.press("Tab")
    problem = page.wait_for_selector(".plan-problem").inner_text()
    assert "Другое слово" in problem
    assert "Своё слово" in problem
    page.click("[data-keep=mine]")
    saved(page, 2)

    assert Measure.objects.get(pk=measure.pk).title == "Своё слово"


def test_without_a_connection_nothing_typed_is_lost(page, plan):
    measure = Measure.objects.first()
    page.context.set_offline(True)
    cell(page, measure, "title").click()
    page.keyboard.press("End")
    page.keyboard.type(" и ещё")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=нет связи")

    page.context.set_offline(False)
    page.keyboard.press("Enter")
    saved(page, 1)

    assert Measure.objects.get(pk=measure.pk).title.endswith(" и ещё")
