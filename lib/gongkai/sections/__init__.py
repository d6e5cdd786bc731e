"""The interface for notebooks: ``load`` gives a section with its frames, passages, table and charts; ``charts`` draws.

``select`` chooses organ and year for all notebooks. Both are imported on first use (PEP 562): reading a notebook's sources
needs this package, but no section.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.sections.loading import load, select
else:

    def __getattr__(name: str) -> object:
        """``load`` or ``select``, from their module."""
        if name in __all__:
            from gongkai.sections import loading

            return getattr(loading, name)
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)


__all__ = ["load", "select"]
