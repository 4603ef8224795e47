from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Iterator

import docx
import pytest
from openpyxl import Workbook

from programmes.plan_reading.about import about_plan
from programmes.plan_reading.captions import meaning_of
from programmes.plan_reading.composing import compose
from programmes.plan_reading.documents import Kinds, Vocabulary
from programmes.plan_reading.grid import Cell, grid_from, grid_of
from programmes.plan_reading.pasted import read_page, read_pasted
from programmes.plan_reading.plan import plan_from
from programmes.plan_reading.reading import read_clipboard, read_file
from programmes.plan_reading.responsibles import (
    role_of,
    same_person,
    split_responsibles,
)
from programmes.plan_reading.texts import clean, split_list, split_number
from programmes.plan_reading.understanding import understand
from programmes.roadmap_sheets import lay_out
from registry.spreadsheets.table import TableRefused
from registry.tests.spreadsheet_files import make_ods

VOCABULARY = Vocabulary(Kinds({"regulation": "Положение о наставничестве"}))

# domain.md 6.1, the captions of real documents.
CAPTIONS = {
    "№ п/п | Наименование мероприятий | Срок реализации | Ответственный исполнитель"
    " | Результат. Вид документа": "number title deadline responsibles result_document",
    "№ | Наименование этапа | Содержание деятельности и примерный план мероприятий | Сроки"
    " | Ответственный | Ожидаемый результат": "number stage measures deadline responsibles result",
    "№ | Наименование этапа | Мероприятия | Содержание деятельности и примерный план"
    " мероприятий | Срок | Ответственный": "number stage title measures deadline responsibles",
    "NN п/п | Наименование мероприятия | Сроки | Ответственный исполнитель/ соисполнители"
    " | Вид документа | Ожидаемые результаты": "number title deadline responsibles documents result",
    "№ этапа | Наименование этапа | Длительность этапа | На этом этапе важно:"
    " | Рекомендуемые документы для этапа": "number stage deadline measures documents",
    "$N_{\\underline{0}}$ п/п | Мероприятие | Ответственный | Документы | Срок": (
        "number title responsibles documents deadline"
    ),
    "№ п/п | Этапы | Работа внутри организации | Работа с внешней средой": (
        "number stage inner outer"
    ),
    "Дела | Классы | Дата | Ответственные": "title  deadline responsibles",
    "Дела, события, мероприятия | Ориентировочное время проведения": "title deadline",
}

# domain.md 6.3: what a cell prints → the people and roles it names.
CELLS = {
    "Иванова А.Б.": ["Иванова А.Б."],
    "Петрова В.Г": ["Петрова В.Г"],
    "Сидорова Е. А.": ["Сидорова Е. А."],
    "Иванова А.Б. Петрова В.Г.": ["Иванова А.Б.", "Петрова В.Г."],
    "Иванова А.Б.\nПетрова В.Г": ["Иванова А.Б.", "Петрова В.Г"],
    "Директор": ["Директор"],
    "Куратор программы наставничества. Ответственные - кураторы за внедрение ролевых моделей": [
        "Куратор программы наставничества",
        "кураторы за внедрение ролевых моделей",
    ],
    "Наставники Педагог Психолог": ["Наставники", "Педагог", "Психолог"],
    "Директор ОО Куратор Сидорова Е. А.": ["Директор ОО", "Куратор", "Сидорова Е. А."],
    "Кузнецова Е.А., заведующий МБДОУ №18, педагоги": [
        "Кузнецова Е.А.",
        "заведующий МБДОУ №18",
        "педагоги",
    ],
    "ЗДУВР": ["ЗДУВР"],
    "Зам.директора по ВР": ["Зам.директора по ВР"],
    "Ответственный Соколова И. Ю.": ["Соколова И. Ю."],
    "": [],
}


@pytest.mark.parametrize("captions", CAPTIONS)
def test_captions_of_real_plans_are_known(captions):
    keys = [meaning_of(caption.strip()) for caption in captions.split(" | ")]

    assert " ".join(keys) == CAPTIONS[captions]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_names_people_and_roles(cell):
    assert [label.text for label in split_responsibles(cell)] == CELLS[cell]


