"""Every component renders what it was given, escapes it, and works without scripts."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.db import models
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from common.badges import TONES, Tone, tone_of
from common.charts import TrackStep
from common.gallery import SampleFilter
from common.verdict import YES, no


class Mood(models.TextChoices):
    SIGNED = "signed", "Подписан"


def drawn(source: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list/{query}")
    html = Template(source).render(
        Context({"request": request, "csrf_token": "t0ken", **context})
    )
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


def test_a_badge_takes_an_enum_member_with_its_label():
    html = drawn("{% badge status %}", status=Mood.SIGNED)

    assert html == '<span class="badge-status tone-positive">Подписан</span>'


def test_a_badge_takes_a_stored_value_with_a_label():
    html = drawn('{% badge "overdue" "Просрочено" %}')

    assert html == '<span class="badge-status tone-danger">Просрочено</span>'


def test_an_unknown_status_is_neutral():
    assert tone_of("never heard of") == Tone.NEUTRAL


def test_every_status_has_one_colour():
    values = [value for statuses in TONES.values() for value in statuses]

    assert len(values) == len(set(values))
    assert set(TONES) == set(Tone)


@pytest.mark.parametrize(
    ("count", "noun"), [(1, "пара"), (3, "пары"), (11, "пар"), (21, "пара")]
)
def test_nouns_follow_numbers(count, noun):
    assert drawn('{{ n|plural:"пара,пары,пар" }}', n=count) == noun


def test_a_closed_action_says_why_and_cannot_be_sent():
    html = drawn('{% action_button v "Подписать" "/x/" %}', v=no("Нет согласия."))

    assert "<form" not in html
    assert "disabled" in html
    assert "Нет согласия." in html


def test_an_open_action_posts_with_its_token_and_hidden_fields():
    html = drawn('{% action_button v "Вернуть" "/x/" tone="danger" pk=3 %}', v=YES)

    assert '<form class="action" method="post" action="/x/">' in html
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in html
    assert '<input type="hidden" name="pk" value="3">' in html


def test_an_action_without_a_verdict_is_a_bug_and_no_open_button():
    with pytest.raises(AttributeError):
        drawn('{% action_button missing "Подписать" "/x/" %}')


def test_an_action_link_is_a_link_or_the_reason():
    source = '{% action_link v "Изменить" "/x/" %}'

    assert 'href="/x/"' in drawn(source, v=YES)
    assert "Уже подписан." in drawn(source, v=no("Уже подписан."))


@pytest.mark.parametrize(
    "source",
    [
        "{% card text %}{{ text }}{% endcard %}",
        "{% notice text %}{{ text }}{% endnotice %}",
        "{% empty_state text %}{{ text }}{% endempty_state %}",
        "{% fields text %}{% field text text %}{% endfields %}",
        "{% fieldblock text %}{{ text }}{% endfieldblock %}",
        "{% figure text text note=text %}",
        "{% table text text %}{% endtable %}",
        "{% cell text %}{{ text }}{% endcell %}",
        "{% list_header text %}{% endlist_header %}",
        "{% breadcrumbs text text text %}",
        "{% tab text text %}",
        "{% task text text text %}",
        "{% steps text %}",
        "{% copy_text text 'key' %}",
        "{% progress_bar text 1 2 note=text %}",
        "{% upload_hint text columns=text sample=text %}",
        "{% confirm text text text %}{{ text }}{% endconfirm %}",
        "{% dialog 'key' text text text %}{{ text }}{% enddialog %}",
        "{% link_button text text %}",
        "{% action_button v text text note=text %}",
    ],
)
def test_what_people_typed_is_never_markup(source):
    html = drawn(source, text='<img src=x onerror="1">', v=YES)

    assert "<img" not in html
    assert "&lt;img" in html


def test_an_empty_value_is_said_to_be_missing_but_zero_is_a_value():
    assert "не указано" in drawn('{% field "Класс" "" %}')
    assert "не указано" in drawn('{% field "Класс" value %}', value=None)
    assert "<dd>0</dd>" in drawn('{% field "Встреч" 0 %}')


def test_a_table_sorts_by_its_heads_and_keeps_the_filters():
    html = drawn(
        '{% table "Пары" "Наставник:mentor|Статус|" %}{% endtable %}',
        "?status=active&sort=mentor&page=3",
    )

    assert 'aria-sort="ascending"' in html
    assert 'href="?status=active&amp;sort=-mentor"' in html
    assert '<span class="visually-hidden">Действия</span>' in html


def test_a_cell_carries_its_label_to_the_phone():
    html = drawn('{% cell "Статус" kind="number" %}5{% endcell %}')

    assert html == '<td class="cell-number" data-label="Статус">5</td>'


def test_the_cell_that_names_a_row_is_its_head():
    assert drawn('{% cell kind="head" %}Макс{% endcell %}').startswith(
        '<th scope="row"'
    )


def test_a_list_header_counts_in_russian():
    html = drawn(
        '{% list_header "Пары" count=22 words="пара,пары,пар" %}{% endlist_header %}'
    )

    assert '<p class="list-count">22 пары</p>' in html


def test_filters_open_where_something_is_chosen_and_keep_the_order():
    form = SampleFilter({"status": "active"})

    html = drawn("{% filters form %}", "?status=active&sort=-mentor", form=form)

    assert '<details class="filters-more" open>' in html
    assert 'name="sort" value="-mentor"' in html
    assert "Сбросить" in html


def test_filters_are_folded_while_nothing_is_chosen():
    html = drawn("{% filters form %}", form=SampleFilter())

    assert '<details class="filters-more">' in html
    assert "Сбросить" not in html


def test_paging_keeps_the_query():
    page = Paginator(range(100), 10).page(2)

    html = drawn("{% paging page %}", "?q=Орлов", page=page)

    assert 'rel="next" href="?q=%D0%9E%D1%80%D0%BB%D0%BE%D0%B2&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_one_page_needs_no_paging():
    assert drawn("{% paging page %}", page=Paginator([1], 10).page(1)) == ""


def test_breadcrumbs_end_where_one_is():
    html = drawn('{% breadcrumbs "Люди" "/people/" "Макс" %}')

    assert '<a href="/people/">Люди</a>' in html
    assert '<li aria-current="page">Макс</li>' in html


def test_a_breadcrumb_without_its_address_is_a_bug():
    with pytest.raises(ValueError, match="zip"):
        drawn('{% breadcrumbs "Люди" "Макс" %}')


def test_steps_say_where_one_is():
    html = drawn('{% steps "Файл|Проверка|Отчёт" 2 %}')

    assert "Шаг 2 из 3" in html
    assert html.count('aria-current="step"') == 1
    assert html.count("step-done") == 1


@pytest.mark.parametrize(
    ("value", "total", "percent"), [(0, 0, 0), (38, 60, 63), (70, 60, 100)]
)
def test_a_progress_bar_never_leaves_its_frame(value, total, percent):
    html = drawn("{% progress_bar 'Загрузка' v t %}", v=value, t=total)

    assert f'value="{percent}" max="100"' in html


def test_only_a_running_job_asks_for_news():
    assert "hx-get" not in drawn('{% progress_bar "Загрузка" 5 5 %}')
    assert 'hx-get="/job/"' in drawn('{% progress_bar "Загрузка" 1 5 "/job/" %}')


def test_a_page_refreshes_itself_only_without_scripts():
    html = drawn("{% refresh_without_script 7 %}")

    assert html.startswith("<noscript>")
    assert 'content="7"' in html


def test_the_track_says_each_state_in_words():
    steps = [
        TrackStep(state, state) for state in ("done", "current", "problem", "todo")
    ]

    html = drawn("{% progress_track steps %}", steps=steps)

    for words in ("пройден", "идёт сейчас", "требует внимания", "впереди"):
        assert words in html


def test_a_dialog_is_a_link_without_scripts():
    html = drawn('{% dialog "d" "Вернуть" "Вернуть" "/back/" %}…{% enddialog %}')

    assert 'href="/back/" data-opens="d"' in html
    assert 'id="d"' in html


def test_the_copy_button_waits_for_its_script_and_the_text_is_there_without_it():
    html = drawn('{% copy_text "Здравствуйте!" "chat" %}')

    assert "hidden" in html
    assert ">Здравствуйте!</textarea>" in html


def test_the_bell_counts_in_words_too():
    assert "непрочитанных: " in drawn('{% bell "/inbox/" %}', unread_count=4)
    assert "непрочитанных" not in drawn('{% bell "/inbox/" %}', unread_count=0)


def role(code: str, *, is_current: bool) -> SimpleNamespace:
    return SimpleNamespace(code=code, title=code.title(), is_current=is_current)


def test_roles_are_switched_only_where_there_are_several():
    curator, mentor = role("curator", is_current=True), role("mentor", is_current=False)

    alone = drawn('{% role_switcher "/role/" %}', roles=[curator])
    both = drawn('{% role_switcher "/role/" %}', roles=[curator, mentor])

    assert "<form" not in alone
    assert "Curator" in alone
    assert 'name="role" value="mentor"' in both


def test_navigation_marks_where_one_is_and_what_waits():
    item = SimpleNamespace(title="Пары", url="/pairs/", is_current=True, count=2)

    html = drawn("{% navigation %}", navigation=[item])

    assert 'href="/pairs/" aria-current="page"' in html
    assert '<span class="count">2</span>' in html


def test_an_unknown_tag_does_not_pass_silently():
    with pytest.raises(TemplateSyntaxError):
        drawn("{% cardd %}")
