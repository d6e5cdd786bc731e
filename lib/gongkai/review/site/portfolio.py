"""Writing the pages of governments: one that is up to date is not made again, one whose members are gone is removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from gongkai.pipeline import inputs
from gongkai.pipeline.job import Options
from gongkai.returns import InputError
from gongkai.review.portfolio.load import assemble, read, reports
from gongkai.review.portfolio.save import NAME, save
from gongkai.review.site.portfolio_page import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gongkai.document.fonts import FontSet
    from gongkai.returns import Params

FOLDER = "portfolio"
"""Folder of the pages in the site; each government has one of its own in it."""

PAGE = "index.html"


@dataclass
class Governments:
    """The pages that were written.

    Attributes:
        tops: Address in the site and name of each government that no other with a page adds up.
        record: Digest of what each page was made from, by its address.
        refused: Why a government has no page.
    """

    tops: list[tuple[str, str]] = field(default_factory=list)
    record: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def write(
    params: Params, out: Path, site: Path, known: Mapping[str, str], put: Callable[[Path, str], None]
) -> Governments:
    """Write the page and the data of each government with members that have returns; unchanged ones are left.

    Args:
        params: Inputs.
        out: Folder of outputs, to whose reports the numbers lead.
        site: Folder of the site.
        known: Digests of what its pages were made from the last time.
        put: Writes a page.

    Raises:
        OSError: A file cannot be written.
    """
    done = Governments()
    wanted: dict[str, tuple[tuple[int, ...], list[tuple[str, int]]]] = {}
    sets: dict[str, FontSet] = {}
    every = sorted({year for id_ in params.agencies for year in params.years(id_)}) if _governments(params) else []
    for top in _governments(params):
        try:
            found = reports(params, top, every)
            sets[top] = inputs.font_set(
                params, top
            )  # one that is missing is refused before other pages lead to its page
        except InputError as error:
            done.refused.append(str(error))
            continue
        if any(id_ != top for id_, _ in found):
            wanted[top] = (tuple(sorted({year for _, year in found})), found)
    keys = _keys(params, out, {pair for _, found in wanted.values() for pair in found})
    stale = []
    for top, (_, found) in wanted.items():
        address = _address(top)
        done.record[address] = inputs.sha256(repr((inputs.lib_digest(), inputs.environment_digest(), sorted(wanted), sets[top].digest, _about(params, top), [(pair, keys[pair]) for pair in found])).encode())  # fmt: skip
        if known.get(address) != done.record[address] or not (site / address).is_file():
            stale.append(top)
    rows = read(params, sorted({pair for top in stale for pair in wanted[top][1]}), out)
    for top in stale:
        try:
            made = assemble(params, top, wanted[top][0], rows)
        except InputError as error:
            done.refused.append(str(error))
            del done.record[_address(top)], wanted[top]
            continue
        folder = site / FOLDER / top
        folder.mkdir(parents=True, exist_ok=True)
        written = save(made, folder)
        fonts = sets[top].files
        lower = [
            (f"../{quote(id_)}/{PAGE}", params.agency(id_).name)
            for id_ in dict.fromkeys(made.frame["代号"])
            if id_ in wanted and id_ != top
        ]
        put(folder / PAGE, page(made, folder.absolute(), written, fonts, lower))
    below = {id_ for top, (_, found) in wanted.items() for id_, _ in found if id_ != top}
    done.tops = [(quote(_address(top)), params.agency(top).name) for top in wanted if top not in below]
    _tidy(site / FOLDER, set(wanted))
    return done


def _governments(params: Params) -> list[str]:
    """Ids of the organs with members; without those whose file is wrong, which the first page says."""
    try:
        return list(params.governments)
    except InputError:
        found = []
        for id_ in params.agencies:
            try:
                if params.agency(id_).members:
                    found.append(id_)
            except InputError:
                continue
        return found


def _keys(params: Params, out: Path, pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """A digest of all that the row of a return is made from."""
    hashes: dict[Path, str] = {}
    found = {}
    for id_, year in pairs:
        is_built = (Options().folder(out, id_, year) / "report.html").is_file()
        try:
            paths = params.files(id_, year)
        except InputError as error:
            found[id_, year] = str(error)
            continue
        for path in paths:
            if path not in hashes:
                hashes[path] = inputs.sha256(path.read_bytes())
        found[id_, year] = inputs.sha256(repr((is_built, [(path.name, hashes[path]) for path in paths])).encode())
    return found


def _about(params: Params, top: str) -> str:
    return inputs.sha256((params.folder(top) / "agency.yaml").read_bytes())


def _address(top: str) -> str:
    return f"{FOLDER}/{top}/{PAGE}"


def _tidy(folder: Path, wanted: set[str]) -> None:
    """Remove the pages and data of governments that have none any more."""
    for path in folder.glob("*/*"):
        if path.parent.name not in wanted and (path.name == PAGE or path.stem == NAME):
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
