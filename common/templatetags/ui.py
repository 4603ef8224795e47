"""The component library: every part of a page has one tag and one small template.

The tags are builtins, nothing is to be loaded; docs/components.md shows how each is
written and `/ui/` how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models import Choices
from django.forms import BaseForm
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.badges import tone_of
from common.charts import BarChart, BeforeAfterChart, HeatMap, Timeline, TrackStep
from common.russian.plural import plural as plural_of
from common.verdict import Verdict

register = template.Library()
COMPONENTS = "components"


def _component(name: str, **context: object) -> SafeString:
    return render_to_string(f"{COMPONENTS}/{name}.html", context)


# --- Words and signs ---------------------------------------------------------------


@register.inclusion_tag(f"{COMPONENTS}/icon.html")
def icon(name: str, label: str = "") -> dict[str, object]:
    """Draw a sign of static/icons/sprite.svg; without a label it is decoration."""
    return {"name": name, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/badge.html")
def badge(status: str, label: str = "", tone: str = "") -> dict[str, object]:
    """Show a status: `{% badge pair.status pair.get_status_display %}`.

    An enum member brings its own label; the colour comes from common.badges.
    """
    own_label = status.label if isinstance(status, Choices) else status
    return {"label": label or own_label, "tone": tone or tone_of(status)}


@register.filter
def plural(number: int, forms: str) -> str:
    """Choose the Russian form: `{{ n|plural:"пара,пары,пар" }}` (1, 2, 5)."""
    one, few, many = forms.split(",")
    return plural_of(number, one, few, many)


# --- Frames ------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str, title: str = "", url: str = "", meta: str = "", tone: str = ""
) -> SafeString:
    """Frame what belongs together; `meta` is the small line beside the title."""
    return _component("card", body=content, title=title, url=url, meta=meta, tone=tone)


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "accent") -> SafeString:
    """Say something important inside the page."""
    return _component("notice", body=content, title=title, tone=tone)


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Stand where nothing is yet; the content says what to do next."""
    return _component("empty_state", body=content, title=title)


@register.inclusion_tag(f"{COMPONENTS}/flash.html", takes_context=True)
def flash(context: Context) -> dict[str, object]:
    """Show the messages of the last action (base.html does it)."""
    return {"messages": context.get("messages", ())}


@register.simple_block_tag
def actions(content: str, label: str = "Действия") -> SafeString:
    """Put buttons in one row that wraps on a phone."""
    return _component("actions", body=content, label=label)


# --- Buttons -----------------------------------------------------------------------


@register.inclusion_tag(f"{COMPONENTS}/link_button.html")
def link_button(
    title: str, url: str, tone: str = "secondary", icon: str = ""
) -> dict[str, object]:
    """Lead to a page; tone: primary, secondary, danger or quiet."""
    return {"title": title, "url": url, "tone": tone, "icon": icon}


@register.inclusion_tag(f"{COMPONENTS}/link_button.html")
def action_link(
    verdict: Verdict, title: str, url: str, tone: str = "primary"
) -> dict[str, object]:
    """Lead to the page of an action, or say why it is closed."""
    return {"title": title, "url": url, "tone": tone, "refusal": verdict.refusal}


@register.inclusion_tag(f"{COMPONENTS}/action_button.html", takes_context=True)
def action_button(
    context: Context,
    verdict: Verdict,
    title: str,
    url: str,
    tone: str = "primary",
    **hidden: object,
) -> dict[str, object]:
    """POST an action, or show the button disabled with the reason beside it.

    Further keywords travel as hidden fields: `{% action_button v "Вернуть" url pk=3 %}`.
    """
    return {
        "refusal": verdict.refusal,
        "title": title,
        "url": url,
        "tone": tone,
        "hidden": hidden,
        "csrf_token": context.get("csrf_token"),
    }


# --- Values and lists ----------------------------------------------------------------


@register.simple_block_tag
def fields(content: str, title: str = "") -> SafeString:
    """Open a summary list; inside stand `field` and `fieldblock`."""
    return _component("fields", body=content, title=title)


@register.simple_tag
def field(label: str, value: object = "", url: str = "") -> SafeString:
    """Show one value of a summary list; an empty one reads «не указано»."""
    return _component("field", label=label, value=value, url=url)


@register.simple_block_tag
def fieldblock(content: str, label: str) -> SafeString:
    """Show a value that needs markup of its own."""
    return _component("field", label=label, value=content, url="")


@register.inclusion_tag(f"{COMPONENTS}/figure.html")
def figure(
    value: object, label: str, url: str = "", note: str = "", tone: str = ""
) -> dict[str, object]:
    """Show a number that opens the list it counts."""
    return {"value": value, "label": label, "url": url, "note": note, "tone": tone}


