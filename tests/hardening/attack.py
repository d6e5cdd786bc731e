"""Let an input be read in a child process of measured and limited processor time and memory.

``python -m tests.hardening.attack SIZE SECONDS MINUTES`` reads from standard input which kinds of which inputs, as JSON, and prints a
line of JSON for each kind, until the minutes are over, but for one at least. The modules are imported once, and each kind is read in a
fork.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.hardening.kinds import INPUTS

MEMORY = 2_000 * 1024 * 1024
"""Address space that a child may have beyond its parent's: more than is allowed, so that a measure is given."""


@dataclass(frozen=True)
class Measured:
    """What reading a file came to.

    Attributes:
        input, kind: Which file.
        size: Its bytes.
        seconds: Processor time, of the child and of its children.
        megabytes: Peak of resident memory beyond what the parent had when it forked.
        outcome: ``read``, ``refused`` (a sentence), ``traceback``, or ``killed``.
        message: The sentence, or the last line of the traceback.
    """

    input: str
    kind: str
    size: int
    seconds: float
    megabytes: float
    outcome: str
    message: str = ""


def read(name: str, data: bytes, folder: Path) -> str:
    """Read a file as the command would; gives the sentence of a refusal, or nothing.

    Args:
        name: The input.
        data: Its bytes.
        folder: An empty folder.
    """
    from gongkai import importers
    from gongkai.returns import InputError, Params
    from tests.samples import AGENCY

    try:
        if name in {"txt", "html", "docx", "pdf", "xlsx", "json"}:
            path = folder / f"a.{name}"
            path.write_bytes(data)
            importers.read(path, agency=AGENCY, year=2021)
        elif name == "csv":
            from gongkai import ledger

            path = folder / "a.csv"
            path.write_bytes(data)
            ledger.tally(path, 2021)
        else:
            organ = folder / "params" / "lab-ju"
            organ.mkdir(parents=True)
            (organ / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
            if name == "section":
                said = data.decode()
                data = f"schema: 1\nyear: 2021\nsections:\n  problems: {said}\n".encode()
                (organ / "2020.yaml").write_bytes(data.replace(b"2021", b"2020", 1))
            (organ / "2021.yaml").write_bytes(data)
            from gongkai.review.check import check

            checked = check(Params(folder / "params"), "lab-ju", 2021)
            _render(checked)
    except InputError as error:
        return str(error)
    return ""


def _render(checked: object) -> None:
    """The page of the texts, as a build writes it."""
    from gongkai.document import html
    from gongkai.document.markdown import to_blocks
    from gongkai.document.metadata import Document, Meta
    from gongkai.prose import ProseError, render_texts

    try:
        prose = render_texts(checked.record, None)  # type: ignore[attr-defined]
    except ProseError:
        return
    blocks = [block for text in prose.sections().values() if text for block in to_blocks(text)]
    html.page(Document(meta=Meta(title="a"), blocks=tuple(blocks)))


def measure(name: str, kind: str, size: int, seconds: int) -> Measured:
    """Read a file of a kind in a fork.

    Args:
        name: The input.
        kind: The kind.
        size: Bytes, approximately.
        seconds: Processor time after which the child is killed.
    """
    data = INPUTS[name]()[kind](size)
    folder = Path(tempfile.mkdtemp(prefix="gongkai-hardening-"))
    before = _statm(1) // 1024
    back, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(back)
        outcome, message = "traceback", ""
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            now = _statm(0)
            resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
            message = read(name, data, folder)
            outcome = "refused" if message else "read"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is reported
            message = f"{type(error).__name__}: {error} " + "|".join(
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(error.__traceback__)[-6:]
            )
        with os.fdopen(out, "w") as file:
            json.dump([outcome, message[:800]], file)
        # The children of the child count, as it has waited for them.
        os._exit(0)
    os.close(out)
    with os.fdopen(back) as file:
        said = file.read()
    _, _, used = os.wait4(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    outcome, message = json.loads(said) if said else ("killed", "")
    return Measured(
        name, kind, len(data), round(used.ru_utime + used.ru_stime, 2), round(max(0, used.ru_maxrss - before) / 1024, 1), outcome, message
    )  # fmt: skip


def _statm(field: int) -> int:
    """Bytes of this process: 0 is its address space, 1 what is resident now."""
    return int(Path("/proc/self/statm").read_text().split()[field]) * resource.getpagesize()


HARMLESS = {"pdf": "words", "xlsx": "numbers in a form", "yaml": "comments"}
"""A kind of each input that any version reads at once; those without one have texts."""


def preload(name: str) -> None:
    """Import what reading an input needs, so that forks have it."""
    make = INPUTS[name]()[HARMLESS.get(name, "hanzi")]
    with tempfile.TemporaryDirectory(prefix="gongkai-hardening-") as folder, contextlib.suppress(Exception):
        read(name, make(10), Path(folder))


def main(size: str, seconds: str, minutes: str) -> None:
    """Print what each kind of each input came to, in the order in which they are named."""
    end = time.monotonic() + 60 * float(minutes)
    wanted = json.load(sys.stdin)
    for name in wanted:
        preload(name)
    gc.collect()
    for number, (name, kind) in enumerate((name, kind) for name, kinds in wanted.items() for kind in kinds):
        if number and time.monotonic() > end:
            break
        found = measure(name, kind, int(size), int(seconds))
        print(json.dumps(asdict(found), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
