from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from documents.enums import DocumentStatus
from notifications.models import Notification
from programmes.actions import plan, programmes
from programmes.actions.drafting import Outdated, move
from programmes.deadlines import add_months
from programmes.enums import (
    PROGRAMME_TRANSITIONS,
    Basis,
    EndReason,
    MeetingStatus,
    PairStatus,
    ProgrammeStatus,
)
from programmes.models import Programme
from programmes.queries.programmes import missing_parts, parties_of
from programmes.terms import clipped, flaw_of_term
from programmes.tests.pair_factories import make_mentee, make_pair, make_pair_cycle
from programmes.tests.programme_factories import (
    filled,
    make_agreed,
    make_held,
    make_programme,
    make_working_pair,
)
from registry.enums import MenteeStatus
from registry.models import MenteeCard, MentoringKind, Person, Request


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 9, 1), 12, date(2027, 9, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_added_by_the_calendar(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("ends_on", "is_right"),
    [
        (date(2026, 11, 29), False),
        (date(2026, 11, 30), True),
        (date(2027, 9, 1), True),
        (date(2027, 9, 2), False),
    ],
)
def test_a_programme_lasts_three_months_to_a_year(ends_on, is_right):
    flaw = flaw_of_term(date(2026, 9, 1), ends_on)

    assert (flaw == "") is is_right
    assert is_right or ("30.11.2026" in flaw and "01.09.2027" in flaw)


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2026, 10, 1), date(2026, 11, 30)),
        (date(2027, 5, 31), date(2027, 5, 31)),
        (date(2028, 5, 31), date(2027, 8, 31)),
    ],
)
def test_the_pairs_term_is_clipped(ends_on, expected):
    assert clipped(date(2026, 9, 1), ends_on) == (date(2026, 9, 1), expected)


def test_a_programme_opens_with_what_is_known_of_the_pair(working_pair, kira):
    card = working_pair.members.get().mentee_card
    Request.objects.create(
        organisation=card.organisation,
        card=card,
        text="Подтянуть алгебру",
        asked_on=timezone.localdate(),
    )
    working_pair.kinds.set(MentoringKind.objects.filter(code="situational"))

    programme = programmes.open_for(pair=working_pair, by=kira)

    assert programme.request == "Подтянуть алгебру"
    assert [kind.code for kind in programme.kinds.all()] == ["situational"]
    assert programme.basis == Basis.INDIVIDUAL
    assert (programme.starts_on, programme.ends_on) == clipped(
        working_pair.starts_on, working_pair.ends_on
    )
    assert not programme.rows.exists()


def test_a_second_opening_finds_the_first_ones_programme(working_pair, kira):
    first = programmes.open_for(pair=working_pair, by=kira)

    assert programmes.open_for(pair=working_pair, by=None) == first


def test_a_group_has_a_group_programme(school, kira, working_pair):
    cycle = working_pair.cycle
    mentees = [make_mentee(cycle, f"Ли Ян {number}") for number in range(2)]
    group = make_working_pair(kira, cycle=cycle, mentees=mentees, name="Ли Ян Ян")

    programme = programmes.open_for(pair=group, by=kira)

    assert programme.basis == Basis.GROUP


def test_a_side_begins_a_programme_and_the_director_does_not(working_pair, mia, dina):
    with pytest.raises(PermissionDenied, match="наставляемый"):
        programmes.begin(pair=working_pair, by=dina)

    assert programmes.begin(pair=working_pair, by=mia).status == ProgrammeStatus.DRAFT


def test_a_pair_without_its_order_has_no_programme(school, kira):
    cycle = make_pair_cycle(school)
    pair = make_pair(kira, cycle, PairStatus.AGREED)

    with pytest.raises(PermissionDenied, match="приказ"):
        programmes.begin(pair=pair, by=kira)


@pytest.mark.parametrize("who", ["max_", "mia", "kira"])
def test_both_sides_and_the_curator_write_together(draft, who, request):
    user = request.getfixturevalue(who)

    programme = programmes.change(
        programme=draft, text={"regime": "Каждый день"}, version=draft.version, by=user
    )

    assert (programme.regime, programme.version) == ("Каждый день", draft.version + 1)


