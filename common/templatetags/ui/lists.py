"""Values, figures, tables, filters and pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template.context import Context
from django.utils.safestring import SafeString

from common.russian.plural import plural
from common.templatetags.ui.library import COMPONENTS, component, register


@register.simple_block_tag
def fields(content: str, title: str = "") -> SafeString:
    """Open a summary list; inside stand `field` and `fieldblock`."""
    return component("fields", body=content, title=title)


@register.simple_tag
def field(label: str, value: object = "", url: str = "") -> SafeString:
    """Show one value of a summary list; an empty one reads «не указано»."""
    return component("field", label=label, value=value, url=url)


@register.simple_block_tag
def fieldblock(content: str, label: str) -> SafeString:
    """Show a value that needs markup of its own."""
    return component("field", label=label, value=content, url="")


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
    return component("table", body=content, caption=caption, columns=heads, count=count)


@register.simple_block_tag
def cell(content: str, label: str = "", kind: str = "") -> SafeString:
    """Fill a cell; kind: `head` names the row, `number` aligns right, `actions`."""
    return component("cell", body=content, label=label, kind=kind)


@register.simple_block_tag
def list_header(
    content: str, title: str, count: int | None = None, words: str = ""
) -> SafeString:
    """Head a list: `{% list_header "Пары" count=12 words="пара,пары,пар" %}buttons…`."""
    noun = plural(count, *words.split(",")) if words and count is not None else ""
    return component("list_header", body=content, title=title, count=count, noun=noun)


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
