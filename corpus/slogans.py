"""Unnumbered headings: short lines of their own, and slogan sentences with which sibling paragraphs open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from corpus.headings import CLOSING, Heading, words
from corpus.looks import PLAIN, Look
from corpus.measures import opens_measure
from corpus.model import Paragraph

SENTENCE_STOP = re.compile(r"[。!]|(?<=[\u4e00-\u9fff”)])\.(?!\d)")
OUTSIDE = re.compile(r"“[^“”\n]{0,30}”")
RANKED = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}(?:章|部分|编|篇|板块|节)|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))"
)
BARE = re.compile(r"[\u4e00-\u9fff“”、]{4,24}$")
BULLET = re.compile(r"[-•·●◆*]\s?[^\s]{2,12}:")
BULLET_TEXT = 15
SHORTEST, LONGEST = 4, 40
CAPTION = 26  # characters from which a line of three clauses tells something
LONE = 12  # a slogan without siblings is short
FOLLOWS = 15  # characters of text behind a slogan
LINE = 40
TEXT = 30
NO_HEADING = re.compile(
    r"[。;?…,、:]$|^[(\[【附注*·•■●◆>《▲▼△▽☆★→※◎○-]|\s[|丨]\s|^\d|^\d{4}[年.\-/]|\d{1,2}[月日]$|\t|同志们?$|^(谢谢|此致|敬礼)|(供稿|委员会|办公室|组织部|宣传部)$|^——|—$|摄\)?$|(供图|摄影|摄影报道)\)?$|^[上下左右]?图\s?\d{0,2}[:为]|\s图\s?\d{1,2}$"
)


@dataclass(frozen=True, slots=True)
class Opener:
    """The opening sentence of a paragraph, as far as it looks like a slogan."""

    paragraph: int
    start: int
    end: int
    clauses: int
    quoted: bool
    verbal: bool
    ending: str

    @property
    def length(self) -> int:
        """Its characters."""
        return self.end - self.start


@cache
def _statement() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().statements)))


@cache
def _telling() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().telling_starts)))


def _is_slogan(sentence: str) -> bool:
    """Whether a sentence names a measure or an aim instead of telling something."""
    bare = OUTSIDE.sub("", sentence)
    if sentence.count("“") != sentence.count("”") or "\n" in sentence:
        return False
    if not SHORTEST <= len(sentence) <= LONGEST or re.search(r"\d|[a-z]{3}", bare) or bare.count(",") > 2:
        return False
    return not _statement().search(bare) and not _telling().match(sentence)


def opener(folded: str, paragraph: Paragraph, number: int) -> Opener | None:
    """The slogan that opens a paragraph, if it has one and goes on after it."""
    start = (
        paragraph.start
        + len(folded[paragraph.start : paragraph.end])
        - len(folded[paragraph.start : paragraph.end].lstrip())
    )
    stop = SENTENCE_STOP.search(folded, start, min(paragraph.end, start + LONGEST + 2))
    if not stop or paragraph.end - stop.end() < FOLLOWS:
        return None
    sentence = folded[start : stop.start()].rstrip()
    if not _is_slogan(sentence):
        return None
    quoted, verbal = "“" in sentence, opens_measure(sentence)
    return Opener(number, start, start + len(sentence), sentence.count(",") + 1, quoted, verbal, sentence[-2:])


def slogans(
    folded: str, paragraphs: Sequence[Paragraph], numbers: Sequence[int], after_heading: bool
) -> Iterator[Heading]:
    """The slogan sentences of one section; `after_heading`: its first paragraph stands right under a heading."""
    found = [one for number in numbers if (one := opener(folded, paragraphs[number], number))]
    alike = _alike(found)
    evidence = "sibling openings"
    if len(alike) < 2:
        evidence = "opening under a heading"
        alike = [one for one in found[:1] if after_heading and one.paragraph == numbers[0] and _stands_alone(one)]
    for one in alike:
        yield Heading(one.start, one.end, one.start, 2, one.paragraph, "slogan", True, evidence=evidence)


def _alike(found: Sequence[Opener]) -> list[Opener]:
    """The largest group of openers of one build: as many clauses, about as long, and alike in wording."""
    best: list[Opener] = []
    for clauses in (1, 2, 3):
        same = [one for one in found if one.clauses == clauses]
        for group in _groups(same):
            group = _about_as_long(group, group)
            if len(group) > 1:
                group = _about_as_long([one for one in same if group[0].start <= one.start <= group[-1].start], group)
            best = group if len(group) > max(1, len(best)) else best
    return best


def _about_as_long(found: Sequence[Opener], group: Sequence[Opener]) -> list[Opener]:
    middle = median(one.length for one in group) if group else 0
    return [one for one in found if abs(one.length - middle) <= max(4, middle * 0.35)]


def _groups(found: Sequence[Opener]) -> Iterator[list[Opener]]:
    """Those that quote a word, those that begin with a verb, those that end alike."""
    yield [one for one in found if one.quoted]
    yield [one for one in found if one.verbal]
    for ending in dict.fromkeys(one.ending for one in found):
        yield [one for one in found if one.ending == ending]


def _stands_alone(one: Opener) -> bool:
    return one.verbal and one.clauses == 1 and one.length <= LONE


def is_title_like(folded: str, paragraph: Paragraph) -> bool:
    """Whether a line could be a title or an unnumbered heading: short, no sentence, no signature or date."""
    line = folded[paragraph.start : paragraph.end].strip()
    if not SHORTEST <= len(line) <= LINE or NO_HEADING.search(line) or paragraph.kind == "row":
        return False
    return not re.search(r"[。;]", line.rstrip(CLOSING)) and line.count(",") <= 2


def plain_lines(
    folded: str, paragraphs: Sequence[Paragraph], numbers: Sequence[int], shown: Sequence[Look] = ()
) -> Iterator[Heading]:
    """Unnumbered headings on lines of their own: short lines between running text and running text."""
    for number in numbers:
        paragraph = paragraphs[number]
        evidence = _line_evidence(folded, paragraphs, number, shown[number] if shown else PLAIN)
        if evidence and is_title_like(folded, paragraph) and not _tells(folded[paragraph.start : paragraph.end]):
            level = min(paragraph.level or 2, 4)
            start, end = paragraph.start, paragraph.end
            yield Heading(start, end, start, level, number, "plain", False, evidence=evidence)


def _tells(line: str) -> bool:
    """Whether a line without a full stop is a sentence all the same (the words under a picture)."""
    return len(line) > CAPTION and line.count(",") > 1


def _line_evidence(folded: str, paragraphs: Sequence[Paragraph], number: int, look: Look) -> str:
    """Why a short line could head what follows: its style, its looks, or where it stands."""
    paragraph = paragraphs[number]
    if paragraph.kind == "heading":
        return f"style Heading {paragraph.level}" if paragraph.level else "style of a heading"
    if (look.bold or look.is_display) and number + 1 < len(paragraphs):
        return "bold line" if look.bold else "larger or centred type"
    if _stands_between(folded, paragraphs, number) or _heads_heading(folded, paragraphs, number):
        return "short line before text"
    return ""


def _stands_between(folded: str, paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether running text follows a line, and a numbered heading or no other short line stands before it."""
    if number + 1 >= len(paragraphs) or not _is_text(folded, paragraphs[number + 1]):
        return False
    if number == 0 or not is_title_like(folded, paragraphs[number - 1]):
        return True
    before = paragraphs[number - 1]
    return RANKED.match(folded, before.start, before.end) is not None or _is_second(folded, paragraphs, number)


def _heads_heading(folded: str, paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a bare line stands behind text and before another that heads text: a chapter and its first part."""
    return number + 2 < len(paragraphs) and _is_second(folded, paragraphs, number + 1)


def _is_second(folded: str, paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a line is the second of two bare ones between running text and running text."""
    if number < 2 or number + 1 >= len(paragraphs) or not _is_text(folded, paragraphs[number + 1]):
        return False
    pair = [folded[p.start : p.end].strip() for p in paragraphs[number - 1 : number + 1]]
    bare = all(BARE.match(line) and not NO_HEADING.search(line) for line in pair)
    return bare and _is_text(folded, paragraphs[number - 2])


def _is_text(folded: str, paragraph: Paragraph) -> bool:
    line = folded[paragraph.start : paragraph.end].rstrip()
    if BULLET.match(line):
        return len(line) >= BULLET_TEXT
    return len(line) >= TEXT and re.search(r"[。;!:”).]$", line) is not None
