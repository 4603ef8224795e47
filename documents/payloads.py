"""What every official paper carries: the frozen content a PDF is rendered from.

A payload is plain JSON: strings, whole numbers, truth values, lists and objects. It holds
all that will be printed, already worded: names in the case the sentence needs, dates as
they stand on paper («15 сентября 2026 г.», in tables «15.09.2026»), the number as the
register gave it. An empty string means "not known yet" and prints a line to fill in.
Templates only place and escape what is here; nothing is looked up when a paper is drawn.
"""

from __future__ import annotations

from typing import Literal, TypedDict

PaperState = Literal["draft", "blank", "signed", "annulled"]
"""``draft`` prints «ПРОЕКТ» across every page, ``annulled`` «АННУЛИРОВАН».

``blank`` is a form meant to be printed and signed by hand (a consent), ``signed`` a paper
whose decision is taken, whether the ink is on it yet or not; neither is marked.
"""

BindingMargin = Literal[20, 30]
"""Left margin in millimetres: 20, or 30 for papers kept longer than ten years."""

SignatureMethod = Literal["wet_ink", "simple_electronic"]
"""How the organisation signs (63-ФЗ): by hand, or by a simple electronic signature."""


class Letterhead(TypedDict):
    """The head of an organisation's sheet (ГОСТ Р 7.0.97-2025, requisites 04–08)."""

    founder: str
    """Who founded it, printed above the name; empty when the form does not show it."""
    names: list[str]
    """Full names as in the charter; a joint paper lists every organisation."""
    short_name: str
    """«МБОУ «СОШ № 12»», printed in brackets under the full name and in tables."""
    address: str
    phone: str
    email: str
    site: str
    inn: str
    kpp: str
    ogrn: str
    okpo: str


class ElectronicStamp(TypedDict):
    """The visible mark of a simple electronic signature; nothing in it is a picture."""

    owner: str
    """Full name and post of who signed."""
    signed_at: str
    """Moment as printed: «15 сентября 2026 г., 10:42 (МСК)»."""
    regulation: str
    """The local act under which the signature counts, with its date and number."""
    key: str
    """What ties the signature to the content, e.g. the digest of the payload."""


class Signature(TypedDict):
    """Who signs: post, room for ink or the stamp of a simple electronic signature."""

    method: SignatureMethod
    post: str
    """Post in the nominative, «Директор» or «Исполняющий обязанности директора»."""
    name: str
    """Initials before the surname: «Е. В. Королёва»."""
    stamp: ElectronicStamp | None
    """Filled by signing when the method is ``simple_electronic``, otherwise None."""


class Signatory(TypedDict):
    """A line of signing in a list: visas, «Согласовано», acquaintance."""

    post: str
    """Post, class or part played («наставник»); may be empty."""
    name: str
    """As it is printed; an empty name leaves a line to fill in."""


class PaperPayload(TypedDict):
    """The requisites that every paper shares; each paper adds its own content."""

    state: PaperState
    title: str
    """Title of the file for readers' windows and screen readers, never printed."""
    letterhead: Letterhead
    place: str
    """Where it is made: «г. Санкт-Петербург»."""
    date: str
    """Date of signing as printed; empty until signed."""
    number: str
    """Number with its prefix and suffix, without «№»; empty until signed."""
    check_url: str
    """Address of the public check page, drawn as a QR code; empty draws none."""
    signature: Signature
    binding_margin: BindingMargin


class OrderPoint(TypedDict):
    """One numbered point of the ordering part; numbers are given by the template."""

    text: str
    """What is to be done, ending with its full stop."""
    subpoints: list[str]
    """Printed as 2.1, 2.2 and so on."""
    responsible: str
    """«Куратор И. И. Иванова», printed after «Ответственный:»; may be empty."""
    due: str
    """«до 1 октября 2026 г.», printed after «Срок:»; may be empty."""


class OrderPayload(PaperPayload):
    """What every order has: heading, grounds, points, control, signature, visas."""

    heading: str
    """«О закреплении наставнических пар», without a full stop."""
    preamble: str
    """Grounds and aim up to «ПРИКАЗЫВАЮ:», without the closing comma or colon."""
    points: list[OrderPoint]
    control: str
    """The last point: «Контроль за исполнением настоящего приказа оставляю за собой.»"""
    visas: list[Signatory]
    """Who agreed the draft, printed under «СОГЛАСОВАНО»; often empty."""
    acquaintance: list[Signatory]
    """Who must read and sign the order: the acquaintance sheet; empty prints none."""
    executor: str
    """Who drew it up and their telephone, at the foot; may be empty."""


class Choice(TypedDict):
    """One of the printed alternatives; the chosen ones are underlined («подчеркнуть»)."""

    label: str
    is_chosen: bool


class Bar(TypedDict):
    """One bar of a chart."""

    label: str
    value: float
    """Length of the bar, not negative."""
    text: str
    """The value as printed at its end: «12», «4,6», «87 %»."""


class BarChart(TypedDict):
    """A horizontal bar chart, drawn as SVG; the same figures stand in a table beside it."""

    title: str
    bars: list[Bar]
    maximum: float
    """Where the scale ends; 0 takes the longest bar."""
