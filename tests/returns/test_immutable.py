"""What is passed around between rooms cannot be changed by one of them."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import gongkai.returns
import gongkai.rules
from gongkai.returns.base import Model

if TYPE_CHECKING:
    from types import ModuleType

MANY = {"CellSum", "Fallen", "Finding", "Misnamed", "PendingFinding", "Project", "Quantity"}
"""Of these a check of a jurisdiction makes hundreds of thousands: they have no dictionary each."""


def classes(*rooms: ModuleType) -> list[type[Any]]:
    """The classes of rooms that hold data."""
    modules = [
        importlib.import_module(item.name)
        for room in rooms
        for item in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    ]
    found = {
        value for module in modules for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
        and (dataclasses.is_dataclass(value) or issubclass(value, Model))
    }  # fmt: skip
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


ALL = classes(gongkai.returns, gongkai.rules)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
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
    assert set() == MANY - {kind.__name__ for kind in ALL if "__slots__" in vars(kind)}
