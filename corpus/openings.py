"""Openings: the places of a text at which an article could begin, with the title that would stand there."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.beginnings import begun
from corpus.bylines import NAMES, PARTS, is_byline
from corpus.compilations import NAMED
from corpus.headings import Mark, numeral
from corpus.layout import Page
from corpus.model import Paragraph, Span
from corpus.names import NAME
from corpus.slogans import is_title_like
from corpus.textlines import TextLines
from corpus.titles import BRACKETS, run_in_title

# Dots that lead to a page number are one end, however many they are.
ENDS = begun(
    r"(?:[。!?]|…{1,2}(?!…)|\.{3,60}(?!\.)|\))[”)》】\]]{0,2}\s{0,6}(?=\S)|(?<=[\u4e00-\u9fff%”)])\.\s{0,3}(?=[\u4e00-\u9fff“])"
    r"|(?:汇编|选编|集锦|选登|案例集)\s{0,3}(?=[【\[]?(?:典型|优秀)?(?:案例|材料)[一1])"
)
LINE = 62  # characters of a line that holds a title and nothing else
TAIL = 45  # … of a title that stuck to the end of the line before
LEAST = 30  # characters of text behind a title that runs into it
MOST_BLANKS = 12  # behind a number
ROOM = 60  # characters of a paragraph in which other articles may begin
NUMBER = r"[一二三四五六七八九十\d]{1,3}"
# How titles are counted or marked besides the numbers of headings.
STYLES = {
    "label": re.compile(rf"[【〖\[]{NAME}[】〗\]][:\s]{{0,3}}"),
    "piece": re.compile(rf"[【\[]?(?:第(?P<a>{NUMBER})[篇则例]|[篇例](?P<b>{NUMBER}))[】\]]?[:、.\s]{{0,3}}"),
    "column": re.compile(r"【[^】\n]{2,14}】\s{0,3}(?=[^\s。,:][^。,;]{3})"),
    "sign": re.compile(r"[○●◆■★▲※◎☆□△◇▶►◈❖•▪][ \t]{0,3}"),
    "number": re.compile(r"(?P<a>\d{1,2})(?:[.、)]\s{0,2}|\s{1,2})(?=[\u4e00-\u9fff“《【])"),
}
# A number on a line of its own, before the title.
BARE_NUMBER = re.compile(
    r"[【\[(]?(?:(?i:no|top|part)\.?\s?)?(?P<value>\d{1,2}|[一二三四五六七八九十]{1,3})[】\])]?[.、]?"
)
# A title that runs into its sentence makes a long first clause, or something parts the two.
ROOM_FOR_TITLE = re.compile(r"[^,。;!?(\n]{12}|[^,。;!?(\n]{3,11}[:\s]|[【〖\[《]")
BACK = re.compile(r"二是|三是|四是|其次|再次|最后|首先|一是")


# Titles of one compilation run into their texts in several ways.
RUN = dict.fromkeys(("blank", "echoed", "opened", "colon", "author"), "run")

Family = tuple[str, str, bool]  # style, joint, whether it opens a line


@dataclass(frozen=True, slots=True)
class Opening:
    """A place where an article could begin.

    `style` says how its title is counted or marked ("" where it is not), `joint` what parts the title from the text
    ("line", "tail", "bracket", "blank", "author", "echoed", "opened", "glued", "colon", "stop", "none"), `body` where
    the text begins.
    """

    start: int
    paragraph: int
    style: str
    value: int
    joint: str
    title: Span
    body: int
    opens_line: bool

    @property
    def family(self) -> Family:
        """What it has in common with its like."""
        return self.style, RUN.get(self.joint, self.joint), self.opens_line


class Openings:
    """Finds the openings of one text."""

    def __init__(self, page: Page, marks: Sequence[Mark], lines: TextLines) -> None:
        self._lines, self._folded, self._paragraphs = lines, page.folded, page.paragraphs
        self._seams = frozenset(page.seams)
        self._marks = {mark.start: mark for mark in marks}
        self._inner = sorted(mark.start for mark in marks if not mark.opens_line)

    def find(self) -> Iterator[Opening]:
        """All of them in the order of the text."""
        behind = sorted(self._seams)
        for number, paragraph in enumerate(self._paragraphs):
            if paragraph.kind == "row":
                continue
            start, end = self._first_letter(paragraph), paragraph.end
            yield from self._at(number, start, end, start in self._seams)
            if end - start >= ROOM:
                stops = {found.end() for found in ENDS.finditer(self._folded, start, end - 1)}
                stops.update(behind[bisect_right(behind, start) : bisect_left(behind, end)])
                stops.update(self._inner[bisect_right(self._inner, start) : bisect_left(self._inner, end)])
                for at in sorted(stops):
                    yield from self._inside(number, at, end, at in self._seams)

    def _first_letter(self, paragraph: Paragraph) -> int:
        line = self._folded[paragraph.start : paragraph.end]
        return paragraph.start + len(line) - len(line.lstrip())

    def _at(self, number: int, start: int, end: int, behind_seam: bool) -> Iterator[Opening]:
        """The opening at the start of a line."""
        style, value, title = self._style(start, end)
        if bare := BARE_NUMBER.fullmatch(self._folded, start, start + len(self._folded[start:end].rstrip())):
            style, value, title = "numeral", _value(bare["value"]), end
        if title >= end:
            yield from self._alone(number, start, style, value)
        elif end - title <= LINE and (self._is_title(title, end) or (style and self._is_name(title, end))):
            yield from self._line(number, start, title, end, style, value)
        elif found := self._run_in(number, start, title, end, style, value):
            yield replace(found, opens_line=True)
        elif behind_seam or style in ("name", "piece", "han1"):
            yield Opening(start, number, style, value, "none", Span(title, title), title, True)

    def _inside(self, number: int, at: int, end: int, behind_seam: bool) -> Iterator[Opening]:
        """The opening behind a sentence of a paragraph."""
        style, value, title = self._style(at, end)
        if end - at <= TAIL:
            if self._is_title(title, end) and (body := self._lines.text_under(number)):
                shown = self._bare(title, end)
                yield Opening(at, number, style, value, "tail", shown, self._paragraphs[body].start, False)
            return
        if style or behind_seam or ROOM_FOR_TITLE.match(self._folded, at, end):
            found = self._run_in(number, at, title, end, style, value)
            if found and (style or found.joint != "stop"):
                yield found
            elif behind_seam:
                yield Opening(at, number, style, value, "none", Span(title, title), title, False)

    def _alone(self, number: int, start: int, style: str, value: int) -> Iterator[Opening]:
        """The opening of a number on a line of its own (案例一), whose title may stand on the next."""
        following = number + 1
        if style not in ("name", "piece", "numeral") or following >= len(self._paragraphs):
            return
        below = self._paragraphs[following]
        if self._is_title(below.start, below.end) and (body := self._lines.text_under(following)):
            shown = self._bare(below.start, below.end)
            yield Opening(start, number, style, value, "line", shown, self._paragraphs[body].start, True)
        elif body := self._lines.text_under(number):
            at = self._paragraphs[body].start
            yield Opening(start, number, style, value, "none", Span(at, at), at, True)

    def _line(self, number: int, start: int, title: int, end: int, style: str, value: int) -> Iterator[Opening]:
        words = self._folded[title:end].strip()
        if words in PARTS or (not style and is_byline(words, 1)):
            return
        if body := self._lines.text_under(number):
            shown = self._bare(title, end)
            first = number if style else self._lines.first_line(number)
            if first < number:
                start, shown = self._paragraphs[first].start, Span(self._paragraphs[first].start, end)
                number = first
            yield Opening(start, number, style, value, "line", shown, self._paragraphs[body].start, True)

    def _is_title(self, start: int, end: int) -> bool:
        words = self._folded[start:end].strip()
        whole = BRACKETS.fullmatch(words)
        bare = Paragraph(start, end, "text", 0)
        return (
            bool(whole)
            or is_title_like(self._folded, bare)
            or (
                words.endswith("?")
                and is_title_like(self._folded, replace(bare, end=start + len(self._folded[start:end].rstrip("? "))))
            )
        )

    def _is_name(self, start: int, end: int) -> bool:
        """Whether a counted title is a person's name: that of who is commended."""
        return NAMES.match(self._folded[start:end].strip()) is not None

    def _bare(self, start: int, end: int) -> Span:
        """A title's line without brackets around all of it."""
        whole = BRACKETS.fullmatch(self._folded, start, end)
        return Span(whole.start("title"), whole.end("title")) if whole else Span(start, end)

    def _run_in(self, number: int, start: int, title: int, end: int, style: str, value: int) -> Opening | None:
        words = self._folded[title : min(end, title + 130)].partition("\n")[0]
        length, joint = (0, "") if BACK.match(words) else run_in_title(words)
        if not length or end - title - length < LEAST:
            return None
        opened = title + (words[0] in "【〖[《" if joint == "bracket" else 0)
        body = title + length + len(re.match(r"[】〗\]》:。!?\s]{0,6}", words[length:]).group())  # type: ignore[union-attr]
        return Opening(start, number, style, value, joint, Span(opened, title + length), body, False)

    def _style(self, start: int, end: int) -> tuple[str, int, int]:
        """How a place is counted or marked, its number, and where the title behind that begins."""
        named = NAMED.match(self._folded, start, min(end, start + 16))
        if named:
            return "name", _value(named["number"]), named.end()
        mark = self._marks.get(start)
        if mark:
            behind = self._folded[mark.end : min(end, mark.end + MOST_BLANKS)]
            return mark.style, mark.value, mark.end + len(behind) - len(behind.lstrip())
        for style, pattern in STYLES.items():
            if found := pattern.match(self._folded, start, end):
                groups = [group for group in found.groups() if group]
                return style, _value(groups[0]) if groups else 0, found.end()
        return "", 0, start


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else numeral(number) if not any(map(str.isdecimal, number)) else 0
