"""The press: equal papers, marks, page numbers, the QR requisite, honest failures."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context

from documents.pdf import (
    RendererFailed,
    compose,
    fonts,
    press,
    print_html,
    render,
    sha256,
)
from documents.pdf.pages import paper_engine
from documents.pdf.typesetting import glue
from documents.tests.reading import (
    missing_from,
    page_numbers,
    page_texts,
    reader,
    whole_text,
)
from documents.tests.sample_payloads import CHECK_URL, ELECTRONIC, LETTERHEAD, order

ORDER = "papers/order.html"
IN_ANOTHER_PROCESS = """
import json, sys
from django.conf import settings
from documents.pdf import render, sha256
print(sha256(render("papers/order.html", json.load(sys.stdin))))
"""


def many_points(count):
    paper = order()
    paper["points"] = [
        {
            "text": f"Исполнить поручение {n}.",
            "subpoints": [],
            "responsible": "",
            "due": "",
        }
        for n in range(count)
    ]
    return paper


def test_everything_the_payload_holds_is_printed():
    pdf = render(ORDER, order())

    assert missing_from(pdf, order()) == []


def test_equal_payloads_give_equal_bytes():
    first = render(ORDER, order())
    other_key_order = dict(reversed(order().items()))

    assert render(ORDER, other_key_order) == first


def test_another_process_gives_the_same_bytes():
    here = sha256(render(ORDER, order()))

    there = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input=json.dumps(order()),
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "mentoring.settings", "TZ": "Asia/Kamchatka"},
    )

    assert there.stdout.strip() == here


def test_a_change_of_one_letter_changes_the_identifier():
    changed = order()
    changed["executor"] = "Е"

    identifiers = {
        reader(render(ORDER, paper)).trailer["/ID"][0] for paper in (order(), changed)
    }

    assert len(identifiers) == 2


def test_no_clock_is_in_the_file():
    pdf = render(ORDER, order())

    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf


def test_the_file_is_tagged_titled_and_in_russian():
    paper = reader(render(ORDER, order()))
    root = paper.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "ru"
    assert paper.metadata.title == glue(order()["title"])
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_pages_are_numbered_from_the_second():
    pdf = render(ORDER, many_points(60))

    numbers = page_numbers(pdf)

    assert len(numbers) > 2
    assert numbers == ["", *map(str, range(2, len(numbers) + 1))]


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", "ПРОЕКТ"),
        ("annulled", "АННУЛИРОВАН"),
        ("signed", None),
        ("blank", None),
    ],
)
def test_only_drafts_and_annulled_papers_are_marked_and_on_every_page(state, mark):
    paper = many_points(60)
    paper["state"] = state

    marks = [
        [word for word in ("ПРОЕКТ", "АННУЛИРОВАН") if word in text]
        for text in page_texts(render(ORDER, paper))
    ]

    assert marks == [[mark] if mark else []] * len(marks)


def test_an_unsigned_order_leaves_room_for_date_and_number():
    paper = order()
    paper.update({"date": "", "number": ""})

    first_page = page_texts(render(ORDER, paper))[0]

    assert "«___»" in first_page
    assert "№\N{NO-BREAK SPACE}____" in first_page


def test_the_qr_requisite_stands_on_the_first_page_with_its_address():
    html = compose(ORDER, order())
    pages = page_texts(render(ORDER, many_points(60)))

    assert html.count('class="check-code"') == 1
    assert f"<title>QR-код, ведёт на страницу проверки {CHECK_URL}</title>" in html
    assert [CHECK_URL in page for page in pages] == [True] + [False] * (len(pages) - 1)


def test_without_a_check_page_there_is_no_qr_requisite():
    paper = order()
    paper["check_url"] = ""

    assert "Проверкадокумента" not in whole_text(render(ORDER, paper))


def test_a_simple_electronic_signature_prints_its_stamp():
    paper = order()
    paper["signature"] = ELECTRONIC

    text = whole_text(render(ORDER, paper))

    assert "ДОКУМЕНТПОДПИСАНПРОСТОЙЭЛЕКТРОННОЙПОДПИСЬЮ" in text
    assert ELECTRONIC["stamp"]["key"] in text


def test_wet_ink_prints_no_stamp():
    assert "ПОДПИСАН" not in whole_text(render(ORDER, order())).upper()


def test_a_joint_order_names_every_organisation():
    paper = order()
    paper["letterhead"] = {**LETTERHEAD, "names": ["Школа № 12", "Колледж № 3"]}

    assert missing_from(render(ORDER, paper), paper) == []


def test_a_wider_binding_moves_the_text_to_the_right():
    def left_edge(paper):
        page = reader(render(ORDER, paper)).pages[0]
        edges = []
        page.extract_text(
            visitor_text=lambda text, _cm, matrix, *_: (
                edges.append(matrix[4]) if text.strip() else None
            )
        )
        return min(edges)

    wide = order()
    wide["binding_margin"] = 30

    moved = left_edge(wide) - left_edge(order())

    assert moved == pytest.approx(10 / 25.4 * 96, abs=0.5)  # in pixels of CSS


def test_the_paper_is_set_in_the_fonts_of_the_house_alone():
    page = reader(render(ORDER, order())).pages[0]

    names = {
        re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"])
        for font in page["/Resources"]["/Font"].values()
    }

    assert names
    assert all(name.startswith("Paper-") for name in names)


@pytest.mark.parametrize(
    "name",
    sorted(path.name for path in (settings.BASE_DIR / "static/papers").iterdir()),
)
def test_the_press_understands_every_line_of_its_sheets(name, caplog):
    press.parse_sheet.cache_clear()

    with caplog.at_level(logging.WARNING, "weasyprint"):
        sheet = press.parse_sheet(name)

    assert len(sheet) == 1
    assert caplog.messages == []


def test_a_missing_field_stops_the_printing_and_is_named():
    paper = order()
    del paper["visas"]

    with pytest.raises(RendererFailed, match="нет поля «visas»"):
        render(ORDER, paper)


def test_a_missing_field_deep_inside_is_named_too():
    paper = order()
    del paper["points"][0]["due"]

    with pytest.raises(RendererFailed, match="нет поля «due»"):
        render(ORDER, paper)


def test_an_unknown_template_is_named():
    with pytest.raises(RendererFailed, match="«papers/nothing"):
        render("papers/nothing.html", order())


def test_a_name_the_template_does_not_know_stops_the_printing():
    template = paper_engine().from_string("{{ paylod.heading }}")

    with pytest.raises(RendererFailed, match="«paylod"):
        template.render(Context({"payload": order()}))


def test_whatever_the_library_trips_over_is_a_failure_of_the_paper():
    with pytest.raises(RendererFailed, match="не печатается"):
        print_html("<title>x</title>", sheets=(), identity="no digits")


def test_missing_fonts_say_what_to_install():
    with pytest.raises(RendererFailed, match="fonts-liberation2"):
        fonts.font_files(Path("/nonexistent"))


def test_fonts_and_sheets_are_cast_once_per_process():
    render(ORDER, order())
    cast, sheets = press.cast_type(), press.parse_sheet("paper.css")

    render(ORDER, order())

    assert press.cast_type() is cast
    assert press.parse_sheet("paper.css") is sheets
    assert press.cast_type.cache_info().misses == 1


def test_numbers_are_drawn_the_same_in_every_locale():
    from django.utils import translation

    in_russian = render(ORDER, order())

    with translation.override("en"):
        assert render(ORDER, order()) == in_russian
