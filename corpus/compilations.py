"""The words of compilations: names that count articles (案例一), what stands above a title or before it on its line."""

import re
from collections.abc import Iterator, Sequence

from corpus.headings import numeral
from corpus.model import Paragraph, Span

NUMBER = r"[一二三四五六七八九十\d]{1,3}"
NAMED = re.compile(
    rf"[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?(?P<number>{NUMBER})[】\]]?(?:[:、.\s]{{1,3}}|(?=[^{NUMBER[1:-6]}是个类种项])|$)"
)
NAMED_START = re.compile(
    rf"(?:^|(?<=[\n。!?;)”])|(?<=汇编)|(?<=选编)|(?<=集锦)|(?<=选登)|(?<=例集))\s{{0,6}}(?=[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?{NUMBER})",
    re.MULTILINE,
)
COMPILATION = re.compile(
    r"(汇编|选编|选登|集锦|案例集|典型案例|优秀案例|案例选|经验材料选|交流材料|做法集|风采录|摘编|集萃|集纳|摘登|选载|选刊|简讯|荟萃|撷英|掠影|经验选|案例汇|材料集|交流发言)"
)
LEAD = re.compile(r"\s*([【\[][^】\]]{1,12}[】\]]\s*|[^:“。\n]{2,24}(发言|材料|汇报|讲话|案例|经验|来稿):\s*(?=\S{6}))")
# What stands above the title of an official paper: its number, its issuer's name, its secrecy and urgency.
RED_HEAD = re.compile(
    r"[〔\[(]\d{4}[〕\])]\s?第?\d{1,4}号$|^[^,。]{2,24}文件$|^(绝密|机密|秘密|特急|加急|平急|内部)|^签发人|^第\d{1,4}期$|^(总第|编号)"
)
SALUTATION = re.compile(r"^(尊敬的|各位|同志们|领导们|大家)[^。]{0,30}[:,!]$")
PLACE_LED = re.compile(
    r"^[\u4e00-\u9fffXx×*]{1,10}?(省|市(?!场|民)|县|区|州|旗|镇|乡(?![村土亲愁贤])|街道|(?<![农乡])村|社区|公司|集团|大学|学院|医院|局|厂|支部)[\u4e00-\u9fff“:,\s]{4,}"
)


def counted_names(folded: str, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Span]]:
    """Where articles count themselves from one on: the number of the paragraph, and the name with its number."""
    expected = 1
    for number, paragraph in enumerate(paragraphs):
        for place in NAMED_START.finditer(folded, paragraph.start, paragraph.end):
            name = NAMED.match(folded, place.end(), paragraph.end)
            if name and _count(name["number"]) == expected:
                yield number, Span(name.start(), name.end())
                expected += 1


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else numeral(number) if not any(c.isdecimal() for c in number) else 0
