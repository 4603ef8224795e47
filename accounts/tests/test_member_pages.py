from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role, TimeZone
from accounts.models import Delegation, Invitation, Membership, Organisation
from accounts.tests.factories import make_member
from common.links import link


def test_the_list_shows_who_is_who(client, school, kira, dina):
    client.force_login(kira)

    page = client.get(link("accounts:member_list")).content.decode()

    assert "Орлова Дина Павловна" in page
    assert "Директор" in page


@pytest.mark.parametrize(
    "name", ["member_list", "member_invite", "invitation_links", "organisation_edit"]
)
def test_a_stranger_finds_nothing(client, school, sam, name):
    client.force_login(sam)

    assert client.get(link(f"accounts:{name}")).status_code == 404


def test_a_mentor_is_told_who_may(client, school, max_):
    client.force_login(max_)

    response = client.get(link("accounts:member_invite"))

    assert response.status_code == 403
    assert "куратор или директор" in response.content.decode()


def test_a_curator_is_told_who_invites_staff(client, kira):
    client.force_login(kira)

    page = client.get(link("accounts:member_invite")).content.decode()

    assert "Сотрудников приглашает директор." in page


MAX = {"role": "mentor", "name": "морозов максим"}


def key_on(page):
    """The key of the page's first form."""
    return re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]


def test_an_invitations_link_stands_until_it_is_passed_on(client, school, kira):
    client.force_login(kira)
    links = link("accounts:invitation_links")

    response = client.post(link("accounts:member_invite"), MAX)

    assert response.url == links
    assert Invitation.objects.get().name == "Морозов Максим"
    assert "/join/" in client.get(links).content.decode()
    assert "/join/" in client.get(links).content.decode()
    client.post(links)
    assert "/join/" not in client.get(links).content.decode()


def test_a_second_click_shows_the_link_of_the_first(client, school, kira):
    client.force_login(kira)
    url = link("accounts:member_invite")
    asked = {**MAX, "form_key": key_on(client.get(url))}

    client.post(url, asked)
    page = client.post(url, asked, follow=True).content.decode()

    assert Invitation.objects.count() == 1
    assert "/join/" in page
    assert "второй раз ничего не записано" in page


def test_links_issued_one_after_another_stand_together(client, school, kira):
    client.force_login(kira)
    for name in ("Морозов Максим", "Снегирёва Нина"):
        client.post(link("accounts:member_invite"), {**MAX, "name": name})

    slips = client.get(link("accounts:invitation_links")).context["slips"]

    names = [slip.invitation.name for slip in slips]
    assert names == ["Снегирёва Нина", "Морозов Максим"]


def test_an_invitation_is_withdrawn_from_the_list(client, school, kira):
    client.force_login(kira)
    client.post(link("accounts:member_invite"), MAX)
    invitation = Invitation.objects.get()
    url = link("accounts:invitation_withdraw", pk=invitation.pk)

    assert url in client.get(link("accounts:member_list")).content.decode()
    client.post(url)

    invitation.refresh_from_db()
    assert not invitation.is_open
    assert url not in client.get(link("accounts:member_list")).content.decode()
    assert not client.get(link("accounts:invitation_links")).context["slips"]


def test_the_invitation_of_another_school_does_not_exist(
    client, school, kira, other_school, sam
):
    client.force_login(kira)
    client.post(link("accounts:member_invite"), MAX)
    invitation = Invitation.objects.get()
    client.force_login(sam)

    for organisation in (school, other_school):
        url = link(
            "accounts:invitation_withdraw",
            pk=invitation.pk,
            organisation=organisation.slug,
        )
        assert client.post(url).status_code == 404
    invitation.refresh_from_db()
    assert invitation.is_open


def test_an_expired_invitation_is_said_to_be_so(client, school, kira):
    client.force_login(kira)
    client.post(link("accounts:member_invite"), MAX)
    Invitation.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))

    page = client.get(link("accounts:member_list")).content.decode()

    assert "срок вышел" in page


