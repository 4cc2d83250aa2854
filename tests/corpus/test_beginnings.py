"""A pattern that is tried but where a match can begin finds what it found before."""

import re
from pathlib import Path

import pytest

from corpus.beginnings import First, begun, first_of, is_anchored
from corpus.readers import read
from extractors.problem_constructions import constructions
from extractors.problem_patterns import patterns

SAMPLE = next(path for path in sorted((Path(__file__).parents[2] / "corpus" / "samples").rglob("*.txt")))
TEXT = "低保户张三,电话1391234-5678(家);x-y^z]村里缺钱、缺人,\n等5户。aB\\d no. 12 第一书记"
PATTERNS = [
    r"(?<![\d.])1[3-9]\d{5}",
    r"(?:村里)?缺(?:钱|人)",
    r"(?:[a-c-]|\]|\^)y?",
    r"(?:[-x]|z)",
    r"(?:[x-]|[\d一]户|\\d)",
    r"等|(?<=缺)[钱人]",
    r"(?P<same>[钱人])?,(?P=same)?|(?:(?:低|五)保){1,2}户",
    r"(?i)AB|NO\. ?",
    r"[^,。]{1,3},|电话",
    r".户",
    r"^低|。$|\Z",
    r"(?:缺){0,2}",
    r"(?=第)第一|(?!第)书记",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_it_finds_the_same(pattern: str) -> None:
    plain, quick = re.compile(pattern), begun(pattern)
    assert [one.span() for one in quick.finditer(TEXT)] == [one.span() for one in plain.finditer(TEXT)]
    assert [bool(quick.match(TEXT, at)) for at in range(len(TEXT))] == [
        bool(plain.match(TEXT, at)) for at in range(len(TEXT))
    ]


def test_the_patterns_of_the_lexicons_find_the_same_in_a_report() -> None:
    text = read(SAMPLE.read_bytes(), SAMPLE.name).text
    told = [pattern for _, pattern in constructions()]
    told += [cue.pattern for cue in (*patterns().contexts, *patterns().status)]
    for pattern in told:
        assert [one.span() for one in begun(pattern).finditer(text)] == [
            one.span() for one in re.finditer(pattern, text)
        ], pattern


@pytest.mark.parametrize(
    ("pattern", "members", "empty"),
    [
        ("ab|cd", {"a", "c"}, False),
        (r"(?<!x)(?:a?|[bc])d", {"a", "bc", "d"}, False),
        (r"a{0,2}\d", {"a", r"\d"}, False),
        ("a?", {"a"}, True),
        (r"\Aab", {"a"}, False),
        (r"[\d-]x", {r"\d\-"}, False),
    ],
)
def test_what_a_match_begins_with(pattern: str, members: set[str], empty: bool) -> None:
    assert first_of(pattern) == First(frozenset(members), empty)


@pytest.mark.parametrize("pattern", [".a", "[^a]b", "(?:a|.)b", "a?[^b]"])
def test_what_may_begin_with_anything(pattern: str) -> None:
    assert first_of(pattern).members is None
    assert begun(pattern).pattern == pattern


def test_flags_are_kept() -> None:
    assert begun("ab", re.IGNORECASE).search("xAB")
    assert begun("(?i:ab)c").search("xABc")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^a", True),
        ("^a|^b", True),
        ("^(a|b)", True),
        ("^a|b", False),
        ("(^a|^b)", False),
        ("[^a]b", False),
        ("", False),
    ],
)
def test_a_pattern_is_anchored_where_all_its_alternatives_are(pattern: str, expected: bool) -> None:
    assert is_anchored(pattern) == expected
