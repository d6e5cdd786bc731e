"""The register of requests 台账 and what it says: table 3, deadlines, fees."""

from gongkai.ledger.deadline import Deadline, add_working_days, deadlines
from gongkai.ledger.fee import Fee, fee, fees
from gongkai.ledger.register import Entry, Register
from gongkai.ledger.tally import Difference, LedgerResult, compare, tally

__all__ = [
    "Deadline",
    "Difference",
    "Entry",
    "Fee",
    "LedgerResult",
    "Register",
    "add_working_days",
    "compare",
    "deadlines",
    "fee",
    "fees",
    "tally",
]
