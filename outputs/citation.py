"""How a report is cited (GB/T 7714, [R]), as the site's citation.js does it."""

import re
from collections.abc import Mapping

AUTHORS = 3  # that are named before 等
NAMES = re.compile(r"[、，,；;]\s{0,9}")
YEAR = re.compile(r"\d{4}", re.ASCII)


def _authors(told: str) -> str:
    names = [name for name in NAMES.split(told) if name]
    return f"{', '.join(names[:AUTHORS])}, 等" if len(names) > AUTHORS else ", ".join(names)


def citation(title: str, about: Mapping[str, str | None], page: int | None = None) -> str:
    """A reference to a report, by author, issuer, number and date as far as it says them; `page` is the page quoted."""
    author, issuer, date = about.get("author"), about.get("issuer"), about.get("date") or ""
    who = _authors(author) if author else issuer
    told = ": ".join(filter(None, (title, about.get("number"))))
    issued = ", ".join(filter(None, (issuer if author else None, date if YEAR.match(date) else None)))
    at = f": {page}." if page else "."
    return " ".join(
        filter(None, (f"{who}." if who else None, f"{told}[R]. {issued}{at}" if issued else f"{told}[R]{at}"))
    )