@pytest.mark.parametrize("who", ["dina", "sam"])
def test_others_do_not_write(draft, who, request):
    with pytest.raises(PermissionDenied):
        programmes.change(
            programme=draft,
            text={"regime": "Каждый день"},
            version=draft.version,
            by=request.getfixturevalue(who),
        )


def test_saving_the_same_is_no_new_version(draft, max_):
    programme = programmes.change(
        programme=draft, text=filled(draft), version=draft.version, by=max_
    )

    assert programme.version == draft.version


def test_an_edit_from_an_older_version_overwrites_nothing(draft, max_, mia):
    programmes.change(
        programme=draft, text={"regime": "Его слова"}, version=draft.version, by=max_
    )

    with pytest.raises(Outdated):
        programmes.change(
            programme=draft, text={"regime": "Её слова"}, version=draft.version, by=mia
        )

    draft.refresh_from_db()
    assert draft.regime == "Его слова"


def test_a_plan_row_added_meanwhile_is_no_conflict(draft, max_, mia):
    plan.add_row(programme=draft, title="Ещё", due_on=draft.ends_on, by=max_)

    programme = programmes.change(
        programme=draft, text={"regime": "Её слова"}, version=draft.version, by=mia
    )

    assert programme.regime == "Её слова"


def test_a_term_of_two_months_is_refused_with_the_days_that_do(draft, max_):
    with pytest.raises(Refused, match="короче трёх месяцев"):
        programmes.change(
            programme=draft,
            text={"ends_on": draft.starts_on + timedelta(days=60)},
            version=draft.version,
            by=max_,
        )


def test_every_edit_leaves_its_trace(draft, max_):
    programmes.change(
        programme=draft, text={"regime": "Иначе"}, version=draft.version, by=max_
    )

    event = AuditEvent.objects.filter(what="programme.changed").latest("pk")
    assert (event.by, event.field_names) == (max_, ["regime"])


def test_both_parties_agree_and_the_curator_is_told(
    draft, max_, mia, kira, max_person, mia_person
):
    version = draft.version
    programmes.agree(programme=draft, person=max_person, version=version, by=max_)
    asked = Notification.objects.filter(letter="programme_awaits_agreement")
    assert {letter.recipient for letter in asked} == {mia}

    programme = programmes.agree(
        programme=draft, person=mia_person, version=version, by=mia
    )

    assert programme.status == ProgrammeStatus.AGREED
    told = Notification.objects.filter(letter="programme_agreed")
    assert {letter.recipient for letter in told} == {kira}


def test_agreeing_twice_is_agreeing_once(draft, max_, max_person):
    for _ in range(2):
        programmes.agree(
            programme=draft, person=max_person, version=draft.version, by=max_
        )

    assert draft.agreements.count() == 1


def test_an_edit_resets_the_agreements(draft, max_, mia, max_person, mia_person):
    programmes.agree(programme=draft, person=max_person, version=draft.version, by=max_)
    changed = programmes.change(
        programme=draft, text={"regime": "Иначе"}, version=draft.version, by=mia
    )

    programme = programmes.agree(
        programme=changed, person=mia_person, version=changed.version, by=mia
    )

    assert programme.status == ProgrammeStatus.DRAFT
    assert [party.has_agreed for party in parties_of(programme)] == [False, True]


def test_nobody_agrees_to_what_he_has_not_read(draft, max_, max_person, mia):
    version = draft.version
    plan.add_row(programme=draft, title="Ещё", due_on=draft.ends_on, by=mia)

    with pytest.raises(Outdated, match="Прочитайте"):
        programmes.agree(programme=draft, person=max_person, version=version, by=max_)


@pytest.mark.parametrize("who", ["max_", "kira", "dina"])
def test_nobody_agrees_for_another(draft, mia_person, who, request):
    with pytest.raises(PermissionDenied, match="сам участник"):
        programmes.agree(
            programme=draft,
            person=mia_person,
            version=draft.version,
            by=request.getfixturevalue(who),
        )


def test_an_empty_programme_says_what_is_missing(working_pair, max_, max_person, kira):
    programme = programmes.open_for(pair=working_pair, by=kira)

    assert "хотя бы одна строка плана" in missing_parts(programme)
    with pytest.raises(Refused, match="задачи"):
        programmes.agree(programme=programme, person=max_person, version=1, by=max_)


