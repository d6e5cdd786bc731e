"""What the preview notices: everything that a report can be made from, and nothing else."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.example import AGENCY, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytest.importorskip("watchfiles", reason="the environment is older than requirements.lock: run make again")

from watchfiles import Change

from gongkai.review.preview import watching

INPUTS = (
    f"params/{AGENCY}/agency.yaml",
    f"params/{AGENCY}/2019.published.yaml",
    f"params/{AGENCY}/2020.yaml",
    f"params/{AGENCY}/2020/photo.jpg",
    f"params/{AGENCY}/2021/new-folder/photo.jpg",
    "params/member/2020.yaml",
    "params/lexicon.yaml",
    "params/release.yaml",
    "params/forms/2027.yaml",
    "params/fonts/ours/one.ttf",
    "notebooks/03_requests.ipynb",
    f"notebooks/overrides/{AGENCY}/03_requests.ipynb",
    "gongkai.toml",
    "requirements.lock",
)
OTHERS = (
    f"params/{AGENCY}/.2020.yaml.swp",
    f"params/{AGENCY}/2020.yaml~",
    "params/.cache/checks.sqlite",
    "notebooks/.ipynb_checkpoints/03_requests-checkpoint.ipynb",
    "outputs/2020/report.html",
    "README.md",
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project below a folder with a dot."""
    folder = tmp_path / ".projects" / "年报"
    for name in (f"params/{AGENCY}/2020", "params/member", "params/forms", "notebooks/overrides", "outputs/2020"):
        (folder / name).mkdir(parents=True)
    (folder / "notebooks" / "00_preface.ipynb").write_text("{}")
    mark(folder)
    monkeypatch.chdir(folder)
    return folder


def write(path: Path) -> None:
    """Write a file as editors do: beside its place, and renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_text("x")
    aside.replace(path)


async def missed(params: Path, acts: Sequence[Callable[[], object]]) -> list[int]:
    """Numbers of the acts that are not noticed, each done when nothing has been noticed for a while."""
    found: asyncio.Queue[None] = asyncio.Queue()
    task = asyncio.create_task(watching.watch(params, lambda: found.put_nowait(None)))
    numbers = []
    while found.empty():  # until it watches
        (params / "lexicon.yaml").touch()
        await asyncio.sleep(0.05)
    for number, act in enumerate(acts):
        try:
            while True:
                await asyncio.wait_for(found.get(), 0.2)
        except TimeoutError:
            act()
        try:
            await asyncio.wait_for(found.get(), 60)
        except TimeoutError:
            numbers.append(number)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return numbers


def test_inputs(project: Path) -> None:
    """A change of any input is noticed, in a new folder too, and so is that a file is gone."""
    acts: list[Callable[[], object]] = [
        *(partial(write, project / name) for name in INPUTS),
        (project / INPUTS[2]).unlink,
    ]
    assert [] == asyncio.run(missed(project / "params", acts))


@pytest.mark.parametrize(("names", "expected"), [(INPUTS, True), (OTHERS, False)])
def test_what_counts(project: Path, names: Sequence[str], expected: bool) -> None:
    """What editors, Jupyter and Gongkai itself write beside the inputs does not count, whatever the folders above are called."""
    folders = [project / "params", project / "notebooks"]
    counts = watching.visible(folders)
    for name in names:
        path = project / name
        deep = any(path.is_relative_to(folder) for folder in folders)
        assert expected == (counts if deep else watching.settings)(Change.modified, str(path)), name
