"""The vocabulary of offices for requests, replies, applicants, disputes and documents."""

from __future__ import annotations

import re
from functools import cache

_DONE = r"(?:办结|办毕|办复|答复|回复|复函|办理完毕|办理完成|处理完毕|答复完毕|办理终结|完成(?:办理|答复|回复)|已办理(?!完)|已处理(?!完)|已回复|予以办理)"
RESULTS = re.compile(_DONE)
RECEIVED = re.compile(
    r"新收到?|新增|共?收到|受理|接收|接到|收悉|收件|登记|接受|共收|新受理|收的?(?=各类|群众|公民|政府信息|申请)"
)
HANDLED = re.compile(r"收办|办理|处理|经办|承办")
"""Wording that leaves open whether receiving, handling or both is meant."""

CARRIED_OUT = re.compile(
    r"(?:结转|转结|接转|转|顺延|延期|延续|延至|延到|留待|转入|转到|转至|跨)(?:自|至|到|入|于|在|为)?(?:下年|下一年|下个年度|次年|明年|翌年|来年)"
    r"|下一?年度?(?:继续)?(?:办理|答复)|(?:尚未|暂未|还未|仍未|未|没有)(?:到期)?(?:办结|办理完|答复|办毕|办完)|(?:正在|尚在|仍在|还在)(?:办理|处理|审查|答复)"
    r"|在办(?:理中|中)?|待办|办理中|跨年(?:度)?(?:办理)?|结转(?:继续)?办理"
)
CARRIED_IN = re.compile(
    r"(?:上年度?|上一年度?|去年度?|往年|前年|以前年度|上年末)[^，。；、\d]{0,10}?(?:结转|接转|转接|转结|转入|转来|遗留|顺延|延续|未办结)"
    r"|(?:结转|转结|接转|承接)(?:自)?(?:的)?(?:上年|上一年|去年|往年)"
)
CARRIED = re.compile(r"结转|转结")
OVERDUE = re.compile(r"逾期(?!不补正|未补正|未按|不缴|未缴)|超期|超时|未按(?:时|期)|不按(?:时|期)")

_TAIL = re.compile(
    r"^(?:的|了|等|这|类|共|共计|计|有|为|是|各|均|分别|达|数量|数|总数|答复|决定|处理|情形|情况|情形的|申请|政府信息公开申请|信息公开申请"
    r"|政府信息|信息|案件|事项|件数|件|量|范围|原因|理由|而|告知|告知书|方式|内容|部分|，|、|及|和|与|或|“|”|：|）|＿|范畴|相关|规定|予以|作出|等方式|不予公开|无法提供|不予处理|不予公开的|而无法提供)*$"
)

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "partial",
        re.compile(r"部分(?:予以|同意|准予)?公开|(?:予以|同意|准予)部分公开|区分处理|(?:不予公开部分|公开部分)"),
    ),
    ("refused", re.compile(r"(?:决定)?(?:不予以?|不同意|不准予|未予)公开|(?<![应而])不公开(?!的?为)")),
    (
        "granted",
        re.compile(
            r"(?:予以|同意|准予|给予|全部|完全|依法|答复)公开|已公开|(?:属于)?主动公开范围|(?<![\u4e00-\u9fff])公开(?=的?$)"
        ),
    ),
    ("unavailable", re.compile(r"(?:无法|不能|未能|无法予以)提供|无法公开")),
    ("unprocessed", re.compile(r"不予处理|不再处理|不予以处理|不再重复处理")),
    ("other", re.compile(r"(?:作|作出|按|作为)?其[他它](?:方式)?处理|其[他它]方式处理|其[他它]情形处理")),
)
"""Kinds of reply: group of rows in table 3, and wording."""

REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("refused_1", re.compile(r"国家秘密|涉密")),
    ("refused_2", re.compile(r"(?:其他)?法律[、和]?行政法规禁止|法律法规禁止")),
    ("refused_3", re.compile(r"三安全一稳定|危及国家安全")),
    ("refused_4", re.compile(r"第三方(?:的)?(?:合法)?权益|商业秘密|个人隐私")),
    ("refused_5", re.compile(r"内部(?:事务|管理)(?:性)?信息|内部事务")),
    ("refused_6", re.compile(r"过程性信息|过程信息")),
    ("refused_7", re.compile(r"(?:行政)?执法案卷")),
    ("refused_8", re.compile(r"(?:行政)?查询事项")),
    (
        "unavailable_1",
        re.compile(
            r"不掌握|(?:信息)?不存在|未(?:制作|获取|保存)|非本(?:机关|单位)|不属于?本(?:机关|单位|部门|局)|不属于(?:我局|我市|我区|我县)"
        ),
    ),
    ("unavailable_2", re.compile(r"没有现成|需要?另行(?:制作|加工)|需要?(?:加工|汇总)")),
    ("unavailable_3", re.compile(r"(?:仍|内容)不明确")),
    ("unprocessed_1", re.compile(r"信访、?举报、?投诉|信访投诉|信访类|投诉举报类")),
    ("unprocessed_2", re.compile(r"重复(?:提出|提交)?(?:的)?申请")),
    ("unprocessed_3", re.compile(r"公开出版物")),
    ("unprocessed_4", re.compile(r"大量反复|反复申请|大量、反复")),
    ("unprocessed_5", re.compile(r"确认或重新出具|重新出具")),
    ("other_1", re.compile(r"逾期(?:不|未)(?:予)?补正")),
    ("other_2", re.compile(r"(?:逾期)?未(?:按[^，。；]{0,10})?缴(?:纳)?费|逾期不缴|未缴纳")),
)
"""Reasons of replies: row of table 3, and wording."""

WITHDRAWN = re.compile(r"撤回|撤销申请|终止办理|合并(?:办理|答复)")

APPLICANTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "organizations",
        re.compile(
            r"法人(?:或|和|及|与|、|以及)?(?:者|非法人)?(?:其他|其它)?组织|法人(?:及|和|或)?(?:单位|机构)?$|法人$|(?<!其他)(?<!其它)(?<!公益)(?<!社会)(?<!的)组织$|企业(?:和|及|、)(?:其他)?(?:组织|单位|机构)"
        ),
    ),
    ("business", re.compile(r"商业企业|企业")),
    ("research", re.compile(r"科研(?:机构|院所|单位)")),
    ("public_interest", re.compile(r"(?:社会)?公益组织|公益性?(?:社会)?组织")),
    ("legal_service", re.compile(r"法律服务(?:机构|所)|律师事务所|律所")),
    ("natural", re.compile(r"自然人|公民(?:个人)?$|公民(?:申请|个人)|个人(?:申请|$)|(?<!法)人?个人$")),
    ("other", re.compile(r"其[他它](?:组织|机构|类)?(?:申请人)?$")),
)
"""Kinds of applicant: column of table 3, and wording."""

MEANS = re.compile(
    r"网络|网上|在线|线上|互联网|网站|信函|邮寄|邮件|邮箱|邮政|邮递|当面|现场|当场|窗口|传真|电话|快递|平台|来函|来访|书面|口头|电子|纸质|信件|挂号|(?:申请|公开|办理|管理)系统|小程序|公众号|微信|线下|上门|寄送"
)
"""Ways in which requests come or information is published."""

CHANNEL = re.compile(
    r"通过|借助|利用|依托|网站|门户|微信|微博|新媒体|公众号|平台|报刊|电视|广播|公报|专栏|栏目|公[开示告]栏|显示屏|电子屏"
)
"""Where information is published."""

SEVERAL = re.compile(r"、|等|和|或|及|与|各类|各种|多种|渠道|方式")

SUBJECT = re.compile(
    r"涉及(?!自然人|公民|法人|商业|企业|科研|个人)|有关|关于|内容为|主要为|集中在|(?<!各)(?<!信访举报投诉)(?<!投诉)(?<!举报)(?<!信访)(?<!三)(?<!四)类(?!型)|领域|方面|征地|拆迁|征收|国土|土地|规划|环保|房屋"
)
"""Subjects of requests: a number with a subject covers only part of them."""

_OTHER_REQUESTS = re.compile(
    r"(?:许可|复议|诉讼|仲裁|执行|救助|补贴|补助|贷款|认定|登记|注册|立案|听证|调解|检验|专利|商标|工伤|验收|低保|入学|落户|信访|审批|备案)(?:的)?申请(?!公开)"
    r"|申请(?:行政复议|复议|行政诉讼|提起|安全|办证|许可|救助|补贴|材料|表|书|渠道|流程|人(?!情况)|条件|程序|受理点|办理流程|指南|执行|入口)|接诉|诉求|投诉(?!类)|举报(?!投诉)|咨询|热线|12345|信箱|留言|提案|建议|来信|信访(?!举报|投诉)|纠纷|评查|许可事项|申请(?!公开)[^，。；、\d]{1,12}?(?:许可|备案|登记|验收)"
)
REQUEST = re.compile(
    r"(?:政府|政务)?信息公开的?(?:的)?申请(?!人)|公开(?:政府)?信息(?:的)?申请|依申请公开|申请公开|公开申请|公开(?:申请)?(?:件|案件|事项)|申请件|(?<!依)申请(?!人|公开)"
)
STRONG_REQUEST = re.compile(
    r"信息公开(?:的)?申请(?!人)|信息依?申请公开|依申请公开|申请公开|公开申请|信息公开案件|申请件"
)

