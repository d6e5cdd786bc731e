"""What an organ reports: the typed return, loading and saving.

Names are imported on first use (PEP 562), so that a command that only compares files imports neither pydantic nor the
forms.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.returns.errors import InputError, Problem, ReturnError, nearest
    from gongkai.returns.model import (
        MATTERS,
        Agency,
        Contact,
        Fact,
        Figure,
        Issue,
        Number,
        Passage,
        Return,
        Sections,
        SourceMap,
        Waiver,
        empty_cells,
    )
    from gongkai.returns.params import Params
else:

    def __getattr__(name: str) -> object:
        """A name of ``__all__`` from the first module that defines it; modules that import quickly are tried first."""
        from importlib import import_module

        if name in __all__:
            for module in ("errors", "params", "model"):
                if (found := getattr(import_module(f"{__name__}.{module}"), name, None)) is not None:
                    globals()[name] = found
                    return found
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)


__all__ = [
    "MATTERS",
    "Agency",
    "Contact",
    "Fact",
    "Figure",
    "InputError",
    "Issue",
    "Number",
    "Params",
    "Passage",
    "Problem",
    "Return",
    "ReturnError",
    "Sections",
    "SourceMap",
    "Waiver",
    "empty_cells",
    "nearest",
]
