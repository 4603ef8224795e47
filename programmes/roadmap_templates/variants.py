"""A template told as differences from another: composed before it is read (R-342).

A variant names its `base` and says only what differs; docs/roadmap-format.md has the keys.
What it names must be in the base, so a change of the base is never lost in silence.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from common.strict_yaml import Node

OWN = ("title", "organisation_type", "mentee_audiences", "notes")
_Entry = dict[str, Any]


def composed(variant: Node, base_of: Callable[[str], Node]) -> Node:
    """Return the whole plan of a variant; a plan without a base is returned as it is."""
    if "base" not in variant:
        return variant
    base = composed(base_of(variant.text("base")), base_of)
    return _Composing(variant, base).node()


class _Composing:
    """One variant over its base."""

    def __init__(self, variant: Node, base: Node) -> None:
        self._variant = variant
        self._code = variant.text("code")
        self._base_code = base.text("code")
        self._plan: _Entry = copy.deepcopy(dict(base.content))  # type: ignore[arg-type]  # keys are texts
        self._relabel = self._mapping("relabel")
        self._change = self._mapping("change")
        self._without = list(variant.texts("without"))
        self._added: list[_Entry] = [
            self._entry(entry) for entry in variant.items("add")
        ]

    def node(self) -> Node:
        """Return the composed plan, its keys checked."""
        for key in OWN:
            if key in self._variant:
                self._plan[key] = self._variant.value(key)
        self._plan["code"] = self._code
        known = self._tails()
        self._check("change", self._change, known)
        self._check("without", self._without, known)
        self._check("add", [entry["after"] for entry in self._added], known)
        for number, section in enumerate(self._plan["sections"], start=1):
            section["measures"] = self._measures(section["measures"], number)
        self._plan["roles"] = self._roles()
        self._variant.done()
        return Node(self._variant.path, self._plan)

    def _mapping(self, key: str) -> _Entry:
        found = self._variant.value(key) or {}
        if not isinstance(found, dict):
            raise self._variant.fault(key, "a mapping is expected")
        return found

    def _tails(self) -> set[str]:
        return {
            self._tail(measure)
            for section in self._plan["sections"]
            for measure in section["measures"]
        }

    def _tail(self, measure: _Entry) -> str:
        return str(measure["code"]).removeprefix(f"{self._base_code}-")

    def _check(self, key: str, named: object, known: set[str]) -> None:
        if foreign := set(named) - known:  # type: ignore[call-overload]  # lists and mappings of texts
            words = ", ".join(sorted(map(str, foreign)))
            raise self._variant.fault(key, f"not in {self._base_code}: {words}")

    def _entry(self, entry: object) -> _Entry:
        if not isinstance(entry, dict) or "after" not in entry:
            raise self._variant.fault("add", "each measure says after which it stands")
        return copy.deepcopy(entry)

    def _measures(self, measures: list[_Entry], number: int) -> list[_Entry]:
        kept: list[_Entry] = []
        for measure in measures:
            tail = self._tail(measure)
            changed = {**measure, **self._change.get(tail, {})}
            if tail not in self._without:
                kept.append(changed)
            kept += [
                {key: value for key, value in entry.items() if key != "after"}
                for entry in self._added
                if entry["after"] == tail
            ]
        return [
            self._numbered(measure, number, place)
            for place, measure in enumerate(kept, start=1)
        ]

    def _numbered(self, measure: _Entry, number: int, place: int) -> _Entry:
        labels = [self._label(label) for label in measure.get("responsibles", [])]
        return {
            **measure,
            "code": f"{self._code}-{number}-{place}",
            "number_printed": f"{number}.{place}",
            "responsibles": labels,
        }

    def _label(self, label: str) -> str:
        return str(self._relabel.get(label, label))

    def _roles(self) -> list[_Entry]:
        """The base's roles under their new labels, the variant's own, those in use."""
        own = {str(role.value("label")): role.content for role in self._own_roles()}
        told = {role["label"]: role for role in self._plan["roles"]}
        self._check("relabel", self._relabel, set(told))
        for label in self._relabel:
            told.pop(label)
        told.update(own)
        used = {
            label
            for section in self._plan["sections"]
            for measure in section["measures"]
            for label in measure["responsibles"]
        }
        return [role for label, role in told.items() if label in used]

    def _own_roles(self) -> tuple[Node, ...]:
        return self._variant.nodes("roles")
