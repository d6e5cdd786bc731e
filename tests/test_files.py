"""Files and folders change whole or not at all, whatever fails and whoever reads meanwhile."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import files
from gongkai.files import folders
from tests.waiting import PATIENCE


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def names(folder: Path) -> list[str]:
    """What is directly in a folder."""
    return sorted(path.name for path in folder.iterdir())


def make(folder: Path, text: str) -> Path:
    """A folder with one file."""
    folder.mkdir()
    (folder / "report.html").write_text(text)
    return folder


def fail(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, *, on: int = 1, code: int = errno.ENOSPC) -> None:
    """Let a call of the system fail once, the ``on``-th time."""
    real, calls = getattr(owner, name), iter(range(1, 1000))

    def broken(*args, **kwargs):
        if next(calls) == on:
            raise OSError(code, os.strerror(code), "somewhere")
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, broken)


@pytest.fixture(params=["exchange", "renames"])
def way(request, monkeypatch):
    """Both ways of replacing a folder: in one step, and by two renames where the system has no such step."""
    if request.param == "renames":
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    elif sys.platform != "linux":
        pytest.skip("renameat2 is Linux's")
    return request.param


# Files


@given(text=st.text(st.characters(exclude_categories=["Cs"])), octets=st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_write(tmp_path, text, octets):
    """A file holds the bytes given, or the text as UTF-8 with its line ends, and nothing else is left."""
    files.write(tmp_path / "a", text, durable=False)
    files.write(tmp_path / "b", octets, durable=False)
    assert {"a": text.encode(), "b": octets} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_write_makes_folders(tmp_path):
    """Missing folders above a file are made."""
    files.write(tmp_path / "2024" / "a" / "x.txt", "一")
    assert {"2024/a/x.txt": "一"} == tree(tmp_path)


def test_json(tmp_path):
    """JSON is written as it is read, Chinese as it is; what has no form in JSON leaves the last file."""
    path = tmp_path / "x.json"
    files.write_json(path, {"机关": [1, None]})
    assert {"机关": [1, None]} == json.loads(path.read_text("utf-8"))
    assert '{\n  "机关": [\n    1,\n    null\n  ]\n}\n' == path.read_text("utf-8")
    with pytest.raises(TypeError):
        files.write_json(path, {"机关": object()})
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_permissions_are_kept(tmp_path):
    """A file that only its owner may read stays so; a new one is made as the system does."""
    path, plain = tmp_path / "a", tmp_path / "plain"
    path.write_text("一")
    path.chmod(0o600)
    files.write(path, "二")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    files.write(tmp_path / "new", "")
    plain.write_text("")
    assert plain.stat().st_mode == (tmp_path / "new").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_link_is_followed(tmp_path):
    """A link stays a link, and the file that it leads to changes."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("一")
    (tmp_path / "a").symlink_to(tmp_path / "real" / "a")
    files.write(tmp_path / "a", "二")
    assert (tmp_path / "a").is_symlink()
    assert {"a": "二"} == tree(tmp_path / "real")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_pipe_is_written_to(tmp_path):
    """What is no regular file is written to and not replaced."""
    os.mkfifo(tmp_path / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_text()))
    reader.start()
    files.write(tmp_path / "pipe", "一")
    reader.join(PATIENCE)
    assert (["一"], True) == (got, stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode))


