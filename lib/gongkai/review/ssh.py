"""SSH signatures by ssh-keygen, as git uses them: optional, and checked with a file of names and public keys.

Source: https://man.openbsd.org/ssh-keygen.1 (``-Y sign``, ``-Y verify``, ALLOWED SIGNERS)
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE = "gongkai"
"""What signatures are for: one of a commit or a mail is not one of a report."""

_SECONDS = 60
"""Maximum seconds for a signature; a key may ask for its passphrase or a touch."""


def sign(payload: bytes, key: Path) -> str:
    """The armored signature of a payload.

    Args:
        payload: What is signed.
        key: The private key, or the public key of one that an agent holds.

    Raises:
        InputError: There is no ssh-keygen, or it refuses.
    """
    if not key.is_file():
        msg = f"没有找到密钥文件“{key}”；请检查 --key，或用 ssh-keygen 建立一个。"
        raise InputError(msg)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "payload"
        file.write_bytes(payload)
        done = _run(["sign", "-f", str(key.absolute()), "-n", NAMESPACE, str(file)], stdin=None)
        signed = file.with_name("payload.sig")
        if done.returncode or not signed.is_file():
            msg = f"没有签成：ssh-keygen说“{_said(done)}”；请检查密钥“{key}”和它的口令。"
            raise InputError(msg)
        return signed.read_text("ascii")


def problem(payload: bytes, signature: str, name: str, at: dt.datetime, signers: Path) -> str | None:
    """Why a signature does not hold, in Chinese; ``None`` if it does.

    Args:
        payload: What was signed.
        signature: The armored signature.
        name: Who is said to have signed: a name in the file of signers.
        at: When: the key must have been valid then.
        signers: The file of names and public keys.

    Raises:
        InputError: There is no ssh-keygen.
    """
    if not signature:
        return f"没有{name}的SSH签名"
    if name.startswith("-") or not set(name).isdisjoint(',"*?!'):
        return f"“{name}”不能作为签名人的名称"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "signature"
        file.write_text(signature, "utf-8")
        moment = f"{at.astimezone(dt.UTC):%Y%m%d%H%M%S}"
        done = _run(
            [
                "verify",
                "-f",
                str(signers.absolute()),
                "-I",
                name,
                "-n",
                NAMESPACE,
                "-s",
                str(file),
                f"-Overify-time={moment}",
            ],
            stdin=payload,
        )
    return None if done.returncode == 0 else f"{name}的SSH签名不对（{_said(done)}）"


def _run(arguments: Sequence[str], stdin: bytes | None) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen; times are UTC.

    Raises:
        InputError: It is not installed, or does not end.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        msg = "没有找到ssh-keygen，不能签名，也不能检查SSH签名；请安装OpenSSH。"
        raise InputError(msg)
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603 - the program found in PATH, no shell
            [program, "-Y", *arguments], input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True, check=False, timeout=_SECONDS, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        msg = f"ssh-keygen等了{_SECONDS}秒没有结束；请检查密钥的口令和ssh-agent。"
        raise InputError(msg) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The last line that a program said."""
    lines = (done.stderr or done.stdout).decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), f"退出码{done.returncode}")
