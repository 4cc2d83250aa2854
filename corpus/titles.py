"""Titles that run into the first sentence of their text: where they end, and what parts them from it."""

import re
from collections.abc import Sequence

import rjieba

from corpus.beginnings import begun
from corpus.headings import glued_end
from corpus.names import MASKED

TITLE_LENGTH = 60
LOOKED_AT = 110  # characters that a title and the beginning of its text take up
SHORT_TITLE = 6
REPEAT = 3  # Han characters that, repeated, show where a title ends and its sentence begins
OPENERS = re.compile(
    r"(近年来|近几年|今年以来|去年以来|\d{4}年(以来|初|底|\d{1,2}月|,|起)|为(深入|贯彻|进一步|全面|切实|有效|破解|解决|推动|加强|更好|落实)|针对|党的(十|二)|习近平|当前,|面对|随着|按照|长期以来|自\d{4}年"
    r"|位于|地处|坐落|组建|开展|实施|构建|截至|同志们|各位|根据|通过|围绕|立足|我[镇县市区局校院乡村]|[\u4e00-\u9fffXx×*]{1,6}[省市县区镇乡村](?!级))"
)
OPENER = begun(
    r"(?:近年来|近几年来?|今年以来|去年以来|今年来|\d{4}年以来|日前|近日|长期以来|一直以来|多年来|过去|当前|年初以来|入[春夏秋冬]以来)[,]"
    r"|\d{4}年(?:\d{1,2}月)?(?:以来|起)?,|(?:去年|今年|从\d{4}年|起初|以前|早些年|前些年)"
    r"|(?:为|针对|面对|围绕|按照|根据|随着|立足)[^,。;]{4,40},|本报讯|(?:[一二三四五六七八九十]|十[一二])月[^,。]{0,8},"
)
STOPS = re.compile(r"[。;!?]")
PLACE_END = re.compile(r"[县区市镇乡村道]")  # the last character of the next
PLACES = ("县", "区", "市", "镇", "乡", "村", "街道", "社区")
PLACE_WORD = re.compile(rf"[\u4e00-\u9fff]{{2,4}}(?:{'|'.join(PLACES)})$")
NO_TITLE_END = tuple("—:,、“的在从让与和到进向为把对")
NO_SENTENCE = tuple("的和、,:里上中与“”")
# A sentence begins with these, and hardly any title does.
TELLING = begun(
    r"[\d他她我你该这其此也并]|(?:编者)?按:|日前|近|据|在(?![^,。]{2,30}上的)|为(?![民谁何])|今|当(?!好)|从(?!“)|自|截|由"
    r"|全[省市县区镇乡村]|目前|同时|通过|随着|按照|对(?!标)|如(?!何)|下一步|现"
)
FUNCTION = frozenset("的和与及在对向为让使把将被给到从于由以是有等了个着过或并也都就还之其该各全本我每某,、;:(《")
VERBS = frozenset(("v", "vn", "vd", "vi", "vg"))
NAMED_AFTER = re.compile(
    r"[\u4e00-\u9fffXx×*某A-Z]{0,8}?(?:省|市|县|区|镇|乡|街道|村|社区|集团|公司|局|厅|学院|大学|学校|中学|小学|医院|厂|银行|法院|支队|中心|州|旗|处|站|所|委)"
)
SPLIT = re.compile(
    rf"{MASKED.pattern}|[\u4e00-\u9fff]{{2}}(?:县|市|区|镇|乡|村|街道|社区|公司|集团|学院|大学|学校|医院|法院)"
)
UNIT = re.compile(r"[省市县区州]")
NAMED_LEAD = re.compile(
    r"[\u4e00-\u9fffXx×*]{1,8}(?:省|市|县|区|州|旗|镇|乡|街道|村|社区|公司|集团|大学|学院|学校|中学|小学|医院|局|法院)$"
)
CHAIN = 14  # characters that a chain of places takes up
BRACKETS = re.compile(r"[【〖\[《](?P<title>[^】〗\]》\n]{4,45})[】〗\]》]\s{0,3}")
BLANK = re.compile(r"(?P<title>[^\s。;!?]{3,45}(?:[ \t]{1,3}[^\s。;,!?]{3,20})?)[ \t]{1,4}(?=\S{6})")
LEAD_IN = re.compile(r"(?P<title>[^,。;:\s]{4,30}(?:,[^,。;:\s]{3,20})?):")
SENTENCE = re.compile(r"(?P<title>[^。;:!?\n]{5,36})[。!?](?=\S)")
# 浅谈支部建设王某某 李 某在… : masked names, or names that say what they are, behind a title
AUTHOR_BEHIND = re.compile(
    r"(?P<title>[^。;!?\n]{8,50}?)\s{0,3}(?=(?:(?:[\u4e00-\u9fff]\s?某{1,2}(?![市县区镇乡村局校院企])[\s、,]{0,3}){1,4}|(?:作者|文|撰文)\s?[:/])[^\s]{4})"
)
CLAUSE = re.compile(r"[,。;!?]")
LONG_END, SHORT_END = re.compile(r"[。;]"), re.compile(r"[。;,]")
GRAM = re.compile(r"[\u4e00-\u9fffA-Za-zX×*]{3}")
HAN = re.compile(r"[\u4e00-\u9fff]{3}")
TITLE_STOP = re.compile(r"[。!?;…]")


