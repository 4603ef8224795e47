"""What is asked, copied and waited for: dialogs, uploads, background jobs."""

from __future__ import annotations

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.form_keys import FIELD, new_key
from common.templatetags.ui.library import COMPONENTS, component, register


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
    return component(
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
    return component(
        "dialog", body=content, key=key, title=title, opener=opener, url=url, tone=tone
    )


@register.simple_tag
def form_key() -> SafeString:
    """Let a form that makes something act once, however often it is sent.

    Stands beside `csrf_token`; its view is guarded by `accounts.once.acts_once`.
    """
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.inclusion_tag(f"{COMPONENTS}/upload_hint.html")
def upload_hint(
    formats: str, limit: str = "5 МБ", columns: str = "", sample: str = ""
) -> dict[str, object]:
    """Say what a file must be; `columns` is "ФИО|Класс", `sample` an address."""
    names = columns.split("|") if columns else []
    return {"formats": formats, "limit": limit, "columns": names, "sample": sample}


@register.inclusion_tag(f"{COMPONENTS}/copy_text.html")
def copy_text(
    text: str, key: str, label: str = "Текст для чата", rows: int = 0
) -> dict[str, object]:
    """Offer a text to be copied into a messenger; `key` is unique on the page."""
    lines = sum(1 + len(line) // 60 for line in text.splitlines())
    return {"text": text, "key": key, "label": label, "rows": rows or max(3, lines)}


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
