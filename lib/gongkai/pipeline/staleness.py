"""Whether a report has to be rebuilt: hashes of its inputs and outputs are compared with its manifest.

Unchanged files are not parsed, and neither executors nor rules nor renderers are imported: most builds find nothing
to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.document.errors import FontError
from gongkai.pipeline import inputs, manifest
from gongkai.pipeline.job import Options, Result
from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from gongkai.returns import Params


def reasons(params: Params, agency: str, year: int, out: Path, *, draft: bool = False) -> list[str]:
    """Why a report is stale, a Chinese phrase each; empty if its outputs are current and complete.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        year: Report year.
        out: Folder of outputs.
        draft: Whether to compare with a draft.

    Raises:
        InputError: There is no such organ, year or font set, or one of its files cannot be read.
    """
    folder = Options(draft=draft).folder(out, agency, year)
    made = manifest.read(folder)
    found = inputs.of_report(params, agency, year, made.inputs if made is not None else None)
    return manifest.changes(made, folder, wanted(found, inputs.of_record(params, agency, year), draft=draft))


def wanted(found: Mapping[str, str], record: Mapping[str, str], *, draft: bool) -> dict[str, str]:
    """The inputs of the report or its draft, named as in the manifest; drafts do not show the record of steps."""
    return {**found, **({} if draft else record), **inputs.of_publishing(draft=draft)}


def changed_content(
    found: Mapping[str, str], made: manifest.Manifest | None, folder: Path, record: Mapping[str, str]
) -> list[str]:
    """Like :func:`reasons`, for what is published: a new step in the record only concerns the working paper.

    Args:
        found: Digests of the present inputs.
        made: The manifest of the last build.
        folder: Folder of the outputs.
        record: The record of steps as an input.
    """
    if made is not None:
        made = replace(made, inputs={name: value for name, value in made.inputs.items() if name not in record})
    return manifest.changes(made, folder, wanted(found, {}, draft=False))


def current(params: Params, agency: str, year: int, out: Path, options: Options) -> Result | None:
    """The result of a report that is current; ``None`` if it must be built, or if its inputs are wrong."""
    if options.force or options.strict:
        return None
    try:
        stale = reasons(params, agency, year, out, draft=options.draft)
    except (InputError, FontError, OSError):
        return None
    if stale:
        return None
    made = manifest.read(options.folder(out, agency, year))
    return Result(agency, year, "skipped", findings=dict(made.findings) if made is not None else {})


def organ_name(params: Params, agency: str, years: Iterable[int], out: Path) -> str:
    """Full name of an organ, from a manifest made from the same ``agency.yaml`` if there is one, else from the file.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        years: Report years whose manifests are read.
        out: Folder of outputs.

    Raises:
        InputError: ``agency.yaml`` is wrong.
    """
    path = params.folder(agency) / "agency.yaml"
    same = {params.name(path): inputs.sha256(path.read_bytes()), "lib": inputs.lib_digest()}
    for year in years:
        made = manifest.read(out / str(year) / agency)
        if made is not None and made.name and same.items() <= made.inputs.items():
            return made.name
    return params.agency(agency).name
