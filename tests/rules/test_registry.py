"""Rules of other packages: found by entry point, loaded once, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.rules import base

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''
from gongkai.rules import fail, rule

@rule("QH1", level="error", kind="A", title="本年新收不少于10件。", source="清河市的规定", todo="请核对。",
      example="本年新收0件，不足10件。", requires=("requests.new.total",))
def enough(context):
    """At least ten requests."""
    new = context.record.cells["requests.new.total"]
    if new is not None and new < 10:
        yield fail("本年新收{left}件，不足{right}件。", ("requests.new.total",), left=new, right=10)
'''
LIST = """
import json, sys
from gongkai import rules
for _ in range(2):
    try:
        rules.load_plugins()
    except rules.registry.PluginError as error:
        print(json.dumps({"error": str(error)}))
    else:
        print(json.dumps({"ids": [*rules.RULES], "plugins": {i: r.plugin for i, r in rules.RULES.items() if r.plugin}}))
"""


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """The inputs of an organ whose tables are all 0."""
    folder = tmp_path / "params" / "caizheng"
    folder.mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 清河市东山区财政局\nlevel: department\n", "utf-8")
    (folder / "2022.yaml").write_text(
        "schema: 1\nyear: 2022\ndisclosure: {rest: 0}\nrequests: {rest: 0}\ndisputes: {rest: 0}\nsigned: 2023-01-10\n"
        "sections:\n  overview: 2022年，主动公开机构职能，没有收到政府信息公开申请；发布前逐级审核，在网站公布，组织培训。\n"
        "  problems: 人手不足，下一步增加人员。\n  other: 2022年，未收取信息处理费。\n",
        "utf-8",
    )
    return folder.parent


def install(folder: Path, source: str, value: str = "qinghe_rules") -> Path:
    """A folder with an installed distribution ``qinghe-rules 1.0``: its module and its entry point."""
    site = folder / "site"
    meta = site / "qinghe_rules-1.0.dist-info"
    meta.mkdir(parents=True)
    (site / "qinghe_rules.py").write_text(source, "utf-8")
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: qinghe-rules\nVersion: 1.0\n", "utf-8")
    (meta / "entry_points.txt").write_text(f"[gongkai.rules]\nqinghe = {value}\n", "utf-8")
    return site


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where the distribution is installed."""
    path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)


