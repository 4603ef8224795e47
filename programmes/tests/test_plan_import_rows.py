"""Rows added to a plan under review, rows divided, corrections taken back."""

from __future__ import annotations

import pytest

from common.errors import Refused
from common.form_keys import FIELD
from common.links import link
from programmes.actions import plan_imports
from programmes.enums import PlanImportStatus
from programmes.models import Measure, MeasureItem, PlanImport, Section
from programmes.queries.plan_imports import lost_sections, plan_of, shown_lost
from programmes.tests.test_plan_imports import corrected, word_file

# Of seven stages a page took the headings of three and the beginnings of their rows.
CUT = (
    "Дорожная карта по реализации программы наставничества\n\n"
    "№ п/п\tМероприятие\tОтветственный\tДокументы\tСрок\t\t\n"
    "\t1-й этап - Подготовка условий для запуска программы наставничества\t\t\t\t\t\n"
    "1.\tПодготовка программы\tКуратор\tПриказ о внедрении\tСентябрь\t\t\n\n"
    "2-й этап - Формирование базы наставляемых\t\t\t\t\t\t\n"
    "2.\tФормирование базы наставляемых\tКуратор\tБаза наставляемых\tСентябрь\t\t\n"
    "į.\t3-й этап - Форм\t\tставников\t\t\t\n"
    "3\tФормирование базы наставников\tКуратор\tРеестр\tСентябрь- октябрь\t\t\n\n"
    "соответствии с Положением и утверждение реестра наставников;\tКуратор\t"
    "План работы «Школы наставников»\tОктябрь\n"
    "соревнование и пр.; - организация пробной рабочей встречи; - выбор форматов\tКуратор\t"
    "Приказ об утверждении пар\tНоябрь\n\n"
    "5\tнаставнических пар/групп: - организация комплекса последовательных встреч\tКуратор\t"
    "Анкета\tДекабрь Июнь\n"
    "\t7-й этап - За\tвершение наставн\tичества\t\n"
    "7\tПодведение итогов\tКуратор\tОтчет\tИюнь\n"
)


@pytest.fixture
def brought(cycle, kira):
    return plan_imports.bring(cycle=cycle, upload=word_file(), by=kira)


@pytest.fixture
def cut(cycle, kira):
    return plan_imports.bring(cycle=cycle, text=CUT, by=kira)


def titles(plan_import):
    plan_import = PlanImport.objects.get(pk=plan_import.pk)
    return [line.title for line in plan_of(plan_import).lines if line.kind != "drop"]


def address(name, plan_import, key):
    return link(f"programmes:plan_import_line_{name}", pk=plan_import.pk, key=key)


def told(client, url):
    form = client.get(url).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value()}
    return {**typed, FIELD: "k"}


def test_a_measure_the_file_lost_is_added_after_another(client, brought, kira):
    client.force_login(kira)
    line = plan_of(brought).measures[1]
    url = address("add", brought, line.key)
    asked = told(client, url)

    answer = client.post(
        url, {**asked, "title": "Собрать команду", "number": "2а.", "items": "совет"}
    )

    assert answer.url.endswith("#line-new1")
    plan = plan_of(PlanImport.objects.get())
    found = plan.measures[2]
    assert (found.number, found.title, found.items) == (
        "2а.",
        "Собрать команду",
        ["совет"],
    )
    assert found.marks["kind"] == ["added"]
    assert found.inherits_deadline
    page = client.get(answer.url.partition("#")[0]).content.decode()
    assert "добавлено при проверке" in page


def test_the_same_form_sent_twice_adds_one_row(client, brought, kira):
    client.force_login(kira)
    url = address("add", brought, plan_of(brought).measures[0].key)
    asked = {**told(client, url), "title": "Собрать команду"}

    for _ in range(2):
        client.post(url, asked)

    assert titles(brought).count("Собрать команду") == 1


def test_the_same_split_sent_twice_divides_once(client, brought, kira):
    client.force_login(kira)
    url = address("split", brought, plan_of(brought).measures[0].key)
    asked = {**told(client, url), "text": "Первое\n\nВторое"}

    for _ in range(2):
        client.post(url, asked)

    assert titles(brought).count("Второе") == 1


def test_a_section_added_before_a_measure_takes_those_below(client, brought, kira):
    client.force_login(kira)
    line = plan_of(brought).measures[1]
    url = address("add", brought, line.key)
    asked = told(client, url)

    client.post(
        url, {**asked, "title": "Команда", "kind": "section", "place": "before"}
    )
    plan_imports.accept(plan_import=PlanImport.objects.get(), by=kira)

    section = Section.objects.get(title="Команда")
    assert [measure.number_printed for measure in section.measures.all()] == [
        "2.",
        "3.",
    ]
    assert section.deadline_raw == "до 15.09.2026"
    assert f"{section.measures.first().due_on:%d.%m.%Y}" == "15.09.2026"


