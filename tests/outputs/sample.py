"""A small catalogue with everything in it: cases, a copy, a document without a case, files that were not read."""

from functools import cache

from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, DocumentRecord
from tests.outputs.builders import Told, located, passages, record, rejected
from tests.outputs.test_cluster import RECORDS

REPORT = """港务公司党建与业务融合的做法
针对党建业务两张皮，公司党委建立双向述职制度，把支部建到班组。
过去联盟联而不动，签了协议就放在抽屉里。
一、主要做法
(一)推行项目化管理
每个支部认领一个攻关项目，全年立项36个，完成率97.5%，节约资金约480万元。
(二)开展“师带徒”活动
组织老船长带新水手，结成对子52对，讲ABC级码头的操作，填写A-1号表。"""
TOLD = Told(
    practices=[
        ("建立双向述职制度", "T16_assess"),
        ("推行项目化管理", "T20_project"),
        ("每个支部认领一个攻关项目", "T20_project"),
    ],
    problems=[("两张皮", "E1_two_skins"), ("联而不动", "E2_linked_not_moving")],
    quantities=[("36个", 36, "个"), ("97.5%", 97.5, "%"), ("约480万元", 4800000, "元"), ("52对", 52, "对")],
)
SPEECH = """在全县组织工作会议上的讲话
同志们，当前有的支部党员老龄化突出，年轻党员少。
要把流动党员管起来，做到“离乡不离党”，引进来！留得住？用得好……
会上要求报表里不再出现=1+1、OR AND NOT NEAR("x")、50%*2一类的公式和<b>加粗</b>一类的代码，也不写@标记。"""
TRADITIONAL = """鹿亭村的議事規矩
鹿亭村黨支部訂立議事規矩，村民說了算，乾淨整潔的小廣場成了議事場。"""


def records() -> list[DocumentRecord]:
    return [
        *RECORDS,
        record("企业/港务.txt", REPORT, TOLD, "港务公司党建与业务融合的做法"),
        record("转载/港务(1).txt", f"{REPORT}\n来源：某网", TOLD, "港务公司党建与业务融合的做法"),
        passages(
            "讲话.txt",
            SPEECH,
            Told(problems=[("党员老龄化", "C1_ageing")], practices=[("把流动党员管起来", "T11_member_mgmt")]),
        ),
        located(record("鹿亭.txt", TRADITIONAL, None, "鹿亭村的議事規矩"), "330281", "2019", "2021-06"),
        rejected("锁住.pdf"),
        rejected("~$临时.docx", "ignored:lock", "A lock file of an office program."),
    ]


@cache
def catalogue() -> Catalogue:
    return build_catalogue(records())
