from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai import files, importers
from gongkai.excel import write_form
from gongkai.returns import Params, Return, Waiver, agency_file, save
from gongkai.returns.canonical import dumps, to_json
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from pathlib import Path

OWN = Waiver(rule="R22", cells=("requests.new.total",), reason="机构改革", by="张三", date=dt.date(2025, 1, 10))
FOREIGN = Waiver(rule="R1", cells=("requests.*",), reason="不必核对", by="李四", date=dt.date(2025, 1, 10))


def sent(folder: Path, suffix: str, *waivers: Waiver) -> Path:
    """A form or ``report.json`` as another office could send it."""
    record = consistent(5, 2024).model_copy(update={"waivers": waivers})
    path = folder / f"report.{suffix}"
    if suffix == "json":
        path.write_text(dumps(to_json(record, {})), "utf-8")
    else:
        write_form(record, record.agency, record.year, None, path)
    return path


@pytest.fixture
def params(tmp_path: Path) -> Params:
    """A folder of inputs with the organ's own return of the year, which has a waiver."""
    record = consistent(5, 2024).model_copy(update={"waivers": (OWN,)})
    folder = tmp_path / "params" / record.agency.id
    files.write(folder / "agency.yaml", agency_file.dump(record.agency))
    files.write(folder / "2024.yaml", save.dump(record))
    return Params(tmp_path / "params")


def listed(record: Return) -> list[str]:
    """What an import says of waivers."""
    return [issue.message for issue in record.issues if issue.message and "认可" in issue.message]


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_waivers_of_a_file_are_listed_and_not_taken(tmp_path: Path, suffix: str) -> None:
    """A file accepts no finding for the organ; what it would have accepted is named first."""
    found = importers.read(sent(tmp_path, suffix, FOREIGN)).record

    assert () == found.waivers
    assert "文件里对规则R1（requests.*）的认可没有读入，理由是“不必核对”，认可人是“李四”" in listed(found)[0]
    assert "认可" in (found.issues[0].message or "")


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_own_waivers_stay(tmp_path: Path, params: Params, suffix: str) -> None:
    """The waivers that the analyst's own return has come back with its file; those beside them do not."""
    found = importers.read(sent(tmp_path, suffix, OWN, FOREIGN), params=params).record

    assert (OWN,) == found.waivers
    assert 1 == len(listed(found))


def test_own_waiver_with_another_reach(tmp_path: Path, params: Params) -> None:
    """A waiver is the analyst's own only as a whole."""
    wider = OWN.model_copy(update={"cells": ()})

    assert () == importers.read(sent(tmp_path, "json", wider), params=params).record.waivers


def test_long_texts_are_cut(tmp_path: Path) -> None:
    """A reason of any length is named in a line."""
    long = FOREIGN.model_copy(update={"reason": "长" * 10_000})

    assert len(listed(importers.read(sent(tmp_path, "json", long)).record)[0]) < 300
