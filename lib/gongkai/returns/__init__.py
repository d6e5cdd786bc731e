"""What an organ reports: the typed return, loading and saving."""

from gongkai.returns.errors import InputError, Problem, ReturnError, nearest, reason, unusable
from gongkai.returns.model import (
    FIGURES,
    LEVELS,
    MATTERS,
    Agency,
    Contact,
    Fact,
    Figure,
    FigureKind,
    Issue,
    Number,
    Passage,
    Return,
    Sections,
    Source,
    Waiver,
    empty_cells,
)
from gongkai.returns.params import Params

__all__ = [
    "FIGURES",
    "LEVELS",
    "MATTERS",
    "Agency",
    "Contact",
    "Fact",
    "Figure",
    "FigureKind",
    "InputError",
    "Issue",
    "Number",
    "Params",
    "Passage",
    "Problem",
    "Return",
    "ReturnError",
    "Sections",
    "Source",
    "Waiver",
    "empty_cells",
    "nearest",
    "reason",
    "unusable",
]
