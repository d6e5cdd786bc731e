"""A synthetic jurisdiction: organs of all levels, years across a change of the form, prose, and planted defects.

For first trials, tests and benchmarks. Every organ is in 演示省, which does not exist, and every preface says that the report is
synthetic. The same plan gives the same returns.
"""

from __future__ import annotations

from gongkai.demo.make import Made, Plan, known_rules, make, smallest, unplantable
from gongkai.demo.save import KEY, PAPERS, write

__all__ = ["KEY", "PAPERS", "Made", "Plan", "known_rules", "make", "smallest", "unplantable", "write"]
