"""A file from outside is read within its limits, in a child process."""

from __future__ import annotations

import os
import sys
import time
from contextlib import nullcontext

import pytest

from gongkai import limits
from gongkai.parsing import reader_pool, watchdog
from gongkai.parsing.errors import InputError, Problem, ReturnError
from tests.conftest import other_thread

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are set by the system")


def length(path):
    return path.name, len(path.read_bytes())


def pid(_path):
    return os.getpid()


def forever(_path):
    while True:
        pass


def large(_path):
    return bytearray(limits.READ_MEMORY * 2)


def refuse(path):
    raise ReturnError([Problem(path.name, 3, "a", "不对。")])


def surprise(_path):
    raise KeyError("a")


def die(_path):
    os._exit(1)


@pytest.fixture(params=["alone", "threads"], autouse=True)
def threads(request):
    """Each test runs in a process without other threads, which forks, and in one with them, which starts another."""
    with other_thread() if request.param == "threads" else nullcontext():
        yield


@pytest.fixture
def path(tmp_path):
    """A small file."""
    found = tmp_path / "报告.txt"
    found.write_bytes(b"abc")
    return found


def test_what_was_read_comes_back(path):
    """The result of the call comes back from another process."""
    assert ("报告.txt", 3) == watchdog.read(length, path)
    assert os.getpid() != watchdog.read(pid, path)


def test_endless_reading_ends(path, monkeypatch):
    """What takes longer than it may is a sentence with the file's name."""
    monkeypatch.setattr(limits, "READ_SECONDS", 1)
    clock = time.process_time()
    with pytest.raises(InputError, match=r"报告\.txt：读了1秒还没有读完"):
        watchdog.read(forever, path)
    assert time.process_time() - clock < 1


def test_memory_is_limited(path):
    """What takes more memory than it may is a sentence."""
    with pytest.raises(InputError, match="内存超过了限度"):
        watchdog.read(large, path)


def test_a_child_that_dies_is_seen(path):
    """A parser that crashes the process is a sentence too, and not one about time."""
    with pytest.raises(InputError, match="中途停止了"):
        watchdog.read(die, path)


def test_refusals_come_back_whole(path):
    """The problems of a refusal, with their lines, come back."""
    with pytest.raises(ReturnError) as caught:
        watchdog.read(refuse, path)
    assert (Problem("报告.txt", 3, "a", "不对。"),) == caught.value.problems


def test_bugs_come_back(path):
    """Other exceptions come back as they are."""
    with pytest.raises(KeyError):
        watchdog.read(surprise, path)


def test_large_files_have_more_time():
    """The time grows with the file, up to a limit."""
    times = [watchdog.seconds_for(size) for size in (0, limits.MB, 2 * limits.MB, 100 * limits.MB)]
    assert [10, 10, 20, 60] == times


def by_name(path):
    if path.stem == "b":
        raise ReturnError([Problem(path.name, 3, "a", "不对。")])
    if path.stem == "c":
        os._exit(1)
    return path.stem, os.getpid(), b"x" * 3_000_000


def test_several_files(tmp_path):
    """Each of several files is read in a child of its own; results and refusals come in their order."""
    paths = [tmp_path / f"{name}.txt" for name in "abcdefgh"]
    for path in paths:
        path.write_bytes(b"abc")
    found = list(reader_pool.read_all(by_name, paths, jobs=2))
    assert [ReturnError, InputError] == [type(item) for item in found[1:3]]
    assert [*"adefgh"] == [item[0] for item in found if isinstance(item, tuple)]
    assert 6 == len({item[1] for item in found if isinstance(item, tuple)} - {os.getpid()})


def test_nobody_wants_the_rest(tmp_path, monkeypatch):
    """Children whose results nobody takes are ended and reaped."""
    begun = []

    class Recorded(watchdog.Child):
        def __init__(self, *args):
            super().__init__(*args)
            begun.append(self)

    monkeypatch.setattr(reader_pool, "Child", Recorded)
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    results = reader_pool.read_all(by_name, [path] * 4, jobs=4)
    assert "a" == next(results)[0]
    results.close()  # type: ignore[attr-defined]
    assert [False] * len(begun) == [child.is_running for child in begun]
