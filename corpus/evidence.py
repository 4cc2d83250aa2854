"""What speaks for and against an article beginning at an opening.

An opening alone says little: what its like say in the same text counts as well. So each kind of evidence is taken for
the opening itself and, as a mean, for its family, and the weights of both stand in `articles.yml`.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import rjieba
from numpy.typing import NDArray

from corpus.beginnings import begun
from corpus.bylines import BYLINE, SIGNED, is_byline
from corpus.headings import Mark
from corpus.layout import Page
from corpus.names import MASKED, Names, opening_name
from corpus.openings import Family, Opening
from corpus.textlines import TEXT, TextLines
from corpus.titles import OPENERS

OPENS = 80  # characters of a text in which it names its own place
AROUND = 150
SHORTEST, LONGEST = 60, 1500  # characters of an article in a compilation
SHORT = 45  # … of what is none
OWN = 0.8  # share of a name's places that stand in the article whose name it is
ENDLESS = 1500  # characters of a paragraph that must be many
SEVERAL, MANY = 3, 6
NOWHERE = 1 << 60
GENERIC = re.compile(
    r"(?:做法|举措|措施|成效|问题|背景|情况|打算|建议|启示|体会|经验|困境|对策|意义|原因|不足|现状|思考|安排|目标|要求|保障)$"
)
BACKWARD = re.compile(r"同时|此外|另外|其次|因此|这些|二是|三是|最后|并|还|也|要|通过")
COUPLET = re.compile(r"[\u4e00-\u9fff”][ \t][\u4e00-\u9fff“]|——")
CUT = re.compile(r"(?:…|\.{2,3})[\])】]?$")
STOPPED = re.compile(r"[。!?…)”】]$|\.{3}$")
BACKGROUND = re.compile(
    r"位于|地处|坐落|过去|以前|以往|原先|原来|曾|长期以来|历史|底子|偏远|人口|户籍|辖|户\d|\d户|曾经|一度|起初|难|少"
    r"|前些年|几年前|刚|最怕|只有|没有|不足"
)
RESULT = begun(
    r"如今|目前|截至|现在|已|共|累计|去年|今年|下降|增长|提高|减少|\d|[一二两三四五六七八九十百千]{2}|实现|获|评为|率|满意"
    r"|不再|再也|变成|成了|越来越"
)
OWN_VOICE = re.compile(r"[^,。]{0,8}(?:我[镇县市区局校院乡村们厂]|我叫)")
ABSTRACT = begun(r"\s{0,4}[\[【〔(]?(?:摘\s{0,4}要|内容提要|内容摘要|提\s{0,4}要|核心提示)[\]】〕)]?\s{0,2}:?")
STOP = re.compile(r"[。!?]")
OPENING_MARKS = " “”\n:。,《"


@dataclass(frozen=True, slots=True)
class Table:
    """The evidence for the openings of a text: `own` is openings x names, each between 0 and 1; `family` numbers the
    family of each, `inside` says which stand inside a line.
    """

    names: tuple[str, ...]
    own: NDArray[np.float64]
    family: NDArray[np.intp]
    inside: NDArray[np.bool_]

    def means(self) -> NDArray[np.float64]:
        """For each opening the means over its family: openings x names."""
        sums = np.zeros((self.family.max() + 1, len(self.names)))
        np.add.at(sums, self.family, self.own)
        return np.asarray((sums / np.bincount(self.family)[:, None])[self.family], dtype=np.float64)

    def told(self) -> list[dict[str, float]]:
        """The evidence by name, the means as `family …`; that for places inside a line as `inside …`, as it weighs
        otherwise.
        """
        names = (*self.names, *(f"family {name}" for name in self.names if differs(name)))
        kept = [at for at, name in enumerate(self.names) if differs(name)]
        rows = np.hstack((self.own, self.means()[:, kept])) if len(self.own) else self.own
        return [
            {"inside": 1.0} | {f"inside {name}": value for name, value in zip(names, row, strict=True)}
            if inside
            else dict(zip(names, row, strict=True))
            for row, inside in zip(rows.tolist(), self.inside, strict=True)
        ]


class Evidence:
    """Weighs the openings of one text."""

    def __init__(self, page: Page, marks: Sequence[Mark], lines: TextLines, openings: Sequence[Opening]) -> None:
        self._folded, self._lines, self._seams = page.folded, lines, sorted(page.seams)
        self._names, self._openings = Names(page.folded), openings
        self._leads = {one.paragraph: one.family[:2] for one in openings if one.opens_line}
        self._lengths = [one.end - one.start for one in page.paragraphs]
        self._paragraphs = sum(one.end - one.start >= SHORTEST for one in page.paragraphs) or 1
        self._families: dict[Family, list[Opening]] = defaultdict(list)
        for one in openings:
            self._families[one.family].append(one)
        self._ends = {one: following.start for family in self._families.values() for one, following in pairwise(family)}
        ones = [(mark.style, mark.start) for mark in marks if mark.value == 1 and mark.opens_line]
        again = {style for style, number in Counter(style for style, _ in ones).items() if number > 1}
        chapters = [mark for mark in marks if mark.opens_line and mark.style in ("part1", "han1")]
        self._chapters = {style: _first(mark.start for mark in chapters if mark.style != style) for style in STYLED}
        self._restarts = sorted(start for style, start in ones if style in again)
        self._restyled = again

    def end(self, one: Opening) -> int:
        """Where the next opening of the same family stands."""
        return self._ends.get(one, len(self._folded))

    def table(self) -> Table:
        """The evidence for every opening."""
        rows = [self._of(one) for one in self._openings]
        number = {family: at for at, family in enumerate(self._families)}
        return Table(
            tuple(rows[0]) if rows else (),
            np.array([tuple(row.values()) for row in rows], dtype=np.float64),
            np.array([number[one.family] for one in self._openings], dtype=np.intp),
            np.array([not one.opens_line for one in self._openings]),
        )

    def _of(self, one: Opening) -> dict[str, float]:
        """The evidence for one opening, each between 0 and 1."""
        return self._form(one) | self._named(one) | self._title(one) | self._text(one) | self._before(one)

    def _form(self, one: Opening) -> dict[str, float]:
        size, style = len(self._families[one.family]), one.style
        length = self.end(one) - one.start
        kinds = {name: one.joint == kind for kind, name in JOINTS.items()}
        return kinds | {
            "every paragraph": min(1.0, size / self._paragraphs) if one.opens_line else 0.0,
            "like its line's first": not one.opens_line and self._leads.get(one.paragraph) == one.family[:2],
            "endless paragraph": 0.0 if one.opens_line else min(1.0, self._lengths[one.paragraph] / ENDLESS),
            "several": size >= SEVERAL,
            "many": size >= MANY,
            "called an example": style in ("name", "piece", "numeral"),
            "sign": style == "sign",
            "arabic number": style in ("number", "digit3"),
            "chapter number": style in ("han1", "part1"),
            "other number": style
            not in ("", "name", "piece", "numeral", "sign", "label", "number", "digit3", "han1", "part1"),
            "inner number": style[-1:] == "4",
            "number starts again": style in self._restyled,
            "fit length": SHORTEST <= length <= LONGEST,
            "short": length < SHORT,
            "compilation": self._lines.compiled,
            "label": style == "label",
            "chapter of a report": style[-1:] == "1" and self._is_report(one),
            "inside a chapter": self._chapter(style) < self._families[one.family][0].start,
        }

    def _is_report(self, one: Opening) -> bool:
        """Whether running text of a file that is no compilation stands before the first of a family."""
        first = self._families[one.family][0].paragraph
        told = any(length >= TEXT for length in self._lengths[len(self._lines.head) : first])
        return told and not self._lines.compiled

    def _chapter(self, style: str) -> int:
        """Where the first chapter begins that is numbered in another style."""
        return self._chapters.get(style, self._chapters[""])

    def _named(self, one: Opening) -> dict[str, float]:
        """Names of places and organisations: those that are new and stay in the article are its own."""
        end = self.end(one)
        named = self._names.within(one.start, min(end, one.body + OPENS))
        own = [name for name in named if self._is_own(name, one.start, end)]
        before, after = (
            self._names.within(max(0, one.start - AROUND), one.start),
            self._names.within(one.start, one.start + AROUND),
        )
        common = max(SEVERAL, len(self._families[one.family]) / 2)
        in_title = self._names.within(one.title.start, one.title.end)
        return {
            "own name": bool(own),
            "own name again": any(self._names.count(name, one.start, end) > 1 for name in own),
            "no name": not named,
            "name goes on": any(self._names.total(name) <= common for name in before & after),
            "name in title": bool(in_title) or bool(opening_name(one.title.of(self._folded))),
            "title's name again": bool(in_title & self._names.within(one.body, one.body + OPENS)),
            "masked name": bool(MASKED.search(self._folded, one.start, one.body + 40)),
        }

    def _is_own(self, name: str, start: int, end: int) -> bool:
        inside = self._names.count(name, start, end)
        return self._names.first(name) >= start and inside >= OWN * self._names.total(name)

    def _title(self, one: Opening) -> dict[str, float]:
        title = one.title.of(self._folded).strip()
        return {
            "two halves": bool(COUPLET.search(title)),
            "quoted word": "“" in title,
            "long title": len(title) >= 14,
            "short title": len(title) < 8,
            "generic title": bool(GENERIC.search(title)),
            "verb in front": _first_tag(title).startswith("v"),
            "in the contents": one.joint == "line" and self._lines.is_listed(one.paragraph),
            "display type": one.joint == "line" and self._lines.is_display(one.paragraph),
        }

    def _text(self, one: Opening) -> dict[str, float]:
        """How the text behind the title begins."""
        words = self._folded[one.body : one.body + 90].lstrip(" :。\n")
        tag = _first_tag(words)
        below = self._lines.words(one.paragraph + 1) if one.joint in ("line", "tail") else ""
        return {
            "opener": bool(OPENERS.match(words)) or bool(opening_name(words)),
            "verb first": tag[:1] in ("v", "p"),
            "subject first": tag in ("ns", "nt", "nr", "nz", "r", "t", "m"),
            "background": bool(BACKGROUND.search(words)),
            "own voice": bool(OWN_VOICE.match(words)),
            "looks back": bool(BACKWARD.match(one.title.of(self._folded) or words)),
            "byline under it": bool(below) and is_byline(below, 1),
            "abstract under it": bool(ABSTRACT.match(self._folded, one.body)),
            "counts from one again": self._counts_again(one),
        }

    def _counts_again(self, one: Opening) -> bool:
        first = bisect_left(self._restarts, one.start + 1)
        return first < len(self._restarts) and self._restarts[first] < self.end(one)

    def _before(self, one: Opening) -> dict[str, float]:
        """How the text before the opening ends."""
        before = self._folded[max(0, one.start - 80) : one.start].rstrip()
        last = STOP.split(before.rstrip("。!?…”)"))[-1]
        line = self._lines.words(one.paragraph - 1) if one.paragraph and one.joint == "line" else ""
        head = one.paragraph <= len(self._lines.head)
        return {
            "signature before it": bool(SIGNED.search(before)) or (not head and bool(BYLINE.match(line))),
            "source line at it": self._is_seam(one),
            "cut off before it": bool(CUT.search(before)),
            "sentence ends before it": not before or bool(STOPPED.search(before)),
            "result before it": bool(RESULT.search(last)),
            "opens the file": one.start < 5,
        }

    def _is_seam(self, one: Opening) -> bool:
        first = bisect_left(self._seams, one.start - 2)
        near = self._seams[first : first + 3]
        return any(at <= one.start + 1 or (one.opens_line and one.title.end <= at <= one.body + 1) for at in near)


JOINTS = {
    kind: f"joint {kind}"
    for kind in ("line", "tail", "bracket", "blank", "author", "echoed", "opened", "glued", "colon", "stop", "none")
}


ALIKE = frozenset(  # what all of a family share
    (
        *("several", "many", "sign", "label", "compilation", "every paragraph", "called an example", "arabic number"),
        *("chapter number", "other number", "inner number", "number starts again", "inside a chapter"),
        *("chapter of a report", "opens the file"),
    )
)


def differs(name: str) -> bool:
    """Whether openings of one family can differ in it."""
    return name not in ALIKE and not name.startswith("joint ")


STYLED = ("", "part1", "han1")


def _first(places: Iterable[int]) -> int:
    return min(places, default=NOWHERE)


def _first_tag(words: str) -> str:
    """The part of speech of the first word."""
    words = words.lstrip(OPENING_MARKS)[:12]
    return rjieba.tag(words)[0][1] if words else ""
