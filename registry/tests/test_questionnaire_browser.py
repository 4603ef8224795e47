"""Questionnaires in a real browser: kept while typed, over lost sessions and two windows."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect, sync_playwright

from accounts.tests.factories import PASSWORD
from common.links import link
from registry.models import PrimaryQuestionnaire
from registry.tests.consent_factories import load_texts
from registry.tests.questionnaire_factories import consented_mentor

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SAVED = "Черновик сохранён"
PATIENCE = 15_000


@pytest.fixture(autouse=True)
def rows_may_be_asked_for(monkeypatch):
    """The driver of the browser keeps a loop in this thread; the rows are asked beside it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def card(transactional_db, school, max_):
    load_texts()
    return consented_mentor(school, max_)


@pytest.fixture
def browser(live_server, chromium_path):
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture
def url(live_server, card):
    return live_server.url + link(
        "registry:questionnaire_fill", kind="primary", pk=card.pk
    )


@pytest.fixture
def cookie(client, max_, live_server):
    client.force_login(max_)
    value = client.cookies["sessionid"].value
    return {"name": "sessionid", "value": value, "url": live_server.url}


def opened(browser, url, cookie, viewport=PHONE, **options):
    context = browser.new_context(viewport=viewport, **options)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(url)
    return page


def state(page):
    return page.locator("[data-autosave-state]")


def answered(name):
    return PrimaryQuestionnaire.objects.values_list(name, flat=True).get()


def test_what_is_typed_is_kept_on_the_portal(browser, url, cookie):
    page = opened(browser, url, cookie)
    page.fill("#id_life_experience", "Водил кружок")
    expect(state(page)).to_contain_text(SAVED, timeout=PATIENCE)
    page.fill("#id_interests", "Лыжи")
    page.click("#step-1 >> text=Дальше")
    page.fill("#id_competences_text", "Физика")
    page.click("#step-2 >> text=Дальше")
    page.fill("#id_time_resource", "Час")
    page.click("text=Отправить анкету")

    page.wait_for_url("**/primary/*/*", wait_until="load")
    expect(page.locator(".flash-message")).to_contain_text("Анкета заполнена")
    assert answered("interests") == "Лыжи"
    assert answered("status") == "submitted"


def test_a_lost_session_loses_nothing_that_was_typed(browser, url, cookie, max_):
    page = opened(browser, url, cookie)
    Session.objects.all().delete()
    page.fill("#id_life_experience", "Двадцать лет в школе")
    expect(state(page)).to_contain_text(
        "Ответы сохранены в этом браузере", timeout=PATIENCE
    )
    assert not PrimaryQuestionnaire.objects.exists()

    state(page).get_by_role("link", name="Войти").click()
    page.fill("input[name=login]", max_.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Войти')")

    page.wait_for_url(f"{url}**")
    assert page.input_value("#id_life_experience") == "Двадцать лет в школе"
    expect(state(page)).to_contain_text(SAVED, timeout=PATIENCE)
    assert answered("life_experience") == "Двадцать лет в школе"


def test_of_two_windows_the_second_is_told(browser, url, cookie):
    first = opened(browser, url, cookie)
    second = opened(browser, url, cookie)
    first.fill("#id_interests", "Лыжи")
    expect(state(first)).to_contain_text(SAVED, timeout=PATIENCE)

    second.fill("#id_interests", "Коньки")

    expect(state(second)).to_contain_text("в другом окне", timeout=PATIENCE)
    assert answered("interests") == "Лыжи"
    second.click("#step-1 >> text=Сохранить черновик")
    expect(second.locator("main")).to_contain_text("Что сохранено в другом окне")
    assert second.input_value("#id_interests") == "Коньки"
    assert answered("interests") == "Лыжи"


def test_without_a_line_the_answers_wait_in_the_browser(browser, url, cookie):
    page = opened(browser, url, cookie)
    page.context.set_offline(True)
    page.fill("#id_interests", "Лыжи")
    expect(state(page)).to_contain_text("Нет связи", timeout=PATIENCE)

    page.context.set_offline(False)

    expect(state(page)).to_contain_text(SAVED, timeout=PATIENCE)
    assert answered("interests") == "Лыжи"


def test_a_phone_shows_one_group_at_a_time_without_scripts(browser, url, cookie):
    page = opened(browser, url, cookie, java_script_enabled=False)
    groups = page.locator("fieldset[id^=step-]")
    assert [groups.nth(number).is_visible() for number in range(3)] == [
        True,
        False,
        False,
    ]
    assert "шаг 1 из 3" in groups.nth(0).inner_text()
    page.fill("#id_interests", "Лыжи")
    page.click("#step-1 >> text=Дальше")
    assert [groups.nth(number).is_visible() for number in range(3)] == [
        False,
        True,
        False,
    ]
    page.click("#step-2 >> text=Дальше")
    page.click("text=Отправить анкету")
    page.click(".error-summary a >> nth=0")
    assert page.locator("#id_competences_text").is_visible()
    page.fill("#id_competences_text", "Физика")
    page.click("#step-2 >> text=Дальше")
    page.fill("#id_time_resource", "Час")
    page.click("text=Отправить анкету")

    assert "Анкета заполнена" in page.content()
    assert answered("interests") == "Лыжи"


def test_a_desk_shows_the_whole_form(browser, url, cookie):
    page = opened(browser, url, cookie, viewport=DESK)

    groups = page.locator("fieldset[id^=step-]")
    assert all(groups.nth(number).is_visible() for number in range(3))
    assert not page.locator("text=Дальше").first.is_visible()
