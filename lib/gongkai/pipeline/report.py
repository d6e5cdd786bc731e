"""One report: execute its section notebooks, combine and publish them, write the manifest."""

from __future__ import annotations

import platform
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai import files, rules
from gongkai.document.blocks import Meta
from gongkai.document.errors import FontError, GlyphError, RenderError
from gongkai.pipeline import inputs as declared
from gongkai.pipeline import manifest as proof
from gongkai.pipeline import paper, preflight, remains, signature, stability, staleness, trust
from gongkai.pipeline.job import Options, Result
from gongkai.prose import render_texts
from gongkai.publish import formats, linked_data
from gongkai.publish.combine import combine
from gongkai.publish.release import package_metadata
from gongkai.returns import InputError, Params, canonical, review_file
from gongkai.returns.cells import named
from gongkai.returns.identifier import Identity
from gongkai.rollup.tree import absent
from gongkai.run import fork_executor, notebooks, overrides, papermill_executor
from gongkai.run.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from gongkai.prose import Prose
    from gongkai.publish.formats import Format
    from gongkai.returns import Return
    from gongkai.returns.review_file import Record

    Progress = Callable[[str, str], None]


class StrictError(RuntimeError):
    """``--strict`` refuses to publish: an error is unresolved and not waived."""


PATIENCE = 600
"""Seconds to wait for another build of the same report."""

ATTEMPTS = 3
"""How often a build begins, if its inputs change meanwhile."""

PAGE = "html"
"""Id of the format of the reviewer's working paper."""


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
        result = _of_one_state(params, agency, year, out, options, progress)
    except (InputError, StrictError, FontError, RunError, RenderError, OSError) as error:
        said = files.unusable(error) if isinstance(error, OSError) else error
        message = f"{_name(params, agency)}{year}年：{said}"
        is_input = isinstance(error, (InputError, FontError)) or getattr(error, "is_input", False)
        if isinstance(error, RunError) and error.notebook is not None:
            folder = options.folder(out, agency, year)
            failed = folder.with_name(f"{agency}.failed")
            _write(failed / f"{error.stem}.ipynb", nbformat.writes(error.notebook) + "\n")  # type: ignore[no-untyped-call]
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
    beside = replace(options, draft=not options.draft).folder(out, agency, year)
    files.recover(folder)
    old = proof.read(folder)
    seen = declared.of_report(params, agency, year)  # for notebooks: drafts differ in publishing only
    wanted = staleness.wanted(seen, declared.of_record(params, agency, year), draft=options.draft)
    why = proof.changes(old, folder, wanted)
    lacking = absent(params, agency, year) if options.strict else ()
    refused = lacking or (options.strict and old is not None and old.findings.get("error"))
    if not why and not options.force and not refused:
        return _skipped(old, agency, year, clock)
    if lacking:
        raise StrictError(_lacking(params, agency, year, lacking))

    record = params.load(agency, year)
    previous = params.previous(agency, year)
    prose = render_texts(record, previous)
    steps = None if options.draft else _steps(params, agency, year)
    if wrong := [*preflight.charts(params, record), *preflight.figures(record, prose)]:
        raise InputError("\n".join(wrong))
    found = rules.check(record, previous=previous, members=params.members(agency, year), prose=prose)
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
                return _skipped(now, agency, year, clock)
        parameters, hidden = {"agency": agency, "year": year}, {"params": str(params.root)}
        made_in = formats.formats()  # imports nbconvert and the renderers while the fork server starts
        keys, executed, times, engines = _sections(
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
                _write(staged / "sections" / f"{stem}.ipynb", text)
            data = canonical.to_json(record, prose.sections(), [f.to_json() for f in findings if f.outcome != "pass"])
            _write(staged / "report.json", canonical.dumps(data))
            # A new step in the record concerns the working paper only: what is published is there already.
            steps_only = (
                not options.force
                and not options.draft
                and not staleness.changed_content(seen, old, folder, declared.of_record(params, agency, year))
            )
            kept = folder if steps_only else None
            report = _publish(staged, made_in, executed, record, prose, parameters, params, options, missed, kept)
            changed = signature.changes(steps.last, wanted, proof.outputs(staged)) if steps and steps.last else []
            if notebooks.REVIEW in executed:
                reviewed = paper.with_signoff(executed[notebooks.REVIEW], record, steps, changed)
                reviewed = paper.with_deviations(reviewed, own)
                _write_paper(staged, made_in, reviewed, record, prose, parameters, params, options, missed)
            before.verify()
            made = proof.Manifest(
                agency, year, wanted, keys, proof.outputs(staged), declared.font_set(params, agency).manifest(),
                dict(counts), record.agency.name, {item.name: item.sentence for item in own},
            )  # fmt: skip
            _write(staged / proof.NAME, made.dumps())
            engine = "+".join(sorted(engines)) or _engine(folder, beside)
            _write(staged / proof.RUN, files.json_text(_run(started, clock, times, engine)))
            if steps is not None:
                _write(staged / proof.RECORD, (params.folder(agency) / f"{year}.review.yaml").read_bytes())
        if options.trust:
            trust.sign([report, *executed.values()])
        shutil.rmtree(remains.work(folder), ignore_errors=True)
        shutil.rmtree(folder.with_name(f"{agency}.failed"), ignore_errors=True)
        return Result(agency, year, "done", why=tuple(why), seconds=time.perf_counter() - clock, sections=times,
                      warnings=tuple(missed), findings=dict(counts))  # fmt: skip


def _lacking(params: Params, agency: str, year: int, members: tuple[str, ...]) -> str:
    """The message for a roll-up some of whose members have not reported."""
    names = named([*params.titles(members).values()])
    return f"汇总还缺{names}的数据，按--strict不发布；请先收齐，或运行 gongkai rollup {agency} {year} 查看。"


def _skipped(made: proof.Manifest | None, agency: str, year: int, clock: float) -> Result:
    """The result of a report that is current, with the findings of when it was built."""
    findings = dict(made.findings) if made is not None else {}
    return Result(agency, year, "skipped", seconds=time.perf_counter() - clock, findings=findings)


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


def _write(path: Path, data: str | bytes) -> None:
    """Write an output: not waiting for the disk, because a later build finds by its digest what a power cut took."""
    files.write(path, data, durable=False)


def _run(started: datetime, clock: float, times: Mapping[str, float], engine: str) -> dict[str, Any]:
    return {
        "engine": engine,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 3),
        "sections": {stem: round(value, 3) for stem, value in times.items()},
        "host": platform.node(),
        "python": platform.python_version(),
        "platform": platform.platform(),
    }


