"""A document's title, and the kind of document that title, subtitle, periodical or opening tell."""

import re
from collections.abc import Iterator, Sequence

from corpus.headings import CLOSING
from corpus.model import Span
from extractors.about_page import DOCUMENT_NUMBER, Evidence, Page, Stated
from extractors.about_words import kind_nouns, kind_openings, labels, opening, periodical, title_noun

WRAPPED = 3  # lines that a title may take
OPENING = 300  # characters of the running text that may tell the kind
SIGNED = 90  # characters at the end that may
LONGEST_NOUN = 10
LABEL_NOUN = 2  # characters of 名称 behind the noun of a form's label
TAIL = re.compile(r"(?:[(\[【][^()\[\]【】]{0,30}[)\]】])?[\s。!?:,;、”]{0,3}$")
QUOTED = re.compile(r"《[^《》]*》?|〈[^〈〉]*〉")
EARLY = 3  # lines of the text among which a late subtitle may stand
SHORT = 40  # characters of such a line
VENUE = re.compile(r"在[^。,;\n]{2,40}上的(?:讲话|发言|交流发言|报告|汇报|致辞)")
PAIRED = re.compile(r"[及和暨与]")
ENDS = re.compile(r"[:—–\s(\-]|$")


def title(page: Page) -> Stated | None:
    """The title: the one that the segmentation found, or the line of the head that most looks like one."""
    heading = next((a.heading for a in page.document.articles if a.heading and page.start <= a.start < page.end), None)
    if heading and (page.form.title or "\n" in heading.of(page.document.folded)):
        return _run_in(page, heading)
    candidates = [number for number, line in enumerate(page.head) if page.may_be_title(line)]
    telling = [number for number in candidates if _tells(page.head[number].words)]
    candidates = [number for number in candidates if number in telling or not _fills(page, number)]
    if heading and not telling and not (page.head and heading.start < page.head[-1].end):
        return _run_in(page, heading)
    if not candidates or (heading is None and not page.body):
        return None
    return _whole(page, _best(page, candidates, heading), heading)


def _tells(words: str) -> bool:
    """Whether a line is worded as titles of papers are: 关于…的通知."""
    return "关于" in words[:24] or suffix_noun(words) is not None


def _fills(page: Page, number: int) -> bool:
    """Whether a line is the field of a label on the line before."""
    return number > 0 and labels().fullmatch(page.head[number - 1].words) is not None


def _run_in(page: Page, heading: Span) -> Stated | None:
    return page.stated(heading.start, heading.end, "title") if heading.end <= page.end else None


def _best(page: Page, candidates: Sequence[int], heading: Span | None) -> int:
    if heading is not None and (found := page.line_at(heading.start)) in candidates:
        return found
    nouned = (n for n in candidates if suffix_noun(page.head[n].words))
    about = (n for n in candidates if "关于" in page.head[n].words[:24])
    return next(about, next(nouned, candidates[0]))


def _whole(page: Page, number: int, heading: Span | None) -> Stated:
    """The title with the lines that it goes on with, without a lead before it or a number behind it."""
    first, last = page.head[number], number
    start = heading.start if heading and first.start <= heading.start < first.end else first.start
    while last + 1 < len(page.head) and last - number + 1 < WRAPPED and _goes_on(page, start, last):
        last += 1
    words = page.document.folded[start : page.head[last].end]
    behind = re.search(rf"(?<!\s)\s*[(\[](?:{DOCUMENT_NUMBER.pattern})[)\]]$", words)
    end = start + (behind.start() if behind else len(words.rstrip(CLOSING) or words))
    return page.stated(start, end, "title")


def _goes_on(page: Page, start: int, last: int) -> bool:
    """Whether a title is broken off at the end of a line: inside 《》, or before the noun that 关于 asks for."""
    words, following = page.document.folded[start : page.head[last].end], page.head[last + 1]
    if not page.may_be_title(following):
        return False
    if words.count("《") > words.count("》"):
        return "》" in following.words
    return "关于" in words and not suffix_noun(words) and bool(suffix_noun(following.words))


