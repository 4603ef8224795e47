"""From payload to HTML: an engine of its own, so that papers see only their payload."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.template import Context, Engine
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError

from documents.pdf.failures import RendererFailed
from documents.pdf.typesetting import typeset


class Unresolved(str):
    """Django prints this where a name is unknown; a paper must stop instead."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise RendererFailed(f"Шаблон документа ссылается на неизвестное: «{name}».")


@cache
def paper_engine() -> Engine:
    """The template engine of the papers: escaping on, no context processors."""
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates")],
        autoescape=True,
        builtins=["documents.pdf.tags"],
        string_if_invalid=Unresolved("%s"),
    )


def compose(template_name: str, payload: Mapping[str, object]) -> str:
    """The paper as a whole HTML page (``papers/order_pairs.html``).

    Raises `RendererFailed` when the template is missing or broken, or when it asks for
    a field that the payload does not have.
    """
    content = Context({"payload": typeset(payload)}, use_l10n=False, use_tz=False)
    try:
        return paper_engine().get_template(template_name).render(content)
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise RendererFailed(
            f"Шаблон «{template_name}» не читается: {error}"
        ) from error
