"""Returns for tests of single rules: the clean base with some keys changed, in YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.forms import edition_for
from gongkai.parsing import yaml
from gongkai.returns import Agency, Return, Sections, empty_cells
from tests.rules.fixtures import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.returns import Number


def record(text: str = "", agency: str = "", prefix: str = "") -> Return:
    """A return from YAML keys over the base."""
    return make({"return": yaml.parse(text, "")[0], "agency": yaml.parse(agency, "")[0]}, prefix=prefix)


def overview(text: str, cells: Mapping[str, Number]) -> Return:
    """A return of 2023 whose first section is a text and whose cells are blank but for some; ``__`` in their names is a dot."""
    filled = {name.replace("__", "."): value for name, value in cells.items()}
    return Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023,
        cells=empty_cells(edition_for(2023)) | filled, sections=Sections(overview=text),
    )  # fmt: skip


def findings(
    rule: str, this: Return, previous: Return | None = None, members: tuple[Return, ...] = ()
) -> list[rules.Finding]:
    """What one rule finds, passes left out."""
    return [f for f in rules.check(this, previous, members) if f.rule == rule]


def outcomes(rule: str, this: Return, previous: Return | None = None, members: tuple[Return, ...] = ()) -> list[str]:
    """Outcome and level of what one rule finds (``fail error``)."""
    return [f"{f.outcome} {f.level}" for f in findings(rule, this, previous, members)]
