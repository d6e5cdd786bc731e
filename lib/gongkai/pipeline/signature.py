"""What a signature of a report covers, and what has changed since it was given.

It covers the organ's own files as inputs, and every published file. The program, notebooks, libraries and fonts are recorded
too, but only count by what they do to the published files: an upgrade that leaves their bytes alone leaves the signature, and so does
a standard notebook instead of which the organ has its own. Before the next build such a change has done nothing yet, and no further step is
taken without that build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.pipeline import manifest as proof

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gongkai.returns.review_file import Step

INTERNAL = ("review.html", "sections/90_review.ipynb", "sections/91_portfolio.ipynb")
"""Outputs for reviewers: they show the signatures, and are not published."""

_BY_EFFECT = frozenset({"lib", "environment", "draft"})
_SETS_BY_EFFECT = ("fonts/", "formats/", "notebooks/")
"""Inputs, and beginnings of names of inputs, that count only by their effect on the published files."""

RECORD = ".review.yaml"
"""How the name of a record of steps ends; it is an input of the working paper only."""

_SHOWN = 3
"""Maximum number of causes that a sentence names."""


def covered(outputs: Mapping[str, str]) -> dict[str, str]:
    """The published files among the outputs of a report, as digests by name."""
    return {name: digest for name, digest in outputs.items() if name not in INTERNAL}


def is_content(name: str) -> bool:
    """Whether any change of an input makes a signature stale, whatever its effect."""
    return name not in _BY_EFFECT and not name.startswith(_SETS_BY_EFFECT) and not name.endswith(RECORD)


def changes(step: Step, inputs: Mapping[str, str] | None, outputs: Mapping[str, str] | None) -> list[str]:
    """What has changed since a step was taken: a Chinese phrase for each file; empty if its signature holds.

    After a return, changes are what is expected: there are none to tell.

    Args:
        step: The step.
        inputs: Digests of the inputs as they are now; ``None`` if they are not here.
        outputs: Digests of the outputs as they are now; ``None`` if the report is not built here.
    """
    if step.step == "return":
        return []
    found, causes = [], []
    if inputs is not None:
        for name, how in differences(step.input_digests(), inputs):
            if is_content(name):
                found.append(f"{name}{how}")
            elif not name.endswith(RECORD):
                causes.append(f"{proof.describe(name)}{how}")
    if outputs is not None:
        because = f"（{'、'.join(causes[:_SHOWN])}）" if causes and not found else ""
        now = covered(outputs)
        found += [f"{name}{how}{because}" for name, how in differences(covered(step.output_digests()), now)]
    return found


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names of what differs between digests of two times, and how: a Chinese word each."""
    changed = [(name, "变了" if name in now else "不见了") for name in then if now.get(name) != then[name]]
    return changed + [(name, "是新加的") for name in now if name not in then]


def describe(step: Step, changed: Sequence[str], *, built: bool = True) -> str:
    """Who signed, and what has changed since: a Chinese phrase.

    Args:
        step: The step.
        changed: What :func:`changes` found.
        built: Whether there are published files to compare.
    """
    if not changed:
        return step.describe() if built else f"{step.describe()}（这里没有生成报告，没有比对）"
    more = f"等{len(changed)}处" if len(changed) > _SHOWN else ""
    return f"{step.describe()}以后{'、'.join(changed[:_SHOWN])}{more}，签名失效"


def on_disk(folder: Path) -> dict[str, str] | None:
    """Digests of the outputs in a report's folder as they are; ``None`` if the report is not built."""
    return proof.outputs(folder) if (folder / proof.NAME).is_file() else None
