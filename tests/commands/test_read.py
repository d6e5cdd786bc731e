"""``gongkai read`` shows how the numbers of a text are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.commands.read import run_read
from gongkai.prose import render_texts
from gongkai.returns import InputError, Params, canonical
from tests.example import AGENCY, YEAR

if TYPE_CHECKING:
    from pathlib import Path


def test_organ(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an organ's return every number is shown with what it counts, or why it is left alone; the tally ends it."""
    assert 0 == run_read(AGENCY, YEAR, params)
    said = capsys.readouterr().out
    assert "285条" in said
    assert "文字中有" in said


def test_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a report in a file the numbers are read in the form of its year."""
    record = Params(params).load(AGENCY, YEAR)
    file = tmp_path / "report.json"
    file.write_text(canonical.dumps(canonical.to_json(record, render_texts(record).sections())), "utf-8")
    assert 0 == run_read(str(file), None, params)
    said = capsys.readouterr().out
    assert "285条" in said
    assert "文字中有" in said


@pytest.mark.parametrize(("words", "said"), [("", False), ("denied_act: [签收]\nreceived: [签收]\n", True)])
def test_words_of_an_office(params: Path, capsys: pytest.CaptureFixture[str], words: str, *, said: bool) -> None:
    """What an office adds to its lexicon is shown as understood."""
    file = params / AGENCY / f"{YEAR}.yaml"
    file.write_text(
        file.read_text("utf-8").replace("我局未收到政府信息公开申请", "我局未签收政府信息公开申请"), "utf-8"
    )
    (params / "lexicon.yaml").write_text(words, "utf-8")
    assert 0 == run_read(AGENCY, YEAR, params)
    shown = capsys.readouterr().out
    assert said == ("我局未签收政府信息公开申请" in shown)


def test_nothing_of_that_name(params: Path) -> None:
    """A name that is neither a file nor an organ is refused with the nearest organ."""
    with pytest.raises(InputError, match=AGENCY):
        run_read(f"{AGENCY}x", YEAR, params)


def test_no_such_file(params: Path, tmp_path: Path) -> None:
    """A name with the ending of a file is one's, not an organ's."""
    with pytest.raises(InputError, match=r"^没有\.docx：没有这个文件。$"):
        run_read(str(tmp_path / "没有.docx"), None, params)
