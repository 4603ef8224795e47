from __future__ import annotations

import io
import random

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from programmes import roadmap_templates
from programmes.actions import measures, plan_imports
from programmes.enums import PlanImportStatus
from programmes.models import Measure, PlanImport, Roadmap, Section
from programmes.queries.plan_imports import plan_of
from programmes.tests import plan_files
from registry.models import Person

CAPTIONS = [
    "№", "Название этапа", "Содержание", "Сроки", "Ответственный", "Ожидаемый результат",
]  # fmt: skip
MESS = [
    [
        "1",
        "Подготовка условий для запуска программы наставничества",
        (
            "1. Издать приказ о внедрении наставничества\n"
            "2. Разработать Положение о наставничестве\n3. Назначить куратора"
        ),
        "до 15.09.2026",
        "Иванова А.Б. Петрова В.Г",
        "Приказ, положение",
    ],
    ["2", "Формирование базы наставляемых", "- анкетирование;\n- сбор согласий", "Сентябрь- октябрь",
     "Наставники Педагог Психолог", "База наставляемых"],
    CAPTIONS,
    ["", "", "- собеседования с родителями.", "", "", ""],
    ["3.", "Завершение наставничества", "Итоговая  встреча", "май –июнь 2027 г.", "ЗДУВР",
     "Отчёт"],
]  # fmt: skip