def test_roles_and_people_are_told_apart():
    labels = split_responsibles("Директор ОО Куратор Сидорова Е. А.")

    assert [label.role for label in labels] == ["director", "curator", ""]
    assert [label.is_person for label in labels] == [False, False, True]
    assert role_of("ЗДУВР") == role_of("Замдиректора по ВР") == "deputy_director"
    assert role_of("методист") == "responsible"


def test_names_run_together_are_parted_by_words_that_stand_alone():
    labels = split_responsibles(
        "методист 1 педагог 2", known=["методист 1", "педагог 1", "педагог 2"]
    )

    assert [(label.text, label.is_doubtful) for label in labels] == [
        ("методист 1", True),
        ("педагог 2", True),
    ]


@pytest.mark.parametrize(
    ("label", "name", "is_same"),
    [
        ("Иванова А.Б.", "Иванова Анна Борисовна", True),
        ("А. Б. Иванова", "Иванова Анна Борисовна", True),
        ("Иванова АБ", "Иванова Анна Борисовна", True),
        ("Иванова В.Б.", "Иванова Анна Борисовна", False),
        ("Ивановская А.Б.", "Иванова Анна Борисовна", False),
    ],
)
def test_a_name_with_initials_may_be_a_person(label, name, is_same):
    assert same_person(label, name) is is_same


def test_leftovers_of_markup_are_taken_away():
    text = "<ul>\n<li>– назначить&nbsp;куратора;</li><li>собрать команду.</li></ul>"

    assert split_list(clean(text)) == ["– назначить куратора", "собрать команду"]
    assert clean("$N_{\\underline{0}}$") == "№"


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1.3. Утвердить", "1.3.", "Утвердить"),
        ("5.1.1 Контроль", "5.1.1", "Контроль"),
        ("2) Сбор", "2)", "Сбор"),
        ("25.09.2023 собрание", "", "25.09.2023 собрание"),
        ("10 встреч", "", "10 встреч"),
    ],
)
def test_a_number_inside_the_text_is_parted(text, number, rest):
    assert split_number(text) == (number, rest)


def test_the_words_above_the_table_tell_title_period_and_approval():
    about = about_plan(
        [
            "Приложение 2 к приказу",
            "УТВЕРЖДЕНО. Приказ № 45/4-од от 20.09. 2022 г.",
            "План мероприятий («дорожная карта»)",
            "внедрения целевой модели наставничества",
            "на 2022-2023 учебный год",
        ]
    )

    assert about.title == (
        "План мероприятий («дорожная карта») внедрения целевой модели наставничества"
    )
    assert (about.period["starts_on"], about.period["raw"]) == (
        "2022-09-01",
        "на 2022-2023 учебный год",
    )
    assert about.approval == {
        "order": {"number": "45/4-од", "date": "2022-09-20"},
        "appendix": "Приложение 2 к приказу",
    }


def understood(text, **corrections):
    return understand(read_pasted(text), corrections, VOCABULARY)


def test_numbers_drawn_by_word_itself_are_read():
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Этап", "Содержание деятельности"
    table.cell(1, 0).text = "Отбор"
    cell = table.cell(1, 1)
    cell.paragraphs[0].text, cell.paragraphs[0].style = "Собрать", "List Number"
    cell.add_paragraph("Обучить", style="List Number")
    content = io.BytesIO()
    document.save(content)

    plan = understand(read_file(content.getvalue(), "план.docx"), {}, VOCABULARY)

    assert [(line.number, line.title) for line in plan.measures] == [
        ("1.", "Собрать"),
        ("2.", "Обучить"),
    ]


def test_a_spreadsheets_1_1_after_1_9_was_1_10():
    book = Workbook()
    book.active.append(["№", "Мероприятие", "Срок"])
    for number in (1.8, 1.9, 1.1, 1.11):
        book.active.append([number, f"Дело {number}", "май"])
    content = io.BytesIO()
    book.save(content)

    plan = understand(read_file(content.getvalue(), "план.xlsx"), {}, VOCABULARY)

    assert [line.number for line in plan.measures] == ["1.8", "1.9", "1.10", "1.11"]


def test_a_lost_number_is_not_invented_but_told():
    plan = understood(
        "№\tМероприятие\tСрок\n1.1.\tОдно\tмай\n\tДругое\tмай\n1.3.\tТретье\tмай\n"
    )

    lost = plan.measures[1]
    assert (lost.number, lost.values["number_likely"]) == ("", "1.2.")
    assert lost.marks["number"] == ["number_lost"]


