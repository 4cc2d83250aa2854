"""Why no case was taken from a document, in a sentence for its warnings."""

from collections import Counter
from collections.abc import Iterator

from corpus.model import Document
from extractors.base import Findings
from outputs.assemble import hindrance

# By what keeps its articles from being cases; outcomes.yml tells them in Chinese.
SAID = {
    "orders": "No case was taken: its title or opening is that of a notice, a speech, rules, minutes or a test.",
    "short": "No case was taken: it is too short for the little that it tells was done.",
    "deeds": "No case was taken: fewer than two practices were found that were carried out.",
    "nobody": "No case was taken: it does not tell which place or organisation did it.",
}


def no_case(document: Document, findings: Findings) -> str:
    """The reason that holds for most articles of a document without any case, the first of them where two are even."""
    told = Counter(_hindrances(document, findings))
    most = max(told, key=lambda reason: told[reason], default="short")
    return SAID[most]


def _hindrances(document: Document, findings: Findings) -> Iterator[str]:
    done = sorted(findings.practices, key=lambda practice: practice.start)
    for article in document.articles:
        yield hindrance(document, article, done) or "nobody"
