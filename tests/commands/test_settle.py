"""The changes of a merge as they are shown before they are confirmed."""

from __future__ import annotations

import io

from rich.console import Console

from gongkai.commands.settle import show
from gongkai.drafting import changes
from gongkai.drafting.merge import merge
from tests.samples import AGENCY

TEXT = "year: 2022\nrequests:\n  new: [1, 0, 0, 0, 0, 0, 1]\n  rest: 0\n"


def test_what_changes_and_what_stays() -> None:
    """Each cell has both values, one that cannot be right is marked, and what stayed in place of an emptied cell is named."""
    base = changes.read(TEXT, "2022.yaml", AGENCY)
    source = base.model_copy(
        update={
            "cells": base.cells
            | {"requests.new.natural": None, "requests.granted.natural": -1, "requests.partial.natural": 3}
        }
    )
    result = merge(TEXT, "2022.yaml", base.agency, source, base=base)
    written = io.StringIO()
    show(result.changes, Console(file=written, width=100))
    assert [
        "  表三“（一）予以公开”“自然人”：0 → -1（不可能：应当是非负整数）",
        "  表三“（二）部分公开”“自然人”：0 → 3",
        "  没有能确定的地方：",
        "    原来：未填",
        "    改为：记入1条（表三“一、本年新收政府信息公开申请数量”“自然人”）",
    ] == written.getvalue().splitlines()
    assert (
        "表三“一、本年新收政府信息公开申请数量”“自然人”在来源里被清空（1 → 未填），没有照改，仍是1；确实要清空的，请在文件里删去。",
    ) == result.kept
