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
        opened.set_default_timeout(8000)
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


# The whole plan in sight: a scroll under the mouse is the browser's own affair.
TALL = {"width": 1280, "height": 6000}


def carry(page, row, other, *, below):
    """Drag a row by its grip onto the upper or the lower half of another."""
    page.set_viewport_size(TALL)
    box = page.locator(f"#row-{other.pk}").bounding_box()
    page.drag_and_drop(
        f"#row-{row.pk} [data-grip]",
        f"#row-{other.pk}",
        target_position={"x": 90, "y": box["height"] * (0.8 if below else 0.2)},
    )
    page.wait_for_selector(".flash-message")


def order(section):
    return list(section.measures.all())


def test_a_row_is_carried_by_mouse_within_a_section_and_back_by_undo(page, plan):
    section = plan.sections.first()
    first, second, third, *rest = order(section)

    carry(page, third, first, below=False)
    assert order(section) == [third, first, second, *rest]
    assert page.url.endswith(f"#row-{third.pk}")

    page.click("#plan-steps form button")
    page.wait_for_selector("text=Отменено")
    assert order(section) == [first, second, third, *rest]


def test_ticked_rows_are_carried_together_into_another_section(page, plan):
    here, there = plan.sections.all()[:2]
    first, second, *rest = order(here)
    last = order(there)[-1]
    for row in (first, second):
        page.check(f"#row-{row.pk} input[name=row]")

    carry(page, second, last, below=True)

    assert order(here) == rest
    assert order(there)[-3:] == [last, first, second]


def test_a_row_carried_into_an_empty_section_stands_there(page, plan, kira):
    empty = roadmap_rows.add_section(roadmap=plan, cells={"title": "Новое"}, by=kira)
    first = plan.sections.first()
    row = order(first)[0]
    plan.sections.exclude(pk__in=[first.pk, empty.pk]).delete()
    page.reload()
    page.set_viewport_size(TALL)

    page.drag_and_drop(f"#row-{row.pk} [data-grip]", f"#section-{empty.pk} h2")
    page.wait_for_selector(".flash-message")

    assert order(empty) == [row]


def test_a_row_changed_meanwhile_is_not_carried(page, plan, kira):
    section = plan.sections.first()
    first, second, *_ = before = order(section)
    typed = Typed({"title": "Другое слово"}, cells_of(second), 1)
    roadmap_rows.edit_measure(measure=second, typed=typed, by=kira)

    carry(page, second, first, below=False)

    assert "строка изменилась" in page.inner_text(".flash-message")
    assert order(section) == before


def test_a_row_dropped_where_it_stands_changes_nothing(page, plan):
    first, second, *_ = before = order(plan.sections.first())
    height = page.locator(f"#row-{first.pk}").bounding_box()["height"]

    page.drag_and_drop(
        f"#row-{second.pk} [data-grip]",
        f"#row-{first.pk}",
        target_position={"x": 90, "y": height * 0.8},
    )

    assert page.locator(".is-carried, .drop-after, .drop-before").count() == 0
    assert page.locator(".flash-message").count() == 0
    assert order(plan.sections.first()) == before


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
