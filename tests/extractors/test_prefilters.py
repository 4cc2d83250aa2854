"""What is looked at first to pass over most of a text hides nothing that the full patterns find."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold
from extractors import (
    practice_deeds,
    practice_frames,
    private_numbers,
    private_parties,
    private_people,
    private_phones,
    reaching,
    tokens,
    units,
)
from extractors.lexicon import FOLDER, Phrases, longest, read_lexicon
from extractors.practice_aims import FRAMES
from extractors.practice_cues import CueFinder
from extractors.practice_lexicon import Theme, themes
from extractors.practice_status import INTENDED
from extractors.practice_words import (
    COUNT,
    COUNT_OPENS,
    LAST,
    NUMERAL_OPENS,
    Patterns,
    may_end_in_count,
    without_counts,
)
from extractors.problem_keys import hint
from extractors.problem_zones import zone_cues
from extractors.tokens import words

GROUPS = read_lexicon("practice_patterns.yml", Patterns).groups
EXAMPLES = [fold(text).rstrip("。") for group in GROUPS for text in (*group.match, *group.no_match)]
COUNTS = [
    "3场次",
    "共近十 余户",
    "两次",
    "12.5 万元",
    "×名",
    "三至五个",
    "至少",
    "不少于",
    "等",
    "(含社区)",
    "几批",
    "20亩以上",
    "6户左右",
]
PARTS = ["推行", "到村", *COUNTS, "。", " ", "人", "多", "千", "办班", "走访", "(", ")", "以内", "3", "一", "回"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=8).map("".join)


def _all_taken_off(text: str) -> str:
    while found := LAST.search(text):
        text = text[: found.start()]
    return text


@pytest.mark.parametrize("text", [*EXAMPLES, *(f"走访农户{count}" for count in COUNTS)])
def test_counts_of_the_examples_are_taken_off(text: str) -> None:
    assert without_counts(text) == _all_taken_off(text)
    assert may_end_in_count(text) or text.endswith(")") or not practice_deeds.TAIL.search(text)


@given(TEXTS)
def test_counts_of_any_text_are_taken_off(text: str) -> None:
    assert without_counts(text) == _all_taken_off(text)
    assert may_end_in_count(text) or not re.search(f"{COUNT}$", text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_counts_open_as_their_prefilters_say(text: str) -> None:
    bare = COUNT.removeprefix(COUNT_OPENS)
    assert [m.span() for m in re.finditer(COUNT, text)] == [m.span() for m in re.finditer(bare, text)]
    assert NUMERAL_OPENS.search(text) or not re.search(bare, text)


@pytest.mark.parametrize("text", [clause for text in EXAMPLES for clause in re.split("[,。;]", text)])
def test_frames_hold_the_words_that_are_asked_for(text: str) -> None:
    assert "入" in text or not practice_frames.FILED.search(text)
    assert "一律" in text or not practice_frames.RULE.search(text)
    assert "由" in text or not practice_frames.AGENT.search(text)
    assert practice_frames.CLEARED.search(text) or not practice_frames._cleared().search(text)
    assert "组织" in text or not practice_frames._trip().search(text)
    assert NUMERAL_OPENS.search(text) or not (practice_frames.MADE.search(text) or practice_frames._each().search(text))


CUES = [cue for theme in themes() for cue in (*theme.strong, *theme.cues, *theme.weak)]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.id)
def test_every_cue_is_found(theme: Theme) -> None:
    finder = CueFinder(CUES)
    for cue in (*theme.strong, *theme.cues, *theme.weak):
        folded = fold(cue)
        hits = finder.find(folded).hits
        assert [hit.phrase for hit in hits if (hit.start, hit.end) == (0, len(folded))], cue


@pytest.mark.parametrize("text", ["“联建”不连“心”,考“富”裕", "富", "QQ群和qq群", "推行“网格”化管理,党建联盟成员", ""])
def test_cues_are_those_of_the_phrases_outside_of_longer_ones(text: str) -> None:
    found = [(hit.start, hit.end, hit.phrase) for hit in CueFinder(CUES).find(text).hits]
    every = Phrases((cue, "any") for cue in CUES).find_all(text)
    assert {(hit.start, hit.end, hit.phrase) for hit in longest(every)} <= set(found)
    assert set(found) <= {(hit.start, hit.end, hit.phrase) for hit in every}


def test_long_texts_hold_the_phrases_of_their_lines() -> None:
    phrases, lines = Phrases((cue, "any") for cue in CUES), [fold(cue) for cue in CUES]
    text = "\n".join([*lines, "“联建”不连“心”", *EXAMPLES])
    starts = [0, *(line.end() for line in re.finditer("\n", text))]
    alone = [
        (start + hit.start, start + hit.end)
        for start, line in zip(starts, text.split("\n"), strict=True)
        for hit in phrases.find_all(line)
    ]
    assert [(hit.start, hit.end) for hit in phrases.find_all(text)] == alone


CASES = Path(__file__).parents[1] / "cases"
PRIVATE = [
    fold(one if isinstance(one, str) else one["text"])
    for listed in yaml.safe_load((CASES / "private.yml").read_text("utf-8")).values()
    for one in listed
    if isinstance(one, str) or "text" in one
]


@pytest.mark.parametrize("text", [*PRIVATE, "。\n".join(PRIVATE)])
def test_long_numbers_are_seen(text: str) -> None:
    told = ("IDENTITY", "GROUPED_IDENTITY", "OLD_IDENTITY", "CARD", "GROUPED_CARD")
    assert private_numbers.LONG.search(text) or not any(getattr(private_numbers, one).search(text) for one in told)
    mobile = any(getattr(private_phones, one).search(text) for one in ("MOBILE", "ODD_MOBILE", "DOTTED"))
    broken = private_phones.BROKEN.search(text)
    fixed = private_phones.LANDLINE.search(text) or private_phones.BROKEN_LANDLINE.search(text)
    assert private_phones.LONG_MOBILE.search(text) or not mobile
    assert private_phones.LONG.search(text) or not (mobile or broken or fixed)


@pytest.mark.parametrize("text", [*PRIVATE, "。\n".join(PRIVATE)])
def test_roles_are_seen(text: str) -> None:
    first, listed = private_people._role_first(), private_people._listed()
    assert [one.span() for one in private_people._roles_first(text)] == [one.span() for one in first.finditer(text)]
    linked = private_people._linked().search(text) or private_parties._role_above().search(text)
    assert private_people.closes_with_role(text) or not linked
    for end in private_people.LIST_END.finditer(text):
        assert private_people._role_near(text, end.start()) or not listed.match(text, end.start())


def test_every_measure_word_is_found_by_its_first_character() -> None:
    for word in units.units():
        found = units.unit_at(word, 0)
        assert found is not None
        assert found.end == len(word), word


def test_words_that_lead_to_a_number_are_seen() -> None:
    for word in (
        *(f"{moving}到" for moving in words().moving),
        "由去年的",
        "较推行前",
        "比 ",
        "共有",
        "达",
        "超过",
        "掉到了",
    ):
        text = f"覆盖率{word}"
        assert reaching._chain().search(text), word
        assert reaching._may_lead(text, 0, len(text)), word


@pytest.mark.parametrize(
    "pattern", [next(cue.pattern for cue in zone_cues() if cue.id == "announce"), FRAMES, INTENDED.pattern]
)
def test_what_matches_holds_a_hint(pattern: str) -> None:
    written = "\n".join(path.read_text("utf-8") for folder in (FOLDER, CASES) for path in folder.glob("*.yml"))
    clauses = [clause for clause in re.split(r"[\n,。;:]", fold(written)) if re.search(pattern, clause)]
    assert len(clauses) > 10
    assert all(hint(pattern).search(clause) for clause in clauses)
    assert hint(pattern).search("全村种茶两百亩") is None


def test_words_that_are_joined_open_as_their_prefilter_says() -> None:
    for word in (
        *(word for found in words().joined.values() for word in found),
        "“一站式”",
        "《办法》",
        "(含社区)",
        "每户",
    ):
        assert tokens._chunk_opening().match(word), word
        assert tokens.tagged(word, 0, len(word))[0].word == word
