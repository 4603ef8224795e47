"""Every page in a real browser: readable for everybody, and no wider than a phone."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, replace

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
from mentoring.tests.test_house import routes
from mentoring.tests.world import (
    FIRST_KEY,
    SMALL,
    begin_keys_at,
    school_in_full_swing,
)
from scripts.places import ROOT

pytestmark = pytest.mark.browser
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = {"width": 360, "height": 740}
# Pages of one route differ by the row's state: a few rows of each are looked at.
ROWS_OF_A_ROUTE = 3
WAITING = replace(
    next(one for one in INSTITUTIONS if one.chapter == Chapter.SUBMITTED),
    mentors=2,
    mentees=3,
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
# Answers to what is sent, links used up, rows in a state the three stories do not reach:
# their own tests open them. A new page stands here or is looked at.
NOT_IN_THE_STORY = frozenset(
    {
        "accounts/invitation_links.html",
        "documents/document_check.html",
        "documents/document_return.html",
        "mentoring/dashboard_specialist.html",
        "mentoring/setup_begin.html",
        "mentoring/setup_gone.html",
        "mentoring/setup_invited.html",
        "mentoring/setup_step.html",
        "monitoring/municipal.html",
        "monitoring/survey_answer.html",
        "notifications/letter_detail.html",
        "notifications/notification_open.html",
        "notifications/unsubscribe.html",
        "programmes/cycle_introduce.html",
        "programmes/meeting_cancel.html",
        "programmes/order_pairs_draft.html",
        "programmes/order_pairs_prepare.html",
        "programmes/order_pairs_summary.html",
        "programmes/pair_dissolve.html",
        "programmes/plan_edit.html",
        "programmes/plan_row_edit.html",
        "programmes/programme_edit.html",
        "programmes/programme_lines.html",
        "programmes/programme_paper_agreements.html",
        "programmes/programme_return.html",
        "programmes/roadmap_copy.html",
        "registry/consent_record.html",
        "registry/consent_refuse.html",
        "registry/invitation_accept.html",
        "registry/invitation_confirm.html",
        "registry/invitation_gone.html",
        "registry/my_consent_sign.html",
    }
)


@dataclass(frozen=True)
class Sight:
    """A page somebody sees."""

    username: str
    template: str
    path: str


@pytest.fixture
def schools(transactional_db):
    """One in full swing, one whose order waits, one that has only begun; their centre."""
    with transaction.atomic():
        begin_keys_at(FIRST_KEY)
        working = school_in_full_swing()
        tell(working, lambda: list(participants(working)))
        waiting = create_organisation(WAITING, None)
        tell(waiting, Story(waiting, WAITING).tell)
        for organisation, username, role in (
            (working.parent, "coordinator", Role.MUNICIPAL_COORDINATOR),
            (create_organisation(NEW, None), "new-curator", Role.CURATOR),
        ):
            user = account(username, "Ильина Анна Романовна")
            grant(user=user, organisation=organisation, role=role, by=None)


def tell(organisation, story):
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        story()
    current_slug.reset(token)


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


def is_a_page(template):
    """Tell a page from a paper, which is a sheet of A4, and from a part of a page."""
    return not template.startswith("papers/") and "/_" not in template


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
        if page.status_code != 200 or "text/html" not in page.get("Content-Type", ""):
            continue
        if page.templates and is_a_page(page.templates[0].name):
            found.setdefault(
                page.templates[0].name, Sight(username, page.templates[0].name, url)
            )
        for link in re.findall(r'href="(/[^"#]*)', page.content.decode()):
            path = link.replace("&amp;", "&")
            if path not in asked and path.startswith(f"/{slug}/"):
                asked.add(path)
                queue.append(path)
    return found


def everything_seen():
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
    schools, live_server, chromium_path
):
    seen, cookies = everything_seen()
    flaws, complaints = [], []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        for username in {sight.username for sight in seen}:
            context = browser.new_context(viewport=PHONE)
            if username:
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
    assert not complaints, "\n".join(complaints)
    unseen = page_templates() - {sight.template for sight in seen}
    assert unseen <= NOT_IN_THE_STORY, "\n".join(sorted(unseen - NOT_IN_THE_STORY))
