"""The sections of a report: those already executed are kept, the others are executed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.pipeline import inputs as declared
from gongkai.pipeline import manifest as proof
from gongkai.pipeline import remains
from gongkai.run import fork_executor, notebooks, overrides, papermill_executor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from gongkai.pipeline import stability
    from gongkai.pipeline.job import Options, Progress
    from gongkai.returns import Return


def execute(
    folder: Path, beside: Sequence[Path], wanted: Mapping[str, str], record: Return, options: Options, parameters: Mapping[str, Any],
    hidden: Mapping[str, Any], progress: Progress, before: stability.Inputs,
) -> tuple[dict[str, str], dict[str, NotebookNode], dict[str, float], set[str]]:  # fmt: skip
    """Execute the section notebooks not yet executed; returns their keys, results and durations in seconds.

    A report, its draft and its preview have the same sections: those of the others (``beside``) are kept too.
    """
    where, work = notebooks.folder(), remains.work(folder)
    made = [(place, proof.read(place)) for place in (folder, *beside)]
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
        proof.write(work / f"{stem}.{keys[stem]}.ipynb", nbformat.writes(made) + "\n")  # type: ignore[no-untyped-call]
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
    with suppress(OSError, ValueError, nbformat.ValidationError):  # absent, or damaged by a power cut
        return nbformat.read(work / f"{stem}.{key}.ipynb", as_version=4)  # type: ignore[no-untyped-call, no-any-return]
    return None
