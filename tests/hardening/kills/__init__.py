"""Builds that are killed, or run at the same time, while readers look: what may be lost is nothing."""
