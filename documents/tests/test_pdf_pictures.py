"""QR codes, charts and typesetting: what is worked out before anything is drawn."""

from __future__ import annotations

import re

import pytest
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from documents.pdf import RendererFailed, canonical, charts, payload_digest, qr
from documents.pdf.tags import full_stop, item_end
from documents.pdf.typesetting import glue, typeset
from documents.tests.sample_payloads import CHECK_URL

SPACE = "\N{NO-BREAK SPACE}"


def test_the_path_of_a_qr_code_covers_exactly_its_dark_modules():
    expected = QRCode(border=4, error_correction=ERROR_CORRECT_M)
    expected.add_data(CHECK_URL.encode(), optimize=0)

    code = qr.draw(CHECK_URL)

    drawn = [[False] * code.size for _ in range(code.size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        for shift in range(int(length)):
            drawn[int(y)][int(x) + shift] = True
    assert drawn == expected.get_matrix()


def test_bars_share_a_scale_from_nought_to_the_longest():
    drawing = charts.draw(
        {
            "title": "Пары",
            "maximum": 0,
            "bars": [
                {"label": "а", "value": 12, "text": "12"},
                {"label": "б", "value": 3, "text": "3"},
                {"label": "в", "value": 0, "text": "0"},
            ],
        }
    )

    widths = [bar.width for bar in drawing.bars]

    assert widths == [240, 60, 0]


def test_a_given_maximum_ends_the_scale():
    drawing = charts.draw(
        {"title": "", "maximum": 10, "bars": [{"label": "", "value": 5, "text": "5"}]}
    )

    assert drawing.bars[0].width == 120


def test_a_chart_without_bars_or_with_noughts_alone_is_drawn():
    empty = charts.draw({"title": "", "maximum": 0, "bars": []})
    noughts = charts.draw(
        {"title": "", "maximum": 0, "bars": [{"label": "", "value": 0, "text": "0"}]}
    )

    assert (empty.bars, noughts.bars[0].width) == ([], 0)


def test_a_long_label_takes_lines_and_the_bars_do_not_overlap():
    long = "педагог – молодой педагог (в том числе реверсивное наставничество)"
    drawing = charts.draw(
        {
            "title": "",
            "maximum": 0,
            "bars": [
                {"label": long, "value": 1, "text": "1"},
                {"label": long, "value": 1, "text": "1"},
            ],
        }
    )

    first, second = drawing.bars

    assert " ".join(line.text for line in first.lines) == long
    assert first.lines[-1].y < second.lines[0].y - charts.LINE_HEIGHT / 2
    assert second.lines[-1].y < drawing.height


@pytest.mark.parametrize(
    ("plain", "bound"),
    [
        ("приказ № 12", "приказ №_12"),
        ("15 сентября 2026 г.", "15_сентября 2026_г."),
        ("Д. Ё. Королёва", "Д._Ё._Королёва"),
        ("г. Заозёрный", "г._Заозёрный"),
        ("не менее 30 %", "не менее 30_%"),
        ("8 «А» класс", "8_«А»_класс"),
        ("учитель – ученик", "учитель_– ученик"),
        ("https://a.example/b c", "https://a.example/b c"),
    ],
)
def test_what_belongs_together_is_bound(plain, bound):
    assert glue(plain) == bound.replace("_", SPACE)


def test_typesetting_leaves_the_payload_alone_and_keeps_its_shape():
    payload = {"a": ["№ 1", {"b": 2, "c": None, "d": True}]}

    printed = typeset(payload)

    assert payload == {"a": ["№ 1", {"b": 2, "c": None, "d": True}]}
    assert printed == {"a": [f"№{SPACE}1", {"b": 2, "c": None, "d": True}]}


def test_a_typeset_object_is_loud_about_a_missing_field():
    with pytest.raises(RendererFailed, match="«b»"):
        typeset({"a": 1})["b"]


@pytest.mark.parametrize(
    ("text", "is_last", "printed"),
    [
        ("до 31 мая 2027 г.", True, "до 31 мая 2027 г."),
        ("отчёт", True, "отчёт."),
        ("отчёт", False, "отчёт;"),
        ("отчёт;", False, "отчёт;"),
        ("до 31 мая 2027 г.", False, "до 31 мая 2027 г.;"),
    ],
)
def test_items_of_a_list_end_with_one_mark(text, is_last, printed):
    assert item_end(text, is_last) == printed


def test_a_full_stop_is_never_doubled():
    assert (full_stop("так"), full_stop("так.")) == ("так.", "так.")


def test_the_digest_does_not_depend_on_the_order_of_keys():
    assert payload_digest({"a": 1, "б": "ё"}) == payload_digest({"б": "ё", "a": 1})
    assert canonical({"б": "ё", "a": [1, None]}) == '{"a":[1,null],"б":"ё"}'.encode()


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
