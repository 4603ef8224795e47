"""Blanks printed by a worker: any number, the row as the truth, kept for days."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errands import ClaimLost, ErrandState, take
from common.errors import Refused
from common.links import link
from documents.tests.reading import whole_text
from notifications.models import Notification
from registry import tasks
from registry.actions import blanks
from registry.enums import ConsentKind, ConsentStatus
from registry.models import BlankPack, Consent, Group
from registry.tests.consent_factories import make_child, make_consent, make_person

pytestmark = pytest.mark.both


@pytest.fixture
def papers(school):
    """Consents of three: of the 10th class, of the 5th, of nobody's."""
    rows = []
    for name in ("10А", "5Б"):
        group = Group.objects.create(organisation=school, name=name, school_year=2026)
        child = make_child(school, name=f"Мирная Мия Класс{name}", group=group)
        rows.append(make_consent(child, ConsentKind.REPRESENTATIVE))
    return [*rows, make_consent(make_person(school))]


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


@pytest.fixture
def press(monkeypatch):
    """A press that only counts; the true one is tried once below."""
    printed = []

    def draw(rows):
        printed.append([row.pk for row in rows])
        return b"%PDF-1.7 blank"

    monkeypatch.setattr(tasks, "consents_pdf", draw)
    return printed


def ordered(papers, by, committed):
    with committed():
        pack = blanks.order(consents=papers, by=by)
    pack.refresh_from_db()
    return pack


def test_blanks_are_printed_behind_the_page_and_noted_as_handed_out(
    as_kira, papers, committed, kira
):
    with committed():
        response = as_kira.post(
            link("registry:consent_bulk"),
            {"act": "print", "chosen": [row.pk for row in papers]},
        )

    page = as_kira.get(response.url)
    file = page.context["files"].get()
    answer = as_kira.get(link("registry:blank_file", pk=file.pk))
    text = whole_text(answer.content)
    assert "Бланки готовы" in page.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert text.index("Класс5Б") < text.index("Класс10А")
    assert not Consent.objects.exclude(status=ConsentStatus.ISSUED).exists()
    assert Notification.objects.filter(recipient=kira).exists()


def test_more_than_a_file_holds_is_parted_by_classes(
    papers, kira, committed, press, monkeypatch
):
    monkeypatch.setattr(blanks, "PER_FILE", 2)
    group = papers[0].person.group
    more = [
        make_consent(make_child(papers[0].organisation, name=f"Юная {n}", group=group))
        for n in range(2)
    ]

    pack = ordered([*papers, *more], kira, committed)

    titles = list(pack.files.values_list("title", "blank_count"))
    assert titles == [
        ("5Б", 1),
        ("10А, часть 1", 2),
        ("10А, часть 2", 1),
        ("Без класса", 1),
    ]
    assert sum(len(keys) for keys in press) == pack.blank_count == 5


def test_a_double_click_is_one_pack(papers, kira, press):
    first = blanks.order(consents=papers, by=kira)
    second = blanks.order(consents=list(reversed(papers)), by=kira)

    assert first == second


def test_the_database_prints_one_choice_once_at_a_time(papers, kira):
    pack = blanks.order(consents=papers, by=kira)
    pack.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        pack.save()


def test_nothing_to_print_is_said(kira):
    with pytest.raises(Refused, match="хотя бы одного"):
        blanks.order(consents=[], by=kira)


def test_only_who_keeps_papers_has_them_printed(papers, max_):
    with pytest.raises(PermissionDenied):
        blanks.order(consents=papers, by=max_)


def test_what_a_dead_worker_printed_is_not_printed_again(
    papers, kira, press, monkeypatch
):
    monkeypatch.setattr(blanks, "PER_FILE", 1)
    pack = blanks.order(consents=papers, by=kira)
    dead = take(BlankPack, pack.pk)
    first = pack.files.first()
    blanks.store_file(file=first, content=b"%PDF-1.7 first", claim=dead)
    BlankPack.objects.update(errand_state=ErrandState.WAITING)

    tasks.print_blanks(pack.pk)

    pack.refresh_from_db()
    assert pack.errand_state == ErrandState.DONE
    assert len(press) == 2
    assert not pack.files.filter(file="").exists()
    with pytest.raises(ClaimLost):
        blanks.store_file(file=first, content=b"late", claim=dead)
    first.refresh_from_db()
    with default_storage.open(first.file) as kept:
        assert kept.read() == b"%PDF-1.7 first"


