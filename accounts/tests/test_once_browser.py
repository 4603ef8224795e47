"""The way back in a real browser: what was sent once is not done again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import sync_playwright

from accounts.tests.factories import PASSWORD
from common.links import link

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(live_server, chromium_path, school, kira):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=live_server.url)
        page.goto(reverse("account_login"))
        page.fill("input[name=login]", kira.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/cabinet/")
        yield page
        browser.close()


def test_going_back_and_sending_again_acts_once(signed_in):
    signed_in.goto(link("accounts:member_invite"))
    signed_in.select_option("select[name=role]", "mentor")
    signed_in.fill("input[name=name]", "Морозов Максим Ильич")
    send = signed_in.get_by_role("button", name="Получить ссылку")

    send.click()
    signed_in.wait_for_url("**/links/")
    signed_in.go_back()
    assert signed_in.input_value("input[name=name]") == "Морозов Максим Ильич"
    send.click()
    signed_in.wait_for_url("**/links/")

    assert signed_in.get_by_text("второй раз ничего не записано").count() == 1
    assert signed_in.get_by_text("Скопировать текст для чата").count() == 1