def test_a_plan_outside_the_term_is_not_agreed_to(draft, max_):
    row = draft.rows.first()
    row.due_on = draft.ends_on + timedelta(days=1)
    row.save()

    assert missing_parts(draft) == ["сроки строк плана внутри срока программы"]


def test_a_child_under_14_agrees_through_his_representative(school, kira, pavel, mia):
    cycle = make_pair_cycle(school)
    child = make_mentee(cycle, "Мирный Егор Павлович", age=10, user=mia)
    guardian = child.person.guardianships.get().guardian
    guardian.user = pavel
    guardian.save()
    pair = make_working_pair(kira, cycle=cycle, mentees=[child])
    draft = make_programme(pair, kira)

    with pytest.raises(PermissionDenied, match="законный представитель"):
        programmes.agree(
            programme=draft, person=child.person, version=draft.version, by=mia
        )
    programmes.agree(
        programme=draft, person=child.person, version=draft.version, by=pavel
    )

    assert draft.agreements.get().given_by == "Мирный Павел Сергеевич (отец)"


def test_a_parent_of_a_pupil_of_15_does_not_write(draft, mia_person, pavel):
    guardian = mia_person.guardianships.get().guardian
    guardian.user = pavel
    guardian.save()

    assert draft in Programme.objects.visible_to(pavel)
    with pytest.raises(PermissionDenied):
        programmes.change(programme=draft, text={}, version=draft.version, by=pavel)


def test_every_mentee_of_a_group_agrees(school, kira, working_pair):
    cycle = working_pair.cycle
    mentees = [make_mentee(cycle, f"Ли Ян {number}") for number in range(2)]
    group = make_working_pair(kira, cycle=cycle, mentees=mentees, name="Ли Ян Ян")
    draft = make_programme(group, kira)
    people = [group.mentor_card.person, mentees[0].person]

    programme = programmes.record_paper_agreements(
        programme=draft, people=people, version=draft.version, by=kira
    )
    assert programme.status == ProgrammeStatus.DRAFT
    programme = programmes.record_paper_agreements(
        programme=draft, people=[mentees[1].person], version=draft.version, by=kira
    )

    assert programme.status == ProgrammeStatus.AGREED


def test_paper_agreements_are_of_the_present_version(draft, kira, max_person):
    with pytest.raises(Outdated, match="Напечатайте"):
        programmes.record_paper_agreements(
            programme=draft, people=[max_person], version=1, by=kira
        )


def test_a_stranger_to_the_pair_signs_nothing(draft, kira, school):
    other = Person.objects.create(organisation=school, last_name="Чужой")

    with pytest.raises(Refused, match="не участвует"):
        programmes.record_paper_agreements(
            programme=draft, people=[other], version=draft.version, by=kira
        )


def test_paper_agreements_are_the_curators(draft, max_, max_person):
    with pytest.raises(PermissionDenied, match="куратор"):
        programmes.record_paper_agreements(
            programme=draft, people=[max_person], version=draft.version, by=max_
        )


def test_an_agreed_programme_is_not_changed(working_pair, kira, max_):
    programme = make_agreed(working_pair, kira)

    with pytest.raises(PermissionDenied, match="ждёт куратора"):
        programmes.change(
            programme=programme, text={}, version=programme.version, by=max_
        )


def test_approval_issues_the_paper_and_the_programme_begins(
    working_pair, kira, max_, mia, committed
):
    agreed = make_agreed(working_pair, kira)

    with committed():
        programme = programmes.approve(programme=agreed, by=kira)

    document = programme.document
    document.refresh_from_db()
    assert programme.status == ProgrammeStatus.ACTIVE
    assert (programme.approved_by, document.status) == (kira, DocumentStatus.SIGNED)
    assert document.pdf.name
    assert document.payload["approval"]["name"] == "К. А. Крылова"
    card = working_pair.members.get().mentee_card
    assert card.status == MenteeStatus.IN_PROGRAMME
    told = Notification.objects.filter(letter="programme_approved")
    assert {letter.recipient for letter in told} == {max_, mia}


def test_approval_leaves_a_mentee_who_is_already_in_a_programme(working_pair, kira):
    card = working_pair.members.get().mentee_card
    agreed = make_agreed(working_pair, kira)
    MenteeCard.objects.filter(pk=card.pk).update(status=MenteeStatus.IN_PROGRAMME)

    programme = programmes.approve(programme=agreed, by=kira)

    card.refresh_from_db()
    assert (programme.status, card.status) == (
        ProgrammeStatus.ACTIVE,
        MenteeStatus.IN_PROGRAMME,
    )


