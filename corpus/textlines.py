"""The lines of a cleaned text, looked at for titles: which could be one, what stands around it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.bylines import is_byline
from corpus.compilations import COMPILATION, LEAD, NAMED, SALUTATION
from corpus.contents import letters
from corpus.families import opening_name
from corpus.headings import Mark
from corpus.looks import PLAIN, Look
from corpus.model import Paragraph, Span
from corpus.slogans import is_title_like
from corpus.titles import OPENERS, TITLE_LENGTH

TEXT = 30  # characters of a paragraph of running text
TAIL = re.compile(r"[。!?][”)]?(?P<title>[^。!?;,\n]{6,40})$")
STOPS = tuple("。!?…)”】")
FAMILY = 3  # articles that are told by what they have in common
HALF = 20  # characters of a line that is half a title
FEWEST = 2  # titles of a compilation with the names of who sent them


class TextLines:
    """What the lines of one cleaned text are like; `compiled` says whether it calls itself a compilation."""

    def __init__(
        self,
        text: str,
        folded: str,
        paragraphs: Sequence[Paragraph],
        marks: Sequence[Mark],
        known: Sequence[str],
        seams: Sequence[int],
        shown: Sequence[Look],
        listed: Sequence[str],
    ) -> None:
        self._text, self._folded, self._paragraphs = text, folded, paragraphs
        self._known, self._listed = (*known, *listed), frozenset(map(letters, listed))
        self._marks, self._seams = marks, seams
        self._looks = shown or [PLAIN] * len(paragraphs)
        self._marked = {mark.paragraph for mark in marks if mark.opens_line and mark.style != "noun4"}
        self._head = self._head_lines()
        heads = [*(self.words(number) for number in self._head[:2]), *known]
        signed = sum(self._is_listed(n) and is_byline(self.words(n + 1), 1) for n in range(len(paragraphs) - 1))
        self._compiled = signed >= FEWEST or any(COMPILATION.search(re.sub(r"\s", "", words)) for words in heads)

    def words(self, number: int) -> str:
        """A paragraph's folded words."""
        paragraph = self._paragraphs[number]
        return self._folded[paragraph.start : paragraph.end].strip()

    def _head_lines(self) -> list[int]:
        """Numbers of the lines before the text: title, subtitle, author."""
        head = []
        for number in range(min(len(self._paragraphs), 8)):
            words = self.words(number)
            if self._is_bold_heading(number):
                break
            if number in self._marked or SALUTATION.match(words) or not self._is_head_line(number, words):
                break
            head.append(number)
        return head

    def _is_bold_heading(self, number: int) -> bool:
        """Whether a bold line stands under a title that is set in another type: it is the first heading."""
        return number > 0 and self._looks[number].bold and not self._looks[0].bold

    def _is_head_line(self, number: int, words: str) -> bool:
        if len(words) > TITLE_LENGTH or self._paragraphs[number].kind == "row":
            return False
        return self._is_title(number) or words.startswith(("——", "—", "(", "-")) or is_byline(words, number)

    def _is_title(self, number: int) -> bool:
        paragraph = self._paragraphs[number]
        lead = LEAD.match(self._folded, paragraph.start, paragraph.end)
        bare = replace(paragraph, start=lead.end()) if lead else paragraph
        return number not in self._marked and is_title_like(self._folded, bare)

    def _whole(self, number: int) -> Span:
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)

    def _is_listed(self, number: int) -> bool:
        """Whether a line, or the couplet that it ends, is named in the list of contents."""
        if not self._listed or number < 0:
            return False
        words = self.words(number)
        before = self.words(number - 1) if number else ""
        return letters(words) in self._listed or (
            len(before) <= TITLE_LENGTH and letters(before + words) in self._listed
        )

    def _opens(self, number: int) -> bool:
        """Whether a line could be the title of the text after it."""
        return self._is_title(number) and not is_byline(self.words(number), number) and self._begins_text(number)

    def _begins_text(self, number: int) -> bool:
        return self._text_under(number) > 0

    def _text_under(self, number: int) -> int:
        """The number of the paragraph with which the text under a title begins, or 0."""
        for following in range(number + 1, min(number + 4, len(self._paragraphs))):
            words = self.words(following)
            if not (is_byline(words, 1) or words.startswith(("——", "(")) or SALUTATION.match(words)):
                return following if len(words) >= TEXT or following in self._marked else 0
        return 0

    def _opens_article(self, number: int) -> bool:
        words = self.words(self._text_under(number))
        return bool(OPENERS.match(words) or opening_name(words))

    def _first_line(self, number: int) -> int:
        """The number of the line with which a title begins: of a couplet on two lines that of the first."""
        first, words = self.words(number - 1), self.words(number)
        if letters(first + words) in self._listed:
            return number - 1
        apart = number < 2 or letters(words) in self._listed or not self._is_title(number - 1) or is_byline(first, 1)
        if apart or NAMED.match(first) or COMPILATION.search(first) or max(len(first), len(words)) > HALF:
            return number
        stopped = self.words(number - 2).endswith(STOPS)
        return number - 1 if stopped and abs(len(letters(first)) - len(letters(words))) <= 1 else number

    def _tail_title(self, number: int) -> Span | None:
        """The title behind the last sentence of a paragraph."""
        paragraph = self._paragraphs[number]
        tail = TAIL.search(self._folded, max(paragraph.start, paragraph.end - 2 * TEXT), paragraph.end)
        bare = replace(paragraph, start=tail.start("title")) if tail else None
        return Span(bare.start, bare.end) if bare and is_title_like(self._folded, bare) else None

    def _has_seam(self, number: int) -> bool:
        """Whether a source or a link was taken out right before or right behind a line."""
        start = self._paragraphs[number].start
        following = self._paragraphs[number + 1].start if number + 1 < len(self._paragraphs) else start
        stopped = not self.words(number - 1) or self.words(number - 1)[-1] in "。!?…)”"
        return stopped and (self._is_seam(start) or self._is_seam(following))

    def _is_seam(self, offset: int) -> bool:
        at = bisect_left(self._seams, offset)
        return at < len(self._seams) and self._seams[at] == offset

    def _place_changes(self, candidates: Sequence[int]) -> frozenset[int]:
        """The candidates under which texts open with a place each, where these are most of them and all differ."""
        told = sum(len(self.words(n)) >= TEXT for n in range(candidates[0])) if candidates else 0
        if told and not self._compiled:  # a report that goes from place to place
            return frozenset()
        named = {n: name for n in candidates if (name := opening_name(self.words(self._text_under(n))))}
        several = len(named) >= FAMILY and 3 * len(named) >= 2 * len(candidates)
        return frozenset(named) if several and 4 * len(set(named.values())) >= 3 * len(named) else frozenset()
