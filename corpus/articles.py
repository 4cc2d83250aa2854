"""Articles: where each article of a file begins, its title, and what it says of its author."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.bylines import BYLINE, SIGNED, credit, is_byline
from corpus.compilations import LEAD, NAMED, PLACE_LED, RED_HEAD, counted_names
from corpus.contents import letters
from corpus.families import Member, families
from corpus.glued import SEAM, Boundary, boundaries
from corpus.headings import CLOSING, Mark
from corpus.layout import Layout, Start
from corpus.looks import Look
from corpus.model import Article, Paragraph, Span
from corpus.slogans import is_title_like
from corpus.textlines import FAMILY, FEWEST, TEXT, TextLines
from corpus.titles import OPENERS, SHORT_TITLE, TITLE_LENGTH, known_length, noun_end, place_opening, repeat_length

COUPLET = re.compile(r"[^\s,。]{4,16}[ \t]{1,4}[^\s,。]{4,16}$")
LINES = re.compile(r"[ \t]{0,8}\n\s{0,8}(?P<dash>—?)")  # between the lines of one title
DIGEST_HEAD = 200  # characters before the first article of a digest that does not say what it is
LONE_TITLE = 45
PREFACE = 600  # characters before the first article of a compilation
ENOUGH = 2  # points of evidence that a title begins an article
NEAR = 80  # characters within which a title's line and its run-in beginning are one
MANY = 6  # numbered titles of a compilation without bylines; fewer are the parts of one report
COUNTING = ("part1", "han1", "digit3", "paren2")
MOST_TITLES = 2  # more short lines than these are a list


def lay_out(
    text: str,
    folded: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Mark],
    known: Sequence[str],
    seams: Sequence[int] = (),
    shown: Sequence[Look] = (),
    listed: Sequence[str] = (),
) -> Layout:
    """The articles of a cleaned text. `known` are folded titles that the file bears elsewhere, `seams` the places
    where a source or a link was taken out, `shown` the looks of the paragraphs, `listed` folded titles of a list of
    contents."""
    if not paragraphs:
        return Layout(())
    page = _Page(text, folded, paragraphs, marks, known, seams, shown, listed)
    starts = page.starts()
    first = page.first()
    if not starts:
        return page.layout([first])
    if first.title is None and starts[0].evidence.startswith(SEAM):
        first = page.run_in_first()
    return page.layout(starts if page.is_preface(starts[0]) else [first, *starts])


class _Page(TextLines):
    """One cleaned text, looked at for the titles in it."""

    def first(self) -> Start:
        """The article that opens the file."""
        lines = [n for n in self._head if self._is_title(n) and not is_byline(self.words(n), n)]
        lines = [n for n in lines if not RED_HEAD.search(self.words(n))] or lines
        title = (
            next((n for n in lines if not NAMED.match(letters(self.words(n)))), None)
            if len(lines) <= MOST_TITLES
            else None
        )
        start = self._paragraphs[0].start
        if title is not None:
            return Start(start, 0, self._title_of(self._whole(title)))
        return Start(start, 0, self._run_in(self._paragraphs[0].start, self._paragraphs[0].end, certain=False))

    def run_in_first(self) -> Start:
        """The article that opens the file where its title is known to run into its sentence."""
        first = self._paragraphs[0]
        return Start(first.start, 0, self._run_in(first.start, first.end, certain=True))

    def is_preface(self, start: Start) -> bool:
        """Whether only a title and a short preface stand before the first article."""
        before = [self.words(number) for number in range(start.paragraph)]
        before.append(self._folded[self._paragraphs[start.paragraph].start : start.start])
        return sum(map(len, before)) < PREFACE if self._compiled else all(len(words) < TEXT for words in before)

    def starts(self) -> list[Start]:
        """Where articles begin, by the kind of evidence that a file offers."""
        named = self.named()
        if named and self.is_preface(named[0]):
            return named
        titled = self._merged(self._merged(self.counted(), self.titled(), 1), self.tailed(), 1)
        told = self._with_families(self._merged(titled, self.glued(), NEAR))
        return told if len(told) > len(named) else named

    def _with_families(self, told: list[Start]) -> list[Start]:
        """With the members of families in place of what was told among them, where they are as many."""
        members = [self._of_member(one) for one in families(self._folded, self._paragraphs)]
        if len(members) < max(FAMILY, len(told)) or not self._may_be_digest(members[0]):
            return told
        first, last = members[0].start, members[-1].start
        return self._merged(members, [start for start in told if not first < start.start <= last], NEAR)

    def _may_be_digest(self, first: Start) -> bool:
        """Whether what stands before the first member leaves room for a file of articles: no report with parts."""
        parts = [mark for mark in self._marks if mark.opens_line and mark.level <= 2 and mark.start < first.start]
        return self._compiled or (first.start <= DIGEST_HEAD and not parts)

    def _of_member(self, one: Member) -> Start:
        title = one.title and Span(one.title.start, one.title.start + len(one.title.of(self._folded).rstrip(CLOSING)))
        title = title or self._run_in(one.words, self._paragraphs[one.paragraph].end, certain=True)
        return Start(one.start, one.paragraph, title, evidence=one.evidence)

    def tailed(self) -> list[Start]:
        """Articles of a compilation whose titles stuck to the end of the line before, with a byline under them."""
        if not self._compiled:
            return []
        numbers = range(2, len(self._paragraphs) - 1)
        lines = (n - 1 for n in numbers if BYLINE.match(self.words(n)) and len(self.words(n + 1)) >= TEXT)
        found = ((n, self._tail_title(n)) for n in lines if len(self.words(n)) >= 2 * TEXT)
        return [Start(title.start, n, title, evidence="byline under it") for n, title in found if title]

    def _merged(self, sure: list[Start], more: list[Start], near: int) -> list[Start]:
        """Both in the order of the text, without those of `more` that stand within `near` characters of a sure one."""
        places = [start.start for start in sure]
        apart = (one for one in more if not self._is_near(places, one.start, near))
        return sorted((*sure, *apart), key=lambda start: start.start)

    def _is_near(self, places: Sequence[int], at: int, near: int) -> bool:
        before = bisect_right(places, at) - 1
        return before >= 0 and at - places[before] < near

    def glued(self) -> list[Start]:
        """Articles whose titles run into their sentences behind the end of another article."""
        found = boundaries(self._folded, self._paragraphs, self._seams, frozenset(self._marked))
        return [self._of_boundary(one) for one in found]

    def _of_boundary(self, one: Boundary) -> Start:
        end = self._paragraphs[one.paragraph].end
        title = self._title_of(Span(one.start, one.start + one.title)) if one.title else None
        title = title or self._run_in(one.start, end, certain=True)
        return Start(one.start, one.paragraph, title, evidence=one.evidence)

    def counted(self) -> list[Start]:
        """Articles of a compilation whose titles are numbered through the file (一、岚山县:支部建在茶山上)."""
        if not self._compiled:
            return []
        for style in COUNTING:
            lines = [mark for mark in self._marks if mark.style == style and mark.opens_line]
            titles = self._in_order([mark for mark in lines if self._is_numbered_title(mark)])
            named = [mark for mark in titles if self._tells_whose(mark)]
            if len(titles) == len(lines) and 2 * len(named) >= len(titles) >= MANY:
                return [self._of_mark(mark) for mark in titles]
            signed = self._in_order([mark for mark in titles if self._has_byline(mark)])
            if len(signed) >= FEWEST:
                return [self._of_mark(mark) for mark in signed]
        return []

    def _in_order(self, marks: Sequence[Mark]) -> list[Mark]:
        """The marks that count up from the first, whatever numbers start again between them."""
        kept: list[Mark] = []
        for mark in marks:
            if mark.value == (kept[-1].value + 1 if kept else 1):
                kept.append(mark)
        return kept

    def _is_numbered_title(self, mark: Mark) -> bool:
        bare = replace(self._paragraphs[mark.paragraph], start=mark.end)
        return is_title_like(self._folded, bare) and self._begins_text(mark.paragraph)

    def _tells_whose(self, mark: Mark) -> bool:
        """Whether a numbered title begins with a place, or a line under it names who wrote."""
        title = self._folded[mark.end : self._paragraphs[mark.paragraph].end]
        return bool(PLACE_LED.match(title)) or self._has_byline(mark)

    def _has_byline(self, mark: Mark) -> bool:
        following = mark.paragraph + 1
        return following < len(self._paragraphs) and is_byline(self.words(following), 1)

    def _of_mark(self, mark: Mark) -> Start:
        title = self._title_of(Span(mark.end, self._paragraphs[mark.paragraph].end))
        number = self._folded[mark.start : mark.end].strip()
        return Start(mark.start, mark.paragraph, title, evidence=f"number {number}")

    def named(self) -> list[Start]:
        """Articles that count themselves: 案例一：…, 案例二：…"""
        ranked = [mark.start for mark in self._marks if mark.style in ("part1", "han1")]
        found = [self._of_name(*one) for one in counted_names(self._folded, self._paragraphs)]
        if len(found) < 2 or (ranked and ranked[0] < found[0].start):
            return []
        return [self._with_own_title(start) for start in found]

    def _of_name(self, number: int, name: Span) -> Start:
        title = self._run_in(name.end, self._paragraphs[number].end, certain=True)
        evidence = f"number {name.of(self._folded).strip(' :、.')}"
        return Start(name.start, number, title, evidence=evidence)

    def _with_own_title(self, start: Start) -> Start:
        """The title on the line after a bare 案例一."""
        following = start.paragraph + 1
        if start.title or following >= len(self._paragraphs) or not self._is_title(following):
            return start
        if NAMED.match(self.words(following)):
            return start
        return replace(start, title=self._title_of(self._whole(following)), last=following)

    def titled(self) -> list[Start]:
        """Articles one after the other that are told apart by their titles, authors and by numbers that start again."""
        first = 1 if self._compiled else len(self._head)
        parts = {mark.paragraph for mark in self._marks if mark.opens_line and mark.style == "noun4"}
        numbers = range(max(1, first), len(self._paragraphs) - 1)
        candidates = [n for n in numbers if n not in parts and self._opens(n)]
        led = bool(self._head) and bool(PLACE_LED.match(self.words(self._head[0]))) and not self._marked
        restarts = self._restarts(candidates)
        changes = self._place_changes(candidates)
        weighed = {n: self._evidence(n, self._compiled or led, n in restarts, n in changes) for n in candidates}
        sure = {n: told for n, told in weighed.items() if sum(points for points, _ in told) >= ENOUGH}
        if self._compiled and sure and candidates[0] < min(sure) and not self._numbered_before(min(sure)):
            sure[candidates[0]] = [(ENOUGH, "first title of a compilation")]
        return [self._of_line(n, ", ".join(words for _, words in sure[n])) for n in sorted(sure)]

    def _numbered_before(self, number: int) -> bool:
        return any(self._is_numbered_title(mark) for mark in self._marks if mark.opens_line and mark.paragraph < number)

    def _of_line(self, number: int, evidence: str) -> Start:
        first, last = self._first_line(number), number + self.words(number + 1).startswith("——")
        title = self._title_of(Span(self._paragraphs[first].start, self._paragraphs[last].end))
        return Start(self._paragraphs[first].start, first, title, last, evidence)

    def _evidence(self, number: int, compiled: bool, restarts: bool, changes: bool) -> list[tuple[int, str]]:
        """What speaks for a line being the title of an article: points and words."""
        before, words = self.words(number - 1), self.words(number)
        look, led = self._looks[number], bool(PLACE_LED.match(words))
        below = number + 1 + self.words(number + 1).startswith("——")
        listed = self._is_listed(number)
        signed = bool(SIGNED.search(before[-80:])) or (bool(BYLINE.match(before)) and number - 1 not in self._head)
        told = (
            (2 * signed, "signature before it"),
            (2 * is_byline(self.words(below), 1), "byline under it"),
            (2 * restarts, "numbers start again"),
            (2 * self._has_seam(number), "source line at it"),
            (2 * changes, "its text names another place"),
            ((1 + self._compiled) * listed, "named in the contents"),
            (self._compiled * self._opens_article(number), "its text opens like an article"),
            (self._compiled * bool(COUPLET.match(words)), "two halves"),
            ((1 + compiled) * led, "led by a place"),
            ((1 + compiled) * (look.is_display and len(words) >= SHORT_TITLE), "larger or centred type"),
        )
        return [(points, evidence) for points, evidence in told if points]

    def _restarts(self, candidates: Sequence[int]) -> frozenset[int]:
        """The candidates between which the count 一、二、… starts again."""
        ones = [mark.paragraph for mark in self._marks if mark.style == "han1" and mark.value == 1 and mark.opens_line]
        found: set[int] = set()
        for one, following in pairwise(ones):
            at = bisect_left(candidates, following) - 1
            if at >= 0 and candidates[at] > one:
                found.add(candidates[at])
        return frozenset(found)

    def _title_of(self, span: Span) -> Span:
        """A title without what stands before it on its line (【专栏】, 在现场会上的发言:)."""
        words = span.of(self._folded)
        lead = LEAD.match(words)
        start = span.start + (lead.end() if lead else 0)
        return Span(start, start + len(self._folded[start : span.end].rstrip(CLOSING)))

    def _run_in(self, start: int, end: int, certain: bool) -> Span | None:
        """The title that opens a paragraph. `certain`: there is one for sure, only its end is asked for."""
        words = self._folded[start : min(end, start + 120)]
        if certain and end - start <= LONE_TITLE and not re.search(r"[。;]|,.*,", words.rstrip(CLOSING)):
            return self._title_of(Span(start, end)) if end > start else None
        length = known_length(self._folded[start : min(end, start + 160)], self._known)
        if certain and not length:
            length = min(filter(None, (repeat_length(words, certain), place_opening(words))), default=0)
        length = length or repeat_length(words, certain) or noun_end(words)
        if not length and certain:
            found = OPENERS.search(words, SHORT_TITLE) or re.search(r"[。:\n]", words)
            length = found.start() if found and found.start() <= TITLE_LENGTH else 0
        return self._title_of(Span(start, start + length)) if length else None

    def layout(self, starts: Sequence[Start]) -> Layout:
        """The articles that begin at these places."""
        ends = [*(start.start for start in starts[1:]), self._paragraphs[-1].end]
        articles = tuple(self._article(start, end) for start, end in zip(starts, ends, strict=True))
        titles, bylines = set[int](), set[int]()
        for number in self._head if articles[0].title else ():
            (bylines if is_byline(self.words(number), number) else titles).add(number)
        for start in starts:
            bylines.update(self._bylines_after(start))
            whole = start.start == self._paragraphs[start.paragraph].start
            if whole and start.title and start.title.end >= self._whole(start.title_paragraph).end - 2:
                titles.update(range(start.paragraph, start.title_paragraph + 1))
        return Layout(articles, frozenset(titles), frozenset(bylines - titles))

    def _bylines_after(self, start: Start) -> Iterator[int]:
        first = start.title_paragraph + 1
        for number in range(first, min(first + 3, len(self._paragraphs))):
            words = self.words(number)
            if (
                not (is_byline(words, 1) or words.startswith("——"))
                or number in self._marked
                or self._is_bold_heading(number)
            ):
                return
            if not words.startswith("——"):
                yield number

    def _article(self, start: Start, end: int) -> Article:
        end = start.start + len(self._text[start.start : end].rstrip())
        author, organisation = self._credits(start, end)
        inside = start.title if start.title and start.title.end <= end else None
        title = LINES.sub(_joint, inside.of(self._text).strip()) if inside else None
        heading = inside if title else None
        return Article(start.start, end, title or None, author, organisation, heading, start.evidence)

    def _credits(self, start: Start, end: int) -> tuple[str | None, str | None]:
        """Author and organisation: from the lines under the title, or from the brackets behind the text."""
        head = [n for n in self._head if start.paragraph == 0] or list(self._bylines_after(start))
        for number in (n for n in head if is_byline(self.words(n), n)):
            span = self._whole(number)
            if found := credit(self._text, self._folded, span.start, span.end):
                return found
        tail = max(start.start, end - 80)
        signed = SIGNED.search(self._folded[tail:end])
        if not signed:
            return None, None
        group = "who" if signed["who"] else "by"
        return credit(self._text, self._folded, tail + signed.start(group), tail + signed.end(group)) or (None, None)


def _joint(line_break: re.Match[str]) -> str:
    """What joins two lines of a title: a dash that opens the second, or else a blank."""
    return line_break["dash"] or " "
