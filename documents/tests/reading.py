"""Reading a printed paper back: its text page by page, and what its payload promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

from pypdf import PdfReader

# Never printed as they stand: the window's title, and words that only steer the template.
UNPRINTED = frozenset({"title", "state", "method"})


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page without its page number, lines kept."""
    texts = []
    for number, page in enumerate(reader(pdf).pages, start=1):
        lines = page.extract_text().splitlines()
        texts.append("\n".join(line for line in lines if line.strip() != str(number)))
    return texts


def page_numbers(pdf: bytes) -> list[str]:
    """What stands at the top centre of each page, empty when nothing does."""
    found = []
    for number, page in enumerate(reader(pdf).pages, start=1):
        lines = [line.strip() for line in page.extract_text().splitlines()]
        found.append(str(number) if str(number) in lines else "")
    return found


def squeezed(text: str) -> str:
    """The text without any space, so that line breaks do not matter."""
    return "".join(text.split())


def whole_text(pdf: bytes) -> str:
    return squeezed("".join(page_texts(pdf)))


def promised(content: object, *, skip: frozenset[str] = UNPRINTED) -> Iterator[str]:
    """Every string of a payload that has to be found in the paper."""
    if isinstance(content, str):
        yield from (line for line in content.splitlines() if line.strip())
    elif isinstance(content, Mapping):
        for key, part in content.items():
            if key not in skip:
                yield from promised(part, skip=skip)
    elif isinstance(content, list):
        for part in content:
            yield from promised(part, skip=skip)


def missing_from(
    pdf: bytes, payload: Mapping[str, object], skip: frozenset[str] = frozenset()
) -> list[str]:
    """What the payload promised and the paper does not say."""
    text = whole_text(pdf)
    return [
        line
        for line in promised(payload, skip=UNPRINTED | skip)
        if squeezed(line) not in text
    ]


def out_of_order(text: str, beginnings: list[str]) -> list[str]:
    """Those beginnings that do not follow, one after another, in the squeezed text."""
    astray = []
    place = 0
    for words in beginnings:
        found = text.find(squeezed(words), place)
        if found < 0:
            astray.append(words)
        else:
            place = found + 1
    return astray
