"""Break a short label (a header of a table, a name beside a bar, a title) into lines at the ends of words."""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.document.text import text_width

_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.．、](?!\d)")
"""A label's own number: never broken, and alone on its line if the rest needs several."""

_ATOM = re.compile(
    rf"^(?:{_NUMBER.pattern})"
    r"|(?:第|图|表)?[\d０-９][\d０-９.,/:%％‰-]*[年月日时分件条项次场个人元万亿％%号级届期期类]*"
    r"|第(?:[一二三四五六七八九十]+|（[一二三四五六七八九十]+）)[项条款章部批次]|[!-~]+|.",
    re.DOTALL,
)
_NOT_FIRST = "、，。；：？！）》〉〕】”’…—％‰·.,;:?!)]}/%"
_NOT_LAST = "（《〈〔【“‘([{"

_WORDS = (
    "本年度 上一年 下年度 年度 本年 上年 数量 总数量 金额 项目 件数 信息 内容 政府 公开 工作 报告 结果 办理 处理 决定 申请 "
    "受理 答复 提供 予以 不予 无法 部分 其他 其它 总计 合计 小计 商业 企业 科研 机构 社会 公益 组织 法律 服务 自然人 法人 "
    "行政 复议 诉讼 许可 处罚 强制 收费 事业性 规范性 文件 规章 未经 直接 起诉 维持 纠正 尚未 审结 结转 继续 新收 对外 "
    "管理 事项 采购 集中 制作 制发 废止 有效 现行 人民 委员会 管委会 办公室 办公厅 管理局 开发区 保税区 园区 产业园区 新区 "
    "高新 技术 经济 综合 管理委员会 自然 资源 规划 建设 生态 环境 城市 执法 应急 市场 监督 监管 财政 金融 卫生 健康 教育 交通 运输 "
    "复议后 地铁站 公安 农业 农村 水利 审批 政务 数据 网站 门户 微信 公众号 微博 电子 公告屏 公开栏 社区 平台 渠道 说明 更新 方式 名称 "
    "单位 时间 日期 序号 备注 地址 电话 邮编 申请人 正当 理由 逾期 补正 通知 要求 缴纳 费用 信访 举报 投诉 重复 反复 大量 确认 "
    "工作日 重新 出具 获取 掌握 相关 现成 另行 明确 国家 秘密 法规 禁止 保护 合法 权益 内部 事务 过程性 案卷 查询 属于 出版物 区分 "
    "无障碍 英文版 视频号 小程序 浏览 情形 第一项 第二项 第三项 第四项 不再 机关 勾稽 关系 数据 之和 等于 安全 稳定 危及 需要 没有 "
    "存在的 主要 问题 改进 措施 情况 总体 主动 制度 保障 解读 回应 发布 关切 互动 交流"
)
"""Words in headers, names of organs and channels that must not be broken, longest match first."""

_WIDE = 7.0
"""Width in hanzi from which a label's number is not on a line of its own."""

_SHORT_WORD = 3
_SLACK = 1e-6

_RUN = re.compile(r"[\u4e00-\u9fff]+")

_LONE = re.compile(rf"(?P<before>[{re.escape(_NOT_LAST)}]*)[\u4e00-\u9fff](?P<after>[{re.escape(_NOT_FIRST)}]*)")
"""A hanzi with the marks that cling to it."""

_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS.split()), key=len, reverse=True)))


@lru_cache(maxsize=4096)
def least_room(text: str) -> float:
    """Width in hanzi below which a line would have to be broken inside an atom, or a word of up to three hanzi."""
    short = [match[0] for match in _WORD.finditer(text) if len(match[0]) <= _SHORT_WORD]
    return max((text_width(part) for part in (*_atoms(text.replace("\n", "")), *short)), default=0.0)


