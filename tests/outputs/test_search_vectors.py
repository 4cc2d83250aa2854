"""Meaning in search: it brings near what shares no words, keeps what is found by characters, and is read once."""

import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from outputs import search_vectors, semantic
from outputs.search import Filters, SearchIndex, search
from outputs.search_entries import entries
from outputs.search_index import write_entries
from outputs.search_pieces import given
from outputs.search_vectors import LEAST, NEIGHBOURS, fused, near_in_meaning
from outputs.semantic import GIST, gist, reading
from outputs.semantic_kept import DIMENSIONS
from tests.corpus.page_images import want
from tests.outputs.sample import catalogue
from tests.outputs.test_search import CASES

ENTRIES = list(entries(catalogue()))
# A tongue that the model of the tests knows: each character of the texts is one of Korean, which no text holds.
KOREAN = {ord(char): 0xAC00 + at for at, char in enumerate(sorted({char for entry in ENTRIES for char in entry.gist}))}
CHINESE = {korean: chinese for chinese, korean in KOREAN.items()}
IN_OTHER_WORDS = ENTRIES[0].gist[:80].translate(KOREAN)


class Characters:
    """A model that sees the characters of a text, and counts what it is asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def passage(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.extend(texts)
        rows = np.array([self._row(text.translate(CHINESE)) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    query = passage

    def _row(self, text: str) -> NDArray[np.float64]:
        row = np.full(DIMENSIONS, 0.05)
        for char in text:
            row[zlib.crc32(char.encode()) % DIMENSIONS] += 1
        return row


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Characters:
    found = Characters()
    monkeypatch.setattr(semantic, "_model", lambda: found)
    for module in (semantic, search_vectors):
        monkeypatch.setattr(module, "model_name", lambda: "characters 1")
        monkeypatch.setattr(module, "installed", lambda: True)
    return found


def written(folder: Path, kept: Path | None = None, meaning: bool = True) -> bytes:
    folder.mkdir(exist_ok=True)
    path = folder / "catalogue.sqlite"
    path.unlink(missing_ok=True)
    with reading(kept) if meaning else nullcontext():
        write_entries(given(ENTRIES), path)
    return path.read_bytes()


def number(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_text_is_read_once_and_never_again(tmp_path: Path, model: Characters) -> None:
    kept = tmp_path / "state" / "vectors.sqlite"
    first = written(tmp_path, kept)
    assert len(model.read) == len(set(model.read)) == number(kept, "vector") > len(ENTRIES)
    model.read.clear()
    assert written(tmp_path, kept) == first
    assert model.read == []
    assert written(tmp_path) == first  # what is kept changes nothing


def test_new_texts_alone_are_read_and_old_ones_are_forgotten(tmp_path: Path, model: Characters) -> None:
    kept = tmp_path / "vectors.sqlite"
    for texts, read in ((["一", "二"], ["一", "二"]), (["二", "三", "三"], ["三"]), (["一", "三"], ["一"])):
        with reading(kept):
            rows = semantic.vectors(texts)
            assert rows is not None
            assert rows.tobytes() == semantic.embedded(texts).tobytes()
        assert model.read[: len(read)] == read
        assert number(kept, "vector") == len(set(texts))
        model.read.clear()


def stopped(kept: Path) -> None:
    with reading(kept):
        semantic.vectors(["三", "四"])
        raise KeyboardInterrupt


def test_a_build_that_fails_forgets_nothing(tmp_path: Path, model: Characters) -> None:
    kept = tmp_path / "vectors.sqlite"
    with reading(kept):
        semantic.vectors(["一", "二"])
    with pytest.raises(KeyboardInterrupt):
        stopped(kept)
    assert number(kept, "vector") == 4
    assert model.read == ["一", "二", "三", "四"]


def test_vectors_of_another_model_are_not_taken(tmp_path: Path, model: Characters, monkeypatch: Any) -> None:
    kept = tmp_path / "vectors.sqlite"
    written(tmp_path, kept)
    plain = search(tmp_path, IN_OTHER_WORDS, semantic=False)
    assert search(tmp_path, IN_OTHER_WORDS) != plain
    model.read.clear()
    for module in (semantic, search_vectors):
        monkeypatch.setattr(module, "model_name", lambda: "characters 2")
    assert search(tmp_path, IN_OTHER_WORDS) == plain
    with reading(kept):
        semantic.vectors([ENTRIES[0].gist, ENTRIES[1].gist])
    assert len(model.read) == 2


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path, model: Characters) -> None:
    kept = tmp_path / "vectors.sqlite"
    kept.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    first = written(tmp_path, kept)
    assert number(kept, "vector") == len(model.read) > 0
    assert first == written(tmp_path)


def test_without_a_block_of_reading_nothing_is_read(tmp_path: Path, model: Characters) -> None:
    written(tmp_path, meaning=False)
    assert (number(tmp_path / "catalogue.sqlite", "vector"), model.read) == (0, [])
    assert search(tmp_path, "村规民约") == search(tmp_path, "村规民约", semantic=False)
    assert model.read == []


def test_without_the_extra_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "installed", lambda: False)
    kept = tmp_path / "vectors.sqlite"
    assert written(tmp_path, kept) == written(tmp_path, meaning=False)
    assert not kept.exists()


def test_few_entries_have_no_meaning(tmp_path: Path, model: Characters) -> None:
    with reading():
        write_entries(given(ENTRIES[:10]), tmp_path / "catalogue.sqlite")
    assert model.read == []
    assert search(tmp_path, "村")["total"] > 0


@pytest.mark.parametrize("query", [case["query"] for case in CASES["queries"]])
def test_meaning_takes_nothing_away(tmp_path: Path, model: Characters, query: str) -> None:
    written(tmp_path)
    plain, meant = (search(tmp_path, query, limit=1000, semantic=on) for on in (False, True))
    assert {hit["id"] for hit in plain["hits"]} <= {hit["id"] for hit in meant["hits"]}
    more = [hit for hit in meant["hits"] if "meaning" in hit["why"]]
    assert len(more) <= NEIGHBOURS + sum(entry.original is not None for entry in ENTRIES)
    assert meant["nearest"] == plain["nearest"] or not meant["nearest"]
    assert not any("meaning" in hit["why"] for hit in plain["hits"])


def test_a_query_is_read_once_whatever_is_filtered(tmp_path: Path, model: Characters) -> None:
    written(tmp_path)
    model.read.clear()
    with SearchIndex(tmp_path) as index:
        found = [index.search(IN_OTHER_WORDS, asked) for asked in (None, Filters(level="县"), None)]
    assert model.read == [IN_OTHER_WORDS]
    assert found[0] == found[2]


def test_what_shares_no_character_is_found_by_meaning(tmp_path: Path, model: Characters) -> None:
    written(tmp_path)
    assert search(tmp_path, IN_OTHER_WORDS, semantic=False)["total"] == 0
    found = search(tmp_path, IN_OTHER_WORDS)
    assert found["hits"][0]["id"] == ENTRIES[0].id
    assert found["hits"][0]["why"] == ["meaning"]


def test_a_copy_means_what_its_original_does(tmp_path: Path, model: Characters) -> None:
    written(tmp_path)
    copies = {entry.id: entry.original for entry in ENTRIES if entry.original}
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as database:
        rows = dict(database.execute("SELECT id, data FROM entry JOIN vector ON vector.entry = entry.number"))
    assert len(rows) == len(ENTRIES)
    assert copies
    assert all(rows[copy] == rows[original] for copy, original in copies.items())


def test_what_ranks_high_in_both_ways_comes_first() -> None:
    words, meaning = np.array([3.0, 2.0, 0.0, 0.0]), np.array([-1.0, 0.4, 0.9, 0.1])
    assert np.argsort(-fused(words, meaning, 1.0)).tolist() == [1, 0, 2, 3]
    assert np.argsort(-fused(words, meaning, 0.0), kind="stable").tolist()[:2] == [0, 1]


def test_only_what_is_like_a_query_is_near() -> None:
    assert near_in_meaning(np.array([LEAST, LEAST - 0.01, 0.9])).tolist() == [True, False, True]
    assert near_in_meaning(np.full(100, 0.9)).sum() == NEIGHBOURS


def test_the_gist_is_title_and_opening_without_the_place() -> None:
    assert gist("鹿亭村的议事规矩", "鹿亭村黨支部訂立規矩。", ["鹿亭村", "鹿亭村党支部"]) == "的议事规矩\n订立规矩。"
    assert len(gist("题", "字" * 1000)) == GIST


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    want(None if semantic.installed() else "the extra semantic (pip install 'jingyan[semantic]')")
    folder = tmp_path_factory.mktemp("semantic")
    written(folder, folder / "vectors.sqlite")
    return folder


@pytest.mark.slow
def test_the_model_finds_what_is_said_in_other_words(real: Path) -> None:
    query, title = "网上带货帮果农找销路", "小柑橘做成大产业"
    plain, meant = (search(real, query, limit=100, semantic=on)["hits"] for on in (False, True))
    before, after = (next((at for at, hit in enumerate(hits) if hit["title"] == title), 100) for hits in (plain, meant))
    assert after <= min(before, 2)
    assert "meaning" in meant[after]["why"]


@pytest.mark.slow
@pytest.mark.parametrize("query", CASES["nothing"])
def test_the_model_finds_nothing_where_nothing_is(real: Path, query: str) -> None:
    assert search(real, query)["hits"] == []


@pytest.mark.slow
def test_the_model_gives_the_same_bytes(real: Path, tmp_path: Path) -> None:
    again = written(tmp_path, real / "vectors.sqlite")
    assert again == (real / "catalogue.sqlite").read_bytes()
    some = [ENTRIES[at].gist for at in (3, 1, 2)]
    apart = [semantic.embedded([text]) for text in some]
    assert semantic.embedded(some).tobytes() == np.vstack(apart).tobytes()


@pytest.mark.slow
@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("text", ["", "\ud800", "甲\0乙", "字" * 5000])
def test_the_model_reads_whatever_it_is_given(text: str) -> None:
    rows = semantic.embedded([text, "村"])
    assert rows.shape == (2, DIMENSIONS)
    assert np.isfinite(rows).all()
