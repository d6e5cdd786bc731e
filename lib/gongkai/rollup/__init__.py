"""The roll-up 汇总 of a government: its members' sums, how they differ from what was typed, and what to write."""
