"""The pages of the selection: seen by whom, how many queries, what they say."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from documents.pdf import render
from documents.tests.reading import missing_from
from registry.enums import InterviewConclusion, MentorStatus
from registry.models import (
    Criterion,
    Interview,
    InterviewSlot,
    MentorCard,
    MentorRegisterEdition,
)
from registry.queries.interview_sheet import TEMPLATE, blank_sheet, interview_sheet
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.selection_factories import (
    make_appointed,
    make_candidate,
    make_criteria,
    make_held,
    make_regulation,
    make_selected,
    make_slots,
)

LISTS = ("selection_list", "interview_list", "criterion_list", "mentor_register_list")


@pytest.fixture
def cycle(school, kira):
    load_texts()
    year = make_cycle(school)
    make_criteria(year, kira)
    return year


@pytest.fixture
def paula(school):
    return make_member(school, Role.PSYCHOLOGIST, name="Пчёлкина Паула Яновна")


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


def text_of(page):
    return " ".join(page.content.decode().split())


SEEN = {
    Role.CURATOR: {*LISTS},
    Role.DEPUTY_DIRECTOR: {*LISTS},
    Role.DIRECTOR: {*LISTS},
    Role.PSYCHOLOGIST: {"interview_list", "mentor_register_list"},
    Role.ROLE_MODEL_CURATOR: {"mentor_register_list"},
    Role.DEPARTMENT_HEAD: {"mentor_register_list"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_part(client, school, cycle, role):
    client.force_login(make_member(school, role))

    seen = {
        name
        for name in LISTS
        if client.get(link(f"registry:{name}")).status_code == 200
    }

    assert seen == SEEN.get(role, set())


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(
    kira_in, cycle, kira, dina, school, django_assert_num_queries, count
):
    make_regulation(school, kira)
    for _ in range(count):
        make_held(make_candidate(cycle), kira)
        make_appointed(make_candidate(cycle), kira)
    make_slots(cycle, kira, count=count)
    cards = [make_selected(cycle, kira) for _ in range(count)]
    edition = MentorRegisterEdition.objects.create(
        organisation=school, cycle=cycle, number=1, created_by=kira
    )
    for card in cards:
        card.register_entries.create(
            organisation=school, entered_by=edition, entered_on=timezone.localdate()
        )
    for name in LISTS:
        kira_in.get(link(f"registry:{name}"))

    for name, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            kira_in.get(link(f"registry:{name}"))
    with django_assert_num_queries(EXPORT_QUERIES):
        kira_in.get(link("registry:selection_export", ending="csv"))


QUERIES = {
    "selection_list": 17,
    "interview_list": 14,
    "criterion_list": 11,
    "mentor_register_list": 20,
}
EXPORT_QUERIES = 16


def test_candidates_are_compared_sorted_and_narrowed(kira_in, cycle, kira):
    weak = make_candidate(cycle, "Аистов Лев Ильич")
    strong = make_candidate(cycle, "Белов Пётр Ильич")
    make_held(weak, kira, points=(1, 3))
    make_held(strong, kira, points=(5, 5))
    make_appointed(make_candidate(cycle, "Вьюгин Глеб Львович"), kira)
    page = link("registry:selection_list")

    best_first = kira_in.get(f"{page}?sort=-total&stage=to_decide").context["lines"]
    found = kira_in.get(f"{page}?q=вьюгин").context["lines"]
    counts = {
        stage["title"]: stage["count"] for stage in kira_in.get(page).context["stages"]
    }

    assert [line.card.pk for line in best_first] == [strong.pk, weak.pk]
    assert [line.mark.total for line in best_first] == [15, 7]
    assert [line.card.person.last_name for line in found] == ["Вьюгин"]
    assert counts == {"Все": 3, "Ждут беседы": 1, "Ждут решения": 2}
    assert "Никого не нашлось" in text_of(kira_in.get(f"{page}?q=нет"))


def test_the_comparison_leaves_as_it_is_shown(kira_in, cycle, kira):
    make_held(
        make_candidate(cycle, "Аистов Лев Ильич"),
        kira,
        points=(1, 2),
        conclusion=InterviewConclusion.RESERVE,
        conclusion_reason="=1+1",
    )
    make_appointed(make_candidate(cycle, "Белов Пётр Ильич"), kira)
    url = link("registry:selection_export", ending="csv")

    content = kira_in.get(f"{url}?sort=name").content.decode("utf-8-sig")
    head, first, second = list(csv.reader(io.StringIO(content), delimiter=";"))

    assert head[3:6] == ["Опыт", "Навыки", "Итог"]
    assert first[3:7] == ["1", "2", "5", "Навыки"]
    assert first[0] == "Аистов Лев Ильич"
    assert not first[9].startswith("=")
    assert second[:2] == ["Белов Пётр Ильич", "Собеседование"]
    assert (
        kira_in.get(link("registry:selection_export", ending="pdf")).status_code == 404
    )


def test_more_criteria_than_fit_make_the_table_scroll(kira_in, cycle, kira):
    for number in range(6):
        Criterion.objects.create(
            organisation=cycle.organisation, cycle=cycle, title=f"К: {number}|а"
        )
    make_appointed(make_candidate(cycle), kira)

    assert "wide-table" in text_of(kira_in.get(link("registry:selection_list")))


def test_criteria_are_kept_on_the_pages(kira_in, cycle):
    Criterion.objects.all().delete()
    offer, add = link("registry:criteria_offer"), link("registry:criterion_add")
    assert "Начните с типовых" in text_of(kira_in.get(link("registry:criterion_list")))

    kira_in.post(offer)
    assert "уже есть" in text_of(kira_in.post(offer, follow=True))
    typed = {"title": "Опыт", "max_points": 5, "weight": 1}
    assert "Такой критерий" in text_of(kira_in.post(add, typed))
    assert "Порог не может" in text_of(
        kira_in.post(add, {**typed, "title": "Время", "threshold": 9})
    )
    kira_in.post(add, {**typed, "title": "Время"})
    added = Criterion.objects.get(title="Время")
    change = link("registry:criterion_change", pk=added.pk)
    kira_in.post(change, {**typed, "title": "Ресурс времени"})
    added.refresh_from_db()
    assert added.title == "Ресурс времени"
    assert "уже есть" in text_of(kira_in.post(change, typed))
    kira_in.post(link("registry:criterion_remove", pk=added.pk))

    assert Criterion.objects.count() == 4


def test_a_scored_criterion_shows_its_scale_locked(kira_in, cycle, kira):
    make_held(make_candidate(cycle), kira)
    criterion = Criterion.objects.get(title="Навыки")
    page = link("registry:criterion_change", pk=criterion.pk)

    assert "уже поставлены баллы" in text_of(kira_in.get(page))
    kira_in.post(page, {"title": "Умения", "weight": 9, "max_points": 9})

    criterion.refresh_from_db()
    assert (criterion.title, criterion.weight) == ("Умения", 2)


def test_from_slots_to_the_decision_on_the_pages(kira_in, cycle, kira, paula):
    day = timezone.localdate() + timedelta(days=1)
    slots = {
        "interviewer": kira.pk,
        "day": day.isoformat(),
        "since": "10:00",
        "until": "11:00",
        "minutes": 30,
        "pause": 0,
        "place": "Кабинет 12",
    }
    page = link("registry:slots_add")
    assert "позже начала" in text_of(kira_in.post(page, {**slots, "until": "09:00"}))
    assert "Добавлено окон: 2" in text_of(kira_in.post(page, slots, follow=True))
    assert "уже есть окно" in text_of(kira_in.post(page, slots))
    card = make_candidate(cycle)
    appoint = link("registry:interview_appoint", pk=card.pk)
    assert "Выберите свободное время" in text_of(kira_in.post(appoint, {"day": ""}))
    slot, spare = InterviewSlot.objects.all()
    told = kira_in.post(
        appoint, {"slot": slot.pk, "psychologist": paula.pk}, follow=True
    )
    assert "сообщите ему сами" in text_of(told)
    kira_in.post(link("registry:slot_drop", pk=spare.pk))
    talk = Interview.objects.get()
    record = link("registry:interview_record", pk=talk.pk)
    assert "оценивает Пчёлкина" in text_of(kira_in.get(record))
    typed = {"held_on": timezone.localdate().isoformat(), "conclusion": "recommended"}
    assert "Поставьте балл" in text_of(kira_in.post(record, typed))
    scores = {f"points_{each.pk}": 4 for each in Criterion.objects.all()}
    kira_in.post(record, {**typed, **scores})
    decide = link("registry:interview_decide", pk=talk.pk)
    assert "ещё не дал" in text_of(kira_in.get(decide))
    assert "Напишите причину" in text_of(kira_in.post(decide, {"decision": "reserve"}))
    kira_in.post(decide, {"decision": "selected"})

    card.refresh_from_db()
    assert card.status == MentorStatus.SELECTED
    shown = text_of(kira_in.get(link("registry:interview_detail", pk=talk.pk)))
    assert "12 из 15; пороги пройдены" in shown
    assert not InterviewSlot.objects.filter(pk=spare.pk).exists()


def test_two_curators_and_one_slot_the_second_is_told(kira_in, cycle, kira):
    slot, _ = make_slots(cycle, kira)
    card = make_candidate(cycle)
    appoint = link("registry:interview_appoint", pk=card.pk)
    kira_in.get(appoint)
    Interview.objects.create(
        organisation=cycle.organisation, card=make_candidate(cycle), slot=slot
    )

    answer = text_of(kira_in.post(appoint, {"slot": slot.pk}))

    assert "Выберите корректный вариант" in answer or "уже занято" in answer
    card.refresh_from_db()
    assert card.status == MentorStatus.YEAR_BASE


def test_a_talk_of_ones_own_moment_missed_or_called_off(kira_in, cycle, kira):
    card = make_candidate(cycle)
    day = timezone.localdate() + timedelta(days=1)
    appoint = link("registry:interview_appoint", pk=card.pk)
    kira_in.post(appoint, {"day": day.isoformat(), "at": "12:00"})
    talk = Interview.objects.get()
    cancel = link("registry:interview_cancel", pk=talk.pk)
    assert "прочитает причину" in text_of(kira_in.get(cancel))
    kira_in.post(cancel, {"remark": "Болезнь"})
    kira_in.post(appoint, {"day": day.isoformat(), "at": "13:00"})
    Interview.objects.filter(status="appointed").update(
        appointed_at=timezone.now() - timedelta(hours=1)
    )
    second = Interview.objects.get(status="appointed")
    told = kira_in.post(link("registry:interview_miss", pk=second.pk), follow=True)

    assert "не состоялось" in text_of(told)
    assert set(Interview.objects.values_list("status", flat=True)) == {
        "cancelled",
        "missed",
    }


def test_a_psychologist_gives_the_readiness_and_sees_no_more(
    client, cycle, kira, paula
):
    talk = make_appointed(make_candidate(cycle), kira, psychologist=paula)
    other = make_appointed(make_candidate(cycle), kira)
    client.force_login(paula)
    page = link("registry:interview_readiness", pk=talk.pk)

    assert "Выберите одно" in text_of(client.post(page, {"readiness": ""}))
    client.post(page, {"readiness": "after"})
    shown = text_of(client.get(link("registry:interview_detail", pk=talk.pk)))

    assert "Готов после обучения" in shown
    assert client.get(link("registry:slots_add")).status_code == 200
    assert client.get(link("registry:interview_detail", pk=other.pk)).status_code == 404
    criterion = Criterion.objects.all()[0]
    assert (
        client.get(link("registry:criterion_change", pk=criterion.pk)).status_code
        == 404
    )
    slot = make_slots(cycle, kira)[0]
    assert client.post(link("registry:slot_drop", pk=slot.pk)).status_code == 404


def test_the_candidate_sees_his_talk_in_his_card(client, cycle, kira, max_):
    card = make_candidate(cycle)
    card.person.user = max_
    card.person.save(update_fields=["user"])
    make_appointed(card, kira)
    client.force_login(max_)

    assert "Кабинет 12" in text_of(client.get(link("registry:my_card")))


def test_the_sheet_is_printed_blank_and_filled(kira_in, cycle, kira, paula):
    talk = make_held(make_candidate(cycle), kira, notes="Любит шахматы")
    Interview.objects.update(psychologist=paula)
    talk.refresh_from_db()
    for payload in (blank_sheet(cycle), interview_sheet(talk)):
        pdf = render(TEMPLATE, payload)
        assert missing_from(pdf, payload, frozenset({"signature", "place"})) == []

    for url in (
        link("registry:interview_blank"),
        link("registry:interview_sheet", pk=talk.pk),
    ):
        assert kira_in.get(url)["Content-Type"] == "application/pdf"


def test_the_register_from_the_draft_to_the_directors_desk(
    kira_in, client, cycle, school, kira
):
    make_selected(cycle, kira, "Аистов Лев Ильич")
    listed = link("registry:mentor_register_list")
    assert "Нет действующего Положения" in text_of(kira_in.get(listed))
    prepare = link("registry:mentor_register_prepare")
    assert kira_in.get(prepare).status_code == 403
    make_regulation(school, kira)
    form = kira_in.get(prepare).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert "Отметьте, кого внести" in text_of(
        kira_in.post(prepare, {**typed, "entering": []})
    )

    kira_in.post(prepare, typed)
    edition = MentorRegisterEdition.objects.get()
    draft = link("registry:mentor_register_draft", pk=edition.pk)
    assert kira_in.get(prepare).url == draft
    kira_in.post(draft, {**typed, "preamble": "По итогам отбора"})
    kira_in.post(link("registry:mentor_register_submit", pk=edition.pk))

    edition.refresh_from_db()
    assert edition.document.payload["preamble"] == "По итогам отбора"
    assert edition.document.status == "submitted"
    assert "Изменения не сохранены" in text_of(kira_in.post(draft, typed, follow=True))
    MentorRegisterEdition.objects.update(document=None)
    assert kira_in.get(draft).status_code == 404
    submit = link("registry:mentor_register_submit", pk=edition.pk)
    assert kira_in.post(submit).status_code == 404


def test_who_leaves_is_ticked_with_the_reason_of_his_leaving(
    kira_in, cycle, school, kira, dina
):
    make_regulation(school, kira)
    card = make_selected(cycle, kira, "Аистов Лев Ильич")
    edition = MentorRegisterEdition.objects.create(
        organisation=school,
        cycle=cycle,
        number=1,
        created_by=kira,
        in_force_on=timezone.localdate(),
    )
    line = card.register_entries.create(
        organisation=school, entered_by=edition, entered_on=timezone.localdate()
    )
    MentorCard.objects.update(status=MentorStatus.RESIGNED)
    prepare = link("registry:mentor_register_prepare")
    form = kira_in.get(prepare).context["form"]
    typed = {name: form[name].value() for name in form.fields}

    assert form[f"reason_{line.pk}"].value() == "Сложил обязанности"
    assert "Напишите причину" in text_of(
        kira_in.post(prepare, {**typed, f"reason_{line.pk}": ""})
    )
    kira_in.post(prepare, typed)
    line.refresh_from_db()
    assert line.left_reason == "Сложил обязанности"


def test_the_register_leaves_in_its_set_form(kira_in, client, cycle, school, kira):
    card = make_selected(cycle, kira, "Аистов Лев Ильич")
    edition = MentorRegisterEdition.objects.create(
        organisation=school, cycle=cycle, number=1, created_by=kira
    )
    card.register_entries.create(
        organisation=school, entered_by=edition, entered_on=timezone.localdate()
    )
    url = link("registry:mentor_register_export", ending="csv")

    content = kira_in.get(url).content.decode("utf-8-sig")

    head, line = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert head[:3] == ["№", "Ф. И. О.", "Должность, место работы или учёбы"]
    assert line[1:4] == ["Аистов Лев Ильич", "Учитель", "Физика"]
    assert (
        kira_in.get(link("registry:mentor_register_export", ending="pdf")).status_code
        == 404
    )


@pytest.mark.parametrize(
    "name",
    [
        *LISTS,
        "criterion_add",
        "slots_add",
        "interview_blank",
        "mentor_register_prepare",
    ],
)
def test_without_a_cycle_the_pages_say_what_to_do(kira_in, school, name):
    assert "цикл" in text_of(kira_in.get(link(f"registry:{name}"))).lower()


def test_without_a_cycle_there_is_nothing_to_hand_over(kira_in, school):
    for name in ("selection_export", "mentor_register_export"):
        url = link(f"registry:{name}", ending="csv")
        assert kira_in.get(url).status_code == 404
    assert kira_in.post(link("registry:criteria_offer")).status_code == 404
