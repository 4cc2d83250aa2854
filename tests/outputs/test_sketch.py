"""What a case tells by itself may be kept or made anew: the catalogue is the same."""

import random
from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from outputs.catalogue import build_catalogue
from outputs.label_shares import Stock, Told
from outputs.pieces import LEAST, cut
from outputs.sketch import sketched, sketches
from outputs.tokens import HAN_WORD, bag, of_bags, of_texts, words
from outputs.vectors import views
from tests.outputs.builders import record

LETTERS = "支部党员村民议事调解茶园合作社分红网格巡查老人食堂水渠厂房培训项目资金公示评议"
NAMES = [f"{at}.txt" for at in range(8)]


def report(draw: random.Random) -> str:
    sentences = ["，".join("".join(draw.choices(LETTERS, k=draw.randint(3, 12))) for _ in range(3)) for _ in range(6)]
    return "某某村经验材料\n" + "。\n".join(sentences) + "。"


def texts(number: int) -> list[str]:
    draw = random.Random(3)
    found = [report(draw) for _ in range(number)]
    return [*found[:-2], found[0].replace("支部", "党委"), found[1]]


def pairs(text: str) -> list[str]:
    return [run[at : at + 2] for run in HAN_WORD.findall(text) for at in range(len(run) - 1)]


def test_kept_sketches_change_nothing() -> None:
    made = [record(name, text) for name, text in zip(NAMES, texts(8), strict=True)]
    kept = [sketched(one) for one in made]
    assert all(one.sketches for one in kept)
    assert build_catalogue(made) == build_catalogue(kept)


def test_a_sketch_is_unpacked_as_it_was() -> None:
    one = record("a.txt", texts(4)[0])
    (known,) = sketches(sketched(one))
    assert known == sketches(one)[0]
    assert known.topic.listed() == sorted(known.topic.listed())
    assert known.pieces.cut().letters.sum() == known.worded.letters


@pytest.mark.parametrize("number", [4, 80])
def test_likeness_is_that_of_a_plain_count(number: int) -> None:
    told = texts(number)
    bounds = {"min_df": 2, "max_df": 0.5} if number > 60 else {}
    for view, again, tokens in zip(
        views(of_texts(told)), views(of_bags(list(map(bag, told)))), (pairs, words), strict=True
    ):
        plain = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, dtype=np.float32, **bounds).fit_transform(told)
        wanted = (plain @ plain.T).toarray()
        for rows in (view.rows, again.rows):
            assert np.allclose(csr_matrix(rows @ rows.T).toarray(), wanted, atol=1e-5)


def plainly(letters: list[int], closing: set[int]) -> set[tuple[int, int]]:
    """First and last clause of each piece, looked for one by one."""
    runs = [(at, last) for at in range(len(letters)) for last in range(at, len(letters))]
    enough = [(first, last) for first, last in runs if sum(letters[first : last + 1]) >= LEAST]
    on = {(at, min(last for first, last in enough if first == at)) for at, _ in enough}
    back = {(max(first for first, last in enough if last == at), at) for _, at in enough if at in closing}
    return on | back


def test_pieces_are_clauses_in_a_row_that_make_letters_enough() -> None:
    draw = random.Random(4)
    for _ in range(30):
        clauses = ["".join(draw.choices(LETTERS, k=draw.randint(1, 20))) for _ in range(12)]
        marks_ = [draw.choice("，。") for _ in clauses[1:]]
        text = "".join(map(str.__add__, clauses, [*marks_, ""]))
        closing = {at for at, mark in enumerate(marks_) if mark == "。"} | {len(clauses) - 1}
        found = cut(text)
        assert found.letters.tolist() == list(map(len, clauses))
        assert {(first, last) for first, last, _, _ in found.places.tolist()} == plainly(
            found.letters.tolist(), closing
        )


def test_phrases_are_found_where_they_stand() -> None:
    none = frozenset[str]()
    told = texts(30)
    stock = Stock([Told({}, none, none, none, none, text) for text in told])
    draw = random.Random(9)
    starts = [(draw.choice(told), draw.randrange(20, 60), draw.randint(2, 8)) for _ in range(200)]
    sought = [text[at : at + size] for text, at, size in starts]
    said = stock.saying(sought)
    assert all(said[:, at].tolist() == [one in text for text in told] for at, one in enumerate(sought))
    assert Counter(map(len, sought)).keys() == set(range(2, 9))
