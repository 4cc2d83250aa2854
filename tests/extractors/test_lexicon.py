"""Lexicons: faults are told with file and entry, and phrases are found through quotes, width and script."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold
from extractors.lexicon import Entry, Hit, LexiconError, Phrases, Strict, longest, read_lexicon, unique


class Shelf(Strict):
    version: str
    entries: tuple[Entry, ...]


def written(folder: Path, text: str) -> Path:
    path = folder / "shelf.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_entries(tmp_path: Path) -> None:
    path = written(tmp_path, "version: '1'\nentries:\n- {id: a, name: 甲, variants: [一盘散沙]}\n")
    assert read_lexicon(path, Shelf).entries[0].variants == ("一盘散沙",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "version: '1'\nentries:\n- {id: a, name: 甲}\n- {id: b7, name: 乙, varients: [一盘散沙]}\n",
            r"shelf\.yml: entries\[1\] \(b7\)\.varients: Extra",
        ),
        ("version: '1'\nentries:\n- {name: 甲}\n", r"shelf\.yml: entries\[0\] \(甲\)\.id: Field required"),
        ("version: '1'\nentries: [\n", r"shelf\.yml: not readable as YAML: .*line"),
        ("", r"shelf\.yml: Input should be"),
    ],
)
def test_complaints_name_file_and_entry(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(LexiconError, match=says):
        read_lexicon(written(tmp_path, text), Shelf)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.yml: no such lexicon"):
        read_lexicon(tmp_path / "none.yml", Shelf)


def test_unique_names_what_is_given_twice() -> None:
    unique("phrase", ["甲", "乙"])
    with pytest.raises(ValueError, match="phrase given twice: 甲"):
        unique("phrase", ["甲", "乙", "甲"])


PHRASES = Phrases(
    [
        ("联建不连心", "E2"),
        ("弱化", "B2"),
        ("弱化虚化", "B2"),
        ("领头雁效应", "C5"),
        ("小马拉大车", "B5"),
        ("小马拉大车", "C4"),
        ("App过多", "F3"),
    ]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("谨防联建不连“心”。", ["联建不连“心”"]),
        ("「聯建不連‘心’」", ["聯建不連‘心’"]),
        ("“联建不连心”", ["联建不连心"]),
        ("“领头雁”效应不明显", ["“领头雁”效应"]),
        ("弱化虚化与弱化", ["弱化虚化", "弱化"]),
        ("政务ＡＰＰ过多", ["ＡＰＰ过多"]),
        ("弱 化", []),
        ("", []),
    ],
)
def test_finds_through_quotes_width_and_script(text: str, words: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in PHRASES.find(fold(text))] == words


def test_a_phrase_keeps_all_its_labels() -> None:
    (hit,) = PHRASES.find("小马拉大车")
    assert hit.labels == ("B5", "C4")
    assert hit.label == "B5"


def test_find_all_keeps_what_overlaps() -> None:
    assert [hit.phrase for hit in PHRASES.find_all("弱化虚化")] == ["弱化虚化", "弱化"]


def test_longer_hits_win_then_earlier_ones() -> None:
    hits = [Hit(0, 3, "甲", ("x",)), Hit(2, 6, "乙", ("x",)), Hit(6, 8, "丙", ("x",)), Hit(7, 9, "丁", ("x",))]
    assert [hit.phrase for hit in longest(hits)] == ["乙", "丙"]


@given(st.text(alphabet="弱化虚联建不连心“”，。 \n\tABapp过多𠀀", max_size=60))
def test_hits_lie_in_the_text_and_apart(text: str) -> None:
    folded = fold(text)
    hits = PHRASES.find(folded)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(first.end <= second.start for first, second in pairwise(hits))
