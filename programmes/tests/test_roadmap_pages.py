from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from documents.actions import register_external
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap
from registry.models import Person


def test_the_curator_begins_a_roadmap(client, cycle, kira):
    client.force_login(kira)
    assert "ещё нет" in client.get(link("programmes:roadmap")).content.decode()

    client.post(link("programmes:roadmap_load"), {"template_code": "college"})

    assert Roadmap.objects.get().template_code == "college"


def test_without_a_cycle_the_page_says_what_to_do(client, school, kira):
    client.force_login(kira)

    assert "Открыть цикл" in client.get(link("programmes:roadmap")).content.decode()
    assert client.get(link("programmes:roadmap_load")).url == link(
        "registry:cycle_open"
    )


def test_the_plan_is_shown_as_printed(client, plan, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap")).content.decode()

    for measure in Measure.objects.all():
        assert measure.number_printed in page
    assert 'class="track"' in page


@pytest.mark.parametrize("template", ["school", "college"])
def test_the_plan_costs_the_same_however_long(
    client, cycle, kira, django_assert_max_num_queries, template
):
    client.force_login(kira)
    client.post(link("programmes:roadmap_load"), {"template_code": template})

    with django_assert_max_num_queries(20):
        client.get(link("programmes:roadmap"))


def test_the_months_are_drawn(client, plan, kira):
    client.force_login(kira)

    assert "<svg" in client.get(link("programmes:roadmap_timeline")).content.decode()


def test_a_responsible_is_offered_only_papers_he_may_see(client, school, measure, kira):
    register_external(
        organisation=school,
        kind="order_cmn_introduction",
        title="О внедрении наставничества",
        number="1",
        signed_on=timezone.localdate(),
        by=kira,
    )
    user = make_member(school, Role.RESPONSIBLE)
    person = Person.objects.create(organisation=school, last_name="Зуев", user=user)
    measure.responsibles.create(organisation=school, ordinal=9, person=person)

    def offered(somebody):
        client.force_login(somebody)
        url = link("programmes:measure_done", pk=measure.pk)
        return client.get(url).content.decode()

    assert "О внедрении наставничества" in offered(kira)
    assert "О внедрении наставничества" not in offered(user)


def test_a_measure_is_done_with_a_file(client, measure, kira):
    client.force_login(kira)
    scan = SimpleUploadedFile("протокол.pdf", b"%PDF-1.7\n%%EOF\n")

    client.post(
        link("programmes:measure_done", pk=measure.pk),
        {"done_on": f"{timezone.localdate():%d.%m.%Y}", "upload": scan},
    )

    measure.refresh_from_db()
    assert measure.status == MeasureStatus.DONE
    assert measure.evidence_file.name == "протокол.pdf"
    page = client.get(link("programmes:measure_detail", pk=measure.pk))
    assert "протокол.pdf" in page.content.decode()


def test_a_measure_is_started_postponed_and_cancelled(client, measure, kira):
    client.force_login(kira)

    client.post(link("programmes:measure_start", pk=measure.pk))
    client.post(
        link("programmes:measure_postpone", pk=measure.pk),
        {"due_on": "2027-02-01", "reason": "карантин"},
    )
    client.post(
        link("programmes:measure_cancel", pk=measure.pk), {"reason": "передумали"}
    )

    measure.refresh_from_db()
    assert (measure.status, measure.reason) == (MeasureStatus.CANCELLED, "передумали")


def test_without_staff_the_page_says_where_they_are_added(
    client, school, measure, kira
):
    Person.objects.filter(organisation=school).update(is_staff_member=False)
    client.force_login(kira)

    page = client.get(link("programmes:measure_assign", pk=measure.pk))

    assert "добавьте их в разделе «Люди»" in page.content.decode()


def test_responsibles_are_chosen_among_the_staff(client, school, measure, kira):
    user = make_member(school, Role.RESPONSIBLE)
    person = Person.objects.create(
        organisation=school, last_name="Зуев", is_staff_member=True, user=user
    )
    Person.objects.create(organisation=school, last_name="Ученик")
    client.force_login(kira)
    assign = link("programmes:measure_assign", pk=measure.pk)
    assert "Ученик" not in client.get(assign).content.decode()

    client.post(assign, {"responsibles": [person.pk]})

    client.force_login(user)
    page = client.get(link("programmes:my_measures")).content.decode()
    assert measure.title in page


@pytest.mark.parametrize(
    "name",
    ["measure_done", "measure_postpone", "measure_cancel", "measure_assign"],
)
def test_a_mentor_is_told_who_may(client, measure, max_, name):
    client.force_login(max_)

    response = client.get(link(f"programmes:{name}", pk=measure.pk))

    assert response.status_code == 403
    assert "уратор" in response.content.decode()
