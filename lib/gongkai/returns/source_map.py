"""Where the parts of a return are in its file."""

from __future__ import annotations

from pydantic import Field

from gongkai.returns.base import Model


class SourceMap(Model):
    """Where a return was read from: file as given, and the line (from 1) of each key path; see :mod:`~gongkai.parsing.yaml`."""

    file: str | None = None
    lines: dict[str, int] = Field(default_factory=dict)

    def where(self, path: str, line: int | None = None) -> str | None:
        """``file:line`` of the path, or of its nearest ancestor with a line.

        Args:
            path: Key path.
            line: A line of the text at the path, counted from 1; ignored unless the text is a literal block.
        """
        if self.file is None:
            return None
        if line is not None and (first := self.lines.get(f"{path}|")) is not None:
            return f"{self.file}:{first + line - 1}"
        parts = path.split(".")
        for end in range(len(parts), 0, -1):
            line = self.lines.get(".".join(parts[:end]))
            if line is not None:
                return f"{self.file}:{line}"
        return self.file
