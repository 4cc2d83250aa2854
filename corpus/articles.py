"""Articles: where each article of a file begins, its title, and what it says of its author."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.bylines import BYLINE, SIGNED, credit, is_byline
from corpus.glued import SEAM, Boundary, boundaries
from corpus.headings import CLOSING, Mark, numeral
from corpus.layout import Layout, Start
from corpus.looks import PLAIN, Look
from corpus.model import Article, Paragraph, Span
from corpus.slogans import is_title_like
from corpus.titles import OPENERS, SHORT_TITLE, TITLE_LENGTH, known_length, noun_end, place_opening, repeat_length

NUMBER = r"[一二三四五六七八九十\d]{1,3}"
NAMED = re.compile(
    rf"[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?(?P<number>{NUMBER})[】\]]?(?:[:、.\s]{{1,3}}|(?=[^{NUMBER[1:-6]}是个类种项])|$)"
)
NAMED_START = re.compile(
    rf"(?:^|(?<=[\n。!?;)”])|(?<=汇编)|(?<=选编)|(?<=集锦)|(?<=选登)|(?<=例集))\s{{0,6}}(?=[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?{NUMBER})",
    re.MULTILINE,
)
COMPILATION = re.compile(
    r"(汇编|选编|选登|集锦|案例集|典型案例|优秀案例|案例选|经验材料选|交流材料|做法集|风采录|摘编|集萃)"
)
LEAD = re.compile(r"\s*([【\[][^】\]]{1,12}[】\]]\s*|[^:“。\n]{2,24}(发言|材料|汇报|讲话|案例|经验|来稿):\s*(?=\S{6}))")
# What stands above the title of an official paper: its number, its issuer's name, its secrecy and urgency.
RED_HEAD = re.compile(
    r"[〔\[(]\d{4}[〕\])]\s?第?\d{1,4}号$|^[^,。]{2,24}文件$|^(绝密|机密|秘密|特急|加急|平急|内部)|^签发人|^第\d{1,4}期$|^(总第|编号)"
)
SALUTATION = re.compile(r"^(尊敬的|各位|同志们|领导们|大家)[^。]{0,30}[:,!]$")
PLACE_LED = re.compile(
    r"^[\u4e00-\u9fffXx×*]{1,10}?(省|市|县|区|州|旗|镇|乡|街道|村|社区|公司|集团|大学|学院|医院|局|厂|支部)[\u4e00-\u9fff“:,\s]{4,}"
)
LONE_TITLE = 45
TEXT = 30  # characters of a paragraph of running text
PREFACE = 600  # characters before the first article of a compilation
ENOUGH = 2  # points of evidence that a title begins an article
NEAR = 80  # characters within which a title's line and its run-in beginning are one
FEWEST = 2  # numbered titles of a compilation with the names of who sent them …
MANY = 6  # … and without; fewer are the parts of one report
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
) -> Layout:
    """The articles of a cleaned text. `known` are folded titles that the file bears elsewhere, `seams` the places
    where a source or a link was taken out, `shown` the looks of the paragraphs."""
    if not paragraphs:
        return Layout(())
    page = _Page(text, folded, paragraphs, marks, known, seams, shown)
    starts = page.starts()
    first = page.first()
    if not starts:
        return page.layout([first])
    if first.title is None and starts[0].evidence.startswith(SEAM):
        first = page.run_in_first()
    return page.layout(starts if page.is_preface(starts[0]) else [first, *starts])


class _Page:
    """One cleaned text, looked at for the titles in it."""

    def __init__(
        self,
        text: str,
        folded: str,
        paragraphs: Sequence[Paragraph],
        marks: Sequence[Mark],
        known: Sequence[str],
        seams: Sequence[int],
        shown: Sequence[Look],
    ) -> None:
        self._text, self._folded, self._paragraphs, self._known = text, folded, paragraphs, known
        self._marks, self._seams = marks, seams
        self._looks = shown or [PLAIN] * len(paragraphs)
        self._marked = {mark.paragraph for mark in marks if mark.opens_line and mark.style != "noun4"}
        self._head = self._head_lines()
        heads = [*(self.words(number) for number in self._head[:2]), *known]
        self._compiled = any(COMPILATION.search(words) for words in heads)

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

    def first(self) -> Start:
        """The article that opens the file."""
        lines = [n for n in self._head if self._is_title(n) and not is_byline(self.words(n), n)]
        lines = [n for n in lines if not RED_HEAD.search(self.words(n))] or lines
        title = next((n for n in lines if not NAMED.match(self.words(n))), None) if len(lines) <= MOST_TITLES else None
        start = self._paragraphs[0].start
        if title is not None:
            return Start(start, 0, self._title_of(self._whole(title)))
        return Start(start, 0, self._run_in(self._paragraphs[0].start, self._paragraphs[0].end, certain=False))

    def run_in_first(self) -> Start:
        """The article that opens the file where its title is known to run into its sentence."""
        first = self._paragraphs[0]
        return Start(first.start, 0, self._run_in(first.start, first.end, certain=True))

    def _whole(self, number: int) -> Span:
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)

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
        told = self._merged(self._merged(self.counted(), self.titled(), 1), self.glued(), NEAR)
        return told if len(told) > len(named) else named

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
        found, expected = [], 1
        ranked = [mark.start for mark in self._marks if mark.style in ("part1", "han1")]
        for number, paragraph in enumerate(self._paragraphs):
            for place in NAMED_START.finditer(self._folded, paragraph.start, paragraph.end):
                name = NAMED.match(self._folded, place.end(), paragraph.end)
                if name and _count(name["number"]) == expected:
                    title = self._run_in(name.end(), paragraph.end, certain=True)
                    evidence = f"number {self._folded[name.start() : name.end()].strip(' :、.')}"
                    found.append(Start(name.start(), number, title, evidence=evidence))
                    expected += 1
        if len(found) < 2 or (ranked and ranked[0] < found[0].start):
            return []
        return [self._with_own_title(start) for start in found]

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
        weighed = {n: self._evidence(n, self._compiled or led, n in restarts) for n in candidates}
        sure = {n: told for n, told in weighed.items() if sum(points for points, _ in told) >= ENOUGH}
        if self._compiled and sure and candidates[0] < min(sure) and not self._numbered_before(min(sure)):
            sure[candidates[0]] = [(ENOUGH, "first title of a compilation")]
        return [self._of_line(n, ", ".join(words for _, words in sure[n])) for n in sorted(sure)]

    def _numbered_before(self, number: int) -> bool:
        return any(self._is_numbered_title(mark) for mark in self._marks if mark.opens_line and mark.paragraph < number)

    def _of_line(self, number: int, evidence: str) -> Start:
        return Start(self._paragraphs[number].start, number, self._title_of(self._whole(number)), evidence=evidence)

    def _opens(self, number: int) -> bool:
        """Whether a line could be the title of the text after it."""
        return self._is_title(number) and not is_byline(self.words(number), number) and self._begins_text(number)

    def _begins_text(self, number: int) -> bool:
        for following in range(number + 1, min(number + 4, len(self._paragraphs))):
            words = self.words(following)
            if not (is_byline(words, 1) or words.startswith(("——", "(")) or SALUTATION.match(words)):
                return len(words) >= TEXT or following in self._marked
        return False

    def _evidence(self, number: int, compiled: bool, restarts: bool) -> list[tuple[int, str]]:
        """What speaks for a line being the title of an article: points and words."""
        before, words = self.words(number - 1), self.words(number)
        look, led = self._looks[number], bool(PLACE_LED.match(words))
        signed = bool(SIGNED.search(before[-80:])) or (bool(BYLINE.match(before)) and number - 1 not in self._head)
        told = (
            (2 * signed, "signature before it"),
            (2 * is_byline(self.words(number + 1), 1), "byline under it"),
            (2 * restarts, "numbers start again"),
            (2 * self._has_seam(number), "source line at it"),
            ((1 + compiled) * led, "led by a place"),
            ((1 + compiled) * (look.is_display and len(words) >= SHORT_TITLE), "larger or centred type"),
        )
        return [(points, evidence) for points, evidence in told if points]

    def _has_seam(self, number: int) -> bool:
        """Whether a source or a link was taken out right before or right behind a line."""
        start = self._paragraphs[number].start
        following = self._paragraphs[number + 1].start if number + 1 < len(self._paragraphs) else start
        stopped = not self.words(number - 1) or self.words(number - 1)[-1] in "。!?…)”"
        return stopped and (self._is_seam(start) or self._is_seam(following))

    def _is_seam(self, offset: int) -> bool:
        at = bisect_left(self._seams, offset)
        return at < len(self._seams) and self._seams[at] == offset

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
            if start.title and start.title.end >= self._whole(start.title_paragraph).end - 2:
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
        title = inside.of(self._text).strip() if inside else None
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


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else numeral(number) if not any(c.isdecimal() for c in number) else 0
