"""The rules of the house that a linter cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import Engine
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.enums import Role
from accounts.models import TenantRow
from accounts.roles import ROLE_PERMISSIONS, Permission
from common import errands
from common.badges import TONES
from common.tenancy import TenantManager
from documents.pdf.pages import paper_engine
from mentoring.management.commands.draw_transitions import FLOORS as STATEFUL_FLOORS
from mentoring.management.commands.draw_transitions import drawn, tables

ROOT = Path(settings.BASE_DIR)
FLOORS = (
    "common",
    "accounts",
    "notifications",
    "documents",
    "registry",
    "programmes",
    "monitoring",
    "publishing",
    "mentoring",
)
# Everything else is behind LoginRequiredMiddleware.
OPEN_DOORS = {
    "home",
    "health",
    "large_print",
    "setup_begin",
    "accounts:accent",
    "documents:document_check",
    "notifications:unsubscribe",
    "programmes:calendar_feed",
    "publishing:case",
    "publishing:news",
    "publishing:page",
    "publishing:public_document",
    "publishing:public_plan",
    "registry:application_apply",
    "registry:application_done",
    "registry:code_use",
    "registry:invitation_accept",
}
ROOMS_THAT_MUST_NOT_WRITE = {
    "views",
    "forms",
    "permissions",
    "queries",
    "urls",
    "papers",
    "tasks",
    "letters",
}
WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def modules() -> list[Path]:
    return [
        path
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
        if "migrations" not in path.parts and "tests" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def test_only_the_named_doors_are_open():
    opened = {
        name
        for name, route in routes(get_resolver())
        if not getattr(route.callback, "login_required", True)
        and not name.startswith(("account_", "mfa_", "admin:", "common:"))
    }

    assert opened == OPEN_DOORS


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_module_outgrows_its_room(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", templates(), ids=named)
def test_no_template_outgrows_its_page(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", modules(), ids=named)
def test_only_actions_write(path):
    rooms = {path.stem, *path.relative_to(ROOT).parts[:-1]}
    if not ROOMS_THAT_MUST_NOT_WRITE & rooms:
        return

    assert not {call.func.attr for call in calls(path)} & WRITES


@pytest.mark.parametrize("path", modules(), ids=named)
def test_there_are_no_signals_and_no_save_overrides(path):
    tree = ast.parse(path.read_text())
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert "save" not in names
    assert "django.db.models.signals" not in path.read_text()


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if issubclass(model, TenantRow)],
    ids=lambda model: model.__name__,
)
def test_every_tenant_row_is_fetched_through_its_scope(model):
    assert isinstance(model._default_manager, TenantManager)


def test_every_row_with_an_organisation_is_a_tenant_row_or_named_here():
    known = {
        "Membership",
        "Delegation",
        "Invitation",
        "AuditEvent",
        "AuditLink",
        "MentoringForm",
        "Competence",
        "ConsentText",
        "PortfolioSection",
        "ResetCode",
    }
    outside = {
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, TenantRow)
        and any(field.name == "organisation" for field in model._meta.fields)
    }

    assert outside == known


def handed_over() -> Iterator[str]:
    """The names of errands actions hand over: written out, or a constant's."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called != "hand_over" or path.stem == "errands":
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant):
                yield str(name.value)
            elif isinstance(name, ast.Name):
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield getattr(import_module(module), name.id)


def test_every_errand_handed_over_is_registered():
    assert set(handed_over()) == set(errands.registered)


def test_the_diagrams_are_current():
    assert (ROOT / "docs/transitions.md").read_text() == drawn()


@pytest.mark.parametrize(("name", "table"), tables(), ids=lambda value: str(value)[:40])
def test_every_status_appears_in_its_table(name, table):
    assert set(table.table) == set(table.enum)


def test_every_status_has_a_colour():
    known = {value for values in TONES.values() for value in values}
    missing = {status.value for _, table in tables() for status in table.enum} - known

    assert not missing


def test_every_stateful_floor_is_drawn():
    stateful = {
        path.relative_to(ROOT).parts[0]
        for path in modules()
        if "Transitions(" in path.read_text() and "enums" in str(path)
    }

    assert stateful <= set(STATEFUL_FLOORS)


def test_every_permission_is_granted_to_a_role():
    granted = {right for rights in ROLE_PERMISSIONS.values() for right in rights}

    assert granted == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_every_permission_is_asked_for():
    text = "".join(path.read_text() for path in modules() if path.name != "roles.py")
    unasked = {
        right.name
        for right in Permission
        if not re.search(rf"\b(Permission|P)\.{right.name}\b", text)
    }

    assert not unasked


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def sources() -> str:
    texts = [path.read_text() for path in modules()]
    texts += [path.read_text() for path in templates()]
    return "\n".join(texts)


def test_no_template_is_unused():
    text = sources()
    # Django, allauth and crispy ask for these by names of their own.
    foreign = ("account/", "mfa/", "allauth/", "bootstrap5/", "django/")
    own_doors = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
    unused = {
        name
        for path in templates()
        if (name := str(path.relative_to(ROOT / "templates"))) not in own_doors
        and not name.startswith(foreign)
        and not is_named(name, text)
    }

    assert not unused


def is_named(name: str, text: str) -> bool:
    if name.startswith("components/"):
        return Path(name).stem in text
    return name in text


@pytest.mark.parametrize("path", templates(), ids=named)
def test_every_template_compiles_and_loads_only_what_it_uses(path):
    name = str(path.relative_to(ROOT / "templates"))
    source = COMMENT.sub("", path.read_text())
    # Papers have an engine of their own: they see nothing but their payload.
    engine = paper_engine() if name.startswith("papers/") else Engine.get_default()

    engine.get_template(name)

    for library in re.findall(r"\{% load ([\w ]+) %\}", source):
        for loaded in library.split():
            assert uses(source, loaded), f"{loaded} is loaded for nothing"


def uses(source: str, library: str) -> bool:
    if library == "from":
        return True
    known = Engine.get_default().template_libraries.get(library)
    if known is None:
        return True
    names = {*known.tags, *known.filters}
    return any(
        re.search(rf"\{{% {re.escape(tag)}\b|\|{re.escape(tag)}\b", source)
        for tag in names
    )


def test_the_clock_starts_tasks_that_exist():
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert asked <= set(current_app.tasks)
