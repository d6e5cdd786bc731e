"""What is passed around between rooms cannot be changed by one of them."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from typing import Any

import pytest

import gongkai.returns
import gongkai.rules
from gongkai.returns.base import Model

MANY = {"CellSum", "Fallen", "Finding", "Misnamed", "PendingFinding", "Project", "Quantity"}
"""Of these a check of a jurisdiction makes hundreds of thousands: they have no dictionary each."""


def classes() -> list[type[Any]]:
    """The classes of the rooms of returns and rules that hold data."""
    modules = [
        importlib.import_module(f"{room.__name__}.{item.name}")
        for room in (gongkai.returns, gongkai.rules)
        for item in pkgutil.iter_modules(room.__path__)
    ]
    found = {
        value for module in modules for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
        and (dataclasses.is_dataclass(value) or issubclass(value, Model))
    }  # fmt: skip
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_frozen(kind: type[Any]) -> None:
    """Data that rules share cannot be assigned to."""
    if issubclass(kind, Model):
        assert kind.model_config["frozen"]
        return
    empty = object.__new__(kind)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(empty, dataclasses.fields(kind)[0].name, 1)


def test_small() -> None:
    """What there are many of has no dictionary."""
    assert set() == MANY - {kind.__name__ for kind in classes() if "__slots__" in vars(kind)}
