"""The reference page of the data files, in Chinese: keys, tables, placeholders, filters, figures, facts and waivers.

Keys and their purposes come from the models and the notes that editors show; every example is read, and every result and
message is what the code says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.parsing import yaml
from gongkai.prose import ProseError, render_texts
from gongkai.prose.names import AGENCY_TEXTS, CONTACT_TEXTS
from gongkai.reading import lexicon
from gongkai.returns import MATTERS, Agency, Return, ReturnError, SourceMap, agency_file, key_notes, load, modeline
from gongkai.returns.model import Correction, Fact, Figure, Issue, Member, Passage, Sections, Waiver
from gongkai.sections import charts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

YEAR = 2024
EDITION = forms.edition_for(YEAR)

AGENCY = """name: 某县自然资源局
short_name: 县自然资源局
self_name: 我局
level: department
contact:
  office: 某县自然资源局办公室
  address: 某县人民路1号
  postcode: "000000"
  phone: 0000-0000000
site: 某县人民政府网站“政府信息公开年报”栏目
"""

TOP = f"""schema: 1
year: {YEAR}
signed: {YEAR + 1}-01-20
published: {YEAR + 1}-01-25
"""

TABLES = """# 一行写成列表，次序和表里的列一样
requests:
  new: [9, 2, 0, 0, 1, 0, 12]
  carried_in: [1, 0, 0, 0, 0, 0, 1]
  granted: [5, 1, 0, 0, 0, 0, 6]
  refused_4: {natural: 1, total: 1}     # 或者只写有数的列，其余的由rest定
  unavailable_1: [3, 1, 0, 0, 1, 0, 5]
  total: [9, 2, 0, 0, 1, 0, 12]
  carried_out: [1, 0, 0, 0, 0, 0, 1]
  rest: 0                               # 没有写的单元格都是0

disclosure:
  normative_documents: [1, null, 4]     # null：还不知道
  licensing: [126]
  fees: [98.4361]                       # 万元

disputes:
  rest: 0                               # 没有复议和诉讼
"""

FACTS = """facts:
  disclosed: {label: 主动公开政府信息, value: 318, unit: 条}
  website: {label: 政府网站, value: 240, unit: 条, part_of: disclosed}
  wechat: {label: 政务微信公众号, value: 78, unit: 条, part_of: disclosed}
  training: {label: 业务培训, value: 3, unit: 场}
  info_fee: {label: 政府信息公开信息处理费, value: 273680, unit: 元}
"""

SECTIONS = """sections:
  overview:
    disclosure: |
      {{ year }}年，我局主动公开政府信息{{ facts.disclosed }}条，其中政府网站{{ facts.website }}条（{{ figures.channels }}）。

      ![](figure:channels)
    training:
      heading: 业务培训情况
      text: 全年举办培训{{ facts.training }}场。
  problems: |
    ### （一）存在的主要问题

    一是政策解读的形式比较单一。

    ### （二）改进情况

    二是解读材料已配上图表。
"""

FIGURES = """figures:
  channels: {kind: channels, caption: 主动公开政府信息的渠道}
  applicants: {kind: applicants, caption: 新收申请的申请人, after: requests}
  training: {kind: photo, file: training.jpg, caption: 业务培训现场, alt: 培训现场的照片, after: overview.training}
"""

WAIVERS = f"""waivers:
  - rule: R22
    cells: [requests.new.total]
    values: {{requests.new.total: 12}}
    reason: 上年只有两件，今年因征地集中申请，已与台账核对。
    by: 张三
    date: {YEAR + 1}-01-18
"""

CORRECTIONS = f"""corrections:
  - cell: requests.new.natural
    member: jiaoyuju
    was: 5
    value: 4
    reason: 一件申请县教育局和县民政局都计了，已与两个单位核对，按主办的县民政局计。
    by: 张三
    date: {YEAR + 1}-02-10
"""

WORDS = "answered: [签核, 批(转|复)]"
"""The example of an office's own words."""

MEMBERS = """name: 某县人民政府
level: county
members:
  - minzhengju
  - {id: jiaoyuju, last_year: 2023, successor: jiaotiju}
  - {id: shujuju, first_year: 2024}
"""

ISSUES = """issues:
  - {path: requests.granted.natural, kind: blank, raw: "/"}
"""

