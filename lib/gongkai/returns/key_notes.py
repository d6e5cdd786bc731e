"""What the keys of a year's file are for, in Chinese: shown by editors, and printed in the reference page of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP: Mapping[str, str] = {
    "schema": "文件格式的版本，写1",
    "year": "报告年度，四位数字，与文件名一致；必填",
    "form_used": "实际用的表式版本，只在与年度规定的不同时写，例如 2019",
    "signed": "落款日期，例如 2026-01-20",
    "published": "公布日期，例如 2026-01-25",
    "publish_by": "报头里承诺的公布日期，例如 2026-01-31",
    "signature": "落款的名称；不写就用agency.yaml里的简称，没有简称用全称",
    "seal": "打印稿的落款处要不要留出盖章的位置：true或false",
    "disclosure": "表二：主动公开政府信息情况",
    "requests": "表三：收到和处理政府信息公开申请情况",
    "disputes": "表四：政府信息公开行政复议、行政诉讼情况",
    "facts": "表外的数，代号: {label: 名称, value: 数, unit: 单位}；文字里用 {{ facts.代号 }} 引用",
    "sections": "各部分的文字，Markdown格式；报头、主动公开和依申请公开不写的，按数据生成通用语句",
    "figures": "图和照片，代号: {kind: 种类, caption: 图题}；按在报告里的先后编号",
    "waivers": "核对后认可的问题，每条写明规则、单元格、理由、姓名和日期",
    "corrections": "汇总的政府才写：成员之和里要更正的数，每条写明单元格、原数、改为、理由、姓名和日期",
    "issues": "读入文件时没有能确定的地方；改好以后删去对应的一条",
}
"""The keys at the top of the file."""

REST = "写0：这张表里没有列出的单元格都是0"
UNIT = "金额的单位；表式没有印单位，所以要写明"

FACT: Mapping[str, str] = {
    "value": "数；还不知道的写null，没有发生的写0",
    "unit": "单位，例如 条",
    "label": "名称，说明数的是什么",
    "part_of": "是哪个数的一部分，写那个数的代号；各部分之和要等于它",
    "same_as": "与哪个数说的是同一件事，写那个数的代号；两个数要一致",
}

PASSAGE: Mapping[str, str] = {
    "heading": "小标题，不写序号；五个方面可以不写，用规定的名称",
    "text": "文字，Markdown格式，可以用占位符；不写就按数据生成",
}

FIGURE: Mapping[str, str] = {
    "kind": "种类：photo是照片，其余是图",
    "caption": "图题，不写序号",
    "file": "照片的文件名；文件放在本年度的文件夹里",
    "alt": "替代文字，说明图里有什么；图不写就按数据生成",
    "show": "写false就不显示",
    "facts": "channels图要画的数，写代号的列表；不写就画全部分项",
    "after": "放在哪一部分后面，例如 requests、overview.platform；文字里用 ![](figure:代号) 放置的不用写",
}

WAIVER: Mapping[str, str] = {
    "rule": "规则编号，例如 R22",
    "cells": "涉及的单元格；*代表任意，例如 requests.granted.*；不写就是全部",
    "values": "认可时的数；数变了，认可就失效",
    "reason": "为什么可以认可；必填",
    "by": "谁认可的；必填",
    "date": "哪一天认可的，例如 2026-01-18",
}

MEMBER: Mapping[str, str] = {
    "id": "机关的代号；必填",
    "first_year": "从哪一年起计入汇总，例如 2024；不写就是从头",
    "last_year": "计到哪一年为止，例如 2023；不写就是一直",
    "successor": "last_year以后由哪个机关承接，写它的代号；它替这个成员计入，只计一次",
}

CORRECTION: Mapping[str, str] = {
    "cell": "单元格，例如 requests.new.natural",
    "member": "改哪个成员的数，写它的代号；改全体成员之和的不写",
    "was": "原来的数；没有填写的写null。这个数变了，更正就失效",
    "value": "改为多少",
    "reason": "为什么更正；必填",
    "by": "谁更正的；必填",
    "date": "哪一天更正的，例如 2026-02-10",
}

ISSUE: Mapping[str, str] = {
    "path": "单元格、行、表或文字的位置，例如 requests.granted",
    "kind": "blank空着，ambiguous分不清，absent缺少，mislabelled名称不符，invalid不是数，form表式不符，extra没有位置，note请核对",
    "raw": "文件里原来写的",
    "expected": "规定的名称",
    "candidates": "可能的读法；kind是invalid或blank的，是读不出或被清空时留下的原来的数",
    "message": "说明",
}

SECTIONS: Mapping[str, str] = {
    "preface": "报头：标题之后、第一部分之前的文字",
    "overview": "写成一段文字，或分段写：summary（概述）和五个方面disclosure、requests、management、platform、supervision",
    "disclosure": "表二前面的文字，一般不写",
    "requests": "表三前面的文字，一般不写",
    "disputes": "表四前面的文字，一般不写",
    "problems": "今年的主要问题、改进措施，上年措施的落实情况",
    "other": "含信息处理费的收取情况",
}
"""The texts, apart from the titles that the form prints."""
