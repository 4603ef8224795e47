"""Every page in a real browser: readable for everybody, and no wider than a phone."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, replace
from http import HTTPStatus

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from playwright.sync_api import sync_playwright

from accounts.actions.invitations import grant
from accounts.enums import Role
from accounts.models import User
from common.links import current_slug
from common.tenancy import within
from mentoring.demo.institutions import CENTRE, INSTITUTIONS, Chapter
from mentoring.demo.load import create_organisation, participants
from mentoring.demo.story import Story, account
from mentoring.tests import corners
from mentoring.tests.test_house import routes
from mentoring.tests.world import FIRST_KEY, SMALL, school_in_full_swing
from scripts.places import ROOT

pytestmark = pytest.mark.browser
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = {"width": 360, "height": 740}
# Pages of one route differ by the row's state: a few rows of each are looked at.
ROWS_OF_A_ROUTE = 3
WAITING = replace(
    next(one for one in INSTITUTIONS if one.chapter == Chapter.SUBMITTED),
    mentors=6,
    mentees=7,
)
NEW = replace(WAITING, slug="new", chapter=Chapter.PLANNED)
# Staff see one side of a page, those who take part another: each is looked at once.
AUDIENCES = (
    (
        ("curator", SMALL.slug),
        ("director", SMALL.slug),
        (f"{WAITING.slug}-director", WAITING.slug),
        (f"{WAITING.slug}-curator", WAITING.slug),
        ("new-curator", NEW.slug),
        ("coordinator", CENTRE.slug),
    ),
    (("mentor", SMALL.slug), ("mentee", SMALL.slug), ("parent", SMALL.slug)),
    (
        ("psychologist", SMALL.slug),
        ("department-head", SMALL.slug),
        ("form-curator", SMALL.slug),
        ("partner", SMALL.slug),
    ),
    (("", SMALL.slug),),
)
STICKING_OUT = """[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth)
    .map(one => `${one.tagName}.${one.className} «${one.textContent.trim().slice(0, 40)}»`)
    .slice(0, 6).join("; ")"""
AXE = {"resultTypes": ["violations"]}
SECTIONS = (
    *("documents", "mentoring", "monitoring", "notifications", "programmes"),
    *("publishing", "registry", "accounts"),
)
# The browser says of itself that a link is used up; so does the page.
IS_GONE = "410 (Gone)"


@dataclass(frozen=True)
class Sight:
    """A page somebody sees."""

    username: str
    template: str
    path: str


@pytest.fixture
def rare(transactional_db):
    """One school in full swing, one whose order waits, one that has only begun.

    Their centre above them; their corners, which no link leads to.
    """
    with transaction.atomic():
        working = school_in_full_swing()
        tell(working, lambda: participants(working))
        waiting = create_organisation(WAITING, None)
        story = Story(waiting, WAITING)
        tell(waiting, story.tell)
        for organisation, username, role in (
            (working.parent, "coordinator", Role.MUNICIPAL_COORDINATOR),
            (create_organisation(NEW, None), "new-curator", Role.CURATOR),
        ):
            user = account(username, "Ильина Анна Романовна")
            grant(user=user, organisation=organisation, role=role, by=None)
        return [
            *tell(working, lambda: corners.of_the_working(working)),
            *tell(waiting, lambda: corners.of_the_waiting(story)),
            *corners.of_the_portal(),
        ]


def tell(organisation, story):
    """Let it happen in the organisation's scope, to the end."""
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        happened = list(story() or ())
    current_slug.reset(token)
    return happened


def addresses(slug):
    """Every address without a key, and the first rows of those with one."""
    for name, route in routes(get_resolver()):
        kinds = {
            key: type(one).__name__ for key, one in route.pattern.converters.items()
        }
        kinds.pop("organisation", None)
        if "organisation" not in route.pattern.converters or not name:
            continue
        if set(kinds.values()) <= {"IntConverter"}:
            for row in range(ROWS_OF_A_ROUTE if kinds else 1):
                keys = dict.fromkeys(kinds, FIRST_KEY + row)
                yield reverse(name, kwargs={"organisation": slug, **keys})


