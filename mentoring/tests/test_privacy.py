"""Every column has a data class (invariant 25)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import Model

from common.privacy import DataClass, classify, is_wordy, tables
from mentoring.tests.test_house import FLOORS


def models_of_the_house() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


@pytest.mark.parametrize(
    "model", models_of_the_house(), ids=lambda model: model.__name__
)
def test_every_column_has_a_class(model):
    table = tables.get(model)
    assert table, f"{model.__name__} stands in no privacy.py"
    columns = {column.name for column in model._meta.concrete_fields}

    assert not {name for name in columns if table.class_of(name) is None}
    assert table.named <= columns, "named, but no column"


@pytest.mark.parametrize(
    "table", tables.values(), ids=lambda table: table.model.__name__
)
def test_every_way_leads_from_a_row_to_a_person(table):
    for about in table.abouts:
        for path in about.paths:
            try:
                str(table.model._base_manager.filter(**{path: 1}).query)
            except FieldError as error:
                pytest.fail(str(error))


def test_a_table_is_classed_once():
    with pytest.raises(ValueError, match="twice"):
        classify(next(iter(tables)))


def test_words_nobody_classed_have_no_class():
    table = tables[apps.get_model("registry.Person")]

    assert table.class_of("last_name") == DataClass.PERSONAL
    assert table.class_of("is_staff_member") == DataClass.PERSONAL
    assert table.class_of("id") == DataClass.INTERNAL
    note = tables[apps.get_model("registry.PsychologistNote")]
    assert note.class_of("text") == DataClass.SPECIAL


@pytest.mark.parametrize(
    "table", tables.values(), ids=lambda table: table.model.__name__
)
def test_no_words_outlive_the_person(table):
    for about in table.abouts:
        wordy = {
            name for name in about.kept if is_wordy(table.model._meta.get_field(name))
        }
        assert about.goes or not wordy
