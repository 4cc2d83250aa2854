"""Whose experience an article tells: its place, the level of it, and the organisation."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.forms import masthead, read_form
from corpus.model import Article, Document, Span
from extractors.places import Place, bare_place, places
from outputs.case_words import sign

SIGNATURE = 60  # characters at the end
FEW = 4  # characters, such as a mark or a number, before the first words of a body
OPENING = 500  # characters in which an article names its place
BODIES = ("企业", "高校")  # organisations whose experience is their own, not their place's
UNKNOWN = "不明"
UPPER = {"乡": "镇"}

MASKED = re.compile(r"[Xx×*○〇□■#_A-Za-z]|某")


def unnamed(place: str) -> bool:
    """Whether a case's place was left out or masked (某县, ××镇, A市某区, 县): it is no place that could be told from
    others.
    """
    return len(place) < 2 or bool(MASKED.search(place))


def whose(document: Document, article: Article) -> tuple[str | None, str, str | None]:
    """Place, its level (empty where there is neither place nor organisation) and organisation of an article."""
    found = _named(document, article)
    if found is None:
        return _unnamed(document, article)
    if not found.is_organisation:
        return found.text, found.level, article.organisation
    inside = [p for p in places(document, found.start, found.end) if not p.is_organisation]
    return (inside[0].text if inside else None), _level_of_body(document, found, inside), found.text


def _level_of_body(document: Document, body: Place, inside: Sequence[Place]) -> str:
    """The level of an organisation; of a hospital and of a government that of its place (县人民医院: 县)."""
    if inside and sign("for_place").search(body.text):
        return inside[0].level
    if body.level != UNKNOWN:
        return body.level
    word = _bare_word(document, body)
    return inside[0].level if inside else UPPER.get(word, word) or UNKNOWN


def _bare_word(document: Document, body: Place) -> str:
    """The word for the kind of its place by which alone a body is called (县人民医院); empty where there is none."""
    told = sign("bare_body").match(document.folded[body.start : body.end])
    return told["own"] if told else ""


def _named(document: Document, article: Article) -> Place | None:
    """The first place or organisation of the title and the lines under it, else of the opening or the signature."""
    if titled := _titled(document, article):
        return titled
    if article.heading and (bare := bare_place(document, article.heading.start, article.heading.end, article.end)):
        return bare
    body = article.heading.end if article.heading else article.start
    zones = Span(body, min(article.end, body + OPENING)), Span(max(body, article.end - SIGNATURE), article.end)
    rest = [place for span in zones for place in places(document, span.start, span.end)]
    first = _first_place(rest)
    if opener := _opening_body(document, body, rest):
        return opener
    if first is None or not first.is_organisation or first.level == UNKNOWN:
        return first
    return None if _own_level(document, article) else first


def _titled(document: Document, article: Article) -> Place | None:
    """The place or organisation of the title, or of the first line under it that names one. A village that the title
    alone names may be a phrase (聊出和美新村): the place of the next line goes before it, where the text tells of that.
    """
    named = _by_lines(document, article)
    first = next(named, None)
    if first and first.level == "村" and not _told_on(document, article, first):
        return next((one for one in named if one.text != first.text and _told_on(document, article, one)), first)
    return first


def _by_lines(document: Document, article: Article) -> Iterator[Place]:
    """The place or organisation of each line of the title that names one."""
    filled = sender(document, article)
    for span in title_lines(document, article):
        if found := places(document, span.start, span.end):
            foremost = _foremost(found)
            whole = span == article.heading or foremost.level in BODIES
            chosen = _chained(document, found) if span == filled else foremost if whole else _first_place(found)
            if chosen:
                yield chosen if span == filled else _nearer(document, article, _whole(document, article, chosen))


def _told_on(document: Document, article: Article, named: Place) -> bool:
    """Whether the text names a place again behind where it stands in the title."""
    return document.text.find(named.text, named.end, article.end) >= 0


def _whole(document: Document, article: Article, named: Place) -> Place:
    """The name as the body opens with it in full, where the title has what that one begins with too (关于红石滩市)."""
    for one in _opening_places(document, article):
        start = named.end - len(one.text)
        if one.text.endswith(named.text) and document.text.startswith(one.text, start):
            return replace(named, start=start, text=one.text)
    return named


def _opening_places(document: Document, article: Article) -> Sequence[Place]:
    body = article.heading.end if article.heading else article.start
    return places(document, body, min(article.end, body + OPENING))


def _opening_body(document: Document, body: int, found: Sequence[Place]) -> Place | None:
    """The organisation with which the text opens, where its experience is its own (滨澜港务集团现有职工…)."""
    first = found[0] if found else None
    if first is None or not first.is_organisation:
        first = next((one for one in found if first and one.is_organisation and one.start == first.start), None)
    if first is None or sign("many_bodies").search(first.text):
        return None
    if first.level not in (*BODIES, UNKNOWN) and not sign("own_body").search(first.text):
        return None
    return first if len(document.text[body : first.start].strip()) <= FEW else None


def _nearer(document: Document, article: Article, named: Place) -> Place:
    """The place with which the body opens where it says more than the title (芦汀县 … 芦汀县花桥镇是…)."""
    body = article.heading.end if article.heading else article.start
    opening = next(iter(_opening_places(document, article)), None)
    if opening is None or opening.is_organisation or named.is_organisation:
        return named
    first = len(document.text[body : opening.start].strip()) <= FEW
    return opening if first and opening.text.startswith(named.text) else named


def _chained(document: Document, found: Sequence[Place]) -> Place | None:
    """The place of who filled in a form, with those above it that are written before it (砚湖市城东区桂园街道)."""
    named = [place for place in found if not place.is_organisation]
    if not named:
        return _foremost(found)
    words = document.text[named[0].start : named[-1].end]
    whole = re.fullmatch(r"[\u4e00-\u9fff]{2,30}", words)
    return replace(named[-1], start=named[0].start, text=words) if whole else named[0]


def sender(document: Document, article: Article) -> Span | None:
    """Who filled in a form: its experience is told."""
    opens = bool(document.paragraphs) and article.start <= document.paragraphs[0].start
    body = read_form(document.folded, document.paragraphs).body if opens else None
    return body.value if body else None


def _first_place(found: Sequence[Place]) -> Place | None:
    """The first place, or the first organisation where there is none."""
    return next((place for place in found if not place.is_organisation), found[0] if found else None)


def title_lines(document: Document, article: Article) -> Iterator[Span]:
    if article.heading:
        yield article.heading
    if filled := sender(document, article):
        yield filled
        return
    top = article.start  # who prints a brief stands above the title of the report, and tells nothing of it
    if article.heading and masthead(document.folded, document.paragraphs):
        top = max(top, article.heading.end)
    first = bisect_left(document.paragraphs, top, key=lambda paragraph: paragraph.start)
    for paragraph in document.paragraphs[first : first + 5]:
        told = sign("venue").match(document.folded, paragraph.start, paragraph.end)
        if paragraph.kind in ("title", "byline") and paragraph.start < article.end and not told:
            yield Span(paragraph.start, paragraph.end)


def _foremost(found: Sequence[Place]) -> Place:
    """The first place; an organisation that begins with it goes before it."""
    first = found[0]
    return next((p for p in found if p.is_organisation and p.start == first.start), first)


def _unnamed(document: Document, article: Article) -> tuple[str | None, str, str | None]:
    """Where the name was left out (县深入贯彻…, 我县): only its level."""
    word = _own_level(document, article)
    if not word:
        return None, UNKNOWN if article.organisation else "", article.organisation
    return word, UPPER.get(word, word), article.organisation


def _own_level(document: Document, article: Article) -> str | None:
    """The word with which an article most often speaks of its own place without naming it."""
    told = sign("own_place").finditer(document.folded, article.start, article.end)
    found = Counter(own["bare"] or own["own"] or own["party"] for own in told)
    return min(found, key=lambda word: (-found[word], word)) if found else None
