"""Search finds every entry that holds the query's characters, and puts first what people look for."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from pickle import dumps, loads
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from outputs.catalogue import build_catalogue
from outputs.leaves import Leaves
from outputs.schemas import SchemaError, check
from outputs.search import Filters, SearchError, SearchIndex, open_index, search
from outputs.search_entries import Entry, entries
from outputs.search_pieces import PIECES
from outputs.search_ranking import Ranking
from outputs.search_text import QUESTION_WORDS, searchable, terms, wanted
from tests.outputs.builders import passages, record
from tests.outputs.sample import catalogue
from tests.outputs.searching import write_index

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "search.yml").read_text(encoding="utf-8"))
EXAMPLES: Any = yaml.safe_load(QUESTION_WORDS.read_text(encoding="utf-8"))["examples"]
CATALOGUE = catalogue()
ENTRIES = list(entries(CATALOGUE))
TEXTS = {record.source.name: record.document.text for record in CATALOGUE.records if record.document}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue")
    write_index(CATALOGUE, path / "catalogue.sqlite")
    return path


@pytest.mark.parametrize("case", CASES["queries"], ids=lambda case: case["query"])
def test_what_people_look_for_comes_first(folder: Path, case: dict[str, Any]) -> None:
    found = search(folder, case["query"])
    first = found["hits"][0]
    assert first["title"] == case.get("title", first["title"])
    assert first["document"] == case.get("document", first["document"])
    assert set(case.get("why", [])) <= set(first["why"])


@pytest.mark.parametrize("query", CASES["nothing"])
def test_what_is_nowhere_is_not_found(folder: Path, query: str) -> None:
    found = search(folder, query)
    assert (found["query"], found["total"], found["hits"]) == (query, 0, [])
    assert set(found["nearest"]) == {"categories", "themes", "spellings"}


@pytest.mark.parametrize("query", ["", " ", "\n\t　"])
def test_an_empty_query_is_an_error(folder: Path, query: str) -> None:
    with pytest.raises(SearchError, match="empty"):
        search(folder, query)


def test_a_folder_without_a_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="jingyan build"):
        search(tmp_path, "做法")
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with pytest.raises(SearchError, match="anew"):
        search(tmp_path, "做法")
    (tmp_path / "catalogue.sqlite").unlink()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as database:
        database.execute("CREATE TABLE other (x)")
    database.close()
    with pytest.raises(SearchError, match="version"):
        search(tmp_path, "做法")


def fields(entry: Entry) -> list[str]:
    return [entry.title, entry.practices, entry.problems, entry.body]


def scanned(query: str) -> set[str]:
    """Ids of the entries that hold each term of the query as a substring, the plain way."""
    held = {entry.id: [searchable(text).replace(" ", "") for text in fields(entry)] for entry in ENTRIES}
    return {id_ for id_, texts in held.items() if all(any(term in text for text in texts) for term in terms(query))}


ALL_TEXT = "\n".join(text for entry in ENTRIES for text in fields(entry))
cuts = st.integers(0, len(ALL_TEXT) - 1).flatmap(
    lambda at: st.integers(1, 12).map(lambda size: ALL_TEXT[at : at + size])
)
noise = st.text(alphabet="党建两张皮联盟的=+-*\"'()：、。？！ ABCab1%“”\\^{}~@#&|<>", min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(query=st.one_of(cuts, noise))
def test_every_substring_is_found(folder: Path, query: str) -> None:
    if not query.strip():
        return
    found = search(folder, query, limit=1000)
    assert scanned(query) <= {hit["id"] for hit in found["hits"]}
    assert found["total"] == len(found["hits"])


@settings(max_examples=150, deadline=None)
@given(query=st.one_of(cuts, noise))
def test_who_holds_a_query_is_who_a_scan_finds(folder: Path, query: str) -> None:
    with closing(open_index(folder)) as database:
        held = Ranking(database).holding_all(terms(query))
    assert {ENTRIES[place].id for place in held.nonzero()[0]} == scanned(query)


@settings(max_examples=40, deadline=None)
@given(query=cuts, limit=st.integers(1, 30))
def test_hits_come_best_first_and_a_limit_only_cuts(folder: Path, query: str, limit: int) -> None:
    if not query.strip():
        return
    everything, some = search(folder, query, limit=1000), search(folder, query, limit=limit)
    assert some["hits"] == everything["hits"][:limit]
    first, behind = folded(everything["hits"])
    for part in (first, behind):
        scores = [hit["score"] for hit in part]
        assert scores == sorted(scores, reverse=True)


def folded(hits: list[Any]) -> tuple[list[Any], list[Any]]:
    """The first hit of each group of copies, and the others."""
    met: set[str] = set()
    first: list[Any] = []
    behind: list[Any] = []
    for hit in hits:
        group = hit["duplicate_of"] or hit["id"]
        (behind if group in met else first).append(hit)
        met.add(group)
    return first, behind


@pytest.mark.parametrize("query", [case["query"] for case in CASES["queries"]])
def test_snippets_stand_where_they_say(folder: Path, query: str) -> None:
    for hit in search(folder, query)["hits"]:
        assert TEXTS[hit["document"]][hit["start"] : hit["end"]] == hit["snippet"]


def test_a_snippet_shows_what_was_found(folder: Path) -> None:
    hit = search(folder, "老船长")["hits"][0]
    assert "老船长" in hit["snippet"]
    assert hit["why"] == ["text"]


def test_copies_stand_behind_all_other_hits(tmp_path: Path) -> None:
    body = "".join(f"第{number}组到田间地头讲解嫁接技术，教会{number + 3}户农民修枝剪叶。" for number in range(12))
    copies = [record(f"转载{number}.txt", f"果树嫁接讲堂\n{body}\n来源：第{number}网") for number in range(12)]
    others = [
        record(f"别处{at}.txt", f"{name}的夜校\n{name}办起果树夜校。")
        for at, name in enumerate(["东村", "西镇", "南县"])
    ]
    write_index(build_catalogue([*copies, *others]), tmp_path / "catalogue.sqlite")
    found = search(tmp_path, "果树", limit=100)
    first, behind = folded(found["hits"])
    assert found["hits"] == [*first, *behind]
    assert (len(first), len(behind), found["total"]) == (4, 11, 15)
    assert first[0]["duplicate_of"] is None
    assert {hit["duplicate_of"] for hit in behind} == {first[0]["id"]}
    assert {hit["document"] for hit in first[1:]} == {"别处0.txt", "别处1.txt", "别处2.txt"}


COPIED = "\n".join(f"第{number}组到田间地头讲解嫁接技术，教会{number + 3}户农民修枝剪叶。" for number in range(12))


@pytest.mark.parametrize(
    ("query", "first"), [("嫁接技术", None), ("果树嫁接", None), ("梅岭网", "转载.txt")], ids=["both", "often", "alone"]
)
def test_the_leading_copy_stands_for_its_group_where_it_holds_the_query(
    tmp_path: Path, query: str, first: str | None
) -> None:
    lead = record("原件.txt", f"果树嫁接讲堂\n{COPIED}\n以后还要讲果树的病虫害，请农技站的人来，边看边学。")
    copy = record("转载.txt", f"果树嫁接讲堂\n{COPIED}\n果树嫁接，果树嫁接。来源：梅岭网")
    write_index(build_catalogue([lead, copy]), tmp_path / "catalogue.sqlite")
    hits = search(tmp_path, query)["hits"]
    assert [hit["document"] for hit in hits][:1] == [first or "原件.txt"]
    assert (hits[0]["duplicate_of"] is None) == (first is None)


ASKED = [*(case["query"] for case in CASES["queries"]), *CASES["nothing"]]


@pytest.mark.parametrize("query", ASKED)
@pytest.mark.parametrize("filters", [None, Filters(level="县", year="2019-2021")], ids=["all", "filtered"])
def test_answers_keep_to_the_published_schema(folder: Path, query: str, filters: Filters | None) -> None:
    found = json.loads(json.dumps(search(folder, query, filters=filters)))
    check(found, query)
    for broken in ({**found, "total": -1}, {**found, "nearest": []}, {**found, "hits": [{}]}):
        with pytest.raises(SchemaError):
            check(broken, query)


def test_text_outside_cases_is_found_and_text_across_paragraphs_is_not(tmp_path: Path) -> None:
    text = "\n".join(f"第{number}段讲的是甲乙丙丁第{number}事。" for number in range(80))
    write_index(
        build_catalogue([passages("长.txt", text), record("案.txt", "题目\n正文。")]), tmp_path / "catalogue.sqlite"
    )
    found = search(tmp_path, "第57事")
    assert found["total"] >= 1
    assert "第57事" in found["hits"][0]["snippet"]
    assert search(tmp_path, "题目正文")["hits"][0]["why"] != ["title"]
    assert all("\n" not in hit["snippet"] for hit in found["hits"])


def test_more_exact_hits_than_are_ranked_are_all_found(tmp_path: Path) -> None:
    many = [passages(f"{number}.txt", f"第{number}号材料\n共有的词在此。") for number in range(500)]
    write_index(build_catalogue(many), tmp_path / "catalogue.sqlite")
    found = search(tmp_path, "共有的词", limit=1000)
    assert found["total"] == 500
    assert len({hit["id"] for hit in found["hits"]}) == 500
    assert len(search(tmp_path, "共有的词", limit=7)["hits"]) == 7


def test_a_very_long_query_is_answered(folder: Path) -> None:
    assert search(folder, "党建引领" * 2000)["hits"] is not None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["query"])
def test_question_words_are_cut(example: dict[str, Any]) -> None:
    assert wanted(example["query"]) == example["left"]


@given(st.text())
def test_folding_for_search_keeps_the_length(text: str) -> None:
    assert len(searchable(text)) == len(text)


def test_halves_of_surrogate_pairs_do_no_harm(folder: Path) -> None:
    assert search(folder, "\ud800")["hits"] == []
    told = search(folder, "村\udce6", filters=Filters(place="县\ud800"))
    assert (told["query"], told["filters"]) == ("村\ufffd", {"place": "县\ufffd"})


def test_a_snippet_shows_the_problem_that_the_query_names_in_other_words(folder: Path) -> None:
    hit = search(folder, "党建和业务脱节")["hits"][0]
    assert "两张皮" in hit["snippet"]


def test_a_query_of_very_many_words_is_refused(folder: Path) -> None:
    with pytest.raises(SearchError, match="words"):
        search(folder, " ".join(map(str, range(1000))))
    assert search(folder, "联建 " * 5000)["total"] == search(folder, "联建")["total"]


def test_what_was_made_of_documents_before_gives_the_same_bytes(tmp_path: Path) -> None:
    kept = {name: [(leaf.id, loads(dumps(make(leaf)))) for leaf in Leaves(CATALOGUE)] for name, make in PIECES.items()}
    write_index(CATALOGUE, tmp_path / "a.sqlite")
    write_index(CATALOGUE, tmp_path / "b.sqlite", lambda name: iter(kept[name]))
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_what_is_held_in_several_blocks_is_ranked_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for block in (2_000_000, 300):
        monkeypatch.setattr("outputs.search_index.BLOCK", block)
        write_index(CATALOGUE, tmp_path / "catalogue.sqlite")
        with SearchIndex(tmp_path) as index:
            answers.append([index.search(one) for one in ("积分制", "怎么调解矛盾")])
        (tmp_path / "catalogue.sqlite").unlink()
    assert answers[0] == answers[1]
    assert all(answers[0])


@pytest.mark.parametrize("damage", ["DELETE FROM entry", "DELETE FROM entry WHERE number = 1", "DROP TABLE entry"])
@pytest.mark.parametrize("also", ["", "DELETE FROM entry_text_docsize; DELETE FROM category_word"])
def test_a_database_whose_entries_are_gone_is_said_to_be_damaged(tmp_path: Path, damage: str, also: str) -> None:
    path = tmp_path / "catalogue.sqlite"
    write_index(CATALOGUE, path)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"{damage}; {also}")
    with pytest.raises(SearchError, match="is damaged"):
        search(tmp_path, "党建")
