"""Strict reading of YAML."""

from __future__ import annotations

from enum import StrEnum

import pytest

from common.strict_yaml import FixtureError, Node, check_unique, read


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_a_file_is_read_with_dates_left_as_text(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text("day: 2026-09-01\ncount: 3\n", encoding="utf-8")

    node = read(file)

    assert (node.text("day"), node.number("count")) == ("2026-09-01", 3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("code: a\ncode: b\n", "stands twice"),
        ("- a\n- b\n", "a mapping is expected"),
        ("a: [1\n", "one.yaml"),
        ("", "a mapping is expected"),
        ("[1]: 2\n", "unhashable"),
        ("a: !!int b\n", "one.yaml"),
        ("a: !!bool b\n", "one.yaml"),
        ("a: !!timestamp b\n", "one.yaml"),
        (f"a: {'1' * 5000}\n", "one.yaml"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(tmp_path, content, words):
    file = tmp_path / "one.yaml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(FixtureError, match=words) as caught:
        read(file)

    assert str(caught.value).startswith("one.yaml")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FixtureError, match=r"none\.yaml"):
        read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda node: node.text("none"), r"top\.none: a text is expected"),
        (lambda node: node.text("blank"), r"top\.blank: a text is expected"),
        (lambda node: node.text("number"), r"top\.number: a text is expected"),
        (lambda node: node.number("flag"), r"top\.flag: a whole number"),
        (lambda node: node.number("none"), r"top\.none: a whole number"),
        (lambda node: node.flag("number"), r"top\.number: true or false"),
        (lambda node: node.texts("word"), r"top\.word: a list is expected"),
        (lambda node: node.texts("mixed"), r"top\.mixed: a list of texts"),
        (lambda node: node.choice("word", Colour), "none of: red, blue"),
        (lambda node: node.node("word"), r"top\.word: a mapping is expected"),
        (lambda node: node.nodes("mixed"), r"top\.mixed\[1\]: a mapping"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_path(ask, words):
    node = Node(
        "top", {"blank": " ", "number": 1, "flag": True, "word": "x", "mixed": ["a", 1]}
    )

    with pytest.raises(FixtureError, match=words):
        ask(node)


def test_values_of_the_right_type_are_given_and_absent_ones_are_empty():
    node = Node("top", {"colour": "red", "texts": ["a"], "child": {"x": 1}, "is": True})

    assert node.choice("colour", Colour) is Colour.RED
    assert node.texts("texts") == ("a",)
    assert node.flag("is") is True
    assert node.node("child").number("x") == 1
    assert (node.texts("none"), node.nodes("none"), node.node("none")) == ((), (), None)
    assert (node.text("none", ""), node.number("none", 7), node.flag("none")) == (
        "",
        7,
        False,
    )


def test_a_key_nobody_asked_for_is_refused():
    node = Node("top", {"title": "a", "tilte": "b"})
    node.text("title")

    with pytest.raises(FixtureError, match="top: unknown keys tilte"):
        node.done()


def test_a_code_that_stands_twice_is_refused():
    check_unique("top", ["a", "b"])

    with pytest.raises(FixtureError, match="top: code 'a' stands twice"):
        check_unique("top", ["a", "b", "a"])
