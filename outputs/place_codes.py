"""The administrative code of a case's place, where the gazetteer and the text leave no doubt which place is meant."""

import re
from collections.abc import Iterator

from corpus.fold import fold
from corpus.model import Article, Document
from extractors.about import About
from extractors.gazetteer import Division, candidates, settled, stems_in, within
from extractors.places import places
from outputs.model import Case
from outputs.whereabouts import OPENING, SIGNATURE, title_lines

NEAR = 12  # characters right before a name (江苏省南京市|鼓楼区)
HAN_RUN = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]+$")
MENTIONS = 50  # of the name that are looked at


def place_code(document: Document, article: Article, case: Case, said: About) -> Division | None:
    """The division that a case's place is, or the deepest known one that its name begins with; None where no list has
    the name, or where several places bear it and nothing said of the article tells which.
    """
    if not case.place:
        return None
    found = candidates(case.place, case.place_level) or _in_full(document, article, case.place)
    if one := settled(found):
        return one
    for stems in _around(document, article, case, said) if found else ():
        if near := within(found, stems):
            return settled(near)
    return None


def _in_full(document: Document, article: Article, name: str) -> tuple[Division, ...]:
    """The divisions that a place's name can mean as the article's beginning writes it in full (太仓市城厢镇)."""
    near = places(document, article.start, min(article.end, article.start + OPENING))
    longer = (one for one in near if one.text != name and one.text.endswith(name) and not one.is_organisation)
    return next((found for one in longer if (found := candidates(one.text, one.level))), ())


def _around(document: Document, article: Article, case: Case, said: About) -> Iterator[frozenset[str]]:
    """The provinces and cities named around a place, the surest first; the name itself is left out."""
    name = fold(case.place or "")
    yield stems_in("\n".join(_before_mentions(document, article, name)))
    lines = [span.of(document.folded) for span in title_lines(document, article)]
    lines.append(document.folded[max(article.start, article.end - SIGNATURE) : article.end])
    yield stems_in("\n".join([*lines, said.issuer.value if said.issuer else ""]).replace(name, "\n"))
    opening = document.folded[article.start : min(article.end, article.start + OPENING)].replace(name, "\n")
    yield stems_in(opening, in_full=True)
    if document.articles and document.articles[0].start:
        yield stems_in(document.folded[: document.articles[0].start], in_full=True)


def _before_mentions(document: Document, article: Article, name: str) -> Iterator[str]:
    """The characters right before each mention of a name."""
    at = article.start
    for _ in range(MENTIONS):
        at = document.folded.find(name, at, article.end)
        if at < 0:
            return
        near = HAN_RUN.search(document.folded[max(article.start, at - NEAR) : at])
        yield near.group() if near else ""
        at += len(name)
