"""Ways through the portal: navigation, menus, tabs, steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.context import Context
from django.utils.safestring import SafeString

from common.templatetags.ui.library import COMPONENTS, component, register


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
    return component("tabs", body=content, label=label)


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
    return component("task_list", body=content, title=title)


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
    """Offer settings of letters (in a cabinet), password, second factor and sign-out."""
    return _pick(context, "csrf_token", "user", "navigation")


@register.inclusion_tag(f"{COMPONENTS}/large_print_switch.html", takes_context=True)
def large_print_switch(context: Context) -> dict[str, object]:
    """Offer «Версия для слабовидящих»; the session remembers the choice."""
    return _pick(context, "csrf_token", "large_print", "request")
