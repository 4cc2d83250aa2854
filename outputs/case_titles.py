"""What a case is called: the title of its article, whole and without what is none of it, or its first clause."""

import re

import rjieba

from corpus.model import Article, Document, Span
from outputs.case_words import sign

CLAUSE = re.compile(r"[。；：;:\n]|(?<!\d)[，,]|[，,](?!\d)")
OPENED = 60  # characters of an opening in which its first clause ends
SALUTATIONS = 4  # before a speech
SHORT = 12  # characters of a title that has a second half behind its colon or blank
REACH = 48  # characters of such a half
LEAST = 6  # characters of a title
BEYOND = 2  # characters of a title's last word that may be cut off
LONGEST_WORD = 4
PAIRS = {"】": "【", "〗": "〖", "》": "《", "”": "“", "）": "（", ")": "("}


def case_title(document: Document, article: Article) -> str:
    """The title of an article; where a speaker's name stands for it, or none at all, the first clause of the text."""
    heading = article.heading
    if heading is None or not article.title:
        return _first_clause(document, article.start)
    span = _fitted(document, heading)
    if sign("speaker").fullmatch(span.of(document.folded)):
        return _first_clause(document, heading.end)
    span = _trimmed(document, span)
    return article.title if span == heading else re.sub(r"\s*\n\s*", " ", span.of(document.text))


def _first_clause(document: Document, start: int) -> str:
    """The first clause behind salutations."""
    for _ in range(SALUTATIONS):
        told = sign("salutation").match(document.folded, start)
        start = told.end() if told else start
    return CLAUSE.split(document.text[start : start + OPENED])[0].strip()


def _fitted(document: Document, heading: Span) -> Span:
    """A title whose text follows on its line, with the second half that it goes on with, or cut where it is over."""
    folded = document.folded
    if folded[heading.end : heading.end + 1] in ("", "\n"):
        return heading
    if noun := sign("title_over").search(folded, heading.start + LEAST, heading.end + BEYOND):
        return Span(heading.start, noun.end())
    half = sign("second_half").match(folded, heading.end, heading.end + REACH)
    if half and heading.end - heading.start <= SHORT:
        return Span(heading.start, half.end())
    if sign("sentence").match(folded, heading.start) or _breaks_word(folded, heading):
        start = heading.start
        return Span(start, start + len(CLAUSE.split(document.text[start : start + OPENED])[0].rstrip()))
    return heading


def _breaks_word(folded: str, heading: Span) -> bool:
    """Whether a title ends in the middle of a word (北关派出所辖|区)."""
    at = heading.start
    for word in rjieba.cut(folded[heading.start : heading.end + LONGEST_WORD]):
        if at + len(word) > heading.end:
            return at < heading.end and rjieba.has_word(word)
        at += len(word)
    return False


def _trimmed(document: Document, span: Span) -> Span:
    """A title without the speaker behind it, a reporter's bracket that is not closed, or half a pair of marks."""
    behind = sign("behind_title").search(document.folded, span.start + LEAST, span.end)
    end = behind.start() if behind else span.end
    words = document.text[span.start : end].rstrip()
    while words and (
        words[-1] in PAIRS.values() or words.count(words[-1]) > words.count(PAIRS.get(words[-1], words[-1]))
    ):
        words = words[:-1].rstrip()
    return Span(span.start, span.start + len(words)) if words else span
