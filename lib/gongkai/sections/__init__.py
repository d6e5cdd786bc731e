"""What notebooks call: ``load`` gives a section with its frames, passages, table and charts as blocks; ``charts`` draws."""

from gongkai.sections.loading import load

__all__ = ["load"]
