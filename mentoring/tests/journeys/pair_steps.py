"""The second half at the browser: a pair's months, its end, and what everybody may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from mentoring.tests.journeys.cycle_steps import (
    accept_invitation,
    day,
    invitation_on,
    tick_teenagers,
)
from mentoring.tests.journeys.stage import Somebody, Stage

PROGRAMME = {
    "Запрос (цель) наставляемого": "Подготовить и защитить проект",
    "Описание проблемы": "Тема выбрана, а с чего начать, непонятно.",
    "Что будет делать наставник": "Показывает приёмы и разбирает черновики.",
    "Что будет делать наставляемый": "Пишет по главе в две недели.",
    "Дни и время встреч": "По средам в 15:00, кабинет 24.",
    "Режим работы": "Раз в неделю по 45 минут.",
    "Промежуточные результаты": "План проекта и первая глава.",
    "Планируемые результаты": "Проект защищён на школьной конференции.",
}
PLAN_ROW = "Встреча-знакомство: запрос и правила"
MEETING = "Познакомились и выбрали тему проекта."
AGE_OF_OWN_WORD = 14
CASE = "От растерянности к защите проекта"
QUOTE = "Теперь я знаю, с чего начинать любую большую работу."


@dataclass(frozen=True)
class PairOfPeople:
    """A working pair: its key and the names in it."""

    pk: int
    mentor: str
    mentee: str


def first_working_pair(curator: Somebody) -> PairOfPeople:
    """Look up a pair of one and one whose mentee is old enough to agree himself."""
    curator.opens("programmes:pair_list", "?status=active")
    links = curator.page.locator("main tbody a")
    for path in [link.get_attribute("href") or "" for link in links.all()]:
        curator.goes_to(path)
        names = curator.page.locator("h1").inner_text().split(" — ")
        pair = PairOfPeople(curator.key, *names)
        if "," not in pair.mentee and _speaks_for_himself(curator, pair.mentee):
            return pair
    raise AssertionError("no pair of one and one, fourteen or older")


def _speaks_for_himself(curator: Somebody, name: str) -> bool:
    """Tell whether the mentee is surely fourteen, as his card has it."""
    curator.follows(name)
    words = curator.page.locator("main").inner_text()
    born = re.search(r"Год рождения\s+(\d{4})", words)
    assert born, words
    return timezone.localdate().year - int(born[1]) > AGE_OF_OWN_WORD


def give_a_cabinet(
    stage: Stage, curator: Somebody, name: str, role: str, **options
) -> Somebody:
    """The curator finds a person and hands the personal link over; it opens a cabinet."""
    base = "registry:mentor_list" if role == "mentor" else "registry:mentee_list"
    open_the_papers(curator, base, name)
    form = curator.page.locator(f"form:has(input[name=role][value={role}])")
    with curator.page.expect_navigation():
        form.get_by_role("button", name="Пригласить в кабинет").click()
    return accept_invitation(stage, invitation_on(curator), role, **options)


def open_the_papers(curator: Somebody, base: str, name: str) -> None:
    """Find somebody in a base; go on to his consents and his cabinet."""
    curator.opens(base, f"?q={name.split()[0]}")
    curator.follows(name)
    curator.follows("Согласия и кабинет")


def write_the_programme(mentor: Somebody, pair: PairOfPeople) -> int:
    """The mentor fills the draft; returns the programme's key."""
    mentor.opens("programmes:pair_detail", pk=pair.pk)
    mentor.follows("Персонализированная программа")
    programme = mentor.key
    mentor.sees("Чтобы согласовать программу, заполните")
    mentor.follows("Изменить текст")
    mentor.writes(PROGRAMME)
    mentor.page.locator("[name=tasks]").first.fill("Научиться планировать работу")
    for name in ("interaction_forms", "kinds", "schedule_format"):
        mentor.page.locator(f"[name={name}]").first.check()
    mentor.presses("Сохранить программу")
    mentor.follows("Изменить план")
    mentor.writes(
        {
            "Мероприятие": PLAN_ROW,
            "Срок": day(timezone.localdate() + timedelta(days=14)),
        }
    )
    mentor.presses("Добавить строку")
    mentor.sees(PLAN_ROW)
    return programme


def agree_and_approve(
    mentor: Somebody, mentee: Somebody, curator: Somebody, programme: int
) -> None:
    """Both sides agree to one and the same text, the curator approves, the PDF says so."""
    for side in (mentor, mentee):
        side.opens("programmes:programme_detail", pk=programme)
        side.presses("Согласовать")
        side.sees("Согласовано")
    curator.opens("programmes:programme_detail", pk=programme)
    curator.presses("Утвердить программу")
    curator.sees("Утверждена")
    curator.awaits_pdf("programmes:programme_pdf", pk=programme)
    words = curator.reads_pdf("programmes:programme_pdf", pk=programme)
    assert PROGRAMME["Запрос (цель) наставляемого"] in words
    assert PLAN_ROW in words


def log_a_meeting(mentor: Somebody, pair: PairOfPeople) -> None:
    """On a phone: three fields, one of them a tick in the plan."""
    mentor.opens("dashboard")
    mentor.fits_the_screen()
    mentor.opens("programmes:meeting_log", pk=pair.pk)
    mentor.fits_the_screen()
    mentor.writes({"Что сделали": MEETING})
    mentor.page.locator("[name=rows]").first.check()
    mentor.presses("Записать встречу")
    mentor.opens("programmes:meeting_list", pk=pair.pk)
    mentor.sees(MEETING)
    mentor.fits_the_screen()