def test_a_curator_is_not_offered_staff_roles(client, school, kira):
    client.force_login(kira)

    response = client.post(
        link("accounts:member_invite"), {"role": "director", "name": "Морозов Максим"}
    )

    assert "role" in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_the_director_takes_a_role_away(client, school, dina, kira):
    client.force_login(dina)

    response = client.post(
        link("accounts:membership_end", pk=Membership.objects.get(user=kira).pk)
    )

    assert response.status_code == 302
    assert not Membership.objects.filter(user=kira).exists()


def test_the_director_names_who_acts_for_him(client, school, dina, kira):
    client.force_login(dina)
    asked = {
        "to": kira.pk,
        "post": "И. о. директора",
        "ground": "приказ № 5-к",
        "from_on": "2026-09-01",
        "to_on": "01.10.2026",
    }

    client.post(link("accounts:delegation_add"), asked)

    assert Delegation.objects.get().user == kira
    assert kira.name in client.get(link("accounts:member_list")).content.decode()


def test_the_director_takes_his_right_back(client, school, dina, kira):
    today = timezone.localdate()
    delegation = Delegation.objects.create(
        organisation=school,
        user=kira,
        ground="приказ № 5-к",
        from_on=today,
        to_on=today,
        granted_by=dina,
    )
    client.force_login(dina)
    url = link("accounts:delegation_end", pk=delegation.pk)

    assert url in client.get(link("accounts:member_list")).content.decode()
    client.post(url)

    page = client.get(link("accounts:member_list")).content.decode()
    assert "прекращено досрочно" in page
    assert url not in page


def test_a_term_that_ends_before_it_begins_is_refused(client, school, dina, kira):
    client.force_login(dina)
    asked = {
        "to": kira.pk,
        "post": "И. о.",
        "ground": "приказ",
        "from_on": "2026-09-02",
        "to_on": "2026-09-01",
    }

    response = client.post(link("accounts:delegation_add"), asked)

    assert "раньше первого" in response.content.decode()


def organisation_values(school, **changed):
    names = [
        "name",
        "short_name",
        "director_post",
        "accent",
        "signature_mode",
        "time_zone",
    ]
    values = {name: getattr(school, name) for name in names}
    return {**values, "director_name": "Орлова Дина Павловна", **changed}


def test_the_director_changes_requisites(client, school, dina):
    client.force_login(dina)

    client.post(
        link("accounts:organisation_edit"),
        organisation_values(school, inn="1234567890"),
    )

    assert Organisation.objects.get(pk=school.pk).inn == "1234567890"


def test_a_pale_colour_is_refused(client, school, dina):
    client.force_login(dina)

    response = client.post(
        link("accounts:organisation_edit"),
        organisation_values(school, accent="#ffffee"),
    )

    assert "accent" in response.context["form"].errors


def test_the_colour_is_served_to_anybody(client, school):
    response = client.get(reverse("accounts:accent", args=[school.slug]))

    assert response["Content-Type"] == "text/css"


@pytest.mark.parametrize("extra", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, school, dina, django_assert_max_num_queries, extra
):
    for _ in range(extra):
        make_member(school, Role.MENTOR)
    client.force_login(dina)

    with django_assert_max_num_queries(15):
        client.get(link("accounts:member_list"))


def test_a_role_begins_with_the_day_where_the_organisation_is(
    client, school, kira, time_machine
):
    Organisation.objects.filter(pk=school.pk).update(time_zone=TimeZone.KAMCHATKA)
    time_machine.move_to(datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
    Membership.objects.filter(user=kira).update(from_on=date(2026, 11, 21))
    client.force_login(kira)

    assert client.get(link("accounts:member_list")).status_code == 200


def test_the_admin_is_entered_by_the_portals_own_sign_in(client, db):
    response = client.get(reverse("admin:login"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
