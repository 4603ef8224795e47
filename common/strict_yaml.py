"""Strict reading of the house's own YAML: every key is asked for, every fault has a path."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml

Choice = TypeVar("Choice", bound=StrEnum)
# PyYAML lets the last four out where a value is not what its tag, or its place, says.
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError)


class FixtureError(ValueError):
    """A fixture says something its reader does not understand; the text names the place."""


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a date stays the text it is and no key stands twice.

    A value is written where it stands: references are refused, so a small file cannot
    unfold into a huge one.
    """

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            msg = "a reference stands where a value is expected"
            raise FixtureError(msg)
        return super().compose_node(parent, index)

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 -- PyYAML's own signature
    ) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                msg = f"line {line}: key {key!r} stands twice"
                raise FixtureError(msg)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class Node:
    """One mapping of a fixture and the path that leads to it.

    A key is read by the method of its type; `done()` refuses keys nobody asked for, so
    a misspelt one cannot be lost in silence.
    """

    def __init__(self, path: str, content: object) -> None:
        if not isinstance(content, Mapping):
            msg = f"{path}: a mapping is expected, not {type(content).__name__}"
            raise FixtureError(msg)
        self.path = path
        self._content: Mapping[object, object] = content
        self._asked: set[object] = set()

    def __contains__(self, key: str) -> bool:
        return self._content.get(key) is not None

    @property
    def content(self) -> Mapping[object, object]:
        """The whole mapping, for who composes another of it."""
        return self._content

    def fault(self, key: str, why: str) -> FixtureError:
        """The error to raise about `key` of this node."""
        return FixtureError(f"{self.path}.{key}: {why}")

    def value(self, key: str) -> object:
        """Whatever stands under the key; None when it is absent."""
        self._asked.add(key)
        return self._content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank; absent gives the default, without one it is a fault."""
        found = self.value(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or not found.strip():
            raise self.fault(key, f"a text is expected, not {found!r}")
        return found

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        found = self.value(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.fault(key, f"a whole number is expected, not {found!r}")
        return found

    def flag(self, key: str) -> bool:
        """True or false; absent means false."""
        found = self.value(key)
        if found is None:
            return False
        if not isinstance(found, bool):
            raise self.fault(key, f"true or false is expected, not {found!r}")
        return found

    def choice(self, key: str, among: type[Choice]) -> Choice:
        """A member of the enumeration."""
        found = self.text(key)
        try:
            return among(found)
        except ValueError:
            words = ", ".join(among)
            raise self.fault(key, f"{found!r} is none of: {words}") from None

    def items(self, key: str) -> tuple[object, ...]:
        """The members of a list; absent gives none."""
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list):
            raise self.fault(key, f"a list is expected, not {found!r}")
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that are not blank; absent gives none."""
        found = self.items(key)
        texts = tuple(text for text in found if isinstance(text, str) and text.strip())
        if len(texts) != len(found):
            raise self.fault(key, "a list of texts is expected")
        return texts

    def node(self, key: str) -> Node | None:
        """The mapping under the key; None when it is absent."""
        found = self.value(key)
        return None if found is None else Node(f"{self.path}.{key}", found)

    def nodes(self, key: str) -> tuple[Node, ...]:
        """A list of mappings; absent gives none."""
        return tuple(
            Node(f"{self.path}.{key}[{place}]", found)
            for place, found in enumerate(self.items(key), start=1)
        )

    def done(self) -> None:
        """Refuse the keys that were never asked for."""
        unknown = [str(key) for key in self._content if key not in self._asked]
        if unknown:
            msg = f"{self.path}: unknown keys {', '.join(sorted(unknown))}"
            raise FixtureError(msg)


def read(path: Path) -> Node:
    """Open a YAML file whose top is a mapping."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{path.name}: {fault}"
        raise FixtureError(msg) from fault
    return parse(text, path.name)


def parse(text: str, name: str) -> Node:
    """Read YAML text whose top is a mapping; `name` begins every path."""
    try:
        content = _content(text)
    except _UNREADABLE as fault:
        msg = f"{name}: {fault}"
        raise FixtureError(msg) from fault
    except RecursionError:
        msg = f"{name}: lists stand too deep in one another"
        raise FixtureError(msg) from None
    return Node(name, content)


@lru_cache(maxsize=64)
def _content(text: str) -> object:
    """Read each text once: a Node never changes what it reads from."""
    content: object = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader of our own
    return content


def check_unique(path: str, codes: Iterable[str]) -> None:
    """Refuse a code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            msg = f"{path}: code {code!r} stands twice"
            raise FixtureError(msg)
        seen.add(code)
