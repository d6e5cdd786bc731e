"""Whether a report is current, as its manifest says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.pipeline import inputs, manifest, staleness
from gongkai.pipeline.job import Options, Result
from gongkai.returns import InputError, Params
from tests.example import AGENCY, YEAR, edit

if TYPE_CHECKING:
    from pathlib import Path


def record(
    folder: Path,
    params: Path,
    *,
    draft: bool = False,
    name: str = "某县民政局",
    changed: str = "lib",
    to: str | None = None,
) -> None:
    """Write the manifest of a report made from the inputs that are there now."""
    given = Params(params)
    wanted = staleness.wanted(inputs.of_report(given, AGENCY, YEAR), inputs.of_record(given, AGENCY, YEAR), draft=draft)
    folder.mkdir(parents=True, exist_ok=True)
    made = manifest.Manifest(AGENCY, YEAR, wanted | ({changed: to} if to else {}), {}, {}, {}, {"error": 2}, name)
    (folder / manifest.NAME).write_text(made.dumps(), "utf-8")


def step(params: Path) -> str:
    """Take a step about the report; returns the name of the record."""
    (params / AGENCY / f"{YEAR}.review.yaml").write_text("steps: []\n", "utf-8")
    return f"params/{AGENCY}/{YEAR}.review.yaml"


def test_current(params: Path, tmp_path: Path) -> None:
    """A report whose inputs are those of its manifest is skipped, with the findings of then, unless it is to be made anew."""
    assert None is staleness.current(Params(params), AGENCY, YEAR, tmp_path, Options())
    assert [manifest.NEW] == staleness.reasons(Params(params), AGENCY, YEAR, tmp_path)
    record(tmp_path / str(YEAR) / AGENCY, params)
    found = [
        staleness.current(Params(params), AGENCY, YEAR, tmp_path, options)
        for options in (Options(), Options(force=True), Options(strict=True), Options(draft=True))
    ]
    assert [Result(AGENCY, YEAR, "skipped", findings={"error": 2}), None, None, None] == found
    edit(params, "2021-01-20", "2021-01-21")
    assert None is staleness.current(Params(params), AGENCY, YEAR, tmp_path, Options())
    assert [f"params/{AGENCY}/{YEAR}.yaml变了"] == staleness.reasons(Params(params), AGENCY, YEAR, tmp_path)


def test_steps_and_drafts(params: Path, tmp_path: Path) -> None:
    """A step makes the report stale and not its draft, which does not show it; it changes nothing of what is published."""
    final, draft = tmp_path / str(YEAR) / AGENCY, tmp_path / "drafts" / str(YEAR) / AGENCY
    record(final, params)
    record(draft, params, draft=True)
    name, given = step(params), Params(params)
    assert [f"新增{name}"] == staleness.reasons(given, AGENCY, YEAR, tmp_path)
    assert [] == staleness.reasons(given, AGENCY, YEAR, tmp_path, draft=True)
    record(final, params)
    assert [] == staleness.reasons(given, AGENCY, YEAR, tmp_path)
    for text in ("steps: []\n# 更多\n", None):
        path = params / AGENCY / f"{YEAR}.review.yaml"
        path.unlink() if text is None else path.write_text(text, "utf-8")
        now = inputs.of_report(given, AGENCY, YEAR), manifest.read(final), final, {name: "0"}
        assert [] == staleness.changed_content(*now)
        assert [] != staleness.reasons(given, AGENCY, YEAR, tmp_path)
    assert [manifest.NEW] == staleness.changed_content(now[0], None, final, {})


def test_wrong_inputs(params: Path, tmp_path: Path) -> None:
    """A report whose inputs are wrong is not current: the build says what is wrong."""
    record(tmp_path / str(YEAR) / AGENCY, params)
    (params / AGENCY / "agency.yaml").unlink()
    assert None is staleness.current(Params(params), AGENCY, YEAR, tmp_path, Options())
    with pytest.raises(InputError):
        staleness.reasons(Params(params), AGENCY, YEAR, tmp_path)


def test_names_of_organs(params: Path, tmp_path: Path) -> None:
    """The name is taken from a manifest of the same ``agency.yaml`` and program that has one, else from the file."""
    given, here = Params(params), "威海市环翠区应急管理局"

    def name() -> str:
        return staleness.organ_name(given, AGENCY, (YEAR - 1, YEAR), tmp_path)

    assert here == name()
    record(tmp_path / str(YEAR) / AGENCY, params, name="")
    assert here == name()
    record(tmp_path / str(YEAR) / AGENCY, params)
    assert "某县民政局" == name()
    record(tmp_path / str(YEAR - 1) / AGENCY, params, name="另一个局")
    assert "另一个局" == name()
    for changed in ("lib", f"params/{AGENCY}/agency.yaml"):
        record(tmp_path / str(YEAR - 1) / AGENCY, params, name="另一个局", changed=changed, to="0")
        assert "某县民政局" == name()
