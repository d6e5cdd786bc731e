"""A merge in progress, and its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai.drafting.changes import Change, shown

if TYPE_CHECKING:
    from gongkai.returns.model import Return


@dataclass(frozen=True)
class Merge:
    """A merge that has not been written.

    Attributes:
        text: The file's new text.
        changes: What changes, in the order of the form.
        kept: Chinese sentences about what the source has and the merge does not take.
        unread: How many numbers stay because what the source has in their place cannot be read.
    """

    text: str
    changes: tuple[Change, ...]
    kept: tuple[str, ...] = ()
    unread: int = 0


@dataclass
class Work:
    """A merge in progress: the keys to write, the return that reading them must give, and what to tell."""

    own: Return
    source: Return
    base: Return | None
    keys: dict[str, Any] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unread: int = 0

    def change(
        self, path: str, said: str, old: object, new: object, *, both: bool = False, wanted: str | None = None
    ) -> None:
        """Record a change."""
        self.changes.append(Change(path, said, None if old is None else shown(old), shown(new), both, wanted))

    def is_news(self, new: object, old: object, was: object) -> bool:
        """Whether the source says something that the file does not say already, and did not just come back with it."""
        return new is not None and new != old and not (self.base is not None and new == was and old is not None)

    def changed_in_both(self, old: object, was: object) -> bool:
        """Whether the file, too, was changed there since the source was written from it."""
        return self.base is not None and old is not None and old != was
