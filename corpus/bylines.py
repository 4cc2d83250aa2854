"""Bylines: lines and brackets that tell who wrote an article."""

import re

BYLINE_LENGTH = 60
BYLINE = re.compile(
    r"^[(\[]?(作\s{0,4}者|文|撰稿|执笔|记者|通讯员|本报记者|供稿|作者单位|单位|报送单位|推荐单位|汇报人|发言人|主讲人)\s?[:/][^。]{2,60}$"
    r"|^\(?\d{4}年\d{1,2}月(\d{1,2}日)?\)?$"
    r"|^[(]?(中共)?[^。,;:“”、]{2,30}(?:委、[^。,;:“”、]{0,8})?(委|党组|党总支|总支|第一书记|委员会|[部局办处院校站所社司]|工会|协会|学会|联社|工商联|妇联|残联|文联|科协|联合会|团委|商会|政府|公司|中心|中学|小学|学校|学院|医院|银行|支队|大队|合作社|支部|集团|大学|办公室|街道|课题组|调研组|编辑部)"
    r"(书记|主任|局长|部长|县长|镇长|主席)?([\s(]{1,6}(\d{4}年\d{1,2}月(\d{1,2}日)?|[\u4e00-\u9fff·]{2,4}([\s、]{1,3}[\u4e00-\u9fff·]{2,4}){0,4}))?\)?$"
)
NAMES = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,3}([\s、]{1,4}[\u4e00-\u9fff]{2,3}){1,5})$")
TITLED_NAME = re.compile(
    r"^[^,。;:“”、\s]{2,20}(者|员|长|师|人|家|代表|书记|主任|干事|记者|专员|经理)\s{1,3}[\u4e00-\u9fff·]{2,4}$"
)
SIGNED = re.compile(
    r"\((?:(?:作者|文|撰稿|执笔|供稿|记者|作者单位|通讯员|来源)\s?[:/]?\s?(?P<who>[^()\n]{2,50})|(?P<by>[^()\n]{2,40}?)(?:供稿|报送|选送|推荐|整理))\)\s*$"
)
PARTS = (
    "前言",
    "序言",
    "引言",
    "后记",
    "结语",
    "附录",
    "附件",
    "目录",
    "导语",
    "编者按",
    "编后语",
)  # as short as a name
OFFICE = re.compile(r"(书记|主任|局长|部长|县长|市长|镇长|主席|课题组|办公室|组织部|政府|党组|[委会部局办])$")
ORGANISATION = re.compile(
    r"(?:中共)?[\u4e00-\u9fffXx×*]{1,24}?(?:(?:[省市县区镇乡州旗村]|党|工|团|纪|政法|[\u4e00-\u9fff]党工)委(?!员)|委员会|党支部|党总支|政府|法院|检察院|协会|学会|[\u4e00-\u9fff]局"
    r"|公司|集团|银行|大学|学院|中学|小学|学校|医院|工商联|妇联|残联|党建办|综治办|文明办|联席办|专班)(?:组织部|宣传部|统战部|政法委员会|政法委|社会工作部|办公室|党校|工委|课题组|机关党委|党委|党组|党总支|党支部|办)?"
)


def is_byline(words: str, number: int) -> bool:
    """Whether a line, by its words and its number in the file, tells who wrote an article."""
    return (
        number > 0
        and len(words) <= BYLINE_LENGTH
        and words not in PARTS
        and bool(BYLINE.match(words) or NAMES.match(words) or TITLED_NAME.match(words))
    )


def credit(text: str, folded: str, start: int, end: int) -> tuple[str | None, str | None] | None:
    """Author and organisation that a line or bracket names."""
    words = folded[start:end]
    lead = re.match(
        r"\s*[(\[]?(作\s{0,4}者|文|撰稿|执笔|本报记者|记者|通讯员|供稿|作者单位|\S{2}单位|汇报人|发言人)\s?[:/]\s?",
        words,
    )
    at = start + (lead.end() if lead else 0)
    words = folded[at:end].strip("()[] ")
    at = folded.index(words, at) if words else at
    date = re.search(r"[\s(]{0,4}\d{4}年", words)
    stop = at + (date.start() if date else len(words))
    organisation = ORGANISATION.search(folded, at, stop)
    shown = text[organisation.start() : organisation.end()] if organisation else None
    author = _person(text[at:stop].strip(), shown)
    return (author, shown) if author or shown else None


def _person(credit: str, organisation: str | None) -> str | None:
    """Who is named in a credit, without the organisation (and the office) that stands with the name."""
    if named := re.search(r"(?:^|\s)([\u4e00-\u9fff·]{2,4})$", credit):
        return named.group(1)
    rest = credit.replace(organisation or "", "").strip(" ,，、()（）")
    return None if not rest or OFFICE.search(rest) else rest
