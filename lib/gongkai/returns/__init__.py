"""What an organ reports: the typed return, loading and saving."""

from gongkai.returns.errors import InputError, Problem, ReturnError, nearest, reason, unusable
from gongkai.returns.model import (
    LEVELS,
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
    Source,
    Waiver,
    empty_cells,
)
from gongkai.returns.params import Params

__all__ = [
    "LEVELS",
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
    "Source",
    "Waiver",
    "empty_cells",
    "nearest",
    "reason",
    "unusable",
]
