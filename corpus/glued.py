"""Articles glued end to end: where a title runs into its sentence behind the end of another article.

Evidence is counted; a boundary needs ENOUGH of it, and a file needs several boundaries of the kind.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from corpus.model import Paragraph
from corpus.titles import TITLE_LENGTH

SEAM = "source line before it"
ENOUGH = 3
CERTAIN = 4
SEVERAL = 3
SHORTEST = 50  # characters of an article
SENTENCE_END = re.compile(r"(?:[。!?]|…{1,2})[”)》】]{0,2}\s{0,4}(?=[\u4e00-\u9fff“XxA-Z×*\[【《])")
STOPPED = re.compile(r"(?:[。!?;)】]|…)[”)》】]{0,2}\s*$")
NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是要]|\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|首先|其次|最后|第[一二三四五六七八九十]"
)
NAMED_AFTER = re.compile(
    r"[\u4e00-\u9fffXx×*某A-Z]{0,8}?(?:省|市|县|区|镇|乡|街道|村|社区|集团|公司|局|厅|学院|大学|学校|中学|小学|医院|厂|银行|法院|支队|中心|州|旗|处|站|所|委)"
)
MASKED = re.compile(r"(?:某{1,2}|[XxA-Z×*]{1,4})(?:省|市|县|区|镇|乡|街道|村|社区|局|公司|集团|学院|大学)")
UNIT = re.compile(r"[省市县区州]")
CHAIN = 14  # characters that a chain of places takes up
FUNCTION = frozenset("的和与及在对向为让使把将被给到从于由以是有等了个着过或并也都就还之其该各全本我每某,、;:(《")
LED = re.compile(
    r"[\u4e00-\u9fffXx×*]{1,10}?(?:省|市|县|区|州|旗|镇|乡|街道|村|社区|公司|集团|大学|学院|医院|局|厂|中心|支队)[\u4e00-\u9fff“:,\s]{4}"
)
TELLING = re.compile(
    r"[\d他她我你该这其此也并]|日前|近|据|在|为|今|当|从|自|截|由|全[省市县区镇乡村]|目前|同时|通过|随着|按照|对|如|下一步|现"
)
OPENER = re.compile(
    r"(?:近年来|近几年来?|今年以来|去年以来|今年来|\d{4}年以来|日前|近日|长期以来|一直以来|多年来|过去|当前|年初以来|入[春夏秋冬]以来)[,]"
    r"|\d{4}年(?:\d{1,2}月)?(?:以来|起)?,"
    r"|(?:为|针对|面对|围绕|按照|根据|随着|立足)[^,。;]{4,40},|本报讯|(?:[一二三四五六七八九十]|十[一二])月[^,。]{0,8},"
)
VERBS = frozenset(("v", "vn", "vd", "vi", "vg"))


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where an article begins, the length of its title (0: unknown), and what speaks for it."""

    start: int
    paragraph: int
    title: int
    points: int
    evidence: str
    after_seam: bool


def boundaries(
    folded: str, paragraphs: Sequence[Paragraph], seams: Sequence[int], marked: frozenset[int]
) -> list[Boundary]:
    """The beginnings of glued articles; `seams` are places where a source or a link was taken out."""
    borders = _borders(folded, seams)
    found = [one for place in _places(folded, paragraphs, borders, marked) if (one := _weigh(folded, *place))]
    found = _far_apart([one for one in found if one.points >= ENOUGH])
    told = sum(one.after_seam for one in found)
    lone = [one for one in found if one.points < CERTAIN]
    if told < SEVERAL - 1 and (len(found) < SEVERAL - 1 or (len(found) < SEVERAL and (lone or told))):
        return []
    return found


def _borders(folded: str, seams: Sequence[int]) -> frozenset[int]:
    """The seams behind a finished sentence."""
    return frozenset(at for at in seams if STOPPED.search(folded, max(0, at - 8), at))


Place = tuple[int, int, bool, bool]  # start, number of its paragraph, opens its line, stands behind a seam


def _places(
    folded: str, paragraphs: Sequence[Paragraph], borders: frozenset[int], marked: frozenset[int]
) -> Iterator[Place]:
    """All places where an article could begin."""
    inside = sorted(borders)
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "row":
            continue
        start, end = paragraph.start, paragraph.end
        if number not in marked and end - start >= SHORTEST:
            yield start, number, True, start in borders
        stops = {found.end() for found in SENTENCE_END.finditer(folded, start, end)}
        stops.update(inside[bisect_right(inside, start) : bisect_left(inside, end)])
        yield from ((at, number, False, at in borders) for at in sorted(stops) if end - at >= SHORTEST // 2)


def _weigh(folded: str, start: int, number: int, opens_line: bool, after_seam: bool) -> Boundary | None:
    words = folded[start : start + 2 * TITLE_LENGTH].partition("\n")[0]
    if NUMBERED.match(words) or (TELLING.match(words) and not after_seam):
        return None
    length, points, evidence = _title(words)
    if not length and not after_seam:
        return None
    title = words[:length]
    points += bool(LED.match(words)) + bool(re.search(r"[“:]|——", title)) + opens_line
    if after_seam:
        points, evidence = points + ENOUGH, f"{SEAM}{', ' if evidence else ''}{evidence}"
    return Boundary(start, number, length, points, evidence, after_seam)


def _title(words: str) -> tuple[int, int, str]:
    """Length of the title, points and evidence; length 0 where there is none to see."""
    sentence = re.split(r"[。!?;…]", words[: TITLE_LENGTH + 12])[0]
    name = _taken_up(sentence)
    opener = _opener_at(words)
    if name and (not opener or name <= opener):
        return name, 2, "its name taken up again"
    return (opener, 2, "a sentence's opening behind it") if opener else (0, 0, "")


def _taken_up(sentence: str) -> int:
    """Where the name with which a title opens (or that follows a dash or colon in it) is taken up by its sentence."""
    for at in _anchors(sentence):
        name = _name_at(sentence, at)
        again = sentence.find(name, at + 7) if name else -1
        if 7 <= again <= TITLE_LENGTH and sentence[again - 1] not in FUNCTION and sentence.count(",", 0, again) <= 1:
            return again
    return 0


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
    return gram if re.fullmatch(r"[\u4e00-\u9fff]{3}", gram) and NAMED_AFTER.match(sentence, at) else ""


def _opener_at(words: str) -> int:
    """Where a title goes over into a sentence's opening without any punctuation."""
    for found in OPENER.finditer(words, 9, TITLE_LENGTH + 40):
        at = found.start()
        title = words[:at]
        if at > TITLE_LENGTH or re.search(r"[。;!?…]", title):
            return 0
        if title[-1] not in FUNCTION and title.count(",") <= 1 and _says_something(title):
            return at
    return 0


def _says_something(title: str) -> bool:
    """Whether a title names more than its place: it has a verb or a quoted word."""
    return "“" in title or any(tag in VERBS for _, tag in rjieba.tag(title))


def _far_apart(found: Sequence[Boundary]) -> list[Boundary]:
    """Without those that stand inside the title or the first sentence of the one before."""
    kept: list[Boundary] = []
    for one in found:
        if not kept or one.start - kept[-1].start >= SHORTEST:
            kept.append(one)
    return kept