RECONSIDERATION = re.compile(r"复议(?!机关|机构|后)")
LITIGATION = re.compile(r"行政诉讼|诉讼|应诉|被诉|起诉(?!后)|行政官司")
DIRECT = re.compile(r"(?:未经|不经|没有经过)(?:行政)?复议|直接(?:起诉|提起)")
AFTER = re.compile(r"(?<!未经)(?<!未)(?:经|先)?(?:行政)?复议(?:之)?后(?:再|又|不服|提起|起诉|诉讼)")
FOREIGN_CASE = re.compile(
    r"备案|代理|指导|审理(?!中)|收到.{0,6}法院|一审|二审|再审|上诉|调解|出庭|培训|旁听|案例|信访|复查|复核|执行案"
)
"""Wording that marks a number of cases as different from that of table 4."""
LOST = re.compile(r"败诉|胜诉|纠错率|纠正率|败诉率|维持率|化解|纠错")
OUTCOMES: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    (
        "pending",
        re.compile(
            r"(?:尚|暂|还|仍)?未(?:审结|结案|办结|审理完|结)|(?:正在|尚在|仍在|还在)(?:审理|办理|审查)|审理中|在审|待审"
        ),
        True,
    ),
    ("upheld", re.compile(r"维持"), True),
    ("corrected", re.compile(r"结果纠正|纠正(?!率)"), True),
    ("corrected", re.compile(r"被?(?:撤销|确认违法|责令|变更|确认无效)"), False),
    ("other", re.compile(r"其[他它](?:处理)?结果|其[他它](?:情形|处理|情况)?$"), True),
)
"""Outcomes of cases: column of table 4, wording, whether it is the form's own."""
FINISHED = re.compile(r"(?:已|均已|全部)?(?:审结|结案|办结)")

REGULATIONS = re.compile(r"(?<!章)(?<!党内法规)(?:政府|地方政府|部门|地方性)?规章(?!制度)")
NORMATIVE = re.compile(r"(?<!非)(?:行政)?规范性文件(?!库|数据库|目录|专栏|管理|制定|合法性|审查|备案审查|解读)")
IN_FORCE = re.compile(r"现行有效|继续有效|有效的?(?:行政)?规范性文件|保留(?:继续)?有效")
REPEALED = re.compile(r"废止|失效|停止执行|废除|废改")
MADE = re.compile(r"制发|制定|印发|出台|新制定|制作|发布|新增|颁布|公布|制订|下发|起草发布")
SHOWN = re.compile(r"公开|发布|公布|上传|收录")
TOTAL_SHOWN = re.compile(r"对外公开总|累计公开|公开总数")
FOREIGN_DOCUMENT = re.compile(
    r"审查|审核|备案|清理(?!并)|评估|解读|修订|修改|起草(?!发布)|征求|草案|意见|目录|转发|学习|上级|国家|中央|人大|党内|培训|合法性|公平竞争|梳理|统一编号|登记"
)
DECISIONS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "licensing",
        re.compile(r"行政许可(?:处理)?决定"),
        re.compile(r"(?:作出|办理|办结)[^，。；]{0,6}行政许可(?:案件|业务)?$"),
    ),
    (
        "penalty",
        re.compile(r"行政处罚(?:处理)?决定"),
        re.compile(r"(?:作出|实施|办理|查处)[^，。；]{0,6}(?:行政处罚(?:案件)?|处罚决定)$"),
    ),
    (
        "coercion",
        re.compile(r"行政强制(?:措施)?(?:处理|执行)?决定"),
        re.compile(r"(?:作出|实施|采取)[^，。；]{0,6}行政强制(?:措施)?$"),
    ),
)
"""Decisions of table 2: row, certain wording, likely wording."""
SHOWN_DECISION = re.compile(r"公示|公开|上网|公布|归集|推送|决定书|信息|文书|录入|上传|双公示")

INFO_FEE = re.compile(r"信息(?:公开)?处理费|信息公开(?:信息)?(?:处理)?费用?|依申请公开.{0,8}收费")
ADMIN_FEE = re.compile(r"行政事业性收费|行政事业收费")


@cache
def tail_matches(tail: str) -> bool:
    """Whether the text after a keyword adds nothing that narrows it."""
    return bool(_TAIL.match(tail))


def other_requests(text: str) -> bool:
    """Whether a text is about applications other than those for government information."""
    return bool(_OTHER_REQUESTS.search(text))