PARTS = {"数据": TABLES, "表外": FACTS, "文字": SECTIONS, "图": FIGURES, "认可": WAIVERS, "疑点": ISSUES}
"""The parts of the example; put together after :data:`TOP` they are a year's file."""

PLACEHOLDERS = {
    "requests.new.total": "一个单元格：表、行、列",
    "requests.unavailable.total": "一组行的合计：组名见上面的表",
    "requests.new.organizations": "一组列的合计：法人或其他组织",
    "disclosure.fees.amount": "照表里的数印，最多六位小数",
    "facts.website": "表外的数，用代号",
    "facts.政府网站": "表外的数，用名称（只写字和数字，不写标点；数字开头的前面加“项”）",
    "figures.channels": "图的编号",
    "year": "报告年度",
    "agency.self_name": "机关的文字",
    "agency.contact.phone": "机关的联系方式",
    "previous.requests.new.total": "上一年的数",
    "facts.website + facts.wechat": "加减乘除和括号；得数最多两位小数，再多要用下面的算法",
}
FILTER_NOTES = {
    "growth": ("比上年增减的百分比", ("requests.new.total | growth(previous.requests.new.total)", "requests.new.total | growth(previous.requests.new.total, 2)")),
    "percent": ("占总数的百分比", ("requests.granted.total | percent(requests.total.total)", "requests.granted.total | percent(requests.total.total, 0)")),
    "wan": ("以万计，两位小数", ("facts.info_fee | wan", "facts.info_fee | wan(1)")),
    "round": ("四舍五入，保留几位小数", ("(requests.new.total / 7) | round(1)", "disclosure.fees.amount | round(2)")),
}  # fmt: skip
WRONG = (
    "facts.web",
    "requests.new",
    "disclosure.normative_documents.repealed",
    "requests.new.total / 7",
    "requests.new.total / 7 | round(1)",
    "requests。new。total",
)
"""Placeholders that cannot be filled in, for the table of messages."""

SLIPS = (
    f"year：{YEAR}\n",
    f"year:{YEAR}\n",
    f"year: {YEAR}\nrequests:\n  new: [1，0，0，0，0，0，1]\n",
    f"year: {YEAR}\nrequests:\n  new: [1,234, 0, 0, 0, 0, 0, 1,234]\n",
    f"year: {YEAR}\nfacts:\n  web: {{label: 政府网站，value: 240, unit: 条}}\n",
    f"year: {YEAR}\nfacts:\n  web: {{label: 政府网站, value: 240条, unit: 条}}\n",
    f"year: {YEAR}\nrequests:\n  nwe: [1, 0, 0, 0, 0, 0, 1]\n",
    f"year: {YEAR}\nrequests:\n  new: [1, 0, 0]\n",
)
"""Files with a slip, for the table of messages."""


def organ() -> Agency:
    """The organ of the example."""
    data, _ = yaml.parse(AGENCY, "agency.yaml")
    return Agency(id="zrzyj", **data)


def read(text: str, year: int = YEAR) -> Return:
    """A year's file of the example's organ.

    Raises:
        ReturnError: Something is wrong in it.
    """
    data, lines = yaml.parse(text, f"{year}.yaml")
    return load.build(data, organ(), SourceMap(file=f"{year}.yaml", lines=lines))


def example() -> str:
    """The whole example of a year's file."""
    head = modeline.line(modeline.of_year(EDITION))
    return f"{head}\n{TOP}\n" + "\n".join(PARTS.values())


def previous() -> Return:
    """The return of the year before the example."""
    rows = {"new": 2, "granted": 1, "total": 1, "carried_out": 1}
    table = "".join(f"  {row}: {{natural: {value}, total: {value}}}\n" for row, value in rows.items())
    return read(f"year: {YEAR - 1}\nrequests:\n{table}  rest: 0\n", YEAR - 1)


def kinds() -> dict[str, str]:
    """Every kind of figure with its Chinese name."""
    return {"photo": "照片", **{kind.id: kind.name for kind in charts.kinds().values()}}


def figure(kind: str) -> str:
    """An example of a figure of a kind, as YAML."""
    if kind == "photo":
        return "training: {kind: photo, file: training.jpg, caption: 业务培训现场, alt: 培训现场的照片, after: overview.training}"
    where = {"channels": "overview.disclosure", "documents": "disclosure", "disputes": "disputes"}.get(kind, "requests")
    return f"{kind}: {{kind: {kind}, caption: {charts.find(kind).name}, after: {where}}}"


