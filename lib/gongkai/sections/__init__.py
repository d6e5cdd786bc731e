"""What notebooks call: ``load`` gives a section with its frames, passages, table and charts as blocks; ``charts`` draws.

``load`` is imported when it is used (PEP 562): what reads a notebook's sources needs this package, but no section.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.sections.loading import load
else:

    def __getattr__(name: str) -> object:
        """``load``, from its module."""
        if name == "load":
            from gongkai.sections.loading import load

            return load
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)


__all__ = ["load"]
