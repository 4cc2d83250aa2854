"""Which cases are parts of others is found without holding every case of a document against every other."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from outputs.model import Case, CatalogueCase
from outputs.nested import nested
from tests.outputs.builders import Told, record

TEXT = "".join(chr(0x4E00 + at) for at in range(60))
RANGES = st.lists(st.tuples(st.integers(0, 58), st.integers(1, 30)), max_size=12)


HOME = record("a.txt", TEXT, Told(cases=()))


def cases(ranges: list[tuple[int, int]]) -> list[CatalogueCase]:
    told = [Case("", None, "不明", None, start, min(60, start + size)) for start, size in ranges]
    return [CatalogueCase(f"c{at}", case, HOME) for at, case in enumerate(told)]


@given(RANGES)
def test_they_are_the_pairs_that_overlap(ranges: list[tuple[int, int]]) -> None:
    made = cases(ranges)
    right = {
        frozenset((a.id, b.id))
        for a, b in combinations(made, 2)
        if a.case.start < b.case.end and b.case.start < a.case.end
    }
    assert nested(made) == right
