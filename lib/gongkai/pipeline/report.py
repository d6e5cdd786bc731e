"""One report: execute its section notebooks, combine and publish them, write the manifest."""

from __future__ import annotations

import platform
import shutil
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai import files, rules
from gongkai.document.errors import FontError, RenderError
from gongkai.pipeline import execution, paper, preflight, publishing, remains, signature, stability, staleness, trust
from gongkai.pipeline import inputs as declared
from gongkai.pipeline import manifest as proof
from gongkai.pipeline.job import Options, Result
from gongkai.prose import render_texts
from gongkai.publish import formats
from gongkai.returns import InputError, Params, canonical, review_file
from gongkai.returns.cells import named
from gongkai.returns.succession import predecessors, taken
from gongkai.rollup.tree import absent
from gongkai.run import notebooks, overrides
from gongkai.run.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gongkai.pipeline.job import Progress
    from gongkai.returns.review_file import Record


class StrictError(RuntimeError):
    """``--strict`` refuses to publish: an error is unresolved and not waived."""


PATIENCE = 600
"""Seconds to wait for another build of the same report."""

ATTEMPTS = 3
"""How often a build begins, if its inputs change meanwhile."""


def _silent(_stem: str, _state: str) -> None:
    """Show no progress."""


def build(
    params: Params, agency: str, year: int, out: Path, options: Options | None = None, progress: Progress = _silent
) -> Result:
    """Build one report if it is stale.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        year: Report year.
        out: Folder of outputs; the report goes to ``<out>/<year>/<agency>``, a draft to ``<out>/drafts/<year>/<agency>``.
        options: How to build.
        progress: Called with each notebook and its state (``run``, ``kept``, ``done``, ``publish``), or with a sentence and
            ``wait`` or ``again``.

    Returns:
        The result; a failure of this report is a result, not an exception. The last good output stays. If an input changes
        meanwhile, the build begins again, so that all of the report is of the inputs that its manifest names.
    """
    options = options or Options()
    started = time.perf_counter()
    try:
        with taken(params.root, params.successions):
            result = _of_one_state(params, agency, year, out, options, progress)
    except (InputError, StrictError, FontError, RunError, RenderError, OSError) as error:
        said = files.unusable(error) if isinstance(error, OSError) else error
        message = f"{_name(params, agency)}{year}年：{said}"
        is_input = isinstance(error, (InputError, FontError)) or getattr(error, "is_input", False)
        if isinstance(error, RunError) and error.notebook is not None:
            folder = options.folder(out, agency, year)
            failed = remains.failure(folder)
            proof.write(failed / f"{error.stem}.ipynb", nbformat.writes(error.notebook) + "\n")  # type: ignore[no-untyped-call]
            good = (folder / proof.NAME).is_file()
            if error.stem in overrides.own(notebooks.folder(), agency):
                message += f"\n用的是本机关自己的笔记本{overrides.name(agency, error.stem)}。"
            message += f"\n出错的笔记本留在{(failed / f'{error.stem}.ipynb').as_posix()}，错误标在最上面。"
            message += "上一次的成品没有动。" if good else ""
        return Result(
            agency,
            year,
            "failed",
            message,
            is_input,
            isinstance(error, StrictError),
            seconds=time.perf_counter() - started,
        )
    return result


def _name(params: Params, agency: str) -> str:
    try:
        return params.agency(agency).name
    except InputError:
        return agency


def _of_one_state(params: Params, agency: str, year: int, out: Path, options: Options, progress: Progress) -> Result:
    """Build from inputs that do not change meanwhile; what fails because one is just being saved is tried again."""
    for attempt in range(ATTEMPTS):
        before = stability.Inputs.now(params, agency, year)
        try:
            return _build(params, agency, year, out, options, progress, before)
        except stability.InputsChangedError as error:
            names = error.names
        except (InputError, RunError, RenderError, OSError):
            if not (names := before.changed()):
                raise
        if attempt + 1 < ATTEMPTS:
            progress(f"{'、'.join(names[:3])}刚改过，重新开始", "again")
    msg = f"生成时{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}一直在改动，试了{ATTEMPTS}次；请等改完（或同步完）再生成。"
    raise InputError(msg)


