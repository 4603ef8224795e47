"""What each role reads on a mentee's and a mentor's card, a pair: the cell and no more."""

from __future__ import annotations

import pytest

from mentoring.tests.matrix import cast as words
from mentoring.tests.matrix.cast import VIEWERS

CONTACTS = frozenset({words.PHONE, words.GUARDIAN_PHONE})
OWN = CONTACTS | {words.REQUEST, words.RELEASED}
REGISTRY = CONTACTS | {words.REQUEST, words.REMARK, words.WORD, "История"}
COUNT = "Диагностика проводилась"
PLANTED = frozenset(
    {
        *(words.PHONE, words.GUARDIAN_PHONE, words.MENTOR_PHONE, words.REQUEST),
        *(words.REMARK, words.WORD, words.FINDING, words.VALUE, words.RELEASED),
        *(words.NOTE, words.HELP, words.NEEDS, COUNT, "История"),
    }
)

# The cell of each who finds the page at all; everybody else finds nothing (404).
MENTEE_CARD = {
    "director": REGISTRY,
    "deputy": REGISTRY | {COUNT, words.NEEDS},
    "curator": REGISTRY | {COUNT, words.NEEDS},
    "near_form_curator": frozenset({words.REQUEST}),
    "near_mentee": OWN,
    "near_parent": OWN,
    "near_psychologist": OWN | {words.FINDING, words.VALUE, words.NOTE, words.NEEDS},
}
MENTOR_CARD = {
    **dict.fromkeys(
        ("director", "deputy", "curator"),
        frozenset({words.HELP, words.MENTOR_PHONE, words.REMARK, "История"}),
    ),
    **dict.fromkeys(
        ("near_form_curator", "near_psychologist", "far_psychologist"),
        frozenset({words.HELP}),
    ),
    "near_mentor": frozenset({words.HELP, words.MENTOR_PHONE}),
}
PAIR = {
    **dict.fromkeys(("director", "deputy", "curator"), frozenset({"История"})),
    **dict.fromkeys(("near_form_curator", "near_mentee", "near_parent"), frozenset()),
    "near_mentor": frozenset({words.RELEASED}),
}
PAGES = {
    ("registry:mentee_detail", "mentee"): MENTEE_CARD,
    ("registry:mentor_detail", "mentor"): MENTOR_CARD,
    ("programmes:pair_detail", "pair"): PAIR,
}
LISTS = {
    "registry:mentee_list": {
        "all": ("director", "deputy", "curator", "near_form_curator"),
        "none": ("far_form_curator",),
    },
    "registry:mentor_list": {
        "all": (
            *("director", "deputy", "curator", "near_form_curator"),
            *("near_psychologist", "far_psychologist"),
        ),
        "none": ("far_form_curator",),
    },
    "programmes:pair_list": {
        "all": (
            *("director", "deputy", "curator", "near_form_curator"),
            *("near_mentor", "near_mentee", "near_parent"),
        ),
        "none": tuple(
            viewer
            for viewer in VIEWERS
            if viewer
            not in {
                *("director", "deputy", "curator", "near_form_curator"),
                *("near_mentor", "near_mentee", "near_parent"),
                *("coordinator", "stranger", words.NOBODY),
            }
        ),
    },
}
NAMES = {
    "registry:mentee_list": lambda cast: cast.mentee.person.full_name,
    "registry:mentor_list": lambda cast: cast.mentor.person.full_name,
    "programmes:pair_list": lambda cast: cast.mentor.person.full_name,
}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("page", PAGES, ids=[name for name, _ in PAGES])
def test_a_page_shows_the_cell_of_the_role_and_no_word_beyond(ask, cast, page, viewer):
    name, row = page
    cell = PAGES[page].get(viewer)

    answer = ask(viewer, name, row)

    if cell is None:
        assert answer.status_code == (302 if viewer == words.NOBODY else 404)
        return
    assert answer.status_code == 200
    text = answer.content.decode()
    assert {word for word in PLANTED if word in text} == cell


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_day_of_birth_is_in_the_cell_of_contacts(ask, cast, viewer):
    cell = MENTEE_CARD.get(viewer, frozenset())
    born = f"{cast.mentee.person.birth_on:%d.%m.%Y}"

    text = ask(viewer, "registry:mentee_detail", "mentee").content.decode()

    assert (born in text) == (words.PHONE in cell)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_whom_the_role_may_see(ask, cast, name, viewer):
    answer = ask(viewer, name)
    held = NAMES[name](cast) in answer.content.decode()

    assert held == (viewer in LISTS[name]["all"])
    if viewer in {*LISTS[name]["all"], *LISTS[name]["none"]}:
        assert answer.status_code == 200
    else:
        assert answer.status_code in {302, 403, 404}
    assert words.PHONE not in answer.content.decode()


OWN_LISTS = {
    "registry:assigned_list": (
        ("near_psychologist",),
        ("far_psychologist",),
        lambda cast: cast.mentee.person.full_name,
    ),
    "registry:department_mine": (
        ("near_head",),
        ("far_head",),
        lambda cast: cast.teacher.full_name,
    ),
    "registry:partner_mine": (
        ("near_partner",),
        ("far_partner",),
        lambda cast: cast.mentor.person.full_name,
    ),
    "registry:department_list": (
        ("director", "deputy", "curator"),
        (),
        lambda cast: cast.department.title,
    ),
}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", OWN_LISTS)
def test_a_page_of_one_role_holds_its_own_people_alone(ask, cast, name, viewer):
    near, far, word = OWN_LISTS[name]

    answer = ask(viewer, name)

    text = answer.content.decode()
    assert answer.status_code == 200 if viewer in {*near, *far} else True
    if viewer not in {*near, *far}:
        assert answer.status_code in {302, 403, 404}
    assert (word(cast) in text) == (viewer in near)
    assert words.PHONE not in text
    assert words.MENTOR_PHONE not in text


def test_a_partner_reads_states_and_nothing_else(ask, cast):
    text = ask("near_partner", "registry:partner_mine").content.decode()

    assert cast.mentor.get_status_display() in text
    assert not {word for word in PLANTED if word in text}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_menu_leads_only_where_the_role_may_go(ask, client, cast, viewer):
    """The first screen and every section of the menu open for who is shown them."""
    answer = ask(viewer, "dashboard")
    if answer.status_code != 200:
        assert viewer in {"coordinator", "stranger", words.NOBODY, "administrator"}
        return
    for item in answer.context["navigation"]:
        assert client.get(item.url).status_code in {200, 302}, item.url
    for todo in answer.context.get("todos", ()):
        assert client.get(todo.url).status_code == 200, todo.url
