"""Claims that all was done, or that nothing went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading.scope import scope_at

if TYPE_CHECKING:
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording

OUT = "requests.carried_out.total"
_ROWS = ("reconsideration", "litigation")
_NOT_GRANTED = tuple(f"requests.{row}.total" for row in ("partial", "refused", "unavailable", "unprocessed", "other"))
_ALL = r"(?:均|全部|都|皆|已全部|一律|全数)(?:已)?"
_HOW = r"(?:按(?:时|期|规定|照?规定|要求|程序)|依法(?:依规)?|依规|及时|严格|规范|在?(?:法定|规定)(?:的)?(?:期限|时限|时间)(?:之)?内?|已|予以|作出|进行|完成|给予|，|并)*"
_FULL = r"(?:为|达到?|均为|均达到?|是|始终保持|保持|实现|：)*(?:100%|百分之百|百分百)"


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """A kind of claim: its wording, what it implies for the tables, and whether a contradiction is certain."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]
    meaning: str
    certain: bool
    topic: str


CLAIMS: dict[str, ClaimKind] = {
    "rate": ClaimKind(re.compile(rf"(?<!按期)(?<!按时)(?<!及时)(?<!时)(?<!期)(?:办结|办理)率{_FULL}"), (OUT,), "没有全部办结", True, "requests"),
    "on_time": ClaimKind(
        re.compile(rf"(?:(?:按期|按时|及时|限时|按期限)(?:办结|办理|答复|回复)率|(?:答复|回复)率){_FULL}"), (OUT,),
        "请看结转的申请是否还在答复期限内", False, "requests",
    ),
    "handled": ClaimKind(re.compile(rf"{_ALL}{_HOW}(?:办结|办理完毕|办理完成|办复|处理完毕)"), (OUT,), "没有全部办结", True, "requests"),
    "answered": ClaimKind(
        re.compile(rf"{_ALL}{_HOW}(?:答复|回复)(?!率)"), (OUT,), "请看结转的申请是否还在答复期限内", False, "requests"
    ),
    "granted": ClaimKind(
        re.compile(rf"{_ALL}{_HOW}(?:予以|同意|依法)公开"), _NOT_GRANTED, "有的申请不是“予以公开”", False, "requests"
    ),
    "closed": ClaimKind(
        re.compile(rf"{_ALL}{_HOW}(?:结案|审结|办结|审理完毕)"), tuple(f"disputes.{row}.pending" for row in _ROWS),
        "还没有全部审结", True, "disputes",
    ),
    "upheld": ClaimKind(
        re.compile(r"(?:未|没有|无|零)(?:发生|出现|有)?[^，。；]{0,12}(?:败诉|被纠错|纠错|被撤销|纠正)"),
        tuple(f"disputes.{row}.corrected" for row in _ROWS), "有结果纠正的案件", False, "disputes",
    ),
    "won": ClaimKind(
        re.compile(rf"{_ALL}[^，。；]{{0,6}}(?:维持|胜诉)"),
        tuple(f"disputes.{row}.corrected" for row in _ROWS), "有结果纠正的案件", False, "disputes",
    ),
}  # fmt: skip
"""The kinds of claim."""

_FOREIGN = re.compile(
    r"提案|建议|信访|投诉|热线|12345|工单|咨询|留言|诉求|信箱|来信|舆情|许可|审批|评查|整改|问题|任务|事项办结|政务服务|企业|案卷"
)


@dataclass(frozen=True, slots=True)
class AbsoluteClaim:
    """An absolute claim; it is true only if all ``names`` are 0."""

    sentence: Sentence
    kind: str
    quote: str
    names: tuple[str, ...]
    sure: bool


def find_absolute_claims(reading: Reading) -> list[AbsoluteClaim]:
    """The claims of a report, each once a sentence."""
    found: list[AbsoluteClaim] = []
    carried = any(claim.options[:1] == (OUT,) and claim.value for claim in reading.claims)
    before: Sentence | None = None
    for sentence in reading.sentences:
        if sentence.section not in {"preface", "problems"} and sentence.region not in {"problems", "improvement"}:
            for name, kind in CLAIMS.items():
                claim = _find(reading, sentence, before, name, kind, carried=carried)
                if claim is not None:
                    found.append(claim)
        before = sentence
    return found


def _find(
    reading: Reading, sentence: Sentence, before: Sentence | None, name: str, kind: ClaimKind, *, carried: bool
) -> AbsoluteClaim | None:
    text = sentence.text
    match = kind.pattern.search(text)
    if match is None:
        return None
    begin = max(text.rfind(mark, 0, match.start()) for mark in "；。") + 1
    passage = text[begin : match.end()]
    if name == "answered" and carried:
        return None
    names, topic = kind.names, _topic(passage, reading)
    if topic is None and before is not None and before.paragraph == sentence.paragraph and before.path == sentence.path:
        topic = _topic(before.text, reading)
    if topic is None and sentence.region in {"requests", "disputes"} and re.search(r"申请|复议|诉讼", passage):
        topic = sentence.region
    if topic != kind.topic:
        return None
    if kind.topic == "disputes":
        words = reading.reader.wording(passage)
        rows = [row for row in _ROWS if words.has(row)] or list(_ROWS)
        names = tuple(item for item in names if item.split(".")[1] in rows)
    scope = scope_at(text, match.start(), reading.organ)
    sure = scope.certainty(reading.organ.year)
    if sure == "none" or re.search(
        r"确保|力争|努力|要求|实现|做到|争取|督促|推动", text[max(0, match.start() - 10) : match.start()]
    ):
        return None
    clause = max(text.rfind(mark, 0, match.start()) for mark in "，；。、") + 1
    return AbsoluteClaim(sentence, name, text[clause : match.end()].strip("，；：、"), names, sure == "certain")


def _topic(passage: str, reading: Reading) -> str | None:
    """``requests``, ``disputes``, ``other``, or ``None``: the topic named last."""
    words = reading.reader.wording(passage[-200:])
    positions = {
        "requests": _last(words, "request", "bare_request"),
        "disputes": _last(words, "reconsideration", "litigation"),
        "other": max(_last(words, "foreign"), max((m.start() for m in _FOREIGN.finditer(words.text)), default=-1)),
    }
    best = max(positions, key=lambda key: positions[key])
    return best if positions[best] >= 0 else None


def _last(words: Wording, *meanings: str) -> int:
    return max((word.start for word in words.of(*meanings)), default=-1)
