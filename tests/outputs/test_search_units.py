"""Postings are what counting character by character gives."""

import math
from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from outputs.search_text import searchable
from outputs.search_units import FIELDS, FULL, K1, B, pairs, postings, singles, unit, weighed
from outputs.search_words import classes_in

texts = st.text("党建两张皮 联盟a1B％、。\n－", max_size=12)
LAST_CLASS = 1 << 16  # a character is told by far more
records = st.fixed_dictionaries(dict.fromkeys(FIELDS, texts))


def counted(fields: dict[str, str], length: float) -> Counter[int]:
    """Weighted number of places of each character and pair, the plain way."""
    found: Counter[int] = Counter()
    for name, weight in FIELDS.items():
        text = fields[name].replace(" ", "")
        norm = 1 - B + B * len(fields[name]) / length if name == "body" else 1.0
        alone = [char for char in text if char.isalnum() and ord(char) > 127]
        both = [a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()]
        for one in (*alone, *both):
            found[unit(one)] += weight / norm  # type: ignore[assignment]
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(records, min_size=1, max_size=4))
def test_postings_are_what_counting_gives(block: list[dict[str, str]]) -> None:
    told = [{name: searchable(text) for name, text in fields.items()} for fields in block]
    length = sum(len(fields["body"]) for fields in told) / len(told) or 1.0
    found = {
        (one.unit, int(place)): int(impact)
        for one in postings(list(weighed(told)), length)
        for place, impact in zip(one.places, one.impacts, strict=True)
        if one.unit > LAST_CLASS
    }
    plain = {
        (code, place): often for place, fields in enumerate(told) for code, often in counted(fields, length).items()
    }
    assert found.keys() == plain.keys()
    for key, often in plain.items():
        assert math.isclose(found[key], FULL * often / (often + K1), abs_tol=1)


def test_a_class_is_held_by_who_holds_a_word_of_it() -> None:
    told = [dict.fromkeys(FIELDS, "") | {"body": body} for body in ("教师很少", "老师不多", "道路很长")]
    held = {one.unit: one.places.tolist() for one in postings(list(weighed(told)), 4.0)}
    fine, broad = classes_in(["老师"])
    assert [held[code] for code in (*fine, *broad)] == [[0, 1], [0, 1]]


def test_units_of_a_term() -> None:
    assert pairs("a1号,码头") == ["a1", "1号", "码头"]
    assert singles("a1号,码头") == ["号", "码", "头"]
    assert classes_in(["老师们的教师楼"]) == classes_in(["老师"])