def test_a_section_has_no_items_of_its_own(client, brought, kira):
    client.force_login(kira)
    url = address("add", brought, plan_of(brought).measures[0].key)
    asked = told(client, url)

    answer = client.post(
        url, {**asked, "title": "Команда", "kind": "section", "items": "совет"}
    )

    assert "У раздела этого нет" in answer.content.decode()
    assert PlanImport.objects.get().version == 1


def test_a_row_is_divided_where_a_blank_line_stands(client, brought, kira):
    client.force_login(kira)
    line = plan_of(brought).measures[0]
    url = address("split", brought, line.key)
    asked = told(client, url)

    client.post(
        url,
        {**asked, "text": "Издать приказ\n\n1.1. Ознакомить\r\nпод подпись\n\nТретье"},
    )

    plan = plan_of(PlanImport.objects.get())
    first, second, third = plan.measures[:3]
    assert [first.title, second.title, third.title] == [
        "Издать приказ",
        "Ознакомить",
        "Третье",
    ]
    assert (second.number, second.items) == ("1.1.", ["под подпись"])
    assert second.responsibles == first.responsibles == ["Иванова А.Б.", "Петрова В.Г"]
    assert second.inherits_deadline


def test_a_row_with_nothing_to_divide_is_asked_again(client, brought, kira):
    client.force_login(kira)
    url = address("split", brought, plan_of(brought).measures[0].key)

    answer = client.post(url, told(client, url))

    assert "Поставьте пустую строку" in answer.content.decode()


def test_a_section_is_not_divided(client, brought, kira):
    client.force_login(kira)
    url = address("split", brought, plan_of(brought).sections[0].key)

    assert client.get(url).status_code == 404


def test_the_last_correction_is_taken_back(brought, kira):
    before = titles(brought)
    key = plan_of(brought).measures[0].key
    added = {"new1": {"kind": "measure", "at": key, "place": "after"}}
    brought = corrected(brought, kira, about={"title": "Наш план"})
    brought = corrected(brought, kira, added=added, lines={"new1": {"title": "Новое"}})
    assert "Новое" in titles(brought)

    brought = plan_imports.undo(plan_import=brought, version=brought.version, by=kira)

    assert titles(brought) == before
    assert plan_of(brought).title == "Наш план"


def test_a_plan_as_read_has_nothing_to_take_back(brought, kira):
    with pytest.raises(Refused, match="Отменять нечего"):
        plan_imports.undo(plan_import=brought, version=1, by=kira)


def test_what_somebody_else_corrected_is_not_taken_back_unseen(brought, kira):
    corrected(brought, kira, about={"title": "Наш план"})

    with pytest.raises(Refused, match="в другом окне"):
        plan_imports.undo(plan_import=brought, version=1, by=kira)


def test_the_review_offers_to_take_back(client, brought, kira):
    corrected(brought, kira, about={"title": "Наш план"})
    client.force_login(kira)
    url = link("programmes:plan_import_review", pk=brought.pk)
    assert "Отменить последнее исправление" in client.get(url).content.decode()

    undo = link("programmes:plan_import_undo", pk=brought.pk)
    client.post(undo)
    client.post(undo, {"version": 2})

    assert plan_of(PlanImport.objects.get()).title != "Наш план"


def test_a_row_stays_when_its_neighbour_goes(brought, kira):
    plan = plan_of(brought)
    key = plan.measures[4].key
    added = {"new1": {"kind": "measure", "at": key, "place": "after"}}
    brought = corrected(brought, kira, added=added, lines={"new1": {"title": "Новое"}})

    brought = corrected(brought, kira, columns={"2": "skip"})

    assert "Новое" in titles(brought)


def test_another_table_begins_without_the_rows_added(client, brought, kira):
    corrected(
        brought,
        kira,
        added={"new1": {"kind": "measure", "at": "2.1", "place": "after"}},
        lines={"new1": {"title": "Новое"}},
    )
    brought.refresh_from_db()

    brought = corrected(brought, kira, table=0, columns=None, lines=None, added=None)

    assert "Новое" not in titles(brought)


# --- A text that was cut --------------------------------------------------------------


def test_rows_cut_by_a_page_are_read_and_said_to_be_cut(cut):
    plan = plan_of(cut)

    assert [section.title for section in plan.sections] == [
        "1-й этап - Подготовка условий для запуска программы наставничества",
        "2-й этап - Формирование базы наставляемых",
        "3-й этап - Форм … ставников",
        "7-й этап - Завершение наставничества",
    ]
    assert [line.deadline["raw"] for line in plan.measures] == [
        *("Сентябрь", "Сентябрь", "Сентябрь- октябрь", "Октябрь", "Ноябрь"),
        *("Декабрь Июнь", "Июнь"),
    ]
    assert ["cut" in line.marks.get("title", []) for line in plan.measures] == [
        *(False, False, False, True, True, True, False),
    ]


