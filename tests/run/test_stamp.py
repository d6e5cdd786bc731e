"""What makes a fork server out of date."""

from __future__ import annotations

import pytest

from gongkai.run import stamp


@pytest.mark.parametrize("name", ["forms/2021.yaml", "run/shell.py"])
def test_every_file_of_the_package_counts(tmp_path, name, monkeypatch):
    """The stamp of the package changes with any of its files."""
    files = {name: tmp_path / name, "run/stamp.py": tmp_path / "run" / "stamp.py"}
    for path in files.values():
        path.parent.mkdir(exist_ok=True)
        path.write_text("a", "utf-8")
    monkeypatch.setattr(stamp, "__file__", str(files["run/stamp.py"]))
    before = stamp.lib_stamp()
    assert before == stamp.lib_stamp()
    files[name].write_text("ab", "utf-8")
    assert before != stamp.lib_stamp()
