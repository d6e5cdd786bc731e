"""The texts as they will be published: placeholders filled, standard sentences where nothing was written."""

from gongkai.prose.publish import SLOTS, Prose, Published, publish, slots
from gongkai.prose.standard import MISSING
from gongkai.prose.template import ProseError, fill, namespace, place

__all__ = ["MISSING", "SLOTS", "Prose", "ProseError", "Published", "fill", "namespace", "place", "publish", "slots"]
