"""The classes of words of like meaning that search counts, and where texts hold a word of them."""

import numpy as np
import pytest
import yaml

import outputs.search_words
from outputs.search_query import BROAD, CLASSES, FINE, MOST_TERMS, read_query
from outputs.search_text import searchable
from outputs.search_units import FIELDS, pairs, postings, weighed
from outputs.search_words import LONGEST, classes, classes_in

LEXICON = yaml.safe_load(outputs.search_words.FINE.read_text(encoding="utf-8"))


def fine_classes_held(text: str) -> set[int]:
    """What an entry with this text alone would be found by."""
    (fields,) = [dict.fromkeys(FIELDS, "") | {"body": searchable(text)}]
    return {one.unit for one in postings(list(weighed([fields])), 10.0)} & set(classes()[1].values())


@pytest.mark.parametrize("example", LEXICON["examples"], ids=lambda example: example["query"])
def test_a_query_finds_what_is_said_in_other_words(example: dict[str, str]) -> None:
    fine, _ = classes_in([searchable(example["query"])])
    assert not set(pairs(example["query"])) & set(pairs(example["text"]))
    assert set(fine) & fine_classes_held(example["text"])


def test_each_word_stands_in_one_class() -> None:
    words = [searchable(word) for listed in LEXICON["words"].values() for word in listed]
    assert len(words) == len(set(words))
    assert {len(word) for word in words} <= set(range(2, LONGEST + 1))
    assert all(len(listed) > 1 for listed in LEXICON["words"].values())


def test_every_word_is_found_in_a_text_of_it() -> None:
    for word, number in classes()[1].items():
        assert number in fine_classes_held(f"某{word}。"), word


def test_words_are_not_found_across_the_ends_of_texts() -> None:
    halves = [dict.fromkeys(FIELDS, "") | {"body": half} for half in ("贴上二维", "码放整齐")]
    assert not {one.unit for one in postings(list(weighed(halves)), 2.0)} & set(classes_in(["二维码"])[0])


def test_texts_shorter_than_any_word_hold_none() -> None:
    starts, numbers = outputs.search_words.long_words(np.array([ord("空")], np.uint32))
    assert (starts.tolist(), numbers.tolist()) == ([], [])


def test_every_place_of_a_longer_word_counts_once() -> None:
    listed = sorted((word, number) for known in classes() for word, number in known.items() if len(word) > 2)
    text = "。".join(word for word, _ in listed)
    at = range(len(text))
    wanted = sorted((start, number) for start in at for word, number in listed if text.startswith(word, start))
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    starts, numbers = outputs.search_words.long_words(points)
    assert sorted(zip(starts.tolist(), numbers.tolist(), strict=True)) == wanted


def test_a_long_question_counts_a_bounded_number_of_classes() -> None:
    query = read_query([], " ".join(list(classes()[1])[:: len(classes()[1]) // MOST_TERMS + 1]))
    assert len(query.alike) <= 2 * CLASSES
    assert set(query.alike.values()) <= {FINE, BROAD}
    assert sorted(query.alike.values()).count(FINE) == CLASSES