@lru_cache(maxsize=4096)
def lines(text: str, room: float) -> tuple[str, ...]:
    """The label in lines that fit, as few as there can be, divided between words and as evenly as words allow.

    Args:
        text: The label; a newline is a line break.
        room: Width in hanzi.

    Returns:
        The lines, which joined make the text without its newlines. An atom (a number with its unit, a Latin word)
        wider than the room is a line by itself.
    """
    return tuple(line for part in text.split("\n") for line in _broken(part, room))


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[str, ...]:
    """The parts of a line that a browser, which knows the room, keeps whole: words and atoms, joined the text."""
    whole = _inside(text)
    known = {at for word in _WORD.finditer(text) for at in range(*word.span())}
    atoms = _atoms(text)
    starts = [0]
    for atom in atoms:
        starts.append(starts[-1] + len(atom))
    lone: list[int] = []
    for start, atom in zip(starts, [*atoms, ""], strict=True):
        hanzi = _LONE.fullmatch(atom)
        unknown = hanzi is not None and start + len(hanzi["before"]) not in known
        if not unknown or (hanzi and hanzi["before"]):
            whole |= _kept(text, lone, ends=not atom)
            lone = []
        if unknown:
            lone.append(start)
        if hanzi and hanzi["after"]:
            whole |= _kept(text, lone, ends=True)
            lone = []
    found: list[str] = []
    for start, atom in zip(starts, atoms, strict=False):
        if found and (start in whole or atom.isspace()):
            found[-1] += atom
        else:
            found.append(atom)
    return tuple(found)


def _kept(text: str, lone: list[int], *, ends: bool) -> set[int]:
    """Where no line ends in unknown hanzi, given their positions: in pairs, three together, never one by itself.

    A single one that ends a phrase stays with the word right before it.
    """
    if len(lone) == 1:
        apart = text[lone[0]] in _NOT_LAST or text[max(0, lone[0] - 1)] in _NOT_FIRST
        return set(lone) if ends and not apart else set()
    if len(lone) % 2 == 0:
        return set(lone[1::2])
    return {lone[1], lone[-1]}


def _broken(text: str, room: float) -> list[str]:
    if text_width(text) <= room + _SLACK:
        return [text]
    atoms = _atoms(text)
    ends = [0]
    for atom in atoms:
        ends.append(ends[-1] + len(atom))
    costs = _costs(text, room)
    # Least cost of lines up to each atom: many lines cost most, then broken words, then uneven lines.
    best: list[tuple[float, int]] = [(0.0, 0)]
    target = text_width(text) / max(1, -(-text_width(text) // room))
    for end in range(1, len(ends)):
        found = (float("inf"), 0)
        for start in range(end - 1, -1, -1):
            line = text[ends[start] : ends[end]]
            width = text_width(line)
            if width > room + _SLACK and end - start > 1:
                break
            cost = best[start][0] + 30 + (width - target) ** 2 / max(target, 1.0)
            found = min(found, (cost + costs.get(ends[end], 0.0), start))
        best.append(found)
    found_lines: list[str] = []
    end = len(ends) - 1
    while end:
        start = best[end][1]
        found_lines.insert(0, text[ends[start] : ends[end]])
        end = start
    return found_lines


def _costs(text: str, room: float) -> dict[int, float]:
    """What a line break costs at a position: much inside a word, some where it leaves a single hanzi of a pair."""
    found: dict[int, float] = dict.fromkeys(_inside(text), 100.0)
    for run in _RUN.finditer(text):
        if len(run[0]) % 2 == 0:
            for at in range(run.start() + 1, run.end(), 2):
                found.setdefault(at, 8.0)
        # Before an opening and after a closing mark is the best place.
        found[run.start()], found[run.end()] = -6.0, -6.0
    if number := _NUMBER.match(text):
        # Alone on its line in a narrow column, never in a wide one.
        found[number.end()] = -15.0 if room < _WIDE else 50.0
    return {at: cost for at, cost in found.items() if 0 < at < len(text)}


def _inside(text: str) -> set[int]:
    """Positions inside words."""
    return {at for match in _WORD.finditer(text) for at in range(match.start() + 1, match.end())}


def _atoms(text: str) -> list[str]:
    """What is never divided: numbers with units, Latin words, a hanzi with the punctuation that clings to it."""
    found: list[str] = []
    for atom in _ATOM.findall(text):
        if found and (atom[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST):
            found[-1] += atom
        else:
            found.append(atom)
    return found
