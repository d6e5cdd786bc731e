"""``gongkai verify``: whether published files are those that were signed, and whether signed reports can be built again."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai import files
from gongkai.commands.console import console as people
from gongkai.commands.console import printable, write_output
from gongkai.pipeline import manifest
from gongkai.returns import InputError, Params, project
from gongkai.review import evidence, links, settings, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.review.evidence import Evidence
    from gongkai.review.regenerate import Failure
    from gongkai.review.settings import Settings
    from gongkai.review.verify import Verdict

_STYLES = {
    "signed": "green",
    "changed": "bold red",
    "unreadable": "bold red",
    "superseded": "yellow",
    "unknown": "yellow",
}


def run_verify(
    paths: Sequence[Path], root: Path | None = None, *,
    records: Sequence[Path] = (), signers: Path | None = None, json: str | None = None,
) -> int:  # fmt: skip
    """Verify files, folders of reports or of outputs, and lists of links.

    Args:
        paths: What to verify.
        root: Folder of inputs; ``None`` is that of the project, which need not exist.
        records: Where to look for records of steps and manifests, besides the folder of each file and the project.
        signers: The file of names and public keys by which every step must be signed; by default what the project demands.
        json: File for the result as JSON; ``-`` is standard output.

    Returns:
        0 if every file is as it was approved; 1 if one is not, or was not signed; 2 if one cannot be read.

    Raises:
        InputError: A path or a record is wrong.
    """
    if not paths:
        msg = "请写明要核对的文件或文件夹；要重新生成全部签过名的报告，请用 --all。"
        raise InputError(msg)
    known = evidence.Evidence()
    for path in records:
        known.add(_existing(path))
    params = _project(root)
    demanded = settings.Settings()
    if signers is not None:
        demanded = settings.Settings(allowed_signers=_existing(signers), require_signatures=True)
    elif params is not None:
        demanded = settings.read(params)
    found = [verdict for path in paths for verdict in _verdicts(_existing(path), known, params, demanded)]
    if json is not None:
        write_output(json, files.json_text([verdict.to_json() for verdict in found]))
    _show(found, errors=json == "-")
    if any(verdict.outcome == "unreadable" for verdict in found):
        return 2
    return int(any(verdict.outcome != "signed" for verdict in found))


def _existing(path: Path) -> Path:
    if not path.exists():
        msg = f"没有找到“{path}”；请检查路径。"
        raise InputError(msg)
    return path


def _project(given: Path | None) -> Params | None:
    """The inputs given, or of the project, if there is one here."""
    if given is not None:
        return Params(given)
    try:
        return Params() if project.find() is not None else None
    except InputError:
        return None


def _verdicts(path: Path, known: Evidence, params: Params | None, demanded: Settings) -> Iterator[Verdict]:
    if path.is_dir():
        folders = [path] if (path / manifest.NAME).is_file() else evidence.reports(path)
        if not folders:
            msg = f"“{path}”里没有报告（manifest.json）；请指明 outputs/年度/机关 这样的文件夹。"
            raise InputError(msg)
        for folder in folders:
            made = manifest.read(folder)
            if made is not None and params is not None:
                known.add_project(made.agency, made.year, params)
            yield from verify.folder(folder, folder.as_posix(), known, demanded)
    elif path.suffix.lower() == ".txt":
        for line in links.read(path):
            yield from _listed(line, path.parent, known, params, demanded)
    else:
        yield _file(path, path.as_posix(), known, params, demanded)


def _listed(
    line: str, folder: Path, known: Evidence, params: Params | None, demanded: Settings
) -> Iterator[Verdict]:  # fmt: skip
    """What a line of a list leads to."""
    try:
        if links.is_link(line):
            with links.fetched(line) as path:
                yield _file(path, line, known, params, demanded, beside=False)
        elif (folder / line).is_file():
            yield _file(folder / line, line, known, params, demanded)
        else:
            yield verify.Verdict(line, "unreadable", message="没有这个文件。")
    except InputError as error:
        yield verify.Verdict(line, "unreadable", message=str(error))


def _file(
    path: Path, shown: str, known: Evidence, params: Params | None, demanded: Settings, *, beside: bool = True
) -> Verdict:  # fmt: skip
    if beside:
        known.add_report(path.parent)
    first = verify.file(path, shown, known, demanded)
    agency, _, year = first.report.rpartition("/")
    if params is not None and year.isdigit() and (agency, int(year)) not in known.records:
        known.add_project(agency, int(year), params)
        return verify.file(path, shown, known, demanded)
    return first


def _show(found: Sequence[Verdict], *, errors: bool) -> None:
    console = people(errors=errors)
    for verdict in found:
        name = verify.OUTCOMES[verdict.outcome]
        line = Text(f"{name}  ", _STYLES.get(verdict.outcome, ""))
        of = f"（{verdict.report}）" if verdict.report else ""
        console.print(line + Text(printable(f"{verdict.path}{of}：{verdict.message}")), soft_wrap=True, highlight=False)
    counts = Counter(verdict.outcome for verdict in found)
    if len(found) > 1:
        said = "，".join(f"{name}{counts[key]}" for key, name in verify.OUTCOMES.items() if counts[key])
        console.print(Text(f"共{len(found)}个文件：{said}。"), soft_wrap=True, highlight=False)


def run_verify_all(
    agencies: Sequence[str], years: Sequence[int], params: Path | None, out: Path | None, *,
    jobs: int | None = None, json: str | None = None, summary: Path | None = None,
) -> int:  # fmt: skip
    """Rebuild every signed report and compare it with what was signed.

    Args:
        agencies: Ids or Chinese names of organs; none is all.
        years: Years; none is all.
        params: Folder of inputs.
        out: Folder to build in; by default a temporary one.
        jobs: How many reports to build at a time.
        json: File for the failures as JSON; ``-`` is standard output.
        summary: File to which a summary in Markdown is added.

    Returns:
        0 if everything holds, else 1.

    Raises:
        InputError: There is no such organ, or a setting is wrong.
    """
    from gongkai.pipeline import many
    from gongkai.review import regenerate

    inputs = Params(params)
    reports = regenerate.signed(inputs, [inputs.find(organ) for organ in agencies], years)
    console = people(errors=json == "-")
    with tempfile.TemporaryDirectory() as folder:
        where = out if out is not None else Path(folder)
        found = regenerate.regenerate(inputs, reports, where, many.workers(jobs, len(reports))) if reports else []
    organs = {agency for agency, _ in reports}
    names = {**{agency: agency for agency in organs}, **inputs.titles(organs.intersection(inputs.agencies))}
    for failure in found:
        line = f"{names[failure.agency]}{failure.year}年 {failure.file}：{failure.cause}"
        console.print(Text(printable(line)), soft_wrap=True, highlight=False)
    wrong = len({(failure.agency, failure.year) for failure in found})
    said = f"重新生成了{len(reports)}份签过名的报告：{len(reports) - wrong}份逐字节相同，{wrong}份有问题。"
    console.print(Text(said if reports else "没有签过名的报告。"), soft_wrap=True, highlight=False)
    if json is not None:
        write_output(json, files.json_text([failure.to_json() for failure in found]))
    if summary is not None:
        _summarise(summary, said if reports else "没有签过名的报告。", names, found)
    return int(bool(found))


def _summarise(path: Path, said: str, names: dict[str, str], found: Sequence[Failure]) -> None:
    """Add a summary in Markdown to a file, as platforms for CI show it."""
    lines = ["## 核对签过名的报告", "", said, ""]
    if found:
        lines += ["| 机关 | 年度 | 文件 | 原因 |", "|---|---|---|---|"]
        lines += [f"| {_cell(names[f.agency])} | {f.year} | {_cell(f.file)} | {_cell(f.cause)} |" for f in found]
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        msg = f"不能写文件“{path}”（{files.reason(error)}）；请换一个位置。"
        raise InputError(msg) from None


def _cell(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return " ".join(printable(text).split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