def test_merged_cells_of_spreadsheets_are_seen():
    book = Workbook()
    sheet = book.active
    sheet.append(["№", "Мероприятие", "Срок"])
    sheet.append(["Отборочный тур"])
    sheet.append([1, "Одно дело", "май"])
    sheet.append([2, "Другое дело"])
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("C3:C4")
    content = io.BytesIO()
    book.save(content)

    plan = understand(read_file(content.getvalue(), "план.xlsx"), {}, VOCABULARY)

    assert [line.title for line in plan.sections] == ["Отборочный тур"]
    assert [line.deadline["raw"] for line in plan.measures] == ["май", "май"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (make_ods([["№", "Мероприятие", "Срок"], ["1", "Турслёт", "май"]]), "план.ods"),
        ("№;Мероприятие;Срок\n1;Турслёт;май\n".encode("cp1251"), "план.csv"),
    ],
)
def test_plans_come_as_ods_and_csv(content, name):
    plan = understand(read_file(content, name), {}, VOCABULARY)

    assert [(line.number, line.title) for line in plan.measures] == [("1", "Турслёт")]


def test_cells_merged_downwards_say_the_same_for_every_row():
    page = (
        "<table><tr><th>№<th>Мероприятие<th>Срок<tr><td>1.1<td>Одно<td rowspan=2>май"
        "<tr><td>1.2<td>Другое</table>"
    )

    lines = understand(read_page(page), {}, VOCABULARY).measures

    assert [line.deadline["raw"] for line in lines] == ["май", "май"]
    assert lines[1].marks["deadline"] == ["merged"]


def test_a_row_cut_by_a_page_is_joined_and_marked():
    plan = understood(
        "№\tМероприятие\tСрок\n1.1\tСобрать запросы учеников\tмай\n№\tМероприятие\tСрок\n"
        "\tи педагогов школы\t\n1.2\tОбучить\tиюнь\n"
    )

    first = plan.measures[0]
    assert first.title == "Собрать запросы учеников и педагогов школы"
    assert "joined" in first.marks["title"]
    assert len(plan.measures) == 2


def test_the_curator_says_what_a_row_is():
    text = "№\tМероприятие\tСрок\n1.1\tОдно дело\tмай\n1.2\tДругое дело\tиюнь\n"

    plan = understood(text, lines={"1": {"kind": "section"}, "2": {"kind": "heading"}})

    assert [line.title for line in plan.sections] == ["Одно дело"]
    assert [str(line.kind) for line in plan.measures] == ["heading"]


def test_an_unknown_column_is_kept_as_an_item():
    plan = understood("Мероприятие\tСрок\tКлассы\nТурслёт\tмай\t5–9\n")

    assert plan.measures[0].items == ["Классы: 5–9"]


def test_a_table_without_captions_is_known_by_its_cells():
    plan = understood(
        "1\tОбучить наставников работе\tдо 25.09.2026\tИванова А.Б.\n"
        "2\tСобрать согласия родителей\tсентябрь\tПетрова В.Г.\n"
    )

    assert [column["key"] for column in plan.columns] == [
        "number",
        "title",
        "deadline",
        "responsibles",
    ]
    assert not any(column["is_sure"] for column in plan.columns)
    assert len(plan.measures) == 2


def test_a_document_of_no_known_kind_is_kept():
    plan = understood("Мероприятие\tСрок\tДокумент\nТурслёт\tмай\tМаршрутный лист\n")

    (document,) = plan.measures[0].documents
    assert document == {
        "kind": "",
        "title": "Маршрутный лист",
        "basis": "document_column",
    }
    assert plan.measures[0].marks["documents"] == ["unknown_kind"]


def test_markdown_and_lines_of_cells_are_tables_too():
    pipes = "| № | Дело | Срок |\n|---|---|---|\n| 1 | Раз<br>два | май |\n"
    of_lines = "\tМероприятие\n\tСрок\n\n\tОтбор и обучение\n\n\tДело:\n\n· раз\n\n· два\n\tмай\n"

    assert read_pasted(pipes)[0].rows[1][1].text == "Раз\nдва"
    assert understood(of_lines).measures[0].items == ["раз", "два"]


