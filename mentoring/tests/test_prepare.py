"""What every start does first: whole, twice the same, demo and reality never together."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import invitations, setup
from accounts.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.QUEUE_DIR = tmp_path / "queue"
    return tmp_path


def prepare(word: str) -> str:
    said = StringIO()
    call_command("prepare", word, stdout=said)
    return said.getvalue().strip()


def organisation(*, is_demo: bool) -> Organisation:
    return Organisation.objects.create(
        slug="school", name="Школа № 12", short_name="Школа № 12", is_demo=is_demo
    )


def test_an_empty_installation_gets_folders_static_files_and_a_link(var):
    assert "/setup/" in prepare("--no-demo")

    assert (var / "media").is_dir()
    assert (var / "queue" / "messages").is_dir()
    assert any((var / "static").rglob("bootstrap*.css"))


def test_static_files_are_collected_again_only_when_a_source_changed(var):
    prepare("--no-demo")
    lost = next((var / "static").rglob("bootstrap.min.css"))
    lost.unlink()

    prepare("--no-demo")
    assert not lost.exists()

    (var / "static" / ".collected").write_text("of other sources")
    prepare("--no-demo")
    assert lost.exists()


def test_an_installation_that_is_set_up_gets_no_link(var):
    organisation(is_demo=False)

    assert prepare("--no-demo") == ""


def test_a_set_up_that_stopped_goes_on_without_a_second_link(var):
    link = re.search(r"/setup/(\S+)/", prepare("--no-demo"))
    user = setup.begin(
        invitation=invitations.find(link[1]),
        username="anton",
        password="correct horse battery",
        name="Админов Антон Ильич",
    )
    said = prepare("--no-demo")
    assert "Войдите как anton" in said
    assert "/setup/" not in said

    setup.create_organisation(values={"slug": "school-7", "name": "Школа"}, by=user)

    assert "Войдите как anton" in prepare("--no-demo")


def test_reality_does_not_start_in_a_demo_database(var):
    organisation(is_demo=True)

    with pytest.raises(CommandError, match="VAR_DIR=var-school"):
        prepare("--no-demo")


def test_the_demo_does_not_start_beside_reality(var):
    organisation(is_demo=False)

    assert "не загружается" in prepare("--demo")
    assert Organisation.objects.count() == 1


def test_a_demo_that_stands_shows_its_logins_again(var):
    organisation(is_demo=True)
    (var / "demo-logins.txt").write_text("director  пароль", encoding="utf-8")

    assert prepare("--demo") == "director  пароль"


def test_the_demo_is_refused_where_everybody_can_reach_it(var, settings):
    settings.IS_PUBLIC = True

    with pytest.raises(CommandError, match="открыт всем"):
        prepare("--demo")
    assert not Organisation.objects.exists()