def leave_feedback(mentee: Somebody, pair: PairOfPeople) -> None:
    """The mentee finds the meeting and says how it was."""
    mentee.opens("programmes:meeting_list", pk=pair.pk)
    mentee.follows(f"{timezone.localdate():%d.%m.%Y}")
    meeting = mentee.key
    mentee.follows("Оставить отзыв")
    mentee.page.locator("input[name=mark][value='9']").check()
    mentee.writes({"Что было полезно": "Стало понятно, с чего начать."})
    mentee.presses("Отправить отзыв")
    mentee.opens("programmes:meeting_detail", pk=meeting)
    mentee.sees("Оценка: 9 из 10")


def ask_how_it_was(curator: Somebody, answering: dict[str, Somebody]) -> None:
    """Both surveys are open; those with a cabinet answer there, the others on paper."""
    for audience, somebody in answering.items():
        curator.opens("monitoring:survey_open")
        curator.picks(audience)
        curator.presses("Открыть опрос")
        survey = curator.key
        somebody.opens("monitoring:survey_answer", pk=survey)
        answer_everything(somebody)
        somebody.sees("Ответы приняты")
        while _answers_from_paper(curator, survey):
            answer_everything(curator)
        curator.opens("monitoring:survey_results", pk=survey)
        curator.sees("Ответили")


def _answers_from_paper(curator: Somebody, survey: int) -> bool:
    curator.opens("monitoring:survey_respondents", pk=survey)
    if not curator.page.get_by_role("link", name="Внести с бумаги").count():
        return False
    curator.follows("Внести с бумаги")
    return True


def answer_everything(somebody: Somebody) -> None:
    """Give high marks, the first of other choices, and a few words."""
    form = somebody.page.locator("main form[method=post]").last
    radios = form.locator("input[type=radio]").all()
    for name in {radio.get_attribute("name") for radio in radios}:
        group = form.locator(f"input[type=radio][name='{name}']")
        (group.nth(8) if group.count() == 10 else group.first).check()
    for text in form.locator("textarea").all():
        text.fill("Спасибо, было полезно.")
    somebody.presses("Отправить ответы")


def write_the_report(curator: Somebody) -> None:
    """The curator adds conclusions to the figures; the report is a PDF."""
    curator.opens("monitoring:report_add")
    curator.writes({"Выводы": "Пары работают по плану.\nОтзывы положительные."})
    curator.presses("Составить отчёт")
    while not curator.page.get_by_role("link", name="PDF").count():
        curator.opens("monitoring:report_list")
    path = curator.page.get_by_role("link", name="PDF").first.get_attribute("href")
    report = int(re.findall(r"/(\d+)/", path or "")[-1])
    assert "Пары работают по плану." in curator.reads_pdf(
        "monitoring:report_pdf", pk=report
    )


def end_the_pair(curator: Somebody, pair: PairOfPeople) -> None:
    """The plan is done; what came of it goes into both bases."""
    curator.opens("programmes:pair_detail", pk=pair.pk)
    curator.follows("Завершить пару")
    curator.picks("План выполнен в полном объёме")
    curator.writes({"Результаты": "Проект защищён."})
    curator.presses("Завершить пару")
    curator.sees("Завершена")


def allow_to_publish(curator: Somebody, pair: PairOfPeople) -> None:
    """Consent to publish is a paper of its own, each part of it allowed apart."""
    for base, name in (
        ("registry:mentor_list", pair.mentor),
        ("registry:mentee_list", pair.mentee),
    ):
        open_the_papers(curator, base, name)
        curator.page.locator("select[name=kind]").select_option("publication")
        curator.presses("Запросить")
        with curator.page.expect_navigation():
            curator.page.get_by_role("link", name="Записать бумагу").last.click()
        for box in curator.page.locator("[name^=allow_]").all():
            box.check()
        tick_teenagers(curator)
        with curator.page.expect_navigation():
            curator.page.get_by_role("button", name="Записать").first.click()


def publish_the_case(curator: Somebody, pair: PairOfPeople) -> None:
    """What the pair did is told on the page, with the names of those who agreed."""
    curator.opens("publishing:case_add")
    option = curator.page.locator("select[name=pair] option", has_text=pair.mentor)
    curator.page.locator("select[name=pair]").select_option(
        option.first.get_attribute("value")
    )
    curator.writes(
        {
            "Название кейса": CASE,
            "С чего начали": "Тема проекта пугала.",
            "Что делали": "Встречались раз в неделю.",
            "Что получилось": "Проект защищён.",
            "Отзыв участника": QUOTE,
        }
    )
    curator.picks("Показывать имена тех, кто согласен на публикацию")
    curator.presses("Сохранить")
    curator.presses("Опубликовать")


def read_the_page(anybody: Somebody, pair: PairOfPeople) -> None:
    """Nobody signed in reads the case, its heroes by name, and the way to join."""
    anybody.opens("publishing:page")
    anybody.sees("Как вступить")
    anybody.follows(CASE)
    anybody.sees(QUOTE)
    anybody.sees(pair.mentor.split()[0])
    anybody.fits_the_screen()
