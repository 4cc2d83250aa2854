"""What a catalogue costs grows with its documents: work is counted here, no time."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD

from outputs import dedupe, labels, passages, vectors
from outputs.catalogue import build_catalogue
from outputs.dedupe import leaders
from outputs.holders import Holders
from outputs.label_shares import Told
from outputs.labels import OF_A_GROUP, OF_ALL, describe
from outputs.passages import Shares
from outputs.tokens import of_texts
from outputs.vectors import merged, views
from tests.outputs.builders import record

LETTERS = "".join(map(chr, range(0x4E10, 0x4F80)))
SET = "坚持以人民为中心的发展思想，牢固树立大抓基层的鲜明导向，推动各项工作落地见效。"


class Calls:
    """Counts the calls of a function of a module."""

    def __init__(self, patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.number = 0
        work = getattr(module, name)

        def counted(*told: Any) -> Any:
            self.number += 1
            return work(*told)

        patch.setattr(module, name, counted)

    def of(self, work: Callable[[], object]) -> int:
        """How many there are while something is done."""
        before = self.number
        work()
        return self.number - before


def families(number: int) -> dict[str, str]:
    """Reports that share a set phrase, and one copy of each with an edit."""
    draw, found = random.Random(2), {}
    for at in range(number):
        text = "".join(draw.choices(LETTERS, k=240))
        found[f"{at:04}a"] = f"{text}。{SET}"
        found[f"{at:04}b"] = f"{text[:120]}改{text[121:]}。{SET}"
    return found


def test_copies_are_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Calls(monkeypatch, dedupe, "likeness")
    few, many = (compared.of(lambda size=size: leaders(families(size))) for size in (40, 160))  # type: ignore[misc]
    assert 40 <= few <= 60
    assert many <= 4.4 * few


def test_a_passage_that_all_share_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def shares(number: int) -> Shares:
        texts = families(number)
        cases = build_catalogue([record(f"{id_}.txt", texts[id_]) for id_ in texts if id_.endswith("a")]).cases
        return passages.passages(cases)

    looked = Calls(monkeypatch, Holders, "of")
    few, many = (looked.of(lambda size=size: shares(size)) for size in (10, 40))  # type: ignore[misc]
    assert few == many > 0


def test_labels_look_at_a_bounded_number_of_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing, asked = frozenset[str](), list[str]()

    def tell(id_: str) -> Told:
        asked.append(id_)
        return Told({}, nothing, nothing, nothing, nothing, "茶园")

    monkeypatch.setattr(labels, "OF_ALL", 30)
    monkeypatch.setattr(labels, "OF_A_GROUP", 5)
    assert (OF_ALL, OF_A_GROUP) == (1500, 150)
    for size in (100, 400):
        asked.clear()
        ids = [f"c{at:03}" for at in range(size)]
        describe({"k": ids[: size // 2], "l": ids[size // 2 :]}, ids, tell)
        assert len(asked) <= 30 + 2 * 5


def test_directions_are_learnt_from_a_bounded_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt, learn = list[int](), vectors._directions

    def learning(rows: Any) -> Any:
        learnt.append(rows.shape[0])
        return learn(rows)

    monkeypatch.setattr(vectors, "_directions", learning)
    monkeypatch.setattr(vectors, "FITTED", 50)
    monkeypatch.setattr(vectors, "DIMENSIONS", 8)
    for size in (60, 120):
        rows = merged(views(of_texts(list(families(size).values()))))
        assert len(rows) == 2 * size
    assert set(learnt) == {50}


def test_directions_are_those_of_scikit_learn() -> None:
    rows: Any = next(views(of_texts(list(families(100).values())))).rows
    ours = rows @ vectors._directions(rows)
    theirs = TruncatedSVD(vectors.DIMENSIONS, n_iter=4, random_state=0).fit_transform(rows)
    assert np.allclose(ours @ ours.T, theirs @ theirs.T, atol=0.02)
