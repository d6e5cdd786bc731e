"""Numbers that have run together: read where there is one way, named wherever a reader has to look."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.importers.core.assemble import assemble
from gongkai.importers.formats import text
from gongkai.returns import Agency, Return
from tests.accuracy.generate import consistent
from tests.importers import own

AGENCY = Agency(id="a", name="清河市水利局", level="department")


def made(year: int, seed: int = 1) -> Return:
    """A return that adds up."""
    return consistent(Random(seed), year).model_copy(update={"agency": AGENCY})


def read(given: str) -> Return:
    """A text as a return."""
    return assemble(text.from_text(given, "report.txt"), lambda _: AGENCY).record


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("year", [2020, 2023])
def test_no_cell_is_wrong_without_an_issue(year, seed):
    """Even where a total is wrong, a cell that differs has an issue that names it."""
    random, wanted = Random(seed), made(year, seed)
    cells = dict(wanted.cells)
    for path in random.sample([path for path in cells if path.startswith("requests.")], 25):
        cells[path] = random.choice([0, 1, 9, 12, 40, 131])
    wanted = wanted.model_copy(update={"cells": cells})
    found = read(own.text(wanted, "", ""))
    named = tuple(issue.path for issue in found.issues)
    wrong = [path for path in cells if cells[path] != found.cells[path]]
    assert [] == [path for path in wrong if not any(path == n or path.startswith(f"{n}.") for n in named)]


def test_a_row_told_by_its_total_says_so():
    """Digits that only the total can segment are read, with a note to check them."""
    wanted = made(2023)
    row = dict(zip(("natural", "business", "research", "public_interest", "legal_service", "other", "total"),
                   (71, 3, 0, 0, 0, 0, 74), strict=True))  # fmt: skip
    cells = wanted.cells | {f"requests.new.{column}": value for column, value in row.items()}
    found = read(own.text(wanted.model_copy(update={"cells": cells}), "", ""))
    assert [71, 3, 0, 0, 0, 0, 74] == found.row("requests.new")
    assert [("note", "713000074")] == [(i.kind, i.raw) for i in found.issues if i.path == "requests.new"]


def test_a_year_behind_the_last_table_is_no_number():
    """2023年 that follows the last digits belongs to the sentence."""
    wanted = made(2023)
    cells = wanted.cells | {path: 0 for path in wanted.cells if path.startswith("disputes.")}
    given = own.text(wanted.model_copy(update={"cells": cells}), "", "")
    title = "五、存在的主要问题及改进情况"
    found = read(given.replace(title, f"2023年没有新的案件。{title}"))
    assert {0} == {value for path, value in found.cells.items() if path.startswith("disputes.")}
    assert "2023年没有新的案件。" == found.sections.disputes


def test_digits_before_a_mislabelled_numbered_row():
    """The digits of a row that run into the number of the next label stay with their row, also where the label differs."""
    wanted = made(2025)
    cells = wanted.cells | {path: 0 for path in wanted.cells if path.startswith("requests.refused_6.")}
    given = own.text(wanted.model_copy(update={"cells": cells}), "", "")
    found = read(given.replace("7.属于行政执法案卷", "7.属于行政执法案件"))
    assert [0] * 7 == found.row("requests.refused_6")
    assert ["7.属于行政执法案件"] == [i.raw for i in found.issues if i.path == "requests.refused_7" if i.expected]