def run_in_title(words: str) -> tuple[int, str]:
    """Length of the title that opens a paragraph's folded words, and what parts it from its text; 0 where none is."""
    words = words[:LOOKED_AT]
    if bracketed := BRACKETS.match(words):
        return bracketed.end("title"), "bracket"
    if TELLING.match(words):
        return 0, ""
    if signed := AUTHOR_BEHIND.match(words):
        return signed.end("title"), "author"
    opened, how = opened_length(words)
    glued = opened or glued_length(words)
    if blank := _before_blank(words, glued):
        return blank, "blank"
    lead = LEAD_IN.match(words)
    if glued and not (lead and lead.end() <= glued and not (opened and NAMED_LEAD.match(lead["title"]))):
        return glued, how
    if lead:
        return lead.end("title"), "colon"
    sentence = SENTENCE.match(words)
    return (sentence.end("title"), "stop") if sentence and sentence["title"].count(",") <= 2 else (0, "")


def _before_blank(words: str, glued: int) -> int:
    found = BLANK.match(words)
    if not found or (glued and glued < found.end("title") - 2):
        return 0
    title = found["title"]
    return found.end("title") if title.count(",") <= 2 and title[-1] not in "、,:" and len(title) >= 5 else 0


def opened_length(words: str) -> tuple[int, str]:
    """Length of a title behind which a sentence opens for sure: "echoed", with its name again, or "opened"."""
    again = taken_up(TITLE_STOP.split(words[: TITLE_LENGTH + 12], 1)[0])
    opener = opener_at(words)
    if again and (not opener or again <= opener):
        return again, "echoed"
    return (opener, "opened") if opener else (0, "glued")


def glued_length(words: str) -> int:
    """Length of a title that nothing parts from its sentence, which may begin with a name."""
    found = min(filter(None, (repeat_length(words, True), place_opening(words))), default=0) or noun_end(words)
    return found or _name_after(CLAUSE.split(words)[0][:48])


def _name_after(clause: str) -> int:
    """Where, in a clause, a name stands so that a sentence may begin with it."""
    for found in SPLIT.finditer(clause, SHORT_TITLE):
        at = found.start()
        if clause[at - 1] not in FUNCTION:
            return at
    return 0


