"""What lists and clusters ask of every case: how much was found in it, its themes, and by what of it one filters. Of a
record that lies aside it is at hand.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from extractors.base import Practice, Problem
from outputs.model import CatalogueCase
from outputs.outline import Brief
from outputs.recent import recent
from outputs.sketch import place_in_record

RECENT = 16  # cases whose briefs are kept, where none is at hand


def found_facets(practices: Iterable[Practice], problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """Themes and categories, alone and with the status in which they were found (E1_two_skins/solved)."""
    for practice in practices:
        yield from (("theme", practice.theme), ("theme", f"{practice.theme}/{practice.status}"))
        yield "status", practice.status
    for problem in problems:
        yield from (("problem", problem.category), ("problem", f"{problem.category}/{problem.status}"))
        yield "status", problem.status


def brief(case: CatalogueCase) -> Brief:
    """What is asked of a case."""
    aside, at = case.record.aside, place_in_record(case)
    return aside.outline.briefs[at] if aside and at is not None else _brief(case)


@recent(RECENT)
def _brief(case: CatalogueCase) -> Brief:
    rows = Counter(
        (
            *(f"theme {practice.theme} {practice.status}" for practice in case.practices),
            *(f"problem {problem.category} {problem.status}" for problem in case.problems),
        )
    )
    joined = "\n".join(f"{row} {times}" for row, times in rows.items())
    return Brief(len(case.practices), len(case.problems), len(case.quantities), zlib.compress(joined.encode()))