def result(placeholder: str) -> str:
    """What a placeholder of the example prints.

    Raises:
        ProseError: It cannot be filled in.
    """
    record = read(example())
    texts = record.sections.model_copy(update={"other": f"{{{{ {placeholder} }}}}"})
    return render_texts(record.model_copy(update={"sections": texts}), previous()).markdown("other") or ""


def refusal(placeholder: str) -> str:
    """What is said about a placeholder that cannot be filled in."""
    try:
        result(placeholder)
    except ProseError as error:
        return error.problems[0].problem
    msg = f"{placeholder} can be filled in"
    raise ValueError(msg)


def complaint(text: str) -> str:
    """What is said about a file with a slip: the line and the sentence."""
    try:
        read(text)
    except ReturnError as error:
        return f"第{error.problems[0].line}行：{error.problems[0].message}"
    msg = f"nothing is wrong in {text}"
    raise ValueError(msg)


def page() -> str:
    """The text of the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 数据文件参考"
    yield ""
    yield (
        "数据文件是文本文件（YAML），用任何编辑器都能改。每个机关一个文件夹：`params/代号/agency.yaml` 是机关的名称和联系方式，各年度共用；"
        f"`params/代号/{YEAR}.yaml` 是一年的数据和文字。本页由程序生成（`make docs`），例子和结果都由测试核对过。"
    )
    yield ""
    yield from _writing()
    yield from _agency()
    yield from _year()
    yield from _tables()
    yield from _facts()
    yield from _texts()
    yield from _figures()
    yield from _waivers()
    yield from _words()
    yield from _slips()
    yield "## 完整的例子"
    yield ""
    yield from _yaml(example())


def _writing() -> Iterator[str]:
    yield "## 怎么写"
    yield ""
    yield "- 一行一个“键: 值”，冒号是英文（半角）的，后面有一个空格；下一级缩进两个空格，不用Tab。"
    yield "- 方括号是列表 `[1, 2, 3]`，花括号是一组键值 `{label: 网站, value: 3}`，里面用英文逗号。"
    yield "- 数只写数字：不写单位，不写千位分隔的逗号。没有发生的写 `0`，还不知道的写 `null`，空着不会当作0。"
    yield '- 日期写成 `2026-01-20`。电话、邮编以0开头的，放进引号：`"000000"`。'
    yield "- 多段文字用 `|`，另起一行缩进；井号 `#` 后面是说明。"
    yield (
        f"- 用VS Code等编辑器，装上YAML插件，会按第一行的说明补全键名、提示错误：`{modeline.line(modeline.of_year(EDITION))}`。"
        "这一行和 `params/.schema/` 由 `gongkai new`、`gongkai import`、`gongkai init` 写好，不需要上网。"
    )
    yield "- 改完运行 `gongkai check`，写错的地方会按文件和行指出来。"
    yield ""


def _agency() -> Iterator[str]:
    yield "## agency.yaml：机关"
    yield ""
    levels = "、".join(f"`{id_}`（{name}）" for id_, name in forms.level_names().items())
    yield from _table(
        ("键", "说明"), ((f"`{key}`", text.replace("{levels}", levels)) for key, text in agency_file.KEYS.items())
    )
    yield "`contact` 里面："
    yield ""
    yield from _table(("键", "说明"), ((f"`{key}`", text) for key, text in agency_file.CONTACT.items()))
    yield from _yaml(AGENCY)
    yield (
        "汇总的政府在 `members` 里列出成员：所属部门、乡镇街道和下级政府。一直都在的只写代号；新设、撤销、合并的写明年度，"
        "合并的再写由谁承接：承接的机关从下一年起替它计入，它那一年的上年结转、现行有效件数按各前身上一年的数之和核对（R6、R7、R9）；成员有划入划出的政府，按划转后的范围核对。"
        "`gongkai new` 和填报表也按这个和带入："
    )
    yield ""
    keys = (
        ("`id`", "是", key_notes.MEMBER["id"]),
        *((f"`{key}`", "", key_notes.MEMBER[key]) for key in Member.model_fields if key != "id"),
    )
    yield from _table(("键", "必填", "说明"), keys)
    yield from _yaml(MEMBERS)


def _year() -> Iterator[str]:
    yield f"## {YEAR}.yaml：一年的数据"
    yield ""
    yield from _table(("键", "说明"), ((f"`{key}`", key_notes.TOP[key]) for key in load.TOP_KEYS))
    yield f"文件名必须是四位年度加 `.yaml`：`{YEAR}.yml`、`{YEAR}年.yaml`、`副本 {YEAR}.yaml` 不会读，`gongkai list` 和 `gongkai check` 会指出来。"
    yield ""
    yield from _yaml(TOP)


def _tables() -> Iterator[str]:
    yield "## 表"
    yield ""
    yield "一张表是行名和数。一行的数写成列表（次序和列一样），或写成“列: 数”；只有一列的可以直接写数。"
    yield ""
    yield from _yaml(TABLES)
    yield f"`rest`：{key_notes.REST}。"
    yield ""
    for edition in forms.editions().values():
        last = f"至{edition.last_year}年" if edition.last_year else "年起"
        years = f"{edition.first_year}{last}"
        for table in edition.tables.values():
            yield f"### {edition.table_name(table.id)} `{table.id}`（{edition.id}版表式，{years}）"
            yield ""
            yield from _table(("行", "名称", "列"), _rows(edition, table))
            groups = [*table.headers, *table.column_headers]
            if groups:
                said = "、".join(f"`{head.id}`（{head.label}）" for head in groups)
                yield f"组名，在占位符里代表下面各行或各列的合计：{said}。"
                yield ""


def _rows(edition: forms.Edition, table: forms.Table) -> Iterator[tuple[str, str, str]]:
    last: tuple[forms.Column, ...] = ()
    for row in table.rows:
        columns = "、".join(f"`{column.id}`（{column.label}）" for column in row.columns)
        open_row = edition.open_rows.get(f"{table.id}.{row.id}")
        unit = f"、`unit`（单位：{'或'.join(open_row.choices)}）" if open_row else ""
        yield f"`{row.id}`", row.label, "同上" if row.columns == last and not unit else columns + unit
        last = row.columns


def _facts() -> Iterator[str]:
    yield "## 表外的数 `facts`"
    yield ""
    yield "表里没有的数（公开条数、会议次数）写在这里，文字里用占位符引用，一个数只写一处。"
    yield ""
    yield from _keys(Fact, key_notes.FACT)
    yield from _yaml(FACTS)
    yield "代号由自己取；填报表里没有写代号的，用名称作代号。代号 `info_fee` 是信息处理费，用在第六部分的通用语句里。"
    yield ""


def _texts() -> Iterator[str]:
    yield "## 文字 `sections`"
    yield ""
    titles = {section.id: f"{section.title}。" for section in EDITION.sections}
    yield from _table(
        ("键", "说明"), ((f"`{key}`", titles.get(key, "") + key_notes.SECTIONS[key]) for key in Sections.model_fields)
    )
    yield "`overview` 分段写的，一段是文字，或者："
    yield ""
    yield from _keys(Passage, key_notes.PASSAGE)
    matters = "、".join(f"`{id_}`（{name}）" for id_, name in MATTERS.items())
    yield f"规定的方面：{matters}。可以增加别的段落，要写 `heading`。"
    yield ""
    yield from _yaml(SECTIONS + FIGURES + FACTS)
    yield "### 占位符"
    yield ""
    yield "文字里的 `{{ … }}` 换成数据，句子就不会和表不一致。下面的结果取自本页的例子。"
    yield ""
    yield from _table(
        ("写法", "印出来", "说明"), ((_code(name), result(name), said) for name, said in PLACEHOLDERS.items())
    )
    yield f"机关的文字有：{'、'.join(f'`agency.{name}`' for name in AGENCY_TEXTS)}；联系方式有：{'、'.join(f'`agency.contact.{name}`' for name in CONTACT_TEXTS)}。"
    yield ""
    yield "### 算法"
    yield ""
    yield "写在数的后面，隔一条竖线；只管它前面的一个数，算式要放在括号里。"
    yield ""
    yield from _table(
        ("名称", "用途", "写法", "印出来"),
        ((f"`{name}`", said, _code(use), result(use)) for name, (said, uses) in FILTER_NOTES.items() for use in uses),
    )
    yield "### 填不了的"
    yield ""
    yield "填不了的占位符全部一次列出，各有行号，改好之前不能生成报告："
    yield ""
    yield from _table(
        ("写法", "提示"), ((_code(name), refusal(name).partition("”：")[2] or refusal(name)) for name in WRONG)
    )
    yield "要把花括号原样印出来，在前面写反斜杠：`\\{{ year }}`。语句（`{% … %}`）、函数、引号、方括号都不能用。"
    yield ""


def _figures() -> Iterator[str]:
    yield "## 图和照片 `figures`"
    yield ""
    yield from _keys(Figure, key_notes.FIGURE)
    yield from _table(
        ("种类", "画什么", "例子"), ((f"`{id_}`", name, f"`{figure(id_)}`") for id_, name in kinds().items())
    )
    yield from _yaml(FIGURES + FACTS + SECTIONS)


def _waivers() -> Iterator[str]:
    yield "## 认可 `waivers`"
    yield ""
    yield (
        "核对后确认没有错的问题，写明理由和姓名就不再报错；理由和姓名会印在审核底稿上。"
        "`gongkai waive 机关 年度 规则 --reason 理由 --by 姓名` 先列出涉及的问题，再连同认可时的数一起写好。"
    )
    yield ""
    yield from _keys(Waiver, key_notes.WAIVER)
    yield from _yaml(WAIVERS)
    yield "## 更正 `corrections`"
    yield ""
    yield (
        "只用在汇总的政府的数据文件里。规则R18和R19按更正后的数核对。原来的数变了，更正就失效，作为错误列出，"
        "请核对后删去或改正。"
    )
    yield ""
    yield from _keys(Correction, key_notes.CORRECTION)
    yield from _yaml(CORRECTIONS)
    yield "## 疑点 `issues`"
    yield ""
    yield "`gongkai import` 读入文件时没有把握的地方。核对、改好数字以后，删去对应的一条。"
    yield ""
    yield from _keys(Issue, key_notes.ISSUE)
    yield from _yaml(ISSUES)


def _words() -> Iterator[str]:
    yield "## 本单位的用词 `params/lexicon.yaml`"
    yield ""
    yield (
        "核对文字时，程序按词认出一个数说的是什么。`gongkai read` 列出每个数怎样理解、有哪些不认识的字词；本单位特有的说法可以补在 "
        f"`params/lexicon.yaml` 里，按词义列出，对所有机关都算，例如 `{WORDS}`。`(甲|乙)` 是任选一个，`(甲)?` 可有可无，括号和"
        "竖线用半角的；词义不存在、写法不对的由规则W7指出，不起作用。词义和已有的词（各举三个）："
    )
    yield ""
    known = {**lexicon.own_entries(), **lexicon.grammar_entries()}
    yield from _table(
        ("词义", "已有的词"), ((f"`{meaning}`", "、".join(_shortest(entries))) for meaning, entries in known.items())
    )


def _shortest(entries: Iterable[str]) -> list[str]:
    """Three words of a meaning."""
    words = dict.fromkeys(word for entry in entries for word in lexicon.expand(entry) if word)
    return sorted(words, key=len)[:3]


def _slips() -> Iterator[str]:
    yield "## 常见的写错"
    yield ""
    yield from _table(("写成了", "提示"), ((_code_line(text), complaint(text)) for text in SLIPS))


def _code_line(text: str) -> str:
    return f"`{text.rstrip().splitlines()[-1].strip()}`"


def _code(placeholder: str) -> str:
    return f"`{{{{ {placeholder} }}}}`".replace("|", "\\|")


def _as_code(note: str) -> str:
    """A note whose ``![](figure:ID)`` is shown as it is written, not as an image."""
    return re.sub(r"!\[\]\([^)]*\)", r"`\g<0>`", note)


def _keys(model: type[BaseModel], notes: Mapping[str, str]) -> Iterator[str]:
    """The keys of a model; those that must be given are marked."""
    fields = {key: field for key, field in model.model_fields.items() if key != "id"}
    yield from _table(
        ("键", "必填", "说明"),
        ((f"`{key}`", "是" if field.is_required() else "", _as_code(notes[key])) for key, field in fields.items()),
    )


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' * len(headers)}"
    for row in rows:
        cells = (cell if cell.startswith("`") else cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _yaml(text: str) -> Iterator[str]:
    yield "```yaml"
    yield text.rstrip()
    yield "```"
    yield ""
