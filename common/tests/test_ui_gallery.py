"""The gallery, the layouts and the error pages as a browser gets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.template.utils import get_app_template_dirs
from django.urls import reverse

from common.gallery import SampleForm

ROOT = Path(settings.BASE_DIR)
ADDRESS = re.compile(r"""(?:https?:)?//[\w.-]+""")
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.fixture
def gallery(client, settings, db):
    settings.DEBUG = True
    return client.get(reverse("common:gallery")).content.decode()


class Elements(HTMLParser):
    """Collects the start tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_gallery_exists_only_under_debug(client, settings, db):
    settings.DEBUG = False

    assert client.get(reverse("common:gallery")).status_code == 404


def test_the_gallery_shows_every_component(gallery):
    components = {path.stem for path in (ROOT / "templates/components").glob("*.html")}
    # These stand around a page of a signed-in person, or nowhere but in its head.
    around = {"bell", "navigation", "role_switcher", "user_menu", "refresh", "flash"}
    source = "".join(
        path.read_text() for path in (ROOT / "templates/common").glob("*gallery*.html")
    )
    tags = {
        "before_after": "before_after_chart",
        "brand": "extends",
        "large_print_switch": "extends",
        "field": "field ",
    }

    unseen = {
        name
        for name in components - around
        if f"{{% {tags.get(name, name)}" not in source
    }

    assert not unseen


def test_the_gallery_asks_nothing_of_another_origin(gallery):
    assert not ADDRESS.findall(gallery.replace(NAMESPACE, ""))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "static").rglob("*.*")), ids=lambda path: path.name
)
def test_no_static_file_names_another_origin(path):
    text = path.read_text().replace(NAMESPACE, "")

    assert not re.findall(r"https?://|url\(.?//|@import", text)


def test_the_gallery_has_no_inline_style_or_script(gallery):
    for tag, attributes in Elements(gallery).found:
        assert tag != "style"
        assert "style" not in attributes
        assert tag != "script" or attributes.get("src")
        assert not [name for name in attributes if name.startswith("on")]


def test_ids_are_unique_and_references_lead_somewhere(gallery):
    found = Elements(gallery).found
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    referring = ("for", "aria-describedby", "aria-labelledby", "data-opens")
    wanted = {
        key
        for _, attributes in found
        for name in referring
        for key in (attributes.get(name) or "").split()
    }

    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_no_coordinate_has_a_decimal_comma(gallery):
    pictures = re.findall(r"<(?:rect|path|text|svg)[^>]*>", gallery)

    assert pictures
    assert not [picture for picture in pictures if re.search(r'="\d+,\d', picture)]


def test_large_print_marks_the_whole_page(client, settings, db):
    settings.DEBUG = True
    client.post(reverse("large_print"), {"next": reverse("common:gallery")})

    html = client.get(reverse("common:gallery")).content.decode()

    assert '<html lang="ru" class="large-print">' in html
    assert "Обычная версия" in html


def test_a_form_says_what_is_wrong_at_its_head_and_at_each_field(rf):
    html = render_to_string(
        "common/_gallery_forms.html",
        {"form": SampleForm(), "form_with_errors": SampleForm({}, prefix="wrong")},
        request=rf.get("/"),
    )

    assert '<a href="#id_wrong-met_on">Когда встретились: Укажите день встречи.' in html
    assert '<a href="#div_id_wrong-mood">' in html
    assert 'id="id_wrong-met_on_error"' in html


def test_the_page_of_a_crash_needs_nothing_but_itself():
    html = render_to_string("500.html")

    assert "ошибка на нашей стороне" in html
    assert reverse("home") in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "403_csrf.html"])
def test_error_pages_say_what_to_do_next(rf, name):
    html = render_to_string(name, {"user": None})

    assert "На главную" in html
    assert "<h1>" in html


def test_the_reason_of_a_refusal_is_shown():
    assert "Приказ уже подписан." in render_to_string(
        "403.html", {"reason": "Приказ уже подписан."}
    )


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_signup"]
)
def test_sign_in_pages_speak_russian_in_our_frame(client, db, name):
    html = client.get(reverse(name)).content.decode()

    assert 'class="plain-panel"' in html
    assert "Версия для слабовидящих" in html


def test_a_failed_sign_in_says_so_and_keeps_the_login(client, db):
    html = client.post(
        reverse("account_login"), {"login": "kira", "password": "wrong"}
    ).content.decode()

    assert "Войти не получилось" in html
    assert 'value="kira"' in html


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "account_logout", "account_email"]
)
def test_pages_of_ones_account_stand_in_our_frame(client, kira, name):
    client.force_login(kira)

    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert 'class="plain-panel"' in response.content.decode()


def test_no_page_of_allauth_is_left_in_its_own_look():
    ours = ROOT / "templates/allauth/layouts/base.html"
    theirs = [
        path / "allauth/layouts/base.html"
        for path in get_app_template_dirs("templates")
    ]

    assert 'extends "base_plain.html"' in ours.read_text()
    assert any(path.exists() for path in theirs)


def test_signing_in_needs_no_announcement(client, kira):
    kira.set_password("Каштан-7-мост")
    kira.save(update_fields=["password"])

    response = client.post(
        reverse("account_login"),
        {"login": kira.username, "password": "Каштан-7-мост"},
    )

    assert response.status_code == 302
    assert not response.wsgi_request._messages._queued_messages