def suffix_noun(words: str) -> str | None:
    """The longest noun of a kind at the end of a title, brackets and punctuation behind it aside."""
    bare = words[: _end(words)]
    return next((bare[-n:] for n in range(min(LONGEST_NOUN, len(bare)), 1, -1) if bare[-n:] in kind_nouns()), None)


def _end(words: str) -> int:
    found = TAIL.search(words[-40:])
    return len(words) - (len(found.group()) if found else 0)


def kind(page: Page, headline: Stated | None) -> Stated | None:
    """The kind of document; its value is an id of about.yml."""
    return next(_told(page, headline), None)


def _told(page: Page, headline: Stated | None) -> Iterator[Stated]:
    if label := page.form.title:
        yield from _of_title(page, Span(label.label.start, label.label.end - LABEL_NOUN), "title")
    if headline:
        yield from _of_title(page, Span(headline.start, headline.end), "title")
        yield from _of_lead(page, headline.start)
    first = [line for line in page.body[:EARLY] if len(line.words) <= SHORT]
    subtitles = [line for line in (*page.head, *first) if line.is_subtitle]
    venues = [line for line in page.head if line.words.startswith("在")]
    for line in (*subtitles, *venues):
        yield from _of_title(page, Span(line.start, line.end), "title")
    for line in page.head:
        if page.is_brief_name(line):
            yield page.stated(line.start, line.end, "red_head", "brief")
    yield from _of_opening(page)
    yield from _of_signature(page)


def _of_title(page: Page, span: Span, evidence: Evidence) -> Iterator[Stated]:
    words = span.of(page.document.folded)
    bare = QUOTED.sub(lambda found: " " * len(found.group()), words)
    noun = noun_of(bare if bare.strip() else words)
    if noun:
        at = span.start + noun.start
        yield page.stated(at, span.start + noun.end, evidence, kind_nouns()[noun.of(words)])


def _of_lead(page: Page, start: int) -> Iterator[Stated]:
    """What stands before the title on its line: 案例一:…, 在现场会上的发言:…"""
    line = page.lines[page.line_at(start)]
    if found := title_noun().search(page.document.folded, line.start, max(line.start, start)):
        yield page.stated(found.start(), found.end(), "title", kind_nouns()[found.group()])


def noun_of(words: str) -> Span | None:
    """Where the noun of a title stands: at its end, before what it is paired with (总结及打算) or before a colon."""
    suffix, end = suffix_noun(words), _end(words)
    nouns = [Span(found.start(), found.end()) for found in title_noun().finditer(words)]
    if "关于" not in words:
        paired = next((noun for noun in nouns if PAIRED.match(words, noun.end)), None)
        if paired:
            return paired
    if suffix:
        return Span(end - len(suffix), end)
    return next((noun for noun in nouns if ENDS.match(words, noun.end)), None)


def _of_opening(page: Page) -> Iterator[Stated]:
    if page.body:
        start = page.body[0].start
        if found := VENUE.match(page.document.folded, start, page.end):
            yield from _of_title(page, Span(start, found.end()), "opening")
        if found := opening().search(page.document.folded, start, min(page.end, start + OPENING)):
            yield page.stated(found.start(), found.end(), "opening", kind_openings()[found.group()])


def _of_signature(page: Page) -> Iterator[Stated]:
    """A periodical or reporters in brackets at the end."""
    if not page.body:
        return
    last = page.body[-1]
    start = max(last.start, last.end - SIGNED)
    words = page.document.folded[start : last.end]
    at = words.rfind("(")
    if at < 0:
        return
    if issue := periodical().match(words, at + 1):
        yield page.stated(start + issue.start("name"), start + issue.end("name"), "signature", "brief")
    if reporters := re.compile(r"\((?:本报|本网)?(?P<who>记者|通讯员)[:\s]").match(words, at):
        yield page.stated(start + reporters.start("who"), start + reporters.end("who"), "signature", "news")
