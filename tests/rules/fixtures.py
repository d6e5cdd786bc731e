"""Fixtures of rules: the smallest bad and good returns, each a YAML file that says how it differs from ``base.yaml``.

A file may hold

- ``agency``: keys of the organ that differ;
- ``return``: keys of the year's file that differ (mappings are merged, anything else is replaced; ``{}`` with
  ``only: true`` beside it starts a table from nothing);
- ``previous``: the same for last year's file (year before, by default);
- ``members``: a list of ``{agency, return}``;
- ``predecessors``: a list of ``{agency, return}`` of the year before, ``absent``: names of those without a return, and
  ``alone: true`` if the organ itself did not report then; ``left``: the same of members that have left a government;
- ``words``: the office's own words, as in ``params/lexicon.yaml``;
- ``expect``: every finding that fails, by whatever rule, and every ``not_checked`` of the rule the file is named after,
  as ``[rule, level, outcome, [cells]]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai import rules
from gongkai.parsing import yaml
from gongkai.returns import Agency, Return, SourceMap, load
from gongkai.returns.succession import Predecessors

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A fixture, ready to be checked."""

    rule: str
    record: Return
    previous: Return | None
    members: tuple[Return, ...]
    predecessors: Predecessors
    expect: list[list[Any]]

    def findings(self, **options: Any) -> list[rules.Finding]:
        """What all rules find in it."""
        return rules.check(self.record, self.previous, self.members, predecessors=self.predecessors, **options)

    def found(self) -> list[list[Any]]:
        """The findings in the shape of ``expect``."""
        return [
            [finding.rule, finding.level, finding.outcome, list(finding.cells)]
            for finding in self.findings()
            if (finding.outcome == "fail" and not finding.waived)
            or (finding.outcome == "not_checked" and finding.rule == self.rule)
        ]


def merge(below: Any, above: Any) -> Any:
    """``above`` over ``below``: mappings key by key (``only: true`` replaces), anything else as a whole."""
    if not isinstance(above, dict) or not isinstance(below, dict):
        return above
    if above.get("only"):
        return {key: value for key, value in above.items() if key != "only"}
    return below | {key: merge(below.get(key), value) for key, value in above.items()}


def make(data: dict[str, Any], file: str = "", lines: dict[str, int] | None = None, prefix: str = "") -> Return:
    """A return from ``{agency, return}`` over the base, with the lines below ``prefix``."""
    base = yaml.read(FOLDER / "base.yaml", "base.yaml")[0]
    if prefix.startswith("previous"):
        base["return"] = merge(base["return"], base["previous"])
    merged = merge(base, {key: data.get(key) or {} for key in ("agency", "return")})
    year = merged["return"]["year"]
    if year != 2022:
        merged["return"] = _shift(merged["return"], data.get("return") or {}, year)
    own = {key.removeprefix(prefix): line for key, line in (lines or {}).items() if key.startswith(prefix)}
    agency = Agency.model_validate({"id": "dongshan-yingji"} | merged["agency"])
    return load.build(merged["return"], agency, SourceMap(file=file or None, lines=own))


def _shift(data: Any, own: Any, year: int) -> Any:
    """Move the years of the base's texts and dates to another report year; what the fixture says itself stays."""
    if isinstance(data, dict):
        below = own if isinstance(own, dict) else {}
        return {
            key: value if key in below and not isinstance(value, dict) else _shift(value, below.get(key), year)
            for key, value in data.items()
        }
    if isinstance(data, str):
        return data.replace("2022", str(year))
    return data.replace(year=year + 1) if hasattr(data, "replace") and hasattr(data, "year") else data


def read(path: Path) -> Case:
    """Read a fixture file; its name is the rule's id, anything after a dash says which case."""
    data, lines = yaml.read(path, path.name)
    assert set(data) <= {
        "agency",
        "return",
        "previous",
        "members",
        "predecessors",
        "absent",
        "alone",
        "left",
        "words",
        "expect",
    }, path
    record = make(data, path.name, lines, "return.")
    words = tuple((meaning, tuple(entries)) for meaning, entries in (data.get("words") or {}).items())
    record = record.model_copy(update={"words": words})
    previous = None
    if "previous" in data:
        last = merge({"year": record.year - 1}, data["previous"] or {})
        previous = make({"agency": data.get("agency"), "return": last}, path.name, lines, "previous.")
    members = tuple(
        make(merge({"return": {"year": record.year}}, item), path.name, lines, f"members.{n}.return.")
        for n, item in enumerate(data.get("members") or [])
    )
    came, left = (
        tuple(
            make(merge({"return": {"year": record.year - 1}}, item), path.name, lines, f"{key}.{n}.return.")
            for n, item in enumerate(data.get(key) or [])
        )
        for key in ("predecessors", "left")
    )
    merged = Predecessors(came, tuple(data.get("absent") or ()), alone=data.get("alone") or False, left=left)
    return Case(path.stem.split("-")[0], record, previous, members, merged, data.get("expect") or [])


def cases(folder: str) -> list[Path]:
    """The fixture files of ``bad`` or ``good``, in the order of rule ids."""
    paths = (FOLDER / folder).glob("*.yaml")
    return sorted(paths, key=lambda path: (rules.base.order(path.stem.split("-")[0]), path.stem))
