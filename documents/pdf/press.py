"""WeasyPrint behind one door: no network, no files, one cast of type per process.

Fonts and style sheets are parsed once per process (they cost a third of a paper). The
parsed fonts are not safe between threads, so papers are drawn one at a time; more speed
comes from more worker processes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from documents.pdf.digests import payload_digest, sha256
from documents.pdf.failures import RendererFailed
from documents.pdf.fonts import FACES, FONTS_DIR, font_files
from documents.pdf.pages import compose

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

BASE_SHEET = "paper.css"
WIDE_BINDING_SHEET = "binding_30.css"
CHECK_SHEET = "check.css"
ONE_AT_A_TIME = Lock()
LOGGER = logging.getLogger("weasyprint")
# What malformed content makes WeasyPrint raise; anything else is a bug or an order to
# stop (a time limit) and goes through.
UNPRINTABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    TypeError,
    ValueError,
)


def render(template_name: str, payload: Mapping[str, object]) -> bytes:
    """The PDF of a paper, tagged by PDF/UA-1; equal payloads give equal bytes.

    ``template_name`` as in ``papers/order_pairs.html``; a style sheet of the same name in
    ``static/papers`` is used when there is one. Raises `RendererFailed`.
    """
    sheets = [BASE_SHEET, f"{PurePosixPath(template_name).stem}.css"]
    if payload.get("binding_margin") == 30:
        sheets.append(WIDE_BINDING_SHEET)
    if payload.get("check_url"):
        sheets.append(CHECK_SHEET)
    try:
        digest = payload_digest(payload)
    except (TypeError, ValueError) as error:
        raise RendererFailed(f"Содержание документа испорчено: {error}") from error
    identity = sha256(f"{template_name}\n{digest}".encode())
    return print_html(
        compose(template_name, payload), sheets=tuple(sheets), identity=identity
    )


def print_html(html: str, *, sheets: tuple[str, ...], identity: str) -> bytes:
    """Print a whole HTML page with the named sheets of ``static/papers``.

    ``identity`` is hexadecimal and becomes the identifier of the file. The page is not
    trusted: an address in it that would have to be opened stops the printing, and so
    does anything WeasyPrint calls an error, a picture it had to leave out for one.
    Raises `RendererFailed`.
    """
    from weasyprint.urls import FatalURLFetchingError

    with ONE_AT_A_TIME, complaints() as errors:
        try:
            printed = _write(html, sheets, identity)
        except FatalURLFetchingError as error:
            raise RendererFailed(
                f"Документ обращается к постороннему адресу, печать остановлена: {error}"
            ) from error
        except RecursionError as error:
            raise RendererFailed(
                "Содержание документа вложено слишком глубоко: упростите его."
            ) from error
        except UNPRINTABLE as error:
            raise RendererFailed(
                f"Документ не печатается ({type(error).__name__}): {error}"
            ) from error
    if errors:
        raise RendererFailed(f"Документ напечатан не полностью: {'; '.join(errors)}")
    return printed


def _write(html: str, sheets: tuple[str, ...], identity: str) -> bytes:
    """One pass of the press, its errors as they come."""
    from weasyprint import HTML

    type_case = cast_type()
    page = HTML(string=html, base_url="paper:", url_fetcher=type_case.fetcher)
    printed: bytes = page.write_pdf(
        stylesheets=[sheet for name in sheets for sheet in parse_sheet(name)],
        font_config=type_case.fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=bytes.fromhex(identity),
    )
    return printed


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint only logs as an error instead of raising it."""
    errors: list[str] = []

    class Collector(logging.Handler):
        """Keeps the words of each error."""

        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record.getMessage())

    collector = Collector(logging.ERROR)
    LOGGER.addHandler(collector)
    try:
        yield errors
    finally:
        LOGGER.removeHandler(collector)


@dataclass(frozen=True)
class TypeCase:
    """What is cast once per process."""

    fonts: FontConfiguration
    fetcher: URLFetcher


@cache
def cast_type() -> TypeCase:
    """Load the fonts; `RendererFailed` when they are not installed."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    CSS(  # parsing the rules is what puts the faces into ``fonts``
        string="".join(face.rule for face in FACES),
        font_config=fonts,
        url_fetcher=make_fetcher(font_files(FONTS_DIR)),
    )
    return TypeCase(fonts=fonts, fetcher=make_fetcher({}))


@cache
def parse_sheet(name: str) -> list[CSS]:
    """The parsed style sheet in a list, which is empty when there is no such file."""
    from weasyprint import CSS

    path = settings.BASE_DIR / "static" / "papers" / name
    if not path.is_file():
        return []
    type_case = cast_type()
    return [
        CSS(
            string=path.read_text(encoding="utf-8"),
            base_url="paper:",
            font_config=type_case.fonts,
            url_fetcher=type_case.fetcher,
        )
    ]


def make_fetcher(contents: Mapping[str, bytes]) -> URLFetcher:
    """A fetcher that knows ``contents`` by address and stops at anything else."""
    from weasyprint.urls import (
        URLFetcher,
        URLFetcherResponse,
    )

    class ClosedFetcher(URLFetcher):
        """Opens no socket and no file."""

        def __init__(self) -> None:
            super().__init__(  # type: ignore[no-untyped-call]  # WeasyPrint has no types
                allowed_protocols=(), allow_redirects=False, fail_on_errors=True
            )

        def fetch(
            self, url: str, headers: Mapping[str, str] | None = None
        ) -> URLFetcherResponse:
            del headers
            if url not in contents:
                raise ValueError(f"Not among the contents of the press: {url}")
            return URLFetcherResponse(url, body=contents[url])

    return ClosedFetcher()