def loaded(site: Path) -> list[dict[str, Any]]:
    """What loading the plug-ins twice gives."""
    done = run(site, "-c", LIST)
    assert "" == done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(site: Path, params: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``gongkai check`` where the distribution is installed."""
    call = "import sys; from gongkai.cli import main; sys.exit(main())"
    return run(site, "-c", call, "check", "--params", str(params), *arguments)


def test_rule_of_another_package(tmp_path: Path, params: Path) -> None:
    """A rule that another package registers is applied and shown like Gongkai's own."""
    done = check(install(tmp_path, RULE), params, "--json", str(tmp_path / "found.json"))
    assert 1 == done.returncode
    assert "本年新收0件，不足10件。" in done.stdout
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [["QH1", "error", "fail", ["requests.new.total"]]] == [
        [item["rule"], item["level"], item["outcome"], item["cells"]] for item in found if item["outcome"] == "fail"
    ]


def test_loaded_once(tmp_path: Path) -> None:
    """Loading twice registers once, in the order of ids, with the package noted."""
    first, second = loaded(install(tmp_path, RULE))
    assert first == second
    assert {"QH1": "qinghe-rules 1.0"} == first["plugins"]
    assert sorted(first["ids"], key=base.order) == first["ids"]


def test_imported_before(tmp_path: Path) -> None:
    """A plug-in that was imported before the rules were loaded is still known as one."""
    done = run(install(tmp_path, RULE), "-c", f"import qinghe_rules\n{LIST}")
    assert [{"QH1": "qinghe-rules 1.0"}] * 2 == [json.loads(line)["plugins"] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("source", "value", "said"),
    [
        ("import nowhere_at_all", "qinghe_rules", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("1 / 0", "qinghe_rules", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "qinghe_rules", "SystemExit: 3"),
        (RULE.replace("QH1", "R1"), "qinghe_rules",
         "ValueError: rule R1 is defined twice: gongkai.rules.requests and qinghe_rules"),
        (RULE + RULE.replace("QH1", "第一条"), "qinghe_rules", "ValueError: rule 第一条: an id is letters"),
        (RULE.replace("requests.new.total", "requests.new"), "qinghe_rules", "ValueError: not a pattern of cells: 'requests.new'"),
        (RULE.replace('level="error"', 'level="fatal"'), "qinghe_rules", "ValueError: rule QH1: an id is letters"),
        ("x = 1", "qinghe_rules", "ValueError: qinghe_rules registers no rule"),
        (RULE, "qinghe_rules:missing", "AttributeError: module 'qinghe_rules' has no attribute 'missing'"),
    ],
)  # fmt: skip
def test_broken_package(tmp_path: Path, source: str, value: str, said: str) -> None:
    """A package that cannot be used gives one Chinese sentence that names it, every time, and none of its rules."""
    first, second = loaded(install(tmp_path, source, value))
    assert first == second
    assert first["error"].startswith(f"规则插件“qinghe”（qinghe-rules 1.0）不能使用：{said}")
    assert first["error"].endswith("。请修复或卸载这个软件包。")


def test_check_with_a_broken_package(tmp_path: Path, params: Path) -> None:
    """``gongkai check`` ends with that sentence and exit code 2, without a traceback."""
    done = check(install(tmp_path, "1 / 0"), params)
    assert 2 == done.returncode
    assert "" == done.stdout
    assert (
        "规则插件“qinghe”（qinghe-rules 1.0）不能使用：ZeroDivisionError: division by zero。请修复或卸载这个软件包。"
        == done.stderr.strip()
    )


def test_rule_whose_cells_are_lacking(tmp_path: Path, params: Path) -> None:
    """A rule of another package whose cells the form lacks is not checked and names them; its function is not called."""
    site = install(
        tmp_path, RULE.replace('("requests.new.total",))', '("requests.new.total", "disclosure.*.disclosed"))')
    )
    done = check(site, params, "--json", str(tmp_path / "found.json"))
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [
        ("not_checked", "2021版表式没有表二“本年新公开数量”，这条规则不适用。", {"lacking": "disclosure.*.disclosed"})
    ] == [
        (item["outcome"], item["message"], {"lacking": item["values"]["lacking"]})
        for item in found
        if item["rule"] == "QH1"
    ]
    assert "2021版表式没有所需的单元格或规定，不适用 QH1、R9" in done.stdout


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("new = new / 0", "ZeroDivisionError: division by zero"),
        ("yield fail('新收{number}件。', ())", "KeyError: 'number'"),
        ("yield fail('新收。', (), level='fatal')", "ValueError: no level 'fatal'"),
        ("yield '新收。'", "AttributeError: 'str' object has no attribute"),
    ],
)
def test_rule_that_fails(tmp_path: Path, params: Path, body: str, said: str) -> None:
    """A rule of another package that raises counts as not checked; the others are applied."""
    source = RULE.replace("    if new is not None", f"    {body}\n    if new is not None")
    check(install(tmp_path, source), params, "--json", str(tmp_path / "found.json"))
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    [finding] = [item for item in found if item["rule"] == "QH1"]
    assert "not_checked" == finding["outcome"]
    assert finding["message"].startswith(f"未核对：规则QH1（qinghe-rules 1.0）运行出错（{said}")
    assert {"QH1"} < {item["rule"] for item in found}


def test_version_is_an_input(tmp_path: Path) -> None:
    """The package and its version are an input of every report, known without loading it."""
    code = "from gongkai import plugins; print(plugins.versions())"
    done = run(install(tmp_path, "1 / 0"), "-c", code)
    assert "{'gongkai.rules:qinghe': 'qinghe-rules 1.0'}" == done.stdout.strip()


def test_new_file_is_found(tmp_path: Path) -> None:
    """A file with a rule that is put into the package is found without an edit elsewhere."""
    code = "import sys; from gongkai import rules; rules.__path__.append(sys.argv[1]); "
    code += "rules.registry.import_own(rules.__name__, rules.__path__); print([*rules.RULES])"
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "qinghe.py").write_text(RULE.replace("QH1", "R1000"), "utf-8")
    done = run(tmp_path, "-c", code, str(tmp_path / "own"))
    assert "R1000" in done.stdout
    assert done.stdout.index("'R32'") < done.stdout.index("'R1000'") < done.stdout.index("'W1'")
