"""Titles that run into the first sentence of their text: where they end."""

import re
from collections.abc import Sequence

import rjieba

from corpus.headings import glued_end

TITLE_LENGTH = 60
SHORT_TITLE = 6
REPEAT = 3  # Han characters that, repeated, show where a title ends and its sentence begins
OPENERS = re.compile(
    r"(近年来|近几年|今年以来|去年以来|\d{4}年(以来|初|底|\d{1,2}月|,|起)|为(深入|贯彻|进一步|全面|切实|有效|破解|解决|推动|加强|更好|落实)|针对|党的(十|二)|习近平|当前,|面对|随着|按照|长期以来|自\d{4}年"
    r"|位于|地处|坐落|组建|开展|实施|构建)"
)
PLACE_ENDING = re.compile(r"(?:县|区|市|镇|乡|村|街道|社区)$")
PLACE_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}(?:县|区|市|镇|乡|村|街道|社区)$")
NO_TITLE_END = tuple("—:,、“的在从让与和到进向为把对")
NO_SENTENCE = tuple("的和、,:里上中与“”")
TELLING = re.compile(r"[\d他她我你该这]|日前|近|据|在|为|今|当|从|自|截")


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
    head = re.split(r"[。;]" if certain else r"[。;,]", words)[0]
    if not certain and TELLING.match(head):
        return 0
    seen: set[str] = set()
    for at in range(min(len(head) - REPEAT, TITLE_LENGTH)):
        gram = head[at : at + REPEAT]
        if at >= (5 if certain else 8) and gram in seen and re.fullmatch(r"[\u4e00-\u9fffA-Za-zX×*]{3}", gram):
            return at
        if at >= REPEAT - 1:
            seen.add(head[at - REPEAT + 1 : at + 1])
    return 0


def place_opening(words: str) -> int:
    """Length of a title whose sentence opens with a place's name (…出山货大市场|白芷镇群山环抱)."""
    at, before = 0, 0
    for word in rjieba.cut(words[:TITLE_LENGTH]):
        if re.search(r"[。;!?]", word):
            return 0
        start = -1
        if PLACE_ENDING.match(word) and at - before > 1:
            start = before
        elif PLACE_WORD.match(word):
            start = at
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
