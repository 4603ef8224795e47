"""Which acts each role has in the matrix: everybody else is refused or finds nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.enums import Role
from accounts.models import Invitation, Membership
from common.links import link
from mentoring.tests.matrix.cast import NOBODY, VIEWERS

KEEPERS = ("deputy", "curator")
STAFF = ("director", *KEEPERS)
PSYCHOLOGIST = ("near_psychologist",)


@dataclass(frozen=True)
class Cell:
    """A route of a capability, what it is about, and who has it."""

    name: str
    row: str = ""
    who: tuple[str, ...] = ()
    method: str = "get"
    words: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.method}"


def post(name: str, row: str, *who: str) -> Cell:
    return Cell(name, row, who, "post")


def file_of(name: str, *who: str) -> Cell:
    return Cell(name, "", who, words=(("ending", "xlsx"),))


CELLS = (
    # Mentee card
    Cell("registry:mentee_add", who=KEEPERS),
    Cell("registry:mentee_change", "mentee", KEEPERS),
    Cell("registry:request_add", "mentee", KEEPERS),
    Cell("registry:request_change", "request", KEEPERS),
    Cell("registry:word_record", "mentee", KEEPERS),
    post("registry:mentee_refresh", "mentee", *KEEPERS, "near_mentee", "near_parent"),
    # Contacts, birth date, guardianship
    Cell("registry:person_change", "child", KEEPERS),
    Cell("registry:guardian_add", "child", KEEPERS),
    Cell("registry:guardian_end", "guardianship", KEEPERS),
    Cell("registry:person_doubles", who=KEEPERS),
    # Mentor card
    Cell("registry:mentor_add", who=KEEPERS),
    Cell("registry:mentor_change", "mentor", KEEPERS),
    post("registry:mentor_refresh", "mentor", *KEEPERS, "near_mentor"),
    Cell("registry:nomination_list", who=(*KEEPERS, "near_head", "far_head")),
    Cell("registry:nomination_add", "teacher", (*KEEPERS, "near_head")),
    # Consents
    Cell("registry:consent_list", who=STAFF),
    post("registry:consent_verify", "offered", *KEEPERS),
    post("registry:consent_withdraw", "consent", *KEEPERS, "near_parent"),
    Cell(
        "registry:consent_refuse",
        "offered",
        (*KEEPERS, "near_parent"),
    ),
    # Third parties
    Cell(
        "registry:word_add",
        "child",
        (
            *("near_parent", "near_teacher"),
            *("near_psychologist", "far_psychologist"),
        ),
    ),
    # Diagnostics, psychologist notes
    Cell("registry:assignment_add", "mentee", KEEPERS),
    post("registry:assignment_end", "assignment", *KEEPERS),
    Cell("registry:diagnostic_add", "mentee", PSYCHOLOGIST),
    Cell("registry:diagnostic_change", "diagnostic", PSYCHOLOGIST),
    Cell("registry:diagnostic_release", "diagnostic", PSYCHOLOGIST),
    post("registry:diagnostic_hide", "diagnostic", *PSYCHOLOGIST),
    Cell("registry:note_add", "child", PSYCHOLOGIST),
    # Import and export
    Cell("registry:import_list", who=KEEPERS),
    Cell("registry:import_upload", who=KEEPERS),
    file_of("registry:mentor_export", *KEEPERS),
    file_of("registry:mentee_export", *KEEPERS),
    file_of("registry:staff_export", *KEEPERS),
    file_of("registry:consent_export", *KEEPERS),
    file_of("registry:pupil_export", *KEEPERS),
    Cell("programmes:pair_export", who=STAFF),
    # Users and roles
    Cell("accounts:member_list", who=(*STAFF, "administrator")),
    Cell("accounts:member_invite", who=(*STAFF, "administrator")),
    Cell("accounts:organisation_edit", who=("director", "administrator")),
    Cell("accounts:delegation_add", who=("director",)),
    Cell("registry:staff_list", who=STAFF),
    Cell("registry:staff_add", who=KEEPERS),
    # Reset code
    Cell("registry:code_issue", "child", (*KEEPERS, "near_parent")),
    # Who sees a part, and whose part
    Cell("registry:department_add", who=KEEPERS),
    Cell("registry:department_change", "department", KEEPERS),
    Cell("registry:partner_add", who=KEEPERS),
    Cell("registry:partner_change", "partner", KEEPERS),
    Cell("registry:curatorship_add", "cycle", KEEPERS),
    post("registry:curatorship_end", "curatorship", *KEEPERS),
    Cell("registry:cycle_carry", "cycle", KEEPERS),
    Cell("registry:application_list", who=KEEPERS),
    Cell("registry:competence_list", who=STAFF),
    Cell("registry:questionnaire_list", who=STAFF),
    Cell(
        "registry:mentee_questionnaires",
        "mentee",
        (
            *STAFF,
            "near_psychologist",
            "near_mentee",
            "near_parent",
            "near_form_curator",
        ),
    ),
    Cell("registry:portfolio", "mentor_person", (*STAFF, "near_mentor")),
    # Needs, problems, selection, the register of mentors
    Cell("registry:analysis_add", "mentee", (*KEEPERS, *PSYCHOLOGIST)),
    Cell("registry:difficulty_add", "mentee", KEEPERS),
    Cell("registry:problem_list", who=STAFF),
    Cell("registry:request_list", who=STAFF),
    Cell("registry:selection_list", who=STAFF),
    Cell(
        "registry:interview_list", who=(*STAFF, "near_psychologist", "far_psychologist")
    ),
    Cell("registry:note_list", who=("near_psychologist", "far_psychologist")),
    Cell(
        "registry:mentor_register_list",
        who=(
            *STAFF,
            *("near_form_curator", "far_form_curator", "near_head", "far_head"),
            *("near_psychologist", "far_psychologist"),
        ),
    ),
)


def is_let_in(answer) -> bool:
    """Tell a page or an act from a refusal; the door is a refusal too."""
    if answer.status_code == 302:
        return not answer.url.startswith("/accounts/login/")
    return answer.status_code not in {403, 404}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_an_act_is_open_to_the_roles_of_its_cell_alone(ask, cell, viewer):
    answer = ask(viewer, cell.name, cell.row, cell.method, **dict(cell.words))

    assert is_let_in(answer) == (viewer in cell.who), answer.status_code


@pytest.mark.parametrize("viewer", ["curator", "deputy", "director", "administrator"])
@pytest.mark.parametrize("role", Role)
def test_staff_roles_come_from_the_director_alone(ask, cast, viewer, role):
    """Users and roles: the curator makes mentors, mentees and parents, no more (T12)."""
    participants = {Role.MENTOR, Role.MENTEE, Role.PARENT}
    before = Invitation.objects.count()

    ask(
        viewer,
        "accounts:member_invite",
        method="post",
        data={"role": role.value, "name": "Новиков Новый Новикович"},
    )

    made = Invitation.objects.count() - before
    is_open = role in participants or viewer == "director"
    assert made == (1 if is_open else 0)


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != NOBODY])
def test_nobody_ends_his_own_role(ask, cast, client, viewer):
    """Invariant 10: nobody decides on his own matter."""
    own = Membership.objects.filter(user=cast.users[viewer]).first()

    ask(viewer, "dashboard")
    client.post(link("accounts:membership_end", pk=own.pk))

    own.refresh_from_db()
    assert own.to_on is None


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each not in KEEPERS])
def test_fields_not_offered_are_not_set(ask, cast, viewer):
    """Invariant 11: no request of another role changes the mentee's birth or state."""
    person, card = cast.mentee.person, cast.mentee
    told = {
        "birth_on": "2001-01-01",
        "name": "Иная Ия",
        "to": "rejected",
        "remark": "!",
    }

    for name, row in (
        ("registry:person_change", "child"),
        ("registry:mentee_change", "mentee"),
        ("registry:mentee_move", "mentee"),
        ("registry:mentee_refresh", "mentee"),
    ):
        ask(viewer, name, row, "post", told)

    before = (person.birth_on, person.full_name, card.status)
    person.refresh_from_db()
    card.refresh_from_db()
    assert (person.birth_on, person.full_name, card.status) == before
