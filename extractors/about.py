"""What a document says of itself: title, author, issuing body, number, kind and date of writing or issue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.forms import masthead
from corpus.model import Document
from extractors.about_credits import credits_of
from extractors.about_fragments import Credit, Field
from extractors.about_page import Evidence, Page, Stated
from extractors.about_title import kind, title
from extractors.about_words import lexicon
from extractors.about_years import named_year, opened_year, reckoned
from extractors.base import Date

__all__ = ["About", "Evidence", "Stated", "about", "kind_name"]

LOOKING_BACK = ("summary", "report", "account", "duty")


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself; None where it does not say.

    `kind.value` is an id of about.yml, `date.value` ISO 8601 cut to what is known, `number.value` in its standard
    form; the other values are the words without line breaks.
    """

    title: Stated | None = None
    author: Stated | None = None
    issuer: Stated | None = None
    number: Stated | None = None
    kind: Stated | None = None
    date: Stated | None = None


def about(document: Document, dates: Sequence[Date], start: int = 0, end: int | None = None) -> About:
    """What a document, or the article of it that stands in a range, says of itself; `dates` are all of the
    document's, in order.
    """
    page = Page(document, dates, start, len(document.text) if end is None else end)
    headline = title(page)
    genre = kind(page, headline)
    found = credits_of(page, headline)
    return About(
        title=headline,
        author=_first(found, "author"),
        issuer=_first(found, "issuer"),
        number=_first(found, "number"),
        kind=genre,
        date=_first(found, "date") or _year(page, headline, genre),
    )


def of_articles(document: Document, dates: Sequence[Date]) -> tuple[About, ...]:
    """What each article says of itself, in the order of `document.articles`; of a file without articles, the file."""
    ranges = [(article.start, article.end) for article in document.articles] or [(0, len(document.text))]
    found = tuple(about(document, dates, start, end) for start, end in ranges)
    if ranges[0][0] == 0 or not masthead(document.folded, document.paragraphs):
        return found
    brief = about(document, dates, 0, ranges[0][0])
    return tuple(_of_brief(one, brief) for one in found)


def _of_brief(report: About, brief: About) -> About:
    """What a report of a brief says of itself, with what the masthead says where it does not."""
    return replace(
        report, issuer=report.issuer or brief.issuer, kind=report.kind or brief.kind, date=report.date or brief.date
    )


def kind_name(kind_id: str) -> str:
    """The Chinese name of a kind. Raises KeyError."""
    return {kind.id: kind.name for kind in lexicon().kinds}[kind_id]


def _year(page: Page, headline: Stated | None, genre: Stated | None) -> Stated | None:
    """The year alone, from the title and the text."""
    told = reckoned(page) or named_year(page, headline)
    return told or (opened_year(page) if genre and genre.value in LOOKING_BACK else None)


def _first(found: Sequence[Credit], field: Field) -> Stated | None:
    return next((credit.stated for credit in found if credit.field == field), None)