STEPS = {
    "open": (Path, "open"), "sync": (os, "fsync"), "rename": (Path, "replace"),
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_failed_write_leaves_the_last(tmp_path, monkeypatch, step):
    """Whichever step fails, the last file is whole, nothing else is left, and the error names the file."""
    path = tmp_path / "x.json"
    path.write_text("一")
    with monkeypatch.context() as patch:
        fail(patch, *STEPS[step])
        with pytest.raises(OSError, match="No space left") as caught:
            files.write(path, "二")
    assert (str(path), {"x.json": "一"}) == (caught.value.filename, tree(tmp_path))
    assert f"不能读写“{path}”：磁盘已满；请检查后重试，或换一个位置。" == files.unusable(caught.value)


def test_folder_that_cannot_be_made(tmp_path, monkeypatch):
    """A folder above the file that cannot be made is reported as an error of the file."""
    with monkeypatch.context() as patch:
        fail(patch, Path, "mkdir", code=errno.EROFS)
        with pytest.raises(OSError, match="Read-only") as caught:
            files.write(tmp_path / "a" / "x", "一")
    assert (str(tmp_path / "a" / "x"), "磁盘是只读的") == (caught.value.filename, files.reason(caught.value))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_full_disk():
    """A full disk is reported as such."""
    with pytest.raises(OSError, match="No space left") as caught:
        files.write(Path("/dev/full"), "一")
    assert "磁盘已满" == files.reason(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [("长" * 100, "文件名太长"), ("file/x", "路径中有一段不是文件夹"), ("folder", "是一个文件夹")],
)
def test_reasons(tmp_path, name, said):
    """What a person can fix is reported in Chinese, about the requested file."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r".") as caught:
        files.write(tmp_path / name, "一")
    assert (said, str(tmp_path / name)) == (files.reason(caught.value), caught.value.filename)
    assert ["file", "folder"] == sorted(path.name for path in tmp_path.iterdir())


def test_longest_name(tmp_path):
    """A name as long as the system allows can be written, locked and replaced."""
    name = "a" * 255
    files.write(tmp_path / name, "一")
    with files.lock(tmp_path / name):
        pass
    with files.replaced(tmp_path / ("b" * 255)) as staged:
        (staged / "x").write_text("二")
    assert {name: "一", f"{'b' * 255}/x": "二"} == tree(tmp_path)


# Folders


def test_replace(tmp_path, way):
    """The new folder is where the old one was, and nothing else is left."""
    make(tmp_path / "a", "old")
    files.replace_folder(make(tmp_path / ".a.new", "new"), tmp_path / "a")
    assert {"a/report.html": "new"} == tree(tmp_path)
    assert ["a"] == names(tmp_path)


def test_first(tmp_path, way):
    """Where nothing was, the folder appears with all that is in it."""
    with files.replaced(tmp_path / "2024" / "a") as staged:
        (staged / "report.html").write_text("new")
        assert not (tmp_path / "2024" / "a").exists()
    assert {"2024/a/report.html": "new"} == tree(tmp_path)


def test_error_inside(tmp_path, way):
    """When what fills the new folder fails, the last good one stays and nothing is left of the new."""
    make(tmp_path / "a", "old")
    with pytest.raises(KeyboardInterrupt), files.replaced(tmp_path / "a") as staged:  # noqa: PT012
        (staged / "report.html").write_text("half")
        raise KeyboardInterrupt
    assert ({"a/report.html": "old"}, ["a"]) == (tree(tmp_path), names(tmp_path))


def test_failed_replace_keeps_the_old(tmp_path, way):
    """When the new folder cannot be put in place, the last good one stays."""
    make(tmp_path / "a", "old")
    with pytest.raises(OSError, match="No such file"):
        files.replace_folder(tmp_path / "nothing", tmp_path / "a")
    assert ({"a/report.html": "old"}, ["a"]) == (tree(tmp_path), names(tmp_path))


@pytest.mark.parametrize("on", [1, 2])
def test_failed_rename(tmp_path, monkeypatch, on):
    """Whichever of the two renames fails, the last good folder is back."""
    make(tmp_path / "a", "old")
    make(tmp_path / "b", "new")
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    with monkeypatch.context() as patch:
        fail(patch, Path, "rename", on=on, code=errno.EACCES)
        with pytest.raises(OSError, match="denied") as caught:
            files.replace_folder(tmp_path / "b", tmp_path / "a")
    assert str(tmp_path / "a") == caught.value.filename
    assert {"a/report.html": "old", "b/report.html": "new"} == tree(tmp_path)


def test_recover(tmp_path):
    """A process that died between the two renames is undone, also by the next replacement."""
    make(tmp_path / ".a.old", "old")
    files.recover(tmp_path / "a")
    assert {"a/report.html": "old"} == tree(tmp_path)
    (tmp_path / "a").rename(tmp_path / ".a.old")
    with pytest.raises(OSError, match="No such file"):
        files.replace_folder(tmp_path / "nothing", tmp_path / "a")
    assert {"a/report.html": "old"} == tree(tmp_path)


@given(name=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_staged_names(name):
    """What was prepared for a name is recognised as such, and nothing else is."""
    staged = files.staging(Path("outputs") / f"a{name}")
    assert f"a{name}" == files.is_staged(staged)
    assert [None] * 3 == [files.is_staged(Path(other)) for other in (f"a{name}", f".{name}.work", f".{name}.1.new")]


def test_writers_and_readers(tmp_path, way):
    """Four writers and two readers at once: readers find one writer's whole folder; only two renames may leave a gap."""
    target = make(tmp_path / "a", "0")
    (target / "second").write_text("0")
    stop, missing, mixed = threading.Event(), 0, 0

    def write(number):
        for turn in range(15):
            with files.replaced(target) as staged:
                for name in ("report.html", "second"):
                    (staged / name).write_text(f"{number}.{turn}")

    def read():
        nonlocal missing, mixed
        while not stop.is_set():
            missing += not os.path.lexists(target)
            with suppress(OSError):
                handle = os.open(target, os.O_RDONLY)
                try:
                    texts = []
                    for name in ("report.html", "second"):
                        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=handle)) as file:
                            texts.append(file.read())
                    mixed += texts[0] != texts[1]
                finally:
                    os.close(handle)

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert 0 == mixed
    assert way == "renames" or missing == 0
    assert ["a"] == names(tmp_path)
    assert {".14"} == {text[1:] for text in tree(target).values()}