@pytest.mark.parametrize("who", ["dina", "max_", "mia"])
def test_only_the_curator_approves(working_pair, kira, who, request):
    programme = make_agreed(working_pair, kira)

    with pytest.raises(PermissionDenied):
        programmes.approve(programme=programme, by=request.getfixturevalue(who))


def test_a_draft_is_not_approved(draft, kira):
    with pytest.raises(PermissionDenied, match="согласовали обе стороны"):
        programmes.approve(programme=draft, by=kira)


def test_a_curator_does_not_approve_his_own_programme(school, kira):
    deputy = make_member(school, Role.DEPUTY_DIRECTOR)
    cycle = make_pair_cycle(school)
    pair = make_working_pair(kira, cycle=cycle, mentor=deputy)
    programme = make_agreed(pair, kira)

    with pytest.raises(PermissionDenied, match="собственной"):
        programmes.approve(programme=programme, by=deputy)


def test_an_approved_programme_is_not_changed(active, max_):
    with pytest.raises(PermissionDenied, match="утверждена"):
        programmes.change(programme=active, text={}, version=active.version, by=max_)


def test_a_returned_programme_is_agreed_anew(working_pair, kira, max_, mia):
    agreed = make_agreed(working_pair, kira)

    programme = programmes.return_for_changes(
        programme=agreed, remark=" Уточните задачи ", by=kira
    )

    assert programme.status == ProgrammeStatus.DRAFT
    assert programme.remark == "Уточните задачи"
    assert not any(party.has_agreed for party in parties_of(programme))
    told = Notification.objects.filter(letter="programme_returned")
    assert {letter.recipient for letter in told} == {max_, mia}
    assert "Уточните задачи" in told.first().text


def test_a_return_says_why(working_pair, kira):
    programme = make_agreed(working_pair, kira)

    with pytest.raises(Refused, match="что исправить"):
        programmes.return_for_changes(programme=programme, remark=" ", by=kira)


def test_only_the_curator_returns(working_pair, kira, max_):
    programme = make_agreed(working_pair, kira)

    with pytest.raises(PermissionDenied):
        programmes.return_for_changes(programme=programme, remark="Нет", by=max_)


def test_a_programme_is_completed_once_every_row_is_marked(active, max_, kira):
    with pytest.raises(Refused, match="не отмечено строк: 2"):
        programmes.close(programme=active, reason=EndReason.PLAN_DONE, by=kira)
    plan.mark_done(
        programme=active,
        rows=active.rows.all(),
        done_on=timezone.localdate(),
        by=max_,
    )

    programme = programmes.close(programme=active, reason=EndReason.PLAN_DONE, by=kira)

    assert programme.status == ProgrammeStatus.COMPLETED


@pytest.mark.parametrize(
    "reason", [reason for reason in EndReason if reason != EndReason.PLAN_DONE]
)
def test_any_other_reason_ends_it_early(active, kira, reason):
    programme = programmes.close(programme=active, reason=reason, by=kira)

    assert programme.status == ProgrammeStatus.ENDED_EARLY


def test_a_draft_without_rows_is_not_completed(working_pair, kira):
    programme = programmes.open_for(pair=working_pair, by=kira)

    with pytest.raises(TransitionNotAllowed):
        programmes.close(programme=programme, reason=EndReason.PLAN_DONE, by=kira)


def test_ending_calls_the_planned_meetings_off(active, working_pair, kira, planned):
    held = make_held(working_pair, kira)

    programmes.close(programme=active, reason=EndReason.MUTUAL, by=kira)

    planned.refresh_from_db()
    held.refresh_from_db()
    assert planned.status == MeetingStatus.CANCELLED
    assert held.status == MeetingStatus.HELD


@pytest.mark.parametrize("source", ProgrammeStatus)
@pytest.mark.parametrize("target", ProgrammeStatus)
def test_a_programme_moves_along_its_table_alone(draft, kira, source, target):
    draft.status = source

    if target in PROGRAMME_TRANSITIONS.table[source]:
        move(draft, target, kira)
        assert draft.status == target
    else:
        with pytest.raises(TransitionNotAllowed):
            move(draft, target, kira)
