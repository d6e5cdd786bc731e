"""Reading the parts of an input file; what is wrong in it is collected and reported together."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from gongkai import limits
from gongkai.parsing import invalid
from gongkai.returns.errors import Problem, ReturnError, nearest


class Reader:
    """Collects the problems of one file while its parts are read."""

    def __init__(self, file: str, lines: dict[str, int]) -> None:
        """Read ``file``; ``lines`` gives the line of each key path."""
        self.file, self.lines = file, lines
        self.problems: list[Problem] = []

    def problem(self, path: str, message: str) -> None:
        """Record a problem at a key path."""
        above = path
        while above not in self.lines and "." in above:
            above = above.rpartition(".")[0]
        self.problems.append(Problem(self.file, self.lines.get(above), path, message))

    def mapping(self, data: Any, path: str, known: tuple[str, ...] | None = None) -> dict[str, Any]:
        """``data`` as a mapping with known keys; otherwise records a problem."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.problem(path, f"“{path}”应当是“键: 值”的形式。")
            return {}
        for key in data:
            if known is not None and key not in known:
                self.problem(f"{path}.{key}" if path else key, f"不认识的键“{key}”{nearest(key, known)}")
        return {key: value for key, value in data.items() if known is None or key in known}

    def entries(self, data: Any, path: str, most: int = limits.ENTRIES) -> dict[str, Any]:
        """``data`` as a mapping of at most so many keys, whatever they are; otherwise records a problem."""
        found = self.mapping(data, path)
        if len(found) <= most:
            return found
        self.problem(path, f"“{path}”有{len(found)}项，最多{most}项；请检查是不是放错了文件。")
        return {}

    def items(self, data: Any, path: str) -> list[Any]:
        """``data`` as a list, of at most so many items; otherwise records a problem."""
        if isinstance(data, list) and len(data) > limits.ENTRIES:
            self.problem(path, f"“{path}”有{len(data)}项，最多{limits.ENTRIES}项；请检查是不是放错了文件。")
            return []
        if data is None or isinstance(data, list):
            return data or []
        self.problem(path, f"“{path}”应当是列表；每一项另起一行，前面写“- ”。")
        return []

    def done(self) -> None:
        """Raise if there were problems.

        Raises:
            ReturnError: With every problem of the file, in line order.
        """
        if self.problems:
            raise ReturnError(sorted(self.problems, key=lambda p: p.line or 0))


def typed(reader: Reader, kind: type[Any], data: Any, path: str) -> Any:
    """Build a model; its validation errors become problems with lines."""
    if not isinstance(data, dict):
        reader.problem(path, f"“{path}”应当是“键: 值”的形式。")
        return None
    try:
        return invalid.model(kind, data)
    except ValidationError as error:
        reported = set()
        for item in error.errors():
            loc = [str(part) for part in item["loc"] if part not in {"int", "decimal"}]  # the type that pydantic tried
            at = ".".join([path, *loc] if path else loc)
            message = invalid.sentence(item, kind, path)
            if (at, message) not in reported:
                reader.problem(at, message)
            reported.add((at, message))
        return None
