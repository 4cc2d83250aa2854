"""The year alone in which a document was written, where only its title or its text gives it away."""

import re

from extractors.about_page import Page, Stated
from extractors.about_words import goal
from extractors.base import Date

FULL_YEAR = re.compile(r"\d{4}")
RECKONED = re.compile(r"截[至止]到?\s?$")
GOAL_REACH = 40


def reckoned(page: Page) -> Stated | None:
    """The year of the latest day up to which the text sums up (截至2023年6月底), goals aside."""
    found = [date for date in page.dates if date.value and FULL_YEAR.match(date.value) and _reckons(page, date)]
    latest = max(found, key=lambda date: str(date.value), default=None)
    return page.stated(latest.start, latest.end, "text", str(latest.value)[:4]) if latest else None


def _reckons(page: Page, date: Date) -> bool:
    folded = page.document.folded
    if not RECKONED.search(folded[max(page.start, date.start - 4) : date.start]):
        return False
    after = re.split(r"[。;\n]", folded[date.end : min(page.end, date.end + GOAL_REACH)])[0]
    return not goal().search(after)


def opened_year(page: Page) -> Stated | None:
    """The year with which the text of a summary opens (2019年,全县…)."""
    dates = page.dates_in(page.body[0].start, page.body[0].start + 1) if page.body else ()
    value = dates[0].value if dates else None
    return page.stated(dates[0].start, dates[0].end, "text", value) if value and FULL_YEAR.fullmatch(value) else None


def named_year(page: Page, headline: Stated | None) -> Stated | None:
    """The year that a title names (2020年工作总结), where it names no span of years."""
    dates = page.dates_in(headline.start, headline.end) if headline else ()
    full = [date for date in dates if date.value and FULL_YEAR.match(date.value)]
    if not full or len(full) != len(dates):
        return None
    first = min(full, key=lambda date: str(date.value))
    return page.stated(first.start, first.end, "text", str(first.value)[:4])
