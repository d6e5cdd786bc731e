"""The texts that a source has, merged into those of a year's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.drafting.changes import joined
from gongkai.drafting.texts import merged_overview, same, with_figures
from gongkai.returns.labels import describe_path
from gongkai.returns.model import Passage, Sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.drafting.merging import Work


def merge_sections(work: Work, published: Mapping[str, str]) -> None:
    """Merge the texts; ``published`` has the file's as they are published, by key path."""
    own, source = work.own.sections, work.source.sections
    before = work.base.sections if work.base else Sections()
    made: dict[str, Any] = {}
    for key in Sections.model_fields:
        old, new, was = getattr(own, key), getattr(source, key), getattr(before, key)
        path = f"sections.{key}"
        if isinstance(new, str) and isinstance(old, tuple):
            new = merged_overview(new, old, published)
        if isinstance(new, tuple) and (isinstance(old, tuple) or old is None):
            passages = _passages(work, old or (), new, was if isinstance(was, tuple) else (), published)
            if passages is not None:
                made[key] = passages
            continue
        if not new or (
            isinstance(new, str) and isinstance(old, (str, type(None))) and _same(work, new, old, published.get(path))
        ):
            continue
        if not work.is_news(new, old, was):
            continue
        if isinstance(new, str):
            made[key] = _like(new, old if isinstance(old, str) else None)
        else:
            made[key] = new
        work.keys.setdefault("sections", {})[key] = made[key] if isinstance(made[key], str) else _as_keys(made[key])
        work.change(
            path, describe_path(work.own, path), joined(old), joined(new) or "", both=work.changed_in_both(old, was)
        )
    if made:
        work.expected["sections"] = own.model_copy(update=made)


def _same(work: Work, new: str, old: str | None, printed: str | None) -> bool:
    """Whether a source has the text of the file, or the one that is published for it."""
    if work.base is not None:
        return old is not None and new.strip() == old.strip()
    return any(same(new, text) for text in (old, printed) if text is not None)


def _like(new: str, old: str | None) -> str:
    """A text that keeps the figures placed in the old one and ends as it does: a block in YAML ends with a line feed."""
    new = with_figures(new, old or "")
    return f"{new}\n" if old is not None and old.endswith("\n") and not new.endswith("\n") else new


def _passages(
    work: Work,
    old: tuple[Passage, ...],
    new: tuple[Passage, ...],
    was: tuple[Passage, ...],
    published: Mapping[str, str],
) -> tuple[Passage, ...] | None:
    """The passages of section one with what the source has of them; ``None`` if nothing changes."""
    found = {passage.id: passage for passage in old}
    before = {passage.id: passage for passage in was}
    keys: dict[str, Any] = {}
    for passage in new:
        path = f"sections.overview.{passage.id}"
        now, earlier = found.get(passage.id), before.get(passage.id)
        said = f"{describe_path(work.own, 'sections.overview')}的“{passage.heading or getattr(now, 'heading', None) or passage.id}”"
        if now is None:
            if passage.text is None or same(passage.text, published.get(path)):
                continue
            found[passage.id] = passage
            keys[passage.id] = {"heading": passage.heading, "text": passage.text}
            work.change(path, said, None, passage.text)
            continue
        if now.heading != passage.heading and work.is_news(
            passage.heading, now.heading, getattr(earlier, "heading", None)
        ):
            found[passage.id] = found[passage.id].model_copy(update={"heading": passage.heading})
            keys.setdefault(passage.id, {})["heading"] = passage.heading
            work.change(f"{path}.heading", f"{said}的小标题", now.heading, passage.heading)
        text = passage.text
        if (
            not text
            or _same(work, text, now.text, published.get(path))
            or not work.is_news(text, now.text, getattr(earlier, "text", None))
        ):
            continue
        text = _like(text, now.text)
        found[passage.id] = found[passage.id].model_copy(update={"text": text})
        keys.setdefault(passage.id, {})["text"] = text
        work.change(path, said, now.text, text, both=work.changed_in_both(now.text, getattr(earlier, "text", None)))
    if not keys:
        return None
    work.keys.setdefault("sections", {})["overview"] = keys
    return tuple(found.values())


def _as_keys(passages: tuple[Passage, ...]) -> dict[str, Any]:
    return {passage.id: {"heading": passage.heading, "text": passage.text} for passage in passages}