def word_file(rows=MESS, captions=CAPTIONS):
    document = docx.Document()
    document.add_paragraph("Дорожная карта наставничества на 2026-2027 учебный год")
    table = document.add_table(0, len(captions))
    for row in [captions, [str(at) for at in range(1, len(captions) + 1)], *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    return SimpleUploadedFile("План школы.docx", content.getvalue())


def sheet_file():
    book = Workbook()
    sheet = book.active
    sheet.append(["Дорожная карта наставничества на 2026-2027 учебный год"])
    sheet.append([])
    sheet.append(["N п/п", *CAPTIONS[1:]])
    for row in MESS:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("План школы.xlsx", content.getvalue())


@pytest.fixture
def brought(cycle, kira):
    return plan_imports.bring(cycle=cycle, upload=word_file(), by=kira)


def corrected(plan_import, by, **change):
    return plan_imports.correct(
        plan_import=plan_import, version=plan_import.version, change=change, by=by
    )


@pytest.mark.parametrize("file", [word_file, sheet_file])
def test_a_plan_with_columns_of_its_own_is_in_and_running(cycle, kira, file):
    brought = plan_imports.bring(cycle=cycle, upload=file(), by=kira)
    assert not Roadmap.objects.exists()

    roadmap = plan_imports.accept(plan_import=brought, by=kira)

    assert roadmap.title == "Дорожная карта наставничества"
    assert roadmap.level_of["deadline"] == "section"
    assert roadmap.level_of["responsibles"] == "measure"
    assert [section.title for section in Section.objects.all()] == [
        row[1] for row in MESS if row[1] and row != CAPTIONS
    ]
    assert list(Measure.objects.values_list("number_printed", "title")) == [
        ("1.", "Издать приказ о внедрении наставничества"),
        ("2.", "Разработать Положение о наставничестве"),
        ("3.", "Назначить куратора"),
        ("", "анкетирование"),
        ("", "сбор согласий"),
        ("", "собеседования с родителями"),
        ("", "Итоговая встреча"),
    ]
    first = Measure.objects.first()
    assert f"{first.due_on:%d.%m.%Y}" == "15.09.2026"
    assert [each.label for each in first.responsibles.all()] == [
        "Иванова А.Б.",
        "Петрова В.Г",
    ]
    assert Measure.objects.last().responsibles.get().role == "deputy_director"
    assert brought.cycle.roadmap.imports.get().status == PlanImportStatus.ACCEPTED
    assert AuditEvent.objects.filter(what="plan_import.accepted", by=kira).exists()


def test_people_are_taken_from_the_registry_only_when_confirmed(school, cycle, kira):
    person = Person.objects.create(
        organisation=school,
        last_name="Иванова",
        first_name="Анна",
        patronymic="Борисовна",
        is_staff_member=True,
    )
    brought = plan_imports.bring(cycle=cycle, upload=word_file(), by=kira)
    word = plan_of(brought).words[0]
    assert (word.label, word.person, word.likely) == ("Иванова А.Б.", None, person.pk)

    brought = corrected(brought, kira, words={"Иванова А.Б.": {"person": person.pk}})
    plan_imports.accept(plan_import=brought, by=kira)

    assert [
        each.person for each in Measure.objects.first().responsibles.all()
    ] == [person, None]  # fmt: skip
    assert Person.objects.filter(last_name="Петрова").count() == 0


def test_a_doubtful_cell_is_divided_as_the_curator_says(brought, kira):
    (cell,) = plan_of(brought).cells
    assert cell["parts"] == ["Наставники", "Педагог", "Психолог"]

    brought = corrected(
        brought, kira, cells={cell["text"]: ["Наставники", "Педагог-психолог"]}
    )

    labels = [word.label for word in plan_of(brought).words]
    assert "Педагог-психолог" in labels
    assert "Психолог" not in labels


def test_a_correction_stays_whatever_else_changes(brought, kira):
    plan = plan_of(brought)
    section, measure = plan.sections[1], plan.measures[3]
    brought = corrected(
        brought,
        kira,
        lines={measure.key: {"title": "Провести анкетирование", "stages": ["S3"]}},
    )
    brought = corrected(brought, kira, lines={section.key: {"stages": ["X3"]}})

    line = next(line for line in plan_of(brought).lines if line.key == measure.key)

    assert (line.title, line.title_printed) == (
        "Провести анкетирование",
        "анкетирование",
    )
    assert line.stages == ["S3"]


def test_what_was_corrected_in_another_window_is_not_overwritten(brought, kira):
    corrected(brought, kira, about={"title": "Наш план"})

    with pytest.raises(Refused, match="в другом окне"):
        corrected(brought, kira, about={"title": "Их план"})


def test_a_plan_of_another_year_moves_its_days(cycle, kira):
    rows = [
        [*row[:3], row[3].replace("2026", "2023").replace("2027", "2024"), *row[4:]]
        for row in MESS
    ]
    brought = plan_imports.bring(cycle=cycle, upload=word_file(rows), by=kira)

    brought = corrected(brought, kira, about={"year": 2023})
    plan_imports.accept(plan_import=brought, by=kira)

    first = Measure.objects.first()
    assert (first.deadline_raw, f"{first.due_on:%d.%m.%Y}") == (
        "до 15.09.2023",
        "15.09.2026",
    )


def test_a_roadmap_with_work_in_it_is_not_replaced(brought, plan, measure, kira):
    measures.move(measure=measure, to="in_progress", by=kira)

    with pytest.raises(Refused, match="уже идёт работа"):
        plan_imports.accept(plan_import=brought, by=kira)

    assert Roadmap.objects.get() == plan


def test_accepting_twice_makes_one_roadmap(brought, kira):
    first = plan_imports.accept(plan_import=brought, by=kira)

    assert plan_imports.accept(plan_import=brought, by=kira) == first


def test_a_plan_put_away_is_taken_up_with_its_corrections(brought, kira):
    brought = corrected(brought, kira, about={"title": "Наш план"})
    plan_imports.discard(plan_import=brought, by=kira)
    with pytest.raises(PermissionDenied, match="отложен"):
        plan_imports.accept(plan_import=brought, by=kira)

    brought = plan_imports.resume(plan_import=brought, by=kira)

    assert plan_of(brought).title == "Наш план"


def test_only_the_curator_brings_a_plan(cycle, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        plan_imports.bring(cycle=cycle, upload=word_file(), by=dina)


# --- Pages ----------------------------------------------------------------------------


def review_of(client, kira, **told):
    client.force_login(kira)
    return client.post(link("programmes:plan_import_bring"), told, follow=True)


def test_a_file_is_reviewed_and_accepted_without_a_script(client, cycle, kira):
    page = review_of(client, kira, upload=word_file()).content.decode()
    brought = PlanImport.objects.get()
    assert "3 раздела, 7 мероприятий" in page
    assert "Итоговая встреча" in page

    client.post(link("programmes:plan_import_accept", pk=brought.pk))

    assert Measure.objects.count() == 7


@pytest.mark.parametrize("code", ["college", "youth_centre"])
def test_a_table_copied_from_a_page_is_read(client, cycle, kira, code):
    fixture = roadmap_templates.load(code)

    review_of(client, kira, text="что-то", page=plan_files.as_page(fixture))

    assert len(plan_of(PlanImport.objects.get()).measures) == len(
        list(fixture.measures())
    )


def test_a_line_is_put_right_in_its_place(client, cycle, kira):
    review_of(client, kira, upload=word_file())
    brought = PlanImport.objects.get()
    line = plan_of(brought).measures[0]
    address = link("programmes:plan_import_line", pk=brought.pk, key=line.key)
    form = client.get(address).context["form"]
    told = {field.html_name: field.value() or "" for field in form}

    answer = client.post(
        address,
        {**told, "title": "Издать приказ", "document_0": "Приказ № 1", "number": "1.1"},
        headers={"HX-Request": "true"},
    )

    assert "Издать приказ" in answer.content.decode()
    line = plan_of(PlanImport.objects.get()).measures[0]
    assert (line.number, line.title, line.fixed) == (
        "1.1",
        "Издать приказ",
        ["number", "title", "documents"],
    )


def test_another_reading_of_a_deadline_is_chosen(client, cycle, kira):
    rows = [["1", "Отбор", "Обучить наставников", "Декабрь Июнь", "директор", ""]]
    review_of(client, kira, upload=word_file(rows))
    brought = PlanImport.objects.get()
    section = plan_of(brought).sections[0]
    assert section.deadline["kind"] == "month_range"
    address = link("programmes:plan_import_line", pk=brought.pk, key=section.key)
    form = client.get(address).context["form"]
    told = {field.html_name: field.value() or "" for field in form}

    client.post(address, {**told, "reading": "1"})

    assert (
        plan_of(PlanImport.objects.get()).sections[0].deadline["kind"] == "month_list"
    )


def test_a_column_is_told_anew(client, cycle, kira):
    captions = ["№", "Этап", "Что делаем", "Сроки", "Ответственный", "Кабинет"]
    rows = [["1", "Отбор", "Обучить наставников", "май", "директор", "в актовом зале"]]
    review_of(client, kira, upload=word_file(rows, captions))
    brought = PlanImport.objects.get()
    (line,) = plan_of(brought).measures
    assert (line.items, line.result) == (["Кабинет: в актовом зале"], "")
    address = link("programmes:plan_import_columns", pk=brought.pk)
    form = client.get(address).context["form"]
    told = {field.html_name: field.value() for field in form}

    page = client.post(address, {**told, "column_5": "result"}, follow=True)

    assert "прочитан заново" in page.content.decode()
    (line,) = plan_of(PlanImport.objects.get()).measures
    assert (line.items, line.result) == ([], "в актовом зале")


def test_words_for_who_answers_are_told_once_for_all_lines(client, cycle, kira):
    review_of(client, kira, upload=word_file())
    brought = PlanImport.objects.get()
    address = link("programmes:plan_import_words", pk=brought.pk)
    form = client.get(address).context["form"]
    told = {field.html_name: field.value() for field in form}

    client.post(address, {**told, "word_0": "role:director"})

    word = plan_of(PlanImport.objects.get()).words[0]
    assert (word.label, word.role, word.is_fixed) == ("Иванова А.Б.", "director", True)


def test_a_late_correction_keeps_what_was_typed(client, cycle, kira):
    review_of(client, kira, upload=word_file())
    brought = PlanImport.objects.get()
    address = link("programmes:plan_import_about", pk=brought.pk)
    corrected(brought, kira, about={"year": 2025})

    page = client.post(address, {"version": 1, "title": "Наш план", "year": "2026"})

    assert "в другом окне" in page.content.decode()
    assert "Наш план" in page.content.decode()
    client.post(
        address,
        {
            "version": page.context["form"]["version"].value(),
            "title": "Наш план",
            "year": "2026",
        },
    )
    assert plan_of(PlanImport.objects.get()).title == "Наш план"


BAD_FILES = {
    "скан.pdf": (b"%PDF-1.7", "сканы"),
    "план.docx": (b"", "пуст"),
    "план.docx ": (b"PK\x03\x04word/document.xml", "повреждён"),
    "план.doc": (
        b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"),
        "старого образца",
    ),
    "план.odt": (
        b"PK..mimetypeapplication/vnd.oasis.opendocument.text",
        "другого вида",
    ),
    "план.zip": (b"PK\x03\x04", "не читает"),
    "план.csv": ("просто текст".encode(), "не нашлось таблицы"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_of_another_kind_is_answered_with_what_to_do(client, cycle, kira, name):
    content, words = BAD_FILES[name]

    page = review_of(client, kira, upload=SimpleUploadedFile(name.strip(), content))

    assert words in page.content.decode()
    assert not PlanImport.objects.exists()


def test_nothing_brought_is_said(client, cycle, kira):
    assert "Выберите файл" in review_of(client, kira, text="").content.decode()


def test_of_two_tables_the_curator_chooses(client, cycle, kira):
    document = docx.Document()
    for title in ("Первое дело", "Второе дело"):
        document.add_paragraph(f"Таблица «{title}»")
        table = document.add_table(2, 3)
        captions = ("Мероприятие", "Срок", "Класс" if "Второе" in title else "Документ")
        for cell, text in zip(table.rows[0].cells, captions, strict=True):
            cell.text = text
        for cell, text in zip(
            table.rows[1].cells, (title, "май", "что-то"), strict=True
        ):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    review_of(client, kira, upload=SimpleUploadedFile("два.docx", content.getvalue()))
    brought = PlanImport.objects.get()
    assert plan_of(brought).measures[0].title == "Первое дело"
    address = link("programmes:plan_import_about", pk=brought.pk)

    told = {"version": 1, "title": "План", "year": "", "table": 1}
    client.post(address, told)

    assert plan_of(PlanImport.objects.get()).measures[0].title == "Второе дело"


def test_the_review_of_a_long_plan_costs_the_same(
    client, cycle, kira, django_assert_max_num_queries
):
    rows = [
        [str(at), "", f"Дело {at}", "май", "директор", "есть"] for at in range(2, 300)
    ]
    review_of(client, kira, upload=word_file([MESS[0], *rows]))
    brought = PlanImport.objects.get()

    with django_assert_max_num_queries(20):
        page = client.get(link("programmes:plan_import_review", pk=brought.pk))

    assert (
        page.content.decode().count('class="plan-line ')
        + page.content.decode().count('class="plan-line"')
        > 290
    )


def test_a_mentor_brings_no_plan(client, cycle, max_):
    client.force_login(max_)

    assert client.get(link("programmes:plan_import_bring")).status_code == 403


@pytest.mark.parametrize("seed", range(12))
def test_random_files_never_break_the_page(client, cycle, kira, seed):
    dice = random.Random(seed)
    whole = (word_file if seed % 2 else sheet_file)()
    content = bytearray(whole.read())
    if seed % 3:
        for _ in range(dice.randrange(1, 400)):
            content[dice.randrange(len(content))] = dice.randrange(256)
    else:
        content = bytearray(dice.randbytes(dice.randrange(1, 5000)))
    name = (
        whole.name if seed % 4 else dice.choice(["план.csv", "план.ods", "план.html"])
    )

    page = review_of(client, kira, upload=SimpleUploadedFile(name, bytes(content)))

    assert page.status_code == 200
    for plan_import in PlanImport.objects.all():
        review = client.get(link("programmes:plan_import_review", pk=plan_import.pk))
        assert review.status_code == 200
        client.post(link("programmes:plan_import_accept", pk=plan_import.pk))