def test_a_grid_and_a_plan_survive_the_database():
    grid = grid_of(
        [[Cell("a", across=2), Cell(is_covered=True)], [Cell("b"), Cell("c")]]
    )
    plan = understood("Мероприятие\tСрок\nТурслёт\tмай\n")

    assert grid_from(grid.to_json()) == grid
    assert plan_from(plan.to_json()) == plan


# --- Whatever comes --------------------------------------------------------------------


def _bombs() -> Iterator[tuple[str, bytes]]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 60_000_000)
    yield "бомба.docx", packed.getvalue()
    entity = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><w>&a;</w>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", entity)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    yield "сущности.docx", packed.getvalue()


@pytest.mark.parametrize(("name", "content"), list(_bombs()), ids=["bomb", "entities"])
def test_a_hostile_file_is_refused_in_words(name, content):
    with pytest.raises(TableRefused, match=r"загрузите снова|не нашлось"):
        read_file(content, name)


@pytest.mark.parametrize("word", ["приказ", "протокол", "дорожн", "план", "2026-27"])
def test_an_endless_word_above_the_table_is_read_at_once(word):
    began = time.perf_counter()

    about_plan([word * 5000])

    assert time.perf_counter() - began < 3


def test_a_damaged_file_is_read_or_refused():
    dice = random.Random(7)
    document = docx.Document()
    table = document.add_table(4, 4)
    table.cell(0, 0).text, table.cell(0, 1).text = "№", "Мероприятие"
    content = io.BytesIO()
    document.save(content)
    for _ in range(12):
        damaged = bytearray(content.getvalue())
        for _ in range(dice.randrange(1, 60)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            grids = read_file(bytes(damaged), "план.docx")
        except TableRefused:
            continue
        understand(grids, {}, VOCABULARY)


WORDS = [
    *(
        "№",
        "1.",
        "1.1",
        "1 2 3",
        "Мероприятие",
        "Срок",
        "Этап",
        "май",
        "Иванова А.Б.",
        "",
    ),
    *(
        "<ul><li>a",
        "$N$",
        "- a;\n- b",
        "Завершение",
        "\x00",
        "…",
        "|",
        '"',
        "\ud800",
        "5.1.1 Дело",
    ),
    *(
        "Результат. Вид документа",
        "Ответственный",
        "Работа с внешней средой",
        "—",
        "отчетного Июнь",
    ),
]


@pytest.mark.parametrize("seed", range(300))
def test_any_table_is_understood_somehow(seed):
    dice = random.Random(seed)
    width, height = dice.randrange(1, 8), dice.randrange(2, 14)
    rows = [
        [
            Cell(
                dice.choice(WORDS), dice.choice((1, 1, 1, 2, 9)), dice.choice((1, 1, 3))
            )
            if dice.random() > 0.15
            else Cell(is_covered=True)
            for _ in range(width)
        ]
        for _ in range(height)
    ]
    grids = [grid_of(rows), grid_of(rows[::-1])]
    corrections = {
        "columns": {
            str(at): dice.choice(["title", "stage", "skip", "number"])
            for at in range(width)
        },
        "lines": {
            str(at): {"kind": dice.choice(["section", "continuation", "drop"])}
            for at in range(3)
        },
    }

    for told in ({}, corrections if dice.random() > 0.5 else {"table": 1}):
        plan = understand(grids, told, VOCABULARY)
        assert plan_from(plan.to_json()) == plan
        if plan.measures:
            compose(plan, "school")


@pytest.mark.parametrize("seed", range(60))
def test_any_text_is_read_or_refused(seed):
    dice = random.Random(seed)
    pieces = [
        *WORDS,
        "\t",
        "\n",
        "  ",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<td rowspan=99>",
        "|---|",
    ]
    text = "".join(dice.choice(pieces) for _ in range(dice.randrange(1, 120)))

    for grid in read_pasted(text):
        if grid.rows:
            understand([grid], {}, VOCABULARY)


def test_what_is_no_table_is_refused_in_words():
    with pytest.raises(TableRefused, match="границы ячеек"):
        read_clipboard("просто слова\n\nещё слова")


# --- What real documents did -------------------------------------------------------------


def test_a_table_goes_on_below_the_end_of_a_page():
    plan = understood(
        "План «Дорожная карта»\n№ этапа\tНаименование этапа\tНа этом этапе важно:\n"
        "2\tФормирование базы наставляемых\t<ul> – собрать данные; – показать программу"
        " (форумы,\n"
        "\n\n\n№ этапа\tНаименование этапа\tНа этом этапе важно:\n"
        "\t\tквесты и пр.);\n3\tФормирование базы наставников\t<ul> – найти; – внести.\n"
    )

    assert [line.title for line in plan.measures] == [
        "собрать данные",
        "показать программу (форумы, квесты и пр.)",
        "найти",
        "внести",
    ]


def test_a_stage_torn_over_the_cells_is_one_title():
    plan = understood(
        "$N_{\\underline{0}}$\tМероприятие\tОтветственный\tДокументы\tСрок\nп/п\t\t\t\t\n"
        "\t1-й этап - Подготовка условий\t\t\t\n1.\tПодготовить\tДиректор\tПриказ\tмай\n"
        "į.\t7-й этап - За\tвершение наставн\tичества\t\n7\tПодвести итоги\tДиректор\t\tиюнь\n"
    )

    assert [line.title for line in plan.sections] == [
        "1-й этап - Подготовка условий",
        "7-й этап - Завершение наставничества",
    ]
    assert plan.sections[1].stages == ["S7"]
    assert "joined" in plan.sections[1].marks["title"]


STAGE_OF_ROWS = (
    "<table><tr><td>№<td>Название этапа<td>Содержание<td>Сроки<td>Ответственный<td>Результат</tr>"
    "<tr><td rowspan=3>4<td rowspan=3>Отбор и обучение<td>Собеседование<td>май<td>Куратор<td>Протоколы</tr>"
    "<tr><td>Обучение наставников{mark}<td>июнь<td>Директор<td>Программа обучения,</tr>"
    "<tr><td>разработка памятки, тренинг)<td><td><td>приказ</tr></table>"
)


def test_a_row_torn_inside_a_merged_stage_is_one_measure():
    plan = understand(
        read_page(STAGE_OF_ROWS.format(mark=" (два занятия;")), {}, VOCABULARY
    )

    assert [line.title for line in plan.measures] == [
        "Собеседование",
        "Обучение наставников (два занятия; разработка памятки, тренинг)",
    ]
    assert plan.measures[1].result == "Программа обучения, приказ"


def test_a_row_the_curator_calls_a_continuation_loses_no_cell():
    grids = read_page(STAGE_OF_ROWS.format(mark="."))
    last = understand(grids, {}, VOCABULARY).measures[-1]

    plan = understand(
        grids, {"lines": {last.key: {"kind": "continuation"}}}, VOCABULARY
    )

    assert plan.measures[-1].result == "Программа обучения, приказ"
    assert plan.measures[-1].deadline["raw"] == "июнь"


def test_a_stage_whose_measures_have_terms_of_their_own_is_printed_row_by_row():
    plan = understand(
        read_page(STAGE_OF_ROWS.format(mark=" (два занятия;")), {}, VOCABULARY
    )

    rows = lay_out(compose(plan, "school"))["tables"][-1]["rows"]

    printed = [
        [line["text"] for cell in row["cells"] for line in cell["lines"]]
        for row in rows
    ]
    assert printed == [
        ["4", "Отбор и обучение", "Собеседование", "май", "Куратор", "Протоколы"],
        [
            "Обучение наставников (два занятия; разработка памятки, тренинг)",
            "июнь",
            "Директор",
            "Программа обучения, приказ",
        ],
    ]


def test_two_plans_of_cells_in_lines_are_two_tables():
    grids = read_pasted(
        "Приложение\n\tЭтапы\n\tРабота внутри организации\n\n\tОтбор и обучение\n\tвыбрать\n\n"
        "ПЛАН МЕРОПРИЯТИЙ\n\tМероприятие\n\tСрок\n\n\tОтбор и обучение\n\n\tОбучить\n\tмай\n"
    )

    plan = understand(grids, {}, VOCABULARY)

    assert [line.title for line in plan.measures] == ["Обучить"]
    assert plan.sections[0].inner == ["выбрать"]
    assert plan.title == "ПЛАН МЕРОПРИЯТИЙ"
