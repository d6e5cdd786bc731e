"""The texts as they will be published: placeholders filled, standard sentences where nothing was written."""

from gongkai.prose.names import namespace
from gongkai.prose.publish import SLOTS, Prose, Published, publish, slots
from gongkai.prose.standard import MISSING
from gongkai.prose.template import ProseError, fill
from gongkai.prose.written import find, written

__all__ = [
    "MISSING",
    "SLOTS",
    "Prose",
    "ProseError",
    "Published",
    "fill",
    "find",
    "namespace",
    "publish",
    "slots",
    "written",
]
