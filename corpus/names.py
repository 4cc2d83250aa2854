"""Names of places and organisations in a text, as far as they tell its articles apart: where each of them stands."""

import re
from bisect import bisect_left
from collections import defaultdict

UNIT = (
    r"(?:省|市(?![场民])|县|区|州|旗|镇|乡(?![村土亲愁贤])|街道|(?<![农乡])村|社区|公司|集团|大学|学院|学校|中学|小学"
    r"|医院|局|厂|矿|中心|支部|支队|法院|银行|合作社|农场|林场|派出所|卫生院|供电所|法庭|幼儿园|敬老院|车队|分局|支行)"
)
NAME = rf"[\u4e00-\u9fffXx×*]{{1,10}}?{UNIT}"
LED = re.compile(rf"(?:在|针对|位于|今年以来,|近年来,|近日,)?(?P<name>{NAME})(?!在内)")
NO_NAME = re.compile(r"[全我本各该此每多一二两三几]")
# The last characters of a name are enough to know it again, and where it begins is hard to tell.
KEY = re.compile(rf"(?P<own>[\u4e00-\u9fff]{{2}}|[A-Z甲乙丙丁]\d?){UNIT}")
NO_KEY = re.compile(
    r"[全该各本我每个的乡农在是与和及为向从到有了这那某一二三四五六七八九十几多省市县区镇街社]|行政|城市|园区|贫困|中心"
    r"|示范|试点|自治|帮扶|重点|薄弱|先进|后进|片区|小区|地区|辖区|党|联合|有限|股份|基层|所属|相邻|周边|美丽|领导|干部"
    r"|群众|组织|服务|工作|建设|机关|管理"
)
MASKED = re.compile(
    r"(?:[Xx×*]{1,3}|某{1,2})[\u4e00-\u9fff]{0,4}?(?:省|市|县|区|镇|乡|村|街道|社区|局|公司|集团|学院|大学|学校|医院|矿"
    r"|厂|法院|党委|支部)"
)


def opening_name(words: str) -> str:
    """The name of a place or an organisation with which folded words begin, or nothing."""
    named = LED.match(words)
    return named["name"] if named and not NO_NAME.match(named["name"]) else ""


class Names:
    """The names of a folded text and where they stand."""

    def __init__(self, folded: str) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for found in KEY.finditer(folded):
            if not NO_KEY.search(found["own"]):
                self._places[found.group()].append(found.start())
        self._all = sorted((at, name) for name, places in self._places.items() for at in places)
        self._offsets = [at for at, _ in self._all]

    def within(self, start: int, end: int) -> set[str]:
        """The names that begin in a range."""
        return {name for _, name in self._all[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]}

    def count(self, name: str, start: int, end: int) -> int:
        """How often a name stands in a range."""
        places = self._places[name]
        return bisect_left(places, end) - bisect_left(places, start)

    def total(self, name: str) -> int:
        """How often a name stands in the text."""
        return len(self._places[name])

    def first(self, name: str) -> int:
        """Where a name stands first."""
        return self._places[name][0]
