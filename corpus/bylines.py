"""Bylines: lines and brackets that tell who wrote an article."""

import re

BYLINE_LENGTH = 60
BYLINE = re.compile(
    r"^[(\[]?(作\s{0,4}者|文|撰稿|执笔|记者|通讯员|本报记者|供稿|作者单位|单位|报送单位|推荐单位|汇报人|发言人|主讲人)\s?[:/][^。]{2,60}$"
    r"|^\(?\d{4}年\d{1,2}月(\d{1,2}日)?\)?$"
    r"|^[(]?(中共)?[^。,;:“”、]{2,30}(?:委、[^。,;:“”、]{0,8})?(委|党组|党总支|总支|第一书记|委员会|[部局办处院校站所社司]|工会|协会|学会|联社|工商联|妇联|残联|文联|科协|联合会|团委|商会|政府|公司|中心|中学|小学|学校|学院|医院|银行|支队|大队|合作社|支部|集团|大学|办公室|街道|课题组|调研组|编辑部)"
    r"(书记|主任|局长|部长|县长|镇长|主席)?([\s(]{1,6}(\d{4}年\d{1,2}月(\d{1,2}日)?|[\u4e00-\u9fff·]{2,4}([\s、]{1,3}[\u4e00-\u9fff·]{2,4}){0,4}))?\)?$"
)
NAMES = re.compile(
    r"^[□■◇◆○●◎]?\s{0,3}(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s?[×X*某]{1,2}|[\u4e00-\u9fff]{2,3}([\s、]{1,4}[\u4e00-\u9fff]{2,3}){1,5})$"
)
# A family name tells names parted by commas, and names with their unit behind them, from other short words.
FAMILY_NAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔"
    "康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗"
    "凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀"
    "谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明伏岑习胥保和蔺骆皮邰铁]"
)
PERSON = rf"{FAMILY_NAME}\s?[\u4e00-\u9fff]{{1,2}}"
AUTHORS = re.compile(
    rf"^{PERSON}(?:\([^()]{{2,30}}\)(?:[\s、,;]{{0,4}}{PERSON}\([^()]{{2,30}}\)){{0,4}}|(?:[\s、,;]{{1,4}}{PERSON}){{1,5}})$"
)
# Units that a title can end with as well: a title has a 的 or 里 in it, or no name of a place.
UNITS = re.compile(
    r"^[^,。;:“”的里上中]{1,16}(?:[省市县区镇乡村]|街道|社区|公司|集团|人民|第[一二三四五六七八九十])[^,。;:“”的里上]{0,16}"
    r"(?:法庭|支队|大队|队|室|科|厂|矿|林场|农场|支行|车间|派出所|供电所|卫生院|合作社|村委会|居委会|纪委、[^,。;:“”]{2,8})$"
)
TITLED_NAME = re.compile(
    r"^(?:本报|本刊|本台|本网)?(?:记者|通讯员|实习生)\s{1,2}[\u4e00-\u9fff]{2,4}(?:[\s、]{1,3}(?:通讯员\s{1,2}|实习生\s{1,2})?[\u4e00-\u9fff]{2,4}){0,4}$|"
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
    "编后记",
    "编者的话",
    "结束语",
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
        and bool(
            BYLINE.match(words)
            or NAMES.match(words)
            or AUTHORS.match(words)
            or UNITS.match(words)
            or TITLED_NAME.match(words)
        )
    )


def credit(text: str, folded: str, start: int, end: int) -> tuple[str | None, str | None] | None:
    """Author and organisation that a line or bracket names."""
    words = folded[start:end]
    lead = re.match(
        r"\s{0,9}[(\[]?(作\s{0,4}者|文|撰稿|执笔|本报记者|记者|通讯员|供稿|作者单位|\S{2}单位|汇报人|发言人)\s?[:/]\s?",
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
