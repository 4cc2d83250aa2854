"""Articles: where each article of a file begins, its title, and what it says of its author."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from corpus.bylines import ORGANISATION, SIGNED, credit, is_byline
from corpus.compilations import COMPILATION, DIVIDED, LEAD, NAMED, RED_HEAD
from corpus.contents import letters
from corpus.evidence import Evidence, Table
from corpus.forms import LABELLED, is_masthead, masthead, read_form
from corpus.headings import CLOSING, Mark
from corpus.layout import Layout, Page, Start
from corpus.model import Article, Span
from corpus.openings import Opening, Openings
from corpus.textlines import TEXT, TextLines
from corpus.titles import OPENERS, SHORT_TITLE, TITLE_LENGTH, known_length, noun_end, place_opening, repeat_length

LINES = re.compile(r"[ \t]{0,8}\n\s{0,8}(?P<dash>—?)")  # between the lines of one title
LONE_TITLE = 45
PREFACE = 600  # characters before the first article of a compilation
LIKELY = 0.2
SURE = 0.8  # … of at least one inside a file that is split,
SURE_INSIDE = 0.65  # … where it does not open its line, which hardly any sentence is taken for
CALLED, FEWEST = ("name", "piece"), 2  # articles that are called examples
NEAR = 50  # characters that part one article's beginning from the next
MOST_TITLES = 2  # more short lines than these are a list
UNDER_MASTHEAD = 10  # lines of date, issuer and editor's note between a masthead and the title of its report
FIELDS = 90  # characters of a line that holds fields of a form
WRAPPED = 3  # lines that such a title takes up
COLUMN = 5  # characters of a line that names the column of a brief
SHOWN = 3  # pieces of evidence that are told
WEIGHTS = Path(__file__).with_name("articles.yml")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Weights(BaseModel):
    """What each kind of evidence counts: for an opening, as a mean for its family, and inside a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: float
    evidence: dict[str, float]

    def chances(self, table: Table) -> NDArray[np.float64]:
        """How likely an article begins at each opening."""
        if not len(table.own):
            return np.zeros(0)
        means, inside = table.means(), table.inside
        at_line = table.own @ self._of(table, "") + means @ self._of(table, "family ")
        within = table.own @ self._of(table, "inside ") + means @ self._of(table, "inside family ")
        scores = self.bias + np.where(inside, within + self.evidence.get("inside", 0.0), at_line)
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)

    def _of(self, table: Table, prefix: str) -> NDArray[np.float64]:
        return np.array([self.evidence.get(f"{prefix}{name}", 0.0) for name in table.names])

    def reasons(self, told: dict[str, float]) -> list[str]:
        """What speaks for it most."""
        counted = {name: self.evidence.get(name, 0.0) * value for name, value in told.items()}
        own = [name for name in counted if counted[name] > 0 and not re.search("family |joint |inside$", name)]
        return [name.removeprefix("inside ") for name in sorted(own, key=lambda name: (-counted[name], name))[:SHOWN]]


@cache
def weights() -> Weights:
    """The weights that `python -m bench.articles --fit` wrote."""
    return Weights.model_validate(yaml.load(WEIGHTS.read_text(encoding="utf-8"), Loader=_Loader))


def weigh(page: Page, marks: Sequence[Mark], lines: TextLines | None = None) -> tuple[list[Opening], Table]:
    """All places where an article could begin, with the evidence for each; `marks` are the numbers in the text."""
    lines = lines or TextLines(page, marks)
    openings = list(Openings(page, marks, lines).find())
    return openings, Evidence(page, marks, lines, openings).table()


def lay_out(page: Page, marks: Sequence[Mark]) -> Layout:
    """The articles of a cleaned text; `marks` are the numbers in it."""
    if not page.paragraphs:
        return Layout(())
    articles = _Articles(page, marks)
    starts = articles.starts()
    if not starts:
        return articles.layout([articles.first()])
    return articles.layout(starts if articles.is_preface(starts[0]) else [articles.first(starts[0]), *starts])