@dataclass(frozen=True, slots=True)
class Column:
    """A head of a table; `order` is the query for sorting by it, if it can be."""

    title: str
    order: str = ""
    direction: str = ""


def _column(spec: str, query: QueryDict) -> Column:
    title, _, key = spec.strip().partition(":")
    if not key:
        return Column(title)
    sorted_by = query.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(sorted_by, "none")
    chosen = query.copy()
    chosen["sort"] = f"-{key}" if sorted_by == key else key
    chosen.pop("page", None)
    return Column(title, f"?{chosen.urlencode()}", direction)


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request else QueryDict()


@register.simple_block_tag(takes_context=True)
def table(
    context: Context, content: str, caption: str, columns: str, count: int | None = None
) -> SafeString:
    """Open a table: `{% table "Пары" "Наставник:mentor|Статус" count=12 %}`.

    A column is a title, with `:key` when `?sort=key` and `?sort=-key` are understood.
    Inside stand `<tr>` rows of `cell`; on a phone each row becomes a labelled block.
    """
    query = _query(context)
    heads = [_column(spec, query) for spec in columns.split("|")]
    return _component(
        "table", body=content, caption=caption, columns=heads, count=count
    )


@register.simple_block_tag
def cell(content: str, label: str = "", kind: str = "") -> SafeString:
    """Fill a cell; kind: `head` names the row, `number` aligns right, `actions`."""
    return _component("cell", body=content, label=label, kind=kind)


@register.simple_block_tag
def list_header(
    content: str, title: str, count: int | None = None, words: str = ""
) -> SafeString:
    """Head a list: `{% list_header "Пары" count=12 words="пара,пары,пар" %}buttons…`."""
    noun = plural(count, words) if words and count is not None else ""
    return _component("list_header", body=content, title=title, count=count, noun=noun)


