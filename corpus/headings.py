"""Headings: the numbered ladder from 第一章 to 一是, and unnumbered ones; where each ends, and what it is worth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.beginnings import begun
from corpus.model import Paragraph

NUMERAL = "一二三四五六七八九十"
DIGITS = {char: value for value, char in enumerate(NUMERAL, 1)}
CIRCLED = "①-⑳❶-❿"
# Numbers that are one character with their mark, by the first of each row.
ROWS = "①❶㈠⒈⑴"
ROW_LENGTH = 20
# A number with a blank behind it counts something when one of these follows.
MEASURED = r"[个名户家人次年月日天万亿元件条项多余所支批类种位]"
ORDINALS = {"附": 1, "附件": 1, "附录": 1, "首先": 1, "其次": 2, "再次": 3, "最后": 99}
NOUNS = "模式|做法|案例|经验|路径|举措|启示|特点|亮点|措施|成效|问题|建议|体会|探索|实践|机制|渠道|途径|办法|抓手|变化"
# What a speech counts its deeds by: 第一件事, 第二招.
OF_SPEECHES = "件(?:大|实)?事|[大实]?招|步棋|着棋|张牌|把火|板斧|记[重实硬]拳|场硬?仗|篇文章"

# Two numbers in a row name a range (一、二产业; 三、四线城市), not a heading.
NEIGHBOURS = r"(?:(?<=一、)二|(?<=二、)三|(?<=三、)四|(?<=四、)五|(?<=五、)六)[、产级次轮期线季月号等类]"
# Number, then what is left of the line. The group's name says style and level.
MARKER = begun(
    rf"(?:(?P<part1>第(?P<v0>[{NUMERAL}]{{1,3}})(?:章|部分|编|篇|板块)(?!第)[、:.\s]{{0,2}})"
    rf"|(?P<section2>第(?P<v9>[{NUMERAL}]{{1,3}})节[、:.\s]{{0,2}})"
    rf"|(?P<han1>(?P<v1>[{NUMERAL}]{{1,3}})\s?(?:[、.](?!{NEIGHBOURS})|,(?=[^,。;:\d\n]{{3,20}}$)))"
    rf"|(?P<annex1>(?P<v19>附(?:件|录)?)[{NUMERAL}\d]{{0,2}}\s?:\s?(?=[^。;\n]{{4,40}}$))"
    rf"|(?P<hanspace1>(?P<v12>[{NUMERAL}]{{1,2}})\s{{1,3}}(?=[\u4e00-\u9fff“]))"
    rf"|(?P<decimal2>(?P<v13>\d{{1,2}}\.\d{{1,2}})(?:[、.]|\s{{0,3}})(?=[\u4e00-\u9fff“]))"
    rf"|(?P<decimal3>(?P<v14>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})[、.\s]{{0,3}}(?=[\u4e00-\u9fff“]))"
    rf"|(?P<bare1>(?P<v15>\d{{1,2}})\s{{0,3}}(?=[\u4e00-\u9fff“])(?!{MEASURED}))"
    rf"|(?P<paren2>(?:\(\s?(?P<v2>[{NUMERAL}]{{1,3}})\s?\)|(?P<v16>[㈠-㈩]))[、.:]?\s?)"
    rf"|(?P<digit3>(?:(?P<v3>\d{{1,2}})\s?[、.]|(?P<v17>[⒈-⒛])[、.]?)(?!\d))"
    rf"|(?P<paren4>\((?P<v4>\d{{1,2}})\)[、.]?|(?P<v5>\d{{1,2}})\)(?![、,])|(?P<v18>[⑴-⒇])[、.]?)"
    rf"|(?P<circle4>(?P<v6>[{CIRCLED}])[、.]?)"
    rf"|(?P<is4>(?P<v7>[{NUMERAL}]{{1,2}})(?:是|要|则))"
    rf"|(?P<order4>(?P<v8>首先|其次|再次|最后|第[{NUMERAL}]{{1,2}}|其[{NUMERAL}])(?:{OF_SPEECHES})?[,、:])"
    rf"|(?P<noun4>(?:{NOUNS})?之(?P<v10>[{NUMERAL}]{{1,2}})[:、\s]|(?:{NOUNS})(?P<v11>[{NUMERAL}]{{1,2}})[:、\s])"
    rf"|(?P<named4>(?P<named>[\u4e00-\u9fff]{{2,6}})(?P<v20>[{NUMERAL}]):))"
)
NAMED = re.compile(r"^\s{0,8}([\u4e00-\u9fff]{2,6})([一二]):", re.MULTILINE)
VALUES = 21  # groups that hold a number's value
LINE_ONLY = ("hanspace1", "decimal2", "decimal3", "bare1")  # numbers so slight that a title of its own line must follow
SLIGHT = (*LINE_ONLY, "annex1", "named4")
LINE_TITLE = 30
PARTS = re.compile(r"^\s{0,8}(\d{1,2})\.(\d{1,2})(?![\d.%])", re.MULTILINE)
BLANKS = re.compile(r"\s{0,6}")
# The mark behind which a heading may start, with the blanks behind it; for the class in front a search is quick.
STARTS = re.compile(
    r"[\n。!?;:…”).,](?:(?<![.,])|(?<=[\u4e00-\u9fff%”)]\.)|(?<=,)(?=[一二三四五六七八九十]{1,2}[是要]))\s{0,6}"
)
STOP = begun(r"[。!?;:]|(?<=[\u4e00-\u9fff%”)])\.(?!\d)| {2,}|\n")
CLAUSE = re.compile(r"[,。!?;:]|(?<=[\u4e00-\u9fff%”)])\.(?!\d)| {2,}|\n")
CLOSING = " \t。:;,.!、"
INNER = begun(rf"\([{NUMERAL}]\)|(?<!\d)1[.、](?!\d)|(?<=[\u4e00-\u9fff])[,: ]?一是|\(1\)|①")
TITLE = 60
TEXT = 30  # characters of a paragraph of running text
SENTENCE = 40
CLAUSE_LENGTH = 30
INDENT = 8  # blanks that may stand before a number at the start of its line


class Words(BaseModel):
    """The word lists of headings.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_ends: tuple[str, ...]
    title_goes_on: tuple[str, ...]
    statements: tuple[str, ...]
    telling_starts: tuple[str, ...]


