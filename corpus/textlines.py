"""The lines of a cleaned text, looked at for titles: which could be one, what stands around it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.bylines import is_byline
from corpus.compilations import COMPILATION, DIVIDED, LEAD, NAMED, SALUTATION
from corpus.contents import letters
from corpus.headings import Mark
from corpus.layout import Page
from corpus.looks import PLAIN
from corpus.model import Span
from corpus.slogans import is_title_like
from corpus.titles import SHORT_TITLE, TITLE_LENGTH

TEXT = 30  # characters of a paragraph of running text
SENTENCE = 12  # … of one that is a whole sentence
STOPS = tuple("。!?…)”】")
HALF = 20  # characters of a line that is half a title
FEWEST = 2  # titles of a compilation with the names of who sent them
UNDER = 6  # lines in which a title's text begins
HEAD = 8  # lines that may stand before the text


class TextLines:
    """What the lines of one cleaned text are like; `compiled` says whether it calls itself a compilation, `head` are
    the numbers of the lines before the text: title, subtitle, author."""

    def __init__(self, page: Page, marks: Sequence[Mark]) -> None:
        self._folded, self._paragraphs = page.folded, page.paragraphs
        self._listed = frozenset(map(letters, page.listed))
        self._looks = page.shown or [PLAIN] * len(page.paragraphs)
        self._marked = {mark.paragraph for mark in marks if mark.opens_line and mark.style != "noun4"}
        self.head = self._head_lines()
        heads = [*(self.words(number) for number in self.head[:2]), *page.known]
        signed = sum(self.is_listed(n) and is_byline(self.words(n + 1), 1) for n in range(len(page.paragraphs) - 1))
        self.compiled = signed >= FEWEST or any(COMPILATION.search(re.sub(r"\s", "", words)) for words in heads)

    def words(self, number: int) -> str:
        """A paragraph's folded words."""
        paragraph = self._paragraphs[number]
        return self._folded[paragraph.start : paragraph.end].strip()

    def _head_lines(self) -> list[int]:
        head = []
        for number in range(min(len(self._paragraphs), HEAD)):
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
        told = self.is_title(number) or words.startswith(("——", "—", "(", "-")) or is_byline(words, number)
        return told or (number > 0 and DIVIDED.search(words) is not None)

    def is_title(self, number: int) -> bool:
        """Whether a line could be a title that no number opens."""
        paragraph = self._paragraphs[number]
        lead = LEAD.match(self._folded, paragraph.start, paragraph.end)
        bare = replace(paragraph, start=lead.end()) if lead else paragraph
        return number not in self._marked and is_title_like(self._folded, bare)

    def whole(self, number: int) -> Span:
        """The range of a line."""
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)

    def is_listed(self, number: int) -> bool:
        """Whether a line, or the couplet that it ends, is named in the list of contents."""
        if not self._listed or number < 0:
            return False
        words = self.words(number)
        before = self.words(number - 1) if number else ""
        return letters(words) in self._listed or (
            len(before) <= TITLE_LENGTH and letters(before + words) in self._listed
        )

    def is_display(self, number: int) -> bool:
        """Whether a line is set in larger or centred type."""
        return self._looks[number].is_display and len(self.words(number)) >= SHORT_TITLE

    def text_under(self, number: int) -> int:
        """The number of the paragraph with which the text under a title begins, or 0."""
        for following in range(number + 1, min(number + UNDER, len(self._paragraphs))):
            words = self.words(following)
            if not (is_byline(words, 1) or words.startswith(("——", "(")) or SALUTATION.match(words)):
                return following if self._is_text(words) or following in self._marked else 0
        return 0

    def _is_text(self, words: str) -> bool:
        return len(words) >= TEXT or (len(words) >= SENTENCE and (words.endswith(STOPS) or "。" in words))

    def may_tell_author(self, number: int) -> bool:
        """Whether a line under a title is a subtitle or names who wrote."""
        words = self.words(number)
        told = is_byline(words, 1) or words.startswith("——")
        return told and number not in self._marked and not self._is_bold_heading(number)

    def first_line(self, number: int) -> int:
        """The number of the line with which a title begins: of a couplet on two lines that of the first."""
        if number == 0:
            return 0
        first, words = self.words(number - 1), self.words(number)
        if letters(first + words) in self._listed:
            return number - 1
        apart = number < 2 or letters(words) in self._listed or not self.is_title(number - 1) or is_byline(first, 1)
        if apart or NAMED.match(first) or COMPILATION.search(first) or max(len(first), len(words)) > HALF:
            return number
        stopped = self.words(number - 2).endswith(STOPS)
        return number - 1 if stopped and abs(len(letters(first)) - len(letters(words))) <= 1 else number

    def last_line(self, number: int, title: Span) -> int:
        """The number of the line with which a title ends: that of its subtitle, where it has one."""
        while self._paragraphs[number].end < title.end:
            number += 1
        return number + (number + 1 < len(self._paragraphs) and self.words(number + 1).startswith("——"))
