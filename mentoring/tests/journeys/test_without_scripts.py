"""The core forms are completed with JavaScript switched off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from common.links import current_slug
from common.tenancy import within
from mentoring.demo.institutions import INSTITUTIONS, Chapter
from mentoring.demo.load import create_organisation, participants
from mentoring.demo.story import PASSWORD, Story
from mentoring.tests.journeys.stage import PHONE, stage
from mentoring.tests.world import school_in_full_swing

pytestmark = pytest.mark.browser
APPLICANT = "Ветрова Анна Сергеевна"
WAITING = replace(
    next(one for one in INSTITUTIONS if one.chapter == Chapter.SUBMITTED),
    mentors=2,
    mentees=3,
)


@pytest.fixture
def two_schools(transactional_db):
    """One where pairs work, one where the order waits for its director."""
    with transaction.atomic():
        working = school_in_full_swing()
        tell(working, lambda: list(participants(working)))
        waiting = create_organisation(WAITING, None)
        tell(waiting, Story(waiting, WAITING).tell)
    return working.slug, waiting.slug


def tell(organisation, story):
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        story()
    current_slug.reset(token)


@pytest.fixture
def theatre(two_schools, live_server, chromium_path):
    with stage(live_server.url, chromium_path) as theatre:
        theatre.slug = two_schools[0]
        yield theatre
        assert theatre.complaints == []


def signed_in(theatre, username):
    somebody = theatre.enter(viewport=PHONE, java_script_enabled=False)
    somebody.goes_to("/accounts/login/")
    somebody.writes({"Логин или электронная почта": username, "Пароль": PASSWORD})
    somebody.presses("Войти")
    return somebody


def test_the_core_forms_need_no_script(theatre, two_schools):
    anybody_applies(theatre)
    a_mentor_logs_a_meeting(signed_in(theatre, "mentor"))
    a_parent_signs_a_consent(signed_in(theatre, "parent"))
    theatre.slug = two_schools[1]
    the_director_signs(signed_in(theatre, f"{theatre.slug}-director"))


def anybody_applies(theatre):
    guest = theatre.enter(viewport=PHONE, java_script_enabled=False)
    guest.opens("publishing:page")
    guest.follows("Хочу стать наставником")
    guest.writes(
        {
            "Фамилия, имя, отчество": APPLICANT,
            "Дата рождения": "1990-05-17",
            "Место работы или учёбы, должность": "Завод, инженер",
            "Чем вы можете быть полезны": "Помогу с физикой",
            "Телефон": "8 900 000-00-17",
            "Подпись: напишите свои фамилию, имя и отчество": APPLICANT,
        }
    )
    guest.picks("Я прочитал текст согласия и даю его")
    guest.presses("Отправить заявку")
    guest.sees("Заявка")
    curator = signed_in(theatre, "curator")
    curator.opens("registry:application_list")
    curator.sees(APPLICANT)


def a_mentor_logs_a_meeting(mentor):
    mentor.follows("Записать встречу")
    mentor.writes({"Что сделали": "Разобрали чертёж без единого скрипта."})
    mentor.presses("Записать встречу")
    mentor.opens("dashboard")
    mentor.follows_first("main h2 a")
    mentor.follows_first("main a[href$='/meetings/']")
    mentor.sees("Разобрали чертёж без единого скрипта.")


def a_parent_signs_a_consent(parent):
    parent.opens("registry:my_consents")
    parent.presses("Прочитать согласие на публикацию")
    prove_oneself(parent)
    parent.page.locator("[name^=allow_]").first.check()
    parent.presses("Даю согласие")
    parent.opens("registry:my_consents")
    parent.sees("Подписано")


def prove_oneself(somebody):
    """Type the password once more: the page that signs asks for it."""
    somebody.follows("Ввести пароль, чтобы подписать")
    somebody.writes({"Пароль": PASSWORD})
    somebody.presses("Подтвердить")


def the_director_signs(director):
    director.opens("documents:desk")
    director.follows_first("main a.whole-tile")
    prove_oneself(director)
    director.presses("Подписать")
    director.sees("Подписан")
    director.opens("programmes:pair_list", "?status=active")
    assert director.page.locator("main tbody tr").count() >= 1