def test_the_review_says_which_stages_the_text_lost_and_adds_them(client, cut, kira):
    client.force_login(kira)
    url = link("programmes:plan_import_review", pk=cut.pk)
    page = client.get(url).content.decode()
    assert "Похоже, часть текста потеряна" in page
    assert [title[:9] for title in shown_lost(plan_of(cut))] == [
        "4-й этап.",
        "5-й этап.",
        "6-й этап.",
    ]

    client.post(link("programmes:plan_import_stages", pk=cut.pk), {"version": 1})

    cut.refresh_from_db()
    assert [section.stages for section in plan_of(cut).sections] == [
        [f"S{number}"] for number in range(1, 8)
    ]
    assert lost_sections(cut) == {}
    assert "часть текста потеряна" not in client.get(url).content.decode()
    plan_imports.accept(plan_import=cut, by=kira)
    assert [section.measures.count() for section in Section.objects.all()] == [1] * 7


def test_a_plan_that_ends_early_is_said_to_be_cut(cycle, kira):
    rows = [
        [str(at), title, "Дело", "май", "директор", "есть"]
        for at, title in enumerate(
            [
                "Подготовка условий для запуска программы",
                "Формирование базы наставляемых",
                "Формирование базы наставников",
                "Отбор и обучение наставников",
                "Формирование наставнических пар",
            ],
            start=1,
        )
    ]
    brought = plan_imports.bring(cycle=cycle, upload=word_file(rows), by=kira)
    change = lost_sections(brought)

    brought = corrected(brought, kira, **change)

    assert [section.stages[0] for section in plan_of(brought).sections] == [
        f"S{number}" for number in range(1, 8)
    ]


def test_a_whole_plan_is_not_said_to_be_cut(brought):
    assert shown_lost(plan_of(brought)) == []


def test_only_who_reviews_the_plan_adds_to_it(client, brought, dina, max_):
    client.force_login(max_)
    key = plan_of(brought).measures[0].key

    for name in ("add", "split"):
        assert client.get(address(name, brought, key)).status_code == 403
    assert client.get(address("add", brought, "нет")).status_code == 403


# --- What is printed once for a stage, and what in an item ------------------------------


def test_a_result_of_a_stage_is_the_stages_own(cycle, kira, client):
    rows = [
        ["1", "Подготовка условий", "- собрать команду (до 15 сентября);\n- издать приказ",
         "сентябрь", "директор", "Команда собрана"],
        ["2", "Отбор", "- обучить;\n- собеседовать", "май", "директор", "Реестр"],
    ]  # fmt: skip
    brought = plan_imports.bring(cycle=cycle, upload=word_file(rows), by=kira)
    plan = plan_of(brought)
    assert [section.result for section in plan.sections] == [
        "Команда собрана",
        "Реестр",
    ]
    assert plan.sections[0].marks["result"] == ["stage_cell"]
    assert plan.level_of["result"] == "section"

    roadmap = plan_imports.accept(plan_import=brought, by=kira)

    assert [section.result for section in roadmap.sections.all()] == [
        "Команда собрана",
        "Реестр",
    ]
    assert set(Measure.objects.values_list("result", flat=True)) == {""}
    client.force_login(kira)
    page = client.get(link("programmes:roadmap")).content.decode()
    assert page.count("Команда собрана") == 1


ITEMS_WITH_TERMS = (
    "1. Собрать базу\n- сбор согласий (до 15 сентября);\n- анкетирование – октябрь;\n"
    "- встреча с родителями"
)


def test_the_term_of_an_item_is_its_deadline(cycle, kira):
    rows = [
        ["1", "Подготовка условий", ITEMS_WITH_TERMS, "май", "директор", "База"],
    ]
    brought = plan_imports.bring(cycle=cycle, upload=word_file(rows), by=kira)
    (line,) = plan_of(brought).measures
    assert line.marks["items"] == ["item_term"]

    plan_imports.accept(plan_import=brought, by=kira)

    assert brought.cycle.roadmap.imports.get().status == PlanImportStatus.ACCEPTED
    items = MeasureItem.objects.values_list("text", "deadline_raw", "due_on")
    assert [(text, raw, day and f"{day:%d.%m}") for text, raw, day in items] == [
        ("сбор согласий (до 15 сентября)", "до 15 сентября", "15.09"),
        ("анкетирование – октябрь", "октябрь", "31.10"),
        ("встреча с родителями", "", None),
    ]
