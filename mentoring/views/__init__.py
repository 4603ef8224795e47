"""Pages over everything: the front door, dashboards, set-up."""

from __future__ import annotations

from mentoring.views.door import (
    enter,
    forbidden,
    health,
    home,
    large_print,
    role_switch,
)

__all__ = ["enter", "forbidden", "health", "home", "large_print", "role_switch"]
