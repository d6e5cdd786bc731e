"""The exact messages of all rules about their bad fixtures; ``python -m tests.rules.messages`` writes ``messages.yaml``.

Levels and cells are in the fixtures; here are the sentences with their numbers, and where they point to. Read a difference before
you keep it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.rules import fixtures

if TYPE_CHECKING:
    from gongkai.rules import Finding

FILE = Path(__file__).with_name("messages.yaml")


def messages(path: Path) -> list[str]:
    """The messages of a fixture's rule: level, place, sentence, what to do, in one line each."""
    case = fixtures.read(path)
    return [_line(found) for found in case.findings() if found.rule == case.rule and found.outcome != "pass"]


def _line(found: Finding) -> str:
    waived = "，已认可" if found.waived else ""
    return f"{found.level} {found.outcome}{waived} {found.where or '-'}：{found.message}{found.todo}"


def main() -> None:
    """Write the file."""
    parts = []
    for path in fixtures.cases("bad"):
        lines = "".join(f"  - {_quoted(line)}\n" for line in messages(path))
        parts.append(f"{path.stem}:\n{lines}" if lines else f"{path.stem}: []\n")
    FILE.write_text("".join(parts), "utf-8")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
