"""Signs, badges, cards, notices and buttons."""

from __future__ import annotations

from django.db.models import Choices
from django.template.context import Context
from django.utils.safestring import SafeString

from common.badges import tone_of
from common.russian.plural import plural as plural_of
from common.templatetags.ui.library import COMPONENTS, component, register
from common.verdict import Verdict


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


@register.simple_block_tag
def card(
    content: str, title: str = "", url: str = "", meta: str = "", tone: str = ""
) -> SafeString:
    """Frame what belongs together; `meta` is the small line beside the title."""
    return component("card", body=content, title=title, url=url, meta=meta, tone=tone)


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "accent") -> SafeString:
    """Say something important inside the page."""
    return component("notice", body=content, title=title, tone=tone)


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Stand where nothing is yet; the content says what to do next."""
    return component("empty_state", body=content, title=title)


@register.inclusion_tag(f"{COMPONENTS}/flash.html", takes_context=True)
def flash(context: Context) -> dict[str, object]:
    """Show the messages of the last action (base.html does it)."""
    return {"messages": context.get("messages", ())}


@register.simple_block_tag
def actions(content: str, label: str = "Действия") -> SafeString:
    """Put buttons in one row that wraps on a phone."""
    return component("actions", body=content, label=label)


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