@cache
def words() -> Words:
    """The word lists."""
    return Words.model_validate(yaml.safe_load(Path(__file__).with_name("headings.yml").read_text(encoding="utf-8")))


CLOSED = re.compile(
    r"(?:(?:基本|总体|主要|有关)情况|基本概况|主要(?:做法|成效|经验|问题|措施|举措)|存在(?:的)?(?:主要|突出)?(?:问题|困难|不足|困惑|短板|差距)|(?:取得|工作)的?成效|对策(?:与|和|及)?建议|几点(?:体会|建议|启示|思考)"
    r"|下一?步(?:打算|工作|计划|安排)|原因分析|工作背景|重要意义)(?=[\u4e00-\u9fff“])(?![和与及的之、是])"
)


@cache
def glued_end() -> re.Pattern[str]:
    """Finds where a title ends to which running text is glued."""
    ends = "|".join(sorted(map(re.escape, words().title_ends), key=len, reverse=True))
    goes_on = "|".join(map(re.escape, words().title_goes_on))
    return re.compile(rf"(?:{ends})(?!{goes_on}|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its range with the number, where its title starts, its level, and the number of its paragraph."""

    start: int
    end: int
    title: int
    level: int
    paragraph: int
    style: str
    run_in: bool
    value: int = 0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that may open a heading."""

    start: int
    end: int
    style: str
    value: int
    paragraph: int
    opens_line: bool

    @property
    def level(self) -> int:
        """The rank that the style gives."""
        return int(self.style[-1])


def _value(found: re.Match[str]) -> int:
    digits = next(found[f"v{n}"] for n in range(VALUES) if found[f"v{n}"]).rpartition(".")[2]
    if digits in ORDINALS:
        return ORDINALS[digits]
    if first := next((row for row in ROWS if 0 <= ord(digits[0]) - ord(row) < ROW_LENGTH), None):
        return ord(digits[0]) - ord(first) + 1
    return int(digits) if digits.isdecimal() else numeral(digits.lstrip("第其"))


def numeral(digits: str) -> int:
    """The value of a Chinese numeral up to 99."""
    tens, ten, ones = digits.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def marks(folded: str, paragraphs: Sequence[Paragraph]) -> Iterator[Mark]:
    """All numbers that stand where a heading may start, in the order of the text."""
    chapters, named = _chapters(folded), _named(folded)
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "row":
            continue
        last = -1
        for place in _places(folded, paragraph):
            found = MARKER.match(folded, place, paragraph.end)
            if found and found.start() > last:
                opens = (
                    found.start() - paragraph.start <= INDENT and not folded[paragraph.start : found.start()].strip()
                )
                heads = opens and _names_count(found, named) and _heads(folded, found, paragraphs, number, chapters)
                if found.lastgroup in SLIGHT and not heads:
                    continue
                yield _mark(found, number, opens)
                glued = _glued_mark(folded, found, paragraph.end)
                if glued:
                    yield _mark(glued, number, opens_line=False)
                last = (glued or found).start()


def _places(folded: str, paragraph: Paragraph) -> Iterator[int]:
    """Where headings may start in a paragraph."""
    if paragraph.start == 0:
        yield BLANKS.match(folded, 0, paragraph.end).end()  # type: ignore[union-attr]
    for found in STARTS.finditer(folded, max(0, paragraph.start - 1), paragraph.end):
        yield found.end()


def _chapters(folded: str) -> frozenset[int]:
    """The chapters of which a first and a second part stand at the start of a line (1.1 … 1.2)."""
    parts = {(int(chapter), int(part)) for chapter, part in PARTS.findall(folded)}
    return frozenset(chapter for chapter, part in parts if part == 1 and (chapter, 2) in parts)


def _names_count(found: re.Match[str], named: frozenset[str]) -> bool:
    return found.lastgroup != "named4" or found["named"] in named


def _heads(
    folded: str, found: re.Match[str], paragraphs: Sequence[Paragraph], number: int, chapters: frozenset[int]
) -> bool:
    """Whether a slight number at the start of its line heads anything, by what is left of the line and follows it."""
    if found.lastgroup == "annex1":
        return _has_text(paragraphs, number + 1)
    if found.lastgroup not in LINE_ONLY:
        return True
    return _heads_line(folded, found.end(), paragraphs[number].end) and (
        _is_spaced(found) or _is_chapter(found, chapters)
    )


def _named(folded: str) -> frozenset[str]:
    """What lines count by its name: 挑战一:… 挑战二:…"""
    firsts = {(name, digit) for name, digit in NAMED.findall(folded)}
    return frozenset(name for name, digit in firsts if digit == "一" and (name, "二") in firsts)


def _is_spaced(found: re.Match[str]) -> bool:
    """Whether something parts an arabic number from its title."""
    digits = found["v15"] or found["v13"]
    return not digits or found.end() > found.start() + len(digits)


def _is_chapter(found: re.Match[str], chapters: frozenset[int]) -> bool:
    """Whether a number without a mark belongs to the chapters of a text, or is one that follows them."""
    chapter = int((found["v15"] or found["v13"]).partition(".")[0])
    return chapter in chapters or (bool(chapters) and chapter <= max(chapters) + 2)


def _has_text(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether running text follows: a list of attachments has none."""
    return number < len(paragraphs) and paragraphs[number].end - paragraphs[number].start >= TEXT


def _heads_line(folded: str, start: int, end: int) -> bool:
    """Whether what is left of a line is short and no sentence."""
    return 2 <= end - start <= LINE_TITLE and not re.search(r"[。;!?\t]|,.*,", folded[start:end])


def _mark(found: re.Match[str], paragraph: int, opens_line: bool) -> Mark:
    style = (found.lastgroup or "").replace("named", "noun")
    return Mark(found.start(), found.end(), style, _value(found), paragraph, opens_line)


def _glued_mark(folded: str, found: re.Match[str], limit: int) -> re.Match[str] | None:
    """The first number of the next rank right behind a title (二、主要做法(一)抓组织…)."""
    if not (found.lastgroup or "").endswith(("1", "2")):
        return None
    stop = STOP.search(folded, found.end(), min(limit, found.end() + SENTENCE))
    inner = INNER.search(folded, found.end() + 2, stop.start() if stop else min(limit, found.end() + SENTENCE))
    return MARKER.match(folded, inner.end() - len(inner.group().lstrip(",: ")), limit) if inner else None
