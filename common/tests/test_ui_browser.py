"""The gallery in a real browser: readable for everybody, on a phone and on a desk."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import sync_playwright

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def portal(live_server, settings):
    settings.DEBUG = True
    return live_server.url


@pytest.fixture
def browser(portal, chromium_path):
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


def opened(browser, portal, scheme="light", viewport=PHONE, **options):
    context = browser.new_context(color_scheme=scheme, viewport=viewport, **options)
    page = context.new_page()
    page.goto(portal + reverse("common:gallery"))
    return page


@pytest.mark.parametrize("large_print", [False, True], ids=["usual", "large print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_width_scrolls_sideways(
    browser, portal, scheme, large_print
):
    page = opened(browser, portal, scheme)
    if large_print:
        page.click(".large-print-switch button")

    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        found = Axe().run(page)

        assert page.locator("html.large-print").count() == int(large_print)
        assert not found.response["violations"], found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"]


def test_nothing_is_asked_of_another_origin_and_nothing_is_blocked(browser, portal):
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(portal + reverse("common:gallery"), wait_until="networkidle")

    assert asked
    assert not [url for url in asked if not url.startswith((portal, "data:"))]
    assert not complaints


def test_a_draft_comes_back_after_the_page_was_closed(browser, portal):
    page = opened(browser, portal)
    page.fill("#id_topic", "Шахматы и дроби")
    page.check("#id_mood_1")

    page.reload()

    assert page.input_value("#id_topic") == "Шахматы и дроби"
    assert page.is_checked("#id_mood_1")

    page.click(".draft-note button")

    assert page.input_value("#id_topic") == ""
    assert not page.is_checked("#id_mood_1")


def test_a_double_click_sends_a_form_once(browser, portal):
    page = browser.new_page()
    page.goto(portal + reverse("account_login"))
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.fill("#id_login", "nobody")
    page.fill("#id_password", "wrong")

    page.dblclick(".plain-panel button[type=submit]")
    page.wait_for_selector(".error-summary")

    assert sent.count("POST") == 1


def test_a_dialog_opens_over_the_page_and_closes_by_keyboard(browser, portal):
    page = opened(browser, portal)

    page.click("[data-opens=remark]")

    assert page.locator("dialog#remark").is_visible()

    page.keyboard.press("Escape")

    assert not page.locator("dialog#remark").is_visible()


def test_without_scripts_the_switch_works_and_the_copy_button_stays_away(
    browser, portal
):
    page = opened(browser, portal, java_script_enabled=False)

    page.click(".large-print-switch button")

    assert page.locator("html.large-print").count() == 1
    assert not page.locator("[data-copy-button]").is_visible()
    assert page.locator("#chat-text").is_visible()
