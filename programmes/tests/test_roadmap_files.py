"""The plan on paper and as files: its own columns, blank cells blank (R-352, R-353)."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone
from docx import Document as Word
from openpyxl import load_workbook
from pypdf import PdfReader

from common.links import link
from common.strict_yaml import parse
from documents import actions as documents
from documents import pdf
from documents.enums import DocumentStatus
from documents.models import Document
from programmes import roadmap_templates
from programmes.actions import measures, roadmap_approval, roadmaps
from programmes.models import Measure, Roadmap
from programmes.plan_reading.composing import compose
from programmes.plan_reading.documents import Kinds, Vocabulary
from programmes.plan_reading.pasted import read_page
from programmes.plan_reading.understanding import understand
from programmes.queries.roadmap_sheet import (
    annual_sheet,
    is_changed_since_approval,
    month_sheet,
    sheet_of,
)
from programmes.roadmap_sheets import fit, lay_out
from programmes.roadmap_sheets.spreadsheet import to_xlsx
from programmes.roadmap_sheets.word import to_docx
from programmes.roadmap_templates import DeadlineSpec, Level, load, read_template

PRINTED = ["youth_palace", "creativity_centre", "school", "youth_centre", "college"]
CODES = [code for code, _, _ in roadmap_templates.available()]


def _words(sheet):
    return [
        line["text"]
        for table in sheet["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        for line in cell["lines"]
    ]


def _plan_table(sheet):
    return sheet["tables"][-1]


@pytest.mark.parametrize("code", CODES)
def test_the_sheet_has_the_columns_of_the_form_and_every_row_fills_them(code):
    template = load(code)

    for table in lay_out(template)["tables"]:
        for row in table["rows"]:
            assert sum(cell["span"] for cell in row["cells"]) == len(table["columns"])
    assert [
        column["title"] for column in _plan_table(lay_out(template))["columns"]
    ] == [column.title for column in template.columns]


@pytest.mark.parametrize("code", CODES)
def test_every_printed_word_stands_on_the_sheet(code):
    template = load(code)
    text = "\n".join(_words(lay_out(template)))

    for section in template.sections:
        assert section.title in text
        if template.level_of.deadline is Level.SECTION:
            assert section.deadline.raw in text
        for line in (*section.work.inner, *section.work.outer) if section.work else ():
            assert line in text
        for measure in section.measures:
            assert measure.title in text
            for item in measure.items:
                assert item.text in text
            if template.level_of.deadline is Level.MEASURE:
                assert measure.deadline.deadline.raw in text
            for role in measure.responsibles:
                assert role.label in text


def test_a_blank_cell_stays_blank():
    rows = _plan_table(lay_out(load("college")))["rows"]

    blank = [
        row for row in rows if row["kind"] == "measure" and not row["cells"][2]["lines"]
    ]
    assert len(blank) == 27


def test_three_levels_of_numbers_are_printed():
    numbers = [
        cell["lines"][0]["text"]
        for row in _plan_table(lay_out(load("creativity_centre")))["rows"]
        for cell in row["cells"]
        if cell["key"] == "number" and cell["lines"]
    ]

    assert {"5", "5.1", "5.1.1"} <= {number.rstrip(".") for number in numbers}


def test_work_inside_and_outside_is_a_table_of_its_own():
    sheet = lay_out(load("college"))

    assert [head["title"] for head in sheet["tables"][0]["columns"]] == [
        "№ п/п",
        "Этапы",
        "Работа внутри организации",
        "Работа с внешней средой",
    ]
    assert len(sheet["tables"][0]["rows"]) == 7


def test_a_form_of_whole_stages_prints_a_row_for_each():
    rows = _plan_table(lay_out(load("youth_palace")))["rows"]

    assert [row["kind"] for row in rows] == ["whole"] * 5
    assert rows[0]["cells"][2]["lines"][0]["text"] == "В течение первого месяца"


def test_a_result_and_its_document_share_a_column_once():
    rows = _plan_table(lay_out(load("creativity_centre")))["rows"]

    assert [line["text"] for line in rows[1]["cells"][4]["lines"]] == ["Приказ"]


def test_the_corner_names_the_order_and_who_adopted_the_plan(cycle):
    roadmap = roadmaps.load_roadmap(cycle=cycle, template_code="youth_centre", by=None)

    sheet = sheet_of(roadmap)

    assert sheet["appendix"] == "Приложение 2 к приказу"
    assert sheet["approved"] == [
        {"title": "УТВЕРЖДЕНО", "lines": ["приказом от 20.09.2022 № 45/4-од"]}
    ]
    assert sheet["adopted"][0]["lines"] == [
        "Совет учреждения",
        "протокол от 20.09.2022 № 2",
    ]


def test_a_plan_not_approved_leaves_lines_to_fill_in(plan):
    assert "№ ______" in sheet_of(plan)["approved"][0]["lines"][1]


def test_marks_stand_in_a_column_of_their_own(plan, measure, kira):
    day = timezone.localdate()
    measures.report_done(measure=measure, done_on=day, by=kira, evidence="протокол")

    table = _plan_table(sheet_of(plan, with_marks=True))

    assert table["columns"][-1]["title"] == "Отметка о выполнении"
    told = table["rows"][1]["cells"][-1]["lines"][0]["text"]
    assert told == f"выполнено {day:%d.%m.%Y}; протокол"


@pytest.mark.parametrize("code", CODES)
def test_word_has_the_same_table(code):
    sheet = lay_out(load(code))

    document = Word(io.BytesIO(to_docx(sheet)))

    table = document.tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == [
        column["title"] for column in _plan_table(sheet)["columns"]
    ]
    assert len(table.rows) == len(_plan_table(sheet)["rows"]) + 1
    assert "tblHeader" in table.rows[0]._tr.xml
    text = "\n".join(cell.text for row in table.rows for cell in row.cells)
    assert all(word in text for word in _words({"tables": [_plan_table(sheet)]}))


def test_word_and_excel_take_any_text():
    hostile = "=cmd|' /C calc'!A0 \x00\x0b <b>&amp;"
    sheet = lay_out(load("school"))
    _plan_table(sheet)["rows"][1]["cells"][1]["lines"][0]["text"] = hostile

    word = Word(io.BytesIO(to_docx(sheet)))
    book = load_workbook(io.BytesIO(to_xlsx(sheet)))

    assert "<b>&amp;" in word.tables[-1].rows[2].cells[1].text
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    hit = next(cell for cell in cells if "calc" in str(cell.value))
    assert hit.data_type == "s"


def test_excel_repeats_its_headings_and_keeps_sections_whole():
    book = load_workbook(io.BytesIO(to_xlsx(lay_out(load("college")))))

    assert book.sheetnames == ["Этапы", "План"]
    page = book["План"]
    assert page.print_title_rows
    assert page.page_setup.orientation == "landscape"
    titles = [each for each in page.merged_cells.ranges if each.min_row > 4]
    assert len(titles) == 7


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "yaml"])
def test_the_plan_is_handed_over_as_a_file(client, plan, kira, form):
    client.force_login(kira)

    answer = client.get(link("programmes:roadmap_file", form=form))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert len(answer.content) > 4000


def test_the_downloaded_file_is_the_plan_itself(client, plan, kira):
    client.force_login(kira)

    answer = client.get(link("programmes:roadmap_file", form="yaml"))

    text = answer.content.decode()
    assert read_template(parse(text, "plan.yaml")) == load("seven_stages")


def test_the_pdf_is_turned_numbered_and_repeats_its_heading_row(client, plan, kira):
    client.force_login(kira)

    reader = PdfReader(
        io.BytesIO(client.get(link("programmes:roadmap_file", form="pdf")).content)
    )

    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages[1:], start=2):
        assert page.mediabox.width > page.mediabox.height
        text = page.extract_text()
        assert str(number) in text
        assert re.search(r"Ожидаемый\s+результат", text)


@pytest.mark.parametrize("form", ["exe", "PDF"])
def test_an_unknown_kind_of_file_is_not_found(client, plan, kira, form):
    client.force_login(kira)

    assert client.get(link("programmes:roadmap_file", form=form)).status_code == 404


def test_without_a_plan_there_is_nothing_to_print(client, cycle, kira):
    client.force_login(kira)

    assert client.get(link("programmes:roadmap_print")).status_code == 404


def test_the_annual_plan_has_every_measure_under_a_month_or_the_year(plan):
    text = _words(annual_sheet(plan))

    assert text[0] == "Сентябрь 2026 г."
    assert "В течение года" in text
    for measure in Measure.objects.filter(is_heading=False):
        assert measure.title in text


def test_the_monthly_plan_has_what_is_due_and_what_goes_on(plan):
    text = _words(month_sheet(plan, date(2026, 9, 1)))

    assert (
        "Выбрать формы наставничества, определить задачи и ожидаемые результаты года"
        in text
    )
    assert "Продолжается" in text
    assert not any("итог" in word.lower() for word in text[:5])


def test_a_postponed_measure_moves_to_its_new_month(plan, measure, kira):
    measures.postpone(
        measure=measure, due_on=date(2027, 1, 15), reason="карантин", by=kira
    )

    assert measure.title in _words(month_sheet(plan, date(2027, 1, 1)))
    assert measure.title not in _words(month_sheet(plan, date(2026, 9, 1)))


def test_a_month_is_asked_for_in_words_the_portal_knows(client, plan, kira):
    client.force_login(kira)
    url = link("programmes:roadmap_extract", form="docx")

    assert client.get(url, {"month": "2026-09"}).status_code == 200
    assert client.get(url).status_code == 200
    assert client.get(url, {"month": "сентябрь"}).status_code == 404


@pytest.fixture
def approve(plan, kira, dina):
    """Draw the approving paper up, submit and sign it."""

    def of(kind):
        document = roadmap_approval.prepare_approval(roadmap=plan, kind=kind, by=kira)
        document = documents.submit(document=document, by=kira)
        return documents.sign(document=document, by=dina)

    return of


def test_the_order_approves_the_plan_and_stands_in_its_corner(approve, plan):
    order = approve(roadmap_approval.ORDER)

    plan.refresh_from_db()
    assert plan.approval["order_number"] == order.number
    sheet = sheet_of(plan)
    assert sheet["appendix"] == "Приложение № 1 к приказу"
    assert f"№ {order.number}" in sheet["approved"][0]["lines"][0]


def test_the_signed_paper_keeps_the_plan_as_it_was(approve, plan, client, kira):
    order = approve(roadmap_approval.ORDER)
    Measure.objects.filter(is_heading=False).first()
    Measure.objects.update(title="Переписано")

    document = Document.objects.get(pk=order.pk)

    assert "Переписано" not in str(document.payload)
    client.force_login(kira)
    page = client.get(link("programmes:roadmap_print")).content.decode()
    assert "После утверждения план изменился" in page


def test_the_plan_itself_is_approved_by_the_directors_signature(approve, plan):
    document = approve(roadmap_approval.PLAN)

    plan.refresh_from_db()
    assert plan.approving_document == document
    assert sheet_of(plan)["approved"][0]["lines"][0] == "директором"


def test_the_director_reads_the_plan_as_it_stands_when_submitted(plan, kira):
    document = roadmap_approval.prepare_approval(
        roadmap=plan, kind=roadmap_approval.ORDER, by=kira
    )
    Measure.objects.filter(is_heading=False).update(title="Новое мероприятие")

    document = documents.submit(document=document, by=kira)

    assert "Новое мероприятие" in str(document.payload)


def test_an_annulled_order_approves_nothing(approve, plan, dina):
    order = approve(roadmap_approval.ORDER)

    documents.annul(document=order, remark="ошибка", by=dina)

    plan.refresh_from_db()
    assert plan.approving_document is None
    assert plan.approval["order_number"] == ""


def test_a_signed_order_stays_in_force_while_the_next_one_is_drawn_up(
    approve, plan, cycle, kira, dina
):
    order = approve(roadmap_approval.ORDER)
    draft = roadmap_approval.prepare_approval(
        roadmap=plan, kind=roadmap_approval.ORDER, by=kira
    )

    plan.refresh_from_db()
    assert (plan.approving_document, plan.approval_draft) == (order, draft)
    with pytest.raises(roadmaps.Refused, match="утвержд"):
        roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)

    documents.annul(document=order, remark="ошибка", by=dina)

    plan.refresh_from_db()
    assert (plan.approving_document, plan.approval_draft) == (None, draft)
    assert plan.approval["order_number"] == ""


def test_the_next_order_replaces_the_one_before_which_may_then_be_annulled(
    approve, plan, dina
):
    first = approve(roadmap_approval.ORDER)
    second = approve(roadmap_approval.ORDER)

    documents.annul(document=first, remark="заменён", by=dina)

    plan.refresh_from_db()
    assert (plan.approving_document, plan.approval_draft) == (second, None)
    assert plan.approval["order_number"] == second.number


def test_an_approved_plan_is_not_replaced(approve, plan, cycle, kira):
    approve(roadmap_approval.ORDER)

    with pytest.raises(roadmaps.Refused, match="утвержд"):
        roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)


def test_the_curator_draws_the_approving_order_up_from_the_page(client, plan, kira):
    client.force_login(kira)

    answer = client.post(
        link("programmes:roadmap_approve"), {"kind": roadmap_approval.ORDER}
    )

    document = Document.objects.get(kind__code="order_roadmap_approval")
    assert answer.url == link("documents:document_detail", pk=document.pk)
    assert document.status == DocumentStatus.DRAFT
    assert Roadmap.objects.get().approval_draft == document
    page = client.get(link("programmes:roadmap_print")).content.decode()
    assert "Об утверждении дорожной карты" in page


def test_both_papers_are_printed_with_every_word(approve, plan):
    from documents.kinds import paper_of
    from documents.tests.reading import whole_text

    for kind in (roadmap_approval.ORDER, roadmap_approval.PLAN):
        document = approve(kind)
        from documents import pdf

        printed = pdf.render(
            paper_of(document).template_name,
            paper_of(document).payload_for_print(document),
        )
        text = whole_text(printed)
        for measure in Measure.objects.all()[:5]:
            assert measure.title.split()[0] in text


# --- How the sheet lies on the page -----------------------------------------------------


@pytest.fixture
def own_form():
    """A plan of two stages: terms by measures, stage, responsible and result once for all."""
    head = "№|Название этапа|Содержание|Сроки|Ответственный|Ожидаемый результат"
    rows = [
        f"<td rowspan=3>{number}<td rowspan=3>{title}<td>{number}.1 Начать<td>сентябрь"
        f"<td rowspan=3>Заместитель директора<td rowspan=3>{result}</tr>"
        f"<tr><td>{number}.2 Продолжить<td>октябрь</tr><tr><td>{number}.3 Закончить<td>май"
        for number, title, result in (
            (1, "Подготовка условий", "Команда собрана"),
            (2, "Формирование базы наставляемых", "База есть"),
        )
    ]
    cells = "".join(f"<td>{title}" for title in head.split("|"))
    page = f"<table><tr>{cells}</tr><tr>{'</tr><tr>'.join(rows)}</tr></table>"
    plan = understand(read_page(page), {}, Vocabulary(Kinds({})))
    return compose(plan, "school")


def test_what_is_printed_once_for_a_stage_is_one_cell_beside_its_measures(own_form):
    sheet = lay_out(own_form)

    rows = _plan_table(sheet)["rows"]
    assert [section.result for section in own_form.sections] == [
        "Команда собрана",
        "База есть",
    ]
    assert len(rows) == 6
    downs = [cell.get("down", 1) for cell in rows[0]["cells"]]
    assert downs == [3, 3, 1, 1, 3, 3]
    assert _words(sheet).count("Команда собрана") == 1
    assert _words(sheet).count("Заместитель директора") == 2


def test_beside_a_measure_with_a_term_of_its_own_the_others_print_the_stages(own_form):
    section = own_form.sections[0]
    first, second, third = section.measures
    of_stage = replace(first.deadline.deadline, raw="до 1 мая")
    heir = DeadlineSpec(of_stage, is_inherited=True)
    measures = (replace(first, deadline=heir), second, replace(third, deadline=heir))
    mixed = replace(section, deadline=of_stage, measures=measures)

    rows = _plan_table(lay_out(replace(own_form, sections=(mixed,))))["rows"]

    told = [_words_of(row, "deadline") for row in rows]
    assert told == ["до 1 мая", "октябрь", "до 1 мая"]


def _words_of(row, key):
    lines = next(cell["lines"] for cell in row["cells"] if cell["key"] == key)
    return " ".join(line["text"] for line in lines)


def test_word_merges_the_cells_of_a_stage(own_form):
    table = Word(io.BytesIO(to_docx(lay_out(own_form)))).tables[-1]

    assert table.cell(1, 1)._tc is not table.cell(1, 2)._tc
    assert table.cell(1, 1)._tc is table.cell(3, 1)._tc
    assert table.cell(3, 1)._tc is not table.cell(4, 1)._tc
    assert table.cell(2, 5).text == "Команда собрана"


def test_excel_merges_the_cells_of_a_stage(own_form):
    page = load_workbook(io.BytesIO(to_xlsx(lay_out(own_form)))).active

    down = [
        str(each) for each in page.merged_cells.ranges if each.max_row > each.min_row
    ]
    assert len(down) == 8
    heads = [cell for row in page.iter_rows() for cell in row if cell.value == "Сроки"]
    assert heads[0].alignment.wrap_text
    assert page.print_title_rows == f"${heads[0].row}:${heads[0].row}"


@pytest.mark.parametrize("code", PRINTED)
def test_no_word_of_a_heading_is_broken(code):
    sheet = lay_out(load(code))

    drawn = headings_drawn(print_of(sheet))

    for table in sheet["tables"]:
        titles = [column["title"].split() for column in table["columns"]]
        assert titles in drawn


def print_of(sheet):
    return pdf.compose(
        "papers/roadmap.html",
        {**BLANK, "title": "План", "state": "blank", "sheet": sheet},
    )


BLANK = {"check_url": "", "is_signed_here": False}


def headings_drawn(html):
    """The heading cells of every table as drawn: a broken word is two."""
    from weasyprint import HTML

    from documents.pdf.press import BASE_SHEET, cast_type, parse_sheet

    page = HTML(string=html, base_url="paper:", url_fetcher=cast_type().fetcher).render(
        stylesheets=parse_sheet(BASE_SHEET), font_config=cast_type().fonts
    )
    return [
        [_drawn(cell) for cell in row.children]
        for sheet in page.pages
        for row in sheet._page_box.descendants()
        if row.element_tag == "tr" and row.children
        if row.children[0].element_tag == "th"
    ]


def _drawn(cell):
    boxes = (box for box in cell.descendants() if type(box).__name__ == "TextBox")
    return [word for box in boxes for word in box.text.split()]


def test_few_columns_stand_upright_and_many_are_turned():
    assert lay_out(load("youth_centre"))["is_upright"]
    assert not lay_out(load("college"))["is_upright"]


def test_many_columns_get_smaller_letters_before_a_heading_is_broken():
    rows = []
    columns = [
        {"key": "other", "title": "Ответственный исполнитель"} for _ in range(10)
    ]
    table = {"caption": "", "columns": columns, "rows": rows}
    sheet = {"title": "", "period": "", "appendix": "", "tables": [table]}

    fitted = fit(sheet)["tables"][0]

    assert fitted["size"] < 11
    assert sum(column["width"] for column in fitted["columns"]) == 257


def test_a_row_that_takes_a_page_may_go_on_overleaf_and_no_other():
    tall = [
        row for row in _plan_table(lay_out(load("college")))["rows"] if "is_tall" in row
    ]

    assert len(tall) == 1
    assert "Найти потенциальных наставников" in tall[0]["cells"][0]["lines"][0]["text"]


def test_a_sheet_frozen_before_columns_were_measured_is_printed_still():
    sheet = lay_out(load("school"))
    del sheet["is_upright"]
    for table in sheet["tables"]:
        del table["size"]
        for column in table["columns"]:
            del column["width"]
        for row in table["rows"]:
            row.pop("is_tall", None)

    html = print_of(sheet)

    assert "Подготовка программы наставничества" in html
    assert to_docx(sheet)
    assert to_xlsx(sheet)
    assert "landscape" in html


def test_a_plan_of_stages_with_a_column_of_measures_prints_them_all():
    page = (
        "<table><tr><td>Этап<td>Мероприятие<td>Срок</tr>"
        "<tr><td rowspan=2>Отбор<td>Собеседование<td rowspan=2>май</tr>"
        "<tr><td>Обучение</tr></table>"
    )
    plan = understand(read_page(page), {}, Vocabulary(Kinds({})))

    assert _words(lay_out(compose(plan, "school"))) == [
        "Отбор",
        "Собеседование",
        "май",
        "Обучение",
    ]


def test_a_plan_signed_before_columns_were_measured_is_not_called_changed(
    approve, plan
):
    approve(roadmap_approval.ORDER)
    plan.refresh_from_db()
    # A signed row cannot be rewritten: the older payload is put under the loaded one.
    for table in plan.approving_document.payload["sheet"]["tables"]:
        table.pop("size")
        for column in table["columns"]:
            column.pop("width")

    assert not is_changed_since_approval(plan)