def _build(
    params: Params, agency: str, year: int, out: Path, options: Options, progress: Progress, before: stability.Inputs
) -> Result:
    started, clock = datetime.now(UTC), time.perf_counter()
    folder = options.folder(out, agency, year)
    beside = options.beside(out, agency, year)
    files.recover(folder)
    old = proof.read(folder)
    seen = declared.of_report(params, agency, year)  # for notebooks: drafts differ in publishing only
    wanted = staleness.wanted(seen, declared.of_record(params, agency, year), draft=options.draft)
    why = proof.changes(old, folder, wanted)
    lacking = absent(params, agency, year) if options.strict else ()
    refused = lacking or (options.strict and old is not None and old.findings.get("error"))
    if not why and not options.force and not refused:
        return _skipped(old, agency, year, clock, folder)
    if lacking:
        raise StrictError(_lacking(params, agency, year, lacking))

    record = params.load(agency, year)
    previous = params.previous(agency, year)
    prose = render_texts(record, previous)
    steps = None if options.draft else _steps(params, agency, year)
    if wrong := [*preflight.charts(params, record), *preflight.figures(record, prose)]:
        raise InputError("\n".join(wrong))
    found = rules.check(
        record,
        previous=previous,
        members=params.members(agency, year),
        prose=prose,
        predecessors=predecessors(params, agency, year),
    )
    findings = [finding for finding in found if finding.applicable]
    counts = Counter("waived" if f.waived else f.level for f in findings if f.outcome == "fail")
    if options.strict and counts["error"]:
        first = next(f for f in findings if f.outcome == "fail" and f.level == "error" and not f.waived)
        msg = f"有{counts['error']}处错误没有解决（例如{first.rule}：{first.message.rstrip('。')}），按--strict不发布；请运行 gongkai check {agency} --year {year}。"
        raise StrictError(msg)

    with _exclusive(folder, progress):
        if (now := proof.read(folder)) != old:  # another build has just made it
            why = proof.changes(now, folder, wanted)
            if not why and not options.force:
                return _skipped(now, agency, year, clock, folder)
        parameters, hidden = {"agency": agency, "year": year}, {"params": str(params.root)}
        made_in = formats.formats()  # imports nbconvert and the renderers while the fork server starts
        keys, executed, times, engines = execution.execute(
            folder, beside, seen, record, options, parameters, hidden, progress, before
        )
        progress("publish", "publish")
        own = overrides.deviations(notebooks.folder(), agency)
        missed: list[str] = []
        with files.replaced(folder) as staged:
            for stem, notebook in executed.items():
                just = (
                    remains.work(folder) / f"{stem}.{keys[stem]}.ipynb"
                )  # written when it was executed, with the same bytes
                text = just.read_bytes() if just.is_file() else nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
                proof.write(staged / "sections" / f"{stem}.ipynb", text)
            data = canonical.to_json(record, prose.sections(), [f.to_json() for f in findings if f.outcome != "pass"])
            proof.write(staged / "report.json", canonical.dumps(data))
            # A new step in the record concerns the working paper only: what is published is there already.
            steps_only = (
                not options.force
                and not options.draft
                and not staleness.changed_content(seen, old, folder, declared.of_record(params, agency, year))
            )
            kept = folder if steps_only else None
            report = publishing.publish(
                staged, made_in, executed, record, prose, parameters, params, options, missed, kept
            )
            changed = []
            if steps and steps.last:
                published = None if options.preview else proof.outputs(staged)
                changed = signature.changes(steps.last, wanted, published)
            if notebooks.REVIEW in executed:
                reviewed = paper.with_signoff(executed[notebooks.REVIEW], record, steps, changed)
                reviewed = paper.with_deviations(reviewed, own)
                publishing.write_paper(staged, made_in, reviewed, record, prose, parameters, params, options, missed)
            before.verify()
            made = proof.Manifest(
                agency, year, wanted, keys, proof.outputs(staged), declared.font_set(params, agency).manifest(),
                dict(counts), record.agency.name, {item.name: item.sentence for item in own},
            )  # fmt: skip
            proof.write(staged / proof.NAME, made.dumps())
            engine = "+".join(sorted(engines)) or _engine(folder, *beside)
            proof.write(staged / proof.RUN, files.json_text(_run(started, clock, times, engine, missed)))
            if steps is not None:
                proof.write(staged / proof.RECORD, (params.folder(agency) / f"{year}.review.yaml").read_bytes())
        if options.trust:
            trust.sign([report, *executed.values()])
        shutil.rmtree(remains.work(folder), ignore_errors=True)
        shutil.rmtree(remains.failure(folder), ignore_errors=True)
        return Result(agency, year, "done", why=tuple(why), seconds=time.perf_counter() - clock, sections=times,
                      warnings=tuple(missed), findings=dict(counts))  # fmt: skip


def _lacking(params: Params, agency: str, year: int, members: tuple[str, ...]) -> str:
    """The message for a roll-up some of whose members have not reported."""
    names = named([*params.titles(members).values()])
    return f"汇总还缺{names}的数据，按--strict不发布；请先收齐，或运行 gongkai rollup {agency} {year} 查看。"


def _skipped(made: proof.Manifest | None, agency: str, year: int, clock: float, folder: Path) -> Result:
    """The result of a report that is current, with the findings and warnings of when it was built."""
    findings = dict(made.findings) if made is not None else {}
    seconds = time.perf_counter() - clock
    return Result(agency, year, "skipped", seconds=seconds, warnings=proof.warnings(folder), findings=findings)


@contextmanager
def _exclusive(folder: Path, progress: Progress) -> Iterator[None]:
    """Let one build at a time work on a report; another is waited for, which is shown as progress.

    Raises:
        InputError: Another is still at it after :data:`PATIENCE` seconds.
    """

    def on_wait(holder: str) -> None:
        progress(f"等另一个gongkai build（{holder}）" if holder else "等另一个gongkai build", "wait")

    with ExitStack() as held:
        try:
            held.enter_context(files.lock(folder, PATIENCE, on_wait))
        except files.LockedError as error:
            who = f"（{error.holder}）" if error.holder else ""
            msg = f"另一个gongkai build{who}正在生成这份报告，等了{PATIENCE}秒还没有结束；请等它结束后再试。"
            raise InputError(msg) from error
        yield


def _run(started: datetime, clock: float, times: Mapping[str, float], engine: str, missed: list[str]) -> dict[str, Any]:
    return {
        "engine": engine,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 3),
        "sections": {stem: round(value, 3) for stem, value in times.items()},
        "host": platform.node(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "warnings": missed,
    }


def _engine(*folders: Path) -> str:
    """How the sections were executed that were all kept."""
    return next(filter(None, map(proof.engine, folders)), "")


def _steps(params: Params, agency: str, year: int) -> Record | None:
    """The record of steps about a report; ``None`` if there is none.

    Raises:
        InputError: It cannot be read.
    """
    path = review_file.path(params.folder(agency), year)
    return review_file.load(path, params.name(path)) if path.is_file() else None