def _engine(*folders: Path) -> str:
    """How the sections were executed that were all kept."""
    return next(filter(None, map(proof.engine, folders)), "")


def _sections(
    folder: Path, beside: Path, wanted: Mapping[str, str], record: Return, options: Options, parameters: Mapping[str, Any],
    hidden: Mapping[str, Any], progress: Progress, before: stability.Inputs,
) -> tuple[dict[str, str], dict[str, NotebookNode], dict[str, float], set[str]]:  # fmt: skip
    """Execute the section notebooks not yet executed; returns their keys, results and durations in seconds.

    A report and its draft (``beside``) have the same sections.
    """
    where, work = notebooks.folder(), remains.work(folder)
    made = [(place, proof.read(place)) for place in (folder, beside)]
    keys: dict[str, str] = {}
    executed: dict[str, NotebookNode] = {}
    times: dict[str, float] = {}
    engines: set[str] = set()
    todo = []
    for stem in notebooks.stems(where):
        keys[stem] = declared.of_section(stem, wanted, record)
        kept = None if options.force else _kept(stem, keys[stem], made, work)
        if kept is None:
            todo.append(stem)
        else:
            executed[stem] = kept
            progress(stem, "kept")
    way = papermill_executor.execute if options.engine == "papermill" else fork_executor.execute

    def one(stem: str) -> None:
        progress(stem, "run")
        clock = time.perf_counter()
        made = way(overrides.path(where, stem, record.agency.id), parameters, hidden, timeout=options.timeout)
        times[stem] = time.perf_counter() - clock
        engines.add(made.metadata.pop("engine", "papermill"))
        before.verify()  # else a section of other inputs would be kept under this key
        _write(work / f"{stem}.{keys[stem]}.ipynb", nbformat.writes(made) + "\n")  # type: ignore[no-untyped-call]
        executed[stem] = made
        progress(stem, "done")

    if options.parallel > 1 and options.engine != "papermill":
        pool = ThreadPoolExecutor(options.parallel)
        try:
            for done in [pool.submit(one, stem) for stem in todo]:
                done.result()
        except Exception:
            pool.shutdown(cancel_futures=True)  # sections that are running are kept for the next build
            raise
        except BaseException:
            fork_executor.terminate_all(pool)
            raise
        pool.shutdown()
    else:
        for stem in todo:
            one(stem)
    executed = {stem: executed[stem] for stem in keys}
    return keys, executed, times, engines


def _kept(
    stem: str, key: str, made: Sequence[tuple[Path, proof.Manifest | None]], work: Path
) -> NotebookNode | None:  # fmt: skip
    """An executed section from the last build of report or draft, or from a killed run, if its inputs are unchanged."""
    name = f"sections/{stem}.ipynb"
    for folder, old in made:
        path = folder / name
        if old is None or old.sections.get(stem) != key or not path.is_file():
            continue
        content = path.read_bytes()  # once: another build may put a new file here
        if declared.sha256(content) == old.outputs.get(name):
            return nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call, no-any-return]
    with suppress(OSError, ValueError, nbformat.ValidationError):  # there is none, or a power cut spoilt it
        return nbformat.read(work / f"{stem}.{key}.ipynb", as_version=4)  # type: ignore[no-untyped-call, no-any-return]
    return None