def test_one_file_many_writers(tmp_path):
    """A reader finds one writer's whole text, never a part or none."""
    path = tmp_path / "x"
    texts = [f"{number}" * 200_000 for number in range(4)]
    files.write(path, texts[0])
    stop, wrong = threading.Event(), 0

    def read():
        nonlocal wrong
        while not stop.is_set():
            wrong += path.read_text() not in texts

    def write(text):
        for _ in range(20):
            files.write(path, text, durable=False)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert (0, ["x"]) == (wrong, names(tmp_path))


# Locks


def test_lock_excludes(tmp_path):
    """Only one holds a lock; who waits longer than it may learns what is locked; then it is free, and no file is left."""
    with files.lock(tmp_path / "a") as waited:
        assert waited is False
        with pytest.raises(files.LockedError) as caught, files.lock(tmp_path / "a"):
            pytest.fail("held twice")
        assert (str(tmp_path / "a"), "文件正在使用") == (caught.value.filename, files.reason(caught.value))
        with files.lock(tmp_path / "b"):
            pass
    with files.lock(tmp_path / "a"):
        pass
    assert [] == names(tmp_path)


def test_lock_counts(tmp_path):
    """Eight threads that read, wait and write a number under a lock lose none; all but the first waited."""
    counter, waits = tmp_path / "n", []
    counter.write_text("0")

    def add():
        with files.lock(counter, PATIENCE) as waited:
            waits.append(waited)
            number = int(counter.read_text())
            time.sleep(0.01)
            counter.write_text(str(number + 1))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ("8", True) == (counter.read_text(), any(waits))


def test_lock_that_another_user_left(tmp_path, monkeypatch):
    """A lock left behind by another user's dead process, which may only be read, blocks nobody and is removed."""
    (tmp_path / ".a.lock").write_text("1 somewhere\n")
    real = os.open

    def restricted(path, flags, *args, **kwargs):
        if str(path).endswith(".lock") and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "no", str(path))
        return real(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", restricted)
    with files.lock(tmp_path / "a") as waited:
        assert waited is False
    assert [] == names(tmp_path)


def test_lock_where_nothing_may_be_written(tmp_path, monkeypatch):
    """In a folder that may not be written, a lock is refused for that reason."""
    refused = os.open

    def open_(path, flags, *mode):
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "denied", str(path))
        return refused(path, flags, *mode)

    monkeypatch.setattr(os, "open", open_)
    with pytest.raises(PermissionError), files.lock(tmp_path / "a"):
        pass


def test_lock_ends_with_the_process(tmp_path):
    """A process that is killed holds nothing."""
    code = (
        "import sys, time; from pathlib import Path; from gongkai import files\n"
        "with files.lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "a")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"held\n" == process.stdout.readline()
        holders: list[str] = []
        with pytest.raises(files.LockedError) as caught, files.lock(tmp_path / "a", 0.1, holders.append):
            pytest.fail("held twice")
        holder = f"进程{process.pid}，在本机"
        assert (holder, [holder]) == (caught.value.holder, holders)
        process.kill()
    with files.lock(tmp_path / "a", PATIENCE):
        pass
    assert [] == names(tmp_path)
