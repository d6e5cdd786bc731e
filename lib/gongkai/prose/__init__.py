"""The texts as they will be published: placeholders filled in, standard sentences where nothing was written."""

from gongkai.prose.names import namespace
from gongkai.prose.render import SLOTS, Prose, RenderedPassage, render_texts, slots
from gongkai.prose.source_text import locate, source_text
from gongkai.prose.standard import MISSING
from gongkai.prose.template import ProseError, TemplateProblem, fill, source_location

__all__ = [
    "MISSING",
    "SLOTS",
    "Prose",
    "ProseError",
    "RenderedPassage",
    "TemplateProblem",
    "fill",
    "locate",
    "namespace",
    "render_texts",
    "slots",
    "source_location",
    "source_text",
]
