"""``gongkai demo``: a project with a synthetic jurisdiction."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from rich.console import Console

from gongkai import demo, files
from gongkai.commands import init
from gongkai.demo.organs import FEWEST
from gongkai.returns import InputError
from gongkai.returns.errors import nearest
from gongkai.returns.years import edition_in_force
from gongkai.rules import RULES, order

if TYPE_CHECKING:
    from pathlib import Path

MOST = 100_000
"""The largest jurisdiction, about a country of organs."""

ALL = "all"


def run_demo(
    folder: Path, *, organs: int, years: str, seed: int, defects: str | None, share: float, papers: int = 0
) -> int:
    """Make a project with synthetic organs and returns, and a key of the planted defects.

    Args:
        folder: The project, which must not exist or be empty.
        organs: How many organs there are.
        years: The report years, ``2019-2024`` or one.
        seed: Everything that is random follows from it.
        defects: Rules of which defects are planted, with commas between; ``all`` is all, ``None`` none.
        share: Share of the returns that get a defect, 0 to 1; at least one for each rule.
        papers: Of how many organs to write the last year's register and filled form.

    Returns:
        Exit code 0.

    Raises:
        InputError: An argument is wrong, the folder is in use, or a rule finds no place. Nothing is written then.
        OSError: A file cannot be written; nothing is left behind.
    """
    first, last = _years(years)
    if not FEWEST <= organs <= MOST:
        msg = f"--organs写的是{organs}，应当在{FEWEST}到{MOST}之间。"
        raise InputError(msg)
    if papers < 0:
        msg = f"--papers写的是{papers}，应当是0或更大。"
        raise InputError(msg)
    if not 0 <= share <= 1:
        msg = f"--share写的是{share:g}，应当在0到1之间，例如0.05是每百份里5份。"
        raise InputError(msg)
    plan = demo.Plan(organs, first, last, seed, _rules(defects), share)
    if lacking := demo.unplantable(plan):
        raise InputError(_too_small(plan, lacking))
    root = init.free(folder)
    if root.is_dir() and any(root.iterdir()):
        msg = f"“{folder}”里已有文件，没有改动；请换一个空文件夹。"
        raise InputError(msg)
    with files.replaced(root) as staged:
        init.make(staged, last, example=False)
        planted = demo.write(plan, staged, papers)
    _tell(folder, plan, len(planted), papers)
    return 0


def _too_small(plan: demo.Plan, lacking: tuple[str, ...]) -> str:
    """What to say of a plan in which some rules find no place: all of them, and what would do."""
    rules = "、".join(lacking)
    enough = demo.smallest(plan, dt.datetime.now().astimezone().year - 1)
    todo = "请" if enough is None else f"请改写 --organs {enough.organs} --years {enough.first}-{enough.last}，或者"
    return f"机关或年度太少，放不下这些规则的问题：{rules}；{todo}在--defects里去掉它们。"


def _years(text: str) -> tuple[int, int]:
    """First and last of ``2019-2024``.

    Raises:
        InputError: It is not years, they are the wrong way round or not over, or no form was in force.
    """
    match = re.fullmatch(r"\s*(\d{4})\s*(?:[-—–~至]\s*(\d{4})\s*)?", text)
    if match is None:
        msg = f"--years写的是“{text}”，应当是起止年度，例如2019-2024。"
        raise InputError(msg)
    first, last = int(match[1]), int(match[2] or match[1])
    over = dt.datetime.now().astimezone().year - 1
    if last < first or last > over:
        msg = f"--years写的是“{text}”，应当先写早的年度，最晚到{over}年。"
        raise InputError(msg)
    edition_in_force(first)
    return first, last


def _rules(given: str | None) -> tuple[str, ...]:
    """The rules of ``R1,R12``.

    Raises:
        InputError: There is no such rule, or no defect of it can be planted.
    """
    known = sorted(demo.known_rules(), key=order)
    if given is None:
        return ()
    if given.strip().lower() == ALL:
        return tuple(known)
    found = []
    for word in filter(None, re.split(r"[,，、\s]+", given)):
        rule = word.upper()
        if rule not in known:
            said = (
                f"规则{rule}不判断对错，没有问题可埋。" if rule in RULES else f"没有规则“{word}”{nearest(rule, known)}"
            )
            msg = f"{said}--defects可以写{'、'.join(known)}，或all。"
            raise InputError(msg)
        found.append(rule)
    return tuple(dict.fromkeys(found))


def _tell(folder: Path, plan: demo.Plan, planted: int, papers: int) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    years = f"{plan.first}年" if plan.first == plan.last else f"{plan.first}至{plan.last}年"
    console.print(f"已建立演示项目“{folder}”：{plan.organs}个虚构的机关，{years}；数据都是合成的。")
    if planted:
        console.print(f"埋了{planted}处问题，逐处列在{demo.KEY}里。")
    if papers:
        console.print(f"最后一年的申请台账和填好的Excel表在{demo.PAPERS}里，可以用gongkai ledger、gongkai import读入。")
    console.print("接着运行：")
    console.print(f"  cd {init.quoted(folder)}    # 进入项目文件夹")
    console.print("  gongkai check    # 核对")
