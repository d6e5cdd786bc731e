"""Section notebooks as sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import InputError
from gongkai.run import notebooks

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{\n "cells": [\n', ":3：这一行附近已损坏，不是完好的笔记本（JSON不完整或有多余的符号）"),
        (b'{\n<<<<<<< HEAD\n "cells": []\n', ":2：这一行附近已损坏，不是完好的笔记本（有没有处理完的合并冲突）"),
        (b"[]", "的内容不是笔记本"),
        (b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "的内容不是笔记本"),
        ("年".encode("gb18030"), "不是UTF-8编码的文字，不能当作笔记本读取"),
    ],
)
def test_damaged(tmp_path: Path, data: bytes, said: str) -> None:
    """A file that is no notebook is named with its line, in Chinese, and with what to do."""
    path = tmp_path / "03_requests.ipynb"
    path.write_bytes(data)

    with pytest.raises(InputError) as caught:
        notebooks.source(path)
    assert f"notebooks/03_requests.ipynb{said}；请从版本库恢复，或用JupyterLab打开后重新保存。" == str(caught.value)
