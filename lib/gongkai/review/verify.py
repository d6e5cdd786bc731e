"""Whether the bytes of published files are those that were signed, by whom and when; works without the project."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from gongkai.files import unusable
from gongkai.pipeline import manifest, signature
from gongkai.pipeline.inputs import sha256
from gongkai.returns import InputError
from gongkai.returns.identifier import Identity
from gongkai.review import identity
from gongkai.review.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongkai.returns.review_file import Record, Step
    from gongkai.review.evidence import Evidence

Outcome = Literal["signed", "submitted", "unsigned", "superseded", "changed", "unknown", "unreadable"]

OUTCOMES: dict[Outcome, str] = {
    "signed": "与签名时相同",
    "submitted": "已送审，没有批准",
    "unsigned": "没有签名",
    "superseded": "是以前签名的版本",
    "changed": "改动过",
    "unknown": "无从核对",
    "unreadable": "读不了",
}
"""What can be found out about a file, best first."""


@dataclass(frozen=True)
class Verdict:
    """What was found out about a file or report.

    Attributes:
        path: The file, as given.
        outcome: One of :data:`OUTCOMES`.
        report: Which report it is: ``huancui-yingji/2020``; empty if it does not say.
        content: Its content digest.
        by: Who signed its bytes, when and as what.
        message: A Chinese sentence.
    """

    path: str
    outcome: Outcome
    report: str = ""
    content: str = ""
    by: str = ""
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)


_NOTHING = Settings()
_ANEW = "请不要使用这一份，向发布的机关要原来的文件；是自己项目里的，请运行 gongkai build 重新生成，不要直接改成品。"
"""What to do about a file that was changed."""


def file(path: Path, shown: str, evidence: Evidence, demanded: Settings = _NOTHING) -> Verdict:
    """Compare a file with what is known about the report that it says it is.

    Args:
        path: The file.
        shown: What to call it.
        evidence: What is known.
        demanded: Which SSH signatures are checked, and must be there; by default none.
    """
    try:
        found = identity.of_file(path)
        data = path.read_bytes()
    except InputError as error:
        return Verdict(shown, "unreadable", message=str(error))
    except OSError as error:
        return Verdict(shown, "unreadable", message=unusable(error))
    if found is None:
        return Verdict(shown, "unknown", message="文件里没有报告标识：不是本系统生成的，或者是草稿、经过另存。")
    return _judge(shown, found, sha256(data), evidence, demanded)


def _judge(
    shown: str, found: Identity, digest: str, evidence: Evidence, demanded: Settings, name: str | None = None
) -> Verdict:  # fmt: skip
    """What is known about bytes: as the file of that name in the report's folder, or as any of its files."""
    key = (found.agency, found.year)
    record = evidence.records[key][0] if key in evidence.records else None
    made = evidence.manifests.get(key)

    def verdict(outcome: Outcome, message: str, step: Step | None = None) -> Verdict:
        return Verdict(shown, outcome, found.report, found.content, step.describe() if step else "", message)

    step, holds = _signed(record, digest, name)
    if step is not None and record is not None:
        if problem := _ssh_problem(found, step, record, demanded):
            return verdict("changed", f"{problem}，签名不能算数。", step)
        if not holds:
            last = record.last
            assert last is not None
            what = "" if last.step == "return" and last.outputs == step.outputs else "的是另一个版本"
            return verdict("superseded", f"字节与{step.describe()}的相同，但后来{last.describe()}{what}。", step)
        if step.step == "submit":
            return verdict("submitted", f"字节与{step.describe()}的相同，还没有批准。", step)
        return verdict("signed", f"字节与{step.describe()}的相同。", step)
    known = {item.report: item for item in record.steps} if record is not None else {}
    if found.content in known:
        then = known[found.content]
        return verdict("changed", f"内容标识与{then.describe()}的相同，但文件的字节不同：签名以后改动过。{_ANEW}", then)
    if made is not None and _lists(made.outputs, digest, name):
        return verdict("unsigned", "字节与清单（manifest.json）所列的相同，但这个版本没有人签名。")
    if made is not None and made.outputs.get("report.json") == found.content:
        return verdict(
            "changed", f"内容标识与清单（manifest.json）所列的相同，但文件的字节不同：生成以后改动过。{_ANEW}"
        )
    if known or made is not None:
        return verdict(
            "unknown", f"是{found.report}的另一个版本，签名记录和清单里都没有；请用 --records 指明它的记录。"
        )
    return verdict("unknown", f"没有{found.report}的签名记录和清单可以比对；请用 --records 指明记录或它所在的文件夹。")


def _lists(outputs: Mapping[str, str], digest: str, name: str | None) -> bool:
    """Whether digests by name have this one, under this name if one is given."""
    return digest in outputs.values() if name is None else outputs.get(name) == digest


def _signed(record: Record | None, digest: str, name: str | None) -> tuple[Step | None, bool]:
    """The last step that signs these bytes, and whether it still holds: no return or other version came after it."""
    taken = record.steps if record is not None else ()
    returned = max((n for n, step in enumerate(taken, 1) if step.step == "return"), default=0)
    steps = [step for step in taken if step.step != "return"]
    found = next((step for step in reversed(steps) if _lists(step.output_digests(), digest, name)), None)
    if found is None:
        return None, False
    since = (step for step in reversed(taken[returned:]) if step.step != "submit")
    decided = next((step for step in since if step.outputs == found.outputs), None)
    holds = found.outputs == steps[-1].outputs and (decided is not None or found.step == "submit")
    return decided or found, holds


def _ssh_problem(found: Identity, step: Step, record: Record, demanded: Settings) -> str | None:
    """Why the SSH signature of a step, or of a step before it, does not hold; ``None`` if it does or none is checked."""
    steps = record.steps[: record.steps.index(step) + 1]
    return next(filter(None, (demanded.problem(found.agency, found.year, item) for item in steps)), None)


def folder(path: Path, shown: str, evidence: Evidence, demanded: Settings = _NOTHING) -> list[Verdict]:
    """Compare the folder of a report with its manifest and the record of steps: every file, and what is missing or new.

    Args:
        path: The folder, with a manifest.
        shown: What to call it.
        evidence: What is known besides the folder.
        demanded: Which SSH signatures are checked, and must be there; by default none.
    """
    made = manifest.read(path)
    if made is None:
        return [Verdict(shown, "unreadable", message="manifest.json缺失或读不出来。")]
    evidence.add_report(path)
    content = made.outputs.get("report.json", "")
    key = Identity(made.agency, made.year, content)
    now, signed = manifest.outputs(path), _outputs_signed(evidence, key)
    verdicts = []
    for name in sorted({*made.outputs, *now, *signed} - {*signature.INTERNAL}):
        label = f"{shown}/{name}"
        if name not in now:
            where = "清单" if name in made.outputs else "签名记录"
            verdicts.append(Verdict(label, "changed", key.report, content, message=f"{where}里有，文件不见了。"))
        elif name not in made.outputs:
            verdicts.append(Verdict(label, "unknown", key.report, content, message="清单里没有这个文件。"))
        else:
            verdicts.append(_judge(label, key, now[name], evidence, demanded, name))
    return verdicts


def _outputs_signed(evidence: Evidence, found: Identity) -> Mapping[str, str]:
    """The files of the last step about this version, or about any if the manifest does not say which one it is."""
    record = evidence.records[found.agency, found.year][0] if (found.agency, found.year) in evidence.records else None
    steps = reversed(record.steps) if record is not None else ()
    return next((step.output_digests() for step in steps if found.content in {step.report, ""}), {})