class _Articles:
    """The articles of one page."""

    def __init__(self, page: Page, marks: Sequence[Mark]) -> None:
        self._page, self._folded, self._paragraphs, self._marks = page, page.folded, page.paragraphs, marks
        self._lines = TextLines(page, marks)
        self._form = read_form(page.folded, page.paragraphs)
        self._masthead = masthead(page.folded, page.paragraphs)

    def starts(self) -> list[Start]:
        """Where articles begin inside the file, or at its start where others follow."""
        openings, table = weigh(self._page, self._marks, self._lines)
        chances = weights().chances(table)
        chances[self._listed_reports(openings)] = 1.0
        likely: list[int] = []
        for at in np.flatnonzero(chances >= LIKELY).tolist():
            if self._names_file(openings[at]) or openings[at].paragraph < self._masthead:
                continue
            if likely and openings[at].start - openings[likely[-1]].start < NEAR:
                if chances[at] <= chances[likely[-1]]:
                    continue
                likely.pop()
            likely.append(at)
        if not any(self._is_sure(openings[at], chances[at]) for at in likely):
            return []  # as most files are one article
        likely = _whole_counts(openings, likely)
        called = [at for at in likely if openings[at].style in CALLED]
        if len(called) >= FEWEST:  # behind 案例一, what is 一、 is a chapter of it
            likely = [at for at in likely if at < called[0] or openings[at].style[-1:] != "1"]
        if len(likely) < FEWEST and self._opens_with(openings[likely[0]].paragraph if likely else 0):
            return []
        told = table.told()
        return [self._start(openings[at], told[at]) for at in likely]

    def _opens_with(self, number: int) -> bool:
        """Whether a line belongs to the head of the one article of a file: under a masthead, or the speaker's name."""
        return bool(self._masthead) or (number in self._lines.head and not self._lines.compiled)

    def _is_sure(self, opening: Opening, chance: float) -> bool:
        inside = opening.start > self._paragraphs[0].start
        return inside and chance >= (SURE if opening.opens_line else SURE_INSIDE)

    def _names_file(self, opening: Opening) -> bool:
        """Whether a title is that of the whole compilation."""
        if opening.value or opening.paragraph not in self._lines.head or self._lines.is_listed(opening.paragraph):
            return False
        names = [n for n in self._lines.head if COMPILATION.search(re.sub(r"\s", "", self._lines.words(n)))]
        return opening.paragraph in names[:1]

    def _start(self, opening: Opening, told: dict[str, float]) -> Start:
        end = self._paragraphs[opening.paragraph].end
        title = Span(opening.title.start, opening.title.end) if opening.title.end > opening.title.start else None
        last = opening.paragraph
        if opening.joint == "line" and title:
            last = self._lines.last_line(opening.paragraph, title)
            title = Span(title.start, max(title.end, self._paragraphs[last].end))
        if opening.style == "label" and title:
            shown: Span | None = Span(opening.start, title.end)  # the place in brackets is part of it
        else:
            shown = self._title_of(title) if title else self._run_in(opening.body, end, certain=True)
        return Start(opening.start, opening.paragraph, shown, last, ", ".join(self._reasons(opening, told)))

    def _reasons(self, opening: Opening, told: dict[str, float]) -> Iterator[str]:
        number = self._folded[opening.start : opening.title.start].strip(" :、.\n【[《")
        if opening.value:
            yield f"number {number.partition(chr(10))[0]}"
        yield from weights().reasons(told)

    def is_preface(self, start: Start) -> bool:
        """Whether only a title and a short preface, or the masthead of a brief, stand before the first article."""
        if self._masthead and start.paragraph <= self._masthead + UNDER_MASTHEAD:
            return True
        before = [self._lines.words(number) for number in range(start.paragraph)]
        before.append(self._folded[self._paragraphs[start.paragraph].start : start.start])
        if self._lines.compiled:
            return sum(map(len, before)) < PREFACE
        return all(len(words) < TEXT for words in before)

    def first(self, following: Start | None = None) -> Start:
        """The article that opens the file; its title is known to run into its sentence where that of others does."""
        start, end = self._paragraphs[0].start, self._paragraphs[0].end
        if title := self._form.title:
            return Start(start, 0, title.value, title.line, "label of a form")
        if following is None and (under := self._under_masthead()):
            return self._titled(start, under[0], under[-1], "masthead of a brief")
        head = self._lines.head
        lines = [n for n in head if self._lines.is_title(n) and not is_byline(self._lines.words(n), n)]
        lines = [n for n in lines if not _is_printed(self._lines.words(n))] or lines
        names = (n for n in lines if not NAMED.match(letters(self._lines.words(n))))
        first = next(names, None) if len(lines) <= MOST_TITLES else None
        if first is not None:
            above = first - (first > 0 and self._is_issuer(first - 1))
            return self._titled(start, above, first + self._is_issuer(first))
        return Start(start, 0, self._run_in(start, end, certain=following is not None and self._runs_in(following)))

    def _titled(self, start: int, first: int, last: int, evidence: str = "") -> Start:
        """The article that opens the file, its title on these lines."""
        title = Span(self._paragraphs[first].start, self._paragraphs[last].end)
        return Start(start, 0, self._title_of(title), last, evidence)

    def _is_issuer(self, number: int) -> bool:
        """Whether a line is whose paper it is, with the rest of its title on the next (…县委 / 关于…的报告)."""
        following = self._lines.words(number + 1) if number + 1 < len(self._paragraphs) else ""
        return following.startswith("关于") and ORGANISATION.fullmatch(self._lines.words(number)) is not None

    def _under_masthead(self) -> list[int]:
        """The numbers of the lines that title the one report of a brief."""
        first = self._masthead
        lines = range(first, min(first + UNDER_MASTHEAD, len(self._paragraphs))) if first else ()
        title: list[int] = []
        for number in lines:
            words = self._lines.words(number)
            printed = is_byline(words, number) or DIVIDED.search(words) or len(words) <= COLUMN
            if self._lines.is_title(number) and not printed:
                title.append(number)
            elif title and not words.startswith("——"):
                break
        return title if 0 < len(title) <= WRAPPED and self._lines.text_under(title[-1]) else []

    def _listed_reports(self, openings: Sequence[Opening]) -> list[int]:
        """The numbers of the openings that the list of contents of a brief names."""
        if not (self._masthead and self._page.listed):
            return []
        lines = [n for n, one in enumerate(openings) if one.joint == "line" and one.paragraph >= self._masthead]
        listed = [n for n in lines if self._is_listed(openings[n])]
        return listed if len(listed) >= FEWEST else []

    def _is_listed(self, opening: Opening) -> bool:
        number = opening.paragraph + (opening.title.end > self._paragraphs[opening.paragraph].end)
        return self._lines.is_listed(number)

    def _runs_in(self, start: Start) -> bool:
        """Whether the title of an article goes over into its text on its line."""
        return start.title is not None and self._paragraphs[start.title_paragraph].end - start.title.end >= TEXT

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
        length = known_length(self._folded[start : min(end, start + 160)], (*self._page.known, *self._page.listed))
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
        for number in self._lines.head if articles[0].title else ():
            (bylines if is_byline(self._lines.words(number), number) else titles).add(number)
        bylines.update(self._fields())
        for start in starts:
            bylines.update(self._bylines_after(start))
            whole = not self._folded[self._paragraphs[start.paragraph].start : start.start].strip()
            if whole and start.title and start.title.end >= self._lines.whole(start.title_paragraph).end - 2:
                titles.update(range(start.paragraph, start.title_paragraph + 1))
        return Layout(articles, frozenset(titles), frozenset(bylines - titles))

    def _bylines_after(self, start: Start) -> Iterator[int]:
        first = start.title_paragraph + 1
        for number in range(first, min(first + 3, len(self._paragraphs))):
            words = self._lines.words(number)
            if not self._lines.may_tell_author(number):
                return
            if not words.startswith("——"):
                yield number

    def _fields(self) -> Iterator[int]:
        """The numbers of the lines that hold the labels of a form."""
        for number in range(1, self._form.last + 1):
            if LABELLED.match(self._folded, self._paragraphs[number].start) and len(self._lines.words(number)) < FIELDS:
                yield number

    def _article(self, start: Start, end: int) -> Article:
        end = start.start + len(self._page.text[start.start : end].rstrip())
        author, organisation = self._credits(start, end)
        inside = start.title if start.title and start.title.end <= end else None
        title = LINES.sub(_joint, inside.of(self._page.text).strip()) if inside else None
        heading = inside if title else None
        return Article(start.start, end, title or None, author, organisation, heading, start.evidence)

    def _credits(self, start: Start, end: int) -> tuple[str | None, str | None]:
        """Author and organisation: from the lines under the title, or from the brackets behind the text."""
        if start.paragraph == 0 and (body := self._form.body):
            return None, body.value.of(self._page.text)
        head = [n for n in self._lines.head if start.paragraph == 0] or list(self._bylines_after(start))
        for number in (n for n in head if is_byline(self._lines.words(n), n)):
            span = self._lines.whole(number)
            if found := credit(self._page.text, self._folded, span.start, span.end):
                return found
        tail = max(start.start, end - 80)
        signed = SIGNED.search(self._folded[tail:end])
        if not signed:
            return None, None
        group = "who" if signed["who"] else "by"
        return credit(self._page.text, self._folded, tail + signed.start(group), tail + signed.end(group)) or (
            None,
            None,
        )


def _is_printed(words: str) -> bool:
    """Whether a line belongs to a printed head: number and issuer of an official paper, name of a brief."""
    return any(pattern.search(words) for pattern in (RED_HEAD, DIVIDED)) or is_masthead(words)


def _whole_counts(openings: Sequence[Opening], likely: Sequence[int]) -> list[int]:
    """Without the few of a count of which most members are no articles: they are parts of one."""
    counted = Counter(one.family for one in openings if one.value)
    taken = Counter(openings[at].family for at in likely if openings[at].value)
    return [
        at for at in likely if not openings[at].value or 2 * taken[openings[at].family] > counted[openings[at].family]
    ]


def _joint(line_break: re.Match[str]) -> str:
    """What joins two lines of a title: a dash that opens the second, or else a blank."""
    return line_break["dash"] or " "
