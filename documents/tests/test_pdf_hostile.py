"""The press opens no socket and no file, whatever stands in the page (T16)."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from documents.pdf import RendererFailed, print_html, render
from documents.tests.reading import missing_from, reader, whole_text
from documents.tests.sample_payloads import order

SECRET = "ТАЙНА-СЕРВЕРА-secret-4711"
IDENTITY = "00" * 32
BLANK_PAGE = '<html lang="ru"><title>x</title></html>'
SHEETS = ("paper.css",)
FETCHING = {
    "attachment link": '<link rel="attachment" href="{file}">',
    "attachment anchor": '<a rel="attachment" href="{file}">x</a>',
    "image over http": '<img src="{http}" alt="x">',
    "image from a file": '<img src="{file}" alt="x">',
    "upper-case scheme": '<img src="FILE://{path}" alt="x">',
    "style sheet link": '<link rel="stylesheet" href="{http}">',
    "css import": '<style>@import url("{http}");</style>',
    "css import of a file": '<style>@import "{file}";</style>',
    "background": '<p style="background:url({http})">x</p>',
    "page background": "<style>@page {{ background: url({file}) }}</style>",
    "list bullet": '<ul><li style="list-style-image:url({http})">x</li></ul>',
    "border image": '<p style="border:5px solid;border-image:url({http}) 5">x</p>',
    "generated content": "<style>p::before {{ content: url({file}) }}</style><p>x</p>",
    "object": '<object data="{file}" type="image/svg+xml">x</object>',
    "embed": '<embed src="{http}" type="image/png">',
    "data address": "<img alt=x src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{file}'/></svg>\">",
    "base address": '<base href="{http}"><img src="a.png" alt="x">',
    "relative address": '<img src="../../../../..{path}" alt="x">',
    "font of the press": '<img src="paper-font:LiberationSerif-Regular.ttf" alt="x">',
}
SILENT = {
    "image in svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="{file}"/></svg>',
    "use in svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{http}#a"/></svg>',
    "font over http": "<style>@font-face{{font-family:a;src:url({http})}} p{{font-family:a}}</style><p>x</p>",
    "external entity": '<!DOCTYPE html [<!ENTITY e SYSTEM "{file}">]><p>&e;</p>',
    "frame": '<iframe src="{file}"></iframe>',
    "video": '<video poster="{http}" src="{file}"></video>',
    "script": '<script>fetch("{http}")</script>',
    "refresh": '<meta http-equiv="refresh" content="0;url={http}">',
    "include": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}"/>',
    "text of a target": '<style>p::after {{ content: target-text(url("{http}#a")) }}</style><p>x</p>',
    "plain link": '<a href="{file}">x</a>',
}


class Listener:
    """A server on the loopback that counts who knocks."""

    def __init__(self):
        self.hits = []
        hits = self.hits

        class Door(BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(SECRET.encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/door"


@pytest.fixture(scope="module")
def listener():
    listening = Listener()
    thread = threading.Thread(target=listening.server.serve_forever, daemon=True)
    thread.start()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()
    thread.join()


@pytest.fixture
def places(listener, tmp_path):
    """Addresses a hostile text would like to read."""
    secret = tmp_path / "secret.svg"
    secret.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9">{SECRET}</text></svg>'
    )
    listener.hits.clear()
    return {"file": secret.as_uri(), "path": str(secret), "http": listener.url}


WATCHED: list[tuple[str, str]] = []
IS_WATCHING: list[bool] = []


def _watch(event, args):
    if IS_WATCHING and (
        event.startswith("socket.") or event in {"open", "urllib.Request"}
    ):
        WATCHED.append((event, str(args[0])))


sys.addaudithook(_watch)


@contextmanager
def watching():
    """Note every file and socket that Python opens meanwhile."""
    WATCHED.clear()
    IS_WATCHING.append(True)
    try:
        yield WATCHED
    finally:
        IS_WATCHING.clear()


def page(hostile, places):
    return f'<html lang="ru"><title>x</title><body>{hostile.format(**places)}</body></html>'


def everything_in(pdf: bytes) -> bytes:
    """All the bytes of a file with its streams unpacked, attachments included."""
    paper: PdfReader = reader(pdf)
    parts = [pdf, whole_text(pdf).encode()]
    for number in paper.xref[0]:
        found = paper.get_object(number)
        if isinstance(found, StreamObject):
            parts.append(found.get_data())
    return b"".join(parts)


@pytest.mark.parametrize("name", FETCHING)
def test_a_page_that_wants_to_fetch_stops_the_printing(name, places, listener):
    print_html(BLANK_PAGE, sheets=SHEETS, identity=IDENTITY)

    with (
        watching() as opened,
        pytest.raises(RendererFailed, match="постороннему адресу"),
    ):
        print_html(page(FETCHING[name], places), sheets=SHEETS, identity=IDENTITY)

    assert opened == []
    assert listener.hits == []


@pytest.mark.parametrize("name", SILENT)
def test_a_page_that_only_hints_at_an_address_prints_nothing_of_it(
    name, places, listener
):
    print_html(BLANK_PAGE, sheets=SHEETS, identity=IDENTITY)

    with watching() as opened:
        try:
            pdf = print_html(
                page(SILENT[name], places), sheets=SHEETS, identity=IDENTITY
            )
        except RendererFailed:
            pdf = b""

    assert opened == []
    assert listener.hits == []
    assert not pdf or SECRET.encode() not in everything_in(pdf)


def test_hostile_text_in_every_field_is_printed_as_text(places, listener):
    hostile = [text.format(**places) for text in (FETCHING | SILENT).values()]
    paper = order()
    paper["heading"] = "</p></body><script>x</script>{{ payload.state }}{% debug %}"
    paper["points"] = [
        {"text": text, "subpoints": [text], "responsible": text, "due": text}
        for text in hostile
    ]
    paper["visas"] = [{"post": text, "name": text} for text in hostile]
    paper["letterhead"]["names"] = hostile[:3]
    render("papers/order.html", paper)

    with watching() as opened:
        pdf = render("papers/order.html", paper)

    assert opened == []
    assert listener.hits == []
    assert missing_from(pdf, paper) == []
    assert "/EmbeddedFiles" not in reader(pdf).trailer["/Root"].get("/Names", {})


def test_a_printed_paper_opens_no_file_and_no_socket_at_all():
    render("papers/order.html", order())

    with watching() as opened:
        render("papers/order.html", order())

    assert opened == []


def test_three_thousand_nested_boxes_fail_the_paper_and_not_the_worker():
    nested = "<div>" * 3000 + "x" + "</div>" * 3000
    before = render("papers/order.html", order())

    with pytest.raises(RendererFailed, match="слишком глубоко"):
        print_html(page(nested, {}), sheets=SHEETS, identity=IDENTITY)

    assert render("papers/order.html", order()) == before


def test_three_thousand_nested_boxes_as_text_are_printed():
    paper = order()
    paper.update({"preamble": "<div>" * 3000, "check_url": ""})

    assert missing_from(render("papers/order.html", paper), paper) == []


def test_a_picture_that_cannot_be_drawn_fails_the_paper():
    broken = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="x"/></svg>'

    with pytest.raises(RendererFailed, match="не полностью"):
        print_html(page(broken, {}), sheets=SHEETS, identity=IDENTITY)


def test_text_that_is_no_unicode_is_refused():
    paper = order()
    paper["executor"] = "Иванова \ud800 Ирина"

    with pytest.raises(RendererFailed, match="испорчено"):
        render("papers/order.html", paper)
