"""The first half of a cycle at the browser: from the one-time link to the signed order."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from datetime import date, timedelta

from django.utils import timezone

from mentoring.demo.tables import Bases
from mentoring.tests.journeys.stage import PASSWORD, Somebody, Stage, within_seconds

SCHOOL = {
    "Полное наименование": "Муниципальное общеобразовательное учреждение «Школа № 7»",
    "Краткое наименование": "МОУ «Школа № 7»",
    "Адрес на портале": "school-7",
    "Населённый пункт": "г. Заречный",
}
DIRECTOR = "Рощина Алла Петровна"
CURATOR = "Крылова Кира Андреевна"
PDF_SECONDS = 5


def day(moment: date) -> str:
    """Write a date as a date field takes it."""
    return moment.isoformat()


def invitation_on(page: Somebody) -> str:
    """Return the path of the invitation shown on the page."""
    words = page.page.locator("textarea").first.input_value()
    found = re.search(r"https?://[^/]+(/\S+)", words)
    assert found, words
    return found[1]


def accept_invitation(stage: Stage, path: str, username: str, **options) -> Somebody:
    """Somebody new opens a personal link and makes an account."""
    guest = stage.enter(**options)
    guest.goes_to(path)
    guest.writes({"Логин": username, "Пароль": PASSWORD, "Пароль ещё раз": PASSWORD})
    guest.presses("Войти в кабинет")
    guest.sees("Добро пожаловать")
    return guest


def add_a_second_factor(somebody: Somebody) -> None:
    """Who administers or directs a real school adds a second factor before all else."""
    password = somebody.field("Пароль")
    if password.count():
        password.fill(PASSWORD)
        somebody.presses("Подтвердить")
    secret = somebody.page.locator("#totp-secret").input_value()
    somebody.page.locator("[name=code]").fill(one_time_code(secret))
    somebody.presses("Включить")
    somebody.sees("апасные коды")


def one_time_code(secret: str) -> str:
    """Return what the phone's application shows, early in its half minute (RFC 6238)."""
    age = time.time() % 30
    if age > 15:
        time.sleep(30 - age)
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), moment, "sha1").digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def set_up_the_institution(stage: Stage, link: str) -> tuple[Somebody, str]:
    """The curator sets the school up by the one-time link; the director gets a link."""
    today = timezone.localdate()
    curator = stage.enter()
    curator.goes_to(link)
    curator.writes(
        {
            "Фамилия, имя, отчество": CURATOR,
            "Логин": "kira",
            "Пароль": PASSWORD,
            "Пароль ещё раз": PASSWORD,
        }
    )
    curator.presses("Начать")
    curator.writes(SCHOOL)
    curator.presses("Создать")
    stage.slug = SCHOOL["Адрес на портале"]

    curator.writes({"Фамилия, имя, отчество": DIRECTOR})
    curator.presses("Дальше")
    curator.sees("Проверьте падежи")
    assert curator.field("ФИО (кого?)").input_value() == "Рощиной Аллы Петровны"
    curator.presses("Всё верно, дальше")
    invitation = invitation_on(curator)
    curator.presses("Ссылка сохранена, дальше")

    curator.writes({"Первый номер, который даст портал": "46"})
    curator.presses("Дальше")
    curator.picks("Куратор — это я")
    curator.presses("Дальше")
    curator.presses("Пропустить")
    curator.writes(
        {
            "Начало": day(today - timedelta(days=60)),
            "Окончание": day(today + timedelta(days=200)),
        }
    )
    curator.presses("Открыть цикл")
    curator.sees("Портал настроен")
    add_a_second_factor(curator)
    curator.opens("programmes:roadmap")
    assert curator.page.locator("main a[href*='/roadmap/measures/']").count() > 10
    return curator, invitation


def register_the_introduction_order(curator: Somebody) -> None:
    """The order that introduces mentoring was signed on paper before."""
    curator.opens("registry:cycle_list")
    curator.follows_first("main table a")
    curator.follows("Внести подписанный на бумаге")
    curator.writes(
        {
            "Номер приказа": "12-ОД",
            "Дата приказа": day(timezone.localdate() - timedelta(days=50)),
        }
    )
    curator.presses("Внести приказ")
    curator.sees("12-ОД")


