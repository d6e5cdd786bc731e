"""Whether the bytes of published files are those that were signed, by whom and when; works without the project."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from gongkai.files import unusable
from gongkai.pipeline import manifest, signature
from gongkai.pipeline.inputs import sha256
from gongkai.returns import InputError, review_file
from gongkai.returns.identifier import Identity
from gongkai.review import identity, ssh

if TYPE_CHECKING:
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


def file(path: Path, shown: str, evidence: Evidence, signers: Path | None = None) -> Verdict:
    """Compare a file with what is known about the report that it says it is.

    Args:
        path: The file.
        shown: What to call it.
        evidence: What is known.
        signers: The file of names and public keys by which SSH signatures are checked; ``None`` checks none.
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
    return _judge(shown, found, sha256(data), evidence, signers)


def _judge(
    shown: str, found: Identity, digest: str, evidence: Evidence, signers: Path | None
) -> Verdict:  # fmt: skip
    key = (found.agency, found.year)
    record = evidence.records[key][0] if key in evidence.records else None
    made = evidence.manifests.get(key)

    def verdict(outcome: Outcome, message: str, step: Step | None = None) -> Verdict:
        return Verdict(shown, outcome, found.report, found.content, step.told() if step else "", message)

    step, is_last = _signed(record, digest)
    if step is not None and record is not None:
        if problem := _ssh_problem(found, step, record, signers):
            return verdict("changed", f"{problem}，签名不能算数。", step)
        if not is_last:
            last = record.last
            assert last is not None
            return verdict("superseded", f"字节与{step.told()}的相同，但后来{last.told()}的是另一个版本。", step)
        if step.step == "submit":
            return verdict("submitted", f"字节与{step.told()}的相同，还没有批准。", step)
        return verdict("signed", f"字节与{step.told()}的相同。", step)
    known = {item.report: item for item in record.steps} if record is not None else {}
    if found.content in known:
        then = known[found.content]
        return verdict("changed", f"内容标识与{then.told()}的相同，但文件的字节不同：签名以后改动过。", then)
    if made is not None and digest in made.outputs.values():
        return verdict("unsigned", "字节与清单（manifest.json）所列的相同，但这个版本没有人签名。")
    if made is not None and made.outputs.get("report.json") == found.content:
        return verdict("changed", "内容标识与清单（manifest.json）所列的相同，但文件的字节不同：生成以后改动过。")
    if known or made is not None:
        return verdict(
            "unknown", f"是{found.report}的另一个版本，签名记录和清单里都没有；请用 --records 指明它的记录。"
        )
    return verdict("unknown", f"没有{found.report}的签名记录和清单可以比对；请用 --records 指明记录或它所在的文件夹。")


def _signed(record: Record | None, digest: str) -> tuple[Step | None, bool]:
    """The last step that signs these bytes, and whether it is the last step that signs anything."""
    steps = [step for step in record.steps if step.step != "return"] if record is not None else []
    found = next((step for step in reversed(steps) if digest in step.output_digests().values()), None)
    is_last = found is not None and found.outputs == steps[-1].outputs
    best = next((s for s in reversed(steps) if found and s.outputs == found.outputs and s.step != "submit"), found)
    return best, is_last


def _ssh_problem(found: Identity, step: Step, record: Record, signers: Path | None) -> str | None:
    """Why the SSH signature of a step, or of a step before it, does not hold; ``None`` if it does or none is checked."""
    if signers is None:
        return None
    for item in record.steps[: record.steps.index(step) + 1]:
        payload = review_file.payload(found.agency, found.year, item)
        if problem := ssh.problem(payload, item.signature, item.by, item.at, signers):
            return problem
    return None


def folder(path: Path, shown: str, evidence: Evidence, signers: Path | None = None) -> list[Verdict]:
    """Compare the folder of a report with its manifest and the record of steps: every file, and what is missing or new.

    Args:
        path: The folder, with a manifest.
        shown: What to call it.
        evidence: What is known besides the folder.
        signers: The file of names and public keys; ``None`` checks no SSH signatures.
    """
    made = manifest.read(path)
    if made is None:
        return [Verdict(shown, "unreadable", message="manifest.json缺失或读不出来。")]
    evidence.add_report(path)
    content = made.outputs.get("report.json", "")
    key = Identity(made.agency, made.year, content)
    now = manifest.outputs(path)
    verdicts = []
    for name in sorted({*made.outputs, *now} - {*signature.INTERNAL}):
        label = f"{shown}/{name}"
        if name not in now:
            verdicts.append(Verdict(label, "changed", key.report, content, message="清单里有，文件不见了。"))
        elif name not in made.outputs:
            verdicts.append(Verdict(label, "unknown", key.report, content, message="清单里没有这个文件。"))
        else:
            verdicts.append(_judge(label, key, now[name], evidence, signers))
    return verdicts