def known_length(head: str, known: Sequence[str]) -> int:
    """How many characters of a paragraph's beginning a known title takes up, punctuation aside."""
    for title in known:
        letters = [char for char in title if char.isalnum()]
        at = 0
        for place, char in enumerate(head):
            if at == len(letters):
                return place if at >= SHORT_TITLE else 0
            if char.isalnum():
                if char != letters[at]:
                    break
                at += 1
    return 0


def repeat_length(words: str, certain: bool) -> int:
    """Length of the title where the sentence behind it takes up a name from it again (…刹住人情风|万福镇地处…)."""
    head = (LONG_END if certain else SHORT_END).split(words, 1)[0]
    if not certain and TELLING.match(head):
        return 0
    grams = [head[at : at + REPEAT] for at in range(min(len(head) - REPEAT, TITLE_LENGTH))]
    if len(set(grams)) == len(grams):
        return 0
    seen: set[str] = set()
    for at, gram in enumerate(grams):
        if gram in seen and at >= (5 if certain else 8) and GRAM.fullmatch(gram):
            return at
        if at >= REPEAT - 1:
            seen.add(grams[at - REPEAT + 1])
    return 0


def place_opening(words: str) -> int:
    """Length of a title whose sentence opens with a place's name (…出山货大市场|白芷镇群山环抱)."""
    sentence = STOPS.split(words[:TITLE_LENGTH], 1)[0]
    if not PLACE_END.search(sentence, SHORT_TITLE):
        return 0
    at, before = 0, 0
    for word in rjieba.cut(sentence):
        start = -1
        if at >= SHORT_TITLE and word.endswith(PLACES):
            start = before if word in PLACES and at - before > 1 else at if PLACE_WORD.match(word) else -1
        at, before = at + len(word), at
        if start >= SHORT_TITLE and words[at : at + 1] not in NO_SENTENCE and words[start - 1] not in NO_TITLE_END:
            return start
    return 0


def noun_end(words: str) -> int:
    """Length of a title that ends with a title's noun and goes straight on with a sentence's opening."""
    for found in glued_end().finditer(words[:TITLE_LENGTH]):
        if found.end() >= 10 and OPENERS.match(words, found.end()):
            return found.end()
    return 0


def taken_up(sentence: str) -> int:
    """Where the name with which a title opens (or that follows a dash or colon in it) is taken up by its sentence."""
    found = (sentence.find(name, at + 7) for at in _anchors(sentence) if (name := _name_at(sentence, at)))
    return min((again for again in found if _may_begin(sentence, again)), default=0)


def _may_begin(sentence: str, at: int) -> bool:
    return 7 <= at <= TITLE_LENGTH and sentence[at - 1] not in FUNCTION and sentence.count(",", 0, at) <= 1


def _anchors(sentence: str) -> list[int]:
    """Where a name may stand in a title: at its start, behind a dash or colon, and the units of a chain of places."""
    dash = max(sentence.find("——") + 2, sentence.find(":") + 1)
    units = [unit.end() for unit in UNIT.finditer(sentence, 0, CHAIN)]
    return sorted({0, dash if dash < len(sentence) else 0, *units})


def _name_at(sentence: str, at: int) -> str:
    """The beginning of the name of a place or an organisation, or nothing."""
    if masked := MASKED.match(sentence, at):
        return masked.group()
    gram = sentence[at : at + 3]
    return gram if HAN.fullmatch(gram) and NAMED_AFTER.match(sentence, at) else ""


def opener_at(words: str) -> int:
    """Where a title goes over into a sentence's opening without any punctuation."""
    for found in OPENER.finditer(words, 9, TITLE_LENGTH + 40):
        at = found.start()
        title = words[:at]
        if at > TITLE_LENGTH or TITLE_STOP.search(title):
            return 0
        if title[-1] not in FUNCTION and title.count(",") <= 1 and _says_something(title):
            return at
    return 0


def _says_something(title: str) -> bool:
    """Whether a title names more than its place: it has a verb or a quoted word."""
    return "“" in title or any(tag in VERBS for _, tag in rjieba.tag(title))
