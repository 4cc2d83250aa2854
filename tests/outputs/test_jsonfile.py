"""JSON is written as the standard library writes it, but faster, and never a number that JSON has not."""

import json
from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.jsonfile import checked, dumps, fragment, in_lines, read_lines
from outputs.model import Period

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner),
)


@given(VALUES, st.sampled_from([None, 1, 3]))
def test_bytes_are_those_of_the_standard_library(value: Any, indent: int | None) -> None:
    marks = (",", ": ") if indent else (",", ":")
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=marks)
    assert dumps(value, indent=indent) == f"{told}\n".encode()
    assert fragment(value) + b"\n" == checked(value) == dumps(value)


@given(st.lists(st.dictionaries(TEXTS, VALUES, min_size=1)))
def test_a_list_in_lines_is_the_same_and_is_read_line_by_line(listed: list[Any]) -> None:
    whole = {"named": "甲", "zz": [{"of": 1}]}
    told = b"".join(in_lines("objects", b"[]", map(fragment, listed), lambda: whole))
    assert orjson.loads(told) == orjson.loads(dumps({**whole, "objects": listed}))
    assert list(read_lines(BytesIO(told))) == orjson.loads(dumps(listed))


@given(st.dictionaries(TEXTS, VALUES))
def test_an_object_in_lines_is_the_same(listed: dict[str, Any]) -> None:
    values = (fragment({name: one})[1:-1] for name, one in listed.items())
    told = b"".join(in_lines("objects", b"{}", values, lambda: {"named": "甲"}))
    assert orjson.loads(told) == orjson.loads(dumps({"named": "甲", "objects": listed}))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_as_they_were(value: float) -> None:
    assert json.loads(dumps({"value": value})) == {"value": value}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("beside", ["", "\ud800", 2**70])
def test_no_number_that_json_has_not(value: float, beside: object, indent: int | None) -> None:
    with pytest.raises(ValueError):
        dumps({"beside": beside, "of": [({"value": value},)]}, indent=indent)


def test_halves_of_pairs_keep_their_places() -> None:
    assert json.loads(dumps({"b\udc80": ["a\ud800c", 2**70]}, indent=1)) == {"b\ufffd": ["a\ufffdc", 2**70]}


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        dumps({"period": Period("2019", None)})
