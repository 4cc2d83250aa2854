"""No pattern of the product can run away: crafted text four times as long may not take eight times as long."""

import re

import pytest

from tests.house.patterns import Compiled, compiled, runaways


@pytest.mark.parametrize(
    ("pattern", "runs_away"),
    [
        (r"\d+(\.\d+)?%", True),
        (r"(?<!\d)\d{1,40}(?:\.\d{1,20})?%", False),
        (r"\s*,", True),
        (r"(?<!\s)\s*,", False),
        (r"(?:[一-十]、?)+完", True),
        (r"(?:甲|乙)[一-龥]{0,30}丙", False),
        (r".*[各每]$", True),
        (r"[各每]\Z", False),
    ],
)
def test_what_runs_away_is_seen(pattern: str, runs_away: bool) -> None:
    assert bool(list(runaways([Compiled(pattern, re.compile(pattern).flags, "here:1")]))) == runs_away


@pytest.mark.slow
def test_none_of_ours_does() -> None:
    patterns = compiled()
    assert len(patterns) > 1000
    assert not [(one.compiled.where, one.pump, one.compiled.pattern[:80]) for one in runaways(patterns)]