def load_both_bases(curator: Somebody, tables: Bases) -> None:
    """Upload, look at the verdict of each row, confirm, read the report."""
    for choice, name, content, names in (
        ("База наставников", "mentors.xlsx", tables.mentors, tables.mentor_names),
        ("База наставляемых", "mentees.xlsx", tables.mentees, tables.mentee_names),
    ):
        curator.opens("registry:import_upload")
        curator.picks(choice)
        curator.attaches("Файл с таблицей", name, content)
        curator.presses("Проверить файл")
        curator.sees(f"только принятые строки: {len(names)} из {len(names)}")
        curator.sees(names[0])
        curator.presses("Загрузить принятые")
        curator.sees("Таблица загружена")
        curator.follows("Открыть базу")
        assert curator.page.locator("main tbody tr").count() == len(names)


def record_paper_consents(curator: Somebody) -> None:
    """Everybody signed on paper: recorded from one list."""
    curator.opens("registry:consent_list")
    whole = curator.page.locator("#whole")
    if whole.count():
        whole.check()
    curator.ticks_all("chosen")
    curator.presses("Записать подписанные бумаги")
    tick_teenagers(curator)
    with curator.page.expect_navigation():
        curator.page.get_by_role("button", name=re.compile(r"^Записать: \d+")).click()
    curator.opens("registry:consent_list")
    curator.sees("Таких согласий нет")


def tick_teenagers(curator: Somebody) -> None:
    """Where there are minors from 14, say that they have signed beside."""
    box = curator.page.locator("[name=is_cosigned]")
    if box.count():
        box.check()


def pair_everybody(curator: Somebody) -> int:
    """Ask for proposals, read why, adopt all; record that both sides agreed on paper."""
    curator.opens("programmes:matching")
    curator.presses("Подобрать")
    curator.sees("Почему эта пара")
    count = curator.page.get_by_text("Почему эта пара").count()
    curator.presses("Принять все")
    curator.opens("programmes:pair_paper_answers", "?all=1")
    curator.presses("Записать ответы")
    curator.opens("programmes:pair_paper_answers")
    curator.sees("Все ответили")
    return count


def submit_the_order(curator: Somebody, count: int) -> None:
    """All agreed pairs go into one order, read as it will be printed."""
    curator.opens("programmes:pair_list")
    curator.follows("Составить приказ")
    curator.presses("Составить проект")
    sheet = curator.page.frame_locator("iframe.sheet-frame")
    sheet.get_by_text("ПРИКАЗ").first.wait_for()
    curator.presses("Отправить директору")
    curator.opens("programmes:pair_list", "?status=submitted")
    assert curator.page.locator("main tbody tr").count() == count


def sign_the_order(director: Somebody) -> int:
    """The director reads and signs, having proved who she is; returns the paper's key."""
    director.opens("documents:desk")
    director.follows_first("main a.whole-tile")
    director.sees("Всё готово")
    # She typed her password for the second factor: it counts for five minutes.
    if not director.page.get_by_role("button", name="Подписать", exact=True).count():
        director.follows("Ввести пароль, чтобы подписать")
        director.writes({"Пароль": PASSWORD})
        director.presses("Подтвердить")
    director.presses("Подписать")
    with within_seconds(PDF_SECONDS):
        director.sees_link("Открыть PDF")
    return director.key


def read_the_order(director: Somebody, paper: int, count: int) -> None:
    """The printed order has its number and a row for every pair."""
    words = director.reads_pdf("documents:document_pdf", pk=paper)
    assert "46-ОД" in words
    assert "Школа № 7" in words
    director.opens("programmes:pair_list", "?status=active")
    rows = director.page.locator("main tbody tr")
    assert rows.count() == count
    for row in rows.all():
        for name in (
            row.locator("td, th").nth(0).inner_text(),
            row.locator("td, th").nth(1).inner_text(),
        ):
            for person in name.splitlines():
                if person.strip():
                    assert person.strip() in words


def confirm_on_paper(curator: Somebody, paper: int) -> None:
    """The wet signature is there: noted, and the order may be shown to everybody."""
    curator.opens("documents:document_detail", pk=paper)
    curator.follows("Отметить подпись на бумаге")
    curator.writes({"Когда подписан на бумаге": day(timezone.localdate())})
    curator.presses("Отметить")
    curator.sees("Подписан на бумаге")
