"""The language of help pages: Chinese where the locale is, else English. Messages and progress are always Chinese."""

from __future__ import annotations

import os
import sys


def chinese() -> bool:
    """Whether the locale for messages is Chinese: by ``LC_ALL``, ``LC_MESSAGES`` or ``LANG``, on Windows without them by its own."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    if sys.platform == "win32":
        import locale

        return (locale.getlocale()[0] or "").startswith(("Chinese", "zh"))
    return False