def meta(
    record: Return, prose: Prose, links: Iterable[tuple[str, str]], licence: Mapping[str, str] | None = None, *,
    draft: bool = False, identifier: str = "",
) -> Meta:  # fmt: skip
    """The report's metadata.

    Args:
        record: The return.
        prose: Its texts as they will be published.
        links: Label and name of the files beside the page.
        licence: The licence that the project gives, if any.
        draft: Whether it is a draft.
        identifier: See :class:`~gongkai.document.blocks.Meta`.
    """
    date = record.signed or record.published
    links = tuple(links)
    return Meta(
        title=prose.title, author=record.agency.name, date=date.isoformat() if date else None,
        subject=f"政府信息公开工作年度报告（{record.year}年1月1日至12月31日）",
        keywords=("政府信息公开", "年度报告", str(record.year), record.agency.name), fonts=record.agency.fonts,
        draft=draft, contents=record.agency.contents, url=record.agency.url, links=links, identifier=identifier,
        coverage=linked_data.period(record), rights=linked_data.licence_name(licence),
        linked=linked_data.linked_data(record, prose.title, [name for _, name in links], licence),
    )  # fmt: skip


def _publish(
    staged: Path, made_in: Sequence[Format], executed: Mapping[str, NotebookNode], record: Return, prose: Prose,
    parameters: Mapping[str, Any], params: Params, options: Options, missed: list[str], kept: Path | None,
) -> NotebookNode:  # fmt: skip
    """Write report.ipynb and the report in every format into a folder; returns the notebook.

    A format in which the fonts lack a character is left out, with a warning, and nothing links to it. Files are taken from ``kept``
    where it has them, a folder with the same report.
    """
    identity = Identity(record.agency.id, record.year, declared.sha256((staged / "report.json").read_bytes()))
    identifier = "" if options.draft else str(identity)
    licence = package_metadata(params).get("licence")
    about = meta(record, prose, formats.downloads(made_in), licence, draft=options.draft, identifier=identifier)
    published = [notebook for stem, notebook in executed.items() if stem != notebooks.REVIEW]
    if options.draft:
        published.append(paper.findings(record, params))
    report = combine(published, about, parameters)
    _write(staged / "report.ipynb", nbformat.writes(report) + "\n")  # type: ignore[no-untyped-call]
    for each in made_in:
        try:
            if kept is not None and (kept / each.file).is_file():
                _write(staged / each.file, (kept / each.file).read_bytes())
            else:
                _export(each, report, params, staged / each.file, missed)
        except GlyphError as error:
            missed.append(f"没有生成{each.file}，其他文件照常生成。{error}")
            rest = [other for other in made_in if other is not each]
            return _publish(staged, rest, executed, record, prose, parameters, params, options, missed, kept)
    return report


def _write_paper(
    staged: Path, made_in: Sequence[Format], reviewed: NotebookNode, record: Return, prose: Prose,
    parameters: Mapping[str, Any], params: Params, options: Options, missed: list[str],
) -> None:  # fmt: skip
    """Write the reviewer's working paper, review.html, into a folder, with links to the files that are there."""
    made_in = [each for each in made_in if (staged / each.file).is_file()]
    page = next(each for each in made_in if each.id == PAGE)
    links = (("网页", page.file), *formats.downloads(made_in), ("生成记录（JSON）", proof.NAME))
    about = meta(record, prose, links, draft=options.draft)
    about = about.model_copy(update={"title": f"{prose.title}：审核底稿", "style": "paper", "linked": {}})
    _export(page, combine([reviewed], about, parameters), params, staged / "review.html", missed)


def _steps(params: Params, agency: str, year: int) -> Record | None:
    """The record of steps about a report; ``None`` if there is none.

    Raises:
        InputError: It cannot be read.
    """
    path = review_file.path(params.folder(agency), year)
    return review_file.load(path, params.name(path)) if path.is_file() else None


def _export(each: Format, notebook: NotebookNode, params: Params, path: Path, missed: list[str]) -> None:
    """Export a notebook in a format; adds what a reader would miss to ``missed``, without duplicates."""
    exporter = each.exporter(font_folders=[str(params.root / "fonts")])
    try:
        content, resources = exporter.from_notebook_node(notebook)
    except (FontError, RenderError):
        raise
    except Exception as error:  # a format of another package may raise anything
        msg = f"生成{each.file}时出错（{type(error).__name__}：{error}）；请检查提供输出格式“{each.id}”的软件包。"
        raise RenderError(msg) from error
    _write(path, content)
    missed += [sentence for sentence in resources["warnings"] if sentence not in missed]
