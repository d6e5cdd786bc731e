"""The interface for notebooks: ``load`` gives a section with its frames, passages, table and charts; ``charts`` draws.

``load`` is imported on first use (PEP 562): reading a notebook's sources needs this package, but no section.
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