def is_shown(page):
    """Tell a page from a file, a refusal and a way on."""
    is_html = "text/html" in page.get("Content-Type", "")
    return page.status_code == HTTPStatus.OK and is_html


def is_a_page(template):
    """Tell a page from a paper, which is a sheet of A4, and from a part of a page."""
    return not template.startswith("papers/") and "/_" not in template


def leads_to(page):
    """Return where a page's links go, or where one is sent on to."""
    if page.status_code == HTTPStatus.FOUND:
        return [page.url]
    if not is_shown(page):
        return []
    links = re.findall(r'href="(/[^"#]*)', page.content.decode())
    return [link.replace("&amp;", "&") for link in links]


def sights(client, username, slug):
    """Walk the links from everywhere one may begin; one page of each template."""
    found, tries = {}, Counter()
    begins = [reverse("home"), reverse("publishing:page", args=[slug])]
    if username:
        begins.append(reverse("dashboard", args=[slug]))
    # Curators see most: they try every address, the others follow the links.
    is_curator = username.endswith("curator")
    queue = deque([*begins, *(addresses(slug) if is_curator else ())])
    asked = set(queue)
    while queue:
        url = queue.popleft()
        route = resolve(url.split("?")[0]).view_name
        tries[route] += 1
        if tries[route] > ROWS_OF_A_ROUTE:
            continue
        page = client.get(url)
        if is_shown(page) and page.templates and is_a_page(page.templates[0].name):
            found.setdefault(
                page.templates[0].name, Sight(username, page.templates[0].name, url)
            )
        for path in leads_to(page):
            if path not in asked and path.startswith(f"/{slug}/"):
                asked.add(path)
                queue.append(path)
    return found


def everything_seen(rare):
    """Return each template once for each audience, and the cookies of everybody."""
    seen, cookies = [], {}
    for audience in AUDIENCES:
        known = {}
        for username, slug in audience:
            client = Client()
            if username:
                client.force_login(User.objects.get(username=username), backend=BACKEND)
                cookies[username] = client.cookies["sessionid"].value
            known = {**sights(client, username, slug), **known}
        seen += known.values()
    for corner in rare:
        page = corner.client.get(corner.path)
        assert page.templates, f"{corner.path} ({corner.name}): {page.status_code}"
        sight = Sight(corner.name, page.templates[0].name, corner.path)
        if sight.template not in {known.template for known in seen}:
            seen.append(sight)
            cookies |= corner.session
    return seen, cookies


def page_templates():
    """Return every page of the cabinet and of the public side; parts begin with «_»."""
    return {
        f"{section}/{template.name}"
        for section in SECTIONS
        for template in (ROOT / "templates" / section).glob("[!_]*.html")
    }


def flaws_of(page, sight, origin):
    """Return what is wrong with the page for those who see, hear or hold a phone."""
    page.goto(origin + sight.path)
    where = f"{sight.template} ({sight.username}, {sight.path})"
    for flaw in Axe().run(page, options=AXE).response["violations"]:
        for node in flaw["nodes"][:3]:
            yield f"{where}: {flaw['id']}: {node['html'][:300]}"
    width = page.evaluate("document.scrollingElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{where}: {width} px wide on a phone: {page.evaluate(STICKING_OUT)}"


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    rare, live_server, chromium_path
):
    seen, cookies = everything_seen(rare)
    flaws, complaints = [], []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        for username in {sight.username for sight in seen}:
            context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
            if username in cookies:
                context.add_cookies(
                    [
                        {
                            "name": "sessionid",
                            "value": cookies[username],
                            "url": live_server.url,
                        }
                    ]
                )
            page = context.new_page()
            page.on(
                "console",
                lambda said, page=page: complaints.append(f"{page.url}: {said.text}"),
            )
            for sight in seen:
                if sight.username == username:
                    flaws += flaws_of(page, sight, live_server.url)
            context.close()
        browser.close()

    assert not flaws, "\n".join(flaws)
    said = [complaint for complaint in complaints if IS_GONE not in complaint]
    assert not said, "\n".join(said)
    unseen = page_templates() - {sight.template for sight in seen}
    assert not unseen, "\n".join(sorted(unseen))
