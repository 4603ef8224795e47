"""Consents: every move of their table, by whom, and what follows (R-326)."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.enums import Role, SignatureMode
from accounts.models import AuditEvent
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.tenancy import everywhere
from notifications.models import Notification
from registry.actions import cards, consents
from registry.enums import (
    CONSENT_TRANSITIONS,
    ConsentKind,
    ConsentStatus,
    Medium,
    MenteeStatus,
    MentorStatus,
)
from registry.models import Consent, MenteeCard, Person
from registry.permissions.consents import (
    may_refuse_consent,
    may_sign_consent,
    may_verify_consent,
    may_withdraw_consent,
)
from registry.queries.consents import has_valid_consent, local_day
from registry.tests.consent_factories import (
    born_to_be,
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

K = ConsentKind
S = ConsentStatus
DAY = timedelta(days=1)

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def texts(request):
    if request.node.get_closest_marker("services"):
        return
    request.getfixturevalue("db")
    load_texts()


@pytest.fixture
def today(school):
    return local_day(school)


def moves_of(consent, kira):
    """Each move by name, as the curator or the signer makes it."""
    return {
        S.ISSUED: lambda: consents.issue(consents=[consent], by=kira),
        S.REFUSED: lambda: consents.refuse(consent=consent, by=kira),
        S.WITHDRAWN: lambda: consents.withdraw(consent=consent, by=kira),
        S.VERIFIED: lambda: consents.verify(consent=consent, by=kira),
    }


@pytest.mark.parametrize("target", [S.REFUSED, S.WITHDRAWN, S.VERIFIED])
@pytest.mark.parametrize("source", S)
def test_the_curator_makes_the_legal_moves_alone(school, kira, source, target):
    consent = make_consent(make_person(school), status=source)

    if CONSENT_TRANSITIONS.allows(source, target):
        moves_of(consent, kira)[target]()
    else:
        with pytest.raises(PermissionDenied):
            moves_of(consent, kira)[target]()

    is_legal = CONSENT_TRANSITIONS.allows(source, target)
    assert Consent.objects.get().status == (target if is_legal else source)


@pytest.mark.parametrize("source", S)
def test_blanks_are_handed_out_where_they_are_wanted(school, kira, source):
    consent = make_consent(make_person(school), status=source)

    consents.issue(consents=[consent], by=kira)

    is_legal = CONSENT_TRANSITIONS.allows(source, S.ISSUED)
    assert Consent.objects.get().status == (S.ISSUED if is_legal else source)


@pytest.mark.parametrize("source", S)
def test_the_signer_signs_what_is_still_to_be_signed(school, max_, source):
    consent = make_consent(make_person(school, user=max_), status=source)

    assert bool(may_sign_consent(max_, consent)) is CONSENT_TRANSITIONS.allows(
        source, S.SIGNED
    )


def test_a_consent_is_required_once(school, kira):
    person = make_person(school)

    first = consents.require_for(person=person, by=kira)
    second = consents.require_for(person=person, by=kira)

    assert [row.kind for row in first] == [K.PARTICIPANT]
    assert first == second
    assert AuditEvent.objects.get().what == "consent.required"


def test_who_lacks_a_consent_is_told(school, kira):
    has, lacks = make_person(school), make_child(school)
    make_consent(has, status=S.VERIFIED)

    assert consents.require_for_all(people=[has, lacks], by=None) == {lacks.pk}
    assert Consent.objects.get(person=lacks).kind == K.REPRESENTATIVE
    assert consents.require_for_all(people=[], by=None) == set()


def test_a_lapsed_consent_is_required_anew_but_a_withdrawn_one_is_not(school, kira):
    lapsed, withdrawn, refused = (make_person(school) for _ in range(3))
    make_consent(lapsed, status=S.EXPIRED)
    make_consent(withdrawn, status=S.WITHDRAWN)
    make_consent(refused, status=S.REFUSED)

    lacking = consents.require_for_all(people=[lapsed, withdrawn, refused], by=None)

    assert lacking == {lapsed.pk, withdrawn.pk, refused.pk}
    assert Consent.objects.filter(status=S.REQUIRED).get().person == lapsed


def test_the_curator_may_ask_again_after_a_withdrawal(school, kira):
    person = make_person(school)
    make_consent(person, status=S.WITHDRAWN)

    assert consents.ask(people=[person], kind=K.PARTICIPANT, by=kira) == 1
    assert consents.ask(people=[person], kind=K.PARTICIPANT, by=kira) == 0


def test_asking_is_the_curators(school, kira, dina):
    person = make_person(school)

    with pytest.raises(PermissionDenied, match="куратор или заместитель директора"):
        consents.ask(people=[person], kind=K.PUBLICATION, by=dina)
    with pytest.raises(Refused, match="хотя бы одного"):
        consents.ask(people=[], kind=K.PUBLICATION, by=kira)


def test_without_reference_data_the_reason_is_said(school, kira):
    Consent.objects.all().delete()
    person = make_person(school)
    consents.text_for(school, K.PARTICIPANT).__class__.objects.all().delete()

    with pytest.raises(Refused, match="справочники"):
        consents.require_for(person=person, by=kira)


def test_papers_are_recorded_in_bulk_and_stand_at_once(school, kira, today):
    adult, child = make_person(school), make_child(school)
    guardian = make_guardian(child).guardian
    rows = [make_consent(adult), make_consent(child, K.REPRESENTATIVE)]

    consents.record_paper(
        consents=rows, signed_on=today - DAY, attachment=None, by=kira, is_cosigned=True
    )

    own, given = Consent.objects.order_by("pk")
    assert (own.signer, own.capacity, own.status) == (adult, "лично", S.VERIFIED)
    assert (given.signer, given.capacity) == (guardian, "отец")
    assert given.cosigner_name == child.full_name
    assert given.verified_by == kira
    assert given.medium == Medium.PAPER
    assert has_valid_consent(child, K.REPRESENTATIVE, today)
    assert AuditEvent.objects.get().object_ids == [own.pk, given.pk]


def test_a_paper_for_a_minor_needs_the_name_of_the_representative(school, kira, today):
    child = make_child(school)
    row = make_consent(child, K.REPRESENTATIVE)
    adult = make_consent(make_person(school))

    with pytest.raises(Refused, match="Мирная Мия"):
        consents.record_paper(
            consents=[row, adult], signed_on=today, attachment=None, by=kira
        )
    assert not Consent.objects.filter(status=S.VERIFIED).exists()

    make_guardian(child, name="Мирная Анна Игоревна", from_on=today)
    with pytest.raises(Refused, match="законный представитель"):
        consents.record_paper(
            consents=[row], signed_on=today - DAY, attachment=None, by=kira
        )
    consents.record_paper(
        consents=[row], signed_on=today, attachment=None, by=kira, is_cosigned=True
    )
    assert Consent.objects.get(pk=row.pk).signer_name == "Мирная Анна Игоревна"
    assert has_valid_consent(child, K.REPRESENTATIVE, today)


def test_a_child_under_14_does_not_sign_beside(school, kira, today):
    child = make_child(school, 12)
    make_guardian(child)
    row = make_consent(child, K.REPRESENTATIVE)

    consents.record_paper(
        consents=[row], signed_on=today, attachment=None, by=kira, is_cosigned=True
    )

    assert Consent.objects.get().cosigner_name == ""


def test_a_paper_from_the_future_is_refused(school, kira, today):
    row = make_consent(make_person(school))

    with pytest.raises(Refused, match="не наступила"):
        consents.record_paper(
            consents=[row], signed_on=today + DAY, attachment=None, by=kira
        )
    with pytest.raises(Refused, match="хотя бы одно"):
        consents.record_paper(consents=[], signed_on=today, attachment=None, by=kira)


def test_a_paper_is_recorded_once_and_by_the_curator(school, kira, dina, today):
    row = make_consent(make_person(school))

    with pytest.raises(PermissionDenied, match="куратор или заместитель директора"):
        consents.record_paper(consents=[row], signed_on=today, attachment=None, by=dina)
    consents.record_paper(consents=[row], signed_on=today, attachment=None, by=kira)
    with pytest.raises(Refused, match="Действует"):
        consents.record_paper(consents=[row], signed_on=today, attachment=None, by=kira)


def test_nobody_records_his_own_paper_nor_his_childs(school, kira, today):
    own = make_consent(make_person(school, user=kira))
    child = make_child(school)
    guardian = make_guardian(child).guardian
    for_child = make_consent(child, K.REPRESENTATIVE)

    with pytest.raises(Refused, match="другой сотрудник"):
        consents.record_paper(consents=[own], signed_on=today, attachment=None, by=kira)
    Person.objects.filter(user=kira).update(user=None)
    Person.objects.filter(pk=guardian.pk).update(user=kira)
    with pytest.raises(Refused, match="Мирная Мия"):
        consents.record_paper(
            consents=[for_child], signed_on=today, attachment=None, by=kira
        )

    assert not Consent.objects.filter(status=S.VERIFIED).exists()


def test_a_paper_confirms_what_was_signed_on_the_public_page(school, kira, today):
    row = make_consent(make_person(school), status=S.SIGNED, medium=Medium.PUBLIC_FORM)

    consents.record_paper(consents=[row], signed_on=today, attachment=None, by=kira)

    assert Consent.objects.get().medium == Medium.PAPER


def test_a_paper_to_publish_says_what_and_for_three_years(school, kira, today):
    row = make_consent(make_person(school), K.PUBLICATION)
    paper = {"consents": [row], "signed_on": today, "attachment": None, "by": kira}

    with pytest.raises(Refused, match="какие сведения"):
        consents.record_paper(**paper)
    consents.record_paper(**paper, answers={"photo": {"is_allowed": True}})

    kept = Consent.objects.get()
    assert kept.answers == {"photo": {"is_allowed": True}}
    assert kept.valid_until.year == today.year + 3


def test_an_adult_signs_in_the_cabinet_and_the_curator_checks(school, max_, kira):
    consent = make_consent(make_person(school, user=max_))

    signed = consents.sign_in_cabinet(consent=consent, by=max_)
    assert (signed.status, signed.medium) == (S.SIGNED, Medium.CABINET)

    checked = consents.verify(consent=signed, by=kira)
    assert (checked.status, checked.verified_by) == (S.VERIFIED, kira)


def test_where_signatures_are_electronic_the_cabinets_word_stands(school, max_, today):
    school.signature_mode = SignatureMode.SIMPLE
    school.save()
    person = make_person(school, user=max_)

    consents.sign_in_cabinet(consent=make_consent(person), by=max_)

    assert has_valid_consent(person, K.PARTICIPANT, today)


def test_a_parent_signs_for_a_minor_who_may_not(school, mia, pavel):
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    consent = make_consent(child, K.REPRESENTATIVE)

    with pytest.raises(PermissionDenied, match="законный представитель"):
        consents.sign_in_cabinet(consent=consent, by=mia)
    signed = consents.sign_in_cabinet(consent=consent, by=pavel)

    assert signed.signer_name == "Мирный Павел Сергеевич"
    assert signed.capacity == "отец"


def test_a_former_guardian_neither_signs_nor_withdraws(school, pavel, today):
    child = make_child(school)
    make_guardian(child, pavel, to_on=today - DAY)
    consent = make_consent(child, K.REPRESENTATIVE)

    assert not may_sign_consent(pavel, consent)
    assert not may_refuse_consent(pavel, consent)


def test_a_parent_does_not_sign_for_a_grown_child(school, mia, pavel):
    child = make_child(school, birth_on=born_to_be(school, 18), user=mia)
    make_guardian(child, pavel)
    consent = make_consent(child, K.PARTICIPANT)

    assert not may_sign_consent(pavel, consent)
    assert may_sign_consent(mia, consent)


def test_nobody_checks_his_own_consent(school, kira):
    consent = make_consent(make_person(school, user=kira), status=S.SIGNED)

    verdict = may_verify_consent(kira, consent)

    assert verdict.refusal == "Своё согласие проверяет другой сотрудник."


def test_nobody_checks_what_he_signed_for_his_child(school, kira):
    child = make_child(school)
    make_guardian(child, kira)
    consent = make_consent(child, K.REPRESENTATIVE, S.SIGNED)

    assert not may_verify_consent(kira, consent)
    assert may_verify_consent(make_member(school, Role.DEPUTY_DIRECTOR), consent)


def test_the_director_sees_but_does_not_check(school, dina):
    consent = make_consent(make_person(school), status=S.SIGNED)

    assert (
        "куратор или заместитель директора" in may_verify_consent(dina, consent).refusal
    )


def test_a_form_signed_by_the_wrong_person_is_not_confirmed(school, kira):
    child = make_child(school)
    consent = make_consent(child, K.REPRESENTATIVE, S.SIGNED)

    with pytest.raises(Refused, match="не тот"):
        consents.verify(consent=consent, by=kira)


def test_a_valid_consent_lets_a_waiting_mentee_into_the_base(school, kira, today):
    child = make_child(school, 13)
    make_guardian(child)
    card = make_mentee_card(child)
    row = make_consent(child, K.REPRESENTATIVE)

    consents.record_paper(consents=[row], signed_on=today, attachment=None, by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.IN_BASE


def test_another_kind_of_consent_does_not(school, kira, today):
    child = make_child(school)
    make_guardian(child)
    card = make_mentee_card(child)
    row = make_consent(child, K.NEEDS_ANALYSIS)

    consents.record_paper(consents=[row], signed_on=today, attachment=None, by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.CONSENT_WAIT


def test_a_refusal_leaves_the_mentee_waiting(school, pavel):
    child = make_child(school)
    make_guardian(child, pavel)
    card = make_mentee_card(child)
    consent = make_consent(child, K.REPRESENTATIVE)

    consents.refuse(consent=consent, by=pavel, remark="Не сейчас")

    card.refresh_from_db()
    assert card.status == MenteeStatus.CONSENT_WAIT
    assert AuditEvent.objects.get().detail.remark == "Не сейчас"


def test_a_parent_withdraws_and_everything_ends_at_once(school, pavel, kira, today):
    child = make_child(school)
    make_guardian(child, pavel)
    card = make_mentee_card(child, MenteeStatus.IN_PROGRAMME)
    consent = make_consent(child, K.REPRESENTATIVE, S.VERIFIED)

    consents.withdraw(consent=consent, by=pavel)

    card.refresh_from_db()
    assert card.status == MenteeStatus.WITHDRAWN
    assert not has_valid_consent(child, K.REPRESENTATIVE, today)
    letter = Notification.objects.get(recipient=kira)
    assert "состоит в паре" in letter.text
    assert child.last_name not in letter.subject


def test_a_mentor_at_work_keeps_the_card_until_the_curator_acts(school, max_, kira):
    person = make_person(school, user=max_)
    at_work = make_mentor_card(person, status=MentorStatus.IN_PAIR)
    waiting = make_mentor_card(person, status=MentorStatus.READY)
    rejected = make_mentor_card(person, status=MentorStatus.REJECTED)

    consents.withdraw(consent=make_consent(person, status=S.VERIFIED), by=max_)

    for card in (at_work, waiting, rejected):
        card.refresh_from_db()
    assert at_work.status == MentorStatus.IN_PAIR
    assert waiting.status == MentorStatus.WITHDRAWN
    assert rejected.status == MentorStatus.REJECTED
    assert "состоит в паре" in Notification.objects.get(recipient=kira).text


@pytest.mark.parametrize("kind", [K.PUBLICATION, K.NEEDS_ANALYSIS])
def test_withdrawing_another_kind_leaves_the_card(school, pavel, kira, kind):
    child = make_child(school)
    make_guardian(child, pavel)
    card = make_mentee_card(child, MenteeStatus.COMPLETED)
    consent = make_consent(child, kind, S.VERIFIED)

    consents.withdraw(consent=consent, by=pavel)

    card.refresh_from_db()
    assert card.status == MenteeStatus.COMPLETED
    assert Notification.objects.filter(recipient=kira).exists()


def test_a_minor_does_not_withdraw_for_the_parent(school, mia, pavel):
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    consent = make_consent(child, K.REPRESENTATIVE, S.VERIFIED)

    assert not may_withdraw_consent(mia, consent)
    assert may_withdraw_consent(pavel, consent)


def test_the_curator_records_a_withdrawal_on_paper(school, kira, dina):
    consent = make_consent(make_person(school), status=S.VERIFIED)

    with pytest.raises(PermissionDenied):
        consents.withdraw(consent=consent, by=dina)
    done = consents.withdraw(consent=consent, by=kira, remark="Заявление от 01.09.2026")

    assert (done.status, done.withdrawn_by) == (S.WITHDRAWN, kira)


def test_a_withdrawal_wins_over_what_the_same_request_does_after_it(
    school, kira, max_, today
):
    person = make_person(school, user=max_)
    consent = make_consent(person, status=S.SIGNED)

    consents.withdraw(consent=consent, by=max_)
    with pytest.raises(PermissionDenied):
        consents.verify(consent=consent, by=kira)
    with pytest.raises(Refused):
        consents.record_paper(
            consents=[consent], signed_on=today, attachment=None, by=kira
        )
    consents.require_for_all(people=[person], by=None)

    assert not has_valid_consent(person, K.PARTICIPANT, today)
    assert Consent.objects.count() == 1


def test_what_stands_may_be_held_and_what_does_not_is_named(school, today):
    standing, lacking = make_person(school), make_child(school)
    make_consent(standing, status=S.VERIFIED)

    consents.hold_valid(people=[standing], on=today)
    with pytest.raises(Refused, match=r"Мирная М\. О\."):
        consents.hold_valid(people=[standing, lacking], on=today)


def test_a_programme_that_is_over_stays_as_it_was(school, pavel):
    child = make_child(school)
    make_guardian(child, pavel)
    card = make_mentee_card(child, MenteeStatus.COMPLETED)
    consent = make_consent(child, K.REPRESENTATIVE, S.VERIFIED)

    consents.withdraw(consent=consent, by=pavel)

    card.refresh_from_db()
    assert card.status == MenteeStatus.COMPLETED


def test_three_years_after_29_february_are_28_february(school, kira):
    row = make_consent(make_person(school), K.PUBLICATION)

    consents.record_paper(
        consents=[row],
        signed_on=date(2024, 2, 29),
        attachment=None,
        by=kira,
        answers={"photo": {"is_allowed": True}},
    )

    assert Consent.objects.get().valid_until == date(2027, 2, 28)


def test_the_clock_closes_what_lapsed_and_asks_those_who_take_part(school, kira, today):
    grown = make_child(school, birth_on=born_to_be(school, 18))
    make_guardian(grown)
    make_mentee_card(grown, MenteeStatus.IN_PROGRAMME)
    make_consent(grown, K.REPRESENTATIVE, S.VERIFIED, signed_on=today - 30 * DAY)
    gone = make_person(school)
    make_consent(gone, K.PUBLICATION, S.VERIFIED, valid_until=today - DAY)
    make_consent(make_person(school), status=S.VERIFIED)

    assert consents.expire_lapsed(organisation=school) == 2
    assert consents.expire_lapsed(organisation=school) == 0

    asked = Consent.objects.get(status=S.REQUIRED)
    assert (asked.person, asked.kind) == (grown, K.PARTICIPANT)
    assert "Истекли согласия: 2" in Notification.objects.get(recipient=kira).text


def test_the_clock_goes_through_every_organisation(school, other_school, today):
    with everywhere():
        for organisation in (school, other_school):
            make_consent(
                make_person(organisation),
                K.PUBLICATION,
                S.VERIFIED,
                valid_until=today - DAY,
            )

        assert consents.expire_everywhere() == 2


def test_one_organisations_trouble_does_not_stop_the_clock(
    school, other_school, today, caplog
):
    with everywhere():
        make_consent(
            make_person(other_school),
            K.PUBLICATION,
            S.VERIFIED,
            valid_until=today - DAY,
        )
    school.time_zone = "Nowhere/At_all"
    school.save()

    assert consents.expire_everywhere() == 1
    assert f"Consents of organisation {school.pk}" in caplog.text


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_what_runs_beside_it_the_withdrawal_wins(race_rounds):
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    with everywhere():
        school = make_organisation()
        kira = make_member(school, Role.CURATOR)
        cycle = make_cycle(school)
        load_texts()
        for number in range(race_rounds):
            person = make_person(school, f"Лисицын Олег Юрьевич {number}")
            card = make_mentee_card(person, cycle=cycle)
            consent = make_consent(person, status=S.SIGNED)

            _race(
                lambda consent=consent: consents.withdraw(consent=consent, by=kira),
                lambda consent=consent: consents.verify(consent=consent, by=kira),
            )

            consent.refresh_from_db()
            card.refresh_from_db()
            assert consent.status == S.WITHDRAWN
            assert card.status == MenteeStatus.WITHDRAWN


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_a_card_made_beside_it_the_withdrawal_wins(race_rounds):
    """A table being loaded makes its cards by the same question as this (import)."""
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    with everywhere():
        school = make_organisation()
        kira = make_member(school, Role.CURATOR)
        cycle = make_cycle(school)
        load_texts()
        for number in range(race_rounds):
            person = make_person(school, f"Лисицын Олег Юрьевич {number}")
            consent = make_consent(person, status=S.VERIFIED)

            _race(
                lambda consent=consent: consents.withdraw(consent=consent, by=kira),
                lambda person=person: cards.take_mentee(
                    cycle=cycle, person=person, values={}, requests=[], by=kira
                ),
            )

            card = MenteeCard.objects.get(person=person)
            assert Consent.objects.get(pk=consent.pk).status == S.WITHDRAWN
            assert card.status in {MenteeStatus.WITHDRAWN, MenteeStatus.CONSENT_WAIT}


def _race(*acts):
    barrier = Barrier(len(acts))

    def run(act):
        with everywhere():
            barrier.wait()
            try:
                act()
            except (PermissionDenied, Refused):
                pass
            finally:
                connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
