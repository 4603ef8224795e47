"""Pages over everything: the front door, dashboards, set-up."""

from __future__ import annotations

from mentoring.views.dashboards import dashboard
from mentoring.views.door import (
    enter,
    forbidden,
    health,
    home,
    large_print,
    role_switch,
)
from mentoring.views.setup import (
    setup_begin,
    setup_invited,
    setup_organisation,
    setup_step,
)
from mentoring.views.stage_documents import stage_documents

__all__ = [
    "dashboard",
    "enter",
    "forbidden",
    "health",
    "home",
    "large_print",
    "role_switch",
    "setup_begin",
    "setup_invited",
    "setup_organisation",
    "setup_step",
    "stage_documents",
]
