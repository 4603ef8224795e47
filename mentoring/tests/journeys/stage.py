"""People at their browsers: one context each, watched for what must never happen."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import (
    APIResponse,
    Browser,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from pypdf import PdfReader

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE_MS = 30_000
PASSWORD = "correct horse battery"


@dataclass
class Somebody:
    """One person at one browser."""

    stage: Stage
    page: Page

    def goes_to(self, path: str) -> None:
        """Open a page of the portal."""
        answer = self.page.goto(self.stage.address(path))
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def opens(self, name: str, query: str = "", **keys: int | str) -> None:
        """Open a page of the institution by its route."""
        path = reverse(name, kwargs={"organisation": self.stage.slug, **keys})
        self.goes_to(path + query)

    def follows(self, title: str) -> None:
        """Follow the first link with this title."""
        self._waiting(self.page.get_by_role("link", name=title).first.click)

    def follows_first(self, places: str) -> None:
        """Follow the first link found by a selector."""
        self._waiting(self.page.locator(places).first.click)

    def presses(self, title: str) -> None:
        """Press the first button with this title, and wait for the page it leads to."""
        button = self.page.get_by_role("button", name=title, exact=True).first
        self._waiting(button.click)

    def _waiting(self, act: Any) -> None:
        with self.page.expect_navigation():
            act()

    def field(self, label: str) -> Locator:
        """Return the field with this label; required ones carry an asterisk."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
        return self.page.get_by_label(words)

    def writes(self, words: Mapping[str, str]) -> None:
        """Fill fields by their labels."""
        for label, value in words.items():
            self.field(label).fill(value)

    def picks(self, *labels: str) -> None:
        """Tick boxes or choose radio buttons by their labels."""
        for label in labels:
            self.field(label).check()

    def ticks_all(self, name: str) -> None:
        """Tick every box of this name on the page."""
        for box in self.page.locator(f"input[type=checkbox][name={name}]").all():
            box.check()

    def sees(self, words: str) -> None:
        """Wait until the words stand on the page."""
        main = self.page.locator("main")
        expect(main).to_contain_text(words, timeout=PATIENCE_MS)

    def sees_link(self, title: str) -> Locator:
        """Wait until a link with this title is there, without a reload."""
        link = self.page.get_by_role("link", name=title).first
        expect(link).to_be_visible(timeout=PATIENCE_MS)
        return link

    def attaches(self, label: str, name: str, content: bytes) -> None:
        """Choose a file of this name and content."""
        kind = "application/octet-stream"
        chosen = {"name": name, "mimeType": kind, "buffer": content}
        self.field(label).set_input_files(chosen)  # type: ignore[arg-type]  # FilePayload

    def reads_pdf(self, name: str, **keys: int) -> str:
        """Download a PDF with the person's own session; return its words."""
        answer = self._asks(name, **keys)
        assert answer.ok, f"{name}: {answer.status}"
        return text_of(answer.body())

    def awaits_pdf(self, name: str, **keys: int) -> None:
        """Ask for a PDF again and again until it is there."""
        while not self._asks(name, **keys).body().startswith(b"%PDF"):
            self.page.wait_for_timeout(200)

    def _asks(self, name: str, **keys: int) -> APIResponse:
        path = reverse(name, kwargs={"organisation": self.stage.slug, **keys})
        return self.page.request.get(self.stage.address(path))

    @property
    def key(self) -> int:
        """The key of the row whose page the person is at."""
        numbers = re.findall(r"/(\d+)/", self.page.url)
        assert numbers, self.page.url
        return int(numbers[-1])

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self.stage.url)

    def fits_the_screen(self) -> None:
        """Nothing scrolls sideways."""
        width = self.page.evaluate("document.scrollingElement.scrollWidth")
        shown = self.page.evaluate("window.innerWidth")
        assert width <= shown, f"{self.path}: {width} > {shown}"


@dataclass
class Stage:
    """The portal, the browser, and everything its pages asked for or complained of."""

    browser: Browser
    url: str
    slug: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.url}{path}"

    def enter(self, *, viewport: dict[str, int] = DESK, **options: Any) -> Somebody:
        """Let somebody sit down at a browser of his own."""
        context = self.browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]  # ViewportSize
            locale="ru-RU",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        context.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self._complain(page, str(error)))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        context.on("response", lambda got: self._judge(got.status, got.url))
        return Somebody(self, page)

    def _hear(self, page: Page, kind: str, words: str) -> None:
        # A refused policy is said as an error as well.
        if kind in {"error", "warning"}:
            self._complain(page, words)

    def _judge(self, status: int, url: str) -> None:
        if status >= 400:
            self.complaints.append(f"{url}: {status}")

    def _complain(self, page: Page, words: str) -> None:
        self.complaints.append(f"{page.url}: {words}")

    def strangers(self) -> list[str]:
        """Return what was asked of any other origin."""
        ours = (f"{self.url}/", "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(ours)]


@contextmanager
def stage(url: str, chromium: str) -> Iterator[Stage]:
    """Open a browser before the portal at `url`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        try:
            yield Stage(browser, url)
        finally:
            browser.close()


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF with single spaces, hyphenation undone."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\u00ad", "").split())


@contextmanager
def within_seconds(limit: float) -> Iterator[None]:
    """Fail when the block takes longer."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    assert took <= limit, f"{took:.1f} s instead of {limit}"


def kept(pictures: Path | None, somebody: Somebody, name: str) -> None:
    """Keep a picture of the page, when asked to."""
    if pictures is not None:
        somebody.page.screenshot(path=pictures / f"{name}.png", full_page=True)
