"""Check many returns: what did not change is taken from the store, the others are checked in several processes."""

from __future__ import annotations

import gc
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.parsing.reader_pool import processors
from gongkai.returns import InputError, Params
from gongkai.returns.snapshot import Snapshot
from gongkai.review.check import Checked, check
from gongkai.review.store import Store, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Job = tuple[str, int, str]
    Done = tuple[str, int, str, bytes | str]

FEW = 100
"""Up to so many returns are checked without a store and in this process: that takes a few seconds."""

_LEAST, _MOST = 48, 300
"""Returns of a task, about: the more, the fewer files are read by several processes, the fewer, the sooner all are busy."""


def check_many(
    params: Params, wanted: Sequence[tuple[str, int]], jobs: int | None = None, *, keep: bool = True
) -> Iterator[Checked | InputError]:
    """Check returns in the order given; an error for each that cannot be read.

    From more than :data:`FEW` on, results come from the store or go into it; they lack texts, facts and figures then.

    Args:
        params: Inputs.
        wanted: Organs and years.
        jobs: How many processes; by default as many as this one may use processors.
        keep: Whether the store may be used; without it, results are whole.
    """
    if len(wanted) <= FEW or not keep:
        for agency, year in wanted:
            try:
                yield check(params, agency, year)
            except InputError as error:
                yield error
        return
    with Store(Snapshot(params)) as store:
        found: dict[tuple[str, int], Checked | InputError] = {}
        stale: list[Job] = []
        for agency, year in wanted:
            try:
                key = store.key(agency, year)
            except (InputError, OSError):
                key = ""  # the check itself says what is wrong
            known = store.get(agency, year, key) if key else None
            if known is None:
                stale.append((agency, year, key))
            else:
                found[agency, year] = known
        for batch in _checked(params, stale, jobs or processors()):
            store.put(
                (agency, year, key, entry) for agency, year, key, entry in batch if key and isinstance(entry, bytes)
            )
            for agency, year, _, entry in batch:
                found[agency, year] = decode(entry) if isinstance(entry, bytes) else InputError(entry)
        store.prune(params.agencies)
    for pair in wanted:
        yield found[pair]


def _checked(params: Params, stale: Sequence[Job], jobs: int) -> Iterator[list[Done]]:
    """The results of stale returns, batch by batch; a process that dies leaves its work to this one."""
    size = min(max(len(stale) // (4 * jobs), _LEAST), _MOST)
    batches = list(_batches(_with_members(params, stale), size))
    if jobs > 1 and len(batches) > 1 and "fork" in multiprocessing.get_all_start_methods():
        done = 0
        first = [job for job in batches[0] if job[0] == batches[0][0][0]]
        batches[0] = batches[0][len(first) :]
        yield _work(params, first)  # forms and words are read before the processes are forked, not by each
        try:
            with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
                for result in pool.map(_work, [params] * len(batches), batches):
                    done += 1
                    yield result
        except BrokenProcessPool:
            batches = batches[done:]
        else:
            return
    for batch in batches:
        yield _work(params, batch)


def _with_members(params: Params, stale: Sequence[Job]) -> list[list[list[Job]]]:
    """The returns of each organ, by government, whose own come last: who checks them has read all of its members'."""
    organs = [list(years) for _, years in groupby(stale, key=lambda job: job[0])]
    try:
        governments = {id_: params.agency(id_).members for id_ in params.governments}
    except InputError:
        return [[years] for years in organs]  # the check of that government says what is wrong
    above = {member.id: id_ for id_, members in governments.items() for member in members}

    def place(years: list[Job]) -> tuple[str, bool]:
        organ = years[0][0]
        return (organ, True) if organ in governments else (above.get(organ, ""), False)

    ordered = sorted(organs, key=place)
    return [list(group) for _, group in groupby(ordered, key=lambda years: place(years)[0])]


def _batches(groups: Iterable[Sequence[list[Job]]], size: int) -> Iterator[list[Job]]:
    """Tasks of about ``size`` returns, at most twice as many in a group.

    Those of an organ stay together, as each is compared with the one before, and those of a government and its members, which
    would be read again elsewhere.
    """
    batch: list[Job] = []
    for group in groups:
        for years in group:
            if len(batch) >= 2 * size:
                yield batch
                batch = []
            batch += years
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _work(params: Params, batch: Sequence[Job]) -> list[Done]:
    """Check a batch; each result is an entry of the store, or what is wrong with an input."""
    found: list[Done] = []
    same = Snapshot(params)
    with uncollected():
        for agency, year, key in batch:
            try:
                found.append((agency, year, key, encode(check(same, agency, year))))
            except InputError as error:
                found.append((agency, year, key, str(error)))
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cyclic garbage, which takes a tenth of the time and finds none: returns have no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
