"""The pages of questionnaires: filled in, kept while typed, read, listed, printed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from common.links import link
from documents.models import Attachment
from documents.tests.reading import whole_text
from registry.actions.consents import withdraw
from registry.actions.questionnaires import keep_draft, reopen
from registry.enums import AnswerKind
from registry.models import (
    Competence,
    Consent,
    Group,
    MenteeQuestionnaire,
    PrimaryQuestionnaire,
    UsefulSurvey,
)
from registry.queries.consents import local_day
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_cycle,
    make_mentor_card,
    make_person,
    make_topics,
)
from registry.tests.questionnaire_factories import (
    PRIMARY,
    consented_mentee,
    consented_mentor,
    filled,
    make_own_question,
    told,
)

pytestmark = pytest.mark.both
TYPED = {**PRIMARY, "version": 0}


@pytest.fixture(autouse=True)
def texts(db):
    load_texts()
    make_topics("физика", "шахматы")


@pytest.fixture
def card(school, max_):
    return consented_mentor(school, max_)


@pytest.fixture
def max_in(client, max_):
    client.force_login(max_)
    return client


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


def of(name, card, kind="primary"):
    return link(f"registry:questionnaire_{name}", kind=kind, pk=card.pk)


def page(response):
    return response.content.decode()


def test_a_mentor_finds_fills_in_and_reads_his_questionnaire(max_in, card):
    mine = page(max_in.get(link("registry:my_card")))
    assert of("fill", card) in mine
    form = page(max_in.get(of("fill", card)))
    assert "шаг 1 из 3" in form
    assert "шаг 3 из 3" in form
    assert "Дата на анкете" not in form

    done = max_in.post(of("fill", card), {**TYPED, "act": "submit"}, follow=True)

    assert "Анкета заполнена" in page(done)
    assert "Физика; шахматы" in page(done)
    assert of("detail", card) in page(max_in.get(link("registry:my_card")))


def test_a_draft_is_saved_by_its_button_and_continued(max_in, card):
    typed = {"version": 0, "interests": "Лыжи", "act": "draft"}

    again = max_in.post(of("fill", card), typed, follow=True)

    assert "Черновик сохранён" in page(again)
    assert "Лыжи" in page(again)
    shown = page(max_in.get(link("registry:mentor_questionnaires", pk=card.pk)))
    assert "Продолжить" in shown


def test_a_draft_keeps_all_but_what_is_wrong(max_in, card):
    typed = {
        "version": 0,
        "interests": "Лыжи",
        "wanted_age_from": "сто",
        "act": "draft",
    }

    again = page(max_in.post(of("fill", card), typed))

    assert "кроме отмеченного" in again
    assert 'name="version" value="1"' in again
    assert PrimaryQuestionnaire.objects.get().interests == "Лыжи"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"competences_text": ""}, "Здесь нужен ответ"),
        ({"wanted_age_from": 15, "wanted_age_to": 12}, "возраст меньше"),
        ({"wanted_age_from": 3}, "5"),
        ({"interests": "я" * 4001}, "4000"),
        ({"interests": "Лыжи\x00"}, "запрещённый символ"),
    ],
)
def test_what_is_typed_wrong_is_named_and_kept(max_in, card, typed, says):
    answer = max_in.post(of("fill", card), {**TYPED, **typed, "act": "submit"})

    assert says in page(answer)
    assert "2 часа в неделю" in page(answer)
    assert not PrimaryQuestionnaire.objects.exists()


def test_autosave_answers_with_the_version_the_page_stands_on(max_in, card):
    first = max_in.post(of("save", card), {"version": 0, "interests": "Лыжи"})
    second = max_in.post(of("save", card), {"version": 1, "interests": "Лыжи, лес"})

    assert (first.json()["version"], second.json()["version"]) == (1, 2)
    assert PrimaryQuestionnaire.objects.get().interests == "Лыжи, лес"


def test_autosave_leaves_out_what_is_wrong(max_in, card):
    typed = {"version": 0, "interests": "Лыжи", "wanted_age_from": "сто"}

    assert max_in.post(of("save", card), typed).status_code == 200
    assert PrimaryQuestionnaire.objects.get().interests == "Лыжи"


def test_autosave_says_when_another_window_was_faster(max_in, card, max_):
    keep_draft(card=card, kind="primary", answers=told(interests="Коньки"), by=max_)

    answer = max_in.post(of("save", card), {"version": 0, "interests": "Лыжи"})

    assert answer.status_code == 409
    assert "в другом окне" in answer.json()["message"]
    assert PrimaryQuestionnaire.objects.get().interests == "Коньки"


def test_of_two_windows_the_second_sees_both_answers_and_decides(
    max_in, card, max_, school
):
    question = make_own_question(school)
    own = f"own_{question.pk}"
    keep_draft(
        card=card,
        kind="primary",
        answers=told(interests="Коньки", own={str(question.pk): "Дело"}),
        by=max_,
    )
    typed = {"version": 0, "interests": "Лыжи", own: "Дружба", "act": "draft"}

    asked = page(max_in.post(of("fill", card), typed))

    assert "Что сохранено в другом окне" in asked
    assert "Коньки" in asked
    assert "Дело" in asked
    assert "Лыжи" in asked
    assert PrimaryQuestionnaire.objects.get().interests == "Коньки"
    assert 'name="version" value="1"' in asked
    max_in.post(of("fill", card), {**typed, "version": 1})
    assert PrimaryQuestionnaire.objects.get().interests == "Лыжи"


def test_autosave_says_why_not(max_in, card, max_):
    withdraw(consent=Consent.objects.get(), by=max_)

    answer = max_in.post(of("save", card), {"version": 0, "interests": "Лыжи"})

    assert answer.status_code == 403
    assert answer.json()["message"]
    assert not PrimaryQuestionnaire.objects.exists()


def test_without_a_session_autosave_is_sent_to_the_door(client, card):
    answer = client.post(of("save", card), {"version": 0})

    assert answer.status_code == 302
    assert not PrimaryQuestionnaire.objects.exists()


def test_without_consent_one_is_told_and_led_to_it(client, school, max_, kira):
    card = make_mentor_card(make_person(school, user=max_))
    for user, name, keys in (
        (max_, "my_consents", {}),
        (kira, "consent_person", {"pk": card.person_id}),
    ):
        client.force_login(user)
        told_so = page(client.get(of("fill", card), follow=True))
        assert "Сначала нужно действующее согласие" in told_so
        assert link(f"registry:{name}", **keys) in told_so
        assert client.post(of("fill", card), TYPED).status_code == 403


def test_the_curator_enters_paper_with_its_date_and_scan(kira_in, card, school):
    day = local_day(school)
    form = page(kira_in.get(of("fill", card)))
    assert "Дата на анкете" in form
    missing = kira_in.post(of("fill", card), {**TYPED, "act": "submit"})
    assert "когда анкету заполнили" in page(missing)
    early = kira_in.post(
        of("fill", card), {**TYPED, "answered_on": "01.09.2020", "act": "submit"}
    )
    assert "согласия ещё не было" in page(early)

    scan = SimpleUploadedFile("анкета.pdf", b"%PDF-1.4 scan")
    kira_in.post(
        of("fill", card),
        {**TYPED, "answered_on": day.isoformat(), "scan": scan, "act": "submit"},
    )

    found = PrimaryQuestionnaire.objects.get()
    assert (found.medium, found.answered_on) == ("paper", day)
    assert kira_in.get(of("scan", card)).content == b"%PDF-1.4 scan"
    assert "Скан анкеты" in page(kira_in.get(of("detail", card)))


def test_the_scan_of_answers_is_handed_over_by_its_own_page_alone(
    kira_in, card, school, dina
):
    """Who sees documents sees no answers: the director gets no scan by its number."""
    scan = SimpleUploadedFile("анкета.pdf", b"%PDF-1.4 scan")
    day = local_day(school).isoformat()
    kira_in.post(
        of("fill", card), {**TYPED, "answered_on": day, "scan": scan, "act": "submit"}
    )
    by_number = link("documents:attachment_download", pk=Attachment.objects.get().pk)
    assert kira_in.get(of("scan", card)).status_code == 200

    assert kira_in.get(by_number).status_code == 404
    kira_in.force_login(dina)
    assert kira_in.get(by_number).status_code == 404
    assert kira_in.get(of("scan", card)).status_code == 403


def test_a_refused_scan_leaves_no_file_and_no_answers(kira_in, card, school):
    scan = SimpleUploadedFile("анкета.exe", b"MZ")
    day = local_day(school).isoformat()

    answer = kira_in.post(
        of("fill", card), {**TYPED, "answered_on": day, "scan": scan, "act": "submit"}
    )

    assert "Это не PDF" in page(answer)
    assert not Attachment.objects.exists()
    assert not PrimaryQuestionnaire.objects.exists()


def test_the_curator_sees_the_difference_and_takes_the_answer(
    client, school, max_, kira
):
    card = consented_mentor(school, max_, competences_text="Химия")
    filled(card, "primary", max_, **PRIMARY)
    client.force_login(max_)
    assert "В карточке написано иначе" not in page(client.get(of("detail", card)))
    assert client.post(of("take", card), {"key": "competences_text"}).status_code == 403
    client.force_login(kira)
    assert "В карточке написано иначе" in page(client.get(of("detail", card)))

    client.post(of("take", card), {"key": "competences_text"})

    card.refresh_from_db()
    assert card.competences_text == "Физика; шахматы"
    assert "В карточке написано иначе" not in page(client.get(of("detail", card)))


def test_answers_are_put_right_after_the_questionnaire_is_opened(max_in, card, max_):
    filled(card, "primary", max_, **PRIMARY)
    blocked = page(max_in.get(of("fill", card), follow=True))
    assert "откройте её снова" in blocked

    opened = max_in.post(of("reopen", card))

    assert opened.url == of("fill", card)
    assert PrimaryQuestionnaire.objects.get().is_draft


def test_a_director_sees_who_filled_in_and_not_what(client, card, max_, dina):
    filled(card, "primary", max_, **PRIMARY)
    client.force_login(dina)

    assert "Морозов" in page(client.get(link("registry:questionnaire_list")))
    shown = page(client.get(link("registry:mentor_questionnaires", pk=card.pk)))
    assert "Заполнена" in shown
    assert "Открыть ответы" not in shown
    assert client.get(of("detail", card)).status_code == 403
    assert client.get(of("pdf", card)).status_code == 403


def test_foreign_cards_and_unknown_kinds_do_not_exist(client, card, max_, mia, school):
    filled(card, "primary", max_, **PRIMARY)
    mentee = consented_mentee(school)
    client.force_login(mia)
    for name in ("fill", "detail", "pdf", "scan"):
        assert client.get(of(name, card)).status_code == 404
        assert client.get(of(name, mentee, "mentee")).status_code == 404
        assert client.get(of(name, card, "nonsense")).status_code == 404
    for name in ("save", "reopen", "take"):
        assert client.post(of(name, card)).status_code == 404
    assert client.get(link("registry:questionnaire_list")).status_code == 403
    assert client.get(link("registry:questionnaire_blank", kind="x")).status_code == 404


def test_what_is_not_there_is_not_shown(max_in, kira_in, card, school, max_):
    mentee = consented_mentee(school)
    for name in ("detail", "pdf", "scan"):
        assert kira_in.get(of(name, card)).status_code == 404
    filled(card, "primary", max_, **PRIMARY)
    assert kira_in.get(of("scan", card)).status_code == 404
    assert kira_in.post(of("take", mentee, "mentee")).status_code == 404


def test_a_parent_answers_for_the_child(client, school, mia, pavel):
    card = consented_mentee(school, mia, pavel)
    client.force_login(pavel)
    assert of("fill", card, "mentee") in page(client.get(link("registry:my_card")))

    client.post(
        of("fill", card, "mentee"),
        {
            "version": 0,
            "requests_text": "Алгебра\nДоска",
            "has_had_mentor": "no",
            "meeting_format": "online",
            "act": "submit",
        },
    )

    found = MenteeQuestionnaire.objects.get()
    assert (found.has_had_mentor, found.entered_by) == (False, pavel)
    assert card.requests.count() == 2
    shown = page(client.get(of("detail", card, "mentee")))
    assert "Онлайн" in shown
    assert "Нет" in shown
    again = client.post(of("reopen", card, "mentee"), follow=True)
    assert 'value="no" class' in page(again) or "checked" in page(again)


def test_own_questions_are_asked_printed_and_shown(max_in, card, school):
    asked = {
        AnswerKind.TEXT: make_own_question(school, text="Почему мы?"),
        AnswerKind.YES_NO: make_own_question(
            school, text="Суббота?", kind=AnswerKind.YES_NO, is_required=True
        ),
        AnswerKind.SCALE: make_own_question(
            school, text="Терпение?", kind=AnswerKind.SCALE
        ),
        AnswerKind.CHOICE: make_own_question(
            school, text="Где?", kind=AnswerKind.CHOICE, options=["В школе", "В парке"]
        ),
    }
    make_own_question(school, text="Выключенный", is_active=False)
    form = page(max_in.get(of("fill", card)))
    assert "шаг 4 из 4" in form
    assert "Выключенный" not in form
    answers = ("Рядом", "yes", "7", "В парке")
    own = {f"own_{q.pk}": a for q, a in zip(asked.values(), answers, strict=True)}

    max_in.post(of("fill", card), {**TYPED, **own, "act": "submit"})

    for question in asked.values():
        question.is_active = False
        question.save()
    shown = page(max_in.get(of("detail", card)))
    paper = whole_text(max_in.get(of("pdf", card)).content)
    for words in ("Рядом", "Да", "7 из 10", "В парке"):
        assert words in shown
        assert "".join(words.split()) in paper


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def listed(school, cycle, kira, max_):
    group = Group.objects.create(organisation=school, school_year=2026, name="10А")
    done = consented_mentor(school, name="Белов Лев Ильич", cycle=cycle)
    begun = consented_mentor(school, max_, name="Зимин Олег Юрьевич", cycle=cycle)
    make_mentor_card(make_person(school, "Ёлкин Пётр Ильич", group=group), cycle=cycle)
    make_mentor_card(
        make_person(school, "Ушедший Иван Ильич"), cycle=cycle, status="withdrawn"
    )
    filled(done, "primary", kira, **PRIMARY)
    keep_draft(card=begun, kind="primary", answers=told(interests="Лыжи"), by=max_)
    return group


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Белов", "Зимин", "Ёлкин"}),
        ("state=submitted", {"Белов"}),
        ("state=draft", {"Зимин"}),
        ("state=not_started", {"Ёлкин"}),
        ("state=unfilled", {"Зимин", "Ёлкин"}),
        ("state=nonsense", {"Белов", "Зимин", "Ёлкин"}),
        ("q=белов", {"Белов"}),
        ("kind=candidate&state=submitted", set()),
        ("kind=mentee", set()),
    ],
)
def test_the_list_tells_who_has_filled_in(client, kira, listed, query, names):
    client.force_login(kira)

    response = client.get(f"{link('registry:questionnaire_list')}?{query}")

    shown = {line.card.person.last_name for line in response.context["lines"]}
    assert shown == names


def test_the_list_counts_narrows_by_class_and_leaves_as_a_table(client, kira, listed):
    client.force_login(kira)
    url = link("registry:questionnaire_list")
    counts = client.get(url).context["counts"]
    assert (counts.asked, counts.filled, counts.drafts, counts.not_filled) == (
        3,
        1,
        1,
        2,
    )
    narrowed = client.get(f"{url}?group={listed.pk}")
    assert [line.card.person.last_name for line in narrowed.context["lines"]] == [
        "Ёлкин"
    ]

    table = client.get(link("registry:questionnaire_export", ending="csv"))

    text = table.content.decode("utf-8-sig")
    assert "Белов Лев Ильич" in text
    assert "Заполнена" in text
    assert (
        client.get(link("registry:questionnaire_export", ending="x")).status_code == 404
    )


def test_without_a_cycle_there_is_no_list(client, kira):
    client.force_login(kira)

    assert client.get(link("registry:questionnaire_list")).status_code == 200
    for name, keys in (
        ("questionnaire_export", {"ending": "csv"}),
        ("questionnaire_blanks", {"kind": "primary"}),
    ):
        assert client.get(link(f"registry:{name}", **keys)).status_code == 404


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_costs_the_same_however_long(
    client, school, kira, cycle, django_assert_max_num_queries, count
):
    for number in range(count):
        card = consented_mentor(school, name=f"Белов Лев {number}", cycle=cycle)
        UsefulSurvey.objects.create(organisation=school, card=card)
    client.force_login(kira)

    with django_assert_max_num_queries(20):
        client.get(f"{link('registry:questionnaire_list')}?kind=useful")


def test_blanks_carry_the_names_of_those_shown(client, kira, listed, max_):
    client.force_login(kira)
    url = link("registry:questionnaire_blanks", kind="primary")

    text = whole_text(client.get(f"{url}?state=unfilled").content)

    assert "ЗиминОлегЮрьевич" in text
    assert "ЁлкинПётрИльич" in text
    assert "10А" in text
    assert "Белов" not in text
    nobody = client.get(f"{url}?part=7", follow=True)
    assert "Печатать некому" in page(nobody)
    assert "ЗиминОлегЮрьевич" in whole_text(client.get(f"{url}?part=x").content)
    client.force_login(max_)
    assert client.get(url).status_code == 403


def test_a_profile_is_told_to_the_curator(client, school, kira, max_, cycle):
    card = consented_mentor(school, max_, cycle=cycle)
    child = make_child(school)
    asked = child.menteecards.create(
        organisation=school, cycle=cycle, status="in_base"
    ).requests.create(
        organisation=school, text="Физика", asked_on=local_day(school) - timedelta(1)
    )
    asked.competences.set(make_tag("физика"))
    filled(card, "primary", max_, **PRIMARY)
    url = link("registry:mentor_questionnaires", pk=card.pk)

    client.force_login(kira)
    told_so = page(client.get(url))

    assert "Профиль наставника" in told_so
    assert "просит 1 наставляемый, других наставников с этой темой нет" in told_so
    client.force_login(max_)
    assert "Профиль наставника" not in page(client.get(url))


def make_tag(title):
    return Competence.objects.filter(title=title)


def test_a_mentees_page_offers_his_questionnaire(client, school, mia):
    card = consented_mentee(school, mia)
    client.force_login(mia)

    shown = page(client.get(link("registry:mentee_questionnaires", pk=card.pk)))

    assert of("fill", card, "mentee") in shown
    assert "Портфолио" not in shown


def test_a_questionnaire_sent_twice_is_taken_once(max_in, card):
    form = page(max_in.get(of("fill", card)))
    key = re.search(r'name="form_key" value="([^"]+)"', form)[1]
    typed = {**TYPED, "act": "submit", "form_key": key}
    first = max_in.post(of("fill", card), typed)

    again = max_in.post(of("fill", card), typed, follow=True)

    assert "уже отправлена" in page(again)
    assert again.redirect_chain[0][0] == first.url
    assert AuditEvent.objects.filter(what="questionnaire.submitted").count() == 1


def test_a_line_taken_back_is_shown_to_the_curator_who_closes_its_request(
    client, school, kira, mia
):
    """A mentor may be sought by it already: it is neither closed nor forgotten."""
    mentee = consented_mentee(school, mia)
    first = filled(mentee, "mentee", mia, requests_text="Алгебра\nДоска")
    reopen(card=mentee, kind="mentee", by=mia)
    client.force_login(mia)
    typed = {
        "version": first.version + 1,
        "requests_text": "алгебра",
        "act": "submit",
    }

    page = client.post(of("fill", mentee, "mentee"), typed, follow=True)
    assert "В карточке остались прежние запросы" in page.content.decode()
    assert "Закрыть запрос" not in page.content.decode()

    client.force_login(kira)
    shown = client.get(of("detail", mentee, "mentee")).content.decode()
    dropped = mentee.requests.get(text="Доска")
    close = link("registry:request_close", pk=dropped.pk)
    assert close in shown
    assert shown.count("Закрыть запрос") == 1
    client.post(close)
    assert close not in client.get(of("detail", mentee, "mentee")).content.decode()