def test_the_page_tells_how_far_the_printing_is(
    as_kira, papers, kira, press, monkeypatch
):
    monkeypatch.setattr(blanks, "PER_FILE", 1)
    pack = blanks.order(consents=papers, by=kira)
    claim = take(BlankPack, pack.pk)
    blanks.store_file(file=pack.files.first(), content=b"%PDF", claim=claim)

    page = as_kira.get(link("registry:blank_pack_detail", pk=pack.pk))
    bar = as_kira.get(link("registry:blank_pack_progress", pk=pack.pk))

    assert page.context["printed"] == bar.context["printed"] == 1
    assert "ещё не напечатан" in page.content.decode()

    tasks.print_blanks(pack.pk)
    BlankPack.objects.update(errand_state=ErrandState.DONE)
    over = as_kira.get(link("registry:blank_pack_progress", pk=pack.pk))
    assert over["HX-Refresh"] == "true"


def test_the_files_go_when_their_term_is_over(as_kira, papers, kira, committed, press):
    pack = ordered(papers, kira, committed)
    file = pack.files.get()
    fresh = ordered(papers[:1], kira, committed)
    BlankPack.objects.filter(pk=pack.pk).update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )

    late = as_kira.get(link("registry:blank_file", pk=file.pk), follow=True)
    removed = blanks.expire_everywhere()

    assert "больше не хранятся" in late.content.decode()
    assert removed == 1
    assert not default_storage.exists(file.file)
    assert default_storage.exists(fresh.files.get().file)
    assert blanks.expire_everywhere() == 0


def test_a_pack_being_printed_again_keeps_its_files(papers, kira, committed, press):
    pack = ordered(papers, kira, committed)
    BlankPack.objects.update(
        expires_at=timezone.now() - timedelta(minutes=1),
        errand_state=ErrandState.WAITING,
    )

    assert blanks.expire_everywhere() == 0

    assert default_storage.exists(pack.files.get().file)


def test_a_blank_no_row_knows_goes_after_a_day(papers, kira, committed, press):
    pack = ordered(papers, kira, committed)
    kept = pack.files.get().file
    fresh = default_storage.save("blanks/7/fresh.pdf", ContentFile(b"%PDF"))
    lost = default_storage.save("blanks/7/lost.pdf", ContentFile(b"%PDF"))
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for name in (kept, lost):
        os.utime(default_storage.path(name), (long_ago, long_ago))

    assert blanks.remove_orphans() == 1

    assert not default_storage.exists(lost)
    assert default_storage.exists(kept)
    assert default_storage.exists(fresh)


def test_what_is_gone_is_printed_again(as_kira, papers, kira, committed, press):
    pack = ordered(papers, kira, committed)
    BlankPack.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    with committed():
        as_kira.post(link("registry:blank_pack_again", pk=pack.pk))

    pack.refresh_from_db()
    assert pack.errand_state == ErrandState.DONE
    assert not pack.is_expired
    assert len(press) == 2


def test_what_failed_is_printed_again_and_what_is_there_is_not(
    papers, kira, committed, press, monkeypatch
):
    pack = ordered(papers, kira, committed)
    with pytest.raises(PermissionDenied, match="скачайте"):
        blanks.print_again(pack=pack, by=kira)
    BlankPack.objects.update(errand_state=ErrandState.FAILED)

    again = blanks.print_again(pack=pack, by=kira)

    assert again.is_under_way


def test_a_choice_under_way_is_not_printed_twice(papers, kira, committed, press):
    failed = ordered(papers, kira, committed)
    BlankPack.objects.update(errand_state=ErrandState.FAILED)
    other = blanks.order(consents=papers, by=kira)

    assert blanks.print_again(pack=failed, by=kira) == other


def test_packs_are_seen_by_who_keeps_papers_alone(
    client, papers, kira, dina, sam, press
):
    pack = blanks.order(consents=papers, by=kira)
    file = pack.files.get()

    for user in (dina, sam):
        client.force_login(user)
        for url in (
            link("registry:blank_pack_detail", pk=pack.pk),
            link("registry:blank_file", pk=file.pk),
        ):
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("extra", [1, 3])
def test_the_list_of_packs_costs_the_same_however_long(
    as_kira, papers, kira, committed, press, django_assert_max_num_queries, extra
):
    for _ in range(extra):
        ordered(papers, kira, committed)

    with django_assert_max_num_queries(12):
        page = as_kira.get(link("registry:blank_pack_list"))
    assert page.context["page"].paginator.count == extra


def test_no_packs_is_said(as_kira, school):
    page = as_kira.get(link("registry:blank_pack_list"))

    assert "ещё не печатали" in page.content.decode()
