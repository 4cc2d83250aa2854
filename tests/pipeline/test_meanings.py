"""The model's vectors of a build are kept beside the catalogue, and a setting turns the model off."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from outputs import search_vectors, semantic
from outputs.semantic_kept import AT_ONCE, DIMENSIONS
from pipeline.plan import plan
from pipeline.session import open_session
from pipeline.settings import Settings, state_folder


class Digests:
    """A model that gives each text some row of its own, and counts what it is asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def passage(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.extend(texts)
        rows = np.array([np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMENSIONS) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Digests:
    found = Digests()
    monkeypatch.setattr(semantic, "_model", lambda: found)
    for module in (semantic, search_vectors):
        monkeypatch.setattr(module, "model_name", lambda: "digests 1")
        monkeypatch.setattr(module, "installed", lambda: True)
    return found


def test_vectors_outlive_a_build_and_a_setting_turns_them_off(tmp_path: Path, model: Digests) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "材料.txt").write_text("村里的做法\n建立台账。", encoding="utf-8")
    out = tmp_path / "out"
    for on, read in ((True, 2), (True, 0), (False, 0)):
        with open_session(plan([tmp_path / "in"], out, Settings(jobs=1, semantic=on)), lambda _: None):
            found = semantic.meanings(["一", "二"])
        assert (found is not None, len(model.read)) == (on, read)
        model.read.clear()
    assert (state_folder(out) / "vectors.sqlite").is_file()


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings().semantic  # the tests' own environment says so
    monkeypatch.delenv("JINGYAN_SEMANTIC")
    assert Settings().semantic


def test_how_far_the_model_is_is_told_and_nothing_where_all_is_known(tmp_path: Path, model: Digests) -> None:
    texts = [f"第{number}篇" for number in range(AT_ONCE + 1)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "材料.txt").write_text("村里的做法", encoding="utf-8")
    todo = plan([tmp_path / "in"], tmp_path / "out", Settings(jobs=1, semantic=True))
    told: list[tuple[int, int]] = []
    for expected in ([0, AT_ONCE, AT_ONCE, AT_ONCE + 1], []):
        told.clear()
        with open_session(todo, lambda _: None, lambda done, total: told.append((done, total))):
            semantic.meanings(texts)
        assert told == [(done, len(texts)) for done in expected]
        assert len(model.read) == len(texts)
