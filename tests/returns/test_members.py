"""Which organs count in a roll-up, how they are written, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from gongkai.returns import Agency, InputError, Params, ReturnError, agency_file, canonical, load, save
from gongkai.returns.members import Member, in_year

HEAD = "name: 某县人民政府\nlevel: county\n"


def county(folder: Path, members: str) -> Agency:
    """The organ of a file with these members."""
    path = folder / "xian" / "agency.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{HEAD}members: {members}\n", "utf-8")
    return load.agency(path)


MERGED = [
    Member(id="a"),
    Member(id="b", last_year=2022, successor="c"),
    Member(id="d", last_year=2021, successor="e"),
    Member(id="f", last_year=2021, successor="e"),
    Member(id="e", first_year=2022),
    Member(id="g", last_year=2021),
]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2021, ("a", "b", "d", "f", "g")),
        (2022, ("a", "b", "e")),
        (2023, ("a", "c", "e")),
    ],
)
def test_years_and_successors(year: int, expected: tuple[str, ...]) -> None:
    """A member counts in its years; the successor of one that has ended counts once, from its own first year if it has one."""
    assert expected == in_year(MERGED, year)


def test_written_and_read(tmp_path: Path) -> None:
    """A member without years is written as its id, one with years as a mapping; reading gives the same organ."""
    organ = county(tmp_path, "[a, {id: b, last_year: 2022, successor: c}]")
    text = agency_file.dump(organ)
    assert "members: [a, {id: b, last_year: 2022, successor: c}]" in text
    (tmp_path / "xian" / "agency.yaml").write_text(text, "utf-8")
    assert organ == load.agency(tmp_path / "xian" / "agency.yaml")
    assert ("a", {"id": "b", "last_year": 2022, "successor": "c"}) == organ.model_dump()["members"]
    assert organ == Agency.model_validate(organ.model_dump())


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ("[12]", "成员写机关的代号，例如 jiaoyuju；代号是数字的，请加上引号。"),
        ("[{id: a, first: 2022}]", "不认识的键“first”，是不是“first_year”？"),
        ("[{last_year: 2022}]", "缺少“id”"),
        ("[{id: a, first_year: 2023, last_year: 2022}]", "a的first_year（2023）在last_year（2022）之后；请改正其一。"),
        ("[{id: a, successor: b}]", "a写了successor，没有写last_year；请写明它最后一次单独报告的年度。"),
        ("[{id: a, last_year: 2022, successor: a}]", "a的successor写的是它自己；请写承接它的机关的代号。"),
        ("[a, xian]", "xian写成了自己的成员；请删去。"),
    ],
)
def test_refused(tmp_path: Path, members: str, message: str) -> None:
    """What cannot be meant is refused with a sentence that says what to do."""
    with pytest.raises(ReturnError) as error:
        county(tmp_path, members)
    assert message in str(error.value)


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    """A member without a folder is named with the file that lists it."""
    county(tmp_path, "[jiaoyuju]")
    with pytest.raises(InputError, match=r"xian/agency.yaml的members：.*没有机关“jiaoyuju”"):
        Params(tmp_path).members("xian", 2024)


CORRECTION = "{cell: requests.new.natural, member: a, was: null, value: 3, reason: 漏报, by: 张三, date: 2025-02-01}"


def test_corrections_are_kept(tmp_path: Path) -> None:
    """A correction is read, written, and given in report.json, with its line."""
    organ = county(tmp_path, "[a]")
    path = tmp_path / "xian" / "2024.yaml"
    path.write_text(f"year: 2024\ncorrections:\n  - {CORRECTION}\n", "utf-8")
    record = load.load(path, organ)
    assert (None, 3, dt.date(2025, 2, 1)) == (
        record.corrections[0].was, record.corrections[0].value, record.corrections[0].date,
    )  # fmt: skip
    assert record.source.where("corrections.0") == f"{path.as_posix()}:3"
    path.write_text(save.dump(record), "utf-8")
    assert record == load.load(path, organ)
    data: dict[str, Any] = canonical.to_json(record, {})
    assert record == canonical.from_json(canonical.loads(canonical.dumps(data)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("reason: 漏报|reason: ' '", "“reason”：不能空着；请写明。"),
        ("was: null, |", "缺少“was”"),
        (
            "requests.new.natural|requests.new.naturl",
            "2021版表式没有单元格“requests.new.naturl”，是不是“requests.new.natural”？",
        ),
        ("2025-02-01|2925-02-01", "还没有到"),
    ],
)
def test_incomplete_corrections(tmp_path: Path, change: str, message: str) -> None:
    """A correction needs its cell, what it corrects, reason, name and date."""
    organ = county(tmp_path, "[a]")
    path = tmp_path / "xian" / "2024.yaml"
    old, new = change.split("|")
    path.write_text(f"year: 2024\ncorrections:\n  - {CORRECTION.replace(old, new)}\n", "utf-8")
    with pytest.raises(ReturnError) as error:
        load.load(path, organ)
    assert message in str(error.value)


@pytest.mark.parametrize(("year", "counts", "ended"), [(2021, False, False), (2022, True, False), (2023, False, True)])
def test_member_of_one_year(year: int, counts: bool, ended: bool) -> None:
    """A member whose first year is its last counts in that year alone."""
    member = Member(id="a", first_year=2022, last_year=2022)
    assert (counts, ended) == (member.counts_in(year), member.ended(year))
