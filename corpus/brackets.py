"""Headings in brackets that name what a part is for: 【背景】…【做法】…【成效】…"""

import re
from collections.abc import Iterator, Sequence

from corpus.headings import Heading
from corpus.model import Paragraph
from corpus.rules import read_rules

BRACKETED = re.compile(r"[【〖\[](?P<title>[\u4e00-\u9fff]{2,12})[】〗\]][:\s]{0,3}")
PLACES = re.compile(r"(?:^|(?<=[\n。!?;”)]))\s{0,4}(?=[【〖\[])", re.MULTILINE)


def bracketed(folded: str, paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """The bracketed headings of a text, in its order; one alone is a column's name."""
    found = [heading for number, paragraph in enumerate(paragraphs) for heading in _of(folded, paragraph, number)]
    return found if len(found) > 1 else []


def _of(folded: str, paragraph: Paragraph, number: int) -> Iterator[Heading]:
    for place in PLACES.finditer(folded, paragraph.start, paragraph.end):
        words = BRACKETED.match(folded, place.end(), paragraph.end)
        if words and any(rule.hits(words["title"]) for rule in read_rules("roles.yml")):
            start, end = words.start(), words.end("title") + 1
            run_in = words.end() < paragraph.end
            yield Heading(start, end, start, 2, number, "bracket", run_in, evidence="title in brackets")