@register.inclusion_tag(f"{COMPONENTS}/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm) -> dict[str, object]:
    """Draw a GET form: the first field stays in sight, the others fold away."""
    query = _query(context)
    visible = form.visible_fields()
    chosen = [bound for bound in visible[1:] if query.get(bound.html_name)]
    return {
        "form": form,
        "first": visible[:1],
        "others": visible[1:],
        "chosen_count": len(chosen),
        "is_filtered": any(query.get(bound.html_name) for bound in visible),
        "sort": query.get("sort", ""),
        "form_show_labels": True,
        "form_show_errors": True,
    }


@register.inclusion_tag(f"{COMPONENTS}/paging.html", takes_context=True)
def paging(context: Context, page: Page[Any]) -> dict[str, object]:
    """Lead through the pages of a list and keep its filters."""
    numbers = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    return {"page": page, "numbers": list(numbers), "query": _query(context)}


# --- Ways through the portal -----------------------------------------------------------


@register.inclusion_tag(f"{COMPONENTS}/breadcrumbs.html")
def breadcrumbs(*crumbs: str) -> dict[str, object]:
    """Show the way here: title, address, title, address, …, title of this page."""
    return {
        "crumbs": list(zip(crumbs[:-1:2], crumbs[1:-1:2], strict=True)),
        "here": crumbs[-1],
    }


@register.simple_block_tag
def tabs(content: str, label: str = "Разделы") -> SafeString:
    """Open a row of tabs that are plain links; inside stand `tab`."""
    return _component("tabs", body=content, label=label)


@register.inclusion_tag(f"{COMPONENTS}/tab.html")
def tab(
    title: str, url: str, current: object = None, count: int | None = None
) -> dict[str, object]:
    """Show one tab; `current` is true on its own page."""
    return {"title": title, "url": url, "is_current": bool(current), "count": count}


@register.inclusion_tag(f"{COMPONENTS}/steps.html")
def steps(titles: str | Iterable[str], current: int = 1) -> dict[str, object]:
    """Show where a wizard stands: `{% steps "Файл|Проверка|Отчёт" 2 %}`."""
    names = titles.split("|") if isinstance(titles, str) else list(titles)
    return {"steps": names, "current": current, "total": len(names)}


@register.simple_block_tag
def task_list(content: str, title: str = "") -> SafeString:
    """Open a list of things to do on a phone; inside stand `task`."""
    return _component("task_list", body=content, title=title)


@register.inclusion_tag(f"{COMPONENTS}/task.html")
def task(
    title: str, url: str = "", hint: str = "", status: str = "", label: str = ""
) -> dict[str, object]:
    """Show one thing to do, a whole row of it to be touched."""
    return {"title": title, "url": url, "hint": hint, "status": status, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/navigation.html", takes_context=True)
def navigation(context: Context) -> dict[str, object]:
    """Show the sections of the cabinet open to the person."""
    return {"items": context.get("navigation") or ()}


def _pick(context: Context, *names: str) -> dict[str, object]:
    return {name: context.get(name) for name in names}


@register.inclusion_tag(f"{COMPONENTS}/role_switcher.html", takes_context=True)
def role_switcher(context: Context, url: str) -> dict[str, object]:
    """Change the role one acts in; `url` takes a POST with `role`."""
    roles: Iterable[Any] = context.get("roles") or ()
    chosen = [role for role in roles if role.is_current]
    return {
        **_pick(context, "csrf_token", "roles", "request"),
        "current": next(iter(chosen), None),
        "url": url,
    }


@register.inclusion_tag(f"{COMPONENTS}/bell.html", takes_context=True)
def bell(context: Context, url: str) -> dict[str, object]:
    """Lead to the notifications, with the count of unread ones."""
    return {**_pick(context, "unread_count"), "url": url}


@register.inclusion_tag(f"{COMPONENTS}/user_menu.html", takes_context=True)
def user_menu(context: Context) -> dict[str, object]:
    """Offer password, second factor and sign-out."""
    return _pick(context, "csrf_token", "user")


@register.inclusion_tag(f"{COMPONENTS}/large_print_switch.html", takes_context=True)
def large_print_switch(context: Context) -> dict[str, object]:
    """Offer «Версия для слабовидящих»; the session remembers the choice."""
    return _pick(context, "csrf_token", "large_print", "request")


# --- Dialogs and forms -------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    title: str,
    url: str,
    back: str,
    tone: str = "danger",
) -> SafeString:
    """Ask before what cannot be undone: a page of its own, its form POSTs to `url`.

    `title` is the button («Аннулировать приказ»); fields may stand in the content.
    """
    return _component(
        "confirm",
        body=content,
        title=title,
        url=url,
        back=back,
        tone=tone,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag
def dialog(
    content: str, key: str, title: str, opener: str, url: str, tone: str = "secondary"
) -> SafeString:
    """Open `content` above the page; without JavaScript `opener` is a link to `url`."""
    return _component(
        "dialog", body=content, key=key, title=title, opener=opener, url=url, tone=tone
    )


@register.inclusion_tag(f"{COMPONENTS}/upload_hint.html")
def upload_hint(
    formats: str, limit: str = "5 МБ", columns: str = "", sample: str = ""
) -> dict[str, object]:
    """Say what a file must be; `columns` is "ФИО|Класс", `sample` an address."""
    names = columns.split("|") if columns else []
    return {"formats": formats, "limit": limit, "columns": names, "sample": sample}


@register.inclusion_tag(f"{COMPONENTS}/copy_text.html")
def copy_text(text: str, key: str, label: str = "Текст для чата") -> dict[str, object]:
    """Offer a text to be copied into a messenger; `key` is unique on the page."""
    lines = sum(1 + len(line) // 60 for line in text.splitlines())
    return {"text": text, "key": key, "label": label, "rows": max(3, lines)}


# --- Work under way and pictures ---------------------------------------------------------


@register.inclusion_tag(f"{COMPONENTS}/progress_bar.html")
def progress_bar(
    label: str, value: int, total: int, url: str = "", note: str = ""
) -> dict[str, object]:
    """Show a background job; `url` answers with this bar anew while it runs."""
    percent = min(100, 100 * value // total) if total else 0
    return {
        "label": label,
        "value": value,
        "total": total,
        "percent": percent,
        "url": url,
        "note": note,
    }


@register.inclusion_tag(f"{COMPONENTS}/refresh.html")
def refresh_without_script(seconds: int = 5) -> dict[str, object]:
    """Reload the page by itself where no script does; stands in block `head`."""
    return {"seconds": seconds}


@register.inclusion_tag(f"{COMPONENTS}/progress_track.html")
def progress_track(
    steps: Iterable[TrackStep], label: str = "Этапы программы"
) -> dict[str, object]:
    """Show the seven stages as one line with their states and counts."""
    return {"steps": steps, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/timeline.html")
def timeline(chart: Timeline) -> dict[str, object]:
    """Draw dated work over its months, with the line of today."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/bar_chart.html")
def bar_chart(chart: BarChart) -> dict[str, object]:
    """Draw one bar per row, with the table behind it."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/before_after.html")
def before_after_chart(chart: BeforeAfterChart) -> dict[str, object]:
    """Draw two bars per row, before and after, with the table behind them."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/heat_map.html")
def heat_map(chart: HeatMap) -> dict[str, object]:
    """Draw a grid of counts, the darker the more, with the table behind it."""
    return {"chart": chart}
