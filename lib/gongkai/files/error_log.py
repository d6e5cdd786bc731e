"""The log of errors that a person does not see: a file in the user's state folder."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path

from gongkai.files.atomic import write

_NAME = "errors.log"
_LOG_BYTES = 256_000
"""Maximum size in bytes of the log; the oldest entries go first."""
_ENTRY = 20_000
"""Maximum number of characters of an entry."""
_SEPARATOR = "-" * 72


def log(error: BaseException, command: str) -> Path | None:
    """Add an error to the log: its traceback, versions and the command's name, neither its arguments nor values.

    Returns:
        The log; ``None`` if it cannot be written.
    """
    import datetime as dt
    import platform
    import traceback
    from importlib import metadata

    said = "".join(traceback.format_exception(error))
    said = said.replace(str(Path.home()), "~") if _has_home() else said
    if len(said) > _ENTRY:
        said = f"{said[: _ENTRY // 2]}\n…\n{said[-_ENTRY // 2 :]}"
    entry = (
        f"{_SEPARATOR}\n{dt.datetime.now(dt.UTC).isoformat(timespec='seconds')} gongkai {metadata.version('gongkai')} {command}\n"
        f"Python {platform.python_version()}, {platform.platform()}\n{said}"
    )
    try:
        path = _folder() / _NAME
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = path.read_text("utf-8", "replace") if path.is_file() else ""
        kept = (before + entry)[-_LOG_BYTES // 2 :] if len(before) + len(entry) > _LOG_BYTES // 2 else before + entry
        write(path, kept.encode("utf-8", "replace"), durable=False)
        with suppress(OSError):
            path.chmod(0o600)
    except (OSError, RuntimeError):  # a full disk, no home
        return None
    return path


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_path("gongkai", appauthor=False))


def _has_home() -> bool:
    try:
        return len(str(Path.home())) > 1
    except RuntimeError:
        return False


def quietly(error: BaseException | None, process: str) -> None:
    """Log an error of which the command itself says what matters, whatever happens.

    Args:
        error: What ended a thread, or was raised where Python cannot pass it on (a removed object's callback).
        process: What this process does, for the log.
    """
    if error is not None and not isinstance(error, (BrokenPipeError, SystemExit)):
        with suppress(Exception):
            log(error, process)


def quieten(process: str) -> None:
    """Log such errors from now on, where Python would print them."""
    threading.excepthook = lambda args: quietly(args.exc_value, process)
    sys.unraisablehook = lambda args: quietly(args.exc_value, process)
